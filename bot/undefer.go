package bot

import (
	"slices"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Withdrawing a deferral, and the list of them with their reasons: for the
// head and HR alone, on a page.

const (
	kindDeferBack = "defer-back" // to both; subject month/<pair>|<period>

	actUndefer   = "defer.back" // arg: pair|period
	actDeferrals = "defer.list"

	// deferralsShown leaves a page room for the button of each.
	deferralsShown = 10
)

func (s *scene) undeferButton(m monthOf) chat.Action {
	a := s.button(actUndefer, catalog.ActUndefer, monthArg(m.pair.ID, m.period), chat.StyleNormal, s.monthName(m.period))
	a.Confirm = &chat.Confirm{
		Title: shorten(s.w.T(catalog.UndeferConfirm), chat.MaxConfirmTitle),
		Text:  shorten(s.w.T(catalog.UndeferConfirmText), chat.MaxConfirmText),
		Yes:   s.w.T(catalog.AskYes), No: s.w.T(catalog.AskNo),
	}
	return a
}

// undefer withdraws a deferral of a month that is not over.
func (t *turn) undefer(arg string) error {
	m, ok, err := t.month(arg)
	if err != nil {
		return err
	}
	if !ok {
		return t.notice(catalog.GonePair)
	}
	mine, err := t.decides(m.pair)
	switch {
	case err != nil:
		return err
	case !mine:
		return t.notice(catalog.DeferNotYours)
	case m.over(t.scene):
		return t.notice(catalog.UndeferOver)
	case !m.standing.IsDeferred(m.period):
		return t.notice(catalog.UndeferGone)
	}
	if err := store.Deferrals.Delete(t.tx, store.Join(m.pair.ID, m.period.String())); err != nil {
		return err
	}
	t.audit("deferral-withdrawn", monthSubject(m.pair.ID, m.period))
	if err := t.lookAgain(m.part()); err != nil {
		return err
	}
	if err := t.pleaBack(m); err != nil {
		return err
	}
	if err := t.tellBoth(m, kindDeferBack); err != nil {
		return err
	}
	subj := monthSubject(m.pair.ID, m.period)
	if err := t.redraw(t.me.ID, kindPutOff, subj, ""); err != nil {
		return err
	}
	return t.reply(kindPutOff, subj, "")
}

// deferBackCard tells one of the two that the month counts again.
func deferBackCard(s *scene, in store.Intent) (card, error) {
	m, ok, err := s.month(idOf("month", in.Subject))
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	p, ok, err := s.partOf(m.pair)
	switch {
	case err != nil || !ok:
		return card{drop: "gone"}, err
	case m.standing.IsDeferred(m.period):
		return unwanted("put-off-again")
	case m.over(s):
		return unwanted("over")
	}
	body := []chat.Block{chat.Line(s.w.T(catalog.DeferBackBoth, s.monthName(m.period), catalog.A("Name", p.mate.Name)))}
	if p.side == mentorSide {
		line, actions := s.quickTimes(p)
		return say(s.w.T(catalog.DeferBackTitle, s.monthName(m.period)), append(body, chat.Line(line)), actions...)
	}
	return say(s.w.T(catalog.DeferBackTitle, s.monthName(m.period)), body,
		s.button(actAskDate, catalog.ActAskDate, p.pair.ID, chat.StylePrimary),
		s.button(actAlreadyMet, catalog.ActAlreadyMet, p.pair.ID, chat.StyleNormal))
}

// openDeferrals shows what was put off, by whom and why, the latest month
// first.
func (t *turn) openDeferrals(string) error {
	all, err := t.deferrals()
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return t.show(t.w.T(catalog.DeferralsTitle), chat.Section{Body: []chat.Block{chat.Line(t.w.T(catalog.DeferralsNone))}})
	}
	var out []chat.Section
	for i, d := range all {
		if i == deferralsShown {
			out = append(out, chat.Section{Body: []chat.Block{chat.Remark(t.w.T(catalog.DeferralsMore, catalog.N(len(all)-i)))}})
			break
		}
		sec, err := t.deferralSection(d)
		if err != nil {
			return err
		}
		out = append(out, sec)
	}
	return t.show(t.w.T(catalog.DeferralsTitle), out...)
}

func (t *turn) deferralSection(d store.Deferral) (chat.Section, error) {
	m, ok, err := t.month(monthArg(d.Pair, d.Period))
	if err != nil || !ok {
		return chat.Section{}, err
	}
	by, err := t.person(d.By)
	if err != nil {
		return chat.Section{}, err
	}
	t.audit("read-deferral", monthSubject(d.Pair, d.Period))
	sec := chat.Section{
		Title: t.w.T(catalog.DeferralOf, t.monthName(d.Period), catalog.A("Pair", t.names(m))),
		Body: []chat.Block{
			chat.Facts{Rows: []chat.Fact{
				chat.Pair(t.w.T(catalog.FactPutOffBy), by.Name),
				{Label: t.w.T(catalog.DeferReason), Value: []chat.Span{chat.Words(d.Reason)}},
			}},
			chat.Remark(t.sum(m.rules.Progress(m.standing, t.now))),
		},
	}
	if mine, err := t.decides(m.pair); err != nil || !mine || m.over(t.scene) {
		return sec, err
	}
	sec.Actions = []chat.Action{t.undeferButton(m)}
	return sec, nil
}

// deferrals lists those that the reader may see as head or HR: never of a pair
// in which they have a part.
func (s *scene) deferrals() ([]store.Deferral, error) {
	running, err := s.runningRules()
	if err != nil {
		return nil, err
	}
	sees := map[string]bool{}
	for _, r := range running {
		pairs, err := s.headedPairs(r.Programme().ID)
		if err != nil {
			return nil, err
		}
		for _, p := range pairs {
			sees[p.ID] = true
		}
	}
	var out []store.Deferral
	for d, err := range store.Deferrals.Each(s.tx, store.Span{}) {
		if err != nil {
			return nil, err
		}
		ok := sees[d.Pair]
		if !ok && s.hr {
			if ok, err = s.hrSees(d.Pair, running); err != nil {
				return nil, err
			}
		}
		if ok {
			out = append(out, d)
		}
	}
	slices.SortStableFunc(out, func(a, b store.Deferral) int { return b.Period.First().Compare(a.Period.First()) })
	return out, nil
}

// hrSees reports whether the pair is one of the programmes' that goes on and
// is none of the reader's own.
func (s *scene) hrSees(id string, running []mentoring.Rules) (bool, error) {
	pair, ok, err := store.Pairs.Get(s.tx, id)
	return ok && pair.PartOf(s.me.ID) == "" && slices.ContainsFunc(running, func(r mentoring.Rules) bool {
		return pair.Programme == r.Programme().ID && !ended(pair, r, s.now)
	}), err
}
