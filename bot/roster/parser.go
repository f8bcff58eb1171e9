package roster

import (
	"cmp"
	"slices"
	"strings"

	"tsukiichi/bot/mentoring"
)

// ignored marks a column whose heading nobody knows.
const ignored = "?"

// parser goes through one file.
type parser struct {
	opt      Options
	headings []string // as written
	names    []string // of the columns: a name, ignored, or "" for no heading
	fields   []field  // of the columns that have a name
	required []bool
	file     File
	rows     []parsed
	problems []Problem
	told     map[Code]bool // what is said of a sheet once
}

// parsed is one row, faulty or not.
type parsed struct {
	Row
	faulty bool
}

// report adds a problem at the place of a column, or -1 for the whole row.
func (p *parser) report(row, col int, code Code, sev Severity, value string) {
	pr := Problem{Row: row, Code: code, Severity: sev, Value: shorten(value), col: col}
	if col >= 0 && col < len(p.headings) {
		pr.Column = p.headings[col]
	}
	p.problems = append(p.problems, pr)
}

func (p *parser) sorted() []Problem {
	slices.SortStableFunc(p.problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.col, b.col))
	})
	return p.problems
}

// prepare looks the fields of the columns up once.
func (p *parser) prepare() {
	must := map[string]bool{}
	for _, c := range Columns(p.opt.Platforms...) {
		must[c.Name] = c.Required
	}
	for _, name := range p.names {
		p.fields = append(p.fields, fieldOf(name))
		p.required = append(p.required, must[name])
	}
}

func (p *parser) row(l line) {
	got := parsed{Row: Row{Line: l.number, Person: mentoring.Person{Active: true}}}
	for i := range max(len(l.cells), len(p.names)) {
		cell := ""
		if i < len(l.cells) {
			cell = l.cells[i]
		}
		code := p.beyond(l, i)
		if code == "" {
			code = p.cell(&got.Person, i, cell)
		}
		switch code {
		case "":
		case UnknownEntry, AlienAccount:
			p.report(l.number, i, code, Warning, cell)
		default:
			got.faulty = true
			p.report(l.number, i, code, Error, cell)
		}
	}
	own := func(section string) bool { return section == got.Person.Section }
	got.Person.HeadsSections = slices.DeleteFunc(got.Person.HeadsSections, own)
	if len(got.Person.HeadsSections) == 0 {
		got.Person.HeadsSections = nil
	}
	p.rows = append(p.rows, got)
}

// cell reads one cell into the person and says what is wrong with it.
func (p *parser) cell(person *mentoring.Person, i int, cell string) Code {
	empty := clean(cell) == ""
	switch {
	case i >= len(p.names) || p.names[i] == "":
		if empty {
			return ""
		}
		return ExtraCell
	case p.names[i] == ignored:
		return ""
	case empty && p.required[i]:
		return Required
	default:
		if code := p.fields[i].read(person, cell); code != "" {
			return code
		}
		return p.account(person, p.names[i])
	}
}

// account writes the id in a platform's column as the platform does.
func (p *parser) account(person *mentoring.Person, column string) Code {
	platform, ok := strings.CutSuffix(column, accountSuffix)
	id := person.Accounts[platform]
	if !ok || id == "" || p.opt.Account == nil {
		return ""
	}
	own, ok := p.opt.Account(platform, id)
	if !ok {
		delete(person.Accounts, platform)
		return AlienAccount
	}
	person.Accounts[platform] = own
	return ""
}

// beyond says what a cell of a workbook has wrong although its text can be
// read. What is likely to be the same in the whole column is said once.
func (p *parser) beyond(l line, i int) Code {
	if i >= len(l.sheet) || i >= len(p.names) || p.names[i] == "" || p.names[i] == ignored {
		return ""
	}
	c := l.sheet[i]
	if c.Broken {
		return BrokenCell
	}
	once := func(is bool, code Code) {
		if key := code + Code(p.names[i]); is && !p.told[key] {
			if p.told == nil {
				p.told = map[Code]bool{}
			}
			p.told[key] = true
			p.report(l.number, i, code, Warning, c.Text)
		}
	}
	numbers := p.names[i] == colNumber || p.names[i] == colDeputy || p.names[i] == colAppraiser
	once(c.Number && numbers, NumberCell)
	once(c.Merged, MergedCell)
	return ""
}

// finish is the file with the rows that have no error.
func (p *parser) finish() File {
	for _, r := range p.rows {
		if !r.faulty {
			p.file.Rows = append(p.file.Rows, r.Row)
		}
	}
	return p.file
}
