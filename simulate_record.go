package main

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"tsukiichi/store"
)

// record is everything that the count looks at.
func (s *simulation) record() record {
	r := record{
		almanac: s.almanac, programme: s.programme, heads: map[string][]string{}, hr: s.town.having("人事"),
		headed: map[string][]*couple{}, rests: map[string][]rest{}, ledger: s.ledger, asleep: s.asleep, down: s.down, end: s.end,
		survey: s.survey, letters: s.letters, sheets: map[blank]time.Time{}, read: map[string]map[string]time.Time{}, town: s.town,
	}
	for id, p := range s.people {
		if len(p.rests) > 0 {
			r.rests[id] = p.rests
		}
		for _, m := range p.read {
			if r.read[m.of] == nil {
				r.read[m.of] = map[string]time.Time{}
			}
			r.read[m.of][id] = m.at
		}
		for _, m := range p.sheets {
			r.sheets[blank{id, m.of}] = m.at
		}
	}
	for _, c := range s.couples {
		r.couples = append(r.couples, c)
		r.heads[c.mentee] = s.town.headsOf(c.mentee)
	}
	slices.SortFunc(r.couples, func(a, b *couple) int { return cmp.Compare(a.id, b.id) })
	for _, c := range r.couples {
		for _, head := range r.heads[c.mentee] {
			r.headed[head] = append(r.headed[head], c)
		}
	}
	return r
}

// report counts what the year came to.
func (s *simulation) report(ctx context.Context) (simReport, error) {
	if err := s.house.Store.View(ctx, func(tx store.Tx) error {
		return note(tx, s.end, slices.Collect(maps.Values(s.couples)))
	}); err != nil {
		return simReport{}, err
	}
	r := s.record()
	c := expectation(r)
	out := simReport{People: len(s.people), Months: s.months, Nudges: c.nudges(), Closing: c.endings(), Survey: c.surveys(), Broadcasts: c.allLetters()}
	out.Changes.ToFormer = s.misled
	for _, pair := range r.couples {
		out.Meetings.Planned += pair.talksPlanned()
		out.Meetings.Met += pair.talksHeld()
		out.Meetings.Cancelled += pair.talksOff()
		out.Meetings.Deferred += pair.monthsOff()
		if pair.before != nil {
			out.Changes.Made++
			out.Changes.Talks += pair.takenOver()
		}
		if !pair.over.IsZero() {
			continue
		}
		out.Pairs++
		if pair.reached(s.almanac, s.end) {
			out.MinimumReached++
		}
	}
	counted := out
	err := s.house.Store.View(ctx, func(tx store.Tx) (err error) {
		out, err = counted.kept(tx, r)
		return err
	})
	if err != nil {
		return out, err
	}
	out.Deliveries, err = deliveries(ctx, s.house.Store, s.forgotten, s.ledger, s.end)
	return out, err
}
