package mentoring

import "time"

// MonthState is what a month is for a pair, in one word. Everybody who may see
// it sees the same: the two, the head and HR.
type MonthState string

// The states of a month.
const (
	MonthMet      MonthState = "met"      // 済: a talk was held
	MonthPlanned  MonthState = "planned"  // 予定: a talk is ahead, or just over and not answered for
	MonthOpen     MonthState = "open"     // 未
	MonthDeferred MonthState = "deferred" // 延期: the head has put it off
	MonthExempt   MonthState = "exempt"   // 対象外: no talk was possible, nobody hears why
	MonthEnded    MonthState = "ended"    // 終了: it is no longer a pair
)

// MonthStates lists the states in the order in which people look for them.
func MonthStates() []MonthState {
	return []MonthState{MonthOpen, MonthPlanned, MonthMet, MonthDeferred, MonthExempt, MonthEnded}
}

// MonthState says what the month is for the pair at now. A talk held comes
// first; a month outside the window, before the mentor was told, or with one
// of the two on leave on every business day is none of theirs. A pause is HR's
// own and shows nowhere.
func (r Rules) MonthState(s Standing, p Period, now time.Time) MonthState {
	switch {
	case s.Pair.Heir != "": // the pair that took over counts it
		return MonthEnded
	case s.MetIn(p, r.zone) > 0:
		return MonthMet
	case r.ended(s.Pair, now) && !s.Pair.Ended.After(p.Last()):
		return MonthEnded
	case !r.inWindow(p):
		return MonthExempt
	case s.IsDeferred(p):
		return MonthDeferred
	case s.PlannedAhead(p, now, r.zone) > 0 || r.shielded(s, p, now):
		return MonthPlanned
	case !r.possible(s, p) || (s.Pair.ToldAt.IsZero() && p.Before(r.Date(now).Period())):
		return MonthExempt
	default:
		return MonthOpen
	}
}
