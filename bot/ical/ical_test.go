package ical_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"pgregory.net/rapid"

	"tsukiichi/bot/ical"
)

func event() ical.Event {
	start := time.Date(2026, 4, 8, 15, 30, 0, 0, time.FixedZone("JST", 9*3600))
	return ical.Event{
		UID: "m1@tsukiichi", Sequence: 2, Title: "1on1", Start: start, End: start.Add(15 * time.Minute),
		Changed: time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC),
	}
}

// TestFile holds the file against what it must say, line by line, and nothing
// else: whatever is added later is looked at here by a person.
func TestFile(t *testing.T) {
	t.Parallel()
	want := []string{
		"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tsukiichi//Golang ICS Library", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
		"BEGIN:VEVENT", "UID:m1@tsukiichi", "SEQUENCE:2", "DTSTAMP:20260401T000000Z",
		"DTSTART:20260408T063000Z", "DTEND:20260408T064500Z", "SUMMARY:1on1", "STATUS:CONFIRMED", "CLASS:PRIVATE",
		"END:VEVENT", "END:VCALENDAR", "",
	}
	if got := strings.Split(string(ical.File(event())), "\r\n"); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got %q", got)
	}
}

func TestCancelled(t *testing.T) {
	t.Parallel()
	e := event()
	e.Cancelled = true
	got := string(ical.File(e))
	for _, want := range []string{"METHOD:CANCEL\r\n", "STATUS:CANCELLED\r\n", "UID:m1@tsukiichi\r\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %q", want, got)
		}
	}
}

// TestReadBack reads what was written: the same event, whatever its title.
func TestReadBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		e := event()
		e.Title = rapid.StringOfN(rapid.RuneFrom([]rune("1on1面談,;:\\ \"'ー（）")), 1, 80, -1).Draw(t, "title")
		e.Sequence = rapid.IntRange(0, 99).Draw(t, "sequence")
		e.Start = time.Unix(rapid.Int64Range(1_700_000_000, 2_000_000_000).Draw(t, "start"), 0)
		e.End = e.Start.Add(time.Duration(rapid.IntRange(5, 240).Draw(t, "minutes")) * time.Minute)
		raw := ical.File(e)
		for line := range bytes.SplitSeq(raw, []byte("\r\n")) {
			if len(line) > 75 {
				t.Fatalf("a line of %d bytes: %q", len(line), line)
			}
		}
		cal, err := ics.ParseCalendar(bytes.NewReader(raw))
		if err != nil || len(cal.Events()) != 1 {
			t.Fatalf("%v in %q", err, raw)
		}
		got := cal.Events()[0]
		start, err := got.GetStartAt()
		if err != nil || !start.Equal(e.Start) {
			t.Fatalf("start %v, %v", start, err)
		}
		end, err := got.GetEndAt()
		if err != nil || !end.Equal(e.End) {
			t.Fatalf("end %v, %v", end, err)
		}
		if title := got.GetProperty(ics.ComponentPropertySummary); title == nil || title.Value != e.Title {
			t.Fatalf("title %q, want %q", title.Value, e.Title)
		}
		if got.Id() != e.UID {
			t.Fatalf("uid %q", got.Id())
		}
	})
}
