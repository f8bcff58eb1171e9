package bot

import (
	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Welcome: what the bot is, what it keeps to itself, and that nothing here is
// an appraisal. Once for each person.

const kindWelcome = "welcome"

func (t *turn) joined() error {
	pref, _, err := store.Preferences.Get(t.tx, t.me.ID)
	if err != nil {
		return err
	}
	if !pref.Welcome.IsZero() {
		return nil // they came back; what waited for them is on its way
	}
	pref.Person, pref.Welcome = t.me.ID, t.now
	if err := store.Preferences.Put(t.tx, pref); err != nil {
		return err
	}
	return t.reply(kindWelcome, "", "")
}

func welcomeCard(s *scene, _ store.Intent) (card, error) {
	parts, err := s.parts()
	if err != nil {
		return card{}, err
	}
	body := []chat.Block{
		chat.Line(s.w.T(catalog.WelcomeText, catalog.A("Name", s.me.Name))),
		chat.Line(s.w.T(catalog.WelcomePrivacy)),
	}
	for _, p := range parts {
		if len(body) == 5 {
			break
		}
		k := catalog.WelcomeMentor
		if p.side == menteeSide {
			k = catalog.WelcomeMentee
		}
		body = append(body, chat.Line(s.w.T(k, catalog.A("Name", p.mate.Name))))
	}
	if k, ok := s.firstStep(len(parts) > 0); ok {
		body = append(body, chat.Line(s.w.T(k)))
	}
	if len(parts) > 0 {
		voices, err := s.voiceBlocks(parts[0])
		if err != nil {
			return card{}, err
		}
		body = append(body, voices...)
	}
	body = append(body, chat.Remark(s.w.T(catalog.NotAppraisal)))
	return say(s.w.T(catalog.WelcomeTitle), body,
		s.button(actHome, catalog.ActHome, "", chat.StyleNormal), s.button(actHelp, catalog.ActHelp, "", chat.StyleNormal),
		chat.Action{ID: actLanguage, Label: s.w.T(catalog.ActOtherLanguage), Arg: s.w.T(catalog.LanguageOther)})
}

// firstStep is what somebody can do or wait for who has just arrived.
func (s *scene) firstStep(paired bool) (catalog.Key, bool) {
	switch {
	case s.hr:
		return catalog.WelcomeHR, true
	case s.me.Has(mentoring.RoleHead):
		return catalog.WelcomeHead, true
	case s.me.Has(mentoring.RoleMentee) && !paired:
		return catalog.WelcomeWaiting, true
	}
	return "", false
}
