package slack_test

import (
	"strings"
	"testing"

	"tsukiichi/adapters/adaptertest"
	"tsukiichi/adapters/slack/slacktown"
	"tsukiichi/bot/chat"
)

// slow has the core wait until the test lets it go on.
func (d *desk) slow(answer chat.Answer) (release func()) {
	gate := make(chan struct{})
	d.mu.Lock()
	defer d.mu.Unlock()
	d.late = true
	d.answer = func(chat.Event) (chat.Answer, error) {
		<-gate
		return answer, nil
	}
	return func() {
		close(gate)
		d.a.Wait()
		d.mu.Lock()
		defer d.mu.Unlock()
		d.late = false
	}
}

// TestLateLine: a line that the core has not taken in time is not
// acknowledged; it is the same event when it comes again.
func TestLateLine(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	release := d.slow(chat.Answer{})
	if err := d.town.Say("U1", "メニュー"); err == nil {
		t.Error("acknowledged before the commit")
	}
	release()
	d.does(t, d.town.Again("U1"))
	for _, e := range d.events {
		if e.ID != d.events[0].ID || e.At != d.events[0].At {
			t.Errorf("%d events, and not the same", len(d.events))
		}
	}
}

// TestLateSubmission: a form that was not taken in time stays open with what
// was typed, and is the same event when it is sent again.
func TestLateSubmission(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	form := adaptertest.Forms(t)[1].Form
	d.answer = func(chat.Event) (chat.Answer, error) { return chat.Answer{Form: &form}, nil }
	if _, err := d.send(t, "a", card(t, "actions")); err != nil {
		t.Fatal(err)
	}
	d.does(t, d.town.Press("U1", "日を改める"))
	release := d.slow(chat.Answer{})
	if err := d.town.Submit("U1", map[string][]string{"short": {"書いたこと"}}); err != nil {
		t.Fatal(err)
	}
	if s := d.town.Screen("U1"); !strings.Contains(s.Errors["short"], "残っています") || !strings.Contains(s.Modal, "書いたこと") {
		t.Errorf("the dialog says %v", s.Errors)
	}
	release()
	d.does(t, d.town.Submit("U1", nil))
	if s := d.town.Screen("U1"); s.Modal != "" {
		t.Errorf("still open: %s", s.Modal)
	}
	n := len(d.events)
	if n != 3 || d.events[1].ID != d.events[2].ID || d.events[1].At != d.events[2].At {
		t.Errorf("%d events, or two submissions", n)
	}
}

// TestLateFace: a press that took too long is not acknowledged, and shows what
// came of it all the same.
func TestLateFace(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	if _, err := d.send(t, "a", card(t, "actions")); err != nil {
		t.Fatal(err)
	}
	face := card(t, "plain")
	release := d.slow(chat.Answer{Face: &face})
	if err := d.town.Press("U1", "話した"); err == nil {
		t.Error("acknowledged before the commit")
	}
	release()
	if got := d.town.Screen("U1").Messages[0].Text; got != "ありがとうございます。" {
		t.Errorf("the card says %s", got)
	}
}

// TestHomeWins: a home that was published meanwhile is not overwritten with an
// older page; the newest is asked for.
func TestHomeWins(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	pages := adaptertest.Pages(t)
	n := 0
	d.answer = func(chat.Event) (chat.Answer, error) {
		n++
		return chat.Answer{Page: &pages[n-1].Page}, nil
	}
	d.town.Fail(slacktown.Refuse("hash_conflict").On("views.publish").Once(1))
	d.does(t, d.town.OpenHome("U1"))
	if got := d.town.Screen("U1").Home; !strings.Contains(got, pages[1].Page.Title) {
		t.Errorf("the home says %s", got)
	}
}
