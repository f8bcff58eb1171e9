package store

import (
	"slices"

	"tsukiichi/bot/mentoring"
)

// Standing gathers what the rules need to know of a pair.
func Standing(tx Tx, pair mentoring.Pair) (s mentoring.Standing, err error) {
	s.Pair = pair
	if s.Meetings, err = Meetings.All(tx, Span{Index: "pair", Prefix: Under(pair.ID)}); err != nil {
		return s, err
	}
	for d, err := range Deferrals.Each(tx, Span{Prefix: Under(pair.ID)}) {
		if err != nil {
			return s, err
		}
		s.Deferred = append(s.Deferred, d.Period)
	}
	for _, id := range []string{pair.Mentee, pair.Mentor} {
		p, _, err := People.Get(tx, id)
		if err != nil {
			return s, err
		}
		if id == pair.Mentor { // what kept them away before concerned nobody here
			p.Leave = mentoring.Within(p.Leave, pair.Since, mentoring.Date{})
		}
		s.Leave = append(s.Leave, p.Leave...)
	}
	if err := inherit(tx, &s); err != nil {
		return s, err
	}
	pause, _, err := Pauses.Get(tx, pair.ID)
	s.Paused, s.ResumedAt = pause.Holds(), pause.Ended
	return s, err
}

// PairsOf lists the pairs a person has a part in, ended ones too.
func PairsOf(tx Tx, person string) ([]mentoring.Pair, error) {
	return Pairs.All(tx, Span{Index: "person", Prefix: Under(person)})
}

// WithRole lists the active people who have the role.
func WithRole(tx Tx, r mentoring.Role) ([]mentoring.Person, error) {
	return active(People.All(tx, Span{Index: "role", Prefix: Under(string(r))}))
}

func active(people []mentoring.Person, err error) ([]mentoring.Person, error) {
	var out []mentoring.Person
	for _, p := range people {
		if p.Active {
			out = append(out, p)
		}
	}
	return out, err
}

// OpenOffers lists the pair's offers that wait for an answer.
func OpenOffers(tx Tx, pair string) ([]mentoring.Offer, error) {
	offers, err := Offers.All(tx, Span{Index: "pair", Prefix: Under(pair)})
	return slices.DeleteFunc(offers, func(o mentoring.Offer) bool { return o.Closed != mentoring.OfferOpen }), err
}

// RunningSeries is the pair's series; ok is false where none runs.
func RunningSeries(tx Tx, pair string) (running mentoring.Series, ok bool, err error) {
	for r, err := range Series.Each(tx, Span{Index: "pair", Prefix: Under(pair)}) {
		if err != nil {
			return running, false, err
		}
		if r.Stopped.IsZero() {
			running, ok = r, true
		}
	}
	return running, ok, nil
}
