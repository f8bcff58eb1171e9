package bot

import (
	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/store"
)

// HR may switch off that people type what they write into the chat, which keeps
// it. Taps go on there; words are then written in dialogs and on pages alone.

const (
	actChatText = "chat-text.set" // arg: on or off
	chatTextOn  = "on"
	chatTextOff = "off"
)

// chatTextButton is HR's switch; ok is false where there is no programme yet.
func (s *scene) chatTextButton() (a chat.Action, ok bool, err error) {
	rules, ok, err := s.cityRules()
	if err != nil || !ok {
		return a, false, err
	}
	label, text, arg := catalog.ActChatTextOff, catalog.ChatTextOffAsk, chatTextOff
	if !rules.Programme().TextInChat() {
		label, text, arg = catalog.ActChatTextOn, catalog.ChatTextOnAsk, chatTextOn
	}
	a = s.button(actChatText, label, arg, chat.StyleNormal)
	a.Confirm = &chat.Confirm{Title: s.w.T(label), Text: s.w.T(text), Yes: s.w.T(catalog.AskYes), No: s.w.T(catalog.AskStop)}
	return a, true, nil
}

func (t *turn) setChatText(arg string) error {
	running, err := t.runningRules()
	if err != nil {
		return err
	}
	if len(running) == 0 || !t.hr || arg != chatTextOn && arg != chatTextOff {
		return t.notice(catalog.NoticeOldButton)
	}
	on, said := arg == chatTextOn, catalog.ChatTextIsOff
	if on {
		said = catalog.ChatTextIsOn
	}
	for _, r := range running { // the chat is the city's, whatever the programme
		prog := r.Programme()
		prog.ChatText = &on
		if err := store.Programmes.Put(t.tx, prog); err != nil {
			return err
		}
		t.audit("chat-text-"+arg, "programme/"+prog.ID)
	}
	return t.notice(said)
}

// dialogOnly marks what is not asked in the chat where HR has switched it off:
// a person's words, and who may see them.
func (s *scene) dialogOnly(f chat.Form) (chat.Form, error) {
	rules, ok, err := s.currentRules()
	if err != nil || !ok || rules.Programme().TextInChat() {
		return f, err
	}
	for i, fd := range f.Fields {
		line, shared := f.Field(lineOf(fd.ID))
		f.Fields[i].Dialog = isText(fd) || isShare(fd.ID) && shared && isText(line)
	}
	return f, nil
}

// needsDialog reports whether a form cannot be answered in the chat: nothing of
// it is asked there, or something is missing that is not.
func needsDialog(f chat.Form) bool {
	asked := false
	for _, fd := range f.Fields {
		if fd.Dialog && fd.Required {
			return true
		}
		asked = asked || !fd.Dialog
	}
	return !asked
}

// hasDialogOnly reports whether something of the form is left out in the chat.
func hasDialogOnly(f chat.Form) bool {
	for _, fd := range f.Fields {
		if fd.Dialog {
			return true
		}
	}
	return false
}
