package bot

import (
	"errors"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// 「今月は難しい」: one of the two asks the head to put the month off. No reason
// is asked for. The head puts it off, or asks them to meet all the same. A head
// who is in the pair does not decide about it: it goes to the deputy, or to HR.

const (
	kindPlea     = "plea"      // to who decides; subject month/<pair>|<period>
	kindPleaSent = "plea-sent" // receipt; the same subject
	kindPleaMeet = "plea-meet" // the answer; the same subject

	actPlea = "defer.ask"  // arg: pair|period
	actMeet = "defer.meet" // arg: pair|period
)

// pleaButton asks for this month; ok is false where there is nothing to ask
// for.
func (s *scene) pleaButton(p part, st mentoring.Standing, pairs int) (a chat.Action, ok bool) {
	period, in := p.rules.PeriodOf(s.now)
	if !in || p.pair.Voluntary { // nobody counts the months of a voluntary pair
		return a, false
	}
	switch p.rules.MonthState(st, period, s.now) {
	case mentoring.MonthOpen, mentoring.MonthPlanned:
	default:
		return a, false
	}
	a = s.buttonFor(p, actPlea, catalog.ActPlea, pairs)
	a.Arg = monthArg(p.pair.ID, period)
	a.Confirm = &chat.Confirm{
		Title: shorten(s.w.T(catalog.PleaConfirm, s.monthName(period)), chat.MaxConfirmTitle),
		Text:  shorten(s.w.T(catalog.PleaConfirmText), chat.MaxConfirmText),
		Yes:   s.w.T(catalog.PleaYes), No: s.w.T(catalog.AskNo),
	}
	return a, true
}

// plead asks whoever decides, once for a pair and month.
func (t *turn) plead(arg string) error {
	m, ok, err := t.month(arg)
	if err != nil {
		return err
	}
	if _, mine, err := t.partOf(m.pair); err != nil || !ok || !mine {
		return errors.Join(err, t.notice(catalog.GonePair))
	}
	switch {
	case m.pair.Voluntary:
		return t.notice(catalog.NoticeOldButton)
	case m.over(t.scene):
		return t.notice(catalog.DeferOver)
	case m.standing.IsDeferred(m.period):
		return t.notice(catalog.PleaDeferred)
	case m.standing.MetIn(m.period, m.rules.Zone()) > 0:
		return t.notice(catalog.PleaMet)
	}
	plea := store.Plea{Pair: m.pair.ID, Period: m.period, By: t.me.ID, At: t.now}
	fresh, err := store.Pleas.Insert(t.tx, plea)
	if err != nil {
		return err
	}
	if !fresh {
		return t.pleadAgain(plea, m)
	}
	return t.askToPutOff(m)
}

// pleadAgain says how it stands with a plea that was made before; one for which
// the deferral was taken back is made anew.
func (t *turn) pleadAgain(plea store.Plea, m monthOf) error {
	before, err := store.Pleas.Must(t.tx, store.Pleas.Key(plea))
	switch {
	case err != nil:
		return err
	case before.Answer == store.PleaOpen:
		return t.notice(catalog.PleaAsked)
	case before.Answer != store.PleaBack:
		return t.notice(catalog.PleaAnswered)
	}
	if err := store.Pleas.Put(t.tx, plea); err != nil {
		return err
	}
	return t.askToPutOff(m)
}

// askToPutOff has whoever decides asked.
func (t *turn) askToPutOff(m monthOf) error {
	asked, err := t.deciders(m.pair)
	if err != nil {
		return err
	}
	subj := monthSubject(m.pair.ID, m.period)
	for _, d := range asked {
		if err := t.tell(d.ID, kindPlea, subj, "", "plea/"+subj+"/"+t.once()); err != nil {
			return err
		}
	}
	return t.reply(kindPleaSent, subj, "")
}

// pleaBack says of a plea for which a month was put off that this was taken back:
// either of the two may ask anew.
func (t *turn) pleaBack(m monthOf) error {
	plea, ok, err := store.Pleas.Get(t.tx, store.Join(m.pair.ID, m.period.String()))
	if err != nil || !ok || plea.Answer != store.PleaPutOff {
		return err
	}
	plea.Answer, plea.Answered = store.PleaBack, t.me.ID
	if err := store.Pleas.Put(t.tx, plea); err != nil {
		return err
	}
	return t.redrawPlea(m)
}

// redrawPlea brings the cards of everybody who was asked up to date.
func (t *turn) redrawPlea(m monthOf) error {
	asked, err := t.deciders(m.pair)
	if err != nil {
		return err
	}
	for _, d := range asked {
		if err := t.redraw(d.ID, kindPlea, monthSubject(m.pair.ID, m.period), ""); err != nil {
			return err
		}
	}
	return nil
}

// pleaCard asks who decides; with the arithmetic in view, and no reason.
func pleaCard(s *scene, in store.Intent) (card, error) {
	m, ok, err := s.month(idOf("month", in.Subject))
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	plea, ok, err := store.Pleas.Get(s.tx, store.Join(m.pair.ID, m.period.String()))
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	if mine, err := s.decides(m.pair); err != nil || !mine {
		return card{drop: "not-theirs"}, err
	}
	if k := s.pleaSettled(m, plea); k != "" {
		if !in.Edit {
			return unwanted("settled")
		}
		return say("", []chat.Block{chat.Remark(s.w.T(k, s.monthName(m.period), catalog.A("Pair", s.names(m))))})
	}
	by, err := s.person(plea.By)
	if err != nil {
		return card{}, err
	}
	month := s.monthName(m.period)
	c, err := say(s.w.T(catalog.PleaTitle, month), []chat.Block{
		chat.Line(s.w.T(catalog.PleaText, month, catalog.A("Name", by.Name))),
		chat.Facts{Rows: []chat.Fact{chat.Pair(s.w.T(catalog.FactPair), s.names(m))}},
		chat.Line(s.w.T(catalog.PleaSum, catalog.A("Sum", s.sum(m.rules.PutOff(m.standing, m.period, s.now))))),
		chat.Remark(s.w.T(catalog.PleaNote)),
	},
		s.button(actDeferThis, catalog.ActDeferThis, monthArg(m.pair.ID, m.period), chat.StylePrimary, month),
		s.button(actMeet, catalog.ActMeet, monthArg(m.pair.ID, m.period), chat.StyleNormal))
	if s.hr {
		c = s.noted(c, "told-plea", in.Subject)
	}
	return c, err
}

// pleaSettled is what became of a plea, "" for nothing yet.
func (s *scene) pleaSettled(m monthOf, plea store.Plea) catalog.Key {
	switch {
	case m.standing.IsDeferred(m.period):
		return catalog.PutOffText
	case plea.Answer == store.PleaMeet:
		return catalog.PleaMeetDone
	case m.standing.MetIn(m.period, m.rules.Zone()) > 0:
		return catalog.PleaMetDone
	case plea.Answer != store.PleaOpen, m.over(s):
		return catalog.PleaOver
	default:
		return ""
	}
}

// meetAllTheSame answers a plea: please meet, if only for a quarter of an hour.
func (t *turn) meetAllTheSame(arg string) error {
	m, ok, err := t.month(arg)
	if err != nil {
		return err
	}
	if !ok {
		return t.notice(catalog.GonePair)
	}
	if mine, err := t.decides(m.pair); err != nil || !mine {
		return errors.Join(err, t.notice(catalog.DeferNotYours))
	}
	plea, ok, err := store.Pleas.Get(t.tx, store.Join(m.pair.ID, m.period.String()))
	if err != nil {
		return err
	}
	if !ok || t.pleaSettled(m, plea) != "" {
		return errors.Join(t.face(kindPlea, monthSubject(m.pair.ID, m.period), ""), t.notice(catalog.PleaOver))
	}
	return t.answerPlea(m, store.PleaMeet)
}

// answerPlea writes the answer down, if there was a plea, and brings the cards
// of everybody who was asked up to date.
func (t *turn) answerPlea(m monthOf, answer store.PleaAnswer) error {
	plea, ok, err := store.Pleas.Get(t.tx, store.Join(m.pair.ID, m.period.String()))
	if err != nil || !ok || plea.Answer != store.PleaOpen {
		return err
	}
	plea.Answer, plea.Answered = answer, t.me.ID
	if err := store.Pleas.Put(t.tx, plea); err != nil {
		return err
	}
	if err := t.redrawPlea(m); err != nil || answer != store.PleaMeet {
		return err // both hear of a deferral itself
	}
	subj := monthSubject(m.pair.ID, m.period)
	t.audit("plea-answered", subj)
	if err := t.face(kindPlea, subj, ""); err != nil {
		return err
	}
	return t.tell(plea.By, kindPleaMeet, subj, t.me.ID, "plea-meet/"+subj+"/"+t.once())
}

func pleaSentCard(s *scene, in store.Intent) (card, error) {
	m, ok, err := s.month(idOf("month", in.Subject))
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	asked, err := s.deciders(m.pair)
	if err != nil {
		return card{}, err
	}
	if len(asked) == 0 {
		ask, err := s.whomToAsk()
		if err != nil {
			return card{}, err
		}
		return say("", append([]chat.Block{chat.Line(s.w.T(catalog.PleaNobody))}, ask...))
	}
	return say("", []chat.Block{chat.Line(s.w.T(catalog.PleaSent, s.monthName(m.period), catalog.A("Name", asked[0].Name)))})
}

// pleaMeetCard tells who asked, with the next step at hand.
func pleaMeetCard(s *scene, in store.Intent) (card, error) {
	m, ok, err := s.month(idOf("month", in.Subject))
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	p, ok, err := s.partOf(m.pair)
	switch {
	case err != nil || !ok:
		return card{drop: "gone"}, err
	case m.standing.IsDeferred(m.period) || m.over(s):
		return unwanted("settled")
	}
	by, err := s.person(in.Arg)
	if err != nil {
		return card{}, err
	}
	body := []chat.Block{chat.Line(s.w.T(catalog.PleaMeetText, s.monthName(m.period), catalog.A("Head", by.Name), catalog.A("Name", p.mate.Name), catalog.N(m.rules.Programme().Minutes)))}
	title := s.w.T(catalog.PleaMeetTitle, s.monthName(m.period))
	if p.side == mentorSide {
		line, actions := s.quickTimes(p)
		return say(title, append(body, chat.Line(line)), actions...)
	}
	return say(title, body,
		s.button(actAskDate, catalog.ActAskDate, p.pair.ID, chat.StylePrimary),
		s.button(actAlreadyMet, catalog.ActAlreadyMet, p.pair.ID, chat.StyleNormal))
}
