package bot

import (
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// A pair's month: what stands in the subject of everything that is said about
// one, and the word for how it is.

// monthOf is a pair's month with everybody in it.
type monthOf struct {
	pair           mentoring.Pair
	period         mentoring.Period
	rules          mentoring.Rules
	mentee, mentor mentoring.Person
	standing       mentoring.Standing
}

// monthArg names a pair's month in a button, monthSubject in an intent.
func monthArg(pair string, p mentoring.Period) string { return pair + "|" + p.String() }

func monthSubject(pair string, p mentoring.Period) string { return "month/" + monthArg(pair, p) }

// month reads a pair's month; ok is false where there is none by that name, or
// the pair is over.
func (s *scene) month(arg string) (m monthOf, ok bool, err error) {
	id, period, _ := strings.Cut(arg, "|")
	if m.period, err = mentoring.ParsePeriod(period); err != nil {
		return m, false, nil
	}
	if m.pair, ok, err = store.Pairs.Get(s.tx, id); err != nil || !ok {
		return m, false, err
	}
	if m.rules, err = s.rules(m.pair.Programme); err != nil || ended(m.pair, m.rules, s.now) {
		return m, false, err
	}
	if m.standing, err = s.standing(m.pair); err != nil {
		return m, false, err
	}
	if m.mentee, err = s.person(m.pair.Mentee); err != nil {
		return m, false, err
	}
	m.mentor, err = s.person(m.pair.Mentor)
	return m, err == nil, err
}

// names are the two in a line.
func (s *scene) names(m monthOf) string {
	return s.w.T(catalog.PairNames, catalog.A("Mentee", m.mentee.Name), catalog.A("Mentor", m.mentor.Name))
}

// monthName is "July" for a card.
func (s *scene) monthName(p mentoring.Period) catalog.Arg {
	return catalog.A("Month", s.w.Month(p.Month))
}

// over reports whether the month lies behind us.
func (m monthOf) over(s *scene) bool { return m.period.Before(m.rules.Date(s.now).Period()) }

// part is the month's pair as the flows of its two people know it.
func (m monthOf) part() part { return part{pair: m.pair, rules: m.rules} }

// stateWord is the word for a month's state, the same for everybody.
func stateWord(st mentoring.MonthState) catalog.Key {
	switch st {
	case mentoring.MonthMet:
		return catalog.StateMet
	case mentoring.MonthPlanned:
		return catalog.StatePlanned
	case mentoring.MonthDeferred:
		return catalog.StateDeferred
	case mentoring.MonthExempt:
		return catalog.StateExempt
	case mentoring.MonthEnded:
		return catalog.StateEnded
	default:
		return catalog.StateNotYet
	}
}
