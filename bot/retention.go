package bot

import (
	"slices"

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
	if ok && !rec.NoticedAt.IsZero() {
		on = r.Date(r.EraseAt(on, rec.NoticedAt))
	}
	return rec, on, ok, nil
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

// retentionCard tells one person; who has nothing to lose is not bothered.
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
	if !s.hr && len(all) == 0 {
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

// setRetention takes HR's day: after the year, and late enough for everybody to
// be told before.
func (t *turn) setRetention(programme string, v chat.Values) error {
	r, err := t.rules(programme)
	if err != nil {
		return err
	}
	rec, _, ok, err := t.retention(r)
	if err != nil || !ok {
		return err
	}
	y, m, d, _ := v.Date("date")
	on, told := mentoring.On(y, m, d), t.now
	if !rec.NoticedAt.IsZero() {
		told = rec.NoticedAt
	}
	earliest := r.Date(r.EraseAt(r.Date(r.YearEnd()), told))
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
