package teams

import (
	"strconv"
	"strings"

	"tsukiichi/bot/chat"
)

// unasked is the source of a page that cannot be asked for again: it answered
// a form.
var unasked = source{Action: "~"}

// pageDialog is the part of a page, counted from 0, as a dialog. Private words
// stand in it.
func (r *renderer) pageDialog(p chat.Page, from source, part int) task {
	d := r.inDialog()
	parts := fill(d.pieces(p.Sections))
	part = min(max(part, 0), len(parts)-1)
	body := parts[part]
	if units(p.Title) > maxTitle {
		body = append([]element{heading(p.Title, "large")}, body...)
	}
	switch {
	case len(parts) == 1:
	case from == unasked:
		body = append(body, said(r.words.Cut, subtle()))
	default:
		body = append(body, d.turn(from, part, len(parts))...)
	}
	return task{Title: cut(p.Title, maxTitle), Width: sizeMedium, Height: sizeLarge, Card: d.card(body)}
}

// maxTitle is how much of a title surely stands in a dialog's title bar.
const maxTitle = 40

// turn is how to get to the other parts.
func (d *drawing) turn(from source, n, of int) []element {
	to := func(label string, part int) element {
		return d.submit(label, carried{Turn: &turnData{Action: from.Action, Arg: from.Arg, Part: part}}, false)
	}
	var buttons []element
	if n > 0 {
		buttons = append(buttons, to(d.words.Back, n-1))
	}
	if n < of-1 {
		buttons = append(buttons, to(d.words.More, n+1))
	}
	where := strings.NewReplacer("{n}", strconv.Itoa(n+1), "{of}", strconv.Itoa(of)).Replace(d.words.PageOf)
	return []element{merge(element{"separator": true, "spacing": "large"}, said(where, subtle())), buttonRow(buttons...)}
}

// pageCard is a page as a card in the chat. The chat keeps its history, so
// private words and files are not in it: a sentence says so, and a button opens
// the page as a dialog. The button also leads to what does not fit.
func (r *renderer) pageCard(p chat.Page, from source) card {
	d := r.inChat()
	hidden := false
	sections := make([]chat.Section, 0, len(p.Sections))
	for _, s := range p.Sections {
		body, left := public(s.Body)
		if left {
			hidden = true
			body = append(body, chat.Remark(r.words.Hidden))
		}
		sections = append(sections, chat.Section{Title: s.Title, Body: body, Actions: s.Actions})
	}
	parts := fill(d.pieces(sections))
	body := append([]element{heading(p.Title, "large")}, parts[0]...)
	if len(parts) > 1 {
		body = append(body, said(r.words.Cut, subtle()))
	}
	if (hidden || len(parts) > 1) && from != unasked {
		body = append(body, buttonRow(d.submit(r.words.OpenPage, carried{Turn: &turnData{Action: from.Action, Arg: from.Arg}}, true)))
	}
	return d.card(body)
}

// public is what of the blocks may stay in the chat; left says that something
// was left out.
func public(in chat.Blocks) (out chat.Blocks, left bool) {
	for _, b := range in {
		switch b := b.(type) {
		case chat.File:
			left = true
			continue
		case chat.Text:
			if holdsPrivate(b.Spans) {
				left = true
				continue
			}
		case chat.Note:
			if holdsPrivate(b.Spans) {
				left = true
				continue
			}
		case chat.Facts:
			var rows []chat.Fact
			for _, f := range b.Rows {
				if holdsPrivate(f.Value) {
					left = true
					continue
				}
				rows = append(rows, f)
			}
			out = append(out, chat.Facts{Rows: rows})
			continue
		}
		out = append(out, b)
	}
	return out, left
}

func holdsPrivate(spans []chat.Span) bool {
	for _, s := range spans {
		if s.Kind == chat.SpanPrivate {
			return true
		}
	}
	return false
}

// piece is elements that stay together.
type piece []element

// maxPiece is how large a block may be to stay in one piece.
const maxPiece = 10_000

// pieces are the sections, each with a line above it.
func (d *drawing) pieces(sections []chat.Section) []piece {
	var out []piece
	for i, s := range sections {
		from := len(out)
		for _, b := range s.Body {
			out = append(out, d.whole(b)...)
		}
		if buttons := d.actions(s.Actions); len(buttons) > 0 {
			out = append(out, buttons)
		}
		if s.Title != "" {
			title := heading(s.Title, "medium")
			if from == len(out) {
				out = append(out, piece{title})
			} else {
				out[from] = append(piece{title}, out[from]...)
			}
		}
		if i > 0 && from < len(out) {
			first := out[from][0]
			first["separator"], first["spacing"] = true, "large"
		}
	}
	return out
}

// whole is a block in one piece, or where it is long in as many as it has
// elements.
func (d *drawing) whole(b chat.Block) []piece {
	elements := d.blocks(chat.Blocks{b})
	if size(elements) <= maxPiece {
		if len(elements) == 0 {
			return nil
		}
		return []piece{elements}
	}
	var out []piece
	for _, e := range elements {
		out = append(out, piece{e})
	}
	return out
}

// fill puts pieces onto as many cards as they need, at least one.
func fill(pieces []piece) [][]element {
	out, room := [][]element{nil}, maxCardUnits-ownUnits
	left := room
	for _, p := range pieces {
		n := size(p)
		if n > left && len(out[len(out)-1]) > 0 {
			out, left = append(out, nil), room
		}
		left -= n
		out[len(out)-1] = append(out[len(out)-1], p...)
	}
	return out
}
