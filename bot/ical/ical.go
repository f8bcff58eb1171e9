// Package ical writes the calendar file of one meeting.
//
// # Basics
//
// [File] gives the bytes of an .ics file. The meeting keeps its UID for ever;
// a higher Sequence replaces what a calendar holds of it, and a cancelled one
// is taken out.
//
// # Caveats
//
//   - A file says when, and a title that gives nothing away: calendars are
//     looked at by others. It names nobody and no place, and is marked private.
//   - The method is PUBLISH, not REQUEST: nobody is to answer by mail, and an
//     organiser would have to be named (RFC 5546, 3.2.1 and 3.2.2).
//   - Times are in UTC; every calendar shows them in its own zone.
package ical

import (
	"time"

	ics "github.com/arran4/golang-ical"
)

// Type is the media type of the file.
const Type = "text/calendar"

// Event is one meeting as a calendar knows it.
type Event struct {
	UID       string
	Sequence  int // grows with every change
	Title     string
	Start     time.Time
	End       time.Time
	Changed   time.Time // when it became what it is
	Cancelled bool
}

// File is the event's file. The same event gives the same bytes.
func File(e Event) []byte {
	cal := ics.NewCalendarFor("Tsukiichi")
	cal.SetCalscale("GREGORIAN")
	cal.SetMethod(ics.MethodPublish)
	status := ics.ObjectStatusConfirmed
	if e.Cancelled {
		cal.SetMethod(ics.MethodCancel)
		status = ics.ObjectStatusCancelled
	}
	ev := cal.AddEvent(e.UID)
	ev.SetSequence(e.Sequence)
	ev.SetDtStampTime(e.Changed)
	ev.SetStartAt(e.Start)
	ev.SetEndAt(e.End)
	ev.SetSummary(e.Title)
	ev.SetStatus(status)
	ev.SetClass(ics.ClassificationPrivate)
	return []byte(cal.Serialize(ics.WithNewLineWindows))
}
