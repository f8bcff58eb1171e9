package bot

import (
	"strconv"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Homes: one page for each person with a section for every part and role they
// have. A mentee and a mentor see their pair, a head facts, HR what needs a
// hand.

// homeParts is how many pairs a home shows.
const homeParts = 4

// home answers with the reader's home.
func (t *turn) home() error {
	sections, err := t.homeSections()
	if err != nil {
		return err
	}
	return t.show(t.w.T(catalog.HomeTitle, catalog.A("Name", t.me.Name)), sections...)
}

func (t *turn) homeSections() ([]chat.Section, error) {
	parts, err := t.parts()
	if err != nil {
		return nil, err
	}
	var out []chat.Section
	for i, p := range parts {
		if i == homeParts {
			break
		}
		sec, err := t.partSection(p)
		if err != nil {
			return nil, err
		}
		out = append(out, sec)
	}
	plans, err := t.planSections(parts)
	if err != nil {
		return nil, err
	}
	out = append(out, plans...)
	if quiet, ok, err := t.quietSection(parts); err != nil {
		return nil, err
	} else if ok {
		out = append(out, quiet)
	}
	heading, err := t.headSections()
	if err != nil {
		return nil, err
	}
	out = append(out, heading...)
	voluntary, err := t.voluntarySections()
	if err != nil {
		return nil, err
	}
	out = append(out, voluntary...)
	if t.hr {
		sec, err := t.hrSections()
		if err == nil {
			err = t.addChatTextButton(sec)
		}
		if err != nil {
			return nil, err
		}
		out = append(out, sec...)
	}
	out = out[:min(len(out), chat.MaxSections-1)] // one may hold every role there is
	if len(out) == 0 {
		out = append(out, chat.Section{Body: []chat.Block{chat.Line(t.w.T(catalog.HomeEmpty))}})
	}
	if out, err = t.withTalks(out, parts); err != nil {
		return nil, err
	}
	last := chat.Section{
		Body: []chat.Block{chat.Remark(t.w.T(catalog.NotAppraisal))},
		Actions: []chat.Action{
			t.consultButton(),
			t.button(actHelp, catalog.ActHelp, "", chat.StyleNormal),
			{ID: actLanguage, Label: t.w.T(catalog.ActOtherLanguage), Arg: t.w.T(catalog.LanguageOther)},
		},
	}
	calendar, ok, err := t.calendarButton()
	if err != nil {
		return nil, err
	}
	if ok && len(parts) > 0 {
		last.Actions = append(last.Actions, calendar)
	}
	return append(out, last), nil
}

// partSection is one pair from the reader's side: who, when, how far, and
// what to do next.
func (t *turn) partSection(p part) (chat.Section, error) {
	st, err := t.standing(p.pair)
	if err != nil {
		return chat.Section{}, err
	}
	v, hasVision, err := t.visionOf(p.pair.ID)
	if err != nil {
		return chat.Section{}, err
	}
	var rows []chat.Fact
	if where := workplace(p.mate); where != "" { // HR named by the operator has none yet
		rows = append(rows, chat.Pair(t.w.T(catalog.FactWorkplace), where))
	}
	next, planned := st.NextPlanned(t.now)
	if planned {
		rows = append(rows, chat.Fact{Label: t.w.T(catalog.FactNext), Value: []chat.Span{chat.Bold(t.w.Moment(t.local(p.rules, next.Start)))}})
		if place := t.place(p.rules, next.Place); place != "" {
			rows = append(rows, chat.Pair(t.w.T(catalog.FactPlace), place))
		}
	} else {
		rows = append(rows, chat.Pair(t.w.T(catalog.FactNext), t.w.T(catalog.NotPlanned)))
	}
	if period, in := p.rules.PeriodOf(t.now); in {
		rows = append(rows, chat.Pair(t.w.T(catalog.FactThisMonth), t.w.T(stateWord(p.rules.MonthState(st, period, t.now)))))
	}
	if last, met := st.LastMet(); met {
		rows = append(rows, chat.Pair(t.w.T(catalog.FactLast), t.w.Day(t.local(p.rules, last.Start))))
	}
	trainings, err := t.trainingFacts(p)
	if err != nil {
		return chat.Section{}, err
	}
	rows = append(rows, trainings[:min(len(trainings), chat.MaxFacts-len(rows))]...)
	body := []chat.Block{chat.Facts{Rows: rows}}
	if pr := p.rules.Progress(st, t.now); pr.Minimum > 0 && !p.pair.Voluntary {
		label := t.w.T(catalog.ProgressLabel, catalog.A("Met", strconv.Itoa(pr.Met)), catalog.N(pr.Minimum))
		body = append(body, chat.Progress{Label: label, Done: min(pr.Met, pr.Minimum), Of: pr.Minimum})
	}
	if hasVision { // a fact may be too small for it
		body = append(body, chat.Paragraph(chat.Bold(t.w.T(catalog.VisionFormTitle)), chat.Plain("\n"), chat.Words(v.Words)))
	}
	actions, err := t.partActions(p, st, planned, hasVision)
	return chat.Section{
		Title: t.w.T(sectionTitle(p.side), catalog.A("Name", p.mate.Name)), Body: body, Actions: actions,
	}, err
}

func sectionTitle(side mentoring.Part) catalog.Key {
	if side == mentorSide {
		return catalog.HomeMentor
	}
	return catalog.HomeMentee
}

func (t *turn) partActions(p part, st mentoring.Standing, planned, hasVision bool) (out []chat.Action, err error) {
	style := chat.StylePrimary
	if planned {
		style = chat.StyleNormal
	}
	why, err := t.closed(p)
	if err != nil {
		return nil, err
	}
	switch goOn, can, err := t.goOnButton(p); {
	case err != nil:
		return nil, err
	case why == "" && p.side == mentorSide:
		out = append(out, t.button(actOffer, catalog.ActOffer, p.pair.ID, style))
	case why == "":
		out = append(out, t.button(actAskDate, catalog.ActAskDate, p.pair.ID, style))
	case can:
		out = append(out, goOn)
	}
	out = append(out, t.button(actAlreadyMet, catalog.ActAlreadyMet, p.pair.ID, chat.StyleNormal))
	if p.side == menteeSide {
		label := catalog.ActVision
		if hasVision {
			label = catalog.ActVisionEdit
		}
		out = append(out, t.button(actVision, label, p.pair.ID, chat.StyleNormal))
	}
	if last, met := st.LastMet(); met {
		mine, err := t.wrote(last)
		if err != nil {
			return nil, err
		}
		if !mine {
			out = append(out, t.button(actReflect, catalog.ActWriteLast, last.ID, chat.StyleNormal))
		}
		out = append(out, t.button(actMyNotes, catalog.ActMyNotes, "", chat.StyleNormal))
	}
	return out, nil
}

// wrote reports whether the reader has written about the meeting.
func (s *scene) wrote(m mentoring.Meeting) (bool, error) {
	_, ok, err := store.Reflections.Get(s.tx, store.Join(m.ID, s.me.ID))
	return ok, err
}

// headRows is how many pairs a head's table shows.
const headRows = 40

// headSections is what a head sees: who waits for a mentor, and of each pair
// the fact of the month, never what was said or how often they met.
func (t *turn) headSections() ([]chat.Section, error) {
	sections, err := t.sections()
	if err != nil || len(sections) == 0 || !t.me.Active {
		return nil, err
	}
	waiting, err := t.menteesWithout()
	if err != nil {
		return nil, err
	}
	var out []chat.Section
	if len(waiting) > 0 {
		sec := chat.Section{Title: t.w.T(catalog.NominateTitle), Body: []chat.Block{chat.Line(t.w.T(catalog.NominateText, catalog.N(len(waiting))))}}
		sec.Body = append(sec.Body, t.inPlaceOf(waiting)...)
		for _, n := range waiting {
			if len(sec.Actions) < chat.MaxActions {
				sec.Actions = append(sec.Actions, t.nominateButton(n))
			}
		}
		out = append(out, sec)
	}
	prog, _, err := store.CurrentProgramme(t.tx, t.now)
	if err != nil {
		return nil, err
	}
	pairs, err := t.headedPairs(prog.ID)
	if err != nil {
		return nil, err
	}
	over, err := t.endedRows(prog.ID)
	if err != nil {
		return nil, err
	}
	if len(pairs) == 0 && !t.me.Has(mentoring.RoleHead) {
		return out, nil // a deputy while the head is there
	}
	if len(pairs)+len(over) == 0 {
		return append(out, chat.Section{Title: t.w.T(catalog.HomeHead), Body: []chat.Block{chat.Line(t.w.T(catalog.HeadEmpty))}}), nil
	}
	table := chat.Table{Caption: t.w.T(catalog.HeadCaption), Head: []string{t.w.T(catalog.FactMentee), t.w.T(catalog.FactThisMonth), t.w.T(catalog.FactMentor), t.w.T(catalog.FactSection)}}
	for i, pair := range pairs {
		if i == headRows {
			break
		}
		row, err := t.headRow(pair)
		if err != nil {
			return nil, err
		}
		table.Rows = append(table.Rows, row)
	}
	table.Rows = append(table.Rows, over[:min(len(over), headRows)]...)
	actions, err := t.headActions(pairs)
	if err != nil {
		return nil, err
	}
	out = append(out, chat.Section{
		Title: t.w.T(catalog.HomeHead), Body: []chat.Block{table, chat.Remark(t.w.T(catalog.FactOnly))}, Actions: actions,
	})
	rules, err := t.rules(prog.ID)
	if err != nil {
		return nil, err
	}
	trainings, err := t.headTrainings(rules)
	return append(out, trainings...), err
}

func (t *turn) headRow(pair mentoring.Pair) ([]string, error) {
	mentee, err := t.person(pair.Mentee)
	if err != nil {
		return nil, err
	}
	mentor, err := t.person(pair.Mentor)
	if err != nil {
		return nil, err
	}
	rules, err := t.rules(pair.Programme)
	if err != nil {
		return nil, err
	}
	st, err := t.standing(pair)
	if err != nil {
		return nil, err
	}
	state := t.w.T(catalog.OutsideWindow)
	if period, in := rules.PeriodOf(t.now); in {
		state = t.w.T(stateWord(rules.MonthState(st, period, t.now)))
	}
	return []string{mentee.Name, state, mentor.Name, mentee.Section}, nil
}
