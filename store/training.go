package store

import (
	"slices"
	"strings"
	"time"

	"tsukiichi/bot/mentoring"
)

// Session is a day on which a training of the programme is held.
type Session struct {
	ID        string    `json:"id"`
	Programme string    `json:"programme"`
	Training  string    `json:"training"` // id in Programme.Trainings
	Start     time.Time `json:"start"`
	SetBy     string    `json:"set_by"`
}

// Sessions is the days by id; "training" lists a training's, earliest first.
var Sessions = Table[Session]{
	Name: "sessions",
	Key:  func(s Session) string { return s.ID },
	Indexes: []Index[Session]{
		{Name: "training", Keys: func(s Session) []string { return keys(Join(s.Programme, s.Training, Stamp(s.Start))) }},
	},
}

// SessionsOf lists the days of a training, earliest first.
func SessionsOf(tx Tx, programme, training string) ([]Session, error) {
	return Sessions.All(tx, Span{Index: "training", Prefix: Under(programme, training)})
}

// Attended is how somebody stands to a training.
type Attended string

// The ways: nobody has said anything of who has no record.
const (
	AttendedYes   Attended = "yes"
	AttendedAgain Attended = "again"    // missed it; Session is their new day
	AttendedPaper Attended = "material" // missed it and was sent the material
)

// Attendance is what HR has ticked of one person and training.
type Attendance struct {
	Programme string    `json:"programme"`
	Training  string    `json:"training"`
	Person    string    `json:"person"`
	State     Attended  `json:"state"`
	Session   string    `json:"session,omitempty"`
	By        string    `json:"by"`
	At        time.Time `json:"at"`
}

// Attendances is the ticks by programme, training and person.
var Attendances = Table[Attendance]{
	Name: "attendances",
	Key:  func(a Attendance) string { return Join(a.Programme, a.Training, a.Person) },
}

// Trainees lists who is to attend the training on the day: the programme's
// mentees in office, or the mentors of the programme's pairs who have been told. Voluntary
// pairs are not asked.
func Trainees(tx Tx, r mentoring.Rules, training mentoring.Training, on mentoring.Date) ([]mentoring.Person, error) {
	if training.For == mentoring.Mentee {
		return MenteesOf(tx, r.Programme().ID, on)
	}
	var out []mentoring.Person
	seen := map[string]bool{}
	for pair, err := range Pairs.Each(tx, Span{Index: "programme", Prefix: Under(r.Programme().ID)}) {
		if err != nil {
			return nil, err
		}
		if seen[pair.Mentor] || !trains(pair, on) {
			continue
		}
		seen[pair.Mentor] = true
		p, err := People.Must(tx, pair.Mentor)
		if err != nil {
			return nil, err
		}
		if p.Active {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b mentoring.Person) int { return strings.Compare(a.ID, b.ID) })
	return out, nil
}

// trains reports whether the pair's mentor is to attend what is for mentors.
func trains(pair mentoring.Pair, on mentoring.Date) bool {
	over := !pair.Ended.IsZero() && !on.Before(pair.Ended)
	return !over && !pair.Voluntary && !pair.ToldAt.IsZero()
}

// Trainee reports whether the person is one of [Trainees].
func Trainee(tx Tx, r mentoring.Rules, training mentoring.Training, p mentoring.Person, on mentoring.Date) (bool, error) {
	if !p.Active {
		return false, nil
	}
	if training.For == mentoring.Mentee {
		in, err := NewIntake(tx)
		if err != nil || !p.Has(mentoring.RoleMentee) {
			return false, err
		}
		return in.Holds(r.Programme().ID, p, on)
	}
	pairs, err := PairsOf(tx, p.ID)
	return slices.ContainsFunc(pairs, func(pair mentoring.Pair) bool {
		return pair.Programme == r.Programme().ID && pair.Mentor == p.ID && trains(pair, on)
	}), err
}

// Invited reports whether the person is to come to the session: nobody has said
// that they attended or were sent the material, and no other day is theirs.
func Invited(tx Tx, s Session, person string) (bool, error) {
	a, ok, err := Attendances.Get(tx, Join(s.Programme, s.Training, person))
	if err != nil || !ok {
		return err == nil, err
	}
	return a.State == AttendedAgain && a.Session == s.ID, nil
}
