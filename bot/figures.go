package bot

import (
	"errors"

	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Figures about what people answered. Each is published once, when its period
// is closed, and is the same for every reader from then on: of two that differ
// by one answer everybody can tell the answer. So there are no filters and no
// figures of a period that is still open.

// published is the figure of the kind in the period; none while the period is
// open. The first look at one that is closed asks for the leaves and freezes
// what [mentoring.Publish] makes of them.
func (s *scene) published(programme, kind, period string, closed bool, leaves func() ([]mentoring.Leaf, error)) ([]mentoring.Published, error) {
	if !closed {
		return nil, nil
	}
	held, ok, err := store.Figures.Get(s.tx, store.Join(programme, kind, period))
	if err != nil || ok {
		return held.Rows, err
	}
	rules, err := s.rules(programme)
	if err != nil {
		return nil, err
	}
	of, err := leaves()
	if err != nil {
		return nil, err
	}
	rec := store.Frozen{
		Programme: programme, Kind: kind, Period: period, At: s.now,
		Rows: mentoring.Publish(of, rules.Programme().SmallGroup),
	}
	if _, err = store.Figures.Insert(s.tx, rec); errors.Is(err, store.ErrReadOnly) {
		s.freezes = append(s.freezes, rec) // written, and read again, before anybody sees it
		err = nil
	}
	return rec.Rows, err
}

// freeze keeps figures that a reading has worked out. One that was published
// meanwhile stays.
func freeze(tx store.Tx, figures []store.Frozen) error {
	for _, f := range figures {
		if _, err := store.Figures.Insert(tx, f); err != nil {
			return err
		}
	}
	return nil
}
