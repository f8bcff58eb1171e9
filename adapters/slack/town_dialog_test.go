package slack_test

import (
	"errors"
	"runtime"
	"strings"
	"testing"
	"time"

	"tsukiichi/adapters/adaptertest"
	"tsukiichi/adapters/townhall"
)

// TestStoreIsAway has the store fail while people write and send forms off:
// Slack's own repeats bring the lines later, a form stays open with what was
// typed, and the log says nothing of it.
func TestStoreIsAway(t *testing.T) {
	t.Parallel()
	s := paired(t, false)
	mentee, mentor := member("20104"), member("20103")
	if err := s.Press("20103", "日時を選んで送る"); err != nil {
		t.Fatal(err)
	}
	s.gate.Fail(errors.New("disk full while writing " + adaptertest.Secret))
	before := len(s.town.Screen(mentee).Messages)
	if err := s.town.Say(mentee, adaptertest.Secret); !errors.Is(err, townhall.ErrNotTaken) {
		t.Errorf("a line that could not be kept was acknowledged: %v", err)
	}
	if err := s.town.Press(mentee, "日程をお願いする"); !errors.Is(err, townhall.ErrNotTaken) {
		t.Errorf("a press that could not be kept was acknowledged: %v", err)
	}
	form := map[string][]string{"date": {"2026-04-07"}, "time": {"10:00"}}
	if err := s.town.Submit(mentor, form); err != nil {
		t.Error(err)
	}
	s.adapter.Wait()
	seen := s.town.Screen(mentor)
	if len(seen.Errors) == 0 || !strings.Contains(seen.Modal, "= 10:00") {
		t.Errorf("the form did not stay open with what was typed: %v %s", seen.Errors, seen.Modal)
	}
	if last := s.town.Screen(mentee).Messages; !strings.Contains(last[len(last)-1].Text, "もう一度押してください") {
		t.Errorf("nobody was told that the press failed: %q", last[len(last)-1].Text)
	}
	s.gate.Fail(nil)
	if err := s.after(s.town.Submit(mentor, nil)); err != nil || s.town.Screen(mentor).Modal != "" {
		t.Errorf("sent again: %v %s", err, s.town.Screen(mentor).Modal)
	}
	if err := s.Advance(s.Now().Add(10 * time.Minute)); err != nil {
		t.Fatal(err)
	}
	answers := 0
	for _, m := range s.town.Screen(mentee).Messages[before:] {
		if strings.Contains(m.Text, "記録には使っていません") {
			answers++
		}
	}
	if answers != 1 {
		t.Errorf("%d answers to the line, want 1", answers)
	}
	adaptertest.NoSecret(t, s.Logged())
}

// patience is how long the adapter waits before it opens an empty dialog.
const patience = 1500 * time.Millisecond

// TestSlowDialogs presses a button whose dialog takes its time: it opens at
// once as loading and is filled later. A dialog for which it is too late by
// then is excused in the chat.
func TestSlowDialogs(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		after time.Duration // when the adapter may stop waiting
		want  string        // what stands there meanwhile
		end   string        // in the end
	}{
		{"slow", patience, "読み込み中", "候補の日時"},
		{"too slow", patience + 2*time.Second, "", "もう一度押してください"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := paired(t, false)
			mentor := member("20103")
			open := s.gate.Shut()
			asked, begun := s.town.Calls("views.open"), s.timers.Begun(patience)
			pressed := make(chan error, 1)
			go func() { pressed <- s.town.Press(mentor, "日時を選んで送る") }()
			s.timers.Wait(patience, begun+1)
			s.move(c.after)
			if err := <-pressed; err != nil && !errors.Is(err, townhall.ErrTooLate) {
				t.Fatal(err)
			}
			for s.town.Calls("views.open") == asked || s.town.Screen(mentor).Modal == "" && c.want != "" {
				runtime.Gosched()
			}
			if got := s.town.Screen(mentor).Modal; !strings.Contains(got, c.want) || c.want == "" && got != "" {
				t.Errorf("meanwhile %q, want %q", got, c.want)
			}
			open()
			s.adapter.Wait()
			seen := s.town.Screen(mentor)
			last := seen.Modal + seen.Messages[len(seen.Messages)-1].Text
			if !strings.Contains(last, c.end) {
				t.Errorf("in the end %q, want %q", last, c.end)
			}
			if bad := s.town.Refusals(); len(bad) > 0 {
				t.Errorf("the platform would refuse %v", bad)
			}
		})
	}
}
