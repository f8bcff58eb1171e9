package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/sheet"
	"tsukiichi/store"
)

// The workbooks of 様式1 and 様式2. A plain one ships; HR puts the city's own in
// its place. One that cannot be used replaces nothing.

// exportTemplate is the workbook in use, for HR; arg: the form.
const (
	exportTemplate = "template"
	actDropForm    = "form1.drop" // arg: form
)

// MaxTemplate is how large the file of a form may be, in bytes.
const MaxTemplate = sheet.MaxForm

// Errors of [Bot.SetTemplate].
var (
	ErrNoForm = errors.New("bot: no such form")
	ErrNotHR  = errors.New("bot: only HR may do this")
)

// TemplateCode says what is wrong with a workbook brought as a form.
type TemplateCode string

// What can be wrong with it.
const (
	TemplateTooBig     TemplateCode = "too-big"
	TemplateNoWorkbook TemplateCode = "no-workbook"
	TemplateMacros     TemplateCode = "macros"
	TemplateLinks      TemplateCode = "links" // to other files
	TemplateNoPlace    TemplateCode = "no-place"
	TemplateUnknown    TemplateCode = "unknown" // a place with a name that means nothing
)

// TemplateProblem is one thing that is wrong; Place is set for TemplateUnknown.
type TemplateProblem struct {
	Code  TemplateCode
	Place sheet.Place
}

// TemplatePlaces lists what may stand in the form ("1" or "2"): once, and for
// each talk.
func TemplatePlaces(form string) sheet.Places { return sheetPlaces(form) }

// CheckTemplate says what is wrong with a workbook as the form; nothing for one
// that can be used.
func (b *Bot) CheckTemplate(form string, file []byte) ([]TemplateProblem, error) {
	if form != menteeForm && form != mentorForm {
		return nil, ErrNoForm
	}
	stop := func(c TemplateCode) ([]TemplateProblem, error) { return []TemplateProblem{{Code: c}}, nil }
	places := sheetPlaces(form)
	unknown, err := sheet.CheckForm(file, places)
	switch {
	case errors.Is(err, sheet.ErrTooBig):
		return stop(TemplateTooBig)
	case errors.Is(err, sheet.ErrMacros):
		return stop(TemplateMacros)
	case errors.Is(err, sheet.ErrLinks):
		return stop(TemplateLinks)
	case errors.Is(err, sheet.ErrNoPlace):
		return stop(TemplateNoPlace)
	case err != nil:
		return stop(TemplateNoWorkbook)
	}
	var out []TemplateProblem
	for _, p := range unknown {
		out = append(out, TemplateProblem{Code: TemplateUnknown, Place: p})
	}
	if len(out) > 0 {
		return out, nil
	}
	// What passes must be one that can be filled in for people.
	if _, err := sheet.FillForm(file, places, nil, []map[string]string{{}, {}}); err != nil {
		return stop(TemplateNoWorkbook)
	}
	return nil, nil
}

// SetTemplate puts a workbook in the place of the form ("1" or "2") for by: a
// person of HR, or "operator". Where something is wrong with it nothing changes
// and the problems say why. Errors are [ErrNoForm], [ErrNotHR] and the store's.
func (b *Bot) SetTemplate(ctx context.Context, by, form string, file []byte) ([]TemplateProblem, error) {
	problems, err := b.CheckTemplate(form, file)
	if err != nil || len(problems) > 0 {
		return problems, err
	}
	rec := store.FormSheet{Form: form, File: file, By: by, At: b.Clock.Now()}
	err = b.Store.Update(ctx, func(tx store.Tx) error {
		if err := isHR(tx, by); err != nil {
			return err
		}
		if err := store.FormSheets.Put(tx, rec); err != nil {
			return err
		}
		return b.templateAudit(tx, rec, "template-set")
	})
	if err != nil {
		return nil, fmt.Errorf("bot: set template: %w", err)
	}
	return nil, nil
}

// DropTemplate goes back to the form that ships. Errors are those of
// [Bot.SetTemplate].
func (b *Bot) DropTemplate(ctx context.Context, by, form string) error {
	if form != menteeForm && form != mentorForm {
		return ErrNoForm
	}
	err := b.Store.Update(ctx, func(tx store.Tx) error {
		if err := isHR(tx, by); err != nil {
			return err
		}
		if err := store.FormSheets.Delete(tx, form); err != nil {
			return err
		}
		return b.templateAudit(tx, store.FormSheet{Form: form, By: by, At: b.Clock.Now()}, "template-drop")
	})
	if err != nil {
		return fmt.Errorf("bot: drop template: %w", err)
	}
	return nil
}

// Template is the workbook in use for the form.
func (b *Bot) Template(ctx context.Context, form string) (file []byte, err error) {
	if form != menteeForm && form != mentorForm {
		return nil, ErrNoForm
	}
	err = b.Store.View(ctx, func(tx store.Tx) error {
		file, err = formInUse(tx, form)
		return err
	})
	return file, err
}

// TemplateProblem is the problem as a sentence.
func (b *Bot) TemplateProblem(lang string, p TemplateProblem) string {
	k := map[TemplateCode]catalog.Key{
		TemplateTooBig: catalog.TemplateTooBig, TemplateNoWorkbook: catalog.TemplateNoWorkbook, TemplateMacros: catalog.TemplateMacros, TemplateLinks: catalog.TemplateLinks,
		TemplateNoPlace: catalog.TemplateNoPlace, TemplateUnknown: catalog.TemplateUnknown,
	}[p.Code]
	return b.words.In(lang).T(k, catalog.A("Sheet", p.Place.Sheet), catalog.A("Cell", p.Place.Cell), catalog.A("Place", p.Place.Name),
		catalog.A("Example", "{{氏名}}"), limit(sheet.MaxForm>>20))
}

func (b *Bot) templateAudit(tx store.Tx, f store.FormSheet, verb string) error {
	return store.Audits.Put(tx, store.Audit{ID: b.NewID(), At: f.At, Actor: f.By, Verb: verb, What: "form/" + f.Form})
}

func isHR(tx store.Tx, by string) error {
	if by == byOperator {
		return nil
	}
	p, ok, err := store.People.Get(tx, by)
	if err == nil && (!ok || !p.Active || !p.Has(mentoring.RoleHR)) {
		err = ErrNotHR
	}
	return err
}

// formInUse is the city's own workbook, or the one that ships.
func formInUse(tx store.Tx, form string) ([]byte, error) {
	rec, ok, err := store.FormSheets.Get(tx, form)
	if err != nil || ok {
		return rec.File, err
	}
	return sheet.BlankForm(blankForm(form))
}

// blankForm is the form that ships. The seeds name the two but do not show
// them, so it is as plain as it can be.
func blankForm(form string) sheet.Blank {
	b := sheet.Blank{
		Name: "様式" + form, Title: "{{制度名}} 活動記録シート（様式1・メンティ）",
		Facts: [][2]string{{"年度", "{{年度}}年度"}, {"所属", "{{所属}}"}, {"氏名", "{{氏名}}"}, {"メンター", "{{相手}}"}, {"ありたい姿", "{{ありたい姿}}"}},
		Head:  []string{"回", "日付", "テーマ", "感想"}, Row: []string{"{{回}}", "{{日付}}", "{{テーマ}}", "{{感想}}"},
		Widths: []float64{12, 20, 24, 48}, Note: "このシートは人事評価には使いません。",
	}
	if form == mentorForm {
		b.Title = "{{制度名}} 活動記録シート（様式2・メンター）"
		b.Facts = [][2]string{{"年度", "{{年度}}年度"}, {"所属", "{{所属}}"}, {"氏名", "{{氏名}}"}, {"メンティ", "{{相手}}"}}
		b.Head, b.Row = []string{"回", "日付", "気づいたこと", "次に向けて"}, []string{"{{回}}", "{{日付}}", "{{気づき}}", "{{次の一歩}}"}
		b.Widths = []float64{12, 20, 36, 36}
	}
	return b
}

// templateFile is the workbook in use, for HR to look at and to change.
func templateFile(s *scene, form string) (f chat.File, err error) {
	if form != menteeForm && form != mentorForm {
		return f, nil
	}
	f = chat.File{Name: s.b.words.In(catalog.Japanese).T(catalog.TemplateFile, catalog.A("Form", form)) + ".xlsx", Type: sheet.Type}
	f.Data, err = formInUse(s.tx, form)
	return f, err
}

// templateSection is what HR sees of one form: whose it is, and what may stand
// in it.
func (t *turn) templateSection(form string) (chat.Section, error) {
	sec := chat.Section{Title: t.w.T(catalog.SheetForm, catalog.A("Form", form))}
	rec, own, err := store.FormSheets.Get(t.tx, form)
	if err != nil {
		return sec, err
	}
	whose := t.w.T(catalog.TemplateOurs)
	if own {
		rules, ok, err := t.currentRules()
		if err != nil || !ok {
			return sec, err
		}
		whose = t.w.T(catalog.TemplateOwn, catalog.A("Day", t.w.Day(t.local(rules, rec.At))))
	}
	places, and := sheetPlaces(form), t.w.T(catalog.Comma)
	sec.Body = []chat.Block{
		chat.Line(whose),
		chat.Facts{Rows: []chat.Fact{
			chat.Pair(t.w.T(catalog.TemplateOnce), strings.Join(places.Once, and)),
			chat.Pair(t.w.T(catalog.TemplateEach), strings.Join(places.Each, and)),
		}},
		chat.Remark(t.w.T(catalog.TemplateNote, catalog.A("Example", "{{氏名}}"))),
	}
	sec.Actions = []chat.Action{t.exportButton(catalog.ActTakeTemplate, exportTemplate, form)}
	if own {
		sec.Actions = append(sec.Actions, t.button(actDropForm, catalog.ActDropForm, form, chat.StyleNormal))
	}
	return sec, nil
}

// dropForm goes back to the form that ships.
func (t *turn) dropForm(form string) error {
	if !t.hr || (form != menteeForm && form != mentorForm) {
		return t.notice(catalog.NoticeOldButton)
	}
	if err := store.FormSheets.Delete(t.tx, form); err != nil {
		return err
	}
	t.audit("template-drop", "form/"+form)
	return t.notice(catalog.TemplateDropped)
}
