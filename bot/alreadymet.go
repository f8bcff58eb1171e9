package bot

import (
	"slices"
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// "We have already talked": a talk that nobody planned.

func (t *turn) openAlreadyMet(pair string) error {
	return t.openForm(formAlreadyMet, pair)
}

func alreadyMetForm(s *scene, pair string) (chat.Form, bool, error) {
	p, ok, err := s.partIn(pair)
	if err != nil || !ok || p.rules.YearOver(s.now) {
		return chat.Form{}, false, err
	}
	today := chat.Set("date", p.rules.Date(s.now).String())
	return chat.Form{
		Title:  s.w.T(catalog.AlreadyTitle),
		Intro:  []chat.Block{chat.Line(s.w.T(catalog.AlreadyIntro, catalog.A("Name", p.mate.Name), catalog.N(p.rules.Programme().Minutes)))},
		Submit: s.w.T(catalog.AlreadySubmit),
		Fields: []chat.Field{{ID: "date", Kind: chat.FieldDate, Label: s.w.T(catalog.AlreadyDate), Required: true}},
	}.Fill(today), true, nil
}

func (t *turn) alreadyMet(pair string, v chat.Values) error {
	p, ok, err := t.partIn(pair)
	if err != nil || !ok {
		return err
	}
	y, m, d, _ := v.Date("date")
	on := mentoring.On(y, m, d)
	if ok, err := t.mayHaveMet(p, on); err != nil || !ok {
		return err
	}
	return t.recordMet(p, on)
}

// mayHaveMet says what is wrong with a day on which the two are said to have
// talked.
func (t *turn) mayHaveMet(p part, on mentoring.Date) (ok bool, err error) {
	told := p.rules.Date(p.pair.ToldAt)
	_, in := p.rules.PeriodOf(noonOf(p.rules, on))
	if !in && on.After(p.rules.LastPeriod().Last()) {
		if in, err = t.goesOn(p.pair.ID); err != nil {
			return false, err
		}
	}
	switch {
	case on.After(p.rules.Date(t.now)):
		t.wrong("date", catalog.AlreadyFuture)
	case !in && !p.pair.Voluntary:
		first, last := t.window(p.rules)
		t.wrong("date", catalog.AlreadyOutside, first, last)
	case on.Before(told):
		t.wrong("date", catalog.AlreadyBefore, catalog.A("Day", t.w.Day(noonOf(p.rules, told))))
	}
	return !t.refused, nil
}

func noonOf(r mentoring.Rules, on mentoring.Date) time.Time {
	return on.At(mentoring.TimeOfDay{Hour: 12}, r.Zone())
}

// recordMet notes a talk that nobody planned, or confirms the one planned for
// that day: held earlier than planned, it was still that one. A second report
// of the same day changes nothing.
func (t *turn) recordMet(p part, on mentoring.Date) error {
	st, err := t.standing(p.pair)
	if err != nil {
		return err
	}
	if metOn(st, p.rules, on) {
		return t.notice(catalog.AlreadyKnown)
	}
	for _, m := range st.Meetings {
		if p.rules.Date(m.Start) != on || m.State != mentoring.MeetingPlanned {
			continue
		}
		if m.Start.After(t.now) {
			m = m.HeldEarly(t.now.Truncate(time.Minute))
			if err := store.Meetings.Put(t.tx, m); err != nil {
				return err
			}
		}
		return t.checkIn(m.ID, mentoring.CheckInMet)
	}
	start := on.At(p.rules.Programme().WorkFrom, p.rules.Zone())
	if start.After(t.now) {
		start = t.now.Truncate(time.Minute)
	}
	m := mentoring.Meeting{
		ID: t.b.NewID(), Pair: p.pair.ID, State: mentoring.MeetingMet, Start: start,
		Minutes: p.rules.Programme().Minutes, BookedBy: t.me.ID, BookedAt: t.now, MetAt: t.now,
		Answers: map[mentoring.Part]mentoring.CheckIn{p.side: mentoring.CheckInMet},
	}
	if _, err := store.Meetings.Insert(t.tx, m); err != nil {
		return err
	}
	if err := t.closeOffersFor(p, on.Period()); err != nil {
		return err
	}
	if err := t.lookAgain(p); err != nil {
		return err
	}
	return t.inviteBoth(p, m)
}

// closeOffersFor closes the open offers of times in the month: a talk of an
// earlier month that is reported late leaves this month's alone.
func (t *turn) closeOffersFor(p part, month mentoring.Period) error {
	open, err := t.offersOpen(p.pair)
	if err != nil {
		return err
	}
	for _, o := range open {
		if !slices.ContainsFunc(o.Slots, func(at time.Time) bool { return p.rules.Date(at).Period() == month }) {
			continue
		}
		if err := t.closeOffer(p.pair, o, mentoring.OfferReplaced); err != nil {
			return err
		}
	}
	return nil
}
