package teamstown

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"

	"tsukiichi/adapters/townhall"
)

// dialog is a task module that is open.
type dialog struct {
	title string
	card  object
	typed map[string]string // by input id
	first map[string]string // what the form held when it opened
}

// readAnswer is an answer's JSON, nil for an empty one.
func readAnswer(a townhall.Answered) (object, bool) {
	var out object
	if len(bytes.TrimSpace(a.Body)) == 0 {
		return nil, true
	}
	return out, json.Unmarshal(a.Body, &out) == nil && out != nil
}

// wrong records an answer that Teams does not understand.
func (t *Town) wrong(where, problem string) error {
	t.Refuse(where, problem)
	return fmt.Errorf("%w: %s: %s", ErrNotShown, where, problem)
}

// showTask opens, changes or closes the dialog.
func (t *Town) showTask(d *Delivery, a townhall.Answered) error {
	answer, ok := readAnswer(a)
	if !ok || a.Status != http.StatusOK {
		return t.wrong(d.Name(), fmt.Sprintf("status %d, or no JSON", a.Status))
	}
	if len(answer) == 0 {
		delete(t.dialogs, d.User)
		return nil
	}
	task := townhall.ObjectAt(answer, "task")
	switch kind := townhall.TextAt(task, "type"); kind {
	case "message":
		if townhall.TextAt(task, "value") == "" {
			return t.wrong(d.Name(), "a message that says nothing")
		}
		delete(t.dialogs, d.User)
		return nil
	case "continue":
		return t.openTask(d, townhall.ObjectAt(task, "value"), size(string(a.Body)))
	default:
		return t.wrong(d.Name(), "task of type "+kind)
	}
}

// openTask draws a dialog. There is one at a time: what was typed into the one
// before it is gone, unless the new one holds it.
func (t *Town) openTask(d *Delivery, info object, length int) error {
	t.counts.Dialogs++
	card := townhall.ObjectAt(info, "card")
	if townhall.TextAt(card, "contentType") != cardType {
		return t.wrong(d.Name(), "a dialog without a card")
	}
	if length > mostSize {
		return t.wrong(d.Name(), fmt.Sprintf("the dialog has %d bytes in UTF-16", length))
	}
	content := townhall.ObjectAt(card, "content")
	if problems := t.checkCard(content, true); len(problems) > 0 {
		t.Refuse(d.Name(), problems...)
		return fmt.Errorf("%w: %s: %s", ErrNotShown, d.Name(), problems[0])
	}
	for _, side := range []string{"height", "width"} {
		if s, ok := info[side].(string); ok && !slices.Contains([]string{"small", "medium", "large"}, s) {
			return t.wrong(d.Name(), side+" "+s)
		}
	}
	if townhall.TextAt(info, "title") == "" {
		return t.wrong(d.Name(), "a dialog without a title")
	}
	open := &dialog{title: townhall.TextAt(info, "title"), card: clone(content), typed: map[string]string{}, first: map[string]string{}}
	for _, in := range fields(open.card) {
		open.typed[in.id], open.first[in.id] = in.initial(), in.initial()
	}
	if was := t.dialogs[d.User]; was != nil && d.Name() == "task/submit" && was.sends() == open.sends() {
		open.first = was.first // the same form, with what is wrong
	}
	t.dialogs[d.User] = open
	return nil
}

// errorType is an answer that says that a press did not work.
const errorType = "application/vnd.microsoft.error"

// showCard does what the answer to an Action.Execute says.
func (t *Town) showCard(d *Delivery, a townhall.Answered) error {
	answer, ok := readAnswer(a)
	code, _ := answer["statusCode"].(float64)
	kind := townhall.TextAt(answer, "type")
	if !ok || a.Status != http.StatusOK || (code == http.StatusOK) == (kind == errorType) {
		return t.wrong(d.Name(), fmt.Sprintf("status %d, statusCode %v, type %s", a.Status, answer["statusCode"], kind))
	}
	switch kind {
	case errorType:
		said := townhall.TextAt(townhall.ObjectAt(answer, "value"), "message")
		if said == "" {
			return t.wrong(d.Name(), "an error that says nothing")
		}
		return fmt.Errorf("%w: %s", ErrSaidNo, said)
	case cardType:
		card := townhall.ObjectAt(answer, "value")
		if problems := t.checkCard(card, false); len(problems) > 0 {
			t.Refuse(d.Name(), problems...)
			return fmt.Errorf("%w: %s: %s", ErrNotShown, d.Name(), problems[0])
		}
		for _, m := range t.current[d.User].messages {
			if m.id == townhall.TextAt(d.Activity, "replyToId") {
				m.shown, m.answered = clone(card), true
			}
		}
		return nil
	case "application/vnd.microsoft.activity.message":
		if _, ok := answer["value"].(string); !ok {
			return t.wrong(d.Name(), "a message that is no text")
		}
		return nil
	default:
		return t.wrong(d.Name(), "answer of type "+kind)
	}
}

// clone is a card that may be changed; nil stays nil.
func clone(card object) object {
	if card == nil {
		return nil
	}
	var out object
	if err := json.Unmarshal([]byte(canonical(card)), &out); err != nil {
		panic("teamstown: card: " + err.Error())
	}
	return out
}

// Close closes the person's dialog: nothing is sent.
func (t *Town) Close(user string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.dialogs, user)
}

// Undo takes back what the person typed into the open dialog: its fields hold
// again what they held before it was ever sent off.
func (t *Town) Undo(user string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if d := t.dialogs[user]; d != nil {
		maps.Copy(d.typed, d.first)
	}
}

// Submit sends the person's open dialog off with its form's button, with the
// fields given over what it holds. A field is named by its id, the last part of
// it, or its label.
func (t *Town) Submit(user string, values map[string][]string) error {
	t.mu.Lock()
	d := t.dialogs[user]
	if d == nil {
		t.mu.Unlock()
		return ErrNoDialog
	}
	for name, texts := range values {
		in, ok := named(fields(d.card), name)
		if !ok {
			t.mu.Unlock()
			return fmt.Errorf("%w: %s", ErrNoField, name)
		}
		d.typed[in.id] = in.filled(texts)
	}
	send, ok := d.send()
	if !ok {
		t.mu.Unlock()
		return fmt.Errorf("%w: it has nothing to send", ErrNoDialog)
	}
	out := t.task(user, "task/submit", d.gather(user, send), nil)
	t.mu.Unlock()
	return t.hand(out)
}

// send is the form's own button, below all others.
func (d *dialog) send() (button, bool) {
	all := buttons(d.card)
	i := slices.IndexFunc(all, func(b button) bool { return b.root && b.kind == "Action.Submit" })
	if i < 0 {
		return button{}, false
	}
	return all[i], true
}

// sends says which form it is.
func (d *dialog) sends() string {
	b, _ := d.send()
	return canonical(b.action["data"])
}

// gather is what a button of the dialog sends: its data and all inputs.
func (d *dialog) gather(user string, b button) object {
	out := object{}
	maps.Copy(out, townhall.ObjectAt(b.action, "data"))
	for _, in := range fields(d.card) {
		if v, has := in.sent(d.typed[in.id], terse(user)); has {
			out[in.id] = v
		}
	}
	return out
}
