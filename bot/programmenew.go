package bot

import (
	"maps"
	"slices"
	"strconv"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// A new programme: from a preset, or as last year's was. Pairs are never
// carried over, nor are people whom HR has named.

const (
	formProgrammeNew  = "programme.new"
	formProgrammeCopy = "programme.copy" // arg: programme
)

func (t *turn) openProgrammeNew(string) error      { return t.openForm(formProgrammeNew, "") }
func (t *turn) openProgrammeCopy(arg string) error { return t.openForm(formProgrammeCopy, arg) }

func programmeNewForm(s *scene, _ string) (chat.Form, bool, error) {
	if !s.hr {
		return chat.Form{}, false, nil
	}
	this, err := s.fiscalYear()
	if err != nil {
		return chat.Form{}, false, err
	}
	preset := chat.Field{ID: "preset", Kind: chat.FieldChoice, Label: s.w.T(catalog.ProgrammeFPreset), Required: true}
	for _, name := range mentoring.Presets() {
		label := name
		if k := catalog.Key("preset." + name); s.w.Has(k) {
			label = s.w.T(k)
		}
		preset.Options = append(preset.Options, chat.Option{Value: name, Label: shorten(label, chat.MaxOptionLabel)})
	}
	years := chat.Field{ID: "year", Kind: chat.FieldChoice, Label: s.w.T(catalog.ProgrammeFYear), Required: true}
	for _, y := range []int{this, this + 1} {
		years.Options = append(years.Options, chat.Option{Value: strconv.Itoa(y), Label: s.w.T(catalog.ProgrammeYear, year(y))})
	}
	who, held, err := s.whoFields(mentoring.Joining{})
	if err != nil {
		return chat.Form{}, false, err
	}
	maps.Copy(held, chat.Set("preset", preset.Options[0].Value, "year", strconv.Itoa(this)))
	f := chat.Form{
		Title:  s.w.T(catalog.ProgrammeNewTitle),
		Intro:  []chat.Block{chat.Line(s.w.T(catalog.ProgrammeNewIntro)), chat.Remark(s.w.T(catalog.ProgrammeNarrower))},
		Fields: append([]chat.Field{preset, years, short("name", s.w.T(catalog.ProgrammeFNameNew), 60)}, who...),
		Submit: s.w.T(catalog.ProgrammeNewSubmit),
	}
	return f.Fill(held), true, nil
}

// fiscalYear is this fiscal year, where the programme to speak of is.
func (s *scene) fiscalYear() (int, error) {
	on, ok, err := s.day()
	if !ok {
		on = mentoring.DateOf(s.now)
	}
	return on.FiscalYear(), err
}

func (t *turn) newProgramme(_ string, v chat.Values) error {
	n, _ := strconv.Atoi(v.Option("year")) // one of the form's own
	p, err := mentoring.LoadPreset(v.Option("preset"), n)
	if err != nil {
		return err
	}
	if !v.Text("name").Empty() {
		p.Name = renamed(p.Name, v.Text("name"), t.w.Lang())
	}
	if p.Joining, err = t.whoValue(v, p.Joining); err != nil || t.refused {
		return err
	}
	if err := t.likeOthers(&p); err != nil {
		return err
	}
	return t.startNew(p, "who", "programme-new")
}

// likeOthers gives a new programme what is the city's own and not the preset's:
// where it is, whom to turn to, when it is closed.
func (t *turn) likeOthers(p *mentoring.Programme) error {
	r, ok, err := t.cityRules()
	if err != nil || !ok {
		return err
	}
	q := r.Programme()
	p.Zone, p.Closures, p.Contact, p.Counselors, p.ChatText = q.Zone, q.Closures, q.Contact, q.Counselors, q.ChatText
	p.SmallGroup, p.FiguresAfter, p.EraseOn, p.EraseNotice = q.SmallGroup, q.FiguresAfter, q.EraseOn, q.EraseNotice
	p.Edited = slices.Clone(q.Edited) // what is HR's own there is so here
	return nil
}

// startNew keeps a new programme and shows it.
func (t *turn) startNew(p mentoring.Programme, field, verb string) (err error) {
	_, last := p.Window()
	on, ok, err := t.day()
	if err != nil {
		return err
	}
	if ok && last.Before(on.Period()) {
		t.wrong(field, catalog.ProgrammeLastPast, catalog.A("Month", t.w.Month(last.Month)))
		return nil
	}
	if p.ID, err = t.freeID(p); err != nil {
		return err
	}
	if err := t.checkOverlap(p, field); err != nil || t.refused {
		return err
	}
	r, err := mentoring.NewRules(p, t.b.Calendar(p))
	if err != nil {
		t.wrong(field, catalog.ProgrammeUnfit)
		return nil
	}
	if _, err := store.Programmes.Insert(t.tx, p); err != nil {
		return err
	}
	t.audit(verb, "programme/"+p.ID)
	t.held = nil
	if err := t.b.begun(t.tx, r, t.now); err != nil {
		return err
	}
	return t.showProgramme(r)
}

// freeID is the preset and the year, with a number where that is taken.
func (t *turn) freeID(p mentoring.Programme) (string, error) {
	base := p.Preset + "-" + strconv.Itoa(p.Year)
	id := base
	for n := 2; ; n++ {
		if _, taken, err := store.Programmes.Get(t.tx, id); err != nil || !taken {
			return id, err
		}
		id = base + "-" + strconv.Itoa(n)
	}
}

func programmeCopyForm(s *scene, id string) (chat.Form, bool, error) {
	r, ok, err := s.rulesOf(id)
	if err != nil || !ok || !s.hr || s.nextYear(r) > r.Date(s.now).FiscalYear()+1 {
		return chat.Form{}, false, err
	}
	p := r.Programme()
	name := p.Name.In(s.w.Lang())
	f := chat.Form{
		Title:  s.w.T(catalog.ProgrammeCopyTitle),
		Intro:  []chat.Block{chat.Line(s.w.T(catalog.ProgrammeCopyIntro, catalog.A("Name", name), year(s.nextYear(r))))},
		Fields: []chat.Field{must(short("name", s.w.T(catalog.ProgrammeFName), 60))},
		Submit: s.w.T(catalog.ProgrammeCopySubmit),
	}
	return f.Fill(chat.Set("name", name)), true, nil
}

// nextYear is the fiscal year for which the programme can be copied: the one
// after its own, or this one where that is past.
func (s *scene) nextYear(r mentoring.Rules) int {
	return max(r.Programme().Year+1, r.Date(s.now).FiscalYear())
}

func (t *turn) copyProgramme(id string, v chat.Values) error {
	r, ok, err := t.rulesOf(id)
	if err != nil || !ok || !t.hr {
		return err
	}
	p := r.Programme()
	p.Year = t.nextYear(r)
	p.Closed = mentoring.Date{}
	p.Name = renamed(p.Name, v.Text("name"), t.w.Lang())
	return t.startNew(p, "name", "programme-copy")
}
