package store

import (
	"time"

	"tsukiichi/bot/mentoring"
)

// What the agenda holds: kinds of [Due].
const (
	DuePair    = "pair"     // subject: pair id; its nudges
	DueCheckIn = "check-in" // subject: meeting id; ask whether they met
	DueNominee = "nominee"  // subject: mentee's person id; remind the head to nominate
	DueMonth   = "month"    // subject: programme id; the month that is over
	// DueTraining reminds of a training; subject: session id.
	DueTraining = "training"
)

// What the outbox holds that the scheduler puts there: kinds of [Intent].
// Flows declare their own kinds beside their words.
const (
	KindNudge      = "nudge"       // subject: pair/<id>, arg: <period>/<step>
	KindCheckIn    = "check-in"    // subject: meeting/<id>
	KindHeadDigest = "head-digest" // subject: programme/<id>, arg: <period>, or <period>/<day> for what is new since a digest of the day
	KindMonthOver  = "month-over"  // subject: programme/<id>, arg: the period; to HR
	KindNominate   = "nominate"    // subject: head/<id>, arg: programme id; to whoever looks after the section
	// KindTraining reminds of a training; subject: session/<id>, arg: its start.
	KindTraining = "training"
	// KindNominateLate is for HR: sections whose time to nominate is over, or
	// that nobody looks after; subject: programme/<id>.
	KindNominateLate = "nominate-late"
)

// DigestKey is the key of a head's digest: one a day for each programme's
// month and head.
func DigestKey(programme string, p mentoring.Period, on mentoring.Date, head string) string {
	return "head-digest/" + programme + "/" + p.String() + "/" + on.String() + "/" + head
}

// DigestFor is how long a digest is worth sending.
const DigestFor = 7 * 24 * time.Hour

// NudgeKey is the key of the intent that reminds a person of a step: one for
// each pair, month, step and person, for ever.
func NudgeKey(pair string, period mentoring.Period, step mentoring.StepID, to string) string {
	return "nudge/" + pair + "/" + period.String() + "/" + string(step) + "/" + to
}
