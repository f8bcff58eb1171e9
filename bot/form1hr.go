package bot

import (
	"archive/zip"
	"bytes"
	"errors"
	"slices"
	"strconv"
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// What was handed in, for HR: who, when, one sheet or all of them. A part in a
// pair outranks HR's view: the sheets of the reader's own pairs are for the
// others of HR. Each look is in the audit log.

const (
	actHanded       = "form1.handed"
	actPickHanded   = "form1.pick"
	formPickHanded  = "form1.pick"
	exportHanded    = "handed"     // arg: pair|author
	exportAllHanded = "handed-all" // arg: programme
)

// handedSheet is what somebody handed in, with the people of the pair.
type handedSheet struct {
	rec          store.HandIn
	author, mate mentoring.Person
}

// handed lists what was handed in for the programme and may be read by the
// reader, by section and reading of the name.
func (s *scene) handed(programme string) (out []handedSheet, err error) {
	if !s.hr {
		return nil, nil
	}
	mates, err := s.mates()
	if err != nil {
		return nil, err
	}
	for rec, err := range store.HandIns.Each(s.tx, store.Span{Index: "programme", Prefix: store.Under(programme)}) {
		if err != nil {
			return nil, err
		}
		h, ok, err := s.handedSheet(rec, mates)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, h)
		}
	}
	slices.SortStableFunc(out, func(a, b handedSheet) int { return bySection(a.author, b.author) })
	return out, nil
}

// handedSheet is the record with its people; ok is false where the reader may
// not read it: a sheet of their own pair, or one in which somebody who is or was
// in a pair with them wrote of another.
func (s *scene) handedSheet(rec store.HandIn, mates map[string]bool) (h handedSheet, ok bool, err error) {
	pair, ok, err := store.Pairs.Get(s.tx, rec.Pair)
	if err != nil || !ok || !s.hr || !rec.Live() || pair.PartOf(s.me.ID) != "" || mates[rec.Author] {
		return h, false, err
	}
	h.rec = rec
	if h.author, err = s.person(rec.Author); err != nil {
		return h, false, err
	}
	h.mate, err = s.person(pair.Person(rec.Part.Other()))
	return h, err == nil, err
}

func (t *turn) openHanded(programme string) error {
	rules, ok, err := t.deskRules(programme)
	if err != nil {
		return err
	}
	if !ok || !t.hr {
		return t.sorry(catalog.FormGone)
	}
	all, err := t.handed(rules.Programme().ID)
	if err != nil {
		return err
	}
	t.audit("read-handed", "programme/"+rules.Programme().ID)
	table := chat.Table{
		Caption: t.w.T(catalog.HandedTitle),
		Head:    []string{t.w.T(catalog.FactSection), t.w.T(catalog.FactName), t.w.T(catalog.HandedForm), t.w.T(catalog.SheetTalks), t.w.T(catalog.FactDay)},
	}
	for _, h := range all {
		table.Rows = append(table.Rows, []string{h.author.Section, h.author.Name, t.formName(h.rec.Part), strconv.Itoa(len(h.rec.Talks)), t.w.Day(t.local(rules, h.rec.At))})
	}
	sec := t.tableOr(table, catalog.HandedNone)
	sec.Title = "" // the page has it
	sec.Body = append(sec.Body, chat.Remark(t.w.T(catalog.HandedNote)))
	if len(all) > 0 {
		sec.Actions = []chat.Action{
			t.button(actPickHanded, catalog.ActPickHanded, rules.Programme().ID, chat.StyleNormal),
			t.exportButton(catalog.ActAllHanded, exportAllHanded, rules.Programme().ID),
		}
	}
	out, err := t.switcher(rules, actHanded, same)
	if err != nil {
		return err
	}
	return t.show(t.w.T(catalog.HandedTitle), append(out, sec)...)
}

func (s *scene) formName(side mentoring.Part) string {
	return s.w.T(catalog.SheetForm, catalog.A("Form", formOf(side)))
}

func (t *turn) openPickHanded(programme string) error { return t.openForm(formPickHanded, programme) }

// pickHandedForm asks whose sheet: the people whose name is written beside it,
// or who are on the list as far as it goes.
func pickHandedForm(s *scene, programme string) (chat.Form, bool, error) {
	rules, ok, err := s.deskRules(programme)
	if err != nil || !ok {
		return chat.Form{}, false, err
	}
	all, err := s.handed(rules.Programme().ID)
	if err != nil || len(all) == 0 {
		return chat.Form{}, false, err
	}
	field := chat.Field{ID: "who", Kind: chat.FieldPerson, Required: true, Label: s.w.T(catalog.HandedWhose)}
	for _, h := range all[:min(len(all), chat.MaxOptions)] {
		field.Options = append(field.Options, chat.Option{
			Value: h.rec.Author + "|" + formOf(h.rec.Part) + "|" + h.mate.ID,
			Label: shorten(h.author.Name+" "+s.formName(h.rec.Part)+" "+h.author.Section, chat.MaxOptionLabel),
		})
	}
	return chat.Form{Title: s.w.T(catalog.HandedWhose), Submit: s.w.T(catalog.FormNext), Fields: []chat.Field{field}}, s.hr, nil
}

// pickHanded leads to one sheet.
func (t *turn) pickHanded(programme string, v chat.Values) error {
	rules, ok, err := t.deskRules(programme)
	if err != nil || !ok {
		return err
	}
	all, err := t.handed(rules.Programme().ID)
	if err != nil {
		return err
	}
	for _, h := range all {
		if v.Option("who") == h.rec.Author+"|"+formOf(h.rec.Part)+"|"+h.mate.ID {
			return t.show(t.w.T(catalog.HandedTitle), chat.Section{
				Body:    []chat.Block{chat.Line(h.author.Name + " " + t.formName(h.rec.Part))},
				Actions: []chat.Action{t.exportButton(catalog.ActTakeFile, exportHanded, h.rec.Pair+"|"+h.rec.Author)},
			})
		}
	}
	return t.sorry(catalog.ExportGone)
}

// handedFile is one sheet; arg: pair|author.
func handedFile(s *scene, arg string) (f chat.File, err error) {
	pair, author, _ := strings.Cut(arg, "|")
	rec, ok, err := store.HandIns.Get(s.tx, store.Join(pair, author))
	if err != nil || !ok {
		return f, err
	}
	mates, err := s.mates()
	if err != nil {
		return f, err
	}
	h, ok, err := s.handedSheet(rec, mates)
	if err != nil || !ok {
		return f, err
	}
	return s.handedWorkbook(h)
}

// aboutHanded names the pair of whom one wrote it.
func aboutHanded(arg string) string {
	pair, _, _ := strings.Cut(arg, "|")
	return subject("pair", pair)
}

func (s *scene) handedWorkbook(h handedSheet) (f chat.File, err error) {
	rules, err := s.rules(h.rec.Programme)
	if err != nil {
		return f, err
	}
	return s.filledSheet(h.rec, h.author, h.mate, rules)
}

// allHandedFile is every sheet in an archive; arg: programme.
func allHandedFile(s *scene, programme string) (f chat.File, err error) {
	all, err := s.handed(programme)
	if err != nil || len(all) == 0 {
		return f, err
	}
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for i, h := range all {
		one, err := s.handedWorkbook(h)
		if err != nil {
			return f, errors.Join(err, z.Close())
		}
		w, err := z.Create(strconv.Itoa(i+1) + "_" + one.Name)
		if err != nil {
			return f, errors.Join(err, z.Close())
		}
		if _, err := w.Write(one.Data); err != nil {
			return f, errors.Join(err, z.Close())
		}
	}
	err = z.Close()
	return chat.File{Name: s.w.T(catalog.HandedFile) + ".zip", Type: "application/zip", Data: buf.Bytes()}, err
}
