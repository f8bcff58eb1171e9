package teams_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"tsukiichi/adapters/adaptertest"
	"tsukiichi/adapters/teams/teamstown"
	"tsukiichi/adapters/townhall"
)

// TestStoreIsAway has the store fail while people write and send forms off:
// Teams' own repeats bring the lines later, a form stays open with what was
// typed, and the log says nothing of it.
func TestStoreIsAway(t *testing.T) {
	t.Parallel()
	s := paired(t)
	younger, elder := member(mentee), member(mentor)
	if err := s.Press(mentor, "日時を選んで送る"); err != nil {
		t.Fatal(err)
	}
	s.gate.Fail(errors.New("disk full while writing " + adaptertest.Secret))
	before := len(s.Screen(mentee).Chat)
	if err := s.town.Say(younger, adaptertest.Secret); !errors.Is(err, townhall.ErrNotTaken) {
		t.Errorf("a line that could not be kept was acknowledged: %v", err)
	}
	if err := s.town.Press(younger, "日程をお願いする"); !errors.Is(err, teamstown.ErrSaidNo) || !strings.Contains(err.Error(), "もう一度押してください") {
		t.Errorf("a press that could not be kept: %v", err)
	}
	form := map[string][]string{"date": {"2026-04-07"}, "time": {"10:00"}}
	if err := s.town.Submit(elder, form); !errors.Is(err, townhall.ErrNotTaken) {
		t.Errorf("a form that could not be kept was acknowledged: %v", err)
	}
	if seen := s.town.Screen(elder); !strings.Contains(seen.Dialog, "= 10:00") {
		t.Errorf("the form did not stay open with what was typed: %s", seen.Dialog)
	}
	s.gate.Fail(nil)
	if err := s.settled(s.town.Submit(elder, nil)); err != nil || s.town.Screen(elder).Dialog != "" {
		t.Errorf("sent again: %v %s", err, s.town.Screen(elder).Dialog)
	}
	if err := s.Advance(s.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	answers := 0
	for _, text := range s.Screen(mentee).Chat[before:] {
		if strings.Contains(text, "記録には使っていません") {
			answers++
		}
	}
	if answers != 1 {
		t.Errorf("%d answers to the line, want 1", answers)
	}
	adaptertest.NoSecret(t, s.Logged())
}

// TestSlowCore has the core take longer than Teams waits: a press is told so in
// time, and what came of it shows on the card all the same.
func TestSlowCore(t *testing.T) {
	t.Parallel()
	s := paired(t)
	open := s.gate.Shut()
	begun := s.timers.Begun(invokeDeadline)
	told := make(chan error, 1)
	go func() { told <- s.town.Press(member(mentee), "日程をお願いする") }()
	s.timers.Wait(invokeDeadline, begun+1)
	s.Clock.Set(s.Now().Add(invokeDeadline))
	s.timers.Fire()
	if err := <-told; !errors.Is(err, teamstown.ErrSaidNo) {
		t.Errorf("the person is told %v", err)
	}
	open()
	if err := s.settled(nil); err != nil {
		t.Fatal(err)
	}
	if seen := s.Screen(mentor).Chat; !strings.Contains(seen[len(seen)-1], "日程のお願いです") {
		t.Errorf("the mentor reads %q", seen[len(seen)-1])
	}
	if bad := s.town.Refusals(); len(bad) > 0 {
		t.Errorf("the platform would refuse %v", bad)
	}
}
