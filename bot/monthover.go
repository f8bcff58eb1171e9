package bot

import (
	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// What HR hears of a month that is over: who needs a hand.

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
	ask, _, err := s.askButtons(pairs, period)
	if err != nil {
		return card{}, err
	}
	c, err := say(s.w.T(catalog.MonthOverTitle, month), []chat.Block{
		chat.Line(s.w.T(catalog.MonthOverText, month, catalog.N(len(pairs)))),
		chat.Facts{Rows: rows},
		chat.Remark(s.w.T(catalog.FactOnly)),
	}, s.someActions(ask, partOfWaiting)...)
	return s.noted(c, "told-month-over", prog+"/"+in.Arg), err
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
		// What has become known since takes a pair off again: a talk reported
		// late, a leave entered late. One that is over stays: it happened.
		switch rules.MonthState(st, period, s.now) {
		case mentoring.MonthMet, mentoring.MonthExempt, mentoring.MonthDeferred:
			continue
		}
		if pair.PartOf(s.me.ID) == "" {
			out = append(out, pair)
		}
	}
	return out, nil
}
