package teamstown

import (
	"strconv"
	"strings"

	"tsukiichi/adapters/townhall"
)

// Shown is a message as a person reads it: marks gone, one line for each row,
// buttons in [brackets].
type Shown struct {
	ID     string
	Text   string
	Edited bool
	Own    bool // typed by the person
}

// Screen is what a person has in front of them.
type Screen struct {
	Messages []Shown // oldest first
	Dialog   string  // "" for none
	// Errors are the sentences below the fields, by the last part of the
	// input's id.
	Errors map[string]string
}

// Screen is what the person sees.
func (t *Town) Screen(user string) Screen {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.person(user)
	var s Screen
	for _, m := range t.current[user].messages {
		if !m.gone {
			s.Messages = append(s.Messages, Shown{ID: m.id, Text: showMessage(m), Edited: m.edited, Own: m.own})
		}
	}
	if d := t.dialogs[user]; d != nil {
		s.Dialog = strings.Join(append([]string{d.title}, lines(d.card, d.typed)...), "\n")
		s.Errors = map[string]string{}
		for _, in := range fields(d.card) {
			if in.said != "" {
				s.Errors[in.id[strings.LastIndexAny(in.id, ":/|.#")+1:]] = in.said
			}
		}
	}
	return s
}

func showMessage(m *message) string {
	if m.shown == nil {
		return m.text
	}
	return strings.Join(lines(m.shown, nil), "\n")
}

// lines shows a card. typed is what its inputs hold, nil for a card in the
// chat.
func lines(card object, typed map[string]string) []string {
	out := elements(townhall.ListAt(card, "body"), typed)
	if row := labels(townhall.ListAt(card, "actions")); row != "" {
		out = append(out, row)
	}
	return out
}

func labels(actions []any) string {
	var out []string
	for _, v := range actions {
		a, _ := v.(object)
		out = append(out, "["+townhall.TextAt(a, "title")+"]")
	}
	return strings.Join(out, " ")
}

func elements(list []any, typed map[string]string) []string {
	var out []string
	for _, v := range list {
		e, _ := v.(object)
		if e == nil || e["isVisible"] == false {
			continue
		}
		out = append(out, element(e, typed)...)
	}
	return out
}

func element(e object, typed map[string]string) []string {
	kind := townhall.TextAt(e, "type")
	switch kind {
	case "TextBlock", "RichTextBlock":
		return []string{textOf(e)}
	case "ActionSet":
		return []string{labels(townhall.ListAt(e, "actions"))}
	case "FactSet":
		var out []string
		for _, v := range townhall.ListAt(e, "facts") {
			f, _ := v.(object)
			out = append(out, unmark(townhall.TextAt(f, "title"))+": "+unmark(townhall.TextAt(f, "value")))
		}
		return out
	case "ColumnSet":
		return []string{row(townhall.ListAt(e, "columns"), ": ", typed)}
	case "Table":
		var out []string
		for _, v := range townhall.ListAt(e, "rows") {
			r, _ := v.(object)
			out = append(out, row(townhall.ListAt(r, "cells"), " | ", typed))
		}
		return out
	case "Image":
		return []string{townhall.TextAt(e, "altText")}
	}
	switch {
	case strings.HasPrefix(kind, "Input."):
		in := input{id: townhall.TextAt(e, "id"), kind: kind, label: townhall.TextAt(e, "label"), element: e}
		return []string{in.show(typed[in.id])}
	case strings.HasPrefix(kind, "Chart."):
		return chart(e)
	default:
		return elements(townhall.ListAt(e, "items"), typed)
	}
}

// row is columns or cells on one line.
func row(list []any, between string, typed map[string]string) string {
	var out []string
	for _, v := range list {
		c, _ := v.(object)
		out = append(out, strings.Join(elements(townhall.ListAt(c, "items"), typed), " "))
	}
	return strings.Join(out, between)
}

// chart is a drawing's title and numbers.
func chart(e object) []string {
	out := []string{townhall.TextAt(e, "title")}
	for _, v := range townhall.ListAt(e, "data") {
		series, _ := v.(object)
		var points []string
		for _, v := range townhall.ListAt(series, "values") {
			p, _ := v.(object)
			n, _ := p["y"].(float64)
			points = append(points, townhall.TextAt(p, "x")+" "+strconv.FormatFloat(n, 'f', -1, 64))
		}
		out = append(out, townhall.TextAt(series, "legend")+": "+strings.Join(points, ", "))
	}
	return out
}

// textOf is the words of a text.
func textOf(e object) string {
	if e["type"] == "RichTextBlock" {
		return inlines(e)
	}
	return unmark(townhall.TextAt(e, "text"))
}
