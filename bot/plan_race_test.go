package bot_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tsukiichi/bot/bottest"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// settled is a house with one talk planned, for 2 April 10:30.
func settled(t *testing.T) (*bottest.World, mentoring.Meeting) {
	t.Helper()
	w := house(t)
	press(t, w, mentor, "plan.quick", button(t, w, mentor, "plan.quick"))
	press(t, w, mentee, "slot.take", button(t, w, mentee, "slot.take"))
	return w, meetings(t, w)[0]
}

// TestAtOnce has both do something about one planned talk at the same moment:
// one of them comes first, the other hears a sentence, and there is no state
// in between.
func TestAtOnce(t *testing.T) {
	t.Parallel()
	pressed := func(action, arg string) chat.What { return chat.Pressed{Action: action, Arg: arg, Dialogs: true} }
	moved := func(id string) chat.What {
		return filled("meeting.move", id+"|0|2026-04-01", "date", "2026-04-09", "time", "10:00", "place", "room")
	}
	for name, tt := range map[string]struct {
		mine, theirs func(id string) chat.What
		ends         []mentoring.MeetingState
		late         []string // what the second one may read
	}{
		"both cancel": {
			mine:   func(id string) chat.What { return pressed("meeting.cancel", id+"|0") },
			theirs: func(id string) chat.What { return pressed("meeting.cancel", id+"|0") },
			ends:   []mentoring.MeetingState{mentoring.MeetingCancelled}, late: []string{"もう取りやめになっています"},
		},
		"one moves, one cancels": {
			mine:   moved,
			theirs: func(id string) chat.What { return pressed("meeting.cancel", id+"|0") },
			ends:   []mentoring.MeetingState{mentoring.MeetingCancelled, mentoring.MeetingPlanned},
			late:   []string{"先に日時が変わりました", "もう取りやめになっています", "変更されたか、もうありません"},
		},
		"both move": {
			mine: moved, theirs: moved,
			ends: []mentoring.MeetingState{mentoring.MeetingPlanned}, late: []string{"変更されたか、もうありません"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, m := settled(t)
			answers := make(chan chat.Answer, 16)
			var wg sync.WaitGroup
			for i := range 16 {
				e := w.Event(mentee, tt.mine(m.ID))
				if i%2 == 1 {
					e = w.Event(mentor, tt.theirs(m.ID))
				}
				wg.Go(func() {
					answer, err := w.Bot.Handle(t.Context(), e)
					if err != nil {
						t.Error(err)
					}
					answers <- answer
				})
			}
			wg.Wait()
			close(answers)
			if err := w.Settle(); err != nil {
				t.Fatal(err)
			}
			all := meetings(t, w)
			if len(all) != 1 || !slices.Contains(tt.ends, all[0].State) || all[0].Moves > 1 {
				t.Fatalf("got %+v", all)
			}
			heard := said(w, mentee) + said(w, mentor)
			for a := range answers {
				if a.Page != nil {
					heard += (chat.Message{Body: a.Page.Sections[0].Body}).Text()
				}
			}
			late := 0
			for _, sentence := range tt.late {
				late += strings.Count(heard, sentence)
			}
			if late != 15 {
				t.Errorf("%d of 15 hear that they are late:\n%s", late, heard)
			}
			agendaHolds(t, w, all[0])
		})
	}
}

// agendaHolds checks that a talk that is planned will be asked about, and no
// other.
func agendaHolds(t *testing.T, w *bottest.World, m mentoring.Meeting) {
	t.Helper()
	view(t, w, func(tx store.Tx) error {
		_, due, err := store.Agenda.Get(tx, store.Join(store.DueCheckIn, m.ID))
		if due != (m.State == mentoring.MeetingPlanned) {
			t.Errorf("a talk that is %s is asked about: %t", m.State, due)
		}
		return err
	})
}

// TestSeriesAtOnce has both begin a series with the same talk: there is one.
func TestSeriesAtOnce(t *testing.T) {
	t.Parallel()
	w, m := settled(t)
	var wg sync.WaitGroup
	for i := range 16 {
		who := []string{mentee, mentor}[i%2]
		e := w.Event(who, filled("series", pairID+"|"+m.ID, "rule", "week"))
		wg.Go(func() {
			if _, err := w.Bot.Handle(t.Context(), e); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if err := w.Settle(); err != nil {
		t.Fatal(err)
	}
	view(t, w, func(tx store.Tx) error {
		all, err := store.Series.All(tx, store.Span{})
		if len(all) != 1 || all[0].Rule != (mentoring.Repeat{Week: 1, Weekday: 4, At: mentoring.TimeOfDay{Hour: 10, Minute: 30}}) {
			t.Errorf("got %+v", all)
		}
		return err
	})
}

// TestAnsweredAtOnce has both answer in opposite ways at the same moment, and
// take it back: whatever comes first, both answers are kept, and nothing that
// is taken back still counts.
func TestAnsweredAtOnce(t *testing.T) {
	t.Parallel()
	w, m := settled(t)
	advance(t, w, 27*time.Hour)
	both := func(mine, theirs string) {
		var wg sync.WaitGroup
		for who, action := range map[string]string{mentee: mine, mentor: theirs} {
			e := w.Event(who, chat.Pressed{Action: action, Arg: m.ID, Dialogs: true})
			wg.Go(func() {
				if _, err := w.Bot.Handle(t.Context(), e); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if err := w.Settle(); err != nil {
			t.Fatal(err)
		}
	}
	both("checkin.met", "checkin.no")
	if got := meetings(t, w)[0]; !got.Disputed() || len(got.Answers) != 2 {
		t.Errorf("got %+v", got)
	}
	for _, who := range []string{mentee, mentor} {
		if got := said(w, who); strings.Count(got, "未確認の面談") != 1 {
			t.Errorf("%s reads:\n%s", who, got)
		}
	}
	both("checkin.undo", "checkin.undo")
	if got := meetings(t, w)[0]; got.State != mentoring.MeetingPlanned || len(got.Answers) != 0 || !got.MetAt.IsZero() {
		t.Errorf("got %+v", got)
	}
	both("checkin.met", "checkin.met")
	if got := meetings(t, w)[0]; !got.Counts() || got.Disputed() {
		t.Errorf("got %+v", got)
	}
	for _, who := range []string{mentee, mentor} {
		if n := strings.Count(said(w, who), "ひとこと残しませんか"); n != 1 {
			t.Errorf("%s is invited to write %d times", who, n)
		}
	}
}

// TestNoCalendarFiles: HR switches the files off for the programme; then
// nobody gets one, and nobody is offered to switch them.
func TestNoCalendarFiles(t *testing.T) {
	t.Parallel()
	w := house(t)
	_, err := w.Bot.AmendProgramme(t.Context(), "aomori-2026", func(p *mentoring.Programme) error {
		p.CalendarFiles = false
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	press(t, w, mentor, "plan.quick", button(t, w, mentor, "plan.quick"))
	press(t, w, mentee, "slot.take", button(t, w, mentee, "slot.take"))
	if got := said(w, mentee) + said(w, mentor); !strings.Contains(got, "面談の日時が決まりました") || strings.Contains(got, ".ics") {
		t.Errorf("got %s", got)
	}
	home := do(t, w, mentee, chat.Opened{}).Page
	for _, s := range home.Sections {
		for _, a := range s.Actions {
			if a.ID == "calendar.set" {
				t.Error("the home offers to switch the files")
			}
		}
	}
}

// TestCalendarFile reads what comes with a planned talk, a moved one and one
// that is called off: one meeting, each file newer than the last, and nobody's
// name.
func TestCalendarFile(t *testing.T) {
	t.Parallel()
	w, m := settled(t)
	submit(t, w, mentor, "meeting.move", m.ID+"|0|2026-04-01", "date", "2026-04-09", "time", "10:00", "place", "room")
	press(t, w, mentee, "meeting.cancel", m.ID+"|1")
	for _, who := range []string{mentee, mentor} {
		var files []string
		for _, l := range w.Chats.Of(w.Account(who)) {
			for _, b := range l.Message.Body {
				if f, ok := b.(chat.File); ok {
					files = append(files, string(f.Data))
				}
			}
		}
		// The first card, which has changed, has none any more.
		if len(files) != 1 {
			t.Fatalf("%s has %d files", who, len(files))
		}
		for _, want := range []string{"METHOD:CANCEL", "SEQUENCE:2", "UID:" + m.ID + "@tsukiichi", "DTSTART:20260409T010000Z", "SUMMARY:1on1\r\n"} {
			if !strings.Contains(files[0], want) {
				t.Errorf("%s has no %s: %s", who, want, files[0])
			}
		}
		for _, never := range []string{"模木", "雛形", "会議室", "example.jp", "市民課", "ATTENDEE", "ORGANIZER", "VALARM", "DESCRIPTION", "LOCATION"} {
			if strings.Contains(files[0], never) {
				t.Errorf("%s reads %s in the file", who, never)
			}
		}
	}
}
