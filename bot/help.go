package bot

import (
	"slices"
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Help: what the bot does, who sees what, and whom to ask. Nobody is left
// without a next step.

const (
	kindHelp = "help"
	actHelp  = "help.show"

	mentorSide = mentoring.Mentor
	menteeSide = mentoring.Mentee
)

func (t *turn) help(string) error { return t.reply(kindHelp, "", "") }

func helpCard(s *scene, _ store.Intent) (card, error) {
	body := []chat.Block{
		chat.Line(s.w.T(catalog.HelpText)),
		chat.Line(s.w.T(catalog.HelpPrivacy)),
	}
	contact, ok, err := s.contactFacts()
	if err != nil {
		return card{}, err
	}
	if ok {
		body = append(body, contact)
	}
	body = append(body, chat.Remark(s.w.T(catalog.HelpWords)))
	own, err := s.helpOwn()
	if err != nil {
		return card{}, err
	}
	return say(s.w.T(catalog.HelpTitle), body, append([]chat.Action{
		s.button(actHome, catalog.ActMenu, "", chat.StyleNormal),
		s.consultButton(),
		{ID: actLanguage, Label: s.w.T(catalog.ActOtherLanguage), Arg: s.w.T(catalog.LanguageOther)},
	}, own...)...)
}

// helpOwn is where a pair that does not go well can turn: it stands on every
// help, because whoever has no pages finds it nowhere else, and asking for help
// says nothing of it.
func (s *scene) helpOwn() ([]chat.Action, error) {
	parts, err := s.parts()
	if err != nil {
		return nil, err
	}
	for _, p := range parts {
		if out := append(s.quietButtons(p, len(parts)), s.changeButtons(p, len(parts))...); len(out) > 0 {
			return out, nil
		}
	}
	return nil, nil
}

// contactFacts is whom to ask: the programme's own people and the places that
// listen. ok is false where there is no programme yet.
func (s *scene) contactFacts() (f chat.Facts, ok bool, err error) {
	rules, ok, err := s.currentRules()
	if err != nil || !ok {
		return f, false, err
	}
	p := rules.Programme()
	f = s.contacts(append([]mentoring.Contact{p.Contact}, p.Counselors...)...)
	return f, len(f.Rows) > 0, nil
}

// contacts is where to ask, one a row.
func (s *scene) contacts(list ...mentoring.Contact) (f chat.Facts) {
	for _, c := range list[:min(len(list), chat.MaxFacts)] {
		f.Rows = append(f.Rows, chat.Pair(c.Name.In(s.w.Lang()), reach(c)))
	}
	return f
}

// whomToAsk is the programme's own people in one line, nothing where there is
// no programme yet.
func (s *scene) whomToAsk() ([]chat.Block, error) {
	rules, ok, err := s.currentRules()
	if err != nil || !ok {
		return nil, err
	}
	p := rules.Programme()
	return []chat.Block{chat.Remark(s.w.T(catalog.NoticeContact,
		catalog.A("Name", p.Contact.Name.In(s.w.Lang())), catalog.A("Reach", reach(p.Contact))))}, nil
}

// reach is a contact's numbers and address in one line.
func reach(c mentoring.Contact) string {
	parts := slices.Clone(c.Phones)
	if c.Mail != "" {
		parts = append(parts, c.Mail)
	}
	if len(parts) == 0 {
		return "–"
	}
	return strings.Join(parts, " · ")
}
