package store

import (
	"errors"

	"tsukiichi/bot/mentoring"
)

// third is what the whole year brought. Each step is written so that running
// it again changes nothing.
func third(tx Tx) error {
	for _, step := range []func(Tx) error{
		thankYouCards,
		thirdSurvey,
		keeping,
		handovers,
		draftsByTime,
	} {
		if err := step(tx); err != nil {
			return err
		}
	}
	return nil
}

// fromPreset gives programmes what their preset has had since; take reports
// whether it took anything. A programme whose preset is no more stays as it is.
func fromPreset(tx Tx, take func(p *mentoring.Programme, preset mentoring.Programme) bool) error {
	all, err := Programmes.All(tx, Span{})
	if err != nil {
		return err
	}
	for _, p := range all {
		preset, err := mentoring.LoadPreset(p.Preset, p.Year)
		switch {
		case errors.Is(err, mentoring.ErrNoPreset):
			continue
		case err != nil:
			return err
		case !take(&p, preset):
			continue
		}
		if err := Programmes.Put(tx, p); err != nil {
			return err
		}
	}
	return nil
}
