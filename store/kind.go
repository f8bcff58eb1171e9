package store

import (
	"strconv"
	"strings"
	"time"

	"tsukiichi/bot/mentoring"
)

// What the agenda holds: kinds of [Due].
const (
	DuePair    = "pair"     // subject: pair id; its nudges
	DueCheckIn = "check-in" // subject: meeting id; ask whether they met
	DueNominee = "nominee"  // subject: mentee's person id; remind the head to nominate
	DueMonth   = "month"    // subject: programme id; the month that is over
	DueSeries  = "series"   // subject: series id; plan its next talk
	DueTalks   = "talks"    // subject: pair id; what belongs before its planned talks
	DueVision  = "vision"   // subject: pair id; when the mentee is to look back at it
	DueQuiet   = "quiet"    // subject: quiet request's id; HR owes the mentee an answer
	DueLeave   = "leave"    // subject: pair id; the mentor's leave, which may mean a change
	// DueTraining reminds of a training; subject: session id.
	DueTraining = "training"
	// DueBroadcast goes on with a broadcast; subject: run id.
	DueBroadcast = "broadcast"
	// DueProgress brings HR's card of a broadcast up to date; subject:
	// broadcast id.
	DueProgress = "broadcast-progress"
	// DueOpenDay tells a programme's pairs of an open room; subject: open day id.
	DueOpenDay = "open-day"
	DueSurvey  = "survey" // subject: programme id; the questionnaire of October
	// DueRetention lets go of what people wrote; subject: programme id.
	DueRetention = "retention"
	// DueErasure looks for copies of what a person removed; subject: person id.
	DueErasure = "erasure"
)

// What the outbox holds that the scheduler puts there: kinds of [Intent].
// Flows declare their own kinds beside their words.
const (
	KindNudge      = "nudge"       // subject: pair/<id>, arg: <period>/<step>
	KindCheckIn    = "check-in"    // subject: meeting/<id>
	KindHeadDigest = "head-digest" // subject: programme/<id>, arg: <period>, or <period>/<day> for what is new since a digest of the day
	KindMonthOver  = "month-over"  // subject: programme/<id>, arg: the period; to HR
	KindClosing    = "closing"     // subject: pair/<id>; the programme's months are over, to both
	KindShortfall  = "shortfall"   // subject: programme/<id>; how the months ended, to heads
	KindNominate   = "nominate"    // subject: head/<id>, arg: programme id; to whoever looks after the section
	KindPrepare    = "prepare"     // subject: meeting/<id>, arg: its date; to the mentee
	KindTalkDay    = "talk-day"    // subject: meeting/<id>, arg: its date; to the mentor
	KindLookBack   = "look-back"   // subject: pair/<id>, arg: id of the invitation; to the mentee
	// KindTraining reminds of a training; subject: session/<id>, arg: its start.
	KindTraining = "training"
	// KindBroadcast is HR's message to many, as an edit too; subject:
	// [BroadcastSubject].
	KindBroadcast = "broadcast"
	// KindBroadcastAgain reminds of one that nobody has acknowledged yet.
	KindBroadcastAgain = "broadcast-again"
	// KindBroadcastDesk is HR's card of a broadcast's progress, as an edit too.
	KindBroadcastDesk = "broadcast-desk"
	// KindBroadcastDone tells HR that nothing more happens by itself; arg: the
	// round.
	KindBroadcastDone = "broadcast-done"
	// KindOpenDay tells of an open room; subject: open-day/<id>.
	KindOpenDay = "open-day"
	// KindInvited reminds who was asked to mentor; subject: invitation/<id>.
	KindInvited = "invited"
	// KindChoose asks a mentee to choose a mentor; subject: programme/<id>.
	KindChoose = "choose"
	// The questionnaire of October; subject: [SurveySubject].
	KindSurvey       = "survey"        // the invitation
	KindSurveyRemind = "survey-remind" // arg: <deadline>/<business days before it>
	KindSurveyMoved  = "survey-moved"  // arg: the deadline
	// KindSurveyOver is for HR; subject: programme/<id>, arg: the deadline.
	KindSurveyOver = "survey-over"
	// KindNominateLate is for HR: sections whose time to nominate is over, or
	// that nobody looks after; subject: programme/<id>.
	KindNominateLate = "nominate-late"
	// KindRetention tells when what people wrote is removed; subject:
	// programme/<id>.
	KindRetention = "retention"

	KindChange = "change" // subject: change/<id>; to whoever decides about it
	// KindQuiet is for HR: a mentee has turned to them; subject: QuietSubject.
	// KindQuietWait tells the mentee that the day has passed; subject:
	// quiet/<id>.
	KindQuiet     = "quiet"
	KindQuietWait = "quiet-wait"

	KindPlanned       = "planned"        // subject: PlannedSubject
	KindOffer         = "offer"          // subject: offer/<id>; here only edits of offers that are closed
	KindSeriesSkipped = "series-skipped" // subject: series/<id>, arg: the period
)

// What is new about a quiet request; each has a card of its own.
const (
	QuietNear   = "near"   // the day by which HR answers is near
	QuietLate   = "late"   // it has passed
	QuietAgreed = "agreed" // the mentee lets HR go on
)

// QuietSubject is the subject of the card that tells HR what is new, "" for the
// first one.
func QuietSubject(id, news string) string { return strings.TrimSuffix("quiet/"+id+"/"+news, "/") }

// PlannedSubject is the subject of the card that says when a meeting is. Each
// time it was moved has a card of its own.
func PlannedSubject(m mentoring.Meeting) string {
	if m.Moves == 0 {
		return "meeting/" + m.ID
	}
	return "meeting/" + m.ID + "/" + strconv.Itoa(m.Moves)
}

// PlannedKey is the key of the intent that tells a person when a meeting is.
func PlannedKey(m mentoring.Meeting, to string) string {
	return "planned" + strings.TrimPrefix(PlannedSubject(m), "meeting") + "/" + to
}

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
