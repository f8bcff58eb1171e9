package mentoring_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"tsukiichi/bot/mentoring"
)

// window is a questionnaire from 1 to 16 October 2026, opened on 30 September.
func window(t testing.TB) mentoring.SurveyWindow {
	opened := at(t, "2026-09-30 10:00")
	return mentoring.SurveyWindow{
		Opens: mentoring.On(2026, time.October, 1), Deadline: mentoring.On(2026, time.October, 16), OpenedAt: opened, Since: opened,
	}
}

func TestSurveyPhase(t *testing.T) {
	t.Parallel()
	r := rules2026(t)
	for _, c := range []struct {
		at   string
		want mentoring.SurveyPhase
	}{
		{"2026-09-30 23:59", mentoring.SurveyWaiting}, {"2026-10-01 00:00", mentoring.SurveyOpen},
		{"2026-10-16 23:59", mentoring.SurveyOpen}, {"2026-10-17 00:00", mentoring.SurveyOver},
	} {
		if got := r.SurveyPhase(window(t), at(t, c.at)); got != c.want {
			t.Errorf("%s: got %s, want %s", c.at, got, c.want)
		}
	}
	w := window(t)
	w.ClosedAt = at(t, "2026-10-20 10:00")
	if got := r.SurveyPhase(w, at(t, "2026-10-20 10:00")); got != mentoring.SurveyClosed {
		t.Errorf("closed: got %s", got)
	}
	if got := r.SurveyPhase(mentoring.SurveyWindow{}, at(t, "2026-10-05 10:00")); got != mentoring.SurveyPreparing {
		t.Errorf("nothing set: got %s", got)
	}
}

// TestSurveyReminders are 7, 3 and 1 business days before the deadline; 12
// October is a public holiday.
func TestSurveyReminders(t *testing.T) {
	t.Parallel()
	r := rules2026(t)
	days := func(w mentoring.SurveyWindow) (out []string) {
		for _, rem := range r.SurveyReminders(w) {
			out = append(out, rem.At.In(r.Zone()).Format("01-02 15:04"))
		}
		return out
	}
	for _, c := range []struct {
		name   string
		change func(*mentoring.SurveyWindow)
		want   []string
	}{
		{"two weeks", func(*mentoring.SurveyWindow) {}, []string{"10-06 09:00", "10-13 09:00", "10-15 09:00"}},
		{"a deadline on a Sunday", func(w *mentoring.SurveyWindow) { w.Deadline = w.Deadline.Add(2) }, []string{"10-07 09:00", "10-14 09:00", "10-16 09:00"}},
		{"a short window", func(w *mentoring.SurveyWindow) { w.Deadline = w.Opens.Add(5) }, []string{"10-05 09:00"}},
		{"opened on the deadline", func(w *mentoring.SurveyWindow) { w.Deadline = w.Opens }, nil},
		{"a deadline set late", func(w *mentoring.SurveyWindow) { w.Since = at(t, "2026-10-13 16:00") }, []string{"10-15 09:00"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := window(t)
			c.change(&w)
			got := days(w)
			if len(got) != len(c.want) {
				t.Fatalf("got %v, want %v", got, c.want)
			}
			for i := range got {
				if got[i] != c.want[i] {
					t.Errorf("got %v, want %v", got, c.want)
				}
			}
		})
	}
}

// TestSurveyReminderDue holds for any window: at most one is due at a time, never
// before its hour, on the day of the opening or after the deadline; and a look
// that rings when it is told to meets every one of them.
func TestSurveyReminderDue(t *testing.T) {
	t.Parallel()
	r := rules2026(t)
	rapid.Check(t, func(t *rapid.T) {
		opens := mentoring.On(2026, time.September, 25).Add(rapid.IntRange(0, 20).Draw(t, "opens"))
		opened := opens.Add(-rapid.IntRange(0, 5).Draw(t, "before")).At(mentoring.TimeOfDay{Hour: rapid.IntRange(0, 23).Draw(t, "hour")}, r.Zone())
		w := mentoring.SurveyWindow{Opens: opens, Deadline: opens.Add(rapid.IntRange(0, 40).Draw(t, "days")), OpenedAt: opened, Since: opened}
		met := map[int]bool{}
		now := opened
		for range 100 {
			if rem, due := r.SurveyReminderDue(w, now); due {
				if now.Before(rem.At) || !now.Before(rem.Until) || !now.Before(r.SurveyEnd(w)) || !r.Date(rem.At).After(opens) || !r.Working(rem.At) {
					t.Fatalf("at %v the reminder %+v is due", now, rem)
				}
				met[rem.Days] = true
			}
			next := r.SurveyLook(w, now)
			if next.IsZero() {
				break
			}
			if !next.After(now) {
				t.Fatalf("at %v the next look is at %v", now, next)
			}
			now = next
		}
		if got := r.SurveyPhase(w, now); got != mentoring.SurveyOver {
			t.Fatalf("the looks end in the phase %s", got)
		}
		if want := len(r.SurveyReminders(w)); len(met) != want {
			t.Fatalf("met %d reminders, want %d", len(met), want)
		}
	})
}

func TestAwayThroughout(t *testing.T) {
	t.Parallel()
	from, to := mentoring.On(2026, time.October, 1), mentoring.On(2026, time.October, 16)
	p := func(leave ...mentoring.Leave) mentoring.Person { return mentoring.Person{Leave: leave} }
	for _, c := range []struct {
		name string
		who  mentoring.Person
		want bool
	}{
		{"there", p(), false},
		{"away with an open end", p(mentoring.Leave{From: from.Add(-9)}), true},
		{"back for the last day", p(mentoring.Leave{From: from.Add(-9), To: to.Add(-1)}), false},
		{"two leaves without a gap", p(mentoring.Leave{From: from, To: from.Add(5)}, mentoring.Leave{From: from.Add(6), To: to}), true},
	} {
		if got := c.who.AwayThroughout(from, to); got != c.want {
			t.Errorf("%s: got %v", c.name, got)
		}
	}
	if p(mentoring.Leave{From: from}).AwayThroughout(mentoring.Date{}, mentoring.Date{}) {
		t.Error("away for a window that is not set")
	}
}
