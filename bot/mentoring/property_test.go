package mentoring_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tsukiichi/bot/mentoring"
)

// world is a year of some office: its rules, and one pair's history in it.
type world struct {
	rules mentoring.Rules
	cal   mentoring.Calendar
	from  time.Time // first moment of the window
	pair  mentoring.Standing
}

func (w world) when(t *rapid.T, label string) time.Time {
	return w.from.Add(time.Duration(rapid.IntRange(-10*24*60, 200*24*60).Draw(t, label)) * time.Minute)
}

// drawWorld is a random programme in a random year with random free days.
func drawWorld(t *rapid.T) world {
	year := rapid.IntRange(2020, 2060).Draw(t, "year")
	p, err := mentoring.LoadPreset("aomori", year)
	if err != nil {
		t.Fatal(err)
	}
	if rapid.Bool().Draw(t, "own steps") {
		p.Steps = drawSteps(t)
	}
	p.CheckInDays = rapid.IntRange(0, 5).Draw(t, "check-in days")
	w := world{cal: drawCalendar(t, year)}
	if w.rules, err = mentoring.NewRules(p, w.cal); err != nil {
		t.Skip("a month without a business day")
	}
	w.from = mentoring.On(year, time.April, 1).At(mentoring.TimeOfDay{}, w.rules.Zone())
	w.pair = drawStanding(t, w)
	return w
}

func drawCalendar(t *rapid.T, year int) wall {
	cal := wall{}
	for _, start := range rapid.SliceOfN(rapid.IntRange(-20, 220), 0, 25).Draw(t, "free days") {
		for n := range rapid.SampledFrom([]int{1, 1, 1, 2, 3, 8}).Draw(t, "long") {
			cal[mentoring.On(year, time.April, 1+start+n)] = true
		}
	}
	return cal
}

func drawSteps(t *rapid.T) []mentoring.Step {
	whens := []mentoring.StepWhen{}
	if rapid.Bool().Draw(t, "opening") {
		whens = append(whens, mentoring.StepWhen{Opening: true})
	}
	days := rapid.SliceOfNDistinct(rapid.IntRange(1, 31), 0, 6, rapid.ID[int]).Draw(t, "days")
	slices.Sort(days)
	for _, d := range days {
		whens = append(whens, mentoring.StepWhen{Day: d})
	}
	for range rapid.IntRange(0, 3).Draw(t, "before end") {
		whens = append(whens, mentoring.StepWhen{BeforeEnd: rapid.IntRange(1, 20).Draw(t, "n")})
	}
	if rapid.Bool().Draw(t, "over") {
		whens = append(whens, mentoring.StepWhen{Over: true})
	}
	var out []mentoring.Step
	for i, when := range whens {
		out = append(out, mentoring.Step{
			ID: mentoring.StepID(fmt.Sprintf("s%d", i)), When: when, To: []mentoring.Audience{mentoring.ToMentor},
			Only: rapid.SampledFrom([]mentoring.Condition{mentoring.IfNothing, mentoring.IfUnmet, mentoring.IfUnmetNow, mentoring.IfNothingOrBehind}).Draw(t, "only"),
		})
	}
	return out
}

func drawStanding(t *rapid.T, w world) mentoring.Standing {
	var s mentoring.Standing
	if rapid.IntRange(0, 9).Draw(t, "told") > 0 {
		s.Pair.ToldAt = w.from.Add(time.Duration(rapid.IntRange(-3*24*60, 60*24*60).Draw(t, "told at")) * time.Minute)
	}
	if rapid.IntRange(0, 4).Draw(t, "ends") == 0 {
		s.Pair.Ended = w.rules.Date(w.when(t, "ended"))
	}
	for range rapid.IntRange(0, 2).Draw(t, "leaves") {
		l := mentoring.Leave{From: w.rules.Date(w.when(t, "leave"))}
		if rapid.IntRange(0, 4).Draw(t, "comes back") > 0 {
			l.To = l.From.Add(rapid.IntRange(0, 70).Draw(t, "days of leave"))
		}
		s.Leave = append(s.Leave, l)
	}
	s.Paused = rapid.IntRange(0, 9).Draw(t, "paused") == 0
	s.Deferred = rapid.SliceOfN(rapid.SampledFrom(w.rules.Periods()), 0, 2).Draw(t, "deferred")
	states := []mentoring.MeetingState{
		mentoring.MeetingPlanned, mentoring.MeetingPlanned, mentoring.MeetingMet, mentoring.MeetingMissed, mentoring.MeetingCancelled,
	}
	answers := []mentoring.CheckIn{mentoring.CheckInNone, mentoring.CheckInNone, mentoring.CheckInMove, mentoring.CheckInNever}
	for range rapid.IntRange(0, 6).Draw(t, "meetings") {
		s.Meetings = append(s.Meetings, mentoring.Meeting{
			State: rapid.SampledFrom(states).Draw(t, "state"), Start: w.when(t, "start"), Minutes: 15, MetAt: w.when(t, "met at"),
			Answers: map[mentoring.Part]mentoring.CheckIn{mentoring.Mentor: rapid.SampledFrom(answers).Draw(t, "answer")},
		})
	}
	return s
}

func TestStepsAreOrderedOneADayOnBusinessDays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		for _, p := range w.rules.Periods() {
			order := map[mentoring.StepID]int{}
			for i, s := range w.rules.Programme().Steps {
				order[s.ID] = i
			}
			var last mentoring.StepDay
			for i, d := range w.rules.StepDays(p) {
				if !w.cal.Open(d.On) || d.On.Period() != p {
					t.Fatalf("%s: %s on %s, a day off or of another month", p, d.Step.ID, d.On)
				}
				if i > 0 && (!d.On.After(last.On) || order[d.Step.ID] <= order[last.Step.ID]) {
					t.Fatalf("%s: %s on %s after %s on %s", p, d.Step.ID, d.On, last.Step.ID, last.On)
				}
				last = d
			}
		}
	})
}

func TestDueLeavesMonthsInPeace(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		now := w.when(t, "now")
		v := w.rules.Due(w.pair, now)
		if v.Reason != mentoring.Due {
			return
		}
		s, p := w.pair, w.rules.Date(now).Period()
		switch told := s.Pair.ToldAt; {
		case v.Period != p:
			t.Fatalf("asked in %s, answered for %s", p, v.Period)
		case s.Paused:
			t.Fatal("due while paused")
		case mentoring.Person{Leave: s.Leave}.Away(w.rules.Date(now)):
			t.Fatal("due while one of them is away")
		case slices.Contains(s.Deferred, p):
			t.Fatal("due in a month that was put off")
		case told.IsZero() || told.After(now):
			t.Fatal("due before the mentor was told")
		case !s.Pair.Ended.IsZero() && !w.rules.Date(now).Before(s.Pair.Ended):
			t.Fatal("due after the pair ended")
		}
		for _, m := range s.Meetings {
			if m.State == mentoring.MeetingMet && w.rules.Date(m.Start).Period() == p && v.Step.Only != mentoring.IfNothingOrBehind {
				t.Fatal("due in a month in which they met")
			}
		}
	})
}

// heard is the steps wanted at one moment.
func (w world) heard(now time.Time) []string {
	var out []string
	if v := w.rules.Due(w.pair, now); v.Wanted(now) {
		out = append(out, v.Period.String()+" "+string(v.Step.ID))
	}
	if p, ok := w.rules.LastOver(now); ok {
		if v := w.rules.MonthOver(w.pair, p); v.Wanted(now) {
			out = append(out, p.String()+" over")
		}
	}
	return out
}

// poll asks from start to end, at the moments that next gives, and returns
// when each step was first wanted.
func (w world) poll(start, end time.Time, next func(time.Time) time.Time) map[string]time.Time {
	out := map[string]time.Time{}
	for now := start; now.Before(end); now = next(now) {
		for _, step := range w.heard(now) {
			if _, old := out[step]; !old {
				out[step] = now
			}
		}
	}
	return out
}

func TestNextLookMissesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		start := w.when(t, "start")
		end := start.AddDate(0, 0, 9)
		minutes := w.poll(start, end, func(now time.Time) time.Time { return now.Add(time.Minute) })
		looks := w.poll(start, end, func(now time.Time) time.Time {
			next := w.rules.NextLook(w.pair, now)
			if !next.After(now) || next.Sub(now) > 7*24*time.Hour {
				t.Fatalf("NextLook(%v) is %v", now, next)
			}
			return next
		})
		for step, first := range minutes {
			if got, ok := looks[step]; !ok || !got.Equal(first) {
				t.Fatalf("%s: wanted from %v on, looked at %v", step, first, got)
			}
		}
		if len(looks) != len(minutes) {
			t.Fatalf("looks found %d steps, minutes %d", len(looks), len(minutes))
		}
	})
}

// TestOutage polls at random moments, as a machine does that is often down:
// every poll sends one step at most, none twice, none out of order.
func TestOutage(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		var polls []time.Time
		for range rapid.IntRange(1, 30).Draw(t, "polls") {
			polls = append(polls, w.when(t, "poll"))
		}
		slices.SortFunc(polls, time.Time.Compare)
		sent := map[string]bool{}
		var last time.Time
		for _, now := range polls {
			v := w.rules.Due(w.pair, now)
			if !v.Wanted(now) || sent[v.From.String()] {
				continue
			}
			for _, d := range w.rules.StepDays(v.Period) {
				if d.At.After(v.From) && !d.At.After(now) {
					t.Fatalf("at %v: %s was sent although %s had rung", now, v.Step.ID, d.Step.ID)
				}
			}
			if !v.From.After(last) {
				t.Fatalf("at %v: %s was sent after a later step", now, v.Step.ID)
			}
			sent[v.From.String()], last = true, v.From
		}
	})
}

func TestHoursAreSteady(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		now := w.when(t, "now")
		next := w.rules.NextWorking(now)
		if next.Before(now) || !w.rules.Working(next) || w.rules.Working(now) != next.Equal(now) {
			t.Fatalf("NextWorking(%v) is %v", now, next)
		}
		if d := w.rules.DigestAt(now); !w.rules.Working(d) || !w.rules.Date(d).After(w.rules.Date(now)) {
			t.Fatalf("DigestAt(%v) is %v", now, d)
		}
		m := mentoring.Meeting{Start: now, Minutes: 15}
		if c := w.rules.CheckInAt(m); !w.rules.Working(c) || c.Before(m.End().Add(30*time.Minute)) {
			t.Fatalf("CheckInAt(%v) is %v", now, c)
		}
	})
}
