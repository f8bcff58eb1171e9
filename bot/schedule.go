package bot

import (
	"cmp"
	"slices"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// What is planned, where the card itself is not at hand: in the menu, for who
// types for it, and in the home.

const (
	kindSchedule = "schedule"
	actSchedule  = "plan.next"

	// scheduleRows is how many talks are listed.
	scheduleRows = 5
)

// agreed is a planned talk that is still to come.
type agreed struct {
	part    part
	meeting mentoring.Meeting
}

// agreedOf lists what the parts have planned, the next one first.
func (s *scene) agreedOf(parts []part) ([]agreed, error) {
	var out []agreed
	for _, p := range parts {
		st, err := s.standing(p.pair)
		if err != nil {
			return nil, err
		}
		for _, m := range st.Meetings {
			if m.State == mentoring.MeetingPlanned && m.Start.After(s.now) {
				out = append(out, agreed{p, m})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b agreed) int {
		return cmp.Or(a.meeting.Start.Compare(b.meeting.Start), cmp.Compare(a.meeting.ID, b.meeting.ID))
	})
	return out, nil
}

// showSchedule answers with what is planned, or with the menu where nothing is.
func (t *turn) showSchedule(string) error {
	parts, err := t.parts()
	if err != nil {
		return err
	}
	all, err := t.agreedOf(parts)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return t.reply(kindMenu, "", "")
	}
	return t.reply(kindSchedule, "", "")
}

// scheduleCard lists what is planned; the buttons are about the next one.
func scheduleCard(s *scene, _ store.Intent) (card, error) {
	parts, err := s.parts()
	if err != nil {
		return card{}, err
	}
	all, err := s.agreedOf(parts)
	if err != nil || len(all) == 0 {
		return card{drop: "nothing-planned"}, err
	}
	actions, err := s.agreedActions(all[0])
	if err != nil {
		return card{}, err
	}
	return say(s.w.T(catalog.ScheduleTitle), []chat.Block{chat.Facts{Rows: s.agreedRows(all)}},
		append(actions, s.button(actHome, catalog.ActMenu, "", chat.StyleNormal))...)
}

func (s *scene) agreedRows(all []agreed) []chat.Fact {
	var rows []chat.Fact
	for _, a := range all[:min(len(all), scheduleRows)] {
		value := s.w.T(catalog.ScheduleRow, catalog.A("When", s.w.Moment(s.local(a.part.rules, a.meeting.Start))), catalog.A("Name", a.part.mate.Name))
		if place := s.place(a.part.rules, a.meeting.Place); place != "" {
			value = s.w.T(catalog.ScheduleRowPlace, catalog.A("Row", value), catalog.A("Place", place))
		}
		rows = append(rows, chat.Pair(s.w.T(catalog.FactNext), value))
	}
	return rows
}

// agreedActions moves the talk, calls it off, and begins or stops a series.
func (s *scene) agreedActions(a agreed) ([]chat.Action, error) {
	out := []chat.Action{
		s.button(actMove, catalog.ActMove, planArg(a.meeting), chat.StyleNormal), s.cancelButton(a.part, a.meeting),
	}
	series, runs, err := s.seriesOf(a.part)
	if err != nil {
		return nil, err
	}
	if runs {
		return append(out, s.stopButton(series)), nil
	}
	repeat, ok, err := s.repeatButton(a.part, a.meeting)
	if ok {
		out = append(out, repeat)
	}
	return out, err
}

// lastAnswered is the pair's latest talk of which somebody has said how it
// went, as long as that can be put right; one on which they differ comes first.
func (s *scene) lastAnswered(p part) (last mentoring.Meeting, ok bool, err error) {
	st, err := s.standing(p.pair)
	if err != nil || !noteOpen(p, s) {
		return last, false, err
	}
	for _, m := range st.Meetings {
		if len(m.Answers) == 0 || m.State == mentoring.MeetingCancelled {
			continue
		}
		if !ok || m.Disputed() && !last.Disputed() || m.Disputed() == last.Disputed() && m.Start.After(last.Start) {
			last, ok = m, true
		}
	}
	return last, ok, nil
}
