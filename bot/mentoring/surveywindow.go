package mentoring

import "time"

// SurveyWindow is when the questionnaire of a programme is open. Days are the
// programme's; the deadline is included.
type SurveyWindow struct {
	Opens    Date `json:"opens,omitzero"`
	Deadline Date `json:"deadline,omitzero"`
	// Since is when the deadline was last set: a reminder that would have been
	// due before is none.
	Since time.Time `json:"since,omitzero"`
	// Moves counts how often the deadline changed once the window was opened.
	Moves    int       `json:"moves,omitempty"`
	OpenedAt time.Time `json:"opened_at,omitzero"` // HR opened it; it may begin later
	ClosedAt time.Time `json:"closed_at,omitzero"` // HR closed it; the figures stand
}

// SurveyPhase is how far the questionnaire is.
type SurveyPhase string

// The phases.
const (
	SurveyPreparing SurveyPhase = "preparing" // not opened by HR
	SurveyWaiting   SurveyPhase = "waiting"   // opened; the day is still to come
	SurveyOpen      SurveyPhase = "open"      // people answer
	SurveyOver      SurveyPhase = "over"      // the deadline is over, paper may come in
	SurveyClosed    SurveyPhase = "closed"    // the figures stand
)

// SurveyPhase is the phase of the window at now.
func (r Rules) SurveyPhase(w SurveyWindow, now time.Time) SurveyPhase {
	switch {
	case w.OpenedAt.IsZero():
		return SurveyPreparing
	case !w.ClosedAt.IsZero():
		return SurveyClosed
	case r.Date(now).Before(w.Opens):
		return SurveyWaiting
	case now.Before(r.SurveyEnd(w)):
		return SurveyOpen
	default:
		return SurveyOver
	}
}

// SurveyEnd is when the deadline's day ends.
func (r Rules) SurveyEnd(w SurveyWindow) time.Time {
	return w.Deadline.Add(1).At(TimeOfDay{}, r.zone)
}

// SurveyBegins is when people are first written to: when it rings on the opening
// day, or on the business day after it.
func (r Rules) SurveyBegins(w SurveyWindow) time.Time {
	return r.ring(r.businessAfter(w.Opens.Add(-1), 1))
}

// SurveyReminder is one reminder of a window.
type SurveyReminder struct {
	Days  int       // business days before the deadline
	At    time.Time // when it rings
	Until time.Time // when the next one does, or the window is over
}

// SurveyReminders lists the reminders of the window, earliest first: those on a
// later day than the opening and than the deadline was set. A short window has
// fewer.
func (r Rules) SurveyReminders(w SurveyWindow) []SurveyReminder {
	since := r.Date(r.SurveyBegins(w))
	if set := r.Date(w.Since); set.After(since) {
		since = set
	}
	var out []SurveyReminder
	for _, n := range r.programme.Survey.Remind {
		on := r.businessBefore(w.Deadline, n)
		if on.After(since) {
			out = append(out, SurveyReminder{Days: n, At: r.ring(on), Until: r.SurveyEnd(w)})
		}
	}
	for i := range out[:max(len(out)-1, 0)] {
		out[i].Until = out[i+1].At
	}
	return out
}

// SurveyReminderDue is the latest reminder whose time has come while the window
// is open; after an outage the ones before it are none any more.
func (r Rules) SurveyReminderDue(w SurveyWindow, now time.Time) (due SurveyReminder, ok bool) {
	if r.SurveyPhase(w, now) != SurveyOpen {
		return due, false
	}
	for _, rem := range r.SurveyReminders(w) {
		if !rem.At.After(now) {
			due, ok = rem, true
		}
	}
	return due, ok
}

// SurveyLook is when the window is to be looked at after now: when it begins,
// daily while it is open, and on the business day after its end. The zero time
// is never.
func (r Rules) SurveyLook(w SurveyWindow, now time.Time) time.Time {
	switch r.SurveyPhase(w, now) {
	case SurveyWaiting:
		return r.SurveyBegins(w)
	case SurveyOpen:
		return r.DigestAt(now)
	case SurveyOver:
		if at := r.SurveyOverAt(w); at.After(now) {
			return at
		}
	}
	return time.Time{}
}

// SurveyOverAt is when HR hears that the deadline is over.
func (r Rules) SurveyOverAt(w SurveyWindow) time.Time { return r.ring(r.businessAfter(w.Deadline, 1)) }

// AwayThroughout reports whether the person is on leave on every day from the
// first to the last: they are not asked, and missed by no figure.
func (p Person) AwayThroughout(from, to Date) bool {
	for d := from; !d.After(to); d = d.Add(1) {
		if !p.Away(d) {
			return false
		}
	}
	return !to.Before(from)
}
