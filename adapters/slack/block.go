package slack

import (
	"strconv"
	"strings"

	sdk "github.com/slack-go/slack"

	"tsukiichi/bot/chat"
)

// surface is where blocks are drawn. Messages take tables and charts; homes
// and modals refuse tables, so both are rows of text there.
type surface int

const (
	inMessage surface = iota
	inView
)

// piece is a block with the size of its text.
type piece struct {
	block sdk.Block
	size  int
}

// pieces draws blocks. In a view no piece is longer than a few thousand units,
// so that pages can be filled with them.
func (r *renderer) pieces(in chat.Blocks, where surface) []piece {
	var out []piece
	for _, b := range in {
		r.draw(b, where, func(block sdk.Block, size int) { out = append(out, piece{block, size}) })
	}
	return out
}

func (r *renderer) draw(b chat.Block, where surface, put func(sdk.Block, int)) {
	from := r.size
	add := func(block sdk.Block) {
		put(block, r.size-from)
		from = r.size
	}
	switch b := b.(type) {
	case chat.Text:
		add(rich(line(r.spans(b.Spans))))
	case chat.Note:
		if speaks(b.Spans) {
			add(rich(line(r.spans(b.Spans))))
		} else {
			add(r.remark(saidBy(b.Spans)))
		}
	case chat.Facts:
		r.facts(b, where, add)
	case chat.Progress:
		add(rich(line(r.progress(b))))
	case chat.File:
		add(rich(line(r.file(b))))
	case chat.Table:
		if where == inMessage {
			add(r.table(b))
		} else {
			r.tableRows(b, add)
		}
	case chat.Chart:
		r.chart(b, where, add)
	}
}

// pieceSize is how long rows of text grow before the next block begins.
const pieceSize = 2_500

// facts are one line each.
func (r *renderer) facts(b chat.Facts, where surface, add func(sdk.Block)) {
	var lines []sdk.RichTextElement
	begun := r.size
	for _, f := range b.Rows {
		if where == inView && len(lines) > 0 && r.size-begun > pieceSize {
			add(rich(lines...))
			lines, begun = nil, r.size
		}
		row := r.word(nil, f.Label, bold())
		row = r.word(row, "  ", nil)
		lines = append(lines, line(append(row, r.spans(f.Value)...)))
	}
	add(rich(lines...))
}

// progressCells is how long the bar is.
const progressCells = 10

func (r *renderer) progress(b chat.Progress) []sdk.RichTextSectionElement {
	full := b.Done * progressCells / max(1, b.Of)
	bar := strings.Repeat("■", full) + strings.Repeat("□", progressCells-full)
	out := r.word(nil, b.Label, bold())
	return r.word(out, "  "+bar+" "+strconv.Itoa(b.Done)+"／"+strconv.Itoa(b.Of), nil)
}

// file is the file's line; the file itself follows the message.
func (r *renderer) file(b chat.File) []sdk.RichTextSectionElement {
	out := r.word(nil, b.Name, bold())
	if b.Note != "" {
		out = r.word(out, "  "+b.Note, nil)
	}
	return out
}

// table is a table as messages draw it. Its first row is the head.
func (r *renderer) table(b chat.Table) sdk.Block {
	t := sdk.NewDataTableBlock(r.raw(b.Caption, chat.MaxTitle)).WithPageSize(min(len(b.Rows)+1, chat.MaxTableRows+1))
	t.AddRow(r.cells(b.Head)...)
	for _, row := range b.Rows {
		t.AddRow(r.cells(row)...)
	}
	return t
}

func (r *renderer) cells(in []string) []sdk.DataTableCell {
	out := make([]sdk.DataTableCell, len(in))
	for i, c := range in {
		if c == "" {
			c = "\u00a0" // an empty cell is no text
		}
		out[i] = sdk.NewDataTableRawTextCell(r.raw(c, chat.MaxCell))
	}
	return out
}

// tableRows is a table where none can be drawn: a line for each row.
func (r *renderer) tableRows(b chat.Table, add func(sdk.Block)) {
	lines := []sdk.RichTextElement{line(r.word(nil, b.Caption, bold()))}
	begun := r.size
	for _, row := range b.Rows {
		if r.size-begun > pieceSize {
			add(rich(lines...))
			lines, begun = nil, r.size
		}
		lines = append(lines, line(r.tableRow(b.Head, row)))
	}
	add(rich(lines...))
}

// tableRow is the first cell, then the others behind their heads.
func (r *renderer) tableRow(head, row []string) []sdk.RichTextSectionElement {
	var out []sdk.RichTextSectionElement
	var rest []string
	for i, c := range row {
		switch {
		case i == 0:
			out = r.word(out, "・"+c, bold())
		case c != "":
			rest = append(rest, head[i]+": "+c)
		}
	}
	if len(rest) == 0 {
		return out
	}
	return r.word(out, "  "+strings.Join(rest, " ／ "), nil)
}
