package main

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tsukiichi/store"
)

// yearFigures is what the count says of the year besides the months.
type yearFigures struct {
	Nudges  nudgeReport
	Closing tally
	Survey  surveyReport
	Letters letterReport
}

func figuresOf(r record) yearFigures {
	c := expectation(r)
	return yearFigures{c.nudges(), c.endings(), c.surveys(), c.allLetters()}
}

// yearCanFail tampers with what arrived: each figure that must be 0 has to
// notice.
func yearCanFail(t *testing.T, s *simulation) {
	honest := s.record()
	count := expectation(honest)
	arrivals := s.ledger.all
	reminder, late, former := aReminder(t, &count, arrivals), anAnsweredReminder(t, &count), toTheFormer(t, &count)
	letter, recall := begins(t, arrivals, "broadcast/"), aRecall(t, &count, arrivals)
	for name, tt := range map[string]struct {
		tamper func([]arrival) []arrival
		want   func(*yearFigures)
	}{
		"nothing": {func(as []arrival) []arrival { return as }, func(*yearFigures) {}},
		"lose a reminder of the questionnaire": {func(as []arrival) []arrival { return without(as, reminder) },
			func(f *yearFigures) {
				f.Survey.Reminders.Missing, f.Survey.Reminders.Sent = 1, f.Survey.Reminders.Sent-1
			}},
		"send one twice": {func(as []arrival) []arrival { return append(as, as[reminder]) },
			func(f *yearFigures) { f.Nudges.Duplicates = 1 }},
		"remind who has answered": {func(as []arrival) []arrival { return append(as, late) },
			func(f *yearFigures) { f.Survey.AfterAnswer, f.Survey.Reminders.Sent = 1, f.Survey.Reminders.Sent+1 }},
		"remind after the deadline": {func(as []arrival) []arrival { return moved(as, reminder, honest.survey.over().Add(9*time.Hour)) },
			func(f *yearFigures) {
				f.Nudges.OnHolidays, f.Survey.Reminders.Expected = 1, f.Survey.Reminders.Expected-1
			}}, // a Saturday
		"remind on the eve": {func(as []arrival) []arrival { return moved(as, reminder, as[reminder].at.Add(-24*time.Hour)) },
			func(f *yearFigures) { f.Survey.Reminders.Expected-- }},
		"lose an invitation": {func(as []arrival) []arrival { return without(as, anInvitation(t, &count, as)) },
			func(f *yearFigures) {
				f.Survey.Invitations.Missing, f.Survey.Invitations.Sent = 1, f.Survey.Invitations.Sent-1
			}},
		"lose a broadcast": {func(as []arrival) []arrival { return without(as, letter) },
			func(f *yearFigures) { f.Letters.Missing, f.Letters.Sent = 1, f.Letters.Sent-1 }},
		"send a broadcast twice": {func(as []arrival) []arrival { return append(as, as[letter]) },
			func(f *yearFigures) { f.Nudges.Duplicates = 1 }},
		"broadcast to a stranger": {func(as []arrival) []arrival {
			return append(as, arrival{at: as[letter].at, id: as[letter].id + "0", to: "nobody"})
		},
			func(f *yearFigures) { f.Letters.Sent++ }},
		"lose a broadcast's reminder": {func(as []arrival) []arrival { return without(as, recall) },
			func(f *yearFigures) {
				f.Letters.Reminders.Missing, f.Letters.Reminders.Sent = 1, f.Letters.Reminders.Sent-1
			}},
		"lose the word that the months are over": {func(as []arrival) []arrival { return without(as, begins(t, as, "closing/")) },
			func(f *yearFigures) { f.Closing.Missing, f.Closing.Sent = 1, f.Closing.Sent-1 }},
		"nudge the mentor before": {func(as []arrival) []arrival { return append(as, former) },
			func(f *yearFigures) {
				f.Nudges.Sent, f.Nudges.ByStep[stepTwentieth] = f.Nudges.Sent+1, f.Nudges.ByStep[stepTwentieth]+1
			}},
	} {
		t.Run(name, func(t *testing.T) {
			forged := honest
			forged.ledger = ledgerOf(honest.almanac, tt.tamper(slices.Clone(arrivals)))
			want := figuresOf(honest)
			want.Nudges.ByStep = maps.Clone(want.Nudges.ByStep)
			tt.want(&want)
			if diff := cmp.Diff(want, figuresOf(forged)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	t.Run("speak to the mentor before", func(t *testing.T) { formerHears(t, s, former) })
	t.Run("lose an acknowledgement", func(t *testing.T) { losesAcknowledgements(t, s, honest) })
}

// begins is the place of the first message whose key begins so.
func begins(t *testing.T, as []arrival, key string) int {
	t.Helper()
	i := slices.IndexFunc(as, func(a arrival) bool { return strings.HasPrefix(a.id, key) && !a.edit })
	if i < 0 {
		t.Fatalf("nothing arrived with %s", key)
	}
	return i
}

// aRecall is the place of a broadcast's reminder to who did not say that day
// that they read it.
func aRecall(t *testing.T, c *count, as []arrival) int {
	t.Helper()
	i := slices.IndexFunc(as, func(a arrival) bool {
		letter, again := letterOf(a.id)
		at := c.read[letter][a.to]
		return again && (at.IsZero() || midnight(at).After(midnight(a.at)))
	})
	if i < 0 {
		t.Fatal("nobody was reminded in vain")
	}
	return i
}

// anInvitation is the place of one of who was never reminded.
func anInvitation(t *testing.T, c *count, as []arrival) int {
	t.Helper()
	i := slices.IndexFunc(as, func(a arrival) bool {
		s, _, about := surveyWord(a.id)
		return about && c.invitations[a.id] && !slices.ContainsFunc(remindAt, func(days int) bool { return c.ledger.reached(c.reminderKey(s, days)) })
	})
	if i < 0 {
		t.Fatal("everybody was reminded")
	}
	return i
}

// aReminder is the place of a reminder of the questionnaire that had to come,
// to who never answered.
func aReminder(t *testing.T, c *count, as []arrival) int {
	t.Helper()
	i := slices.IndexFunc(as, func(a arrival) bool {
		s, days, _ := surveyWord(a.id)
		return days == remindAt[0] && c.reminders[a.id] && c.sheets[s].IsZero()
	})
	if i < 0 {
		t.Fatal("nobody had to be reminded of the questionnaire")
	}
	return i
}

// anAnsweredReminder is a reminder for somebody who had answered before.
func anAnsweredReminder(t *testing.T, c *count) arrival {
	t.Helper()
	last := c.almanac.reminders(c.survey)[len(remindAt)-1]
	for s := range c.sheets {
		if id := c.reminderKey(s, last.days); c.answered(s, last.rings) && !c.ledger.reached(id) {
			return arrival{at: last.rings, id: id, to: s.who}
		}
	}
	t.Fatal("nobody answered")
	return arrival{}
}

// toTheFormer is a nudge to the mentor before, of a step after the change.
func toTheFormer(t *testing.T, c *count) arrival {
	t.Helper()
	for _, pair := range c.couples {
		for _, month := range c.almanac.months() {
			s := c.almanac.steps(month)[2]
			id := nudgeKey(pair, month, s.name, pair.mentor)
			before := *pair // as if nobody had taken over
			before.over = time.Time{}
			if pair.gone(s.rings) && before.wants(c.almanac, s.name, month, s.rings) && c.restsUntil(pair.mentor, s.rings).IsZero() && !c.ledger.reached(id) {
				return arrival{at: s.rings, id: id, to: pair.mentor}
			}
		}
	}
	t.Fatal("nobody took over before a nudge")
	return arrival{}
}

// formerHears holds that a word to the mentor before is noticed, and that the
// thanks are none.
func formerHears(t *testing.T, s *simulation, nudge arrival) {
	pair := strings.Split(nudge.id, "/")[1]
	for name, tt := range map[string]struct {
		a    arrival
		want int
	}{
		"a nudge":              {nudge, 1},
		"the thanks":           {arrival{at: nudge.at, to: nudge.to, id: "handover-thanked/" + pair + "/" + nudge.to}, 0},
		"a card":               {arrival{at: nudge.at, to: nudge.to, id: "ended/nudge/pair/" + pair + "/" + nudge.to, edit: true}, 0},
		"an answer":            {arrival{at: nudge.at, to: nudge.to, id: "reply/note-kept/" + pair}, 0},
		"another pair's nudge": {arrival{at: nudge.at, to: nudge.to, id: "nudge/other/2026-07/first/" + nudge.to}, 0},
		"before the change":    {arrival{at: s.couples[pair].over.Add(-time.Second), to: nudge.to, id: nudge.id}, 0},
		"in its moment":        {arrival{at: s.couples[pair].over, to: nudge.to, id: nudge.id}, 1},
		"a moment later":       {arrival{at: s.couples[pair].over.Add(time.Second), to: nudge.to, id: nudge.id}, 1},
	} {
		before := s.misled
		if s.wrongMentor(tt.a); s.misled != before+tt.want {
			t.Errorf("%s: %d were noticed, want %d", name, s.misled-before, tt.want)
		}
		s.misled = before
	}
}

// losesAcknowledgements holds that one the store does not have, and one that
// nobody made, is noticed.
func losesAcknowledgements(t *testing.T, s *simulation, honest record) {
	for name, change := range map[string]func(map[string]time.Time){
		"of somebody who made none": func(of map[string]time.Time) { of["nobody"] = time.Unix(1, 0) },
		"that is nobody's": func(of map[string]time.Time) {
			for who := range of {
				delete(of, who)
				return
			}
		},
	} {
		forged := honest
		forged.read = map[string]map[string]time.Time{}
		for letter, of := range honest.read {
			forged.read[letter] = maps.Clone(of)
		}
		change(forged.read[s.letters[0].id])
		if n := unkeptIn(t, s, forged); n != 1 {
			t.Errorf("%s: %d were noticed, want 1", name, n)
		}
	}
}

func unkeptIn(t *testing.T, s *simulation, r record) int {
	t.Helper()
	n := 0
	if err := s.house.Store.View(t.Context(), func(tx store.Tx) (err error) {
		n, err = unkept(tx, r.read)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return n
}
