package mentoring

import "time"

// Within cuts absences down to the days from the first to the last, both
// included; a zero Date is open.
func Within(leave []Leave, from, to Date) (out []Leave) {
	for _, l := range leave {
		if !from.IsZero() && l.From.Before(from) {
			l.From = from
		}
		if !to.IsZero() && (l.To.IsZero() || l.To.After(to)) {
			l.To = to
		}
		if l.To.IsZero() || !l.To.Before(l.From) {
			out = append(out, l)
		}
	}
	return out
}

// AskedOnLeave is the absence of the mentor that holds at now and is long
// enough for the programme to ask whether the pair is to have another mentor;
// next is when one begins after now, zero for none.
func (r Rules) AskedOnLeave(mentor Person, now time.Time) (l Leave, holds bool, next time.Time) {
	days, today := r.programme.Change.LeaveDays, r.Date(now)
	for _, a := range mentor.Leave {
		if days == 0 || !a.To.IsZero() && a.To.Before(a.From.Add(days-1)) {
			continue
		}
		at := r.ring(r.orBusinessAfter(a.From))
		switch {
		case !now.Before(at) && a.Holds(today):
			l, holds = a, true
		case at.After(now) && (next.IsZero() || at.Before(next)):
			next = at
		}
	}
	return l, holds, next
}

// orBusinessAfter is the day, or the business day after it where it is none.
func (r Rules) orBusinessAfter(d Date) Date { return r.businessAfter(d.Add(-1), 1) }
