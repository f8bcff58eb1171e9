package teams

import (
	"strconv"
	"strings"

	"tsukiichi/bot/chat"
)

// blocks draws blocks, one after the other.
func (d *drawing) blocks(in chat.Blocks) []element {
	var out []element
	for _, b := range in {
		for _, e := range d.block(b) {
			if e != nil {
				out = append(out, e)
			}
		}
	}
	return out
}

func (d *drawing) block(b chat.Block) []element {
	switch b := b.(type) {
	case chat.Text:
		return []element{d.paragraph(b.Spans, nil)}
	case chat.Note:
		return []element{d.paragraph(b.Spans, look{"isSubtle": true, "size": "small"})}
	case chat.Facts:
		return d.facts(b)
	case chat.Progress:
		return []element{progress(b)}
	case chat.File:
		return d.files(b)
	case chat.Table:
		return d.table(b)
	case chat.Chart:
		return d.chart(b)
	default:
		return nil
	}
}

// facts are rows of two columns. All rows of a block are divided alike, as far
// as their labels need it.
func (d *drawing) facts(b chat.Facts) []element {
	width := 0
	for _, f := range b.Rows {
		width = max(width, columnWidth(f.Label))
	}
	var out []element
	for _, f := range b.Rows {
		value := d.paragraph(f.Value, nil)
		if value == nil {
			continue
		}
		row := element{"type": "ColumnSet", "columns": []element{
			{"type": "Column", "width": strconv.Itoa(width) + "px", "items": []element{said(f.Label, strong())}},
			{"type": "Column", "width": "stretch", "items": []element{value}},
		}}
		if len(out) > 0 {
			row["spacing"] = "small"
		}
		out = append(out, row)
	}
	return out
}

// How wide a column of labels is, in pixels.
const (
	narrowest = 56
	widest    = 126
)

func columnWidth(label string) int { return min(max(textWidth(label), narrowest), widest) }

// textWidth is about how wide bold text is, in pixels: a character of Japanese
// a little more than its 14, others about half of that.
func textWidth(s string) int {
	n := 0
	for _, r := range s {
		if r < 0x1100 {
			n += 8
		} else {
			n += 15
		}
	}
	return n
}

// progressCells is how long the bar is.
const progressCells = 10

func progress(b chat.Progress) element {
	full := b.Done * progressCells / max(1, b.Of)
	bar := strings.Repeat("■", full) + strings.Repeat("□", progressCells-full)
	runs := run(b.Label, strong())
	return rich(append(runs, run("  "+bar+" "+strconv.Itoa(b.Done)+"／"+strconv.Itoa(b.Of), nil)...)...)
}

// files is a file: its name, and a button that leads to it.
func (d *drawing) files(b chat.File) []element {
	runs := run(b.Name, strong())
	if b.Note != "" {
		runs = append(runs, run("  "+b.Note, nil)...)
	}
	link, ok := d.file(b)
	if !ok {
		return []element{rich(runs...), said(d.words.NoFile, subtle())}
	}
	open := element{
		"type": "Action.OpenUrl", "url": address(link),
		"title": strings.ReplaceAll(d.words.OpenFile, "{name}", b.Name),
	}
	return []element{rich(runs...), buttonRow(open)}
}
