package roster

import (
	"maps"
	"slices"
	"strings"

	"tsukiichi/bot/mentoring"
)

// field is one column's place in a person: how a cell is read into it, and
// how two people compare and take over from one another there.
type field struct {
	read func(p *mentoring.Person, cell string) Code
	take func(to *mentoring.Person, from mentoring.Person)
	same func(a, b mentoring.Person) bool
}

func of[T any](at func(*mentoring.Person) *T, read func(string) (T, Code), same func(a, b T) bool) field {
	return field{
		read: func(p *mentoring.Person, cell string) Code {
			v, code := read(cell)
			*at(p) = v
			return code
		},
		take: func(to *mentoring.Person, from mentoring.Person) { *at(to) = *at(&from) },
		same: func(a, b mentoring.Person) bool { return same(*at(&a), *at(&b)) },
	}
}

func one[T comparable](at func(*mentoring.Person) *T, read func(string) (T, Code)) field {
	return of(at, read, func(a, b T) bool { return a == b })
}

// many compares as sets: the order of a list means nothing.
func many[T comparable](at func(*mentoring.Person) *[]T, read func(string) ([]T, Code)) field {
	within := func(a, b []T) bool {
		return !slices.ContainsFunc(a, func(v T) bool { return !slices.Contains(b, v) })
	}
	return of(at, read, func(a, b []T) bool { return within(a, b) && within(b, a) })
}

// account is a platform's column. A cell without an id leaves the account
// that somebody linked in the meantime.
func account(platform string) field {
	return field{
		read: func(p *mentoring.Person, cell string) Code {
			id, code := readAccount(cell)
			if id != "" {
				p.Accounts = maps.Clone(p.Accounts)
				if p.Accounts == nil {
					p.Accounts = map[string]string{}
				}
				p.Accounts[platform] = id
			}
			return code
		},
		take: func(to *mentoring.Person, from mentoring.Person) {
			if id := from.Accounts[platform]; id != "" {
				to.Accounts = maps.Clone(to.Accounts)
				if to.Accounts == nil {
					to.Accounts = map[string]string{}
				}
				to.Accounts[platform] = id
			}
		},
		same: func(a, b mentoring.Person) bool {
			return b.Accounts[platform] == "" || a.Accounts[platform] == b.Accounts[platform]
		},
	}
}

// fieldOf is the field of a column that [Columns] names.
func fieldOf(column string) field {
	type P = mentoring.Person
	switch column {
	case colNumber:
		return one(func(p *P) *string { return &p.ID }, readNumber)
	case colName:
		return one(func(p *P) *string { return &p.Name }, readName)
	case colKana:
		return one(func(p *P) *string { return &p.Kana }, readWords)
	case colEmail:
		return one(func(p *P) *string { return &p.Email }, readEmail)
	case colDepartment:
		return one(func(p *P) *string { return &p.Department }, readLabel)
	case colSection:
		return one(func(p *P) *string { return &p.Section }, readLabel)
	case colTeam:
		return one(func(p *P) *string { return &p.Team }, readLabel)
	case colPost:
		return one(func(p *P) *string { return &p.Post }, readLabel)
	case colGrade:
		return one(func(p *P) *int { return &p.Grade }, readGrade)
	case colEntry:
		return one(func(p *P) *mentoring.Entry { return &p.Entry }, readEntry)
	case colHired:
		return one(func(p *P) *mentoring.Date { return &p.HiredOn }, readDate)
	case colTrainings:
		return many(func(p *P) *[]string { return &p.Trainings }, readItems)
	case colRoles:
		return many(func(p *P) *[]mentoring.Role { return &p.Roles }, readRoles)
	case colHeads:
		return many(func(p *P) *[]string { return &p.HeadsSections }, readItems)
	case colDeputy:
		return one(func(p *P) *string { return &p.Deputy }, readNumber)
	case colAppraiser:
		return one(func(p *P) *string { return &p.Appraiser }, readNumber)
	case colLeave:
		return many(func(p *P) *[]mentoring.Leave { return &p.Leave }, readLeave)
	case colLocale:
		return one(func(p *P) *string { return &p.Locale }, readLocale)
	case colActive:
		return one(func(p *P) *bool { return &p.Active }, readActive)
	default:
		return account(strings.TrimSuffix(column, accountSuffix))
	}
}
