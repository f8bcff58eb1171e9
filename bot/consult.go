package bot

import (
	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
)

// Somebody to talk to: the counselling contacts, who runs the programme, and
// what the bot can do. It is a page, and reading leaves no trace: nothing is
// stored, nothing is logged. Where no page opens, help is the answer, which
// names the same contacts; so what is stored there says nothing of it either.

const actConsult = "consult.open"

func (s *scene) consultButton() chat.Action {
	return s.button(actConsult, catalog.ActConsult, "", chat.StyleNormal)
}

func (t *turn) openConsult(string) error {
	sections := []chat.Section{{Body: []chat.Block{
		chat.Line(t.w.T(catalog.ConsultText)), chat.Remark(t.w.T(catalog.ConsultNoTrace)),
	}}}
	rules, ok, err := t.currentRules()
	if err != nil {
		return err
	}
	if ok {
		prog := rules.Programme()
		if facts := t.contacts(prog.Counselors...); len(facts.Rows) > 0 {
			sections = append(sections, chat.Section{Title: t.w.T(catalog.ConsultDesks), Body: []chat.Block{facts}})
		}
		sections = append(sections, chat.Section{Title: t.w.T(catalog.ConsultTeam), Body: []chat.Block{t.contacts(prog.Contact)}})
	}
	change, err := t.consultChange()
	if err != nil {
		return err
	}
	own, err := t.consultHere()
	if err != nil {
		return err
	}
	return t.show(t.w.T(catalog.ActConsult), append(append(sections, change...), own)...)
}

// consultHere is what can be done at once.
func (t *turn) consultHere() (chat.Section, error) {
	sec := chat.Section{Title: t.w.T(catalog.ConsultHere), Body: []chat.Block{chat.Line(t.w.T(catalog.ConsultHereText))}}
	parts, err := t.parts()
	if err != nil {
		return sec, err
	}
	for _, p := range parts {
		if len(sec.Actions) == chat.MaxActions-1 {
			break
		}
		if p.side == menteeSide {
			sec.Actions = append(sec.Actions, t.buttonFor(p, actAskDate, catalog.ActAskDate, len(parts)))
		} else {
			sec.Actions = append(sec.Actions, t.buttonFor(p, actOffer, catalog.ActOfferTo, len(parts)))
		}
	}
	sec.Actions = append(sec.Actions, t.button(actHelp, catalog.ActHelp, "", chat.StyleNormal))
	return sec, nil
}

// consultChange is where a pair does not go well: quietly to HR, or a change of
// mentor.
func (t *turn) consultChange() ([]chat.Section, error) {
	sec := chat.Section{Title: t.w.T(catalog.ConsultPair), Body: []chat.Block{chat.Line(t.w.T(catalog.ConsultPairText))}}
	parts, err := t.parts()
	if err != nil {
		return nil, err
	}
	for _, p := range parts {
		for _, a := range append(t.quietButtons(p, len(parts)), t.changeButtons(p, len(parts))...) {
			if len(sec.Actions) < chat.MaxActions {
				sec.Actions = append(sec.Actions, a)
			}
		}
	}
	if len(sec.Actions) == 0 {
		return nil, nil
	}
	return []chat.Section{sec}, nil
}
