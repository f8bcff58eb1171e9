package bot

import (
	"context"
	"fmt"
	"reflect"

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
		first := rules.Periods()[0]
		if err := store.Schedule(tx, store.DueMonth, p.ID, rules.MonthOverAt(first)); err != nil {
			return err
		}
		if err := store.Schedule(tx, store.DueRetention, p.ID, rules.YearEnd()); err != nil {
			return err
		}
		mentees, err := store.WithRole(tx, mentoring.RoleMentee)
		if err != nil {
			return err
		}
		for _, m := range mentees { // of a roster that came first
			if err := b.lookForMentor(tx, m, b.Clock.Now()); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return false, fmt.Errorf("bot: start programme: %w", err)
	}
	return fresh, nil
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
		return store.Audits.Put(tx, store.Audit{ID: b.NewID(), At: now, Actor: "operator", Verb: "programme-amend", What: "programme/" + id})
	})
	if err != nil {
		return p, fmt.Errorf("bot: amend programme: %w", err)
	}
	return p, nil
}
