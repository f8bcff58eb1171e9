package mentoring

import "time"

// NextLook is the next moment at which a verdict on the pair may change by
// time alone: after now, and at most 7 days after it.
func (r Rules) NextLook(s Standing, now time.Time) time.Time {
	next := now.Add(farthestLook)
	sooner := func(t time.Time) {
		if t.After(now) && t.Before(next) {
			next = t
		}
	}
	here := r.Date(now).Period()
	for _, p := range []Period{here.Add(-1), here, here.Add(1)} {
		if !r.inWindow(p) {
			continue
		}
		sooner(r.startOf(p))
		sooner(r.startOf(p.Add(1)))
		sooner(r.MonthOverAt(p))
		for _, d := range r.days[p] {
			sooner(d.At)
		}
	}
	for _, m := range s.Meetings {
		if m.State == MeetingPlanned { // ahead until it begins, answered or not
			sooner(m.Start)
		}
		if m.Counts() {
			sooner(r.DigestAt(m.reported()))
		}
		if m.unanswered() {
			sooner(r.CheckInAt(m))
			sooner(r.shieldEnd(m))
		}
	}
	for _, l := range s.Leave {
		sooner(l.From.At(TimeOfDay{}, r.zone))
		if !l.To.IsZero() {
			sooner(r.backAt(l))
		}
	}
	if !s.Pair.Ended.IsZero() {
		sooner(s.Pair.Ended.At(TimeOfDay{}, r.zone))
	}
	sooner(s.Pair.ToldAt)
	return next
}

// farthestLook is how long a pair may stay unlooked at, so that a changed
// programme or newer code catches up.
const farthestLook = 7 * 24 * time.Hour
