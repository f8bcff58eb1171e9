package bot

import (
	"context"
	"slices"
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/sheet"
	"tsukiichi/store"
)

// InEveryLanguage has every card, form and page that is wanted from now on
// made in every language beside the reader's own, and reports what does not
// build.
func (b *Bot) InEveryLanguage(report func(what, lang string, err error)) {
	each := func(what string, s *scene, build func(s *scene) error) {
		for _, lang := range catalog.Languages() {
			other := *s
			other.w = b.words.In(lang)
			if err := build(&other); err != nil {
				report(what, lang, err)
			}
		}
	}
	for kind, compose := range b.cards {
		b.cards[kind] = func(s *scene, in store.Intent) (card, error) {
			each("card "+kind, s, func(s *scene) error { _, err := compose(s, in); return err })
			return compose(s, in)
		}
	}
	for id, f := range b.forms {
		build := f.build
		f.build = func(s *scene, arg string) (chat.Form, bool, error) {
			each("form "+id, s, func(s *scene) error {
				f, ok, err := build(s, arg)
				if err != nil || !ok {
					return err
				}
				f.ID, f.Arg, f.Version = id, arg, 1
				for i, fd := range f.Fields {
					f.Fields[i].Label = shorten(fd.Label, chat.MaxFieldLabel)
				}
				_, err = chat.NewForm(f)
				return err
			})
			return build(s, arg)
		}
		b.forms[id] = f
	}
	for id, r := range b.routes {
		if !r.opens {
			continue
		}
		do := r.do
		r.do = func(t *turn, arg string) error {
			each("page "+id, t.scene, func(s *scene) error {
				other := *t
				other.scene = s
				return do(&other, arg)
			})
			return do(t, arg)
		}
		b.routes[id] = r
	}
}

// What a typed line is read as.
var (
	TypedDay     = typedDay
	TypedTime    = typedTime
	TypedOptions = typedOptions
)

// Opening lists the buttons that only read.
func (b *Bot) Opening() (out []string) {
	for id, r := range b.routes {
		if r.opens {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

// FormOf is the dialog as it opens for whose event it is; ok is false where it
// does not.
func (b *Bot) FormOf(ctx context.Context, e chat.Event, id, arg string) (f chat.Form, ok bool, err error) {
	err = b.Store.View(ctx, func(tx store.Tx) error {
		t, fresh, err := b.turnOf(tx, e)
		if err != nil || fresh {
			return err
		}
		f, ok, err = t.buildForm(id, arg)
		return err
	})
	return f, ok, err
}

// Published is scene.published for a reading, as Handle and Compose do one.
func (b *Bot) Published(ctx context.Context, programme, kind, period string, closed bool, leaves []mentoring.Leaf) (rows []mentoring.Published, err error) {
	for {
		s := &scene{b: b, now: b.Clock.Now()}
		err = b.Store.View(ctx, func(tx store.Tx) error {
			s.tx = tx
			rows, err = s.published(programme, kind, period, closed, func() ([]mentoring.Leaf, error) { return leaves, nil })
			return err
		})
		if err != nil || len(s.freezes) == 0 {
			return rows, err
		}
		if err = b.Store.Update(ctx, func(tx store.Tx) error { return freeze(tx, s.freezes) }); err != nil {
			return nil, err
		}
	}
}

// Told is what one person reads of what people answered.
type Told struct {
	Pages  []chat.Page
	Files  []sheet.Table // of the figures, and of the year-end pack
	Words  []string      // of January's results, as they begin
	Byname []sheet.Table // HR's file of answers
}

// Told is everything in which figures stand, as the person reads it in the
// transaction at the time.
func (b *Bot) Told(tx store.Tx, who, programme string, now time.Time) (out Told, err error) {
	t, r, err := b.turnAt(tx, who, programme, now)
	if err != nil {
		return out, err
	}
	if !t.hr {
		sections, err := t.surveyHeadOf(r, true)
		out.Pages = []chat.Page{{Sections: sections}}
		return out, err
	}
	for _, open := range []func() error{
		func() error { return t.openFigures(programme) },
		func() error { return t.openSurveyDepartments(programme) },
		func() error { return t.openSurveyResult(programme + "|" + string(mentoring.Mentee)) },
		func() error { return t.openSurveyResult(programme + "|" + string(mentoring.Mentor)) },
		func() error { return t.openJanuary(programme) },
	} {
		t.answer = chat.Answer{}
		if err := open(); err != nil {
			return out, err
		}
		if t.answer.Page != nil {
			out.Pages = append(out.Pages, *t.answer.Page)
		}
	}
	for _, tables := range []func(mentoring.Rules) ([]sheet.Table, error){t.figuresTables, t.yearTables} {
		some, err := tables(r)
		if err != nil {
			return out, err
		}
		out.Files = append(out.Files, some...)
	}
	for _, g := range []store.Group{store.GroupMentees, store.GroupMentors} {
		w, _, err := t.januaryWording(r, g)
		if err != nil {
			return out, err
		}
		out.Words = append(out.Words, w.Body.Reveal())
	}
	_, window, _, err := t.survey(programme)
	if err != nil {
		return out, err
	}
	out.Byname, err = t.surveyTables(r, window)
	return out, err
}

// CloseSurvey is the person of HR closing the questionnaire.
func (b *Bot) CloseSurvey(tx store.Tx, who, programme string, now time.Time) error {
	t, _, err := b.turnAt(tx, who, programme, now)
	if err != nil {
		return err
	}
	return t.closeSurvey(programme, nil)
}

func (b *Bot) turnAt(tx store.Tx, who, programme string, now time.Time) (t *turn, r mentoring.Rules, err error) {
	me, err := store.People.Must(tx, who)
	if err != nil {
		return nil, r, err
	}
	s, err := b.scene(tx, me, store.Contact{}, now)
	if err != nil {
		return nil, r, err
	}
	s.w = b.words.In("ja")
	r, err = s.rules(programme)
	return &turn{scene: s}, r, err
}

// Matrix is who sees what, by item and relation.
func Matrix() map[string]map[string]string {
	out := map[string]map[string]string{}
	for i := range matrix() {
		out[string(i)] = map[string]string{}
		for _, as := range []relation{asAuthor, asPartner, asNewMentor, asHead, asHR, asOperator} {
			out[string(i)][string(as)] = string(sees(i, as))
		}
	}
	return out
}

// AuditWords lists the verbs of the audit log that have words of their own.
func AuditWords() map[string]catalog.Key { return auditWords() }
