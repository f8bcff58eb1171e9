package bot

import (
	"reflect"
	"strings"
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Changing a programme: one small form for each part. What cannot work is said
// beside the field; what is changed reaches the pairs at once.

const formProgrammeEdit = "programme.edit" // arg: programme|part

// programmePart is a part of a programme that has a form of its own.
type programmePart string

const (
	partBasics      programmePart = "basics"
	partJoining     programmePart = "joining"
	partPeople      programmePart = "people"
	partNomination  programmePart = "nomination"
	partHours       programmePart = "hours"
	partSteps       programmePart = "steps"
	partPlaces      programmePart = "places"
	partSwitches    programmePart = "switches"
	partTrainings   programmePart = "trainings"
	partContact     programmePart = "contact"
	partCounsellors programmePart = "counsellors"
	partRoom        programmePart = "room"
)

// programmeEdit is how a part is asked for and what becomes of the answer; a part
// without fields is edited elsewhere.
type programmeEdit struct {
	button, title catalog.Key
	fields        func(s *scene, r mentoring.Rules) ([]chat.Field, chat.Values, error)
	// apply changes p, a copy of what is stored. It must not write into what
	// r's programme holds.
	apply func(t *turn, r mentoring.Rules, p *mentoring.Programme, v chat.Values) error
}

func programmeParts() map[programmePart]programmeEdit {
	return map[programmePart]programmeEdit{
		partBasics:      {catalog.ActProgrammeBasics, catalog.ProgrammeEditBasics, basicsFields, (*turn).applyBasics},
		partJoining:     {catalog.ActProgrammeJoining, catalog.ProgrammeEditJoining, joiningFields, (*turn).applyJoining},
		partPeople:      {catalog.ActProgrammePeople, catalog.ProgrammeEditPeople, peopleFields, (*turn).applyPeople},
		partNomination:  {catalog.ActProgrammeNomination, catalog.ProgrammeEditNomination, nominationFields, (*turn).applyNomination},
		partHours:       {catalog.ActProgrammeHours, catalog.ProgrammeEditHours, hoursFields, (*turn).applyHours},
		partSteps:       {catalog.ActProgrammeSteps, catalog.ProgrammeEditSteps, stepsFields, (*turn).applySteps},
		partPlaces:      {catalog.ActProgrammePlaces, catalog.ProgrammeEditPlaces, nil, nil}, // edited as a list
		partSwitches:    {catalog.ActProgrammeSwitches, catalog.ProgrammeEditSwitches, switchesFields, (*turn).applySwitches},
		partTrainings:   {catalog.ActProgrammeTrainings, catalog.ProgrammeEditTrainings, trainingsFields, (*turn).applyTrainings},
		partContact:     {catalog.ActProgrammeContact, catalog.ProgrammeEditContact, contactFields, (*turn).applyContact},
		partCounsellors: {catalog.ActProgrammeCounsellors, catalog.ProgrammeEditCounsellors, counsellorsFields, (*turn).applyCounsellors},
		partRoom:        {catalog.ActProgrammeRoom, catalog.ProgrammeEditRoom, roomFields, (*turn).applyRoom},
	}
}

// openProgrammeEdit opens the form of a part. The places are a list like the
// others: a button of before that was so leads there.
func (t *turn) openProgrammeEdit(arg string) error {
	if id, part, _ := strings.Cut(arg, "|"); programmePart(part) == partPlaces {
		return t.openList(listRef{list: listPlaces, programme: id}.String())
	}
	return t.openForm(formProgrammeEdit, arg)
}

// editingPart is the programme and the part that a form names, for HR.
func (s *scene) editingPart(arg string) (r mentoring.Rules, part programmePart, e programmeEdit, ok bool, err error) {
	id, name, _ := strings.Cut(arg, "|")
	part = programmePart(name)
	e, known := programmeParts()[part]
	if r, ok, err = s.rulesOf(id); err != nil || !ok || !known || e.fields == nil {
		return r, part, e, false, err
	}
	return r, part, e, s.hr && s.editable(r), nil
}

func programmeEditForm(s *scene, arg string) (chat.Form, bool, error) {
	r, _, e, ok, err := s.editingPart(arg)
	if err != nil || !ok {
		return chat.Form{}, false, err
	}
	fields, held, err := e.fields(s, r)
	if err != nil || len(fields) == 0 {
		return chat.Form{}, false, err
	}
	f := chat.Form{
		Title:  s.w.T(e.title),
		Intro:  []chat.Block{chat.Line(r.Programme().Name.In(s.w.Lang())), chat.Remark(s.w.T(catalog.ProgrammeEditNote))},
		Fields: fields, Submit: s.w.T(catalog.FormSave),
	}
	return f.Fill(held), true, nil
}

// whyShut is the sentence where a programme cannot be changed.
func whyShut(s *scene, arg string) (catalog.Key, error) {
	id, _, _ := strings.Cut(arg, "|")
	r, ok, err := s.rulesOf(id)
	if err != nil || !ok || s.editable(r) {
		return catalog.ProgrammeGone, err
	}
	return catalog.ProgrammeShut, nil
}

func (t *turn) editProgramme(arg string, v chat.Values) error {
	r, part, e, ok, err := t.editingPart(arg)
	if err != nil || !ok {
		return err
	}
	id := r.Programme().ID
	p, err := store.Programmes.Must(t.tx, id)
	if err != nil {
		return err
	}
	if err := e.apply(t, r, &p, v); err != nil || t.refused {
		return err
	}
	if !reflect.DeepEqual(p, r.Programme()) {
		p.Edited = with(p.Edited, string(part))
		fields, _, err := e.fields(t.scene, r)
		if err != nil {
			return err
		}
		if r, err = t.keepProgramme(p, string(part), fields[0].ID); err != nil || t.refused {
			return err
		}
	}
	t.held = nil
	return t.showProgramme(r)
}

// partWords names the part of a programme in the log, "" for none.
func (s *scene) partWords(part string) string {
	e, ok := programmeParts()[programmePart(part)]
	if !ok {
		return ""
	}
	return s.w.T(catalog.ProgrammePartOf, catalog.A("Part", s.w.T(e.title)))
}

// with is the list with the word in it once.
func with(list []string, word string) []string {
	for _, w := range list {
		if w == word {
			return list
		}
	}
	return append(append([]string(nil), list...), word)
}

// keepProgramme stores the changed programme and has everything that follows
// from it looked at again. A programme that would not work is said beside the field.
func (t *turn) keepProgramme(p mentoring.Programme, what, field string) (r mentoring.Rules, err error) {
	if r, err = mentoring.NewRules(p, t.b.Calendar(p)); err != nil {
		t.wrong(field, catalog.ProgrammeUnfit)
		return r, nil
	}
	if err := store.Programmes.Put(t.tx, p); err != nil {
		return r, err
	}
	t.audit("programme-edit", "programme/"+p.ID+"/"+what)
	return r, t.b.lookAgain(t.tx, r, t.now)
}

// lookAgain has a changed programme's month, its pairs and the mentees without
// a mentor looked at now.
func (b *Bot) lookAgain(tx store.Tx, r mentoring.Rules, now time.Time) error {
	id := r.Programme().ID
	if err := store.Schedule(tx, store.DueMonth, id, now); err != nil {
		return err
	}
	for pair, err := range store.Pairs.Each(tx, store.Span{Index: "programme", Prefix: store.Under(id)}) {
		if err != nil {
			return err
		}
		if pair.ToldAt.IsZero() || ended(pair, r, now) {
			continue
		}
		for _, kind := range []string{store.DuePair, store.DueTalks, store.DueVision} {
			if err := store.Schedule(tx, kind, pair.ID, now); err != nil {
				return err
			}
		}
	}
	return b.lookForMentors(tx, now)
}

// lookForMentors looks again at every mentee: which programme they are in, and
// whether they need a mentor there.
func (b *Bot) lookForMentors(tx store.Tx, now time.Time) error {
	mentees, err := store.WithRole(tx, mentoring.RoleMentee)
	if err != nil {
		return err
	}
	for _, m := range mentees {
		if err := b.lookForMentor(tx, m, now); err != nil {
			return err
		}
	}
	return nil
}
