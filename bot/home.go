package bot

import (
	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
)

// Homes: one page for each person with a part for every pair and role they
// have. A mentee and a mentor see their pair, a head facts, HR what waits for it.

// home answers with the reader's home.
func (t *turn) home() error {
	sections, err := t.homeSections()
	if err != nil {
		return err
	}
	return t.show(t.w.T(catalog.HomeTitle, catalog.A("Name", t.me.Name)), sections...)
}

// The parts of homes, by the ids that stand in buttons.
const (
	partOfSurvey    = "survey"
	partOfPairs     = "pairs"
	partOfChoice    = "choice"
	partOfMine      = "mine"
	partOfQuiet     = "quiet"
	partOfChanges   = "changes"
	partOfWaiting   = "waiting"
	partOfHead      = "head"
	partOfRates     = "rates"
	partOfMonth     = "month"
	partOfOffice    = "office"
	partOfVoluntary = "voluntary"
)

// homeOrder is the parts of the reader's home from top to bottom: their own
// talks, what waits for them, figures, and the way to everything else.
func (t *turn) homeOrder() []homePart {
	var more []chat.Action // buttons for which the pairs' own sections have no room
	pairs := func(parts []part, whole bool) (out []chat.Section, err error) {
		if whole {
			return t.allPairs(parts)
		}
		out, more, err = t.pairSections(parts)
		return out, err
	}
	mine := func(parts []part, whole bool) ([]chat.Section, error) {
		shown := parts[:min(len(parts), homeParts)]
		if whole {
			_, rest, err := t.pairsOf(parts)
			if err != nil {
				return nil, err
			}
			more, shown = rest, parts
		}
		return t.mineSections(more, shown)
	}
	return []homePart{
		{id: partOfSurvey, label: catalog.HomePartSurvey, rank: 0, build: t.surveySections},
		{id: partOfPairs, label: catalog.HomePartPairs, rank: 2, build: pairs},
		{id: partOfChoice, label: catalog.ChooseTitle, rank: 3, build: t.chooseSections},
		{id: partOfMine, label: catalog.HomeMine, rank: 6, build: mine},
		{id: partOfQuiet, label: catalog.HomeQuiet, rank: 9, build: t.quietSections},
		{id: partOfWaiting, label: catalog.HomePartWaiting, rank: 4, build: t.waitingSections},
		{id: partOfChanges, label: catalog.ChangeTitle, rank: 5, build: t.changeSections},
		{id: partOfHead, label: catalog.HomeHead, rank: 7, build: t.headSections},
		{id: partOfRates, label: catalog.SurveyHeadRate, rank: 10, build: t.surveyHeadSections},
		{id: partOfMonth, label: catalog.HomeHR, rank: 8, build: t.monthSections},
		{id: partOfOffice, label: catalog.HomeOffice, rank: 1, whole: true, build: t.officeSections},
		{id: partOfVoluntary, label: catalog.VoluntaryHome, rank: 11, build: t.voluntaryPart},
	}
}

// homeSections is what there is to do and to see, as much as a page holds.
func (t *turn) homeSections() ([]chat.Section, error) {
	parts, err := t.parts()
	if err != nil {
		return nil, err
	}
	laid := t.homeOrder()
	empty := true
	for i := range laid {
		if laid[i].sections, err = laid[i].build(parts, false); err != nil {
			return nil, err
		}
		empty = empty && len(laid[i].sections) == 0
	}
	if empty {
		laid[0].sections = []chat.Section{{Body: []chat.Block{chat.Line(t.w.T(t.emptyHome()))}}}
	}
	last, err := t.lastSections(parts)
	if err != nil {
		return nil, err
	}
	return t.fit(laid, last), nil
}

// emptyHome is what somebody reads whom nothing concerns yet.
func (s *scene) emptyHome() catalog.Key {
	if s.me.Has(mentoring.RoleMentee) {
		return catalog.HomeEmptyMentee
	}
	return catalog.HomeEmpty
}

// lastSections is for everybody: somebody to turn to, help, their data, the web,
// the language.
func (t *turn) lastSections(parts []part) ([]chat.Section, error) {
	actions := []chat.Action{
		t.consultButton(),
		t.button(actHelp, catalog.ActHelp, "", chat.StyleNormal),
		t.button(actMyData, catalog.ActMyData, "", chat.StyleNormal),
	}
	if t.b.WebURL != "" && !t.visited {
		actions = append(actions, t.button(actWeb, catalog.ActWeb, "", chat.StyleNormal))
	}
	actions = append(actions, chat.Action{ID: actLanguage, Label: t.w.T(catalog.ActOtherLanguage), Arg: t.w.T(catalog.LanguageOther)})
	calendar, ok, err := t.calendarButton()
	if ok && len(parts) > 0 {
		actions = append(actions, calendar)
	}
	out := buttonSections(actions)
	out[0].Body = []chat.Block{chat.Remark(t.w.T(catalog.NotAppraisal))}
	return out, err
}
