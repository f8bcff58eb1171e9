package bot

import (
	"cmp"
	"slices"
	"strconv"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// What is said of a deferral: the arithmetic before it, the fact to both of the
// pair, the receipt to the head.

// arithmetic is what becomes of each pair if the month is put off.
func (s *scene) arithmetic(d deferral) []chat.Block {
	month := s.monthName(d.period)
	if !d.section {
		return []chat.Block{
			chat.Facts{Rows: []chat.Fact{chat.Pair(s.w.T(catalog.FactPair), s.names(d.monthOf)), chat.Pair(s.w.T(catalog.DeferMonth), s.w.Month(d.period.Month))}},
			chat.Line(s.sum(d.rules.PutOff(d.standing, d.period, s.now))),
			chat.Remark(s.w.T(catalog.DeferNote)),
		}
	}
	var rows []chat.Fact
	for i, m := range d.months {
		if i == chat.MaxFacts-1 && len(d.months) > chat.MaxFacts {
			rows = append(rows, chat.Pair(s.w.T(catalog.FactMore), s.w.T(catalog.MorePairs, catalog.N(len(d.months)-i))))
			break
		}
		rows = append(rows, chat.Pair(m.mentee.Name, s.sum(m.rules.PutOff(m.standing, m.period, s.now))))
	}
	return []chat.Block{
		chat.Line(s.w.T(catalog.DeferSectionText, month, catalog.A("Section", d.mentee.Section), catalog.N(len(d.months)))),
		chat.Facts{Rows: rows},
		chat.Remark(s.w.T(catalog.DeferNote)),
	}
}

// sum is how many talks are due in how many months, in a sentence.
func (s *scene) sum(p mentoring.Progress) string {
	months, lacking := catalog.A("Months", strconv.Itoa(p.Fresh)), catalog.N(p.Lacking())
	switch {
	case p.Lacking() == 0:
		return s.w.T(catalog.SumDone)
	case p.Fresh == 0:
		return s.w.T(catalog.SumNoMonth, lacking)
	case p.Behind():
		return s.w.T(catalog.SumTwice, months, lacking)
	default:
		return s.w.T(catalog.SumEnough, months, lacking)
	}
}

// tellBoth tells both of a pair something about their month.
func (t *turn) tellBoth(m monthOf, kind string) error {
	subj := monthSubject(m.pair.ID, m.period)
	for _, to := range []string{m.pair.Mentor, m.pair.Mentee} {
		if m.pair.ToldAt.IsZero() {
			continue // they know of nothing yet
		}
		if err := t.tell(to, kind, subj, t.me.ID, kind+"/"+subj+"/"+t.once()); err != nil {
			return err
		}
	}
	return nil
}

// deferredCard tells one of the two: the fact and what it means for them.
func deferredCard(s *scene, in store.Intent) (card, error) {
	m, ok, err := s.month(idOf("month", in.Subject))
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	p, ok, err := s.partOf(m.pair)
	switch {
	case err != nil || !ok:
		return card{drop: "gone"}, err
	case !m.standing.IsDeferred(m.period):
		return unwanted("withdrawn")
	case m.over(s):
		return unwanted("over")
	}
	head, err := s.person(in.Arg)
	if err != nil {
		return card{}, err
	}
	month, name := s.monthName(m.period), catalog.A("Name", p.mate.Name)
	body := []chat.Block{chat.Line(s.w.T(catalog.DeferredText, month, name, catalog.A("Head", head.Name)))}
	if next, planned := firstIn(m, s); planned {
		body = append(body, chat.Line(s.w.T(catalog.DeferredPlanned, catalog.A("When", s.w.Moment(s.local(m.rules, next.Start))))))
	}
	return say(s.w.T(catalog.DeferredTitle, month), append(body, chat.Remark(s.sum(m.rules.Progress(m.standing, s.now)))))
}

// firstIn is the month's first talk that is still planned.
func firstIn(m monthOf, s *scene) (first mentoring.Meeting, ok bool) {
	var planned []mentoring.Meeting
	for _, t := range m.standing.Meetings {
		if t.State == mentoring.MeetingPlanned && t.Start.After(s.now) && m.rules.Date(t.Start).Period() == m.period {
			planned = append(planned, t)
		}
	}
	if len(planned) == 0 {
		return first, false
	}
	return slices.MinFunc(planned, func(a, b mentoring.Meeting) int { return cmp.Compare(a.Start.Unix(), b.Start.Unix()) }), true
}

// putOffCard is the head's receipt, from which a single deferral can be
// withdrawn.
func putOffCard(s *scene, in store.Intent) (card, error) {
	m, ok, err := s.month(idOf("month", in.Subject))
	if err != nil || !ok || m.pair.PartOf(s.me.ID) != "" {
		return card{drop: "gone"}, err
	}
	month := s.monthName(m.period)
	if !m.standing.IsDeferred(m.period) {
		return say("", []chat.Block{chat.Remark(s.w.T(catalog.DeferBackText, month, catalog.A("Pair", s.names(m))))})
	}
	n, err := strconv.Atoi(cmp.Or(in.Arg, "1"))
	if err != nil {
		return card{}, err
	}
	if n > 1 {
		return say(s.w.T(catalog.PutOffTitle, month), []chat.Block{chat.Line(s.w.T(catalog.PutOffSection, month, catalog.N(n)))},
			s.button(actDeferrals, catalog.ActDeferrals, "", chat.StyleNormal))
	}
	return say(s.w.T(catalog.PutOffTitle, month), []chat.Block{
		chat.Line(s.w.T(catalog.PutOffText, month, catalog.A("Pair", s.names(m)))),
	}, s.undeferButton(m))
}
