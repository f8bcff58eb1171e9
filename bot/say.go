package bot

import (
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// What a typed line means: an answer to the question that waits, one of a few
// commands, or something the bot does not read. Lines are never kept.

const (
	kindNotice  = "notice" // arg: a key of the catalogue
	kindMenu    = "menu"
	actHome     = "home.hint"
	actLanguage = "language.set" // arg: ja or en
)

type command string

const (
	cmdNone     command = ""
	cmdHelp     command = "help"
	cmdHome     command = "home"
	cmdPlan     command = "plan"
	cmdNotes    command = "notes"
	cmdStop     command = "stop"
	cmdSkip     command = "skip"
	cmdEnglish  command = "english"
	cmdJapanese command = "japanese"
)

// command reads a typed line. Both languages are always understood.
func (s *scene) command(words string) command {
	switch strings.ToLower(strings.TrimSpace(words)) {
	case "ヘルプ", "へるぷ", "助けて", "使い方", "help", "?", "？":
		return cmdHelp
	case "ホーム", "ほーむ", "メニュー", "home", "menu":
		return cmdHome
	case "日程", "予定", "plan", "schedule":
		return cmdPlan
	case "記録", "ふりかえり", "振り返り", "notes":
		return cmdNotes
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

func (t *turn) said(line private.Text) error {
	if taken, err := t.answerInWords(line); taken || err != nil {
		return err
	}
	switch t.command(line.Reveal()) {
	case cmdHelp:
		return t.help("")
	case cmdHome, cmdPlan, cmdNotes:
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

// homeHint shows in the chat what the person can do now.
func (t *turn) homeHint(string) error { return t.reply(kindMenu, "", "") }

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
	actions = append(actions, s.button(actHelp, catalog.ActHelp, "", chat.StyleNormal))
	return say(s.w.T(catalog.MenuTitle), []chat.Block{chat.Line(text)}, actions...)
}

// nextActions is what the person may want to do next, at most four.
func (s *scene) nextActions() ([]chat.Action, error) {
	parts, err := s.parts()
	if err != nil {
		return nil, err
	}
	var out []chat.Action
	for _, p := range parts {
		if len(out) == chat.MaxActions-3 {
			break
		}
		if p.side == mentorSide {
			out = append(out, s.buttonFor(p, actOffer, catalog.ActOfferTo, len(parts)))
		} else {
			out = append(out, s.buttonFor(p, actAskDate, catalog.ActAskDate, len(parts)))
		}
	}
	if len(parts) > 0 {
		out = append(out, s.button(actMyNotes, catalog.ActMyNotes, "", chat.StyleNormal))
	}
	_, _, asking, err := s.current()
	if err != nil {
		return nil, err
	}
	if asking {
		out = append(out, s.button(actAskResume, catalog.ActResume, "", chat.StylePrimary))
	}
	return out, nil
}

// buttonFor is a button about one pair; with several pairs it names the other
// person.
func (s *scene) buttonFor(p part, id string, label catalog.Key, pairs int) chat.Action {
	a := s.button(id, label, p.pair.ID, chat.StyleNormal)
	a.Label = s.w.T(label, catalog.A("Name", p.mate.Name))
	if pairs > 1 && !strings.Contains(a.Label, p.mate.Name) {
		a.Label += s.w.T(catalog.ActWithName, catalog.A("Name", p.mate.Name))
	}
	return a
}

// noticeCard is one sentence.
func noticeCard(s *scene, in store.Intent) (card, error) {
	k := catalog.Key(in.Arg)
	if !s.w.Has(k) {
		return unwanted("unknown-notice")
	}
	return say("", []chat.Block{chat.Line(s.w.T(k))})
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
