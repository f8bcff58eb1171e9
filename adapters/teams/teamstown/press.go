package teamstown

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"tsukiichi/adapters/townhall"
)

// button is an action that somebody can press.
type button struct {
	label, kind string
	action      object
	root        bool // stands in the card's own row, below everything
}

// opens reports whether it asks for a dialog.
func (b button) opens() bool {
	return townhall.TextAt(townhall.ObjectAt(townhall.ObjectAt(b.action, "data"), "msteams"), "type") == "task/fetch"
}

// fields lists the inputs of a card that are in view, each with the error that
// stands directly below it.
func fields(card object) []input {
	var out []input
	last := -1 // the input right above
	walk(card, func(e object) {
		kind := townhall.TextAt(e, "type")
		switch {
		case strings.HasPrefix(kind, "Input."):
			out = append(out, input{id: townhall.TextAt(e, "id"), kind: kind, label: townhall.TextAt(e, "label"), element: e})
			last = len(out) - 1
		case last >= 0 && loud(e):
			out[last].said = strings.TrimPrefix(out[last].said+"\n"+textOf(e), "\n")
		default:
			last = -1
		}
	})
	return out
}

// loud reports whether an element's text is drawn as something that is wrong.
func loud(e object) bool {
	if townhall.TextAt(e, "color") == "attention" {
		return true
	}
	for _, v := range townhall.ListAt(e, "inlines") {
		if run, _ := v.(object); townhall.TextAt(run, "color") == "attention" {
			return true
		}
	}
	return false
}

// buttons lists the actions of a card that are in view, from its top.
func buttons(card object) []button {
	var out []button
	take := func(list []any, root bool) {
		for _, v := range list {
			a, _ := v.(object)
			out = append(out, button{label: townhall.TextAt(a, "title"), kind: townhall.TextAt(a, "type"), action: a, root: root})
		}
	}
	walk(card, func(e object) {
		if e["type"] == "ActionSet" {
			take(townhall.ListAt(e, "actions"), false)
		}
	})
	take(townhall.ListAt(card, "actions"), true)
	return out
}

// walk visits the elements of a card that are in view, in the order in which
// they stand.
func walk(o object, visit func(object)) {
	for _, key := range []string{"body", "items", "columns", "rows", "cells"} {
		for _, v := range townhall.ListAt(o, key) {
			e, _ := v.(object)
			if e == nil || e["isVisible"] == false {
				continue
			}
			visit(e)
			walk(e, visit)
		}
	}
}

// A Place is where a person looks for a button.
type Place string

// The places of buttons.
const (
	InDialog   Place = "dialog"
	InMessages Place = "messages"
)

// Press presses the button with the label in the first of the places that has
// it, the newest message first; all places in their order where none is named.
// A label may be cut short where no other begins like it. Where the button asks
// first, [Town.Confirm] says yes.
func (t *Town) Press(user, label string, places ...Place) error {
	return t.PressWhere(user, label, func(string) bool { return true }, places...)
}

// PressWhere looks only into the messages whose ids are given.
func (t *Town) PressWhere(user, label string, where func(id string) bool, places ...Place) error {
	if len(places) == 0 {
		places = []Place{InDialog, InMessages}
	}
	for _, fits := range []func(string) bool{
		func(l string) bool { return l == label },
		func(l string) bool { return strings.HasPrefix(l, label) },
	} {
		for _, p := range places {
			t.mu.Lock()
			d, found, err := t.press(user, p, where, fits)
			t.mu.Unlock()
			if found {
				if d == nil {
					return err
				}
				return t.hand(d)
			}
		}
	}
	return fmt.Errorf("%w: %s", ErrNoButton, label)
}

func (t *Town) press(user string, p Place, where func(string) bool, fits func(string) bool) (*Delivery, bool, error) {
	t.person(user)
	find := func(card object) (button, bool) {
		all := buttons(card)
		i := slices.IndexFunc(all, func(b button) bool { return fits(b.label) })
		if i < 0 {
			return button{}, false
		}
		return all[i], true
	}
	if p == InDialog {
		if d := t.dialogs[user]; d != nil {
			if b, ok := find(d.card); ok {
				out, err := t.pressInDialog(user, d, b)
				return out, true, err
			}
		}
		return nil, false, nil
	}
	messages := t.current[user].messages
	for _, m := range slices.Backward(messages) {
		if m.gone || m.shown == nil || !where(m.id) {
			continue
		}
		if b, ok := find(m.shown); ok {
			out, err := t.pressInMessage(user, m, b)
			return out, true, err
		}
	}
	return nil, false, nil
}

func (t *Town) pressInDialog(user string, d *dialog, b button) (*Delivery, error) {
	switch {
	case b.kind == "Action.ToggleVisibility":
		t.toggle(user, d.card, b)
		return nil, nil
	case b.kind == "Action.Submit" && !b.opens():
		return t.task(user, "task/submit", d.gather(user, b), nil), nil
	}
	return nil, t.wrong("dialog", "a button of type "+b.kind+" does nothing here")
}

func (t *Town) pressInMessage(user string, m *message, b button) (*Delivery, error) {
	old := t.people[user].Old
	if old && b.kind == "Action.Execute" {
		fallback := townhall.ObjectAt(b.action, "fallback")
		if townhall.TextAt(fallback, "type") != "Action.Submit" {
			return nil, t.wrong("message", "Action.Execute without a fallback for older clients")
		}
		b.action, b.kind = fallback, "Action.Submit"
	}
	data := object{}
	maps.Copy(data, townhall.ObjectAt(b.action, "data"))
	switch {
	case b.kind == "Action.ToggleVisibility":
		t.toggle(user, m.shown, b)
		return nil, nil
	case b.kind == "Action.Execute":
		return t.executed(user, m, b, data), nil
	case b.kind == "Action.Submit" && b.opens() && !old:
		return t.task(user, "task/fetch", data, m), nil
	case b.kind == "Action.Submit":
		return t.tapped(user, m, data), nil
	}
	return nil, t.wrong("message", "a button of type "+b.kind+" does nothing here")
}

// toggle shows and hides what the button names, and remembers the buttons that
// came into view.
func (t *Town) toggle(user string, card object, b button) {
	before := buttons(card)
	for _, v := range townhall.ListAt(b.action, "targetElements") {
		id, _ := v.(string)
		target, _ := v.(object)
		fill(&id, townhall.TextAt(target, "elementId"))
		if e := byID(card, id); e != nil {
			show, said := target["isVisible"].(bool)
			e["isVisible"] = said && show || !said && e["isVisible"] == false
		}
	}
	t.revealed[user] = slices.DeleteFunc(buttons(card), func(b button) bool {
		return slices.ContainsFunc(before, func(was button) bool { return canonical(was.action) == canonical(b.action) })
	})
}

// byID finds an element anywhere in a card.
func byID(o object, id string) object {
	for _, key := range []string{"body", "items", "columns", "rows", "cells"} {
		for _, v := range townhall.ListAt(o, key) {
			e, _ := v.(object)
			if e == nil {
				continue
			}
			if e["id"] == id {
				return e
			}
			if found := byID(e, id); found != nil {
				return found
			}
		}
	}
	return nil
}

// Confirm presses the first button that the last press brought into view. ok is
// false where it brought none: then there was nothing to ask.
func (t *Town) Confirm(user string) (ok bool, err error) {
	t.mu.Lock()
	fresh := t.revealed[user]
	delete(t.revealed, user)
	t.mu.Unlock()
	if len(fresh) == 0 {
		return false, nil
	}
	return true, t.Press(user, fresh[0].label)
}

// Button is the button of the newest message that has it, as it was sent; nil
// for none.
func (t *Town) Button(user, label string) map[string]any {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, m := range slices.Backward(t.current[user].messages) {
		for _, b := range buttons(m.shown) {
			if b.label == label {
				return b.action
			}
		}
	}
	return nil
}

// PressOld presses a button of a message that is no longer there.
func (t *Town) PressOld(user string, action map[string]any) error {
	t.mu.Lock()
	t.person(user)
	m := &message{id: t.id(), gone: true}
	d, err := t.pressInMessage(user, m, button{label: townhall.TextAt(action, "title"), kind: townhall.TextAt(action, "type"), action: action})
	t.mu.Unlock()
	if d == nil {
		return err
	}
	return t.hand(d)
}
