package bot

import (
	"strconv"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Former mentees who can mentor now (seeds/000: 人材育成の連鎖): marked where
// somebody chooses, listed for HR.

// former is the year in which the person was a mentee before the programme's,
// where they may mentor now; 0 where not.
func (s *scene) former(r mentoring.Rules, p mentoring.Person) (int, error) {
	i, err := s.intake()
	if err != nil || !r.Eligible(p, r.Date(s.now)) {
		return 0, err
	}
	return i.Former(p.ID, r.Programme().Year)
}

// openFormer lists them for HR.
func (t *turn) openFormer(programme string) error {
	r, ok, err := t.rulesOf(programme)
	if err != nil {
		return err
	}
	if !ok || !t.hr {
		return t.sorry(catalog.ProgrammeGone)
	}
	t.audit("read-former", "programme/"+programme)
	mates, err := t.mates()
	if err != nil {
		return err
	}
	table := chat.Table{Caption: t.w.T(catalog.ProgrammeFormerTitle), Head: []string{
		t.w.T(catalog.FactSection), t.w.T(catalog.FactName), t.w.T(catalog.FactPost), t.w.T(catalog.ProgrammeFormerWas),
	}}
	for p, err := range store.People.Each(t.tx, store.Span{}) {
		if err != nil {
			return err
		}
		if mates[p.ID] || len(table.Rows) == chat.MaxTableRows {
			continue
		}
		was, err := t.former(r, p)
		if err != nil {
			return err
		}
		if was > 0 {
			table.Rows = append(table.Rows, []string{p.Section, p.Name, p.Post, t.w.T(catalog.ProgrammeYear, year(was))})
		}
	}
	sec := chat.Section{Body: []chat.Block{chat.Line(t.w.T(catalog.ProgrammeFormerNone))}}
	if len(table.Rows) > 0 {
		sec.Body = []chat.Block{chat.Line(t.w.T(catalog.ProgrammeFormerText)), table}
	}
	return t.show(t.w.T(catalog.ProgrammeFormerTitle), sec)
}

// formerMark is the word beside a candidate's name, "" for none.
func (s *scene) formerMark(r mentoring.Rules, p mentoring.Person) (string, error) {
	was, err := s.former(r, p)
	if err != nil || was == 0 {
		return "", err
	}
	return s.w.T(catalog.ProgrammeFormerMark, catalog.A("Year", strconv.Itoa(was))), nil
}
