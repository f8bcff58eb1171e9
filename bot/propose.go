package bot

import (
	"strconv"
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
)

// The mentee's own times, after none of the mentor's did fit or instead of
// waiting for some: up to three, of which the mentor takes one with a tap.

const (
	actPropose  = "plan.propose" // arg: pair
	formPropose = "plan.propose" // arg: pair

	proposeTimes = 3
)

func (t *turn) openPropose(pair string) error { return t.openForm(formPropose, pair) }

func proposeForm(s *scene, pair string) (chat.Form, bool, error) {
	p, ok, err := s.partIn(pair)
	if err != nil || !ok || p.side != menteeSide {
		return chat.Form{}, false, err
	}
	if why, err := s.closed(p); err != nil || why != "" {
		return chat.Form{}, false, err
	}
	f := chat.Form{
		Title:  s.w.T(catalog.ProposeTitle),
		Intro:  []chat.Block{chat.Line(s.w.T(catalog.ProposeIntro, catalog.A("Name", p.mate.Name), catalog.N(proposeTimes)))},
		Submit: s.w.T(catalog.OfferSubmit),
	}
	before := ""
	for i := 1; i <= proposeTimes; i++ {
		n := strconv.Itoa(i)
		f.Fields = append(f.Fields,
			chat.Field{ID: "date" + n, Kind: chat.FieldDate, Label: s.w.T(catalog.ProposeDate, catalog.N(i)), Required: i == 1, With: before},
			chat.Field{ID: "time" + n, Kind: chat.FieldTime, Label: s.w.T(catalog.ProposeTime, catalog.N(i)), Required: i == 1, With: "date" + n})
		before = "date" + n
	}
	return s.withPlace(f, p.rules, ""), true, nil
}

func (t *turn) propose(pair string, v chat.Values) error {
	p, ok, err := t.partIn(pair)
	if err != nil || !ok {
		return err
	}
	var slots []time.Time
	for i := 1; i <= proposeTimes; i++ {
		if at, given := t.ownTime(p, v, strconv.Itoa(i)); given {
			slots = append(slots, at)
		}
	}
	if t.refused {
		return nil
	}
	return t.makeOffer(p, slots, v.Option("place"))
}
