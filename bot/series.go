package bot

import (
	"strings"
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// A talk that repeats every month, until the programme's last month. It begins
// with a planned talk or with a day of its own; the scheduler plans one talk
// after the other, a month ahead. Either side can stop it.

const (
	kindSeries        = "series" // to both; subject series/<id>
	kindSeriesStopped = "series-stopped"

	actRepeat     = "series.open" // arg: pair, or pair|meeting to begin with
	actStopSeries = "series.stop" // arg: series
	formSeries    = "series"      // arg: pair, or pair|meeting

	byWeek = "week"
	byLast = "last"
	byDay  = "day"
)

// seriesOf is the pair's series as long as it has a talk to plan.
func (s *scene) seriesOf(p part) (mentoring.Series, bool, error) {
	r, ok, err := store.RunningSeries(s.tx, p.pair.ID)
	if err != nil || !ok {
		return r, false, err
	}
	_, more := p.rules.SeriesAt(r)
	return r, more, nil
}

// repeatButton begins a series with the meeting; ok is false where one runs or
// no month is left.
func (s *scene) repeatButton(p part, m mentoring.Meeting) (a chat.Action, ok bool, err error) {
	_, runs, err := s.seriesOf(p)
	if err != nil || runs || !p.rules.Open(p.rules.Date(m.Start)) || !monthsAfter(p.rules, p.rules.Date(m.Start).Period()) {
		return a, false, err
	}
	return s.button(actRepeat, catalog.ActRepeat, p.pair.ID+"|"+m.ID, chat.StyleNormal), true, nil
}

// monthsAfter reports whether the window has a month after this one.
func monthsAfter(r mentoring.Rules, m mentoring.Period) bool {
	all := r.Periods()
	return m.Before(all[len(all)-1])
}

func (t *turn) openRepeat(arg string) error {
	pair, _, _ := strings.Cut(arg, "|")
	p, ok, err := t.partIn(pair)
	if err != nil {
		return err
	}
	if !ok {
		return t.sorry(catalog.GonePair)
	}
	_, runs, err := t.seriesOf(p)
	if err != nil {
		return err
	}
	m, planned, err := t.begun(arg)
	switch {
	case err != nil:
		return err
	case runs:
		return t.sorry(catalog.SeriesThere)
	case planned && !p.rules.Open(p.rules.Date(m.Start)):
		return t.sorry(catalog.SeriesDayOff) // it was moved there since
	case !monthsAfter(p.rules, p.rules.Date(t.now).Period().Add(-1)):
		return t.sorry(catalog.SeriesNoMonth)
	}
	return t.openForm(formSeries, arg)
}

// begin starts the series. A first day that was typed is planned at once,
// whatever else its month holds; the scheduler plans the talks after it.
func (t *turn) begin(arg string, v chat.Values) error {
	pair, _, _ := strings.Cut(arg, "|")
	p, ok, err := t.partIn(pair)
	if err != nil || !ok {
		return err
	}
	_, runs, err := t.seriesOf(p)
	if err != nil {
		return err
	}
	if runs {
		return t.sorry(catalog.SeriesThere)
	}
	m, planned, err := t.begun(arg)
	if err != nil {
		return err
	}
	var first time.Time
	series := mentoring.Series{
		ID: t.b.NewID(), Pair: p.pair.ID, Minutes: p.rules.Programme().Minutes, Place: v.Option("place"),
		MadeBy: t.me.ID, MadeAt: t.now,
	}
	if planned {
		series.Rule, _ = ruleBy(p.rules, v.Option("rule"), m.Start)
		series.Minutes, series.Place, series.Next = m.Minutes, m.Place, p.rules.Date(m.Start).Period().Add(1)
	} else if first, series.Rule, ok, err = t.firstDay(p, v); err != nil || !ok {
		return err
	} else {
		series.Next = p.rules.Date(first).Period()
	}
	if _, more := p.rules.SeriesAt(series); !more {
		t.wrong("rule", catalog.SeriesNoMonth)
		return nil
	}
	if planned {
		m.Series = series.ID
		if err := store.Meetings.Put(t.tx, m); err != nil {
			return err
		}
		if err := t.redrawPlan(p, m); err != nil {
			return err
		}
	}
	if planned {
		return t.beginSeries(p, series)
	}
	series.Next = series.Next.Add(1)
	if err := t.beginSeries(p, series); err != nil {
		return err
	}
	return t.book(p, mentoring.Meeting{
		ID: t.b.NewID(), Pair: p.pair.ID, State: mentoring.MeetingPlanned, Start: first,
		Minutes: series.Minutes, Place: series.Place, BookedBy: t.me.ID, BookedAt: t.now, Series: series.ID,
	})
}

// beginSeries writes the series and tells both.
func (t *turn) beginSeries(p part, series mentoring.Series) error {
	if _, err := store.Series.Insert(t.tx, series); err != nil {
		return err
	}
	if err := store.Schedule(t.tx, store.DueSeries, series.ID, t.now); err != nil {
		return err
	}
	subj := subject("series", series.ID)
	if err := t.reply(kindSeries, subj, ""); err != nil {
		return err
	}
	return t.tell(p.mate.ID, kindSeries, subj, "", "series/"+series.ID)
}

// seriesIn is the series in a card's subject with the reader's part in it.
func (s *scene) seriesIn(subj string) (r mentoring.Series, p part, ok bool, err error) {
	if r, ok, err = store.Series.Get(s.tx, idOf("series", subj)); err != nil || !ok {
		return r, p, false, err
	}
	p, ok, err = s.partIn(r.Pair)
	return r, p, ok, err
}

func seriesCard(s *scene, in store.Intent) (card, error) {
	r, p, ok, err := s.seriesIn(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	rule := chat.Facts{Rows: []chat.Fact{{Label: s.w.T(catalog.FactRepeats), Value: []chat.Span{chat.Bold(s.ruleWords(p.rules, r.Rule))}}}}
	switch {
	case !r.Stopped.IsZero() && !in.Edit:
		return unwanted("stopped")
	case !r.Stopped.IsZero():
		return say("", []chat.Block{rule, chat.Remark(s.w.T(catalog.SeriesOver))})
	}
	text := catalog.SeriesByMate
	if r.MadeBy == s.me.ID {
		text = catalog.SeriesByMe
	}
	_, last := s.window(p.rules)
	return say(s.w.T(catalog.SeriesTitle), []chat.Block{
		chat.Line(s.w.T(text, catalog.A("Name", p.mate.Name))), rule,
		chat.Line(s.w.T(catalog.SeriesText, last)),
	}, s.stopButton(r))
}

// stopButton asks before it stops the series.
func (s *scene) stopButton(r mentoring.Series) chat.Action {
	a := s.button(actStopSeries, catalog.ActStopSeries, r.ID, chat.StyleNormal)
	a.Confirm = &chat.Confirm{
		Title: s.w.T(catalog.SeriesStopTitle), Text: s.w.T(catalog.SeriesStopText),
		Yes: s.w.T(catalog.SeriesStopYes), No: s.w.T(catalog.SeriesStopNo),
	}
	return a
}

// stopSeries ends the series. The talk that is planned already stays.
func (t *turn) stopSeries(id string) error {
	subj := subject("series", id)
	r, p, ok, err := t.seriesIn(subj)
	if err != nil {
		return err
	}
	if !ok {
		return t.notice(catalog.GonePair)
	}
	if !r.Stopped.IsZero() {
		if err := t.face(kindSeries, subj, ""); err != nil {
			return err
		}
		return t.notice(catalog.SeriesOver)
	}
	if _, _, err := endSeries(t.tx, p.pair, t.now); err != nil {
		return err
	}
	for _, to := range []string{p.mate.ID, t.me.ID} {
		if err := t.redraw(to, kindSeries, subj, ""); err != nil {
			return err
		}
	}
	if err := t.reply(kindSeriesStopped, subj, t.me.ID); err != nil {
		return err
	}
	if err := t.tell(p.mate.ID, kindSeriesStopped, subj, t.me.ID, "series-stopped/"+r.ID); err != nil {
		return err
	}
	return t.face(kindSeries, subj, "")
}

// endSeries ends the pair's series, if one runs.
func endSeries(tx store.Tx, pair mentoring.Pair, now time.Time) (r mentoring.Series, runs bool, err error) {
	r, runs, err = store.RunningSeries(tx, pair.ID)
	if err != nil || !runs {
		return r, false, err
	}
	r.Stopped = now
	if err := store.Series.Put(tx, r); err != nil {
		return r, false, err
	}
	return r, true, store.Unschedule(tx, store.DueSeries, r.ID)
}

func seriesStoppedCard(s *scene, in store.Intent) (card, error) {
	_, p, ok, err := s.seriesIn(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	text := catalog.SeriesStoppedByMate
	if in.Arg == s.me.ID {
		text = catalog.SeriesStoppedByMe
	}
	body := []chat.Block{chat.Line(s.w.T(text, catalog.A("Name", p.mate.Name)))}
	st, err := s.standing(p.pair)
	if err != nil {
		return card{}, err
	}
	next, planned := st.NextPlanned(s.now)
	if !planned {
		return say("", body)
	}
	body = append(body, chat.Line(s.w.T(catalog.SeriesStays, catalog.A("When", s.w.Moment(s.local(p.rules, next.Start))))))
	return say("", body, s.button(actMove, catalog.ActMove, planArg(next), chat.StyleNormal), s.cancelButton(p, next))
}

// seriesSkippedCard says that a month has no talk of the series, never why.
func seriesSkippedCard(s *scene, in store.Intent) (card, error) {
	_, p, ok, err := s.seriesIn(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	month, err := mentoring.ParsePeriod(in.Arg)
	if err != nil {
		return card{}, err
	}
	if s.me.Away(p.rules.Date(s.now)) {
		return unwanted("away")
	}
	body := []chat.Block{chat.Line(s.w.T(catalog.SeriesSkipped, catalog.A("Month", s.w.Month(month.Month)), catalog.A("Name", p.mate.Name)))}
	if p.side == menteeSide {
		return say("", body, s.button(actAskDate, catalog.ActAskDate, p.pair.ID, chat.StyleNormal))
	}
	return say("", body, s.button(actOffer, catalog.ActOffer, p.pair.ID, chat.StyleNormal))
}
