package bot

import (
	"slices"
	"strconv"
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
)

// A pair on a home, from one side: the next talk and what can be done about it,
// the month, how far they are. What the reader writes has a section of its own.

// homeParts is how many pairs a home shows; their page shows all of them.
const homeParts = 4

// pairSections is a section for each of the reader's pairs as far as a home
// shows them, and the buttons for which those have no room.
func (t *turn) pairSections(parts []part) (out []chat.Section, more []chat.Action, err error) {
	out, more, err = t.pairsOf(parts[:min(len(parts), homeParts)])
	if err != nil || len(parts) <= homeParts {
		return out, more, err
	}
	rest := listing{title: t.w.T(catalog.HomePairsMore, catalog.N(len(parts)-homeParts))}
	for _, p := range parts[homeParts:] {
		st, err := t.standing(p.pair)
		if err != nil {
			return nil, nil, err
		}
		state := t.w.T(catalog.OutsideWindow)
		if period, in := p.rules.PeriodOf(t.now); in {
			state = t.w.T(stateWord(p.rules.MonthState(st, period, t.now)))
		}
		rest.rows = append(rest.rows, chat.Pair(t.w.T(sectionTitle(p.side), catalog.A("Name", p.mate.Name)), state))
	}
	rest.actions = []chat.Action{t.button(actHomePart, catalog.ActHomePairs, partOfPairs, chat.StyleNormal)}
	if len(rest.rows) > chat.MaxFacts {
		rest.actions = nil // the list itself leads there
	}
	return append(out, rest.sections(t.scene, partOfPairs, false)...), more, nil
}

// pairsOf is a section for each pair, and the buttons for which those have no
// room.
func (t *turn) pairsOf(parts []part) (out []chat.Section, more []chat.Action, err error) {
	for _, p := range parts {
		sec, err := t.partSection(p)
		if err != nil {
			return nil, nil, err
		}
		if len(sec.Actions) > chat.MaxActions {
			more = append(more, named(t.scene, p, len(parts), sec.Actions[chat.MaxActions:])...)
			sec.Actions = sec.Actions[:chat.MaxActions]
		}
		out = append(out, sec)
	}
	return out, more, nil
}

// allPairs is everything that the reader sees and can do in each pair.
func (t *turn) allPairs(parts []part) (out []chat.Section, err error) {
	for _, p := range parts {
		sec, err := t.partSection(p)
		if err != nil {
			return nil, err
		}
		own := chat.Section{Actions: sec.Actions}
		if err := t.addMine(&own, p, 1); err != nil {
			return nil, err
		}
		buttons := buttonSections(own.Actions)
		sec.Body = append(sec.Body, own.Body...)
		if sec.Actions = nil; len(buttons) > 0 {
			sec.Actions = buttons[0].Actions
			out = append(append(out, sec), buttons[1:]...)
		} else {
			out = append(out, sec)
		}
	}
	return out, nil
}

// named gives buttons that stand apart from their pair the name of the other.
func named(s *scene, p part, pairs int, actions []chat.Action) []chat.Action {
	out := slices.Clone(actions)
	for i, a := range out {
		if pairs > 1 && !strings.Contains(a.Label, p.mate.Name) {
			out[i].Label = shorten(a.Label+s.w.T(catalog.ActWithName, catalog.A("Name", p.mate.Name)), chat.MaxActionLabel)
		}
	}
	return out
}

// partSection is one pair from the reader's side. It may have more buttons than
// a section holds; the first come first.
func (t *turn) partSection(p part) (sec chat.Section, err error) {
	sec.Title = t.w.T(sectionTitle(p.side), catalog.A("Name", p.mate.Name))
	st, err := t.standing(p.pair)
	if err != nil {
		return sec, err
	}
	plans, err := t.planRows(p)
	if err != nil {
		return sec, err
	}
	past, err := t.pastRows(p, st)
	if err != nil {
		return sec, err
	}
	rows := append(plans, past...)
	for some := range slices.Chunk(rows, chat.MaxFacts) {
		sec.Body = append(sec.Body, chat.Facts{Rows: some})
	}
	if pr := p.rules.Progress(st, t.now); pr.Minimum > 0 && !p.pair.Voluntary {
		label := t.w.T(catalog.ProgressLabel, catalog.A("Met", strconv.Itoa(pr.Met)), catalog.N(pr.Minimum))
		sec.Body = append(sec.Body, chat.Progress{Label: label, Done: min(pr.Met, pr.Minimum), Of: pr.Minimum})
	} else if p.rules.Programme().Minimum == 0 && !p.pair.Voluntary {
		sec.Body = append(sec.Body, chat.Line(t.w.T(catalog.ProgressCount)+": "+t.w.T(catalog.ProgressTimes, catalog.N(pr.Met))))
	}
	next, planned := st.NextPlanned(t.now)
	if planned {
		if err := t.addTalk(&sec, p, next); err != nil {
			return sec, err
		}
	} else if err := t.addPlanning(&sec, p); err != nil {
		return sec, err
	}
	passed, err := t.handoverButtons(p)
	if err != nil {
		return sec, err
	}
	sec.Actions = append(append(sec.Actions, passed...), t.changeButtons(p, 1)...)
	if p.side == mentorSide {
		err = t.addVision(&sec, p)
	}
	return sec, err
}

func sectionTitle(side mentoring.Part) catalog.Key {
	if side == mentorSide {
		return catalog.HomeMentor
	}
	return catalog.HomeMentee
}

// planRows is what the pair has planned.
func (t *turn) planRows(p part) ([]chat.Fact, error) {
	all, err := t.agreedOf([]part{p})
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		why, err := t.closed(p)
		if err != nil || why != "" {
			return nil, err
		}
		series, err := t.seriesRow(p)
		return append([]chat.Fact{chat.Pair(t.w.T(catalog.FactNext), t.w.T(catalog.NotPlanned))}, series...), err
	}
	next := all[0].meeting
	rows := []chat.Fact{{Label: t.w.T(catalog.FactNext), Value: []chat.Span{chat.Bold(t.w.Moment(t.local(p.rules, next.Start)))}}}
	if place := t.place(p.rules, next.Place); place != "" {
		rows = append(rows, chat.Pair(t.w.T(catalog.FactPlace), place))
	}
	var later []string
	for _, a := range all[1:min(len(all), scheduleRows)] {
		later = append(later, t.w.Moment(t.local(p.rules, a.meeting.Start)))
	}
	if len(later) > 0 {
		rows = append(rows, chat.Pair(t.w.T(catalog.FactAfter), strings.Join(later, t.w.T(catalog.Comma))))
	}
	series, err := t.seriesRow(p)
	return append(rows, series...), err
}

func (t *turn) seriesRow(p part) ([]chat.Fact, error) {
	series, runs, err := t.seriesOf(p)
	if err != nil || !runs {
		return nil, err
	}
	return []chat.Fact{chat.Pair(t.w.T(catalog.FactRepeats), t.ruleWords(p.rules, series.Rule))}, nil
}

// pastRows is the month, the last talk, one on which the two differ, who the
// other is, and the reader's trainings.
func (t *turn) pastRows(p part, st mentoring.Standing) (rows []chat.Fact, err error) {
	if period, in := p.rules.PeriodOf(t.now); in {
		rows = append(rows, chat.Pair(t.w.T(catalog.FactThisMonth), t.w.T(stateWord(p.rules.MonthState(st, period, t.now)))))
	}
	last, met := st.LastMet()
	if met {
		rows = append(rows, chat.Pair(t.w.T(catalog.FactLast), t.w.Day(t.local(p.rules, last.Start))))
	}
	if m, answered, err := t.lastAnswered(p); err != nil {
		return nil, err
	} else if answered && m.Disputed() {
		rows = append(rows, chat.Pair(t.w.T(catalog.DifferTitle), t.w.Day(t.local(p.rules, m.Start))))
	}
	if where := workplace(p.mate); where != "" { // HR named by the operator has none yet
		rows = append(rows, chat.Pair(t.w.T(catalog.FactWorkplace), where))
	}
	trainings, err := t.trainingFacts(p)
	return append(rows, trainings...), err
}

// addTalk is what was prepared for the next talk, and its buttons.
func (t *turn) addTalk(sec *chat.Section, p part, m mentoring.Meeting) error {
	now, err := t.thisTime(p, m)
	if err != nil {
		return err
	}
	open, err := t.talkButton(p, m, chat.StyleNormal)
	if err != nil {
		return err
	}
	change, err := t.agreedActions(agreed{p, m})
	sec.Body = append(sec.Body, now.Body...)
	sec.Actions = append(append(append(sec.Actions, now.Actions...), open), change...)
	sec.Actions = append(sec.Actions, t.metButtons(p)...)
	return err
}

// addPlanning is how the pair comes to a talk, where none is planned.
func (t *turn) addPlanning(sec *chat.Section, p part) error {
	why, err := t.closed(p)
	if err != nil {
		return err
	}
	goOn, can, err := t.goOnButton(p)
	if err != nil {
		return err
	}
	switch {
	case why == "" && p.side == mentorSide:
		sec.Actions = append(sec.Actions, t.button(actOffer, catalog.ActOffer, p.pair.ID, chat.StylePrimary))
	case why == "":
		sec.Actions = append(sec.Actions, t.button(actAskDate, catalog.ActAskDate, p.pair.ID, chat.StylePrimary))
	case can:
		sec.Actions = append(sec.Actions, goOn)
	}
	sec.Actions = append(sec.Actions, t.metButtons(p)...)
	series, runs, err := t.seriesOf(p)
	switch {
	case runs:
		sec.Actions = append(sec.Actions, t.stopButton(series))
	case monthsAfter(p.rules, p.rules.Date(t.now).Period().Add(-1)):
		sec.Actions = append(sec.Actions, t.button(actRepeat, catalog.ActRepeat, p.pair.ID, chat.StyleNormal))
	}
	return err
}

// metButtons is the one for a talk that nobody planned, while the year lasts.
func (s *scene) metButtons(p part) []chat.Action {
	if p.rules.YearOver(s.now) {
		return nil
	}
	return []chat.Action{s.button(actAlreadyMet, catalog.ActAlreadyMet, p.pair.ID, chat.StyleNormal)}
}
