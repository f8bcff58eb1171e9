package bot

import (
	"slices"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
)

// listing is a list that may be longer than one section holds: a home shows the
// beginning of it and how many more there are, its page all of it.
type listing struct {
	title   string
	intro   []chat.Block
	rows    []chat.Fact
	outro   []chat.Block
	actions []chat.Action
}

// empty reports whether there is nothing to show of it.
func (l listing) empty() bool {
	return len(l.intro)+len(l.rows)+len(l.outro)+len(l.actions) == 0
}

// sections is the listing on a home or, whole, on the page of the part of the
// home that it belongs to.
func (l listing) sections(s *scene, part string, whole bool) []chat.Section {
	if whole {
		return l.whole()
	}
	sec := chat.Section{Title: l.title, Body: slices.Clone(l.intro), Actions: l.actions}
	if rows := s.someRows(l.rows); len(rows) > 0 {
		sec.Body = append(sec.Body, chat.Facts{Rows: rows})
	}
	sec.Body = append(sec.Body, l.outro...)
	if sec.Actions = s.someActions(l.actions, part); len(l.rows) > chat.MaxFacts && len(l.actions) <= chat.MaxActions {
		shown := l.actions[:min(len(l.actions), chat.MaxActions-1)]
		sec.Actions = append(slices.Clone(shown), s.allButton(part, len(l.rows)-chat.MaxFacts+1))
	}
	return []chat.Section{sec}
}

// allButton leads to the page of a part of the home, of which so many items do
// not stand here.
func (s *scene) allButton(part string, hidden int) chat.Action {
	return s.button(actHomePart, catalog.ActHomeAll, part, chat.StyleNormal, catalog.N(hidden))
}

// someActions is as many buttons as stand together, the last of which leads to all
// of them.
func (s *scene) someActions(actions []chat.Action, part string) []chat.Action {
	hidden := len(actions) - chat.MaxActions + 1
	if hidden < 2 {
		return actions
	}
	return append(slices.Clone(actions[:chat.MaxActions-1]), s.allButton(part, hidden))
}

// someRows is as many rows as stand together; the last says how many more there
// are.
func (s *scene) someRows(rows []chat.Fact) []chat.Fact {
	if len(rows) <= chat.MaxFacts {
		return rows
	}
	more := s.w.T(catalog.MoreItems, catalog.N(len(rows)-chat.MaxFacts+1))
	return append(slices.Clone(rows[:chat.MaxFacts-1]), chat.Pair(s.w.T(catalog.FactMore), more))
}

// whole is all of the listing, in as many sections as it takes: rows and buttons
// that belong together stay together where there are as many of both.
func (l listing) whole() (out []chat.Section) {
	size := chat.MaxFacts
	if len(l.actions) > 0 && len(l.rows) == len(l.actions) {
		size = chat.MaxActions
	}
	rows := slices.Collect(slices.Chunk(l.rows, size))
	acts := slices.Collect(slices.Chunk(l.actions, chat.MaxActions))
	for i := range max(1, len(rows), len(acts)) {
		var sec chat.Section
		if i == 0 {
			sec.Title, sec.Body = l.title, slices.Clone(l.intro)
		}
		if i < len(rows) {
			sec.Body = append(sec.Body, chat.Facts{Rows: rows[i]})
		}
		if i < len(acts) {
			sec.Actions = acts[i]
		}
		out = append(out, sec)
	}
	last := &out[len(out)-1]
	last.Body = append(last.Body, l.outro...)
	return out
}
