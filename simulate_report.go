package main

import (
	"encoding/json"
	"fmt"
	"io"
)

// simReport is what a run found.
type simReport struct {
	Pairs          int            `json:"pairs"`
	People         int            `json:"people"`
	Months         int            `json:"months"` // from April
	Meetings       meetingReport  `json:"meetings"`
	Reflections    int            `json:"reflections"`
	Nudges         nudgeReport    `json:"nudges"`
	Closing        tally          `json:"closing"` // that the months are over
	Changes        changeReport   `json:"changes"`
	Survey         surveyReport   `json:"survey"`
	Broadcasts     letterReport   `json:"broadcasts"`
	Deliveries     deliveryReport `json:"deliveries"`
	MinimumReached int            `json:"minimum_reached"` // pairs
	Seconds        float64        `json:"seconds"`
}

type meetingReport struct {
	Planned   int `json:"planned"` // by taking a slot or by a series, whatever became of it
	Met       int `json:"met"`
	Deferred  int `json:"deferred"`  // months of a pair that a head put off
	Cancelled int `json:"cancelled"` // called off, or another day was to be found
}

// nudgeReport counts messages to persons. ByStep adds up to Sent; the heads'
// digests belong to the closing step.
type nudgeReport struct {
	Expected     int            `json:"expected"`
	Sent         int            `json:"sent"`
	Missing      int            `json:"missing"`
	ByStep       map[string]int `json:"by_step"`
	Duplicates   int            `json:"duplicates"` // of any message
	OnHolidays   int            `json:"on_holidays"`
	OutsideHours int            `json:"outside_hours"`
	AfterMeeting int            `json:"after_meeting"`
}

// tally compares what had to be sent with what was. What was sent and is not
// expected was wrong to go out.
type tally struct {
	Expected int `json:"expected"`
	Sent     int `json:"sent"`
	Missing  int `json:"missing"`
}

// missing counts what had to come and did not.
func (t *tally) missing(must map[string]bool, l *ledger) {
	for key := range must {
		if !l.once(key) {
			t.Expected++
			t.Missing++
		}
	}
}

// changeReport counts changes of mentor.
type changeReport struct {
	Asked    int `json:"asked"`     // of the head, by one of the two
	Quiet    int `json:"quiet"`     // requests to HR
	Leave    int `json:"leave"`     // long leaves of mentors, about which the head was asked
	Kept     int `json:"kept"`      // it stayed as it was
	Made     int `json:"made"`      // the new mentor was told
	Notes    int `json:"notes"`     // handover notes
	Consents int `json:"consents"`  // things that mentees let pass, now
	Talks    int `json:"talks"`     // planned ones that went over
	ToFormer int `json:"to_former"` // messages to a mentor before about a mentee who is another's
}

// surveyReport counts what was said about October's questionnaire, by person
// and part: who is a mentee and a mentor has two forms.
type surveyReport struct {
	Asked       int   `json:"asked"`
	Answered    int   `json:"answered"`
	Drafts      int   `json:"drafts"` // begun and not sent off
	Invitations tally `json:"invitations"`
	Reminders   tally `json:"reminders"`
	AfterAnswer int   `json:"after_answer"` // sent to who had answered
}

// letterReport counts HR's messages to many.
type letterReport struct {
	Written      int   `json:"written"`
	Addressed    int   `json:"addressed"` // people, of all of them
	Sent         int   `json:"sent"`
	Missing      int   `json:"missing"`
	Acknowledged int   `json:"acknowledged"`
	Unkept       int   `json:"unkept"`    // acknowledgements that the store lost, or that nobody made
	Reminders    tally `json:"reminders"` // of those who had not said that they read it
}

type deliveryReport struct {
	Enqueued int `json:"enqueued"`
	Sent     int `json:"sent"`
	Expired  int `json:"expired"`
	Dead     int `json:"dead"`
	Lost     int `json:"lost"`
}

// minimumDue is how many talks a pair owes in the half year.
const minimumDue = 6

// write writes the report as one JSON object, or as lines.
func (r simReport) write(w io.Writer, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(w).Encode(r)
	}
	n, c, s, b, d := r.Nudges, r.Changes, r.Survey, r.Broadcasts, r.Deliveries
	_, err := fmt.Fprintf(w, `%d pairs, %d people, %d months from April in %.1f s
meetings     %d planned, %d met, %d cancelled, %d months deferred; %d pairs reached the minimum
reflections  %d
nudges       %d expected, %d sent, %d missing
             first %d, tenth %d, twentieth %d, closing %d, month-over %d
             %d duplicates, %d on holidays, %d outside hours, %d after the meeting
closing      %d expected, %d sent, %d missing
changes      %d asked, %d quietly, %d for a leave; %d kept, %d made with %d talks taken over; %d notes, %d things passed
             %d messages to the mentor before
survey       %d of %d answered, %d drafts; %d invitations expected, %d sent, %d missing
             %d reminders expected, %d sent, %d missing, %d after the answer
broadcasts   %d to %d addressees, %d sent, %d missing, %d acknowledged, %d not kept
             %d reminders expected, %d sent, %d missing
deliveries   %d enqueued, %d sent, %d expired, %d dead, %d lost
`,
		r.Pairs, r.People, r.Months, r.Seconds, r.Meetings.Planned, r.Meetings.Met, r.Meetings.Cancelled, r.Meetings.Deferred, r.MinimumReached, r.Reflections,
		n.Expected, n.Sent, n.Missing,
		n.ByStep[stepFirst], n.ByStep[stepTenth], n.ByStep[stepTwentieth], n.ByStep[stepClosing], n.ByStep[stepMonthOver],
		n.Duplicates, n.OnHolidays, n.OutsideHours, n.AfterMeeting,
		r.Closing.Expected, r.Closing.Sent, r.Closing.Missing,
		c.Asked, c.Quiet, c.Leave, c.Kept, c.Made, c.Talks, c.Notes, c.Consents, c.ToFormer,
		s.Answered, s.Asked, s.Drafts, s.Invitations.Expected, s.Invitations.Sent, s.Invitations.Missing,
		s.Reminders.Expected, s.Reminders.Sent, s.Reminders.Missing, s.AfterAnswer,
		b.Written, b.Addressed, b.Sent, b.Missing, b.Acknowledged, b.Unkept,
		b.Reminders.Expected, b.Reminders.Sent, b.Reminders.Missing,
		d.Enqueued, d.Sent, d.Expired, d.Dead, d.Lost)
	return err
}
