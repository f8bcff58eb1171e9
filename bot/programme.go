package bot

import (
	"context"
	"fmt"
	"reflect"
	"time"

	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// The programme as data: started once, amended by the operator.

// StartProgramme puts a programme into the store, once, and on the agenda.
// It returns false where there already was one with the id.
func (b *Bot) StartProgramme(ctx context.Context, p mentoring.Programme) (fresh bool, err error) {
	if _, err := mentoring.NewRules(p, b.Calendar(p)); err != nil {
		return false, fmt.Errorf("bot: start programme: %w", err)
	}
	err = b.Store.Update(ctx, func(tx store.Tx) error {
		if fresh, err = store.Programmes.Insert(tx, p); err != nil || !fresh {
			return err
		}
		rules, err := b.rules.Get(tx, p.ID)
		if err != nil {
			return err
		}
		return b.begun(tx, rules, b.Clock.Now())
	})
	if err != nil {
		return false, fmt.Errorf("bot: start programme: %w", err)
	}
	return fresh, nil
}

// begun puts a new programme on the agenda and looks for mentors for the mentees
// of a roster that came first.
func (b *Bot) begun(tx store.Tx, r mentoring.Rules, now time.Time) error {
	id := r.Programme().ID
	if err := store.Schedule(tx, store.DueMonth, id, r.MonthOverAt(r.Periods()[0])); err != nil {
		return err
	}
	if err := store.Schedule(tx, store.DueRetention, id, r.YearEnd()); err != nil {
		return err
	}
	return b.lookForMentors(tx, now)
}

// AmendProgramme changes the stored programme with the id by the operator's
// word and returns it. A change that changes nothing is not written down; one
// that would break the programme's rules is an error, and nothing happens.
func (b *Bot) AmendProgramme(ctx context.Context, id string, change func(*mentoring.Programme) error) (p mentoring.Programme, err error) {
	err = b.Store.Update(ctx, func(tx store.Tx) error {
		before, err := store.Programmes.Must(tx, id)
		if err != nil {
			return err
		}
		if p, err = store.Programmes.Must(tx, id); err != nil {
			return err
		}
		if err := change(&p); err != nil {
			return err
		}
		if p.ID = id; reflect.DeepEqual(before, p) {
			return nil
		}
		if _, err := mentoring.NewRules(p, b.Calendar(p)); err != nil {
			return err
		}
		if err := store.Programmes.Put(tx, p); err != nil {
			return err
		}
		// The months are reckoned anew; pairs look again within a week.
		now := b.Clock.Now()
		if err := store.Schedule(tx, store.DueMonth, id, now); err != nil {
			return err
		}
		return store.Audits.Put(tx, store.Audit{ID: b.NewID(), At: now, Actor: byOperator, Verb: "programme-amend", What: "programme/" + id})
	})
	if err != nil {
		return p, fmt.Errorf("bot: amend programme: %w", err)
	}
	return p, nil
}

// Running lists the programmes that are run now, the one to speak of first;
// where none is, that one alone. known is false where there never was one.
func (b *Bot) Running(ctx context.Context) (running []mentoring.Programme, known bool, err error) {
	err = b.Store.View(ctx, func(tx store.Tx) error {
		s, err := b.scene(tx, mentoring.Person{}, store.Contact{}, b.Clock.Now())
		if err != nil {
			return err
		}
		rules, err := s.runningRules()
		running = nil
		for _, r := range rules {
			running = append(running, r.Programme())
		}
		return err
	})
	return running, len(running) > 0, err
}

// Years lists the fiscal years for which there is a programme.
func (b *Bot) Years(ctx context.Context) (years []int, err error) {
	err = b.Store.View(ctx, func(tx store.Tx) error {
		all, err := store.Programmes.All(tx, store.Span{})
		years = nil
		for _, p := range all {
			years = append(years, p.Year)
		}
		return err
	})
	return years, err
}
