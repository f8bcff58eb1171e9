package slacktown

import (
	"strconv"
	"strings"

	"tsukiichi/adapters/townhall"
)

// Shown is a message or a view as a person reads it: marks of bold and links
// gone, one line for each row, buttons in [brackets].
type Shown struct {
	Text   string
	Edited bool
	Own    bool // typed by the person
	Files  bool // nothing but files
}

// Screen is what a person has in front of them.
type Screen struct {
	Messages []Shown // oldest first
	Home     string  // "" before it was published
	Modal    string  // the top one; "" for none
	Stacked  int     // how many modals
	Errors   map[string]string
}

// Screen is what the person sees. Errors stand by the field's action_id.
func (t *Town) Screen(user string) Screen {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := Screen{Stacked: len(t.stacks[user])}
	if ch := t.channels["D"+user]; ch != nil {
		for _, m := range ch.messages {
			if !m.gone {
				s.Messages = append(s.Messages, Shown{Text: t.showMessage(m), Edited: m.edited, Own: m.own, Files: len(m.blocks) == 0 && m.text == "" && len(m.files) > 0})
			}
		}
	}
	if v := t.homes[user]; v != nil {
		s.Home = t.showView(v)
	}
	if v := t.top(user); v != nil {
		s.Modal, s.Errors = t.showView(v), map[string]string{}
		for _, in := range inputs(v.body) {
			if said := v.errors[in.block]; said != "" {
				s.Errors[in.action] = said
			}
		}
	}
	return s
}

func (t *Town) showMessage(m *message) string {
	if m.own || len(m.blocks) == 0 {
		lines := append([]string{t.unmark(m.text)}, m.files...)
		return strings.TrimSpace(strings.Join(lines, "\n"))
	}
	return strings.Join(append(t.lines(m.blocks, nil), m.files...), "\n")
}

func (t *Town) showView(v *view) string {
	var out []string
	if title := plain(v.body, "title"); title != "" {
		out = append(out, title)
	}
	out = append(out, t.lines(townhall.ListAt(v.body, "blocks"), v)...)
	if s := plain(v.body, "submit"); s != "" {
		out = append(out, "["+s+"]")
	}
	return strings.Join(out, "\n")
}

// lines shows blocks. v is the view that they stand in, nil for a message.
func (t *Town) lines(blocks []any, v *view) []string {
	var out []string
	for _, b := range blocks {
		o, _ := b.(object)
		switch townhall.TextAt(o, "type") {
		case "header", "section":
			if s := townhall.ObjectAt(o, "text"); s != nil {
				out = append(out, t.words(s))
			}
			for _, f := range townhall.ListAt(o, "fields") {
				fo, _ := f.(object)
				out = append(out, fact(t.words(fo)))
			}
			if a := townhall.ObjectAt(o, "accessory"); a != nil {
				out = append(out, "["+plain(a, "text")+"]")
			}
		case "context":
			for _, e := range townhall.ListAt(o, "elements") {
				eo, _ := e.(object)
				out = append(out, t.words(eo))
			}
		case "actions":
			var labels []string
			for _, e := range townhall.ListAt(o, "elements") {
				eo, _ := e.(object)
				labels = append(labels, "["+plain(eo, "text")+"]")
			}
			out = append(out, strings.Join(labels, " "))
		case "input":
			out = append(out, t.field(o, v))
		case "rich_text":
			out = append(out, t.rich(o)...)
		case "data_table", "table":
			out = append(out, grid(o)...)
		case "data_visualization":
			out = append(out, townhall.TextAt(o, "title"))
		}
	}
	return out
}

// fact puts a field's label and value on one line.
func fact(s string) string {
	label, value, ok := strings.Cut(s, "\n")
	if !ok {
		return s
	}
	return strings.TrimSuffix(label, ":") + ": " + value
}

func grid(o object) []string {
	var out []string
	if c := townhall.TextAt(o, "caption"); c != "" {
		out = append(out, c)
	}
	for _, r := range townhall.ListAt(o, "rows") {
		var cells []string
		cs, _ := r.([]any)
		for _, c := range cs {
			co, _ := c.(object)
			s := townhall.TextAt(co, "text")
			if n, ok := co["value"].(float64); ok && s == "" {
				s = strconv.FormatFloat(n, 'f', -1, 64)
			}
			cells = append(cells, s)
		}
		out = append(out, strings.Join(cells, " | "))
	}
	return out
}

// field shows a field: its action_id, label, options and what it holds.
func (t *Town) field(o object, v *view) string {
	e := townhall.ObjectAt(o, "element")
	s := townhall.TextAt(e, "action_id") + " " + plain(o, "label")
	for _, op := range options(e) {
		oo, _ := op.(object)
		s += " (" + unmark(plain(oo, "text")) + ")"
	}
	if v != nil {
		held := v.typed[townhall.TextAt(o, "block_id")+"\x00"+townhall.TextAt(e, "action_id")]
		for _, val := range holds(held) {
			s += " = " + val
		}
	}
	return s
}

// holds is what a field's state holds, as values.
func holds(state object) []string {
	var out []string
	for _, k := range []string{"value", "selected_date", "selected_time", "selected_user"} {
		if s := townhall.TextAt(state, k); s != "" {
			out = append(out, s)
		}
	}
	list := townhall.ListAt(state, "selected_options")
	if o := townhall.ObjectAt(state, "selected_option"); o != nil {
		list = append(list, o)
	}
	for _, v := range list {
		o, _ := v.(object)
		out = append(out, townhall.TextAt(o, "value"))
	}
	return out
}
