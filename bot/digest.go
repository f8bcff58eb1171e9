package bot

import (
	"slices"
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// What heads and HR hear of months: the fact and the names, never a count of
// talks, never a word of what was said.

// unmetPairs lists the pairs of the sections that the reader heads who have
// not met in the period and were reminded of it before today: the head hears
// after the pair did. Pairs in which the reader has a part are left out: a
// part outranks the head's view. waits says that a reminder that was due
// before today reached a pair only today, or has not yet.
func (s *scene) unmetPairs(period mentoring.Period) (out []mentoring.Pair, waits bool, err error) {
	pairs, err := s.headedPairs()
	if err != nil {
		return nil, false, err
	}
	for _, pair := range pairs {
		unmet, err := s.unmet(pair, period)
		if err != nil {
			return nil, false, err
		}
		if !unmet {
			continue
		}
		before, late, err := s.reminded(pair, period)
		if err != nil {
			return nil, false, err
		}
		if before {
			out = append(out, pair)
		}
		waits = waits || late
	}
	return out, waits, nil
}

// unmet reports whether the month is held against the pair: nothing held,
// nothing that may have been, nobody away. The month may be over by now.
func (s *scene) unmet(pair mentoring.Pair, period mentoring.Period) (bool, error) {
	rules, err := s.rules(pair.Programme)
	if err != nil {
		return false, err
	}
	st, err := s.standing(pair)
	if err != nil {
		return false, err
	}
	if heard, err := s.heard(pair); err != nil || !heard {
		return false, err
	}
	v := rules.Due(st, s.now)
	if v.Period != period {
		v = rules.MonthOver(st, period)
	}
	return v.Reason == mentoring.Due && !s.now.Before(v.From), nil
}

// reminded looks for the pair's reminder of the step that the head hears of:
// whether it was sent before today, or was due before and was not.
func (s *scene) reminded(pair mentoring.Pair, period mentoring.Period) (before, late bool, err error) {
	rules, err := s.rules(pair.Programme)
	if err != nil {
		return false, false, err
	}
	today := rules.Date(s.now)
	for _, step := range rules.Programme().Steps {
		if !slices.Contains(step.To, mentoring.ToHead) {
			continue
		}
		for _, who := range []string{pair.Mentor, pair.Mentee} {
			d, ok, err := store.Outbox.Get(s.tx, store.NudgeKey(pair.ID, period, step.ID, who))
			if err != nil {
				return false, false, err
			}
			if !ok || !rules.Date(d.Created).Before(today) {
				continue
			}
			earlier := d.State == store.Sent && rules.Date(d.At).Before(today)
			before = before || earlier
			late = late || !earlier && (!d.Done() || d.State == store.Sent)
		}
	}
	return before, late && !before, nil
}

// heard reports whether nobody of the pair is away: somebody on leave was not
// reminded, and is nobody's business here.
func (s *scene) heard(pair mentoring.Pair) (bool, error) {
	rules, err := s.rules(pair.Programme)
	if err != nil {
		return false, err
	}
	for _, id := range []string{pair.Mentee, pair.Mentor} {
		p, err := s.person(id)
		if err != nil || p.Away(rules.Date(s.now)) {
			return false, err
		}
	}
	return true, nil
}

// headedPairs lists the live pairs of the mentees in the sections that the
// reader heads, without the reader's own.
func (s *scene) headedPairs() ([]mentoring.Pair, error) {
	if !s.me.Has(mentoring.RoleHead) {
		return nil, nil
	}
	var out []mentoring.Pair
	seen := map[string]bool{}
	for _, sec := range append([]string{s.me.Section}, s.me.HeadsSections...) {
		people, err := store.People.All(s.tx, store.Span{Index: "section", Prefix: store.Under(sec)})
		if err != nil {
			return nil, err
		}
		for _, p := range people {
			if !p.Has(mentoring.RoleMentee) || seen[p.ID] {
				continue
			}
			seen[p.ID] = true
			pair, ok, err := s.livePair(p.ID)
			if err != nil {
				return nil, err
			}
			if ok && pair.PartOf(s.me.ID) == "" {
				out = append(out, pair)
			}
		}
	}
	return out, nil
}

func (s *scene) livePair(mentee string) (mentoring.Pair, bool, error) {
	rules, ok, err := s.currentRules()
	if err != nil || !ok {
		return mentoring.Pair{}, false, err
	}
	return store.LivePair(s.tx, rules.Programme().ID, mentee, rules.Date(s.now))
}

// headDigestCard gives a head the names of the pairs that have not met and
// been reminded: the fact, nothing else.
func headDigestCard(s *scene, in store.Intent) (card, error) {
	period, err := mentoring.ParsePeriod(in.Arg)
	if err != nil {
		return card{}, err
	}
	pairs, waits, err := s.unmetPairs(period)
	if err != nil {
		return card{}, err
	}
	if len(pairs) == 0 && waits {
		return s.tomorrow()
	}
	month := catalog.A("Month", s.w.Month(period.Month))
	rows, err := s.pairFacts(pairs)
	if err != nil || len(rows) == 0 {
		return card{drop: "all-met"}, err
	}
	return say(s.w.T(catalog.HeadDigestTitle, month), []chat.Block{
		chat.Line(s.w.T(catalog.HeadDigestText, month, catalog.N(len(pairs)))),
		chat.Facts{Rows: rows},
		chat.Remark(s.w.T(catalog.FactOnly)),
	})
}

// tomorrow puts a card off until it rings on the next business day.
func (s *scene) tomorrow() (card, error) {
	rules, ok, err := s.currentRules()
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	return card{later: rules.DigestAt(s.now)}, err
}

// pairFacts names pairs: section, mentee and mentor. The last row says how
// many more there are.
func (s *scene) pairFacts(pairs []mentoring.Pair) ([]chat.Fact, error) {
	var rows []chat.Fact
	for i, pair := range pairs {
		if i == chat.MaxFacts-1 && len(pairs) > chat.MaxFacts {
			rows = append(rows, chat.Pair(s.w.T(catalog.FactMore), s.w.T(catalog.MorePairs, catalog.N(len(pairs)-i))))
			break
		}
		mentee, err := s.person(pair.Mentee)
		if err != nil {
			return nil, err
		}
		mentor, err := s.person(pair.Mentor)
		if err != nil {
			return nil, err
		}
		rows = append(rows, chat.Pair(mentee.Section, s.w.T(catalog.PairNames, catalog.A("Mentee", mentee.Name), catalog.A("Mentor", mentor.Name))))
	}
	return rows, nil
}

// monthOverCard tells HR which pairs did not meet in a month that is over.
func monthOverCard(s *scene, in store.Intent) (card, error) {
	prog := idOf("programme", in.Subject)
	period, err := mentoring.ParsePeriod(in.Arg)
	if err != nil {
		return card{}, err
	}
	if !s.hr {
		return unwanted("not-hr")
	}
	pairs, err := s.needAHand(prog, period)
	if err != nil {
		return card{}, err
	}
	rows, err := s.pairFacts(pairs)
	if err != nil || len(rows) == 0 {
		return card{drop: "all-met"}, err
	}
	month := catalog.A("Month", s.w.Month(period.Month))
	c, err := say(s.w.T(catalog.MonthOverTitle, month), []chat.Block{
		chat.Line(s.w.T(catalog.MonthOverText, month, catalog.N(len(pairs)))),
		chat.Facts{Rows: rows},
		chat.Remark(s.w.T(catalog.FactOnly)),
	})
	reader := s.me.ID
	c.sent = func(tx store.Tx, now time.Time) error {
		return store.Audits.Put(tx, store.Audit{ID: s.b.NewID(), At: now, Actor: reader, Verb: "told-month-over", What: prog + "/" + in.Arg})
	}
	return c, err
}

// needAHand lists the pairs on HR's list for a month, without the reader's own
// and without those who have met after all (a talk reported late).
func (s *scene) needAHand(prog string, period mentoring.Period) ([]mentoring.Pair, error) {
	listed, err := store.Attentions.All(s.tx, store.Span{Prefix: store.Under(prog, period.String())})
	if err != nil {
		return nil, err
	}
	var out []mentoring.Pair
	for _, a := range listed {
		pair, err := store.Pairs.Must(s.tx, a.Pair)
		if err != nil {
			return nil, err
		}
		rules, err := s.rules(pair.Programme)
		if err != nil {
			return nil, err
		}
		st, err := s.standing(pair)
		if err != nil {
			return nil, err
		}
		if pair.PartOf(s.me.ID) == "" && st.MetIn(period, rules.Zone()) == 0 {
			out = append(out, pair)
		}
	}
	return out, nil
}
