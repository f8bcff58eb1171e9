package bot_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// TestPartedStayPartners: HR mentored somebody and does no more. What that
// person gives to HR about the time, and about the mentor after, is for the
// others of HR.
func TestPartedStayPartners(t *testing.T) {
	t.Parallel()
	w := house(t)
	mentee := "10204"
	submit(t, w, "10201", "nominate", mentee, "other", hr)
	submit(t, w, "10201", "nominate.confirm", mentee+"|"+hr, "reason", "x", "spoken", "yes")
	const secret = "前のメンターには話しにくかった"
	err := w.Store.Update(t.Context(), func(tx store.Tx) error {
		pairs, err := store.PairsOf(tx, mentee)
		if err != nil || len(pairs) != 1 {
			return errors.Join(err, errors.New("no pair"))
		}
		old := pairs[0]
		now := w.Clock.Now()
		old.Ended = mentoring.On(2026, 4, 1)
		next := mentoring.Pair{ID: "next", Programme: old.Programme, Mentee: mentee, Mentor: mentor, ToldAt: now, Follows: old.ID}
		voice := store.Voice{ID: "v", Programme: old.Programme, Author: mentee, Part: mentoring.Mentee, Offered: private.New(mentee, secret)}
		voice.Step(store.VoiceOffered, mentee, now)
		return errors.Join(store.Pairs.Put(tx, old), store.Pairs.Put(tx, next), store.Voices.Put(tx, voice),
			store.HandIns.Put(tx, store.HandIn{Pair: "next", Programme: old.Programme, Author: mentee, Part: mentoring.Mentee, At: now, Talks: []store.HandedTalk{
				{Meeting: "m", Number: 1, Start: now, Line: private.New(mentee, secret)},
			}}))
	})
	if err != nil {
		t.Fatal(err)
	}
	name := ""
	view(t, w, func(tx store.Tx) error {
		p, err := store.People.Must(tx, mentee)
		name = p.Name
		return err
	})
	for reader, may := range map[string]bool{hr: false, hrHead: true} {
		desk := press(t, w, reader, "voice.desk", "").Page.Text()
		list := press(t, w, reader, "form1.handed", "").Page.Text()
		file := press(t, w, reader, "export.open", "handed|next|"+mentee)
		if got := strings.Contains(desk, name); got != may {
			t.Errorf("%s is shown the voice: %v", reader, got)
		}
		if got := strings.Contains(list, name); got != may {
			t.Errorf("%s is shown the sheet on the list: %v", reader, got)
		}
		f, got := fileOn(file.Page)
		if got != may || got && !strings.Contains(fileText(t, f), secret) {
			t.Errorf("%s gets the sheet: %v", reader, got)
		}
	}
}

// TestPackWithoutOwnPartner: somebody of HR whose mentee is in the figures of
// October, because they came to HR when it was closed. The pack they take has no
// sums of it, and they read nobody's answers by name: together the two would give
// the mentee's away.
func TestPackWithoutOwnPartner(t *testing.T) {
	t.Parallel()
	w := house(t)
	mentees := []string{"10204", "20104", "20203", "20101", "20102", "20103", "20201", "20202"}
	submit(t, w, "10201", "nominate", mentees[0], "other", hr)
	submit(t, w, "10201", "nominate.confirm", mentees[0]+"|"+hr, "reason", "x", "spoken", "yes")
	err := w.Store.Update(t.Context(), func(tx store.Tx) error {
		p, err := store.Programmes.Must(tx, "aomori-2026")
		if err != nil {
			return err
		}
		set, _ := p.Survey.Set(mentoring.Mentee)
		now := w.Clock.Now()
		window := mentoring.SurveyWindow{Opens: mentoring.On(2026, 4, 1), Deadline: mentoring.On(2026, 4, 1), OpenedAt: now, ClosedAt: now}
		if err := store.Surveys.Put(tx, store.Survey{Programme: p.ID, Window: window}); err != nil {
			return err
		}
		for i, id := range mentees {
			given := []string{}
			for _, q := range set.Questions {
				if q.Kind == mentoring.QuestionScale {
					given = append(given, q.ID, map[bool]string{true: "5", false: "2"}[i == 0])
				}
			}
			rec := store.SurveyAnswer{Programme: p.ID, Part: mentoring.Mentee, Person: id, Values: chat.Set(given...).OwnedBy(id), SentAt: now}
			if err := store.SurveyAnswers.Put(tx, rec); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	without, names := w.Bot.Words("ja").T(catalog.SurveyOwn), w.Bot.Words("ja").T(catalog.SurveyOwnNames)
	for _, reader := range []string{hr, hrHead} {
		f, ok := fileOn(press(t, w, reader, "export.open", "year|aomori-2026").Page)
		if !ok {
			t.Fatal("no file on the page")
		}
		text := fileText(t, f)
		if got := strings.Contains(text, "市全体 | "+strconv.Itoa(len(mentees))+" | "); got == (reader == hr) {
			t.Errorf("%s: the pack has October's sums: %v:\n%s", reader, got, text)
		}
		if got := strings.Contains(text, without); got != (reader == hr) {
			t.Errorf("%s: the pack says why there are none: %v", reader, got)
		}
		f, ok = fileOn(press(t, w, reader, "export.open", "survey|aomori-2026").Page)
		if !ok {
			t.Fatal("no answers on the page")
		}
		if got := strings.Contains(fileText(t, f), names); got != (reader == hr) {
			t.Errorf("%s: the answers by name are withheld: %v", reader, got)
		}
		answer := do(t, w, reader, filled("survey.who", "aomori-2026", "who", mentees[1], "part", "mentee"))
		if got := len(answer.Errors) > 0; got != (reader == hr) {
			t.Errorf("%s: one answer is withheld: %v: %v", reader, got, answer.Errors)
		}
	}
}

// TestFiguresOfTheirProgramme: with several programmes the file is of the one
// whose figures are on the page.
func TestFiguresOfTheirProgramme(t *testing.T) {
	t.Parallel()
	w := house(t)
	err := w.Store.Update(t.Context(), func(tx store.Tx) error {
		p, err := store.Programmes.Must(tx, "aomori-2026")
		p.ID, p.Minimum, p.Joining = "other-2026", 3, mentoring.Joining{Named: true}
		return errors.Join(err, store.Programmes.Put(tx, p))
	})
	if err != nil {
		t.Fatal(err)
	}
	for programme, minimum := range map[string]string{"aomori-2026": "6回", "other-2026": "3回"} {
		page := press(t, w, hr, "hr.figures", programme).Page
		arg := ""
		for _, sec := range page.Sections {
			for _, a := range sec.Actions {
				if a.ID == "export.open" {
					arg = a.Arg
				}
			}
		}
		f, ok := fileOn(press(t, w, hr, "export.open", arg).Page)
		if !ok {
			t.Fatalf("%s: no file behind %q", programme, arg)
		}
		if text := fileText(t, f); !strings.Contains(text, minimum) {
			t.Errorf("%s: the file is of another one:\n%s", programme, text)
		}
	}
}

// fileOn is the file that the page begins with.
func fileOn(p *chat.Page) (f chat.File, ok bool) {
	if p == nil || len(p.Sections) == 0 || len(p.Sections[0].Body) == 0 {
		return f, false
	}
	f, ok = p.Sections[0].Body[0].(chat.File)
	return f, ok
}
