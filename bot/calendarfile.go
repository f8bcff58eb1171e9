package bot

import (
	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/ical"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// The calendar file that comes with a planned talk, and with one that is
// called off. HR can switch the files off for the programme, everybody for
// themselves.

const (
	actCalendar = "calendar.set" // arg: on or off
	calendarOn  = "on"
	calendarOff = "off"
)

// calendarFile is the file for the reader's calendar; ok is false where none
// is wanted.
func (s *scene) calendarFile(p part, m mentoring.Meeting) (f chat.File, ok bool, err error) {
	prog := p.rules.Programme()
	pref, _, err := store.Preferences.Get(s.tx, s.me.ID)
	if err != nil || !prog.CalendarFiles || pref.NoCalendar {
		return f, false, err
	}
	entry, edition := m.InCalendar()
	e := ical.Event{
		UID: entry + "@tsukiichi", Sequence: edition, Title: prog.CalendarTitle.In(s.w.Lang()),
		Start: m.Start, End: m.End(), Changed: m.BookedAt, Cancelled: m.State == mentoring.MeetingCancelled,
	}
	if m.Moves > 0 {
		e.Changed = m.MovedAt
	}
	name, note := "1on1-", catalog.CalendarNote
	if e.Cancelled {
		e.Sequence++
		name, note = "1on1-cancel-", catalog.CalendarCancelNote
	}
	return chat.File{
		Name: name + s.local(p.rules, m.Start).Format("20060102") + ".ics", Type: ical.Type,
		Data: ical.File(e), Note: s.w.T(note),
	}, true, nil
}

// calendarButton switches the reader's files; ok is false where the programme
// has none.
func (s *scene) calendarButton() (a chat.Action, ok bool, err error) {
	rules, ok, err := s.currentRules()
	if err != nil || !ok || !rules.Programme().CalendarFiles {
		return a, false, err
	}
	pref, _, err := store.Preferences.Get(s.tx, s.me.ID)
	if pref.NoCalendar {
		return s.button(actCalendar, catalog.ActCalendarOn, calendarOn, chat.StyleNormal), true, err
	}
	return s.button(actCalendar, catalog.ActCalendarOff, calendarOff, chat.StyleNormal), true, err
}

func (t *turn) setCalendar(arg string) error {
	if arg != calendarOn && arg != calendarOff {
		return t.notice(catalog.NoticeOldButton)
	}
	pref, _, err := store.Preferences.Get(t.tx, t.me.ID)
	if err != nil {
		return err
	}
	pref.Person, pref.NoCalendar = t.me.ID, arg == calendarOff
	if err := store.Preferences.Put(t.tx, pref); err != nil {
		return err
	}
	if pref.NoCalendar {
		return t.notice(catalog.CalendarIsOff)
	}
	return t.notice(catalog.CalendarIsOn)
}
