package bot

import (
	"errors"
	"slices"
	"strings"
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// What heads hear of a month: the fact and the names, never a count of talks,
// never a word of what was said.

// unmetPairs lists the programme's pairs of the sections that the reader heads
// who have not met in the period and were reminded of it before today: the
// head hears after the pair did. Pairs in which the reader has a part are left
// out: a part outranks the head's view.
func (s *scene) unmetPairs(programme string, period mentoring.Period, since mentoring.Date) (u unmetList, err error) {
	pairs, err := s.headedPairs(programme)
	if err != nil {
		return u, err
	}
	for _, pair := range pairs {
		unmet, err := s.unmet(pair, period)
		if err != nil {
			return u, err
		}
		if !unmet {
			continue
		}
		on, late, err := s.reminded(pair, period)
		if err != nil {
			return u, err
		}
		if !on.IsZero() {
			u.pairs = append(u.pairs, pair)
			u.news = u.news || !on.Before(since)
		}
		u.waits = u.waits || late
	}
	return u, nil
}

// unmetList is the pairs of a digest.
type unmetList struct {
	pairs []mentoring.Pair
	news  bool // one of them was reminded on the day asked for or after it
	waits bool // a reminder that was due before today reached a pair only today, or has not yet
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
// the day before today on which it first reached one of them, zero for none;
// late says that it was due before today and has not.
func (s *scene) reminded(pair mentoring.Pair, period mentoring.Period) (on mentoring.Date, late bool, err error) {
	rules, err := s.rules(pair.Programme)
	if err != nil {
		return on, false, err
	}
	today := rules.Date(s.now)
	for _, step := range rules.Programme().Steps {
		if !slices.Contains(step.To, mentoring.ToHead) {
			continue
		}
		for _, who := range []string{pair.Mentor, pair.Mentee} {
			d, ok, err := store.Outbox.Get(s.tx, store.NudgeKey(pair.ID, period, step.ID, who))
			if err != nil {
				return on, false, err
			}
			if !ok || !rules.Date(d.Created).Before(today) {
				continue
			}
			asleep, err := s.askedForQuiet(who, d.Created)
			if err != nil {
				return on, false, err
			}
			switch sent := rules.Date(d.At); {
			case asleep: // the day on which they would have heard
				if day := rules.Date(d.Created); on.IsZero() || day.Before(on) {
					on = day
				}
			case d.State == store.Sent && sent.Before(today):
				if on.IsZero() || sent.Before(on) {
					on = sent
				}
			case d.State == store.Sent || !d.Done():
				late = true
			}
		}
	}
	return on, late && on.IsZero(), nil
}

// askedForQuiet reports whether somebody wanted no nudges at the time: the
// head hears all the same.
func (s *scene) askedForQuiet(who string, at time.Time) (bool, error) {
	held, _, err := store.Snoozes.Get(s.tx, who)
	return held.Holds(at), err
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

// headedPairs lists the programme's live pairs of the mentees in the sections
// that the reader looks after, without the reader's own. Who is no mentee by the
// roster any more is one as long as their pair goes on.
func (s *scene) headedPairs(programme string) ([]mentoring.Pair, error) {
	rules, known, err := s.rulesOf(programme)
	if err != nil || !known {
		return nil, err
	}
	sections, err := s.sections()
	if err != nil {
		return nil, err
	}
	var out []mentoring.Pair
	for _, sec := range sections {
		people, err := store.People.All(s.tx, store.Span{Index: "section", Prefix: store.Under(sec)})
		if err != nil {
			return nil, err
		}
		for _, p := range people {
			pair, ok, err := store.LivePair(s.tx, programme, p.ID, rules.Date(s.now))
			if err != nil {
				return nil, err
			}
			if !ok {
				continue
			}
			if _, ok, err = s.sayOverPair(pair, p, rules.Date(s.now)); err != nil {
				return nil, err
			}
			if ok {
				out = append(out, pair)
			}
		}
	}
	return out, nil
}

// rulesOf are the rules of the programme, if there is one with the id.
func (s *scene) rulesOf(programme string) (r mentoring.Rules, ok bool, err error) {
	if r, err = s.rules(programme); errors.Is(err, store.ErrNotFound) {
		return r, false, nil
	}
	return r, err == nil, err
}

// headDigestCard gives a head the names of the pairs that have not met and
// been reminded: the fact, nothing else. A pair whose reminder comes late has
// a later digest: the next business day's is asked for when this one is sent.
func headDigestCard(s *scene, in store.Intent) (card, error) {
	month, since, err := digestArg(in.Arg)
	if err != nil {
		return card{}, err
	}
	programme := idOf("programme", in.Subject)
	rules, ok, err := s.rulesOf(programme)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	u, err := s.unmetPairs(programme, month, since)
	switch {
	case err != nil:
		return card{}, err
	case u.waits && !u.news:
		return card{later: rules.DigestAt(s.now)}, nil
	case len(u.pairs) == 0:
		return unwanted("all-met")
	case !u.news:
		return unwanted("nothing-new")
	}
	rows, err := s.pairFacts(u.pairs)
	if err != nil {
		return card{}, err
	}
	name := catalog.A("Month", s.w.Month(month.Month))
	body := []chat.Block{chat.Line(s.w.T(catalog.HeadDigestText, name, catalog.N(len(u.pairs))))}
	if !s.me.Has(mentoring.RoleHead) {
		body = append(body, chat.Line(s.w.T(catalog.HeadDigestDeputy)))
	}
	c, err := say(s.w.T(catalog.HeadDigestTitle, name), append(body,
		chat.Facts{Rows: rows}, chat.Remark(s.w.T(catalog.FactOnly))), s.digestActions(u.pairs, month, rules)...)
	if u.waits {
		c.sent = s.b.anotherDigest(rules, month, s.me.ID)
	}
	return c, err
}

// digestActions is the way to put the month off, as long as it is not over.
func (s *scene) digestActions(pairs []mentoring.Pair, month mentoring.Period, rules mentoring.Rules) []chat.Action {
	if month.Before(rules.Date(s.now).Period()) {
		return nil
	}
	if len(pairs) == 1 {
		return []chat.Action{s.button(actDeferThis, catalog.ActDeferThis, monthArg(pairs[0].ID, month), chat.StyleNormal, s.monthName(month))}
	}
	return []chat.Action{s.button(actDefer, catalog.ActDefer, month.String(), chat.StyleNormal)}
}

// digestArg is a digest's month, and the day since which something must be new
// in it, zero for any.
func digestArg(arg string) (month mentoring.Period, since mentoring.Date, err error) {
	period, day, follows := strings.Cut(arg, "/")
	if month, err = mentoring.ParsePeriod(period); err != nil || !follows {
		return month, since, err
	}
	since, err = mentoring.ParseDate(day)
	return month, since, err
}

// anotherDigest asks for the next business day's digest of the month.
func (b *Bot) anotherDigest(rules mentoring.Rules, month mentoring.Period, head string) func(store.Tx, time.Time) error {
	return func(tx store.Tx, now time.Time) error {
		programme, at := rules.Programme().ID, rules.DigestAt(now)
		return b.send(tx, store.Intent{
			Key:  store.DigestKey(programme, month, rules.Date(at), head),
			Kind: store.KindHeadDigest, Subject: subject("programme", programme),
			Arg: month.String() + "/" + rules.Date(now).String(),
			To:  head, NotBefore: at, Expires: at.Add(store.DigestFor),
		}, now)
	}
}

// pairFacts names pairs: section, mentee and mentor. The last row says how
// many more there are.
func (s *scene) pairFacts(pairs []mentoring.Pair) ([]chat.Fact, error) {
	if n := chat.MaxFacts - 1; len(pairs) > chat.MaxFacts {
		rows, err := s.pairRows(pairs[:n])
		return append(rows, chat.Pair(s.w.T(catalog.FactMore), s.w.T(catalog.MorePairs, catalog.N(len(pairs)-n)))), err
	}
	return s.pairRows(pairs)
}

// pairRows is every pair in a row.
func (s *scene) pairRows(pairs []mentoring.Pair) ([]chat.Fact, error) {
	var rows []chat.Fact
	for _, pair := range pairs {
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
