package main

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/scheduler/play"
	"tsukiichi/store"
)

// sendings counts what stands in the demo's outbox.
func sendings(t *testing.T, d *demo) (n int) {
	t.Helper()
	err := d.house.Store.View(t.Context(), func(tx store.Tx) error {
		all, err := store.Outbox.All(tx, store.Span{})
		n = len(all)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestDemoLooksAhead finds the next event and changes nothing by looking.
func TestDemoLooksAhead(t *testing.T) {
	t.Parallel()
	d := playDemo(t, demoCmd{})
	now, before := d.Now(), sendings(t, d)
	at, err := d.Next(t.Context())
	if err != nil || !at.After(now) || at.After(now.AddDate(0, 1, 0)) {
		t.Fatalf("the next event is at %v (%v), want the head's next reminder", at, err)
	}
	if !d.Now().Equal(now) || sendings(t, d) != before {
		t.Errorf("looking ahead went to %v and sent %d", d.Now(), sendings(t, d)-before)
	}
	lines := chatOf(t, d, "20101")
	if err := d.To(t.Context(), at.Add(-time.Second)); err != nil {
		t.Fatal(err)
	}
	if got := chatOf(t, d, "20101"); got != lines {
		t.Errorf("%d lines came before the next event", got-lines)
	}
	if err := d.To(t.Context(), at); err != nil {
		t.Fatal(err)
	}
	if got := chatOf(t, d, "20101"); got != lines+1 {
		t.Errorf("%d lines came at the next event, want 1", got-lines)
	}
}

// TestDemoStaysWhereNothingFollows does not skip a year in which nothing
// would happen.
func TestDemoStaysWhereNothingFollows(t *testing.T) {
	t.Parallel()
	d := playDemo(t, demoCmd{Roster: rosterFile(t, ownHeadOf)})
	now := d.Now()
	if at, err := d.Next(t.Context()); err != nil || !at.IsZero() {
		t.Errorf("the next event is at %v (%v), want none", at, err)
	}
	if !d.Now().Equal(now) {
		t.Errorf("it is %v now, want %v", d.Now(), now)
	}
}

func opened(d *demo, id string) chat.Event {
	return chat.Event{ID: newID(), At: d.Now(), From: demoAccount(mentoring.Person{ID: id})[0], What: chat.Opened{}}
}

// TestDemoAnswersOnTheWay lets a press in while a year is being played.
func TestDemoAnswersOnTheWay(t *testing.T) {
	t.Parallel()
	d := playDemo(t, demoCmd{})
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- d.To(ctx, d.to) }()
	if _, err := d.Handle(t.Context(), opened(d, "20101")); err != nil {
		t.Error(err)
	}
	if !d.Now().Before(d.to) {
		t.Error("the answer came when the year was over")
	}
	stop()
	if err := <-done; err != nil && !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// TestDemoAnswerStands although what follows from it cannot be delivered.
func TestDemoAnswerStands(t *testing.T) {
	t.Parallel()
	d := playDemo(t, demoCmd{})
	broken := func(context.Context, time.Time) (int, time.Time, error) {
		return 0, time.Time{}, errors.New("disk full")
	}
	d.player = play.New(d.clock, d.house.Scheduler.Ring, broken, d.house.Scheduler.NextDue)
	if answer, err := d.Handle(t.Context(), opened(d, "20101")); err != nil || answer.Page == nil {
		t.Errorf("got %v, want the home", err)
	}
}

// TestDemoPlaysTheYearOfAWorkbook: a workbook says as well as a CSV file which
// year its people begin in.
func TestDemoPlaysTheYearOfAWorkbook(t *testing.T) {
	t.Parallel()
	f := excelize.NewFile()
	for i, row := range [][]any{
		{"職員番号", "氏名", "部", "課", "職位", "採用日"},
		{"1", "新人 一", "部", "課", "主事", "2031-04-01"},
	} {
		if err := f.SetSheetRow("Sheet1", []string{"A1", "A2"}[i], &row); err != nil {
			t.Fatal(err)
		}
	}
	file, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	if got := rosterYear(file.Bytes()); got != 2031 {
		t.Errorf("the year is %d, want 2031", got)
	}
}
