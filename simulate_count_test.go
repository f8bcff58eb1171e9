package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tsukiichi/bot/calendar"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// countCanFail tampers with what arrived: each figure that must be 0 has to
// notice.
func countCanFail(t *testing.T, s *simulation) {
	honest := s.record()
	count := expectation(honest)
	before := count.nudges()
	arrivals := s.ledger.all
	tenth := find(t, arrivals, "/tenth/")
	metAfter := afterTheMeeting(t, &count)
	putOff, away, asleep := inAMonthPutOff(t, &count), inALeave(t, &count), inARest(t, &count)
	unexpected := func(n *nudgeReport) { n.Sent, n.ByStep[stepTwentieth] = n.Sent+1, n.ByStep[stepTwentieth]+1 }
	for name, tt := range map[string]struct {
		tamper func([]arrival) []arrival
		want   func(*nudgeReport)
	}{
		"nothing": {func(as []arrival) []arrival { return as }, func(*nudgeReport) {}},
		"suppress a nudge": {func(as []arrival) []arrival { return without(as, tenth) },
			func(n *nudgeReport) { n.Missing, n.Sent, n.ByStep[stepTenth] = 1, n.Sent-1, n.ByStep[stepTenth]-1 }},
		"suppress a digest": {func(as []arrival) []arrival { return without(as, find(t, as, "head-digest/")) },
			func(n *nudgeReport) { n.Missing, n.Sent, n.ByStep[stepClosing] = 1, n.Sent-1, n.ByStep[stepClosing]-1 }},
		"suppress what HR hears": {func(as []arrival) []arrival { return without(as, find(t, as, "month-over/")) },
			func(n *nudgeReport) {
				n.Missing, n.Sent, n.ByStep[stepMonthOver] = 1, n.Sent-1, n.ByStep[stepMonthOver]-1
			}},
		"send one twice": {func(as []arrival) []arrival { return append(as, as[tenth]) },
			func(n *nudgeReport) { n.Duplicates = 1 }},
		"send an offer twice": {func(as []arrival) []arrival { return append(as, as[find(t, as, "offer/")]) },
			func(n *nudgeReport) { n.Duplicates = 1 }},
		"send one on a holiday": {func(as []arrival) []arrival { return moved(as, find(t, as, "offer/"), day(t, "2026-04-29", 10)) },
			func(n *nudgeReport) { n.OnHolidays = 1 }},
		"send one on a Sunday": {func(as []arrival) []arrival { return moved(as, find(t, as, "offer/"), day(t, "2026-04-26", 10)) },
			func(n *nudgeReport) { n.OnHolidays = 1 }},
		"send one in the evening": {func(as []arrival) []arrival { return moved(as, find(t, as, "offer/"), day(t, "2026-04-28", 18)) },
			func(n *nudgeReport) { n.OutsideHours = 1 }},
		"answer in the evening": {func(as []arrival) []arrival { return moved(as, find(t, as, "reply/"), day(t, "2026-04-28", 18)) },
			func(*nudgeReport) {}},
		"nudge after the meeting": {func(as []arrival) []arrival { return append(as, metAfter) },
			func(n *nudgeReport) {
				n.AfterMeeting, n.Sent, n.ByStep[stepClosing] = 1, n.Sent+1, n.ByStep[stepClosing]+1
			}},
		"nudge in a month put off": {func(as []arrival) []arrival { return append(as, putOff) }, unexpected},
		"nudge in a leave":         {func(as []arrival) []arrival { return append(as, away) }, unexpected},
		"nudge in a rest":          {func(as []arrival) []arrival { return append(as, asleep) }, unexpected},
		"nudge a stranger": {func(as []arrival) []arrival {
			return append(as, arrival{at: as[tenth].at, id: as[tenth].id + "0", to: "nobody"})
		},
			func(n *nudgeReport) { n.Sent, n.ByStep[stepTenth] = n.Sent+1, n.ByStep[stepTenth]+1 }},
	} {
		t.Run(name, func(t *testing.T) {
			forged := honest
			forged.ledger = ledgerOf(honest.almanac, tt.tamper(slices.Clone(arrivals)))
			c := expectation(forged)
			want := before
			want.ByStep = map[string]int{}
			for k, v := range before.ByStep {
				want.ByStep[k] = v
			}
			tt.want(&want)
			if diff := cmp.Diff(want, c.nudges()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	t.Run("say that it was sent when nobody got it", func(t *testing.T) {
		d, err := deliveries(t.Context(), s.house.Store, s.forgotten, ledgerOf(honest.almanac, without(arrivals, tenth)), honest.end)
		if err != nil || d.Lost != 1 {
			t.Errorf("%d lost, %v, want 1", d.Lost, err)
		}
	})
}

func ledgerOf(a almanac, arrivals []arrival) *ledger {
	l := newLedger(a)
	for _, one := range arrivals {
		l.add(one)
	}
	return l
}

// find is the place of the first new message whose key has the words.
func find(t *testing.T, as []arrival, words string) int {
	t.Helper()
	for i, a := range as {
		if strings.Contains(a.id, words) && !a.edit && a.at.After(day(t, "2026-04-20", 0)) {
			return i
		}
	}
	t.Fatalf("nothing arrived with %s", words)
	return 0
}

func without(as []arrival, i int) []arrival {
	return append(append([]arrival(nil), as[:i]...), as[i+1:]...)
}

func moved(as []arrival, i int, at time.Time) []arrival {
	as[i].at = at
	return as
}

func day(t *testing.T, date string, hour int) time.Time {
	t.Helper()
	d, err := time.ParseInLocation(time.DateOnly, date, townZone)
	if err != nil {
		t.Fatal(err)
	}
	return d.Add(time.Duration(hour) * time.Hour)
}

// afterTheMeeting is a nudge that nobody should have got.
func afterTheMeeting(t *testing.T, c *count) arrival {
	t.Helper()
	june := day(t, "2026-06-01", 0)
	s := c.almanac.steps(june)[3]
	for _, pair := range c.couples {
		if pair.met(june, s.rings) {
			return arrival{at: s.rings, id: nudgeKey(pair, june, s.name, pair.mentor), to: pair.mentor}
		}
	}
	t.Fatal("nobody met in June")
	return arrival{}
}

func TestDeliveryReport(t *testing.T) {
	t.Parallel()
	now := day(t, "2026-10-01", 17)
	for name, tt := range map[string]struct {
		d       store.Delivery
		reached bool
		lost    int
	}{
		"sent":                  {store.Delivery{State: store.Sent}, true, 0},
		"sent to nobody":        {store.Delivery{State: store.Sent}, false, 1},
		"waiting for tomorrow":  {store.Delivery{State: store.Waiting, Lane: "x", At: now.Add(time.Hour)}, false, 0},
		"forgotten":             {store.Delivery{State: store.Waiting, Lane: "x", At: now}, false, 1},
		"waiting in no lane":    {store.Delivery{State: store.Waiting, At: now.Add(time.Hour)}, false, 1},
		"taken and not settled": {store.Delivery{State: store.Leased, Lane: "x", At: now.Add(time.Hour)}, false, 1},
		"dropped":               {store.Delivery{State: store.Dropped}, false, 0},
		"expired":               {store.Delivery{State: store.Expired}, false, 0},
		"dead":                  {store.Delivery{State: store.Dead}, false, 0},
	} {
		var r deliveryReport
		r.add(tt.d, tt.reached, now)
		if r.Lost != tt.lost || r.Enqueued != 1 {
			t.Errorf("%s: %+v, want %d lost", name, r, tt.lost)
		}
	}
}

// TestAlmanac holds the simulator's own table of steps against days that were
// looked up by hand.
func TestAlmanac(t *testing.T) {
	t.Parallel()
	a := newAlmanac(2026)
	for month, want := range map[string]string{
		"2026-04-01": "04-01 04-10 04-20 04-22",
		"2026-05-01": "05-01 05-08 05-20 05-22",
		"2026-06-01": "06-01 06-10 06-19 06-23",
		"2026-07-01": "07-01 07-10 07-17 07-24",
		"2026-08-01": "08-03 08-10 08-20 08-24",
		"2026-09-01": "09-01 09-10 09-18 09-24", // closing would fall on the 18th too
	} {
		var got []string
		for _, s := range a.steps(day(t, month, 0)) {
			got = append(got, s.day.Format("01-02"))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %v, want %s", month, got, want)
		}
	}
	for _, free := range []string{"2026-12-29", "2026-12-31", "2027-01-01", "2027-01-03", "2027-01-11", "2027-03-22"} {
		if a.works(day(t, free, 0)) {
			t.Errorf("the office works on %s", free)
		}
	}
	var asked []string
	for _, r := range a.reminders(a.questionnaire()) {
		asked = append(asked, r.rings.Format("01-02"))
	}
	if q := a.questionnaire(); q.opens.Format("01-02") != "10-13" || q.deadline.Format("01-02") != "10-30" || strings.Join(asked, " ") != "10-21 10-27 10-29" {
		t.Errorf("the questionnaire is open from %v to %v and reminds on %v", q.opens, q.deadline, asked)
	}
	if got := a.overAt(day(t, "2026-09-01", 0)); !got.Equal(day(t, "2026-10-01", 9)) {
		t.Errorf("September is over at %v", got)
	}
	if got := a.shieldEnd(day(t, "2026-09-17", 15)); !got.Equal(day(t, "2026-09-28", 9)) {
		t.Errorf("a talk on 17 September shields until %v", got)
	}
}

// TestTwoTablesAgree holds it against the product's, year by year.
func TestTwoTablesAgree(t *testing.T) {
	t.Parallel()
	for year := 2024; year <= 2030; year++ {
		p, err := mentoring.LoadPreset("aomori", year)
		if err != nil {
			t.Fatal(err)
		}
		japan := calendar.New(p.Closures)
		rules, err := mentoring.NewRules(p, japan)
		if err != nil {
			t.Fatal(err)
		}
		a := newAlmanac(year)
		for _, month := range a.months() {
			period := mentoring.DateOf(month).Period()
			var got, want []time.Time
			for _, s := range a.steps(month) {
				got = append(got, s.rings.UTC())
			}
			for _, s := range rules.StepDays(period) {
				want = append(want, s.At.UTC())
			}
			if diff := cmp.Diff(append(want, rules.MonthOverAt(period).UTC()), append(got, a.overAt(month).UTC())); diff != "" {
				t.Errorf("%s (-product +simulator):\n%s", period, diff)
			}
		}
		surveysAgree(t, a, rules)
		for d := a.day(time.April, 1); d.Before(a.yearEnd()); d = d.AddDate(0, 0, 1) {
			if a.works(d) != japan.Open(mentoring.DateOf(d)) {
				t.Errorf("%s: works %v", d.Format(time.DateOnly), a.works(d))
			}
		}
	}
}

// surveysAgree holds the mornings of the questionnaire against the product's.
func surveysAgree(t *testing.T, a almanac, rules mentoring.Rules) {
	t.Helper()
	q := a.questionnaire()
	w := mentoring.SurveyWindow{Opens: mentoring.DateOf(q.opens), Deadline: mentoring.DateOf(q.deadline), Since: a.day(time.October, 5)}
	var got, want []time.Time
	for _, r := range a.reminders(q) {
		got = append(got, r.rings.UTC(), r.end.UTC())
	}
	for _, r := range rules.SurveyReminders(w) {
		want = append(want, r.At.UTC(), r.Until.UTC())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the reminders of %d (-product +simulator):\n%s", a.year, diff)
	}
}

// inAMonthPutOff, inALeave and inARest are nudges that nobody should have got.
func inAMonthPutOff(t *testing.T, c *count) arrival {
	t.Helper()
	return unwanted(t, c, "a month put off", func(pair *couple, month, at time.Time) bool { return pair.putOff(month, at) })
}

func inALeave(t *testing.T, c *count) arrival {
	t.Helper()
	return unwanted(t, c, "a leave", func(pair *couple, _, at time.Time) bool { return pair.away(c.almanac, at) })
}

func inARest(t *testing.T, c *count) arrival {
	t.Helper()
	return unwanted(t, c, "a rest", func(pair *couple, month, at time.Time) bool {
		return !c.restsUntil(pair.mentor, at).IsZero() && pair.wants(c.almanac, stepTwentieth, month, at)
	})
}

// unwanted is the twentieth's nudge for the mentor of the first couple of whom
// why holds while the step is the latest.
func unwanted(t *testing.T, c *count, what string, why func(pair *couple, month, at time.Time) bool) arrival {
	t.Helper()
	for _, pair := range c.couples {
		for _, month := range c.almanac.months() {
			s := c.almanac.steps(month)[2]
			id := nudgeKey(pair, month, s.name, pair.mentor)
			for at := s.rings; at.Before(s.end); at = at.Add(24 * time.Hour) {
				if c.almanac.inHours(at) && pair.hears(s) && !pair.met(month, at) && !c.ledger.reached(id) && why(pair, month, at) {
					return arrival{at: at, id: id, to: pair.mentor}
				}
			}
		}
	}
	t.Fatalf("nobody had %s", what)
	return arrival{}
}
