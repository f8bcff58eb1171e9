package bot

import (
	"slices"
	"strconv"
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Deferral: the head puts a busy month off for a pair or a whole section. The
// arithmetic is shown first; the month stays due and is made up in another
// (seeds/000, Q2). Both of the pair hear the fact, never the reason. What they
// have planned stays planned; the nudges stop.

const (
	kindDeferred = "deferred" // to both; subject month/<pair>|<period>
	kindPutOff   = "put-off"  // receipt for the head; subject month/<pair>|<period>, arg: how many pairs

	actDefer     = "defer.open"    // arg: period, or ""
	actDeferThis = "defer.this"    // arg: pair|period
	formDefer    = "defer"         // arg: period, or ""
	formPutOff   = "defer.confirm" // arg: pair|period, with forSection behind it for the whole section

	// forSection marks a deferral that is meant for every pair of the section
	// of the pair that it names.
	forSection = "section"

	reasonMax = 400
)

func (t *turn) openDefer(period string) error  { return t.openForm(formDefer, period) }
func (t *turn) openDeferThis(arg string) error { return t.openForm(formPutOff, arg) }

// deferForm asks for whom and which month.
func deferForm(s *scene, period string) (chat.Form, bool, error) {
	pairs, running, err := s.deferrable()
	if err != nil || len(pairs) == 0 {
		return chat.Form{}, false, err
	}
	whom, err := s.deferTargets(pairs)
	if err != nil {
		return chat.Form{}, false, err
	}
	var months []chat.Option
	for _, p := range s.monthsAhead(running) {
		months = append(months, chat.Option{Value: p.String(), Label: s.w.Month(p.Month)})
	}
	if len(months) == 0 {
		return chat.Form{}, false, nil
	}
	f := chat.Form{
		Title:  s.w.T(catalog.DeferTitle),
		Intro:  []chat.Block{chat.Line(s.w.T(catalog.DeferIntro)), chat.Remark(s.w.T(catalog.DeferNote))},
		Submit: s.w.T(catalog.FormNext),
		Fields: []chat.Field{
			{ID: "whom", Kind: chat.FieldChoice, Label: s.w.T(catalog.DeferWhom), Required: true, Options: whom},
			{ID: "month", Kind: chat.FieldChoice, Label: s.w.T(catalog.DeferMonth), Required: true, Options: months},
		},
	}
	chosen := months[0].Value
	if slices.ContainsFunc(months, func(o chat.Option) bool { return o.Value == period }) {
		chosen = period
	}
	f = f.Fill(chat.Set("month", chosen))
	if len(whom) == 1 {
		f = f.Fill(chat.Set("whom", whom[0].Value))
	}
	return f, true, nil
}

// deferrable lists the pairs of the running programmes whose months the reader
// may put off, by section and name of the mentee, and the programmes that have
// some.
func (s *scene) deferrable() (all []mentoring.Pair, of []mentoring.Rules, err error) {
	running, err := s.runningRules()
	if err != nil {
		return nil, nil, err
	}
	for _, r := range running {
		pairs, err := s.headedPairs(r.Programme().ID)
		if err != nil {
			return nil, nil, err
		}
		if len(pairs) > 0 {
			all, of = append(all, pairs...), append(of, r)
		}
	}
	return all, of, nil
}

// monthsAhead is the months of the programmes' windows that are not over, each
// once, in order.
func (s *scene) monthsAhead(of []mentoring.Rules) (out []mentoring.Period) {
	for _, r := range of {
		for _, p := range r.Ahead(s.now) {
			if !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
	}
	slices.SortFunc(out, func(a, b mentoring.Period) int { return a.First().Compare(b.First()) })
	return out
}

// deferTargets offers each section with more than one pair, and each pair. A
// value names a pair: the number of a section may change, its pairs' ids never.
func (s *scene) deferTargets(pairs []mentoring.Pair) ([]chat.Option, error) {
	bySection := map[string][]mentoring.Pair{}
	var order []string
	var each []chat.Option
	for _, pair := range pairs {
		mentee, err := s.person(pair.Mentee)
		if err != nil {
			return nil, err
		}
		mentor, err := s.person(pair.Mentor)
		if err != nil {
			return nil, err
		}
		if len(bySection[mentee.Section]) == 0 {
			order = append(order, mentee.Section)
		}
		bySection[mentee.Section] = append(bySection[mentee.Section], pair)
		label := s.w.T(catalog.PairNames, catalog.A("Mentee", mentee.Name), catalog.A("Mentor", mentor.Name))
		each = append(each, chat.Option{Value: pair.ID, Label: shorten(label, chat.MaxOptionLabel)})
	}
	var out []chat.Option
	for _, sec := range order {
		if n := len(bySection[sec]); n > 1 {
			label := s.w.T(catalog.DeferSection, catalog.A("Section", sec), catalog.N(n))
			out = append(out, chat.Option{Value: forSection + "|" + bySection[sec][0].ID, Label: shorten(label, chat.MaxOptionLabel)})
		}
	}
	out = append(out, each...)
	return out[:min(len(out), chat.MaxOptions)], nil
}

// chooseDeferral goes on to the arithmetic.
func (t *turn) chooseDeferral(_ string, v chat.Values) error {
	pair, whole := strings.CutPrefix(v.Option("whom"), forSection+"|")
	period, err := mentoring.ParsePeriod(v.Option("month"))
	if err != nil {
		t.wrong("month", catalog.FormNotOffered)
		return nil
	}
	arg := monthArg(pair, period)
	if whole {
		arg += "|" + forSection
	}
	f, ok, err := t.buildForm(formPutOff, arg)
	if err != nil {
		return err
	}
	if !ok {
		why, err := t.whyGone(formPutOff, arg)
		t.wrong("month", why)
		return err
	}
	return t.open(f)
}

// deferral is what a head is about to put off.
type deferral struct {
	monthOf
	section bool
	months  []monthOf // those that can be put off
}

// deferral reads the arg of the confirmation; why is what stands in the way.
func (s *scene) deferral(arg string) (d deferral, why catalog.Key, err error) {
	arg, d.section = strings.CutSuffix(arg, "|"+forSection)
	m, ok, err := s.month(arg)
	if err != nil || !ok {
		return d, catalog.GonePair, err
	}
	d.monthOf = m
	if ok, err = s.decides(m.pair); err != nil || !ok {
		return d, catalog.DeferNotYours, err
	}
	switch here := m.rules.Ahead(s.now); {
	case m.pair.Voluntary:
		return d, catalog.DeferNotYours, nil
	case m.over(s):
		return d, catalog.DeferOver, nil
	case !slices.Contains(here, m.period):
		return d, catalog.DeferOutside, nil
	case !d.section:
		d.months = []monthOf{m}
		return d, notTwice(m), nil
	}
	pairs, err := s.headedPairs(m.pair.Programme)
	if err != nil {
		return d, "", err
	}
	for _, pair := range pairs {
		other, ok, err := s.month(monthArg(pair.ID, m.period))
		if err != nil {
			return d, "", err
		}
		if ok && other.mentee.Section == m.mentee.Section && notTwice(other) == "" {
			d.months = append(d.months, other)
		}
	}
	if len(d.months) == 0 {
		return d, catalog.DeferNone, nil
	}
	return d, "", nil
}

// notTwice is why a month need not be put off.
func notTwice(m monthOf) catalog.Key {
	switch {
	case m.standing.IsDeferred(m.period):
		return catalog.DeferTwice
	case m.standing.MetIn(m.period, m.rules.Zone()) > 0:
		return catalog.DeferMet
	default:
		return ""
	}
}

// putOffForm shows the arithmetic and asks for the reason.
func putOffForm(s *scene, arg string) (chat.Form, bool, error) {
	d, why, err := s.deferral(arg)
	if err != nil || why != "" {
		return chat.Form{}, false, err
	}
	return chat.Form{
		Title:  s.w.T(catalog.DeferTitle),
		Intro:  s.arithmetic(d),
		Submit: s.w.T(catalog.DeferSubmit),
		Fields: []chat.Field{{
			ID: "reason", Kind: chat.FieldLong, Label: s.w.T(catalog.DeferReason), Hint: s.w.T(catalog.ConfirmReasonHint), Required: true, Max: reasonMax,
		}},
	}, true, nil
}

// whyNotPutOff is the sentence where the confirmation cannot open.
func whyNotPutOff(s *scene, arg string) (catalog.Key, error) {
	_, why, err := s.deferral(arg)
	return why, err
}

// putOff writes the deferral and tells both of each pair.
func (t *turn) putOff(arg string, v chat.Values) error {
	d, why, err := t.deferral(arg)
	if err != nil || why != "" {
		return err
	}
	reason := v.Text("reason").OwnedBy(t.me.ID)
	for _, m := range d.months {
		rec := store.Deferral{Pair: m.pair.ID, Period: m.period, By: t.me.ID, Reason: reason, At: t.now}
		if _, err := store.Deferrals.Insert(t.tx, rec); err != nil {
			return err
		}
		t.audit("deferred", monthSubject(m.pair.ID, m.period))
		if err := t.lookAgain(m.part()); err != nil {
			return err
		}
		if err := t.answerPlea(m, store.PleaPutOff); err != nil {
			return err
		}
		if err := t.tellBoth(m, kindDeferred); err != nil {
			return err
		}
	}
	return t.reply(kindPutOff, monthSubject(d.pair.ID, d.period), strconv.Itoa(len(d.months)))
}
