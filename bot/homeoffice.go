package bot

import (
	"cmp"
	"slices"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
)

// HR's office: from its home the way to the pages on which everything is done
// that waits for nobody. Where several programmes run, a page says of which one it
// is and leads to the same page of the others.

const (
	actPeoplePage = "hr.people" // arg: programme, or "" for the one to speak of
	actPapersPage = "hr.papers" // arg: the same
	actKeepPage   = "hr.keep"
)

// officeSections is the buttons on HR's home.
func (t *turn) officeSections([]part, bool) ([]chat.Section, error) {
	rules, ok, err := t.office()
	if err != nil || !ok {
		return nil, err
	}
	id := rules.Programme().ID
	daily := chat.Section{Title: t.w.T(catalog.HomeOffice), Actions: []chat.Action{
		t.button(actFind, catalog.ActFind, "", chat.StyleNormal),
		t.button(actPeoplePage, catalog.ActPeoplePage, id, chat.StyleNormal),
		t.button(actBroadcasts, catalog.ActBroadcasts, "", chat.StyleNormal),
	}}
	asks, ok, err := t.asking(rules)
	if ok {
		daily.Actions = append(daily.Actions, t.button(actSurveyDesk, catalog.ActSurveyDesk, asks.Programme().ID, chat.StyleNormal))
	}
	return []chat.Section{daily, {Title: t.w.T(catalog.HomeSettings), Actions: []chat.Action{
		t.button(actPapersPage, catalog.ActPapersPage, id, chat.StyleNormal),
		t.button(actProgrammes, catalog.ActProgrammes, "", chat.StyleNormal),
		t.button(actKeepPage, catalog.ActKeepPage, "", chat.StyleNormal),
	}}}, err
}

// asking is the programme whose questionnaire HR is led to: the one to speak of,
// or the first that runs and asks anything.
func (t *turn) asking(first mentoring.Rules) (r mentoring.Rules, ok bool, err error) {
	running, err := t.runningRules()
	if err != nil {
		return r, false, err
	}
	for _, r := range append([]mentoring.Rules{first}, running...) {
		if len(r.Programme().Survey.Sets) > 0 {
			return r, true, nil
		}
	}
	return r, false, nil
}

// switcher says of which programme a page is and leads to the same page of the
// others, where several run; arg makes a button's from a programme.
func (s *scene) switcher(of mentoring.Rules, act string, arg func(programme string) string) ([]chat.Section, error) {
	running, err := s.runningRules()
	if err != nil {
		return nil, err
	}
	var actions []chat.Action
	for _, r := range running {
		if p := r.Programme(); p.ID != of.Programme().ID {
			actions = append(actions, s.button(act, catalog.ActSwitch, arg(p.ID), chat.StyleNormal, catalog.A("Name", p.Name.In(s.w.Lang()))))
		}
	}
	out := buttonSections(actions)
	if len(out) > 0 {
		out[0].Body = []chat.Block{chat.Line(s.w.T(catalog.ProgrammePageOf, catalog.A("Name", of.Programme().Name.In(s.w.Lang()))))}
	}
	return out, nil
}

// switcherOf is switcher for a programme's id.
func (s *scene) switcherOf(programme, act string, arg func(programme string) string) ([]chat.Section, error) {
	r, err := s.rules(programme)
	if err != nil {
		return nil, err
	}
	return s.switcher(r, act, arg)
}

// same is the arg of a page that is named by its programme alone.
func same(programme string) string { return programme }

// openPeoplePage is people and pairs: who cannot be reached, the trainings, the
// pairs that rest or were put off, voluntary ones. Behind | stands the section to
// go on from.
func (t *turn) openPeoplePage(arg string) error {
	id, from := cutFrom(arg)
	r, ok, err := t.deskRules(id)
	if err != nil {
		return err
	}
	if !ok || !t.hr {
		return t.sorry(catalog.FormGone)
	}
	prog := r.Programme()
	t.audit("read-home", "programme/"+prog.ID)
	out, err := t.switcher(r, actPeoplePage, same)
	if err != nil {
		return err
	}
	c, err := t.unreached(r)
	if err != nil {
		return err
	}
	reach := chat.Section{Title: t.w.T(catalog.HRReach), Body: []chat.Block{chat.Facts{Rows: t.unreachedRows(c, true)}}, Actions: []chat.Action{
		t.button(actReach, catalog.ActReach, "", chat.StyleNormal),
		t.button(actFind, catalog.ActFind, "", chat.StyleNormal),
	}}
	if len(prog.Trainings) > 0 {
		reach.Actions = append(reach.Actions, t.button(actTraining, catalog.ActTraining, prog.ID, chat.StyleNormal))
	}
	desk, err := t.deskSections(r)
	if err != nil {
		return err
	}
	voluntary, err := t.voluntarySections(true)
	if err != nil {
		return err
	}
	out = append(append(append(out, reach), desk...), voluntary...)
	return t.showFrom(t.w.T(catalog.ActPeoplePage), out, from, func(next string) chat.Action {
		return t.button(actPeoplePage, catalog.ActHomeNext, prog.ID+"|"+next, chat.StyleNormal)
	})
}

// openPapersPage is papers, figures and words: what was handed in, the city's own
// forms, the year's results, the voices, the lists that people choose from.
func (t *turn) openPapersPage(programme string) error {
	r, ok, err := t.deskRules(programme)
	if err != nil {
		return err
	}
	if !ok || !t.hr {
		return t.sorry(catalog.FormGone)
	}
	id := r.Programme().ID
	out, err := t.switcher(r, actPapersPage, same)
	if err != nil {
		return err
	}
	handed, err := t.handed(id)
	if err != nil {
		return err
	}
	voices, err := t.waitingVoices()
	if err != nil {
		return err
	}
	count := func(k catalog.Key, n int) []chat.Block {
		return []chat.Block{chat.Facts{Rows: []chat.Fact{chat.Pair(t.w.T(k), t.w.T(catalog.CountSheets, catalog.N(n)))}}}
	}
	return t.show(t.w.T(catalog.ActPapersPage), append(out,
		chat.Section{Title: t.w.T(catalog.PaperSheets), Body: count(catalog.HandedTitle, len(handed)), Actions: []chat.Action{
			t.button(actHanded, catalog.ActHanded, id, chat.StyleNormal),
			t.button(actForms, catalog.ActForms, "", chat.StyleNormal),
		}},
		chat.Section{Title: t.w.T(catalog.PaperYear), Actions: []chat.Action{
			t.exportButton(catalog.ActExportYear, exportYear, id),
			t.button(actFigures, catalog.ActFigures, id, chat.StyleNormal),
			t.button(actMonths, catalog.ActMonths, id, chat.StyleNormal),
			t.button(actJanuary, catalog.ActJanuary, id, chat.StyleNormal),
		}},
		chat.Section{Title: t.w.T(catalog.PaperWords), Body: count(catalog.VoicesWaiting, len(voices)), Actions: []chat.Action{
			t.button(actVoiceDesk, catalog.ActVoiceDesk, "", chat.StyleNormal),
			t.button(actLists, catalog.ActLists, id, chat.StyleNormal),
		}})...)
}

// openKeepPage is what is kept and who looked at it: the days on which years are
// let go, the log, and whether people write in the chat.
func (t *turn) openKeepPage(from string) error {
	if !t.hr {
		return t.sorry(catalog.FormGone)
	}
	l := listing{title: t.w.T(catalog.KeepTitle), intro: []chat.Block{chat.Remark(t.w.T(catalog.KeepText))}}
	all, err := t.b.rules.All(t.tx) // years that are over too
	if err != nil {
		return err
	}
	slices.SortFunc(all, func(a, b mentoring.Rules) int { return cmp.Compare(b.Programme().Year, a.Programme().Year) })
	for _, r := range all {
		_, on, ok, err := t.retention(r)
		if err != nil {
			return err
		}
		if ok {
			until := t.w.T(catalog.KeepUntil, catalog.A("Year", t.yearName(r)))
			set := t.button(actRetention, catalog.ActRetention, r.Programme().ID, chat.StyleNormal, catalog.A("Year", yearText(r)))
			if slices.ContainsFunc(l.actions, func(a chat.Action) bool { return a.Label == set.Label }) {
				set.Label = shorten(until, chat.MaxActionLabel) // another programme of the year
			}
			l.rows, l.actions = append(l.rows, chat.Pair(until, t.eraseDay(r, on))), append(l.actions, set)
		}
	}
	out := append(l.whole(), chat.Section{Title: t.w.T(catalog.KeepLog), Body: []chat.Block{chat.Remark(t.w.T(catalog.KeepLogText))}, Actions: []chat.Action{
		t.button(actAudit, catalog.ActAudit, "", chat.StyleNormal),
	}})
	chatText, ok, err := t.chatTextButton()
	if err != nil {
		return err
	}
	if ok {
		state := catalog.KeepChatOn
		if chatText.Arg == chatTextOn {
			state = catalog.KeepChatOff
		}
		out = append(out, chat.Section{Title: t.w.T(catalog.KeepChat), Body: []chat.Block{chat.Line(t.w.T(state))}, Actions: []chat.Action{chatText}})
	}
	return t.showFrom(t.w.T(catalog.ActKeepPage), out, from, func(next string) chat.Action {
		return t.button(actKeepPage, catalog.ActHomeNext, next, chat.StyleNormal)
	})
}
