package store

import "tsukiichi/bot/mentoring"

// What the agenda holds: kinds of [Due].
const (
	DuePair    = "pair"     // subject: pair id; its nudges
	DueCheckIn = "check-in" // subject: meeting id; ask whether they met
	DueNominee = "nominee"  // subject: mentee's person id; remind the head to nominate
	DueMonth   = "month"    // subject: programme id; the month that is over
)

// What the outbox holds that the scheduler puts there: kinds of [Intent].
// Flows declare their own kinds beside their words.
const (
	KindNudge      = "nudge"       // subject: pair/<id>, arg: <period>/<step>
	KindCheckIn    = "check-in"    // subject: meeting/<id>
	KindHeadDigest = "head-digest" // arg: the period
	KindMonthOver  = "month-over"  // subject: programme/<id>, arg: the period; to HR
	KindNominate   = "nominate"    // subject: head/<head id>, arg: programme id; to the head
)

// NudgeKey is the key of the intent that reminds a person of a step: one for
// each pair, month, step and person, for ever.
func NudgeKey(pair string, period mentoring.Period, step mentoring.StepID, to string) string {
	return "nudge/" + pair + "/" + period.String() + "/" + string(step) + "/" + to
}
