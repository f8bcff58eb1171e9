package roster

import (
	"slices"
	"strings"

	"tsukiichi/bot/mentoring"
)

// across checks what only shows when all rows are read.
func (p *parser) across() {
	p.repeats()
	p.lostZeros()
	p.references()
	p.headless()
}

// col is the place of a column, or -1.
func (p *parser) col(name string) int { return slices.Index(p.names, name) }

// repeats reports what should be there once.
func (p *parser) repeats() {
	type once struct{ column, value string }
	seen := map[once]bool{}
	check := func(i int, column, value string, code Code, sev Severity) {
		if value == "" {
			return
		}
		if key := (once{column, value}); !seen[key] {
			seen[key] = true
			return
		}
		p.rows[i].faulty = p.rows[i].faulty || sev == Error
		p.report(p.rows[i].Line, p.col(column), code, sev, value)
	}
	for i, r := range p.rows {
		check(i, colNumber, r.Person.ID, DuplicateNumber, Error)
		check(i, colEmail, r.Person.Email, DuplicateEmail, Warning)
		for _, platform := range p.opt.Platforms {
			check(i, platform+accountSuffix, r.Person.Accounts[platform], DuplicateAccount, Error)
		}
	}
}

// lostZeros warns of numbers that a spreadsheet may have shortened: all are
// digits, some begin with 0, and these are shorter than the longest.
func (p *parser) lostZeros() {
	digits := func(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
	longest, zeros := 0, false
	for _, r := range p.rows {
		if id := r.Person.ID; digits(id) {
			longest = max(longest, len(id))
			zeros = zeros || id[0] == '0'
		}
	}
	for _, r := range p.rows {
		if id := r.Person.ID; zeros && digits(id) && len(id) < longest && id[0] != '0' {
			p.report(r.Line, p.col(colNumber), ShortNumber, Warning, id)
		}
	}
}

// references warns of numbers and sections that nobody has.
func (p *parser) references() {
	people, sections := map[string]bool{}, map[string]bool{}
	for _, who := range p.everybody() {
		people[who.ID], sections[who.Section] = true, true
	}
	for _, r := range p.rows {
		p.reference(r, colDeputy, r.Person.Deputy, people)
		p.reference(r, colAppraiser, r.Person.Appraiser, people)
		for _, s := range r.Person.HeadsSections {
			if !sections[s] {
				p.report(r.Line, p.col(colHeads), UnknownSection, Warning, s)
			}
		}
		if len(r.Person.HeadsSections) > 0 && p.col(colRoles) >= 0 && !r.Person.Has(mentoring.RoleHead) {
			p.report(r.Line, p.col(colHeads), HeadsWithoutRole, Warning, "")
		}
	}
}

func (p *parser) reference(r parsed, column, number string, people map[string]bool) {
	switch {
	case number == "":
	case number == r.Person.ID:
		p.report(r.Line, p.col(column), NamesSelf, Warning, number)
	case !people[number]:
		p.report(r.Line, p.col(column), UnknownPerson, Warning, number)
	}
}

// headless warns of sections where nobody could choose a mentor.
func (p *parser) headless() {
	headed := map[string]bool{}
	for _, who := range p.everybody() {
		if who.Active && who.Has(mentoring.RoleHead) {
			headed[who.Section] = true
			for _, s := range who.HeadsSections {
				headed[s] = true
			}
		}
	}
	for _, r := range p.rows {
		who := r.Person
		if who.Section != "" && who.Active && who.Has(mentoring.RoleMentee) && !headed[who.Section] {
			headed[who.Section] = true // once
			p.report(r.Line, p.col(colSection), NoHead, Warning, who.Section)
		}
	}
}

// everybody is the people of the file as they will be, and the known ones
// that the file does not name.
func (p *parser) everybody() []mentoring.Person {
	known := make(map[string]mentoring.Person, len(p.opt.Known))
	for _, who := range p.opt.Known {
		known[who.ID] = who
	}
	out := make([]mentoring.Person, 0, len(p.rows)+len(known))
	for _, r := range p.rows {
		who := r.Person
		if before, ok := known[who.ID]; ok {
			who = p.file.over(before, who)
			delete(known, who.ID)
		}
		out = append(out, who)
	}
	for _, who := range p.opt.Known {
		if _, left := known[who.ID]; left {
			out = append(out, who)
		}
	}
	return out
}
