package bot

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// The name of a programme, its months and how many talks are due.

func short(id, label string, limit int) chat.Field {
	return chat.Field{ID: id, Kind: chat.FieldShort, Label: label, Max: limit}
}

func must(f chat.Field) chat.Field {
	f.Required = true
	return f
}

func basicsFields(s *scene, r mentoring.Rules) ([]chat.Field, chat.Values, error) {
	p := r.Programme()
	return []chat.Field{
			must(short("name", s.w.T(catalog.ProgrammeFName), 60)),
			must(s.monthField("first", catalog.ProgrammeFFirst)),
			must(s.monthField("last", catalog.ProgrammeFLast)),
			must(short("minimum", s.w.T(catalog.ProgrammeFMinimum), 4)),
			must(short("minutes", s.w.T(catalog.ProgrammeFMinutes), 4)),
		}, chat.Set("name", p.Name.In(s.w.Lang()), "first", strconv.Itoa(int(p.FirstMonth)), "last", strconv.Itoa(int(p.LastMonth)),
			"minimum", strconv.Itoa(p.Minimum), "minutes", strconv.Itoa(p.Minutes)), nil
}

// monthField asks for a month of the fiscal year.
func (s *scene) monthField(id string, label catalog.Key) chat.Field {
	f := chat.Field{ID: id, Kind: chat.FieldChoice, Label: s.w.T(label)}
	for i := range 12 {
		m := (time.April-1+time.Month(i))%12 + 1
		f.Options = append(f.Options, chat.Option{Value: strconv.Itoa(int(m)), Label: s.w.Month(m)})
	}
	return f
}

func monthValue(v chat.Values, id string) time.Month {
	n, _ := strconv.Atoi(v.Option(id)) // one of the form's own
	return time.Month(n)
}

func (t *turn) applyBasics(r mentoring.Rules, p *mentoring.Programme, v chat.Values) error {
	p.Name = renamed(p.Name, v.Text("name"), t.w.Lang())
	p.FirstMonth, p.LastMonth = monthValue(v, "first"), monthValue(v, "last")
	p.Minimum = t.number(v, "minimum", 0, mentoring.MaxMinimum)
	p.Minutes = t.number(v, "minutes", 5, 240)
	p.SuggestAt = fittingHours(*p)
	if t.refused {
		return nil
	}
	return t.checkWindow(r, *p)
}

// fittingHours is the likely hours of a talk that leave time for one.
func fittingHours(p mentoring.Programme) []mentoring.TimeOfDay {
	minutes := func(c mentoring.TimeOfDay) int { return c.Hour*60 + c.Minute }
	return slices.DeleteFunc(slices.Clone(p.SuggestAt), func(at mentoring.TimeOfDay) bool {
		return minutes(at) < minutes(p.WorkFrom) || minutes(at)+p.Minutes > minutes(p.WorkTo)
	})
}

// checkWindow says what stands against the months of the changed programme.
func (t *turn) checkWindow(r mentoring.Rules, p mentoring.Programme) error {
	first, last := p.Window()
	wasFirst, wasLast := r.Programme().Window()
	switch {
	case last.Before(first):
		t.wrong("last", catalog.ProgrammeOrder)
		return nil
	case last != wasLast && last.Before(r.Date(t.now).Period()):
		t.wrong("last", catalog.ProgrammeLastPast, catalog.A("Month", t.w.Month(last.Month)))
		return nil
	}
	if first != wasFirst || last != wasLast {
		if err := t.checkHeld(r, first, last); err != nil || t.refused {
			return err
		}
		return t.checkOverlap(p, "first")
	}
	return nil
}

// checkHeld keeps months in which talks were held inside the window: they would
// count no more.
func (t *turn) checkHeld(r mentoring.Rules, first, last mentoring.Period) error {
	for pair, err := range store.Pairs.Each(t.tx, store.Span{Index: "programme", Prefix: store.Under(r.Programme().ID)}) {
		if err != nil {
			return err
		}
		st, err := t.standing(pair)
		if err != nil {
			return err
		}
		for _, m := range st.Meetings {
			at := r.Date(m.Start).Period()
			if _, in := r.PeriodOf(m.Start); !in || !m.Counts() || pair.Voluntary {
				continue
			}
			field := ""
			switch {
			case at.Before(first):
				field = "first"
			case last.Before(at):
				field = "last"
			default:
				continue
			}
			t.wrong(field, catalog.ProgrammeHeld, catalog.A("Month", t.w.Month(at.Month)))
			return nil
		}
	}
	return nil
}

// checkOverlap says which other programme would take the same mentees in the
// same months.
func (t *turn) checkOverlap(p mentoring.Programme, field string) error {
	all, err := t.b.rules.All(t.tx)
	if err != nil {
		return err
	}
	for _, r := range all {
		q := r.Programme()
		o, shares := mentoring.Overlaps(p, q)
		if q.ID == p.ID || !shares || q.ClosedBy(r.Date(t.now)) {
			continue
		}
		args := []catalog.Arg{catalog.A("Name", q.Name.In(t.w.Lang())),
			catalog.A("First", t.w.Month(o.First.Month)), catalog.A("Last", t.w.Month(o.Last.Month))}
		if o.Clash && len(o.Departments) > 0 {
			t.wrong(field, catalog.ProgrammeClashDepartments, append(args, catalog.A("Departments", strings.Join(o.Departments, t.w.T(catalog.Comma))))...)
			return nil
		}
		if o.Clash {
			t.wrong(field, catalog.ProgrammeClash, args...)
			return nil
		}
		if err := t.checkNamed(p.ID, r, field); err != nil || t.refused {
			return err
		}
	}
	return nil
}

// checkNamed says who was named for the programme and for the other one.
func (t *turn) checkNamed(programme string, other mentoring.Rules, field string) error {
	named, err := t.joiners(other)
	if err != nil {
		return err
	}
	for _, p := range named {
		_, both, err := store.Joiners.Get(t.tx, store.Join(programme, p.ID))
		if err != nil {
			return err
		}
		if both {
			t.wrong(field, catalog.ProgrammeClashPerson, catalog.A("Person", p.Name), catalog.A("Name", other.Programme().Name.In(t.w.Lang())))
			return nil
		}
	}
	return nil
}
