package sheet

import (
	"slices"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// block is the rows of a sheet that are repeated; none where last is 0.
type block struct{ first, last int }

func (b block) height() int { return b.last - b.first + 1 }

// blockOf is the rows from the first to the last cell with a place of each.
func blockOf(sheet string, cells []placeCell, known Places) (b block) {
	for _, c := range cells {
		each := slices.ContainsFunc(c.names(), func(n string) bool { return slices.Contains(known.Each, n) })
		if c.sheet != sheet || !each {
			continue
		}
		if b.last == 0 || c.row < b.first {
			b.first = c.row
		}
		b.last = max(b.last, c.row)
	}
	return b
}

// fillSheet repeats the rows of one sheet and writes its values. The places are
// those of the form as it was: what is written is never read for places.
func fillSheet(f *excelize.File, sheet string, cells []placeCell, known Places, once map[string]string, each []map[string]string) error {
	b := blockOf(sheet, cells, known)
	if err := repeat(f, sheet, b, len(each)); err != nil {
		return err
	}
	more := 0 // rows that the sheet has grown by
	if b.last > 0 {
		more = b.height() * (len(each) - 1)
	}
	for _, c := range cells {
		switch {
		case c.sheet != sheet:
		case b.last == 0 || c.row < b.first:
			if err := fillCell(f, c, 0, once, nil); err != nil {
				return err
			}
		case c.row > b.last:
			if err := fillCell(f, c, more, once, nil); err != nil {
				return err
			}
		default:
			for i, values := range each {
				if err := fillCell(f, c, i*b.height(), once, values); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// repeat makes copies of the block below it, with their looks and their merged
// cells.
func repeat(f *excelize.File, sheet string, b block, times int) error {
	if b.last == 0 || times < 2 {
		return nil
	}
	tall, err := tallMerges(f, sheet, b)
	if err != nil {
		return err
	}
	for i := 1; i < times; i++ {
		for j := range b.height() {
			if err := f.DuplicateRowTo(sheet, b.first+j, b.first+i*b.height()+j); err != nil {
				return err
			}
		}
	}
	for i := 1; i < times; i++ {
		for _, m := range tall {
			if err := m.down(f, sheet, i*b.height()); err != nil {
				return err
			}
		}
	}
	return nil
}

// merge is a merged cell of several rows; the library copies those of one.
type merge struct{ left, top, right, bottom int }

func tallMerges(f *excelize.File, sheet string, b block) (out []merge, err error) {
	found, err := f.GetMergeCells(sheet)
	if err != nil {
		return nil, err
	}
	for _, c := range found {
		var m merge
		if m.left, m.top, err = excelize.CellNameToCoordinates(c.GetStartAxis()); err != nil {
			return nil, err
		}
		if m.right, m.bottom, err = excelize.CellNameToCoordinates(c.GetEndAxis()); err != nil {
			return nil, err
		}
		if m.top != m.bottom && m.top >= b.first && m.bottom <= b.last {
			out = append(out, m)
		}
	}
	return out, nil
}

// down merges the same cells so many rows further down.
func (m merge) down(f *excelize.File, sheet string, rows int) error {
	from, err := excelize.CoordinatesToCellName(m.left, m.top+rows)
	if err != nil {
		return err
	}
	to, err := excelize.CoordinatesToCellName(m.right, m.bottom+rows)
	if err != nil {
		return err
	}
	return f.MergeCell(sheet, from, to)
}

// fillCell writes a cell's text with the values in their places.
func fillCell(f *excelize.File, c placeCell, down int, once, each map[string]string) error {
	text := clean(placePattern.ReplaceAllStringFunc(c.text, func(place string) string {
		name := placePattern.FindStringSubmatch(place)[1]
		if v, ok := each[name]; ok {
			return v
		}
		return once[name]
	}))
	if utf8.RuneCountInString(text) > maxText/2 {
		return ErrTooLong
	}
	at := c.at(down)
	if err := f.SetCellStr(c.sheet, at, literal(text)); err != nil || !armed(text) {
		return err
	}
	return asText(f, c.sheet, at)
}

// asText gives a cell Excel's text format, whatever else it looks like: typed
// again, its text is a text still.
func asText(f *excelize.File, sheet, at string) error {
	id, err := f.GetCellStyle(sheet, at)
	if err != nil {
		return err
	}
	style, err := f.GetStyle(id)
	if err != nil {
		return err
	}
	style.NumFmt, style.CustomNumFmt = textStyle, nil
	if id, err = f.NewStyle(style); err != nil {
		return err
	}
	return f.SetCellStyle(sheet, at, at, id)
}
