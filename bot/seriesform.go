package bot

import (
	"strings"
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// The form with which a series begins, and the rules it offers.

// begun is the planned meeting that the series is to begin with, if one is
// named and still planned.
func (s *scene) begun(arg string) (m mentoring.Meeting, ok bool, err error) {
	pair, id, named := strings.Cut(arg, "|")
	if !named {
		return m, false, nil
	}
	m, ok, err = store.Meetings.Get(s.tx, id)
	return m, ok && m.Pair == pair && m.State == mentoring.MeetingPlanned, err
}

func seriesForm(s *scene, arg string) (chat.Form, bool, error) {
	pair, _, named := strings.Cut(arg, "|")
	p, ok, err := s.partIn(pair)
	if err != nil || !ok {
		return chat.Form{}, false, err
	}
	m, planned, err := s.begun(arg)
	if err != nil || named != planned {
		return chat.Form{}, false, err
	}
	_, last := s.window(p.rules)
	f := chat.Form{
		Title:  s.w.T(catalog.SeriesTitle),
		Intro:  []chat.Block{chat.Line(s.w.T(catalog.SeriesIntro, catalog.A("Name", p.mate.Name), last))},
		Submit: s.w.T(catalog.SeriesSubmit),
	}
	rule := chat.Field{ID: "rule", Kind: chat.FieldChoice, Label: s.w.T(catalog.SeriesRule), Required: true}
	if planned && !p.rules.Open(p.rules.Date(m.Start)) {
		return chat.Form{}, false, nil
	}
	if planned {
		rule.Options = s.ruleOptions(p.rules, m.Start)
		f.Fields = []chat.Field{rule}
		return f.Fill(chat.Set("rule", byWeek)), true, nil
	}
	rule.Options = []chat.Option{
		{Value: byWeek, Label: s.w.T(catalog.SeriesByWeek)}, {Value: byLast, Label: s.w.T(catalog.SeriesByLast)},
		{Value: byDay, Label: s.w.T(catalog.SeriesByDay)},
	}
	f.Fields = []chat.Field{
		{ID: "date", Kind: chat.FieldDate, Label: s.w.T(catalog.SeriesDate), Hint: s.w.T(catalog.SeriesDateHint), Required: true},
		{ID: "time", Kind: chat.FieldTime, Label: s.w.T(catalog.SeriesTime), Required: true},
		rule,
	}
	return s.withPlace(f.Fill(chat.Set("rule", byWeek)), p.rules, ""), true, nil
}

// ruleOptions is the rules that a talk at the time may follow. The fifth of a
// weekday is the last.
func (s *scene) ruleOptions(r mentoring.Rules, at time.Time) []chat.Option {
	var out []chat.Option
	for _, by := range []string{byWeek, byLast, byDay} {
		rule, fits := ruleBy(r, by, at)
		if !fits || by == byLast && ruleWeek(r.Date(at)) == mentoring.LastWeek {
			continue
		}
		out = append(out, chat.Option{Value: by, Label: shorten(s.ruleWords(r, rule), chat.MaxOptionLabel)})
	}
	return out
}

// ruleBy is the rule that the time follows by its week, as the last of its
// weekday, or by its day; false where it does not.
func ruleBy(r mentoring.Rules, by string, at time.Time) (mentoring.Repeat, bool) {
	local := at.In(r.Zone())
	on := r.Date(at)
	rule := mentoring.Repeat{At: mentoring.TimeOfDay{Hour: local.Hour(), Minute: local.Minute()}}
	switch by {
	case byDay:
		rule.Day = on.Day
	case byLast:
		rule.Week, rule.Weekday = mentoring.LastWeek, on.Weekday()
	default:
		rule.Week, rule.Weekday = ruleWeek(on), on.Weekday()
	}
	return rule, rule.On(on.Period()) == on
}

// ruleWeek is which of its weekday the day is in its month.
func ruleWeek(d mentoring.Date) int { return (d.Day-1)/7 + 1 }

// ruleWords is the rule as people say it: 毎月第2水曜日 15:30. Who reads times
// of another clock, whose summer may begin on another day, finds the time on the
// card of each talk alone.
func (s *scene) ruleWords(r mentoring.Rules, rule mentoring.Repeat) string {
	clock := rule.At.String()
	if s.local(r, s.now).Format("-0700") != s.now.In(r.Zone()).Format("-0700") {
		clock = ""
	}
	at := catalog.A("Time", clock)
	var words string
	switch {
	case rule.Week == 0:
		words = s.w.T(catalog.RuleDay, catalog.A("Day", s.w.Ordinal(rule.Day)), at)
	case rule.Week >= mentoring.LastWeek:
		words = s.w.T(catalog.RuleLast, catalog.A("Weekday", s.w.Weekday(rule.Weekday)), at)
	default:
		words = s.w.T(catalog.RuleWeek, catalog.A("Week", s.w.Ordinal(rule.Week)), catalog.A("Weekday", s.w.Weekday(rule.Weekday)), at)
	}
	return strings.TrimRight(words, ", ")
}

// firstDay is the first talk, as it was typed, with the rule that it follows. A
// day on which the office is closed is none to repeat.
func (t *turn) firstDay(p part, v chat.Values) (at time.Time, rule mentoring.Repeat, ok bool, err error) {
	at, given := t.ownTime(p, v, "")
	if t.refused || !given {
		return at, rule, false, nil
	}
	st, err := t.standing(p.pair)
	if err != nil {
		return at, rule, false, err
	}
	on := p.rules.Date(at)
	rule, fits := ruleBy(p.rules, v.Option("rule"), at)
	_, in := p.rules.PeriodOf(at)
	switch {
	case !in:
		from, to := t.window(p.rules)
		t.wrong("date", catalog.AlreadyOutside, from, to)
	case !p.rules.Open(on):
		t.wrong("date", catalog.SeriesDayOff)
	case !fits:
		t.wrong("rule", catalog.SeriesNotLast)
	case clashes(st, at, p.rules.Programme().Minutes, ""):
		t.wrong("date", catalog.PlanClash)
	}
	return at, rule, !t.refused, nil
}
