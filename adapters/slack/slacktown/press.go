package slacktown

import (
	"fmt"
	"strings"

	"tsukiichi/adapters/townhall"
)

// A Place is where a person looks for a button.
type Place string

// The places of buttons.
const (
	InModal    Place = "modal"
	InHome     Place = "home"
	InMessages Place = "messages"
)

// Press presses the button with the label in the first of the places that has
// it, the newest message first; all places in their order where none is named.
// A label may be cut short where no other begins like it.
func (t *Town) Press(user, label string, places ...Place) error {
	if len(places) == 0 {
		places = []Place{InModal, InHome, InMessages}
	}
	for _, fits := range []func(string) bool{
		func(l string) bool { return l == label },
		func(l string) bool { return strings.HasPrefix(l, label) },
	} {
		for _, p := range places {
			t.mu.Lock()
			d := t.press(user, p, fits)
			t.mu.Unlock()
			if d != nil {
				return t.interact(d)
			}
		}
	}
	return fmt.Errorf("%w: %s", ErrNoButton, label)
}

func (t *Town) press(user string, p Place, fits func(string) bool) *Delivery {
	switch p {
	case InModal, InHome:
		v := t.top(user)
		if p == InHome {
			v = t.homes[user]
		}
		if v == nil {
			return nil
		}
		if b, block := button(townhall.ListAt(v.body, "blocks"), fits); b != nil {
			return t.pressInView(v, b, block)
		}
	case InMessages:
		ch := t.im(t.user(user).ID)
		for i := len(ch.messages) - 1; i >= 0; i-- {
			m := ch.messages[i]
			if m.gone {
				continue
			}
			if b, block := button(m.blocks, fits); b != nil {
				return t.pressInMessage(user, ch, m, b, block)
			}
		}
	}
	return nil
}

// button finds a button in blocks by its label.
func button(blocks []any, fits func(string) bool) (b object, block string) {
	for _, v := range blocks {
		o, _ := v.(object)
		elements := townhall.ListAt(o, "elements")
		if a := townhall.ObjectAt(o, "accessory"); a != nil {
			elements = append(elements, a)
		}
		for _, e := range elements {
			if el, _ := e.(object); el["type"] == "button" && fits(plain(el, "text")) {
				return el, townhall.TextAt(o, "block_id")
			}
		}
	}
	return nil, ""
}

// Button is the button of the newest message that has it, as it was sent; nil
// for none.
func (t *Town) Button(user, label string) map[string]any {
	t.mu.Lock()
	defer t.mu.Unlock()
	ch := t.im(t.user(user).ID)
	for i := len(ch.messages) - 1; i >= 0; i-- {
		if b, _ := button(ch.messages[i].blocks, func(l string) bool { return l == label }); b != nil {
			return b
		}
	}
	return nil
}

// PressOld presses a button of a message that is no longer there.
func (t *Town) PressOld(user string, button map[string]any) error {
	t.mu.Lock()
	ch := t.im(t.user(user).ID)
	m := &message{ts: t.ts(), text: "old", gone: true, blocks: []any{
		object{"type": "actions", "block_id": "old", "elements": []any{button}}}}
	d := t.pressInMessage(user, ch, m, button, "old")
	t.mu.Unlock()
	return t.interact(d)
}
