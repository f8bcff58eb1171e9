package store

import (
	"context"
	"fmt"
	"strconv"

	"tsukiichi/bot/mentoring"
)

// Migration brings data from the version before To up to To. It runs inside
// the transaction that opens the store and must be written so that running it
// again changes nothing.
type Migration struct {
	To int
	Do func(Tx) error
}

// migrations is every change of shape since the first release, oldest first.
func migrations() []Migration {
	return []Migration{
		{To: 1, Do: func(Tx) error { return nil }},
		{To: 2, Do: second},
		{To: 3, Do: third},
	}
}

// second lets people be found by their deputy, gives programmes what their
// preset has had since, and puts the pairs' talks and visions on the agenda.
func second(tx Tx) error {
	if err := again(tx, People); err != nil {
		return err
	}
	err := fromPreset(tx, func(p *mentoring.Programme, preset mentoring.Programme) bool {
		if p.Nomination.RemindEvery > 0 {
			return false
		}
		*p = grown(*p, preset)
		return true
	})
	if err != nil {
		return err
	}
	return onAgenda(tx)
}

// grown is a programme of the first version with what its preset has had since.
// What it had already stays as it is.
func grown(p, preset mentoring.Programme) mentoring.Programme {
	p.Nomination.Within, p.Nomination.RemindEvery = preset.Nomination.Within, preset.Nomination.RemindEvery
	p.PrepareAt, p.DayCardAt, p.PrepareWait, p.ChatText = preset.PrepareAt, preset.DayCardAt, preset.PrepareWait, preset.ChatText
	p.CalendarFiles, p.CalendarTitle = preset.CalendarFiles, preset.CalendarTitle
	p.Trainings, p.Tips = preset.Trainings, preset.Tips
	p.LookBacks, p.LookBackGap = preset.LookBacks, preset.LookBackGap
	for i, s := range p.Steps {
		if s.ID == mentoring.StepTenth && s.Only == mentoring.IfNothing {
			p.Steps[i].Only = mentoring.IfNothingOrBehind
		}
	}
	return p
}

// onAgenda has what belongs before planned talks, and the looks back at the
// visions, looked at for pairs that were told before there was either.
func onAgenda(tx Tx) error {
	pairs, err := Pairs.All(tx, Span{})
	if err != nil {
		return err
	}
	for _, pair := range pairs {
		if pair.ToldAt.IsZero() {
			continue
		}
		for _, kind := range []string{DueTalks, DueVision} {
			if _, err := Agenda.Insert(tx, Due{Kind: kind, Subject: pair.ID, At: pair.ToldAt}); err != nil {
				return err
			}
		}
	}
	return nil
}

// again writes every record of the table anew, so that it stands in an index
// that was added.
func again[T any](tx Tx, table Table[T]) error {
	all, err := table.All(tx, Span{})
	if err != nil {
		return err
	}
	for _, rec := range all {
		if err := table.Put(tx, rec); err != nil {
			return err
		}
	}
	return nil
}

// Version is the newest shape that this program knows.
func Version() int {
	ms := migrations()
	return ms[len(ms)-1].To
}

type meta struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

var metaTable = Table[meta]{Name: "meta", Key: func(m meta) string { return m.Name }}

func migrate(tx Tx) error { return migrateWith(tx, migrations()) }

func versionIn(tx Tx) (int, error) {
	m, ok, err := metaTable.Get(tx, "version")
	if err != nil || !ok {
		return 0, err
	}
	at, err := strconv.Atoi(m.Value)
	if err != nil {
		return 0, fmt.Errorf("store: version: %w", ErrDamaged)
	}
	return at, nil
}

func migrateWith(tx Tx, ms []Migration) error {
	at, err := versionIn(tx)
	if err != nil {
		return err
	}
	newest := ms[len(ms)-1].To
	if at > newest {
		return fmt.Errorf("%w: version %d, this program knows %d", ErrNewer, at, newest)
	}
	if at == newest {
		return nil
	}
	for _, m := range ms {
		if m.To <= at {
			continue
		}
		if err := m.Do(tx); err != nil {
			return fmt.Errorf("store: migrate to version %d: %w", m.To, err)
		}
	}
	return metaTable.Put(tx, meta{Name: "version", Value: strconv.Itoa(newest)})
}

// VersionOf is the version of the data in an engine, 0 for an empty one. It
// changes nothing.
func VersionOf(ctx context.Context, e Engine) (at int, err error) {
	err = e.View(ctx, func(r Reader) error {
		at, err = versionIn(Tx{r: r, seal: Unsealed{}})
		return err
	})
	return at, err
}
