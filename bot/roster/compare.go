package roster

import (
	"slices"
	"strings"

	"tsukiichi/bot/mentoring"
)

// Change is what a file changes about one person.
type Change struct {
	Before, After mentoring.Person
	// Fields are the names of the columns that differ, in the order of
	// [Columns], platforms last.
	Fields []string
}

// Preview is what an import would do. Every list is in the order of the
// employee numbers, and nobody is in two of them.
type Preview struct {
	New     []mentoring.Person // not known yet
	Changed []Change           // known, and stay what they are: here or gone
	// Leaving are those who are no longer in office after the import,
	// Returning those who are again.
	Leaving, Returning []Change
	Same               int // rows that change nothing
	// Missing are the people in office whom the file does not name. They are
	// kept: leaving is said in the file.
	Missing []mentoring.Person
}

// Compare shows what the file changes. A column that the file does not have
// changes nothing, and neither does an empty cell of a platform's column.
func Compare(file File, current []mentoring.Person) Preview {
	var pv Preview
	known := make(map[string]mentoring.Person, len(current))
	for _, p := range current {
		known[p.ID] = p
	}
	for _, r := range file.Rows {
		before, ok := known[r.Person.ID]
		delete(known, r.Person.ID)
		if !ok {
			pv.New = append(pv.New, r.Person)
			continue
		}
		pv.add(file.change(before, r.Person))
	}
	for _, p := range known {
		if p.Active {
			pv.Missing = append(pv.Missing, p)
		}
	}
	pv.sort()
	return pv
}

// Empty reports whether there is nothing to import.
func (pv Preview) Empty() bool { return len(pv.People()) == 0 }

// People are those to write, as they are after the import, in the order of
// the employee numbers.
func (pv Preview) People() []mentoring.Person {
	out := slices.Clone(pv.New)
	for _, cs := range [][]Change{pv.Changed, pv.Leaving, pv.Returning} {
		for _, c := range cs {
			out = append(out, c.After)
		}
	}
	slices.SortFunc(out, byNumber)
	return out
}

func (pv *Preview) add(c Change) {
	switch {
	case len(c.Fields) == 0:
		pv.Same++
	case c.Before.Active && !c.After.Active:
		pv.Leaving = append(pv.Leaving, c)
	case !c.Before.Active && c.After.Active:
		pv.Returning = append(pv.Returning, c)
	default:
		pv.Changed = append(pv.Changed, c)
	}
}

func (pv *Preview) sort() {
	slices.SortFunc(pv.New, byNumber)
	slices.SortFunc(pv.Missing, byNumber)
	for _, cs := range [][]Change{pv.Changed, pv.Leaving, pv.Returning} {
		slices.SortFunc(cs, func(a, b Change) int { return byNumber(a.After, b.After) })
	}
}

func byNumber(a, b mentoring.Person) int { return strings.Compare(a.ID, b.ID) }

// over is a known person with what the file says laid over.
func (f File) over(before, row mentoring.Person) mentoring.Person {
	for _, name := range f.Columns {
		fieldOf(name).take(&before, row)
	}
	return before
}

func (f File) change(before, row mentoring.Person) Change {
	c := Change{Before: before, After: f.over(before, row)}
	for _, name := range f.ordered() {
		if !fieldOf(name).same(before, row) {
			c.Fields = append(c.Fields, name)
		}
	}
	if len(c.Fields) == 0 {
		c.After = before
	}
	return c
}

// ordered are the file's columns in the order of [Columns], platforms last.
func (f File) ordered() []string {
	var out []string
	for _, c := range Columns() {
		if slices.Contains(f.Columns, c.Name) {
			out = append(out, c.Name)
		}
	}
	for _, name := range f.Columns {
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}
