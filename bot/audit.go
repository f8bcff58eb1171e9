package bot

import (
	"slices"
	"strings"
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/store"
)

// The audit log, for HR alone: who looked at what or did what, when, and about
// whom; never a word of what anybody wrote. Looking at it is in it too. Of a pair
// in which the reader has a part it shows only what they did themselves.

const (
	actAudit       = "audit.open"   // arg: "" or an auditPage
	actAuditFilter = "audit.filter" // arg: an auditPage
	formAudit      = "audit"        // arg: an auditPage

	auditRows = 40   // of a page
	auditScan = 2000 // entries that one page looks through at most

	auditReads = "read"
	auditActs  = "act"
)

// lookAgain is how soon another look at the same page is the same look, and
// lookBehind how many entries it is searched in: an open home looks anew by
// itself whenever something has changed, and would drown the log (ours).
const (
	lookAgain  = 10 * time.Minute
	lookBehind = 40
)

// lookedJustNow reports whether the entry is a look at HR's home that is in the
// log already.
func lookedJustNow(tx store.Tx, a store.Audit) (bool, error) {
	if a.Verb != "read-home" {
		return false, nil
	}
	last, _, err := store.Audits.List(tx, store.Span{Backwards: true}, lookBehind)
	return slices.ContainsFunc(last, func(b store.Audit) bool {
		return b.Actor == a.Actor && b.Verb == a.Verb && b.What == a.What && a.At.Sub(b.At) < lookAgain
	}), err
}

// auditPage is which entries a page shows: of one person, of one kind, and
// before a place; each "" for all.
type auditPage struct{ person, kind, before string }

// auditPageOf reads an arg. What is none of ours is all.
func (s *scene) auditPageOf(arg string) (auditPage, error) {
	parts := append(strings.Split(arg, "|"), "", "")
	p := auditPage{parts[0], parts[1], parts[2]}
	if p.kind != auditReads && p.kind != auditActs {
		p.kind = ""
	}
	_, known, err := store.People.Get(s.tx, p.person)
	if !known {
		p.person = ""
	}
	return p, err
}

func (p auditPage) arg() string { return p.person + "|" + p.kind + "|" + p.before }

// auditRow is one row of the log with the people it is about.
type auditRow struct {
	store.Audit
	about  string
	people []string // ids
	pair   string   // id
	known  bool     // what it is about is known
}

func (t *turn) openAudit(arg string) error {
	if !t.hr {
		return t.sorry(catalog.FormGone)
	}
	p, err := t.auditPageOf(arg)
	if err != nil {
		return err
	}
	rows, next, err := t.auditRows(p)
	if err != nil {
		return err
	}
	what := "audits"
	if p.person != "" {
		what = subject("person", p.person)
	}
	t.audit("read-audit", what)
	return t.showAudit(p, rows, next)
}

func (t *turn) showAudit(p auditPage, rows []auditRow, next string) error {
	rules, _, err := t.currentRules()
	if err != nil {
		return err
	}
	table := chat.Table{Caption: t.w.T(catalog.AuditTitle), Head: []string{t.w.T(catalog.FactWhen), t.w.T(catalog.AuditWho), t.w.T(catalog.AuditWhat), t.w.T(catalog.AuditAbout)}}
	for _, r := range rows {
		actor, err := t.actorName(r.Actor)
		if err != nil {
			return err
		}
		table.Rows = append(table.Rows, []string{t.dated(rules, r.At), shorten(actor, chat.MaxCell), t.w.T(auditWord(r.Verb)), shorten(r.about, chat.MaxCell)})
	}
	sec := t.tableOr(table, catalog.AuditNone)
	sec.Actions = []chat.Action{t.button(actAuditFilter, catalog.ActAuditFilter, p.arg(), chat.StyleNormal)}
	if next != "" {
		older := p
		older.before = next
		sec.Actions = append(sec.Actions, t.button(actAudit, catalog.ActOlder, older.arg(), chat.StyleNormal))
	}
	intro, err := t.auditIntro(p)
	if err != nil {
		return err
	}
	return t.show(t.w.T(catalog.AuditTitle), chat.Section{Body: intro}, sec)
}

// auditIntro says what the page shows.
func (t *turn) auditIntro(p auditPage) ([]chat.Block, error) {
	body := []chat.Block{chat.Line(t.w.T(catalog.AuditIntro))}
	var only []string
	if p.person != "" {
		who, ok, err := store.People.Get(t.tx, p.person)
		if err != nil {
			return nil, err
		}
		if ok {
			only = append(only, who.Name)
		}
	}
	switch p.kind {
	case auditReads:
		only = append(only, t.w.T(catalog.AuditReads))
	case auditActs:
		only = append(only, t.w.T(catalog.AuditActs))
	}
	if len(only) > 0 {
		body = append(body, chat.Remark(t.w.T(catalog.AuditOnly, catalog.A("What", strings.Join(only, t.w.T(catalog.Comma))))))
	}
	return body, nil
}

// auditRows lists the page's entries, the latest first, and the place of the
// next page, or "".
func (s *scene) auditRows(p auditPage) (out []auditRow, next string, err error) {
	mates, err := s.mates()
	if err != nil {
		return nil, "", err
	}
	span := store.Span{Backwards: true}
	if at, id, ok := strings.Cut(p.before, "/"); ok {
		span.Until = store.Join(at, id)
	}
	looked := 0
	for a, err := range store.Audits.Each(s.tx, span) {
		if err != nil {
			return nil, "", err
		}
		if looked++; len(out) == auditRows || looked > auditScan {
			return out, next, nil
		}
		next = store.Stamp(a.At) + "/" + a.ID
		row, err := s.auditRow(a)
		if err != nil {
			return nil, "", err
		}
		if p.holds(row) && s.mayKnow(row, mates) {
			out = append(out, row)
		}
	}
	return out, "", nil
}

func (p auditPage) holds(r auditRow) bool {
	kind := auditActs
	if isRead(r.Verb) {
		kind = auditReads
	}
	return (p.kind == "" || p.kind == kind) &&
		(p.person == "" || r.Actor == p.person || slices.Contains(r.people, p.person))
}

// isRead reports whether the verb is of somebody who was shown something.
func isRead(verb string) bool {
	return strings.HasPrefix(verb, "read-") || strings.HasPrefix(verb, "told-")
}

// mayKnow keeps from the reader what others of HR did about a pair of theirs: a
// part in a pair outranks HR's view.
func (s *scene) mayKnow(r auditRow, mates map[string]bool) bool {
	if r.Actor == s.me.ID || len(mates) == 0 {
		return true
	}
	return r.known && !slices.ContainsFunc(r.people, func(id string) bool { return mates[id] })
}

func (t *turn) openAuditFilter(arg string) error { return t.openForm(formAudit, arg) }

func auditForm(s *scene, arg string) (chat.Form, bool, error) {
	p, err := s.auditPageOf(arg)
	if err != nil {
		return chat.Form{}, false, err
	}
	f := chat.Form{
		Title: s.w.T(catalog.ActAuditFilter), Submit: s.w.T(catalog.AuditSubmit),
		Fields: []chat.Field{
			{ID: "who", Kind: chat.FieldShort, Label: s.w.T(catalog.AuditPerson), Hint: s.w.T(catalog.AuditPersonHint), Max: 60},
			{ID: "kind", Kind: chat.FieldChoice, Label: s.w.T(catalog.AuditKind), Options: []chat.Option{
				{Value: auditReads, Label: s.w.T(catalog.AuditReads)}, {Value: auditActs, Label: s.w.T(catalog.AuditActs)},
			}},
		},
	}
	if p.kind == auditActs || p.kind == auditReads {
		f = f.Fill(chat.Set("kind", p.kind))
	}
	return f, s.hr, nil
}

func (t *turn) filterAudit(_ string, v chat.Values) error {
	p := auditPage{kind: v.Option("kind")}
	if !v.Text("who").Empty() {
		who, _, err := t.picked(v, "", "who")
		if err != nil || t.refused {
			return err
		}
		p.person = who.ID
	}
	return t.openAudit(p.arg())
}
