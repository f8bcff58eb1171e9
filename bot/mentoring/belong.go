package mentoring

import (
	"cmp"
	"slices"
)

// Which programme a mentee is in, where several run. The narrower word wins:
// somebody whom HR has named, then the departments a programme is for, then
// everybody. Two programmes of one width in the same months cannot work, and
// [Overlap] finds them; so nobody is ever in two at once.

// Joining says which mentees of the roster a programme takes, besides those
// whom HR names. The zero Joining takes everybody.
type Joining struct {
	Departments []string `json:"departments,omitempty"` // none is every department
	// Named takes nobody but those whom HR names.
	Named bool `json:"named,omitempty"`
	// Again takes also those who had a mentor in an earlier year.
	Again bool `json:"again,omitempty"`
}

// Applicant is a mentee of the roster with what decides where they belong.
type Applicant struct {
	Person  Person
	Named   []string // ids of the programmes for which HR has named them
	Earlier int      // the latest fiscal year in which they had a mentor; 0 is none
}

// Width is how a programme takes somebody, narrower ones counting more.
type Width int

// The widths.
const (
	NotTaken Width = iota
	TakesAll
	TakesDepartment
	TakesNamed
)

// Takes is how the programme takes the person. Whoever had a mentor in an
// earlier year is taken again only by name, or where the programme says so.
func (p Programme) Takes(a Applicant) Width {
	switch {
	case slices.Contains(a.Named, p.ID):
		return TakesNamed
	case p.Joining.Named, !p.Joining.Again && a.Earlier != 0 && a.Earlier < p.Year:
		return NotTaken
	case len(p.Joining.Departments) == 0:
		return TakesAll
	case slices.Contains(p.Joining.Departments, a.Person.Department):
		return TakesDepartment
	default:
		return NotTaken
	}
}

// Running reports whether the programme is run on the day: its fiscal year
// holds and HR has not closed it.
func (p Programme) Running(on Date) bool { return p.Year == on.FiscalYear() && !p.ClosedBy(on) }

// ClosedBy reports whether HR has closed the programme by the day.
func (p Programme) ClosedBy(on Date) bool { return !p.Closed.IsZero() && !on.Before(p.Closed) }

// Belongs is the programme that the person is in on the day. Of those that
// share months the narrowest counts, also while it is still to come; of the
// rest it is the one whose window is open, else the one that opens next, else
// the one that was open last in this fiscal year. ok is false where none takes
// them.
func Belongs(programmes []Programme, a Applicant, on Date) (p Programme, ok bool) {
	var taking []Programme
	for _, q := range programmes {
		if q.Takes(a) != NotTaken && !q.ClosedBy(on) && q.Year >= on.FiscalYear() {
			taking = append(taking, q)
		}
	}
	for _, q := range taking {
		if (!ok || nearer(q, p, a, on)) && !slices.ContainsFunc(taking, func(r Programme) bool { return narrower(r, q, a) }) {
			p, ok = q, true
		}
	}
	return p, ok
}

// narrower reports whether p takes the person with a narrower right than q, in
// months that they share.
func narrower(p, q Programme, a Applicant) bool {
	_, shares := Overlaps(p, q)
	return shares && p.Takes(a) > q.Takes(a)
}

// nearer reports whether a mentee is rather in p than in q on the day.
func nearer(p, q Programme, a Applicant, on Date) bool {
	phase := p.phase(on)
	switch other := q.phase(on); {
	case phase != other:
		return phase > other
	case phase == windowAhead && p.monthOf(p.FirstMonth) != q.monthOf(q.FirstMonth):
		return p.monthOf(p.FirstMonth).Before(q.monthOf(q.FirstMonth))
	case phase == windowOver && p.monthOf(p.LastMonth) != q.monthOf(q.LastMonth):
		return q.monthOf(q.LastMonth).Before(p.monthOf(p.LastMonth))
	default:
		return cmp.Or(cmp.Compare(p.Takes(a), q.Takes(a)), -cmp.Compare(p.ID, q.ID)) > 0
	}
}

// The phases of a window, the one that matters most last.
const (
	windowOver = iota
	windowAhead
	windowOpen
)

func (p Programme) phase(on Date) int {
	switch here := on.Period(); {
	case here.Before(p.monthOf(p.FirstMonth)):
		return windowAhead
	case p.monthOf(p.LastMonth).Before(here):
		return windowOver
	default:
		return windowOpen
	}
}

// Overlap is two programmes whose windows share months.
type Overlap struct {
	First, Last Period // the months they share
	// Departments are those that both name.
	Departments []string
	// Clash says that both would take the same mentees with the same right: it
	// cannot work.
	Clash bool
}

// Overlaps compares two programmes that are not closed; ok is false where their
// windows share no month.
func Overlaps(p, q Programme) (o Overlap, ok bool) {
	o.First, o.Last = p.monthOf(p.FirstMonth), p.monthOf(p.LastMonth)
	if first := q.monthOf(q.FirstMonth); o.First.Before(first) {
		o.First = first
	}
	if last := q.monthOf(q.LastMonth); last.Before(o.Last) {
		o.Last = last
	}
	if o.Last.Before(o.First) {
		return Overlap{}, false
	}
	for _, d := range p.Joining.Departments {
		if slices.Contains(q.Joining.Departments, d) {
			o.Departments = append(o.Departments, d)
		}
	}
	everybody := len(p.Joining.Departments) == 0 && len(q.Joining.Departments) == 0
	o.Clash = !p.Joining.Named && !q.Joining.Named && (everybody || len(o.Departments) > 0)
	return o, true
}

func (j Joining) validate(v *problems) {
	v.unless(!j.Named || len(j.Departments) == 0, "joining.named", "leaves no departments to name")
	v.unless(!slices.Contains(j.Departments, ""), "joining.departments", "holds an empty name")
}

// WindowOverBy reports whether the window's last month has ended on the day.
func (p Programme) WindowOverBy(on Date) bool { return p.phase(on) == windowOver }

// Window is the first and the last month in which pairs meet.
func (p Programme) Window() (first, last Period) {
	return p.monthOf(p.FirstMonth), p.monthOf(p.LastMonth)
}
