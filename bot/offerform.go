package bot

import (
	"strings"
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
)

// The form with which a mentor offers times.

// openOffer opens the form with today's suggestions. The day stands in the
// form's arg, so that a dialog sent off tomorrow still means the same times.
func (t *turn) openOffer(pair string) error {
	p, ok, err := t.partIn(pair)
	if err != nil {
		return err
	}
	if !ok {
		return t.sorry(catalog.GonePair)
	}
	return t.openForm(formOffer, pair+"|"+p.rules.Date(t.now).String())
}

func offerForm(s *scene, arg string) (chat.Form, bool, error) {
	pair, day, _ := strings.Cut(arg, "|")
	p, ok, err := s.partIn(pair)
	if err != nil || !ok || p.side != mentorSide {
		return chat.Form{}, false, err
	}
	if why, err := s.closed(p); err != nil || why != "" {
		return chat.Form{}, false, err
	}
	on, err := mentoring.ParseDate(day)
	if err != nil || on.Before(p.rules.Date(s.now).Add(-suggestDays)) || on.After(p.rules.Date(s.now)) {
		on = p.rules.Date(s.now)
	}
	prog := p.rules.Programme()
	var slots []chat.Option
	for _, at := range suggestions(p.rules, on.At(mentoring.TimeOfDay{Hour: 12}, p.rules.Zone()), 2*suggestDays) {
		slots = append(slots, chat.Option{Value: unix(at), Label: s.w.Moment(s.local(p.rules, at))})
	}
	f := chat.Form{
		Title:  s.w.T(catalog.OfferTitle),
		Intro:  []chat.Block{chat.Line(s.w.T(catalog.OfferIntro, catalog.A("Name", p.mate.Name), catalog.N(prog.MaxSlots)))},
		Submit: s.w.T(catalog.OfferSubmit),
		Fields: []chat.Field{
			{ID: "slots", Kind: chat.FieldSeveral, Label: s.w.T(catalog.OfferSlots), Max: prog.MaxSlots, Options: slots},
			{ID: "date", Kind: chat.FieldDate, Label: s.w.T(catalog.OfferDate), Hint: s.w.T(catalog.OfferDateHint), Unless: "slots"},
			{ID: "time", Kind: chat.FieldTime, Label: s.w.T(catalog.OfferTime), With: "date"},
		},
	}
	return s.withPlace(f, p.rules, ""), true, nil
}

// withPlace asks for one of the programme's places at the end of the form; the
// one held stands there at first, or the likeliest.
func (s *scene) withPlace(f chat.Form, r mentoring.Rules, held string) chat.Form {
	var places []chat.Option
	for _, pl := range r.Programme().Places {
		places = append(places, chat.Option{Value: pl.ID, Label: pl.Label.In(s.w.Lang())})
	}
	if len(places) == 0 {
		return f
	}
	if s.place(r, held) == "" {
		held = places[0].Value
	}
	f.Fields = append(f.Fields, chat.Field{ID: "place", Kind: chat.FieldChoice, Label: s.w.T(catalog.OfferPlace), Hint: s.w.T(catalog.OfferPlaceHint), Required: true, Options: places})
	return f.Fill(chat.Set("place", held))
}

func (t *turn) offer(arg string, v chat.Values) error {
	pair, _, _ := strings.Cut(arg, "|")
	p, ok, err := t.partIn(pair)
	if err != nil || !ok {
		return err
	}
	var slots []time.Time
	for _, o := range v.Options("slots") {
		at, ok := fromUnix(o)
		if !ok || !at.After(t.now) {
			t.wrong("slots", catalog.OfferStale)
			return nil
		}
		slots = append(slots, at)
	}
	own, given := t.ownTime(p, v, "")
	if t.refused {
		return nil
	}
	if given {
		slots = append(slots, own)
	}
	if len(slots) == 0 {
		t.wrong("slots", catalog.OfferNone)
		return nil
	}
	if most := p.rules.Programme().MaxSlots; len(slots) > most {
		t.wrong("date", catalog.FormTooMany, limit(most))
		return nil
	}
	return t.makeOffer(p, slots, v.Option("place"))
}

// ownTime is the date and time typed beside the suggestions, in the fields
// whose ids end in the suffix. Half of it, or a time that no talk can have,
// refuses the form.
func (t *turn) ownTime(p part, v chat.Values, suffix string) (time.Time, bool) {
	day, clock := "date"+suffix, "time"+suffix
	y, m, d, hasDate := v.Date(day)
	hour, minute, hasTime := v.Clock(clock)
	switch {
	case !hasDate && !hasTime:
		return time.Time{}, false
	case !hasTime:
		t.wrong(clock, catalog.OfferNeedTime)
		return time.Time{}, false
	case !hasDate:
		t.wrong(day, catalog.OfferNeedDate)
		return time.Time{}, false
	}
	at := mentoring.On(y, m, d).At(mentoring.TimeOfDay{Hour: hour, Minute: minute}, t.zoneOf(p.rules))
	switch {
	case !at.After(t.now):
		t.wrong(day, catalog.OfferPast)
	case !p.rules.Date(at).Before(yearEnd(p.rules)):
		t.wrong(day, catalog.OfferNextYear, catalog.A("Day", t.w.Day(noonOf(p.rules, yearEnd(p.rules).Add(-1)))))
	}
	return at, true
}

// yearEnd is the first day after the programme's fiscal year.
func yearEnd(r mentoring.Rules) mentoring.Date {
	return mentoring.On(r.Programme().Year+1, time.April, 1)
}
