package mentoring

import "time"

// ChangeRules is how a change of mentor goes.
type ChangeRules struct {
	// AnswerWithin is the business days in which HR answers a mentee who turned
	// to them quietly, RemindBefore how many of them before the last HR is
	// reminded.
	AnswerWithin int `json:"answer_within"`
	RemindBefore int `json:"remind_before"`
	// LeaveDays is from how many days on an absence of the mentor has the head
	// and HR asked whether to change; 0 is never.
	LeaveDays int `json:"leave_days"`
	// NoteDays is for how many days after the change the mentor who was there
	// before may leave a note.
	NoteDays int `json:"note_days"`
}

func (c ChangeRules) validate(v *problems) {
	v.unless(c.AnswerWithin >= 1 && c.AnswerWithin <= 20, "change.answer_within", "is %d, which is not between 1 and 20", c.AnswerWithin)
	v.unless(c.RemindBefore >= 0 && c.RemindBefore < c.AnswerWithin, "change.remind_before", "is %d, which is not between 0 and answer_within", c.RemindBefore)
	v.unless(c.LeaveDays >= 0 && c.LeaveDays <= 366, "change.leave_days", "is %d, which is not between 0 and 366", c.LeaveDays)
	v.unless(c.NoteDays >= 1 && c.NoteDays <= 60, "change.note_days", "is %d, which is not between 1 and 60", c.NoteDays)
}

// AnswerBy is the last day on which HR answers what came at t.
func (r Rules) AnswerBy(t time.Time) Date {
	return r.businessAfter(r.Date(t), r.programme.Change.AnswerWithin)
}

// AnswerNear is when HR is reminded that the day is near.
func (r Rules) AnswerNear(by Date) time.Time {
	return r.ring(r.businessBefore(by, r.programme.Change.RemindBefore))
}

// AnswerLate is when the day has passed: when it rings on the business day
// after it.
func (r Rules) AnswerLate(by Date) time.Time { return r.ring(r.businessAfter(by, 1)) }

// NoteUntil is the first moment at which the mentor of an ended pair may no
// longer leave a note.
func (r Rules) NoteUntil(p Pair) time.Time {
	return p.Ended.Add(r.programme.Change.NoteDays).At(TimeOfDay{}, r.zone)
}
