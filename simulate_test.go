package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"

	"tsukiichi/bot"
	"tsukiichi/store/bolt"
)

const aDay = length(24 * time.Hour)

// pairsPlayed is how many pairs begin in a year that is played.
const pairsPlayed = 24

// played is a year that has been.
func played(t *testing.T, c SimulateCmd) (*simulation, simReport) {
	t.Helper()
	c.Pairs, c.Year = max(c.Pairs, pairsPlayed), 2026
	if c.Months == 0 {
		c.Months = 12
	}
	s, err := openSimulation(t.Context(), c, filepath.Join(t.TempDir(), "town.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.house.Close() })
	s.ledger.keepAll = true
	if err := s.run(t.Context(), func(time.Time) {}); err != nil {
		t.Fatal(err)
	}
	r, err := s.report(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s, r
}

// nothingWrong fails where something that must be 0 is not.
func nothingWrong(t *testing.T, r simReport) {
	t.Helper()
	n, s, b, d := r.Nudges, r.Survey, r.Broadcasts, r.Deliveries
	for name, got := range map[string]int{
		"missing": n.Missing, "duplicates": n.Duplicates, "on holidays": n.OnHolidays, "outside hours": n.OutsideHours,
		"after the meeting": n.AfterMeeting, "lost": d.Lost, "dead": d.Dead, "unexpected": n.Sent - n.Expected,
		"closings missing": r.Closing.Missing, "closings unexpected": r.Closing.Sent - r.Closing.Expected,
		"to the mentor before": r.Changes.ToFormer,
		"invitations missing":  s.Invitations.Missing, "invitations unexpected": s.Invitations.Sent - s.Invitations.Expected,
		"reminders missing": s.Reminders.Missing, "reminders unexpected": s.Reminders.Sent - s.Reminders.Expected, "after the answer": s.AfterAnswer,
		"broadcasts missing": b.Missing, "broadcasts unexpected": b.Sent - b.Addressed, "acknowledgements not kept": b.Unkept,
		"recalls missing": b.Reminders.Missing, "recalls unexpected": b.Reminders.Sent - b.Reminders.Expected,
	} {
		if got != 0 {
			t.Errorf("%d %s, want none", got, name)
		}
	}
}

// right fails where something that must be 0 is not, or a step was never sent.
func right(t *testing.T, r simReport) {
	t.Helper()
	nothingWrong(t, r)
	n, s, b := r.Nudges, r.Survey, r.Broadcasts
	sum := 0
	for name, sent := range n.ByStep {
		if sum += sent; sent == 0 {
			t.Errorf("the step %s was never sent", name)
		}
	}
	if sum != n.Sent || len(n.ByStep) != 5 {
		t.Errorf("the steps %v do not add up to %d", n.ByStep, n.Sent)
	}
	if r.Meetings.Deferred == 0 || r.Meetings.Cancelled == 0 {
		t.Errorf("nothing came between: %+v", r.Meetings)
	}
	if r.Closing.Sent == 0 || s.Answered == 0 || s.Answered == s.Asked || s.Reminders.Sent == 0 {
		t.Errorf("not much of an autumn: %+v %+v", r.Closing, s)
	}
	if b.Written != 4 || b.Acknowledged == 0 || b.Acknowledged == b.Addressed || b.Reminders.Sent == 0 {
		t.Errorf("not much was written to many: %+v", b)
	}
	if r.Pairs >= 40 && r.Changes.Made == 0 || r.Changes.Asked+r.Changes.Quiet+r.Changes.Leave < r.Changes.Made {
		t.Errorf("nobody got another mentor: %+v", r.Changes)
	}
	if r.Pairs < pairsPlayed || r.Meetings.Met < 30 || r.Meetings.Planned < r.Meetings.Met/2 || r.Reflections < 30 || r.MinimumReached == 0 {
		t.Errorf("not much of a year: %+v", r)
	}
}

func TestSimulate(t *testing.T) {
	t.Parallel()
	quiet, report := played(t, SimulateCmd{Seed: 1})
	right(t, report)
	t.Run("what the nights forget is counted", func(t *testing.T) {
		if arrived := len(quiet.ledger.all); quiet.forgotten.Sent == 0 || report.Deliveries.Sent != arrived {
			t.Errorf("%d of %d sent were forgotten, %d arrived", quiet.forgotten.Sent, report.Deliveries.Sent, arrived)
		}
	})
	t.Run("the count can fail", func(t *testing.T) { countCanFail(t, quiet) })
	t.Run("the count of the year can fail", func(t *testing.T) { yearCanFail(t, quiet) })
	t.Run("the same seed", func(t *testing.T) {
		t.Parallel()
		_, again := played(t, SimulateCmd{Seed: 1})
		if diff := cmp.Diff(report, again); diff != "" {
			t.Errorf("played another year (-first +again):\n%s", diff)
		}
	})
	t.Run("another seed", func(t *testing.T) {
		t.Parallel()
		_, other := played(t, SimulateCmd{Seed: 2})
		right(t, other)
		if cmp.Equal(report, other) {
			t.Error("played the same year")
		}
	})
	t.Run("40 days asleep", func(t *testing.T) {
		t.Parallel()
		s, r := played(t, SimulateCmd{Seed: 1, Outage: 40 * aDay})
		right(t, r)
		july := 0
		for _, a := range s.ledger.all {
			for _, slept := range []string{"/2026-06/tenth/", "/2026-06/twentieth/", "/2026-06/closing/", "/2026-07/first/", "/2026-07/tenth/"} {
				if strings.Contains(a.id, slept) {
					t.Errorf("%s was sent although only the latest step is", a.id)
				}
			}
			if strings.Contains(a.id, "/2026-07/twentieth/") {
				july++
			}
		}
		if july == 0 {
			t.Error("nobody heard the latest step after the sleep")
		}
	})
	t.Run("3 days mute", func(t *testing.T) {
		t.Parallel()
		_, r := played(t, SimulateCmd{Seed: 1, NoDelivery: 3 * aDay})
		right(t, r)
		if r.Deliveries.Expired == 0 {
			t.Error("nothing expired, although the twentieth's nudges could not go before the closing step's")
		}
	})
}

// TestSimulateMonths ends early: after April, when the pairs have met for the
// last time, and in the autumn.
func TestSimulateMonths(t *testing.T) {
	t.Parallel()
	for _, months := range []int{1, 6, 7} {
		t.Run(fmt.Sprint(months), func(t *testing.T) {
			t.Parallel()
			s, r := played(t, SimulateCmd{Seed: 1, Months: months})
			nothingWrong(t, r)
			if last := s.ledger.all[len(s.ledger.all)-1].at; last.Before(s.end.AddDate(0, 0, -20)) || !last.Before(s.end) {
				t.Errorf("the last message came at %s", last)
			}
			if october := months > 6; october != (r.Survey.Invitations.Sent > 0) {
				t.Errorf("%d were invited to October's questionnaire", r.Survey.Invitations.Sent)
			}
		})
	}
}

func TestSimulateCommand(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "town.db")
	run := func(args ...string) (string, error) {
		var out bytes.Buffer
		var c struct {
			Simulate SimulateCmd `cmd:""`
		}
		parser, err := kong.New(&c, kong.Writers(&out, io.Discard))
		if err != nil {
			t.Fatal(err)
		}
		k, err := parser.Parse(append([]string{"simulate"}, args...))
		if err != nil {
			return "", err
		}
		err = k.Run()
		return out.String(), err
	}
	got, err := run("--pairs", "2", "--seed", "7", "--json", "--outage", "10d", "--no-delivery", "36h", "--store", path)
	if err != nil {
		t.Fatal(err)
	}
	keysAre(t, got, "pairs people months meetings.planned meetings.met meetings.deferred meetings.cancelled reflections nudges.expected nudges.sent nudges.missing "+
		"nudges.by_step.first nudges.by_step.tenth nudges.by_step.twentieth nudges.by_step.closing nudges.by_step.month-over "+
		"nudges.duplicates nudges.on_holidays nudges.outside_hours nudges.after_meeting closing.expected closing.sent closing.missing "+
		"changes.asked changes.quiet changes.leave changes.kept changes.made changes.notes changes.consents changes.talks changes.to_former "+
		"survey.asked survey.answered survey.drafts survey.invitations.expected survey.invitations.sent survey.invitations.missing "+
		"survey.reminders.expected survey.reminders.sent survey.reminders.missing survey.after_answer "+
		"broadcasts.written broadcasts.addressed broadcasts.sent broadcasts.missing broadcasts.acknowledged broadcasts.unkept "+
		"broadcasts.reminders.expected broadcasts.reminders.sent broadcasts.reminders.missing deliveries.enqueued deliveries.sent "+
		"deliveries.expired deliveries.dead deliveries.lost minimum_reached seconds")
	checked(t, path)
	if _, err := run("--pairs", "2", "--store", path); !errors.Is(err, errFileThere) {
		t.Errorf("got %v, want %v: a file that is there was played on", err, errFileThere)
	}
	for want, args := range map[error][]string{errNoPairs: {"--pairs", "0"}, errMonths: {"--months", "13"}} {
		if _, err := run(args...); !errors.Is(err, want) {
			t.Errorf("got %v, want %v", err, want)
		}
	}
	if got, err := run("--pairs", "1", "--year", "2027"); err != nil || !strings.Contains(got, "0 missing") {
		t.Errorf("another year: %v\n%s", err, got)
	}
	if _, err := run("--outage", "soon"); err == nil {
		t.Error("an outage of “soon” was understood")
	}
}

// keysAre fails unless the JSON object has exactly the keys, in this order.
func keysAre(t *testing.T, object, want string) {
	t.Helper()
	var got map[string]any
	if err := json.Unmarshal([]byte(object), &got); err != nil {
		t.Fatalf("%v: %s", err, object)
	}
	var keys []string
	var walk func(at string, v any)
	walk = func(at string, v any) {
		m, ok := v.(map[string]any)
		if !ok {
			keys = append(keys, at)
		}
		for k := range m {
			walk(strings.TrimPrefix(at+"."+k, "."), m[k])
		}
	}
	walk("", got)
	if diff := cmp.Diff(slices.Sorted(slices.Values(strings.Fields(want))), slices.Sorted(slices.Values(keys))); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
}

func checked(t *testing.T, path string) {
	t.Helper()
	engine, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = engine.Close() }()
	problems, err := engine.Check(t.Context())
	if err != nil || len(problems) > 0 {
		t.Errorf("the file that was left: %v %v", err, problems)
	}
	if left, _ := os.ReadDir(filepath.Dir(path)); len(left) != 2 { // the file, and who holds it now
		t.Errorf("%d files were left", len(left))
	}
}

func TestLength(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Duration{"40d": 960 * time.Hour, "3d": 72 * time.Hour, "0d": 0, "90m": 90 * time.Minute, "1h30m": 90 * time.Minute} {
		var got length
		if err := got.UnmarshalText([]byte(text)); err != nil || time.Duration(got) != want {
			t.Errorf("%s: got %v, %v, want %v", text, time.Duration(got), err, want)
		}
	}
	for _, text := range []string{"", "d", "-1d", "-3h", "1.5d", "soon", "99999d"} {
		var got length
		if err := got.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q was understood as %v", text, time.Duration(got))
		}
	}
}

// TestPeopleKnowTheButtons fails where a button that people look for is gone.
func TestPeopleKnowTheButtons(t *testing.T) {
	t.Parallel()
	for _, id := range []string{pressNominate, pressOffer, pressQuickOffer, pressTakeSlot, pressNoneFit, pressAskDate, pressAlreadyMet,
		pressMet, pressMove, pressNotMet, pressReflect, pressReflectChat, pressReadShared, pressLine, pressVision, pressReadVision,
		pressAnswer, pressStopAsking, pressCancel, pressRefuse, pressUndo, pressPlea, pressDefer, pressDeferThis, pressUndefer, pressMeet,
		pressSnooze, pressRepeat, pressStopSeries,
		pressChange, pressChangeKeep, pressChangeRead, pressQuiet, pressQuietRead, pressQuietAgree, pressQuietClose, pressQuietAnswer, pressQuietGo,
		pressNote, pressReadNote, pressConsent, pressHandover, pressSuits, pressSurvey, pressSurveyChat, pressAck, pressAckAgain,
		pressGoOn, pressGiveCard, pressReadCard} {
		if !slices.Contains(bot.Actions(), id) {
			t.Errorf("there is no button %q", id)
		}
	}
}

func TestTown(t *testing.T) {
	t.Parallel()
	s, err := openSimulation(t.Context(), SimulateCmd{Pairs: 100, Year: 2026, Seed: 1}, filepath.Join(t.TempDir(), "town.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.house.Close() }()
	if got := s.town.having("メンティ"); len(got) != 100 {
		t.Errorf("%d mentees, want 100", len(got))
	}
	two := 0
	for _, mentee := range s.town.having("メンティ") {
		heads := s.town.headsOf(mentee)
		if len(heads) == 0 {
			t.Errorf("nobody heads the section of %s", mentee)
		}
		if len(heads) == 2 {
			two++
		}
	}
	if two == 0 || len(s.town.having("人事")) != 2 {
		t.Errorf("%d mentees with two heads, HR %v: want some and two", two, s.town.having("人事"))
	}
	names := map[string]bool{}
	for _, r := range s.town.residents {
		names[r.name] = true
	}
	if len(names) != len(s.people) {
		t.Errorf("%d names for %d people", len(names), len(s.people))
	}
}
