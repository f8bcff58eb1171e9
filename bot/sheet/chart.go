package sheet

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Where charts stand: to the right of their table, one below the other.
const (
	chartRows   = 18 // rows that one takes
	chartWidth  = 640
	chartHeight = 340
)

// charts draws a table's charts. A chart of no rows is left out.
func (w *writer) charts(name string, t Table) error {
	if len(t.Rows) == 0 {
		return nil
	}
	for i, c := range t.Charts {
		kind := excelize.Col
		if c.Line {
			kind = excelize.Line
		}
		ch := &excelize.Chart{
			Type:      kind,
			Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: clean(c.Title)}}},
			Legend:    excelize.ChartLegend{Position: "bottom"},
			Dimension: excelize.ChartDimension{Width: chartWidth, Height: chartHeight},
			// A figure that is withheld is a gap, not nought.
			ShowBlanksAs: "gap",
		}
		for _, col := range c.Series {
			s, err := series(name, t, c.Labels, col)
			if err != nil {
				return err
			}
			ch.Series = append(ch.Series, s)
		}
		at, err := excelize.CoordinatesToCellName(len(t.Head)+2, 2+i*chartRows)
		if err != nil {
			return err
		}
		if err := w.file.AddChart(name, at, ch); err != nil {
			return fmt.Errorf("chart %d: %w", i+1, err)
		}
	}
	return nil
}

func series(name string, t Table, labels, values int) (s excelize.ChartSeries, err error) {
	head, err := area(name, values, 0, 0)
	if err != nil {
		return s, err
	}
	points, err := area(name, labels, 1, len(t.Rows))
	if err != nil {
		return s, err
	}
	figures, err := area(name, values, 1, len(t.Rows))
	return excelize.ChartSeries{Name: head, Categories: points, Values: figures}, err
}

// area is part of a column as a formula names it: 'sheet'!$B$2:$B$9. Rows
// count from 0.
func area(name string, col, first, last int) (string, error) {
	from, err := excelize.CoordinatesToCellName(col+1, first+1, true)
	if err != nil {
		return "", err
	}
	quoted := "'" + strings.ReplaceAll(name, "'", "''") + "'!"
	if first == last {
		return quoted + from, nil
	}
	to, err := excelize.CoordinatesToCellName(col+1, last+1, true)
	return quoted + from + ":" + to, err
}
