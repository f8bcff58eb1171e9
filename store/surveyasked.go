package store

import (
	"slices"

	"tsukiichi/bot/mentoring"
)

// SurveyPerson is somebody who is asked, on one part.
type SurveyPerson struct {
	Person mentoring.Person
	Part   mentoring.Part
}

// SurveyAsked lists who is asked on the day: the mentees and mentors in office
// of the programme's pairs, each once for a part. A pair that has ended counts
// where the two have met; voluntary pairs are not asked, nor is who is on leave
// for the whole window.
func SurveyAsked(tx Tx, r mentoring.Rules, w mentoring.SurveyWindow, on mentoring.Date) ([]SurveyPerson, error) {
	type key struct {
		person string
		part   mentoring.Part
	}
	var out []SurveyPerson
	seen := map[key]bool{}
	for pair, err := range Pairs.Each(tx, Span{Index: "programme", Prefix: Under(r.Programme().ID)}) {
		if err != nil {
			return nil, err
		}
		in, err := surveyed(tx, pair, on)
		if err != nil {
			return nil, err
		}
		if !in {
			continue
		}
		for _, part := range mentoring.SurveyParts() {
			k := key{pair.Person(part), part}
			if seen[k] {
				continue
			}
			seen[k] = true
			p, err := People.Must(tx, k.person)
			if err != nil {
				return nil, err
			}
			if p.Active && !p.AwayThroughout(w.Opens, w.Deadline) {
				out = append(out, SurveyPerson{p, part})
			}
		}
	}
	return out, nil
}

// surveyed reports whether the two of the pair are asked.
func surveyed(tx Tx, pair mentoring.Pair, on mentoring.Date) (bool, error) {
	if pair.Voluntary || pair.ToldAt.IsZero() {
		return false, nil
	}
	if pair.Ended.IsZero() || on.Before(pair.Ended) {
		return true, nil
	}
	met, err := Meetings.All(tx, Span{Index: "pair", Prefix: Under(pair.ID)})
	return slices.ContainsFunc(met, mentoring.Meeting.Counts), err
}

// IsSurveyed reports whether the person is one of [SurveyAsked] on the part.
func IsSurveyed(tx Tx, r mentoring.Rules, w mentoring.SurveyWindow, p mentoring.Person, part mentoring.Part, on mentoring.Date) (bool, error) {
	if !p.Active || p.AwayThroughout(w.Opens, w.Deadline) {
		return false, nil
	}
	pairs, err := PairsOf(tx, p.ID)
	if err != nil {
		return false, err
	}
	for _, pair := range pairs {
		if pair.Programme != r.Programme().ID || pair.PartOf(p.ID) != part {
			continue
		}
		if in, err := surveyed(tx, pair, on); in || err != nil {
			return in, err
		}
	}
	return false, nil
}
