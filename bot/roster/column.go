package roster

import "strings"

// Column is one column that a file may have.
type Column struct {
	Name     string // the English heading, stable
	Heading  string // the Japanese heading
	Required bool
	also     []string
}

// The columns of the programme's roster. Platforms add theirs.
const (
	colNumber     = "employee_no"
	colName       = "name"
	colKana       = "kana"
	colEmail      = "email"
	colDepartment = "department"
	colSection    = "section"
	colTeam       = "team"
	colPost       = "post"
	colGrade      = "grade"
	colEntry      = "entry"
	colHired      = "hired_on"
	colTrainings  = "trainings"
	colRoles      = "roles"
	colHeads      = "heads_sections"
	colDeputy     = "deputy"
	colAppraiser  = "appraiser"
	colLeave      = "leave"
	colLocale     = "locale"
	colActive     = "active"
)

// accountSuffix ends the column of a platform: <platform>_id.
const accountSuffix = "_id"

// Columns are all columns that a file may have, as a template would list them.
func Columns(platforms ...string) []Column {
	cols := []Column{
		{colNumber, "職員番号", true, []string{"職員コード", "職員No", "社員番号"}},
		{colName, "氏名", true, []string{"名前"}},
		{colKana, "ふりがな", false, []string{"フリガナ", "かな", "カナ", "氏名カナ", "氏名かな"}},
		{colEmail, "メール", false, []string{"メールアドレス", "mail"}},
		{colDepartment, "部", true, []string{"部名", "部局"}},
		{colSection, "課", true, []string{"課名", "所属課"}},
		{colTeam, "チーム", false, []string{"チーム名", "班"}},
		{colPost, "職位", true, []string{"職名", "役職"}},
		{colGrade, "級", false, []string{"職級", "級別"}},
		{colEntry, "採用区分", false, nil},
		{colHired, "採用日", false, []string{"採用年月日"}},
		{colTrainings, "修了研修", false, []string{"研修"}},
		{colRoles, "役割", false, []string{"role"}},
		{colHeads, "所管課", false, nil},
		{colDeputy, "代行者", false, nil},
		{colAppraiser, "評価者", false, nil},
		{colLeave, "休職", false, []string{"休業", "休職期間"}},
	}
	for _, p := range platforms {
		cols = append(cols, Column{Name: p + accountSuffix, Heading: p + accountSuffix})
	}
	return append(cols,
		Column{colLocale, "言語", false, []string{"language"}},
		Column{colActive, "在籍", false, []string{"在籍区分"}},
	)
}

// headingKey is what two headings share when they mean the same column.
func headingKey(s string) string {
	s = strings.ReplaceAll(strings.ToLower(words(s)), "(必須)", "")
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" _-*※", r) {
			return -1
		}
		return r
	}, s)
}

// headings is the columns by everything they may be called.
func headings(platforms []string) map[string]Column {
	known := map[string]Column{}
	for _, c := range Columns(platforms...) {
		for _, h := range append([]string{c.Name, c.Heading}, c.also...) {
			known[headingKey(h)] = c
		}
	}
	return known
}

// heading finds the columns; false means that the rows cannot be read.
func (p *parser) heading(l line) bool {
	known, cols := headings(p.opt.Platforms), Columns(p.opt.Platforms...)
	seen, fit := map[string]bool{}, true
	for i, h := range l.cells {
		p.headings = append(p.headings, clean(h))
		c, ok := known[headingKey(h)]
		switch {
		case clean(h) == "":
			p.names = append(p.names, "")
			continue
		case !ok:
			p.names = append(p.names, ignored)
			p.report(l.number, i, UnknownColumn, Notice, "")
			continue
		case seen[c.Name]:
			fit = false
			p.report(l.number, i, DuplicateColumn, Error, "")
		}
		seen[c.Name] = true
		p.names = append(p.names, c.Name)
		p.file.Columns = append(p.file.Columns, c.Name)
	}
	for _, c := range cols {
		if c.Required && !seen[c.Name] {
			fit = false
			p.problems = append(p.problems, Problem{
				Row: l.number, Column: c.Heading, Code: MissingColumn, Severity: Error, col: len(p.names),
			})
		}
	}
	p.prepare()
	return fit
}
