package bot

import (
	"slices"
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Sections without a mentor, as HR sees them: how many mentees wait, since when
// it is late, and where nobody is there to choose.

// openSection is a section in which mentees have no mentor.
type openSection struct {
	name    string
	mentees []mentoring.Person
	late    bool           // the time to nominate is over
	by      mentoring.Date // when it was or will be; zero where there is none
	headed  bool           // somebody looks after it
}

// openSections lists the sections in which mentees of the programme have no
// mentor, the late ones first.
func (s *scene) openSections(r mentoring.Rules) ([]openSection, error) {
	mentees, err := store.WithRole(s.tx, mentoring.RoleMentee)
	if err != nil {
		return nil, err
	}
	today := r.Date(s.now)
	var out []openSection
	mentee := r.Programme().Nomination.By == mentoring.ByMentee
	for _, m := range mentees {
		at, open, err := s.seeking(m)
		if err != nil {
			return nil, err
		}
		if !open || at.Programme().ID != r.Programme().ID || m.ID == s.me.ID {
			continue
		}
		i := slices.IndexFunc(out, func(o openSection) bool { return o.name == m.Section })
		if i < 0 {
			there, err := store.InCharge(s.tx, store.Matter{Section: m.Section, On: today, Parts: []string{m.ID}})
			if err != nil {
				return nil, err
			}
			i, out = len(out), append(out, openSection{name: m.Section, headed: mentee || len(there) > 0})
		}
		if err := s.count(&out[i], m, r); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(out, func(a, b openSection) int {
		if a.late != b.late {
			return map[bool]int{true: -1, false: 1}[a.late]
		}
		return strings.Compare(a.name, b.name)
	})
	return out, nil
}

// count adds a mentee to the section's.
func (s *scene) count(o *openSection, m mentoring.Person, r mentoring.Rules) error {
	from, err := store.WantedFrom(s.tx, r, m)
	if err != nil {
		return err
	}
	o.mentees = append(o.mentees, m)
	if by, ok := r.NominateBy(from); ok && (o.by.IsZero() || by.Before(o.by)) {
		o.by = by
	}
	at := r.NominationLateAt(from)
	o.late = o.late || (!at.IsZero() && !s.now.Before(at))
	return nil
}

// vacancyFacts is the sections in rows; the last says how many more there are.
func (s *scene) vacancyFacts(open []openSection, r mentoring.Rules) []chat.Fact {
	rows := s.vacancyRows(open, r)
	if n := chat.MaxFacts - 1; len(rows) > chat.MaxFacts {
		return append(rows[:n], chat.Pair(s.w.T(catalog.FactMore), s.w.T(catalog.MoreSections, catalog.N(len(open)-n))))
	}
	return rows
}

// vacancyRows is every section in a row.
func (s *scene) vacancyRows(open []openSection, r mentoring.Rules) (rows []chat.Fact) {
	for _, o := range open {
		text := s.people(len(o.mentees))
		by := catalog.A("Day", s.w.Day(o.by.At(mentoring.TimeOfDay{}, r.Zone())))
		switch {
		case !o.headed:
			text = s.w.T(catalog.VacancyNobody, catalog.N(len(o.mentees)))
		case o.late:
			text = s.w.T(catalog.VacancyLate, catalog.N(len(o.mentees)), by)
		case !o.by.IsZero():
			text = s.w.T(catalog.VacancyOpen, catalog.N(len(o.mentees)), by)
		}
		rows = append(rows, chat.Pair(o.name, text))
	}
	return rows
}

// choosers is the programme's mentees who are to choose their own mentor, with
// how far they are; the last row says how many more there are.
func (s *scene) choosers(open []openSection, r mentoring.Rules) (rows []chat.Fact, n int, err error) {
	if rows, err = s.chooserRows(open, r); err != nil {
		return nil, 0, err
	}
	n = len(rows)
	if kept := chat.MaxFacts - 1; n > chat.MaxFacts {
		rows = append(rows[:kept], chat.Pair(s.w.T(catalog.FactMore), s.people(n-kept)))
	}
	return rows, n, nil
}

// chooserRows is each of them in a row.
func (s *scene) chooserRows(open []openSection, r mentoring.Rules) (rows []chat.Fact, err error) {
	for _, o := range open {
		for _, m := range o.mentees {
			_, waits, err := store.OpenInvitation(s.tx, r.Programme().ID, m.ID)
			if err != nil {
				return nil, err
			}
			state := catalog.ChooseStateNone
			if waits {
				state = catalog.ChooseStateAsked
			}
			rows = append(rows, chat.Pair(o.name, s.w.T(catalog.ChooseState, catalog.A("Name", m.Name), catalog.A("State", s.w.T(state)))))
		}
	}
	return rows, nil
}

// nomineeButtons lets HR choose where nobody else can, for each mentee.
func (s *scene) nomineeButtons(open []openSection) (out []chat.Action, err error) {
	for _, o := range open {
		for _, m := range o.mentees {
			n, ok, err := s.nominee(m.ID)
			if err != nil {
				return nil, err
			}
			if ok && n.say.hr {
				out = append(out, s.nominateButton(n))
			}
		}
	}
	return out, nil
}

// nominateLateCard tells HR which sections are late, or have nobody to choose.
func nominateLateCard(s *scene, in store.Intent) (card, error) {
	rules, ok, err := s.rulesOf(idOf("programme", in.Subject))
	if err != nil || !ok || !s.hr {
		return card{drop: "gone"}, err
	}
	open, err := s.openSections(rules)
	if err != nil {
		return card{}, err
	}
	open = slices.DeleteFunc(open, func(o openSection) bool { return !o.late && o.headed })
	if len(open) == 0 {
		return unwanted("all-nominated")
	}
	if rules.Programme().Nomination.By == mentoring.ByMentee {
		rows, n, err := s.choosers(open, rules)
		if err != nil {
			return card{}, err
		}
		c, err := say(s.w.T(catalog.ChooseLateTitle), []chat.Block{chat.Line(s.w.T(catalog.ChooseLateText, catalog.N(n))), chat.Facts{Rows: rows}})
		return s.noted(c, "told-vacancies", in.Subject), err
	}
	buttons, err := s.nomineeButtons(open)
	if err != nil {
		return card{}, err
	}
	buttons = s.someActions(buttons, partOfWaiting)
	c, err := say(s.w.T(catalog.VacancyTitle), []chat.Block{
		chat.Line(s.w.T(catalog.VacancyText, catalog.N(len(open)))),
		chat.Facts{Rows: s.vacancyFacts(open, rules)},
	}, buttons...)
	return s.noted(c, "told-vacancies", in.Subject), err
}
