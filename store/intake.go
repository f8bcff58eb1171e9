package store

import (
	"time"

	"tsukiichi/bot/mentoring"
)

// Joiner is somebody whom HR has named for a programme.
type Joiner struct {
	Programme string    `json:"programme"`
	Person    string    `json:"person"`
	By        string    `json:"by"`
	At        time.Time `json:"at"`
}

// Joiners is those named by programme and person; "person" finds a person's.
var Joiners = Table[Joiner]{
	Name: "joiners",
	Key:  func(j Joiner) string { return Join(j.Programme, j.Person) },
	Indexes: []Index[Joiner]{
		{Name: "person", Keys: func(j Joiner) []string { return keys(Join(j.Person, j.Programme)) }},
	},
}

// Intake is the programmes as they take mentees, read once for many people.
type Intake struct {
	tx         Tx
	programmes []mentoring.Programme
	years      map[string]int
}

// NewIntake reads the programmes.
func NewIntake(tx Tx) (Intake, error) {
	all, err := Programmes.All(tx, Span{})
	return IntakeOf(tx, all), err
}

// IntakeOf is the intake of the programmes, which are all there are in the
// order of their ids, for who has read them already.
func IntakeOf(tx Tx, all []mentoring.Programme) Intake {
	i := Intake{tx: tx, programmes: all, years: make(map[string]int, len(all))}
	for _, p := range all {
		i.years[p.ID] = p.Year
	}
	return i
}

// Current is the one of the programmes to speak of at the time, as
// [CurrentProgramme] says.
func (i Intake) Current(now time.Time) (current mentoring.Programme, ok bool) {
	for _, p := range i.programmes {
		if !ok || Nearer(dateIn(p, now), p, current) {
			current, ok = p, true
		}
	}
	return current, ok
}

// Of is the programme that the person is in on the day as a mentee; ok is false
// where none takes them. Whether they are a mentee is not asked.
func (i Intake) Of(p mentoring.Person, on mentoring.Date) (mentoring.Programme, bool, error) {
	a, err := i.applicant(p)
	if err != nil {
		return mentoring.Programme{}, false, err
	}
	at, ok := mentoring.Belongs(i.programmes, a, on)
	return at, ok, nil
}

// Holds reports whether the programme is the one that the mentee is in on the
// day: they have a mentor there, or it takes them.
func (i Intake) Holds(programme string, p mentoring.Person, on mentoring.Date) (bool, error) {
	if _, paired, err := LivePair(i.tx, programme, p.ID, on); err != nil || paired {
		return paired, err
	}
	at, ok, err := i.Of(p, on)
	return ok && at.ID == programme, err
}

// Open is the programme in which a mentor is looked for for the mentee; ok is
// false where none is: they have one there, or still in another programme whose
// months go on.
func (i Intake) Open(p mentoring.Person, on mentoring.Date) (at mentoring.Programme, ok bool, err error) {
	if !p.Active || !p.Has(mentoring.RoleMentee) {
		return at, false, nil
	}
	if at, ok, err = i.Of(p, on); err != nil || !ok {
		return at, false, err
	}
	for _, q := range i.programmes {
		if q.ID != at.ID && (!q.Running(on) || q.WindowOverBy(on)) {
			continue
		}
		if _, paired, err := LivePair(i.tx, q.ID, p.ID, on); err != nil || paired {
			return at, false, err
		}
	}
	return at, true, nil
}

// Former is the latest fiscal year before the given one in which the person had
// a mentor in a programme, 0 for none.
func (i Intake) Former(person string, before int) (year int, err error) {
	pairs, err := PairsOf(i.tx, person)
	for _, pair := range pairs {
		if pair.Mentee != person || pair.Voluntary || pair.ToldAt.IsZero() {
			continue
		}
		if y := i.years[pair.Programme]; y < before && y > year {
			year = y
		}
	}
	return year, err
}

// ever is later than every fiscal year.
const ever = 9999

func (i Intake) applicant(p mentoring.Person) (mentoring.Applicant, error) {
	a := mentoring.Applicant{Person: p}
	named, err := Joiners.All(i.tx, Span{Index: "person", Prefix: Under(p.ID)})
	if err != nil {
		return a, err
	}
	for _, j := range named {
		a.Named = append(a.Named, j.Programme)
	}
	a.Earlier, err = i.Former(p.ID, ever)
	return a, err
}

// MenteesOf lists the active mentees who are in the programme on the day.
func MenteesOf(tx Tx, programme string, on mentoring.Date) ([]mentoring.Person, error) {
	all, err := WithRole(tx, mentoring.RoleMentee)
	if err != nil {
		return nil, err
	}
	in, err := NewIntake(tx)
	if err != nil {
		return nil, err
	}
	var out []mentoring.Person
	for _, p := range all {
		held, err := in.Holds(programme, p, on)
		if err != nil {
			return nil, err
		}
		if held {
			out = append(out, p)
		}
	}
	return out, nil
}
