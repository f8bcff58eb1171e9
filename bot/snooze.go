package bot

import (
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Snooze: a person's own nudges rest for a while. What was agreed still comes
// (planned talks, check-ins, what the other one sends), the other one still
// gets theirs, and the head hears what they would have heard.

const (
	kindSnoozed = "snoozed" // receipt; no subject

	actSnooze  = "snooze.open"
	formSnooze = "snooze"

	snoozeWeek  = "week"
	snoozeMonth = "month"
	snoozeOff   = "off"
)

func (t *turn) openSnooze(string) error { return t.openForm(formSnooze, "") }

func (s *scene) snoozeButton() chat.Action {
	return s.button(actSnooze, catalog.ActSnooze, "", chat.StyleNormal)
}

// snoozed is until when the reader wants no nudges; ok is false where they do.
func (s *scene) snoozed() (until time.Time, ok bool, err error) {
	held, _, err := store.Snoozes.Get(s.tx, s.me.ID)
	return held.Until, held.Holds(s.now), err
}

// restUntil is the first moment after this week or this month.
func restUntil(r mentoring.Rules, now time.Time, span string) time.Time {
	today := r.Date(now)
	day := today.Period().Add(1).First()
	if span == snoozeWeek {
		day = today.Add(1)
		for day.Weekday() != time.Monday {
			day = day.Add(1)
		}
	}
	return day.At(mentoring.TimeOfDay{}, r.Zone())
}

func snoozeForm(s *scene, _ string) (chat.Form, bool, error) {
	rules, ok, err := s.currentRules()
	if err != nil || !ok {
		return chat.Form{}, false, err
	}
	_, resting, err := s.snoozed()
	if err != nil {
		return chat.Form{}, false, err
	}
	last := func(span string) catalog.Arg {
		return catalog.A("Day", s.w.Day(restUntil(rules, s.now, span).Add(-time.Minute).In(rules.Zone())))
	}
	options := []chat.Option{
		{Value: snoozeWeek, Label: s.w.T(catalog.SnoozeWeek, last(snoozeWeek))},
		{Value: snoozeMonth, Label: s.w.T(catalog.SnoozeMonth, last(snoozeMonth))},
	}
	if resting {
		options = append(options, chat.Option{Value: snoozeOff, Label: s.w.T(catalog.SnoozeOff)})
	}
	return chat.Form{
		Title:  s.w.T(catalog.SnoozeTitle),
		Intro:  []chat.Block{chat.Line(s.w.T(catalog.SnoozeIntro))},
		Submit: s.w.T(catalog.FormSave),
		Fields: []chat.Field{{ID: "until", Kind: chat.FieldChoice, Label: s.w.T(catalog.SnoozeUntil), Required: true, Options: options}},
	}, true, nil
}

func (t *turn) snooze(_ string, v chat.Values) error {
	rules, ok, err := t.currentRules()
	if err != nil || !ok {
		return err
	}
	held, _, err := store.Snoozes.Get(t.tx, t.me.ID)
	if err != nil {
		return err
	}
	rec := store.Snooze{Person: t.me.ID, From: t.now, Until: t.now}
	if held.Holds(t.now) {
		rec.From = held.From
	}
	if span := v.Option("until"); span != snoozeOff {
		rec.Until = restUntil(rules, t.now, span)
	}
	if err := store.Snoozes.Put(t.tx, rec); err != nil {
		return err
	}
	return t.reply(kindSnoozed, "", "")
}

func snoozedCard(s *scene, _ store.Intent) (card, error) {
	until, resting, err := s.snoozed()
	if err != nil {
		return card{}, err
	}
	if !resting {
		return say("", []chat.Block{chat.Line(s.w.T(catalog.SnoozeOver))})
	}
	rules, ok, err := s.currentRules()
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	day := catalog.A("Day", s.w.Day(until.Add(-time.Minute).In(rules.Zone())))
	return say("", []chat.Block{chat.Line(s.w.T(catalog.SnoozeText, day))}, s.button(actSnooze, catalog.ActSnoozeChange, "", chat.StyleNormal))
}

// quietSections is what a busy person can do: ask for the month to be put off,
// or let the nudges rest. None of it where nothing would be heard anyway.
func (t *turn) quietSections(parts []part, whole bool) ([]chat.Section, error) {
	l := listing{title: t.w.T(catalog.HomeQuiet)}
	ok := false
	for _, p := range parts {
		if p.rules.WindowOver(t.now) {
			continue
		}
		ok = true
		st, err := t.standing(p.pair)
		if err != nil {
			return nil, err
		}
		if a, can := t.pleaButton(p, st, len(parts)); can {
			l.actions = append(l.actions, a)
		}
	}
	if !ok {
		return nil, nil
	}
	text := t.w.T(catalog.QuietText)
	if len(l.actions) == 0 { // nothing to ask the head for
		text = t.w.T(catalog.SnoozeIntro)
	}
	until, resting, err := t.snoozed()
	if resting {
		text = t.w.T(catalog.SnoozeText, catalog.A("Day", t.w.Day(until.Add(-time.Minute).In(parts[0].rules.Zone()))))
	}
	l.intro = []chat.Block{chat.Remark(text)}
	if len(l.actions) < chat.MaxActions {
		l.actions = append(l.actions, t.snoozeButton())
	} else { // where it stands behind many, nobody finds it
		l.actions = append([]chat.Action{t.snoozeButton()}, l.actions...)
	}
	return l.sections(t.scene, partOfQuiet, whole), err
}
