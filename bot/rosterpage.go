package bot

import (
	"strconv"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/roster"
)

// RosterPage is a preview as a page: how many, what is wrong, and what changes
// for whom. A long list says how many more there are. It is for whoever brought
// the file.
func (b *Bot) RosterPage(lang string, pv RosterPreview) (chat.Page, error) {
	r := rosterPage{b: b, w: b.words.In(lang), lang: lang}
	sections := []chat.Section{r.counts(pv)}
	if len(pv.Problems) > 0 {
		sections = append(sections, r.problems(pv.Problems))
	}
	sections = append(sections, r.changes(pv)...)
	return chat.NewPage(r.w.T(catalog.RosterPage), sections...)
}

// RosterChanges is what the preview changes for whom, as lines of text.
func (b *Bot) RosterChanges(lang string, pv RosterPreview) string {
	r := rosterPage{b: b, w: b.words.In(lang), lang: lang}
	sections := r.changes(pv)
	if len(sections) == 0 {
		return ""
	}
	for i := range sections {
		sections[i].Title = "" // the table says it
	}
	return chat.Page{Title: r.w.T(catalog.RosterPage), Sections: sections}.Text()
}

type rosterPage struct {
	b    *Bot
	w    catalog.Words
	lang string
}

func (r rosterPage) counts(pv RosterPreview) chat.Section {
	if roster.Blocked(pv.Problems) {
		return chat.Section{Body: []chat.Block{chat.Line(r.w.T(catalog.RosterBlocked))}}
	}
	row := func(k catalog.Key, n int) chat.Fact {
		return chat.Pair(r.w.T(k), r.w.T(catalog.CountPeople, catalog.N(n)))
	}
	return chat.Section{Body: []chat.Block{chat.Facts{Rows: []chat.Fact{
		row(catalog.RosterNew, len(pv.New)), row(catalog.RosterChanged, len(pv.Changed)),
		row(catalog.RosterLeaving, len(pv.Leaving)), row(catalog.RosterReturning, len(pv.Returning)),
		row(catalog.RosterSame, pv.Same), row(catalog.RosterMissing, len(pv.Missing)),
	}}}}
}

func (r rosterPage) problems(ps []roster.Problem) chat.Section {
	title := r.w.T(catalog.RosterProblems)
	table := chat.Table{Caption: title, Head: []string{r.w.T(catalog.RosterKind), r.w.T(catalog.RosterWhat)}}
	kinds := map[roster.Severity]catalog.Key{
		roster.Error: catalog.RosterError, roster.Warning: catalog.RosterWarning, roster.Notice: catalog.RosterNotice,
	}
	for _, p := range ps {
		table.Rows = append(table.Rows, []string{r.w.T(kinds[p.Severity]), shorten(r.b.RosterProblem(r.lang, p), chat.MaxCell)})
	}
	return r.section(title, table)
}

// changes is the new people, those who change, leave or return, and those
// whom the file does not name.
func (r rosterPage) changes(pv RosterPreview) (out []chat.Section) {
	people := func(k catalog.Key, list []mentoring.Person) {
		table := r.table(k)
		for _, p := range list {
			table.Rows = append(table.Rows, []string{p.ID, p.Name, p.Department + " " + p.Section})
		}
		if len(table.Rows) > 0 {
			out = append(out, r.section(table.Caption, table))
		}
	}
	changed := func(k catalog.Key, list []roster.Change) {
		table := r.table(k)
		for _, c := range list {
			table.Rows = append(table.Rows, []string{c.After.ID, c.After.Name, r.change(c)})
		}
		if len(table.Rows) > 0 {
			out = append(out, r.section(table.Caption, table))
		}
	}
	people(catalog.RosterNew, pv.New)
	changed(catalog.RosterChanged, pv.Changed)
	changed(catalog.RosterLeaving, pv.Leaving)
	changed(catalog.RosterReturning, pv.Returning)
	people(catalog.RosterMissing, pv.Missing)
	return out
}

func (r rosterPage) table(k catalog.Key) chat.Table {
	return chat.Table{Caption: r.w.T(k), Head: []string{r.w.T(catalog.FactNumber), r.w.T(catalog.FactName), r.w.T(catalog.RosterWhat)}}
}

// change is what differs: 課：市民課 → 環境課.
func (r rosterPage) change(c roster.Change) string {
	value := func(p mentoring.Person, column string) string {
		if v := roster.Value(p, column); v != "" {
			return v
		}
		return "–"
	}
	text := ""
	for i, column := range c.Fields {
		if i > 0 {
			text += r.w.T(catalog.Comma)
		}
		text += r.w.T(catalog.RosterChange, catalog.A("Column", roster.Heading(column)),
			catalog.A("Before", value(c.Before, column)), catalog.A("After", value(c.After, column)))
	}
	return shorten(text, chat.MaxCell)
}

// section cuts a long table and says how many more rows there are.
func (r rosterPage) section(title string, table chat.Table) chat.Section {
	sec := chat.Section{Title: title}
	more := len(table.Rows) - chat.MaxTableRows
	if more > 0 {
		table.Rows = table.Rows[:chat.MaxTableRows]
	}
	sec.Body = []chat.Block{table}
	if more > 0 {
		sec.Body = append(sec.Body, chat.Remark(r.w.T(catalog.RosterMore, catalog.A("Count", strconv.Itoa(more)))))
	}
	return sec
}
