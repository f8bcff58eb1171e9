package bot

import (
	"strconv"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// The open room: HR sets the days, everybody in a pair hears of each once, a few
// business days before. It is an invitation, never a nudge (seeds/002:
// クロスメンターカフェ).

const (
	kindOpenDayOff = "open-day-off" // to who had heard of it; subject open-day/<id>

	actOpenDay    = "room.day" // arg: programme
	actOpenDayOff = "room.off" // arg: open day
	formOpenDay   = "room.day" // arg: programme

	openDaysAsked = 6 // days of one form
)

// programmeRoom is the open room on the programme's page.
func (t *turn) programmeRoom(r mentoring.Rules) (chat.Section, error) {
	room := r.Programme().OpenRoom
	sec := chat.Section{Title: t.w.T(catalog.ProgrammeRoom), Actions: t.editButtons(r, partRoom)}
	if room == nil {
		sec.Body = []chat.Block{chat.Line(t.w.T(catalog.ProgrammeNoneSet))}
		return sec, nil
	}
	sec.Title = room.Name.In(t.w.Lang())
	days, err := t.openDays(r)
	if err != nil {
		return sec, err
	}
	var rows []chat.Fact
	if t.editable(r) {
		sec.Actions = append(sec.Actions, t.button(actOpenDay, catalog.ActRoomDay, r.Programme().ID, chat.StyleNormal))
	}
	for _, d := range days {
		if len(rows) < chat.MaxFacts {
			rows = append(rows, chat.Pair(t.dayOf(r, d.On), t.w.T(catalog.RoomRow, openDayArgs(d)...)))
		}
		if len(sec.Actions) < chat.MaxActions {
			sec.Actions = append(sec.Actions, t.openDayOffButton(r, d))
		}
	}
	sec.Body = []chat.Block{chat.Line(t.w.T(catalog.ProgrammeRoomNone))}
	if len(rows) > 0 {
		sec.Body = []chat.Block{chat.Facts{Rows: rows}}
	}
	return sec, nil
}

// openDays lists the days from today on that are not called off.
func (s *scene) openDays(r mentoring.Rules) (out []store.OpenDay, err error) {
	all, err := store.OpenDaysOf(s.tx, r.Programme().ID)
	for _, d := range all {
		if !d.Off && !d.On.Before(r.Date(s.now)) {
			out = append(out, d)
		}
	}
	return out, err
}

func (s *scene) dayOf(r mentoring.Rules, on mentoring.Date) string {
	return s.w.Day(on.At(mentoring.TimeOfDay{}, r.Zone()))
}

func openDayArgs(d store.OpenDay) []catalog.Arg {
	return []catalog.Arg{catalog.A("From", d.From.String()), catalog.A("To", d.To.String()), catalog.A("Place", d.Place)}
}

func (s *scene) openDayOffButton(r mentoring.Rules, d store.OpenDay) chat.Action {
	day := catalog.A("Day", s.dayOf(r, d.On))
	a := s.button(actOpenDayOff, catalog.ActRoomOff, d.ID, chat.StyleDanger, day)
	a.Confirm = &chat.Confirm{
		Title: shorten(a.Label, chat.MaxConfirmTitle), Text: s.w.T(catalog.RoomOffAsk, day),
		Yes: s.w.T(catalog.RoomOffYes), No: s.w.T(catalog.RoomOffNo),
	}
	return a
}

func (t *turn) openOpenDay(programme string) error { return t.openForm(formOpenDay, programme) }

func openDayForm(s *scene, programme string) (chat.Form, bool, error) {
	r, ok, err := s.rulesOf(programme)
	if err != nil || !ok || !s.hr || !s.editable(r) || r.Programme().OpenRoom == nil {
		return chat.Form{}, false, err
	}
	p := r.Programme()
	f := chat.Form{
		Title:  s.w.T(catalog.RoomDayTitle),
		Intro:  []chat.Block{chat.Line(s.w.T(catalog.RoomDayIntro, catalog.N(p.OpenRoom.Notice)))},
		Submit: s.w.T(catalog.FormSave),
	}
	for i := range openDaysAsked {
		fd := chat.Field{ID: "day" + strconv.Itoa(i), Kind: chat.FieldDate, Label: s.w.T(catalog.RoomFDay, catalog.N(i+1)), Required: i == 0}
		if i > 0 {
			fd.With = "day" + strconv.Itoa(i-1)
		}
		f.Fields = append(f.Fields, fd)
	}
	f.Fields = append(f.Fields,
		chat.Field{ID: "from", Kind: chat.FieldTime, Label: s.w.T(catalog.ProgrammeFFrom), Required: true},
		chat.Field{ID: "to", Kind: chat.FieldTime, Label: s.w.T(catalog.ProgrammeFTo), Required: true},
		must(short("place", s.w.T(catalog.RoomFPlace), 60)))
	return f, true, nil
}

// openDay sets the days, all of them or none.
func (t *turn) openDay(programme string, v chat.Values) error {
	r, ok, err := t.rulesOf(programme)
	if err != nil || !ok {
		return err
	}
	hour, minute, _ := v.Clock("from")
	d := store.OpenDay{Programme: programme, From: mentoring.TimeOfDay{Hour: hour, Minute: minute}, Place: cityWords(v.Text("place")), SetBy: t.me.ID}
	hour, minute, _ = v.Clock("to")
	if d.To = (mentoring.TimeOfDay{Hour: hour, Minute: minute}); d.To.String() <= d.From.String() {
		t.wrong("to", catalog.ProgrammeHoursOrder)
	}
	set, err := t.openDays(r)
	if err != nil {
		return err
	}
	var fresh []store.OpenDay
	for i := range openDaysAsked {
		field := "day" + strconv.Itoa(i)
		y, m, day, given := v.Date(field)
		if !given {
			continue
		}
		d.On = mentoring.On(y, m, day)
		t.checkOpenDay(r, d.On, append(set, fresh...), field)
		d.ID = t.b.NewID()
		fresh = append(fresh, d)
	}
	if t.refused {
		return nil
	}
	for _, d := range fresh {
		if _, err := store.OpenDays.Insert(t.tx, d); err != nil {
			return err
		}
		if err := store.Schedule(t.tx, store.DueOpenDay, d.ID, r.OpenDayNoticeAt(d.On)); err != nil {
			return err
		}
		t.audit("open-day", "programme/"+programme)
	}
	return t.showProgramme(r)
}

// checkOpenDay says what stands against the day.
func (t *turn) checkOpenDay(r mentoring.Rules, on mentoring.Date, set []store.OpenDay, field string) {
	day := catalog.A("Day", t.dayOf(r, on))
	switch {
	case !on.After(r.Date(t.now)):
		t.wrong(field, catalog.RoomPast)
	case on.FiscalYear() != r.Programme().Year:
		t.wrong(field, catalog.RoomOutside)
	case !r.Open(on):
		t.wrong(field, catalog.RoomClosedDay, day)
	}
	for _, d := range set {
		if d.On == on {
			t.wrong(field, catalog.RoomTwice, day)
			return
		}
	}
}

// openDayOf is the day in a subject with its programme's rules; ok is false
// where it is gone or the reader has no pair there.
func (s *scene) openDayOf(subj string) (d store.OpenDay, r mentoring.Rules, ok bool, err error) {
	if d, ok, err = store.OpenDays.Get(s.tx, idOf("open-day", subj)); err != nil || !ok {
		return d, r, false, err
	}
	if r, ok, err = s.rulesOf(d.Programme); err != nil || !ok || r.Programme().OpenRoom == nil {
		return d, r, false, err
	}
	parts, err := s.parts()
	if err != nil {
		return d, r, false, err
	}
	for _, p := range parts {
		if p.pair.Programme == d.Programme && !p.pair.Voluntary {
			return d, r, true, nil
		}
	}
	return d, r, false, nil
}

// openDayCard invites; there is nothing to press but the home.
func openDayCard(s *scene, in store.Intent) (card, error) {
	d, r, ok, err := s.openDayOf(in.Subject)
	switch {
	case err != nil || !ok:
		return card{drop: "gone"}, err
	case d.Off:
		return unwanted("called-off")
	case d.On.Before(r.Date(s.now)), s.me.Away(d.On):
		return unwanted("over")
	}
	name := r.Programme().OpenRoom.Name.In(s.w.Lang())
	return say(s.w.T(catalog.RoomTitle, catalog.A("Name", name)), []chat.Block{
		chat.Line(s.w.T(catalog.RoomText, append(openDayArgs(d), catalog.A("Day", s.dayOf(r, d.On)))...)),
		chat.Remark(s.w.T(catalog.RoomFree)),
	}, s.button(actHome, catalog.ActMenu, "", chat.StyleNormal))
}

// callOffOpenDay calls a day off; who was invited hears it once.
func (t *turn) callOffOpenDay(id string) error {
	d, ok, err := store.OpenDays.Get(t.tx, id)
	if err != nil {
		return err
	}
	if !ok || !t.hr || d.Off {
		return t.notice(catalog.NoticeOldButton)
	}
	r, ok, err := t.rulesOf(d.Programme)
	if err != nil || !ok {
		return err
	}
	d.Off = true
	if err := store.OpenDays.Put(t.tx, d); err != nil {
		return err
	}
	if err := store.Unschedule(t.tx, store.DueOpenDay, id); err != nil {
		return err
	}
	t.audit("open-day-off", "programme/"+d.Programme)
	pairs, err := t.livePairs(r)
	if err != nil {
		return err
	}
	for _, pair := range pairs {
		for _, who := range []string{pair.Mentee, pair.Mentor} {
			sent, _, err := store.Outbox.Get(t.tx, store.OpenDayKey(id, who))
			if err != nil {
				return err
			}
			if sent.State != store.Sent {
				continue
			}
			if err := t.tell(who, kindOpenDayOff, subject("open-day", id), "", "open-day-off/"+id); err != nil {
				return err
			}
		}
	}
	return t.notice(catalog.RoomOffDone)
}

func openDayOffCard(s *scene, in store.Intent) (card, error) {
	d, r, ok, err := s.openDayOf(in.Subject)
	if err != nil || !ok || d.On.Before(r.Date(s.now)) {
		return card{drop: "gone"}, err
	}
	name := catalog.A("Name", r.Programme().OpenRoom.Name.In(s.w.Lang()))
	return say(s.w.T(catalog.RoomOffTitle, name), []chat.Block{
		chat.Line(s.w.T(catalog.RoomOffText, name, catalog.A("Day", s.dayOf(r, d.On)))),
	})
}
