package bottest

import (
	"fmt"
	"slices"
	"strings"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
)

// view is what the acting person sees, for a script that fails.
func (p *performance) view() string {
	if p.stage == nil || p.who == "" {
		return ""
	}
	s := p.stage.Screen(p.who)
	var sb strings.Builder
	fmt.Fprintf(&sb, "-- %s, %s --\n", p.who, p.stage.Now().In(japan()).Format("2006-01-02 15:04"))
	for i, line := range s.Chat {
		mark := " "
		if i >= p.read[p.who] {
			mark = "*"
		}
		fmt.Fprintf(&sb, "%s %s\n", mark, strings.ReplaceAll(line, "\n", "\n    "))
	}
	if s.Dialog != "" {
		fmt.Fprintf(&sb, "-- dialog --\n%s\n", s.Dialog)
	}
	for _, f := range slices.Sorted(mapKeys(s.Errors)) {
		fmt.Fprintf(&sb, "! %s: %s\n", f, s.Errors[f])
	}
	return sb.String()
}

func mapKeys(m map[string]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// show writes blocks and buttons as a person reads them.
func show(title string, body chat.Blocks, actions []chat.Action) string {
	var sb strings.Builder
	if title != "" {
		sb.WriteString(title + "\n")
	}
	sb.WriteString(reveal(body))
	for _, a := range actions {
		sb.WriteString("[" + a.Label + "] ")
	}
	return sb.String()
}

// reveal writes blocks with the private words that the page shows.
func reveal(body chat.Blocks) string {
	m := chat.Message{Body: body}
	text := m.Text()
	page := chat.Page{Sections: []chat.Section{{Body: body}}}
	for _, f := range page.Private() {
		text = strings.Replace(text, private.Mask, f.Text.Reveal(), 1)
	}
	if text == "" {
		return ""
	}
	return text + "\n"
}
