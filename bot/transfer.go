package bot

import (
	"slices"
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/roster"
	"tsukiichi/store"
)

// What the roster changes about pairs that go on: a mentee who moves to another
// section keeps the mentor, and the new head is told; leave is looked at anew.

const kindMoved = "mentee-moved" // to the new head; subject pair/<id>

// followPairs looks again at the pairs of everybody whose row has changed.
func (b *Bot) followPairs(tx store.Tx, changes []roster.Change, now time.Time) error {
	for _, c := range changes {
		moved := c.Before.Section != c.After.Section
		if !moved && slices.Equal(c.Before.Leave, c.After.Leave) {
			continue
		}
		pairs, err := store.PairsOf(tx, c.After.ID)
		if err != nil {
			return err
		}
		for _, pair := range pairs {
			if err := b.followPair(tx, pair, moved && pair.Mentee == c.After.ID, now); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *Bot) followPair(tx store.Tx, pair mentoring.Pair, moved bool, now time.Time) error {
	rules, err := b.rules.Get(tx, pair.Programme)
	if err != nil || ended(pair, rules, now) {
		return err
	}
	if !pair.ToldAt.IsZero() {
		if err := store.Schedule(tx, store.DuePair, pair.ID, now); err != nil {
			return err
		}
		if err := store.Schedule(tx, store.DueLeave, pair.ID, now); err != nil {
			return err
		}
	}
	if !moved || rules.WindowOver(now) {
		return nil
	}
	heads, err := decidersOf(tx, pair, rules, now)
	if err != nil {
		return err
	}
	for _, h := range heads {
		if err := b.send(tx, store.Intent{
			Key:  "mentee-moved/" + pair.ID + "/" + store.Stamp(now) + "/" + h.ID,
			Kind: kindMoved, Subject: subject("pair", pair.ID), To: h.ID,
		}, now); err != nil {
			return err
		}
	}
	return nil
}

func menteeMovedCard(s *scene, in store.Intent) (card, error) {
	pair, mentee, mentor, ok, err := s.bothOf(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	rules, err := s.rules(pair.Programme)
	if err != nil || ended(pair, rules, s.now) {
		return card{drop: "ended"}, err
	}
	if mine, err := s.decides(pair); err != nil || !mine {
		return card{drop: "not-theirs"}, err
	}
	_, last := s.window(rules)
	c, err := say(s.w.T(catalog.MenteeMovedTitle, catalog.A("Name", mentee.Name)), []chat.Block{
		chat.Line(s.w.T(catalog.MenteeMovedText, catalog.A("Name", mentee.Name), catalog.A("Mentor", mentor.Name), catalog.A("Team", workplace(mentor)), last)),
	}, s.button(actHome, catalog.ActMenu, "", chat.StyleNormal))
	if s.hr {
		c = s.noted(c, "told-moved", in.Subject)
	}
	return c, err
}
