package bot

import (
	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// What waits for HR, on its home: somebody who asked in quiet, mentees without a
// mentor, pairs that need a hand, a questionnaire that is open, a broadcast on its
// way, and what is to be looked after. Where nothing waits, nothing stands there.

// waitingSections is all of it, of every programme that runs.
func (t *turn) waitingSections(_ []part, whole bool) ([]chat.Section, error) {
	rules, ok, err := t.office()
	if err != nil || !t.hr {
		return nil, err
	}
	if !ok {
		return []chat.Section{{Title: t.w.T(catalog.HomeHR), Body: []chat.Block{chat.Line(t.w.T(catalog.HRNoProgramme))},
			Actions: []chat.Action{t.button(actProgrammes, catalog.ActProgrammes, "", chat.StylePrimary)}}}, nil
	}
	quiet, err := t.waitingQuiet()
	if err != nil {
		return nil, err
	}
	lists := []listing{quiet}
	running, err := t.runningRules()
	if err != nil {
		return nil, err
	}
	for _, r := range running {
		some, err := t.waitingIn(r)
		if err != nil {
			return nil, err
		}
		for _, l := range some {
			l.title = t.ofSeveral(l.title, r, running)
			lists = append(lists, l)
		}
	}
	broadcasts, err := t.waitingBroadcasts()
	if err != nil {
		return nil, err
	}
	concerns, err := t.concerns(rules)
	if err != nil {
		return nil, err
	}
	return t.laidOut(append(lists, broadcasts, concerns), partOfWaiting, whole), nil
}

// laidOut is the lists in which there is something, in sections.
func (s *scene) laidOut(lists []listing, part string, whole bool) (out []chat.Section) {
	for _, l := range lists {
		if !l.empty() {
			out = append(out, l.sections(s, part, whole)...)
		}
	}
	return out
}

// waitingIn is what waits for HR in one programme. Pairs to be asked about stand
// there in the month after the one that is over; later they are on the page of
// people and pairs.
func (t *turn) waitingIn(r mentoring.Rules) ([]listing, error) {
	vacant, err := t.vacancyList(r)
	if err != nil {
		return nil, err
	}
	survey, err := t.openSurveyList(r)
	if err != nil {
		return nil, err
	}
	out := []listing{vacant, survey}
	if last, over := r.LastOver(t.now); !over || last.Add(1) != r.Date(t.now).Period() {
		return out, nil
	}
	hand, err := t.handList(r)
	if err != nil {
		return nil, err
	}
	short, err := t.shortList(r)
	return []listing{vacant, hand, survey, short}, err
}

// ofSeveral is the title of something of one programme, with its name where
// several run.
func (s *scene) ofSeveral(title string, r mentoring.Rules, running []mentoring.Rules) string {
	if len(running) < 2 {
		return title
	}
	return s.w.T(catalog.HomeOfProgramme, catalog.A("Title", title), catalog.A("Name", r.Programme().Name.In(s.w.Lang())))
}

// vacancyList is the sections without a mentor.
func (t *turn) vacancyList(r mentoring.Rules) (l listing, err error) {
	open, err := t.openSections(r)
	if err != nil || len(open) == 0 {
		return l, err
	}
	if r.Programme().Nomination.By == mentoring.ByMentee {
		if r.WindowOver(t.now) {
			return l, nil
		}
		l.title = t.w.T(catalog.ChooseLateTitle)
		l.rows, err = t.chooserRows(open, r)
		return l, err
	}
	if l.actions, err = t.nomineeButtons(open); err != nil || r.WindowOver(t.now) && len(l.actions) == 0 {
		return listing{}, err // nobody is asked for mentors any more
	}
	l.title, l.rows = t.w.T(catalog.VacancyTitle), t.vacancyRows(open, r)
	return l, nil
}

// handList is the pairs that need a hand: those who did not meet in the month
// that was over last.
func (t *turn) handList(r mentoring.Rules) (l listing, err error) {
	period, over := r.LastOver(t.now)
	if !over {
		return l, nil
	}
	pairs, err := t.needAHand(r.Programme().ID, period)
	if err != nil || len(pairs) == 0 {
		return l, err
	}
	rows, err := t.pairRows(pairs)
	if err != nil {
		return l, err
	}
	buttons, replies, err := t.askButtons(pairs, period)
	return listing{
		title: t.w.T(catalog.HRHand),
		intro: []chat.Block{chat.Line(t.w.T(catalog.MonthOverText, catalog.A("Month", t.w.Month(period.Month)), catalog.N(len(pairs))))},
		rows:  append(rows, replies...), actions: buttons,
	}, err
}

// openSurveyList is the questionnaire while its window is open or waits to be
// closed, with how many have answered.
func (t *turn) openSurveyList(r mentoring.Rules) (l listing, err error) {
	id := r.Programme().ID
	_, w, ok, err := t.surveyHR(id)
	phase := r.SurveyPhase(w, t.now)
	if err != nil || !ok || phase != mentoring.SurveyOpen && phase != mentoring.SurveyOver {
		return l, err
	}
	l = listing{
		title: t.w.T(catalog.SurveyTitle), intro: []chat.Block{chat.Line(t.surveyPhaseText(r, w))},
		actions: []chat.Action{t.button(actSurveyDesk, catalog.ActSurveyDesk, id, chat.StyleNormal)},
	}
	mates, err := t.mates()
	if err != nil {
		return l, err
	}
	all, err := t.responses(r, w, mates)
	if err != nil || len(all) == 0 {
		return l, err
	}
	rows, err := t.rateRows(r, w, all)
	switch {
	case len(rows) == 0:
	case rows[0].Withheld:
		l.outro = []chat.Block{chat.Remark(t.w.T(catalog.SurveyRateFew, catalog.N(r.Programme().SmallGroup)))}
	default:
		l.rows = []chat.Fact{chat.Pair(t.w.T(catalog.SurveyRateShare), t.rateText(rows[0]))}
	}
	return l, err
}

// shortList is, once the months are over, the pairs that did not get there.
func (t *turn) shortList(r mentoring.Rules) (l listing, err error) {
	short, _, err := t.shortPairs(r.Programme().ID)
	if err != nil || len(short) == 0 {
		return l, err
	}
	l.title = t.w.T(catalog.HRShort)
	l.intro = []chat.Block{chat.Line(t.w.T(catalog.ShortHR, catalog.N(len(short))))}
	l.rows, err = t.pairRows(short)
	return l, err
}

// waitingBroadcasts is the latest broadcasts that are not done with: a draft, one
// on its way, one that did not reach everybody.
func (t *turn) waitingBroadcasts() (l listing, err error) {
	latest, _, err := store.Broadcasts.List(t.tx, store.Span{Backwards: true}, listed)
	if err != nil {
		return l, err
	}
	l.title = t.w.T(catalog.BroadcastTitle)
	var ids []string
	for _, b := range latest {
		if !t.now.Before(b.MadeAt.Add(failedFor)) || b.State == store.BroadcastCancelled {
			continue
		}
		missed := b.State == store.BroadcastSending && b.Told.Of > 0 && b.Told.Over()
		if missed && b.Told.Failed == 0 {
			continue
		}
		state, err := t.standOf(b)
		if err != nil {
			return l, err
		}
		rows := []chat.Fact{{Label: t.w.T(catalog.BroadcastSubject), Value: t.titleOf(b)}, state}
		if missed {
			rows = append(rows, chat.Pair(t.w.T(catalog.BroadcastFailed), t.people(b.Told.Failed)))
		}
		l.rows, ids = append(l.rows, rows...), append(ids, b.ID)
	}
	switch len(ids) {
	case 0:
		return listing{}, nil
	case 1:
		l.actions = []chat.Action{t.button(actBroadcast, catalog.ActBroadcastSee, ids[0], chat.StyleNormal)}
	default:
		l.actions = []chat.Action{t.button(actBroadcasts, catalog.ActBroadcasts, "", chat.StyleNormal)}
	}
	return l, nil
}

// concerns is what HR is to look after: who cannot be reached, voices that wait
// for words, a year without a programme.
func (t *turn) concerns(r mentoring.Rules) (l listing, err error) {
	l.title = t.w.T(catalog.HomeConcerns)
	c, err := t.unreached(r)
	if err != nil {
		return l, err
	}
	voices, err := t.waitingVoices()
	if err != nil {
		return l, err
	}
	l.rows = t.unreachedRows(c, false)
	if c.muteOrFailed() {
		l.actions = append(l.actions, t.button(actReach, catalog.ActReach, "", chat.StyleNormal))
	}
	if len(voices) > 0 {
		l.rows = append(l.rows, chat.Pair(t.w.T(catalog.VoicesWaiting), t.w.T(catalog.CountSheets, catalog.N(len(voices)))))
		l.actions = append(l.actions, t.button(actVoiceDesk, catalog.ActVoiceDesk, "", chat.StyleNormal))
	}
	on, _, err := t.day()
	if err != nil {
		return l, err
	}
	prog := r.Programme()
	late, err := t.yearMissing(prog, on)
	if late {
		l.outro = []chat.Block{chat.Line(t.w.T(missingYear(on, prog), year(max(prog.Year+1, on.FiscalYear()))))}
		l.actions = append(l.actions, t.button(actProgrammes, catalog.ActProgrammes, "", chat.StyleNormal))
	}
	return l, err
}

// office is the programme to speak of with HR, whose reading is in the audit log;
// ok is false for others, and where there is none.
func (t *turn) office() (r mentoring.Rules, ok bool, err error) {
	if !t.hr {
		return r, false, nil
	}
	r, ok, err = t.cityRules()
	if ok {
		t.readOnce("read-home", "programme/"+r.Programme().ID)
	}
	return r, ok, err
}
