package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/rs/zerolog"

	"tsukiichi/bot"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/clock"
	"tsukiichi/bot/mentoring"
	"tsukiichi/scheduler/delivery"
	"tsukiichi/store/bolt"
)

// The demo's time: presses answered in it, journeys through it, a look ahead,
// and the file that holds it between runs.

// firstMorning is when the programme begins, and lastEvening when it is over.
func firstMorning(p mentoring.Programme, zone *time.Location) time.Time {
	return time.Date(p.Year, time.April, 1, 9, 0, 0, 0, zone)
}

func lastEvening(p mentoring.Programme, zone *time.Location) time.Time {
	return time.Date(p.Year+1, time.March, 31, 18, 0, 0, 0, zone)
}

// rosterYear is the fiscal year in which the newest people on the roster were
// hired: the year the demo plays.
func rosterYear(file []byte) int {
	year := 0
	for _, r := range bot.ReadRoster(file).Rows {
		if on := r.Person.HiredOn; !on.IsZero() {
			year = max(year, on.FiscalYear())
		}
	}
	if year == 0 {
		now := clock.System{}.Now()
		year = mentoring.DateOf(now).FiscalYear()
	}
	return year
}

// Handle answers an event and delivers what follows from it at once. What
// cannot be delivered now goes with the next move of the time: the answer
// stands.
func (d *demo) Handle(ctx context.Context, e chat.Event) (chat.Answer, error) {
	answer, err := d.house.Bot.Handle(ctx, e)
	if err != nil {
		return answer, err
	}
	if err := d.player.To(context.WithoutCancel(ctx), d.clock.Now()); err != nil {
		d.log.Error().Str("code", "delivery").Msg("what follows from an event waits")
	}
	return answer, nil
}

// Now is the playground's time.
func (d *demo) Now() time.Time { return d.clock.Now() }

// Bounds is the fiscal year.
func (d *demo) Bounds() (from, to time.Time) { return d.from, d.to }

// stride is how far a journey goes before it lets presses in.
const stride = 24 * time.Hour

// To plays until t, a stride at a time.
func (d *demo) To(ctx context.Context, t time.Time) error {
	for {
		next := d.clock.Now().Add(stride)
		if !next.Before(t) {
			break
		}
		if err := d.player.To(ctx, next); err != nil {
			return errors.Join(err, d.remember())
		}
	}
	err := d.player.To(ctx, t)
	return errors.Join(err, d.remember())
}

// Next is when something reaches somebody, if nobody does anything until
// then: zero for nothing more. It is played on a copy of the data, so that
// looking ahead changes nothing.
func (d *demo) Next(ctx context.Context) (time.Time, error) {
	dir, err := os.MkdirTemp("", "tsukiichi-ahead-")
	if err != nil {
		return time.Time{}, fmt.Errorf("demo: look ahead: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	at, err := d.ahead(ctx, filepath.Join(dir, dataFile))
	if err != nil {
		return at, fmt.Errorf("demo: look ahead: %w", err)
	}
	return at, nil
}

// nowhere is a sender for what is only looked at.
type nowhere struct{}

func (nowhere) Send(context.Context, chat.Dispatch) (chat.Sent, error) {
	return chat.Sent{Ref: "ahead"}, nil
}

func (d *demo) ahead(ctx context.Context, path string) (at time.Time, err error) {
	now := d.clock.Now()
	engine, ok := d.house.Engine.(*bolt.Engine)
	if !ok {
		return at, errors.New("the data is in no file")
	}
	if err := copyTo(ctx, engine, path); err != nil {
		return at, err
	}
	clk := clock.NewManual(now)
	h, err := openHouse(ctx, houseOptions{
		Path: path, NoSync: true, Clock: clk, Log: zerolog.Nop(), Accounts: demoAccount,
		Senders: map[string]delivery.Sender{demoPlatform: nowhere{}},
		Paces:   map[string]delivery.Pace{demoPlatform: demoPace},
	})
	if err != nil {
		return at, err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	sent, err := h.Player(clk).Next(ctx, d.to)
	if err != nil || !sent {
		return time.Time{}, err
	}
	return clk.Now(), nil
}

func copyTo(ctx context.Context, e *bolt.Engine, path string) (err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return e.CopyTo(ctx, f)
}

// timeFile holds the playground's time between runs.
func (d *demo) timeFile() string { return filepath.Join(d.dir, "demo-time") }

func (d *demo) remember() error {
	if !d.keep {
		return nil
	}
	beside := d.timeFile() + ".new"
	if err := os.WriteFile(beside, []byte(d.clock.Now().Format(time.RFC3339Nano)), 0o600); err != nil {
		return fmt.Errorf("demo: keep the time: %w", err)
	}
	return os.Rename(beside, d.timeFile())
}

// left is the time at which an earlier run ended; resumed says that there was
// one.
func (d *demo) left() (at time.Time, resumed bool, err error) {
	raw, err := os.ReadFile(d.timeFile())
	switch {
	case errors.Is(err, os.ErrNotExist):
		return at, false, nil
	case err != nil:
		return at, false, fmt.Errorf("demo: %w", err)
	}
	if at, err = time.Parse(time.RFC3339Nano, string(raw)); err != nil {
		return at, false, fmt.Errorf("demo: %s does not hold a time: remove the directory to begin anew", d.timeFile())
	}
	return at, true, nil
}
