package bot

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Programmes on HR's desk: the list, and a page for each with what can be
// changed.

const (
	actProgrammes       = "programme.list"
	actProgrammeNew     = "programme.new"
	actProgrammeOne     = "programme.one"     // arg: programme
	actProgrammeFigures = "programme.figures" // arg: programme
	actProgrammeEdit    = "programme.edit"    // arg: programme|part
	actProgrammeClose   = "programme.close"   // arg: programme
	actProgrammeCopy    = "programme.copy"    // arg: programme
	actFormer           = "programme.former"  // arg: programme
)

// otherProgrammes is the programmes on HR's home where several run: how far they
// are, and the way to those of which the home shows nothing else.
func (t *turn) otherProgrammes(first mentoring.Rules) ([]chat.Section, error) {
	running, err := t.runningRules()
	if err != nil || len(running) < 2 {
		return nil, err
	}
	l := listing{title: t.w.T(catalog.ProgrammeHome)}
	for _, r := range running {
		p := r.Programme()
		l.rows = append(l.rows, chat.Pair(p.Name.In(t.w.Lang()), t.windowOf(p)+"・"+t.w.T(programmeState(r, t.scene))))
		if p.ID != first.Programme().ID {
			l.actions = append(l.actions, t.programmeButton(actProgrammeFigures, catalog.ActProgrammeFigures, p))
		}
	}
	return l.sections(t.scene, partOfMonth, true), nil
}

// missingYear is the sentence where a year has no programme.
func missingYear(on mentoring.Date, prog mentoring.Programme) catalog.Key {
	if prog.Year < on.FiscalYear() {
		return catalog.ProgrammeThisNone
	}
	return catalog.ProgrammeNextNone
}

// yearMissing reports whether there is no programme for this fiscal year, or,
// in its last quarter, for the next one.
func (t *turn) yearMissing(prog mentoring.Programme, on mentoring.Date) (bool, error) {
	switch {
	case prog.Year < on.FiscalYear():
		return true, nil
	case prog.Year > on.FiscalYear(), on.Month > time.March:
		return false, nil
	}
	all, err := t.b.rules.All(t.tx)
	for _, r := range all {
		if r.Programme().Year > prog.Year {
			return false, err
		}
	}
	return true, err
}

func (t *turn) programmeButton(id string, label catalog.Key, p mentoring.Programme) chat.Action {
	return t.button(id, label, p.ID, chat.StyleNormal, catalog.A("Name", p.Name.In(t.w.Lang())), year(p.Year))
}

func year(n int) catalog.Arg { return catalog.A("Year", strconv.Itoa(n)) }

// windowOf is the programme's months in words.
func (s *scene) windowOf(p mentoring.Programme) string {
	return s.w.T(catalog.ProgrammeWindow, catalog.A("First", s.w.Month(p.FirstMonth)), catalog.A("Last", s.w.Month(p.LastMonth)))
}

// programmeState is how far the programme is, in one word.
func programmeState(r mentoring.Rules, s *scene) catalog.Key {
	p, on := r.Programme(), r.Date(s.now)
	switch {
	case p.ClosedBy(on):
		return catalog.ProgrammeClosed
	case on.Before(r.Periods()[0].First()):
		return catalog.ProgrammeAhead
	case r.YearOver(s.now):
		return catalog.ProgrammePast
	case r.WindowOver(s.now):
		return catalog.ProgrammeOver
	default:
		return catalog.ProgrammeRunning
	}
}

// openProgrammes lists every programme, the newest year first.
func (t *turn) openProgrammes(string) error {
	if !t.hr {
		return t.sorry(catalog.FormGone)
	}
	all, err := t.b.rules.All(t.tx)
	if err != nil {
		return err
	}
	t.audit("read-programmes", "programmes")
	sec := chat.Section{Actions: []chat.Action{t.button(actProgrammeNew, catalog.ActProgrammeNew, "", chat.StylePrimary)}}
	table := chat.Table{Caption: t.w.T(catalog.ProgrammeCaption), Head: []string{
		t.w.T(catalog.ProgrammeColName), t.w.T(catalog.ProgrammeColYear), t.w.T(catalog.ProgrammeColWindow), t.w.T(catalog.ProgrammeColState),
	}}
	out := []chat.Section{sec}
	for _, r := range newestFirst(all) {
		if len(table.Rows) == chat.MaxTableRows {
			break
		}
		p := r.Programme()
		table.Rows = append(table.Rows, []string{p.Name.In(t.w.Lang()), t.w.T(catalog.ProgrammeYear, year(p.Year)), t.windowOf(p), t.w.T(programmeState(r, t.scene))})
		last := &out[len(out)-1]
		if len(last.Actions) == chat.MaxActions {
			if len(out) == chat.MaxSections {
				continue
			}
			out = append(out, chat.Section{})
			last = &out[len(out)-1]
		}
		last.Actions = append(last.Actions, t.programmeButton(actProgrammeOne, catalog.ActProgrammeOne, p))
	}
	out[0].Body = []chat.Block{chat.Line(t.w.T(catalog.ProgrammeNone))}
	if len(table.Rows) > 0 {
		out[0].Body = []chat.Block{table, chat.Remark(t.w.T(catalog.ProgrammeNarrower))}
	}
	return t.show(t.w.T(catalog.ProgrammeTitle), out...)
}

// newestFirst is the programmes with the newest year first, else by id.
func newestFirst(all []mentoring.Rules) []mentoring.Rules {
	out := slices.Clone(all)
	slices.SortStableFunc(out, func(a, b mentoring.Rules) int { return b.Programme().Year - a.Programme().Year })
	return out
}

// openProgramme is one programme with everything about it.
func (t *turn) openProgramme(id string) error {
	r, ok, err := t.rulesOf(id)
	if err != nil {
		return err
	}
	if !ok || !t.hr {
		return t.sorry(catalog.ProgrammeGone)
	}
	t.audit("read-programme", "programme/"+id)
	return t.showProgramme(r)
}

func (t *turn) showProgramme(r mentoring.Rules) error {
	var out []chat.Section
	for _, build := range []func(mentoring.Rules) (chat.Section, error){
		t.programmeMain, t.programmeDaily, t.programmeContacts, t.programmePeople, t.programmeRoom,
	} {
		sec, err := build(r)
		if err != nil {
			return err
		}
		if len(sec.Body) > 0 {
			out = append(out, sec)
		}
	}
	p := r.Programme()
	pages := chat.Section{Title: t.w.T(catalog.ProgrammePages), Actions: []chat.Action{t.programmeButton(actProgrammeFigures, catalog.ActProgrammeFigures, p)}}
	if t.editable(r) {
		pages.Actions = append(pages.Actions, t.button(actLists, catalog.ActLists, p.ID, chat.StyleNormal))
	}
	return t.show(p.Name.In(t.w.Lang()), append(out, pages)...)
}

// editButtons are the buttons for the parts, none where nothing can be changed.
func (t *turn) editButtons(r mentoring.Rules, parts ...programmePart) (out []chat.Action) {
	if !t.editable(r) {
		return nil
	}
	for _, p := range parts {
		out = append(out, t.button(actProgrammeEdit, programmeParts()[p].button, r.Programme().ID+"|"+string(p), chat.StyleNormal))
	}
	return out
}

// editable reports whether the programme can be changed: it is neither closed
// nor is its year over.
func (s *scene) editable(r mentoring.Rules) bool {
	return !r.Programme().ClosedBy(r.Date(s.now)) && !r.YearOver(s.now)
}

func (t *turn) programmeMain(r mentoring.Rules) (chat.Section, error) {
	p := r.Programme()
	pairs, err := t.livePairs(r)
	if err != nil {
		return chat.Section{}, err
	}
	minimum := t.w.T(catalog.ProgrammeMinimumNone)
	if p.Minimum > 0 {
		minimum = t.w.T(catalog.ProgrammeMinimumSome, catalog.N(p.Minimum))
	}
	by := catalog.ProgrammeByHead
	if p.Nomination.By == mentoring.ByMentee {
		by = catalog.ProgrammeByMentee
	}
	sec := chat.Section{Title: t.w.T(programmeState(r, t.scene)), Body: []chat.Block{chat.Facts{Rows: []chat.Fact{
		chat.Pair(t.w.T(catalog.ProgrammeColYear), t.w.T(catalog.ProgrammeYear, year(p.Year))),
		chat.Pair(t.w.T(catalog.ProgrammeColWindow), t.windowOf(p)),
		chat.Pair(t.w.T(catalog.ProgrammeMinimum), minimum),
		chat.Pair(t.w.T(catalog.ProgrammeLength), t.w.T(catalog.Minutes, catalog.N(p.Minutes))),
		chat.Pair(t.w.T(catalog.ProgrammeBy), t.w.T(by)),
		chat.Pair(t.w.T(catalog.ProgrammeWho), t.joiningWords(p.Joining)),
		chat.Pair(t.w.T(catalog.ProgrammePairs), t.w.T(catalog.ProgrammePairCount, catalog.N(len(pairs)))),
	}}}, Actions: t.editButtons(r, partBasics, partJoining, partNomination)}
	if p.Year <= r.Date(t.now).FiscalYear() {
		sec.Actions = append(sec.Actions, t.button(actProgrammeCopy, catalog.ActProgrammeCopy, p.ID, chat.StyleNormal))
	}
	if t.editable(r) {
		sec.Actions = append(sec.Actions, t.button(actProgrammeClose, catalog.ActProgrammeClose, p.ID, chat.StyleDanger))
	}
	return sec, nil
}

// joiningWords is whom the programme takes.
func (s *scene) joiningWords(j mentoring.Joining) string {
	switch {
	case j.Named:
		return s.w.T(catalog.ProgrammeWhoNamed)
	case len(j.Departments) > 0:
		return s.w.T(catalog.ProgrammeWhoDepartments, catalog.A("Names", strings.Join(j.Departments, s.w.T(catalog.Comma))))
	default:
		return s.w.T(catalog.ProgrammeWhoAll)
	}
}

// livePairs lists the programme's pairs that go on, voluntary ones left out.
func (s *scene) livePairs(r mentoring.Rules) (out []mentoring.Pair, err error) {
	for pair, err := range store.Pairs.Each(s.tx, store.Span{Index: "programme", Prefix: store.Under(r.Programme().ID)}) {
		if err != nil {
			return nil, err
		}
		if !pair.Voluntary && !ended(pair, r, s.now) {
			out = append(out, pair)
		}
	}
	return out, nil
}

// openProgrammeFigures is everything of one programme: what waits in it, its
// month, and the way to its pages.
func (t *turn) openProgrammeFigures(id string) error {
	r, ok, err := t.rulesOf(id)
	if err != nil {
		return err
	}
	if !ok || !t.hr {
		return t.sorry(catalog.ProgrammeGone)
	}
	prog := r.Programme()
	t.audit("read-home", "programme/"+id)
	month, err := t.monthSection(prog)
	if err != nil {
		return err
	}
	waiting, err := t.waitingIn(r)
	if err != nil {
		return err
	}
	out := append([]chat.Section{month}, t.laidOut(waiting, partOfWaiting, true)...)
	pages := chat.Section{Title: t.w.T(catalog.HomeOffice), Actions: []chat.Action{
		t.button(actPeoplePage, catalog.ActPeoplePage, id, chat.StyleNormal),
		t.button(actPapersPage, catalog.ActPapersPage, id, chat.StyleNormal),
		t.button(actLists, catalog.ActLists, id, chat.StyleNormal),
		t.button(actProgrammeOne, catalog.ActProgrammes, id, chat.StyleNormal),
	}}
	if len(prog.Survey.Sets) > 0 {
		pages.Actions = append(pages.Actions, t.button(actSurveyDesk, catalog.ActSurveyDesk, id, chat.StyleNormal))
	}
	return t.show(prog.Name.In(t.w.Lang()), append(out, pages)...)
}
