package bot

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/sheet"
	"tsukiichi/store"
)

// The year-end pack: the report that HR owes, in one workbook. Facts of the
// programme, the figures with their charts, the trainings, the voices. It is the
// same whoever takes it, so it counts every pair; no line of it is about one
// person, and answers stand in it as they were published. October's alone are not
// in it where who takes it has a partner in them.

// exportYear is the pack; arg: programme, "" for the one to speak of.
const exportYear = "year"

// ErrNoProgramme says that there is no programme of the year.
var ErrNoProgramme = errors.New("bot: no programme of that year")

func yearFile(s *scene, programme string) (chat.File, error) {
	return s.yearBook(programme, catalog.ExportYearFile, s.yearTables)
}

// yearBook is a workbook of the programme's tables with its year in the name; ""
// is the programme to speak of. Where there is none there is no file.
func (s *scene) yearBook(programme string, name catalog.Key, tables func(mentoring.Rules) ([]sheet.Table, error)) (f chat.File, err error) {
	rules, ok, err := s.deskRules(programme)
	if err != nil || !ok {
		return f, err
	}
	all, err := tables(rules)
	if err != nil {
		return f, err
	}
	return s.workbook(name, all, catalog.A("Year", strconv.Itoa(rules.Programme().Year)))
}

// Report is the pack of the fiscal year's programme as a workbook, in the
// language; with several programmes in that year the one with the id, "" for the
// only one. The error is [ErrNoProgramme] where there is none.
func (b *Bot) Report(ctx context.Context, year int, id, lang string) (f chat.File, err error) {
	err = b.Store.Update(ctx, func(tx store.Tx) error { // figures that are due are published
		rules, ok, err := b.programmeOf(tx, year, id)
		if err != nil {
			return err
		}
		if !ok {
			return ErrNoProgramme
		}
		s := &scene{b: b, tx: tx, now: b.Clock.Now(), w: b.words.In(lang), hr: true}
		if f, err = yearFile(s, rules.Programme().ID); err != nil {
			return err
		}
		return store.Audits.Put(tx, store.Audit{ID: b.NewID(), At: s.now, Actor: byOperator, Verb: "read-export", What: subject("export", exportYear)})
	})
	if err != nil {
		return f, fmt.Errorf("bot: report: %w", err)
	}
	return f, nil
}

// programmeOf is the programme of the year; ok is false where there is none, or
// several and none is named.
func (b *Bot) programmeOf(tx store.Tx, year int, id string) (found mentoring.Rules, ok bool, err error) {
	all, err := b.rules.All(tx)
	for _, r := range all {
		if p := r.Programme(); p.Year != year || (id != "" && p.ID != id) {
			continue
		}
		if ok {
			return found, false, nil
		}
		found, ok = r, true
	}
	return found, ok, err
}

// yearTables is the sheets of the pack.
func (s *scene) yearTables(r mentoring.Rules) (out []sheet.Table, err error) {
	city := *s // counts every pair: the reader's own are no exception in a sum
	city.me, city.freezes = mentoring.Person{}, nil
	defer func() { s.freezes = append(s.freezes, city.freezes...) }()
	facts, err := city.yearFacts(r)
	if err != nil {
		return nil, err
	}
	months, err := city.monthTables(r)
	if err != nil {
		return nil, err
	}
	f, err := city.figuresOf(r)
	if err != nil {
		return nil, err
	}
	out = append(append(append(out, facts), months...), city.figureSheets(f)...)
	october, err := s.surveySheets(r)
	if err != nil {
		return nil, err
	}
	out = append(out, october...)
	trainings, err := city.trainingTable(r)
	if err != nil {
		return nil, err
	}
	voices, err := city.voiceTable(r)
	return append(out, trainings, voices), err
}

// yearFacts is what the programme was.
func (s *scene) yearFacts(r mentoring.Rules) (sheet.Table, error) {
	p := r.Programme()
	t := sheet.Table{Name: s.w.T(catalog.YearFacts), Head: []string{s.w.T(catalog.YearFact), s.w.T(catalog.YearValue)}}
	pairs, over, talks := 0, 0, 0
	for pair, err := range store.Pairs.Each(s.tx, store.Span{Index: "programme", Prefix: store.Under(p.ID)}) {
		if err != nil {
			return t, err
		}
		if pair.Voluntary || pair.ToldAt.IsZero() {
			continue
		}
		if pairs++; ended(pair, r, s.now) {
			over++
		}
		st, err := s.standing(pair)
		if err != nil {
			return t, err
		}
		for _, m := range st.Meetings { // a pair's own: what it took over is counted where it was held
			if _, in := r.PeriodOf(m.Start); in && m.Counts() {
				talks++
			}
		}
	}
	first, last := r.Periods()[0], r.LastPeriod()
	row := func(k catalog.Key, c sheet.Cell) { t.Rows = append(t.Rows, []sheet.Cell{sheet.Text(s.w.T(k)), c}) }
	row(catalog.YearName, sheet.Text(p.Name.In(s.w.Lang())))
	row(catalog.YearYear, sheet.Count(p.Year))
	row(catalog.YearWindow, sheet.Text(s.w.T(catalog.YearFromTo, catalog.A("First", s.w.Month(first.Month)), catalog.A("Last", s.w.Month(last.Month)))))
	row(catalog.YearMinimum, sheet.Count(p.Minimum))
	row(catalog.YearMinutes, sheet.Count(p.Minutes))
	row(catalog.YearPairs, sheet.Count(pairs))
	row(catalog.YearPairsOver, sheet.Count(over))
	row(catalog.YearTalks, sheet.Count(talks))
	row(catalog.YearSmall, sheet.Count(p.SmallGroup))
	row(catalog.YearMade, sheet.Text(paperDay(s.w, s.now.In(r.Zone()))))
	return t, nil
}

// figureSheets is the figures as sheets: how many pairs had their talks, how
// people felt from month to month, what they chose to talk about.
func (s *scene) figureSheets(f figures) []sheet.Table {
	reached := s.reachedTable(f)
	reached.Charts = []sheet.Chart{{Title: reached.Name, Series: []int{1, 2}}}
	out := []sheet.Table{reached}
	if len(f.closedMonths()) > 0 {
		out = append(out, s.cityScores(f))
		for _, k := range scores() {
			out = append(out, s.scoreTable(f, k.kind, false))
		}
	}
	for _, kind := range []string{figureTopics, figureResponses} {
		if f.picks[kind] != nil {
			t := s.pickTable(f, kind)
			t.Charts = []sheet.Chart{{Title: t.Name, Series: []int{1}}}
			out = append(out, t)
		}
	}
	return out
}

// cityScores is how people of the whole city felt, month by month.
func (s *scene) cityScores(f figures) sheet.Table {
	t := sheet.Table{Name: s.w.T(catalog.YearScores), Head: []string{s.w.T(catalog.FactMonth)}}
	chart := sheet.Chart{Title: t.Name, Line: true}
	for i, k := range scores() {
		t.Head = append(t.Head, s.w.T(kindWord(k.kind)))
		chart.Series = append(chart.Series, i+1)
	}
	for _, period := range f.closedMonths() {
		row := sheet.Texts(s.w.Month(period.Month))
		for _, k := range scores() {
			city, shown := rowOf(f.scores[k.kind][period], "", "")
			row = append(row, meanCell(city, shown))
		}
		t.Rows = append(t.Rows, row)
	}
	t.Charts = []sheet.Chart{chart}
	return t
}

// trainingTable is how many came to each training.
func (s *scene) trainingTable(r mentoring.Rules) (sheet.Table, error) {
	t := sheet.Table{Name: s.w.T(catalog.YearTrainings), Head: []string{s.w.T(catalog.YearTraining), s.w.T(catalog.YearInvited), s.w.T(catalog.YearCame)}}
	for _, training := range r.Programme().Trainings {
		people, err := s.trainees(r, training)
		if err != nil {
			return t, err
		}
		came := 0
		for _, p := range people {
			if p.ticked.State == store.AttendedYes {
				came++
			}
		}
		t.Rows = append(t.Rows, []sheet.Cell{sheet.Text(training.Name.In(s.w.Lang())), sheet.Count(len(people)), sheet.Count(came)})
	}
	return t, nil
}

// voiceTable is the voices of the year that were approved.
func (s *scene) voiceTable(r mentoring.Rules) (sheet.Table, error) {
	t := sheet.Table{Name: s.w.T(catalog.YearVoices), Head: []string{s.w.T(catalog.YearVoiceOf), s.w.T(catalog.YearVoice)}}
	for _, part := range []mentoring.Part{menteeSide, mentorSide} {
		words, err := voicesOf(s.tx, r.Programme().ID, part)
		if err != nil {
			return t, err
		}
		for _, w := range words {
			t.Rows = append(t.Rows, sheet.Texts(s.sideWord(part), w))
		}
	}
	return t, nil
}
