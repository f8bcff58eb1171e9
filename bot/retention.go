package bot

import (
	"slices"
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// How long what people wrote is kept: after the fiscal year it is removed, on a
// day that HR sets, and not before everybody was told and could take theirs
// away.

const (
	actRetention  = "retention.open" // arg: programme
	formRetention = "retention"      // arg: programme
)

// retention is when a programme's year is let go; ok is false where it is not,
// or has been.
func (s *scene) retention(r mentoring.Rules) (rec store.Retention, on mentoring.Date, ok bool, err error) {
	rec, _, err = store.Retentions.Get(s.tx, r.Programme().ID)
	if err != nil || !rec.DoneAt.IsZero() {
		return rec, on, false, err
	}
	if on, ok = rec.On, !rec.On.IsZero(); !ok {
		on, ok = r.EraseOn()
	}
	if ok {
		on = r.Date(r.EraseAt(on, s.noticed(rec)))
	}
	return rec, on, ok, nil
}

// noticed is when people were told of the day, or, before that, now: sooner than
// the days of notice from now on nothing goes.
func (s *scene) noticed(rec store.Retention) time.Time {
	if rec.NoticedAt.IsZero() {
		return s.now
	}
	return rec.NoticedAt
}

// eraseFacts is the day of each programme in which the reader has a part.
func (s *scene) eraseFacts() (rows []chat.Fact, err error) {
	pairs, err := store.PairsOf(s.tx, s.me.ID)
	if err != nil {
		return nil, err
	}
	var seen []string
	for _, pair := range pairs {
		if slices.Contains(seen, pair.Programme) || len(rows) == chat.MaxFacts {
			continue
		}
		seen = append(seen, pair.Programme)
		r, err := s.rules(pair.Programme)
		if err != nil {
			return nil, err
		}
		_, on, ok, err := s.retention(r)
		if err != nil {
			return nil, err
		}
		if ok {
			rows = append(rows, chat.Pair(s.yearName(r), s.eraseDay(r, on)))
		}
	}
	return rows, nil
}

func (s *scene) yearName(r mentoring.Rules) string {
	return s.w.T(catalog.RetentionYear, catalog.A("Year", yearText(r)), catalog.A("Programme", r.Programme().Name.In(s.w.Lang())))
}

func (s *scene) eraseDay(r mentoring.Rules, on mentoring.Date) string {
	return s.w.T(catalog.RetentionDay, catalog.A("Year", on.At(mentoring.TimeOfDay{}, r.Zone()).Format("2006")), catalog.A("Day", s.w.Day(noonOf(r, on))))
}

func yearText(r mentoring.Rules) string {
	return r.Periods()[0].First().At(mentoring.TimeOfDay{}, r.Zone()).Format("2006")
}

// retentionCard tells one person; who has nothing to lose is not bothered. For
// HR the figures of the year are published now, while what they are made of is
// there.
func retentionCard(s *scene, in store.Intent) (card, error) {
	r, err := s.rules(idOf("programme", in.Subject))
	if err != nil {
		return card{}, err
	}
	_, on, ok, err := s.retention(r)
	if err != nil || !ok {
		return card{drop: "done"}, err
	}
	all, err := s.mineOf()
	if err != nil {
		return card{}, err
	}
	body := []chat.Block{
		chat.Line(s.w.T(catalog.RetentionText, catalog.A("Year", s.yearName(r)), catalog.A("Day", s.eraseDay(r, on)))),
		chat.Line(s.w.T(catalog.RetentionStays)),
	}
	switch {
	case s.hr:
		if _, err := s.yearTables(r); err != nil {
			return card{}, err
		}
	case len(all) == 0:
		return unwanted("nothing-written")
	}
	if len(all) == 0 {
		return say(s.w.T(catalog.RetentionTitle), body)
	}
	return say(s.w.T(catalog.RetentionTitle), append(body, chat.Line(s.w.T(catalog.RetentionTake))),
		s.takeMineButton(), s.button(actMyData, catalog.ActMyData, "", chat.StyleNormal))
}

func (t *turn) openRetention(programme string) error { return t.openForm(formRetention, programme) }

func retentionForm(s *scene, programme string) (chat.Form, bool, error) {
	if _, ok, err := store.Programmes.Get(s.tx, programme); err != nil || !ok || !s.hr {
		return chat.Form{}, false, err
	}
	r, err := s.rules(programme)
	if err != nil {
		return chat.Form{}, false, err
	}
	rec, on, ok, err := s.retention(r)
	if err != nil || !ok {
		return chat.Form{}, false, err
	}
	intro := []chat.Block{chat.Line(s.w.T(catalog.RetentionIntro, catalog.A("Year", s.yearName(r)), catalog.N(r.Programme().EraseNotice)))}
	if !rec.NoticedAt.IsZero() {
		intro = append(intro, chat.Remark(s.w.T(catalog.RetentionNoticed, catalog.A("Day", s.w.Day(s.local(r, rec.NoticedAt))))))
	}
	return chat.Form{
		Title: s.w.T(catalog.RetentionFormTitle), Intro: intro, Submit: s.w.T(catalog.FormSave),
		Fields: []chat.Field{{ID: "date", Kind: chat.FieldDate, Label: s.w.T(catalog.RetentionDate), Required: true}},
	}.Fill(chat.Set("date", on.String())), true, nil
}

// setRetention takes HR's day: after the year, late enough for everybody to be
// told before, and not before the day that they were told.
func (t *turn) setRetention(programme string, v chat.Values) error {
	r, err := t.rules(programme)
	if err != nil {
		return err
	}
	rec, before, ok, err := t.retention(r)
	if err != nil || !ok {
		return err
	}
	y, m, d, _ := v.Date("date")
	on := mentoring.On(y, m, d)
	earliest := r.Date(r.EraseAt(r.Date(r.YearEnd()), t.noticed(rec)))
	if !rec.NoticedAt.IsZero() { // people were told that day, and may count on it
		earliest = before
	}
	if on.Before(earliest) {
		t.wrong("date", catalog.RetentionEarly, catalog.A("Day", t.eraseDay(r, earliest)))
		return nil
	}
	rec.Programme, rec.On, rec.SetBy = programme, on, t.me.ID
	if err := store.Retentions.Put(t.tx, rec); err != nil {
		return err
	}
	t.audit("retention-set", subject("programme", programme))
	if err := store.Schedule(t.tx, store.DueRetention, programme, t.now); err != nil {
		return err
	}
	return t.notice(catalog.RetentionSaved)
}
