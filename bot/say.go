package bot

import (
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// What a typed line means: an answer to the question that waits, one of a few
// commands, or something the bot does not read. The core keeps no line; the
// chat that it was typed into does.

const (
	kindNotice  = "notice" // arg: a key of the catalogue
	kindMenu    = "menu"
	actHome     = "home.hint"
	actOpenHome = "home.open"
	actLanguage = "language.set" // arg: ja or en
)

type command string

const (
	cmdNone     command = ""
	cmdHelp     command = "help"
	cmdHome     command = "home"
	cmdMenu     command = "menu"
	cmdPlan     command = "plan"
	cmdNotes    command = "notes"
	cmdConsult  command = "consult"
	cmdStop     command = "stop"
	cmdSkip     command = "skip"
	cmdEnglish  command = "english"
	cmdJapanese command = "japanese"
)

// command reads a typed line. Both languages are always understood.
func (s *scene) command(line private.Text) command {
	switch strings.ToLower(narrow(strings.TrimSpace(line.Reveal()))) {
	case "ヘルプ", "へるぷ", "助けて", "使い方", "help", "?":
		return cmdHelp
	case "ホーム", "ほーむ", "home":
		return cmdHome
	case "メニュー", "めにゅー", "menu":
		return cmdMenu
	case "日程", "予定", "次の面談", "変更", "日を改める", "取りやめる", "plan", "schedule", "move":
		return cmdPlan
	case "記録", "ふりかえり", "振り返り", "notes":
		return cmdNotes
	case "相談", "相談したい", "consult":
		return cmdConsult
	case "やめる", "中止", "stop", "cancel":
		return cmdStop
	case "とばす", "飛ばす", "スキップ", "skip":
		return cmdSkip
	case "english", "英語":
		return cmdEnglish
	case "日本語", "japanese", "にほんご":
		return cmdJapanese
	default:
		return cmdNone
	}
}

func (t *turn) said(w chat.Said) error {
	if t.wantsHome() || t.wantsConsult() {
		t.reads = true // Handle reads once the account is linked
		return nil
	}
	c := t.command(w.Text)
	if taken, err := t.answerInWords(w.Text, c); taken || err != nil {
		return err
	}
	switch c {
	case cmdHelp, cmdConsult:
		return t.help("")
	case cmdPlan:
		return t.showSchedule("")
	case cmdHome, cmdMenu, cmdNotes:
		return t.reply(kindMenu, "", "")
	case cmdEnglish:
		return t.setLanguage(catalog.English)
	case cmdJapanese:
		return t.setLanguage(catalog.Japanese)
	case cmdStop, cmdSkip:
		return t.notice(catalog.AskOver)
	default:
		return t.reply(kindMenu, "", "unknown")
	}
}

// wantsHome reports whether the event asks for the home: it was opened, or
// named in a line that a page can answer.
func (t *turn) wantsHome() bool {
	switch w := t.event.What.(type) {
	case chat.Opened:
		return true
	case chat.Said:
		return w.Pages && t.command(w.Text) == cmdHome
	default:
		return false
	}
}

// wantsConsult reports whether a line that a page can answer asks for somebody
// to talk to.
func (t *turn) wantsConsult() bool {
	w, said := t.event.What.(chat.Said)
	return said && w.Pages && t.command(w.Text) == cmdConsult
}

// narrow makes full-width letters, figures and signs into ordinary ones.
func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			return r - '！' + '!'
		}
		return r
	}, s)
}

// homeHint shows in the chat what the person can do now.
func (t *turn) homeHint(string) error { return t.reply(kindMenu, "", "") }

// openHome opens the home where a platform has no place of its own for it.
func (t *turn) openHome(string) error { return t.home() }

// menuCard is what the person can do now, as buttons.
func menuCard(s *scene, in store.Intent) (card, error) {
	text := s.w.T(catalog.MenuText)
	if in.Arg == "unknown" {
		text = s.w.T(catalog.MenuUnknown)
	}
	actions, err := s.nextActions()
	if err != nil {
		return card{}, err
	}
	actions = append(actions, s.consultButton(), s.button(actHelp, catalog.ActHelp, "", chat.StyleNormal))
	return say(s.w.T(catalog.MenuTitle), []chat.Block{chat.Line(text)}, actions...)
}

// menuRoom is how many buttons of the menu are the person's own: the other two
// are for whoever needs somebody.
const menuRoom = chat.MaxActions - 2

// nextActions is what the person may want to do next, at most menuRoom: the
// home gives way to what waits, one's own notes to the home.
func (s *scene) nextActions() (out []chat.Action, err error) {
	parts, err := s.parts()
	if err != nil {
		return nil, err
	}
	for _, p := range parts {
		if len(out) == menuRoom-1 {
			break
		}
		if why, err := s.closed(p); err != nil {
			return nil, err
		} else if why != "" {
			continue
		}
		if p.side == mentorSide {
			out = append(out, s.buttonFor(p, actOffer, catalog.ActOfferTo, len(parts)))
		} else {
			out = append(out, s.buttonFor(p, actAskDate, catalog.ActAskDate, len(parts)))
		}
	}
	_, _, asking, err := s.current()
	if err != nil {
		return nil, err
	}
	if asking {
		out = append(out, s.button(actAskResume, catalog.ActResume, "", chat.StylePrimary))
	}
	planned, err := s.agreedOf(parts)
	if err != nil {
		return nil, err
	}
	if len(planned) > 0 && len(out) < chat.MaxActions-1 {
		out = append(out, s.button(actSchedule, catalog.ActSchedule, "", chat.StyleNormal))
	}
	waiting, err := s.menteesWithout()
	if err != nil {
		return nil, err
	}
	for _, n := range waiting {
		if len(out) < menuRoom-1 {
			out = append(out, s.nominateButton(n))
		}
	}
	if len(out) < menuRoom {
		out = append([]chat.Action{s.button(actOpenHome, catalog.ActHome, "", chat.StyleNormal)}, out...)
	}
	if len(out) < menuRoom && len(parts) == 1 {
		st, err := s.standing(parts[0].pair)
		if err != nil {
			return nil, err
		}
		if a, can := s.pleaButton(parts[0], st, 1); can {
			out = append(out, a)
		}
	}
	if len(out) < menuRoom && len(parts) > 0 {
		out = append(out, s.button(actMyNotes, catalog.ActMyNotes, "", chat.StyleNormal))
	}
	return out, nil
}

// buttonFor is a button about one pair; with several pairs it names the other
// person.
func (s *scene) buttonFor(p part, id string, label catalog.Key, pairs int) chat.Action {
	name := catalog.A("Name", p.mate.Name)
	a := s.button(id, label, p.pair.ID, chat.StyleNormal, name)
	if pairs > 1 && !strings.Contains(a.Label, p.mate.Name) {
		a.Label = shorten(a.Label+s.w.T(catalog.ActWithName, name), chat.MaxActionLabel)
	}
	return a
}

// noticeCard is one sentence. Where something did not work, whom to ask and
// what to press stand below it.
func noticeCard(s *scene, in store.Intent) (card, error) {
	k := catalog.Key(in.Arg)
	if !s.w.Has(k) {
		return unwanted("unknown-notice")
	}
	body := []chat.Block{chat.Line(s.w.T(k))}
	if saysItIsDone(k) {
		return say("", body)
	}
	switch k {
	case catalog.LanguageSet, catalog.AskStopped, catalog.CalendarIsOn, catalog.CalendarIsOff, catalog.Corrected, catalog.VoluntaryEnded,
		catalog.ChangeKeptDone, catalog.SuitsDone, catalog.QuietAgreed, catalog.QuietClosed, catalog.QuietDropped, catalog.QuietGone:
		return say("", body)
	}
	ask, err := s.whomToAsk()
	if err != nil {
		return card{}, err
	}
	return say("", append(body, ask...),
		s.button(actHome, catalog.ActMenu, "", chat.StyleNormal),
		s.consultButton(),
		s.button(actHelp, catalog.ActHelp, "", chat.StyleNormal))
}

func (t *turn) setLanguage(lang string) error {
	known := false
	for _, l := range catalog.Languages() {
		known = known || l == lang
	}
	if !known {
		return t.notice(catalog.NoticeOldButton)
	}
	pref, _, err := store.Preferences.Get(t.tx, t.me.ID)
	if err != nil {
		return err
	}
	pref.Person, pref.Locale = t.me.ID, lang
	if err := store.Preferences.Put(t.tx, pref); err != nil {
		return err
	}
	return t.notice(catalog.LanguageSet)
}
