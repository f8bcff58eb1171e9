package bot

import (
	"slices"
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// Writing a broadcast: the words, then for whom.

// What writing begins from, where it is no draft.
const (
	writeNew  = ""      // nothing
	writeCopy = "copy|" // the broadcast behind it
	writeJan  = "jan|"  // the template of January: see januaryOf
)

const broadcastTitleMax = 100

func (t *turn) openBroadcastWrite(arg string) error   { return t.openOf(formBroadcast, arg) }
func (t *turn) openBroadcastCorrect(id string) error  { return t.openOf(formBroadcastCorrect, id) }
func (t *turn) openBroadcastAudience(id string) error { return t.openOf(formBroadcastAudience, id) }

// beginning is what the form for writing holds when it opens; ok is false
// where there is nothing of the kind to write.
func (s *scene) beginning(arg string) (w store.Wording, ack, ok bool, err error) {
	if !s.hr {
		return w, false, false, nil
	}
	switch {
	case arg == writeNew:
		return w, false, true, nil
	case strings.HasPrefix(arg, writeJan):
		g, r, known, err := s.januaryOf(arg)
		if err != nil || !known {
			return w, false, false, err
		}
		w, ok, err = s.januaryWording(r, g)
		return w, false, ok, err
	}
	id, copied := strings.CutPrefix(arg, writeCopy)
	b, ok, err := s.unchanged(id)
	if err != nil || !ok || (!copied && b.State != store.BroadcastDraft) {
		return w, false, false, err
	}
	if b.Public.Title != "" {
		return s.asDraft(b.Public), b.Ack, true, nil
	}
	return b.Draft, b.Ack, true, nil
}

// asDraft is a notice as words to go on from.
func (s *scene) asDraft(n store.Notice) store.Wording {
	own := func(words string) private.Text { return private.New(s.me.ID, words) }
	return store.Wording{Title: own(n.Title), Body: own(n.Body), TitleEn: own(n.TitleEn), BodyEn: own(n.BodyEn)}
}

func broadcastForm(s *scene, arg string) (chat.Form, bool, error) {
	w, ack, ok, err := s.beginning(arg)
	if err != nil || !ok {
		return chat.Form{}, false, err
	}
	f := s.wordingForm(w)
	f.Title, f.Submit = s.w.T(catalog.BroadcastWriteTitle), s.w.T(catalog.BroadcastWriteSubmit)
	f.Intro = []chat.Block{chat.Line(s.w.T(catalog.BroadcastWriteIntro))}
	f.Fields = append(f.Fields, chat.Field{ID: "ack", Kind: chat.FieldConsent, Label: s.w.T(catalog.BroadcastAckLabel), Hint: s.w.T(catalog.BroadcastAckHint)})
	if ack {
		f = f.Fill(chat.Set("ack", "yes"))
	}
	return f, true, nil
}

// wordingForm asks for the words.
func (s *scene) wordingForm(w store.Wording) chat.Form {
	f := chat.Form{Fields: []chat.Field{
		{ID: "title", Kind: chat.FieldShort, Label: s.w.T(catalog.BroadcastSubject), Required: true, Max: broadcastTitleMax},
		{ID: "body", Kind: chat.FieldLong, Label: s.w.T(catalog.BroadcastText), Hint: s.w.T(catalog.BroadcastMarks), Required: true},
		{ID: "title_en", Kind: chat.FieldShort, Label: s.w.T(catalog.BroadcastSubjectEn), Hint: s.w.T(catalog.BroadcastEnHint), Max: broadcastTitleMax},
		{ID: "body_en", Kind: chat.FieldLong, Label: s.w.T(catalog.BroadcastTextEn)},
	}}
	held := chat.Values{}
	for id, text := range map[string]private.Text{"title": w.Title, "body": w.Body, "title_en": w.TitleEn, "body_en": w.BodyEn} {
		if !text.Empty() {
			held[id] = []private.Text{text}
		}
	}
	return f.Fill(held)
}

// writeBroadcast keeps the draft. A new one goes on with its audience.
func (t *turn) writeBroadcast(arg string, v chat.Values) error {
	w := t.readWording(v)
	if t.refused {
		return nil
	}
	b, known, err := t.unchanged(arg)
	if err != nil {
		return err
	}
	if !known {
		group, r, ok, err := t.januaryOf(arg) // else the programme to speak of
		if err != nil {
			return err
		}
		if !ok {
			return t.sorry(catalog.HRNoProgramme)
		}
		b = store.Broadcast{ID: t.b.NewID(), Programme: r.Programme().ID, State: store.BroadcastDraft, MadeAt: t.now}
		if group != "" {
			b.Audience.Who = []store.Group{group}
		}
	}
	b.Draft, b.By, b.Ack = w, t.me.ID, v.Consent("ack")
	b.Edits++
	if err := store.Broadcasts.Put(t.tx, b); err != nil {
		return err
	}
	t.audit("broadcast-write", "broadcast/"+b.ID)
	if err := t.saidOf(b, catalog.BroadcastKept); err != nil {
		return err
	}
	if len(b.Audience.Who) > 0 {
		return t.openBroadcast(b.ID)
	}
	f, ok, err := t.buildForm(formBroadcastAudience, formArg(b))
	if err != nil || !ok {
		return err
	}
	return t.open(f)
}

// audienceForm asks for whom it is. Departments are offered in groups: a field
// shows few at once.
func audienceForm(s *scene, arg string) (chat.Form, bool, error) {
	b, ok, err := s.unchanged(arg)
	if err != nil || !ok || b.State != store.BroadcastDraft {
		return chat.Form{}, false, err
	}
	f := chat.Form{
		Title:  s.w.T(catalog.BroadcastWhomTitle),
		Intro:  []chat.Block{chat.Line(s.w.T(catalog.BroadcastWhomIntro))},
		Submit: s.w.T(catalog.FormSave),
	}
	who := chat.Field{ID: "who", Kind: chat.FieldSeveral, Label: s.w.T(catalog.BroadcastWhom), Required: true}
	for _, g := range store.Groups() {
		who.Options = append(who.Options, chat.Option{Value: string(g), Label: s.w.T(groupName(g))})
		if slices.Contains(b.Audience.Who, g) {
			who.Initial = append(who.Initial, private.New(s.me.ID, string(g)))
		}
	}
	f.Fields = append(f.Fields, who)
	more, err := s.programmeField(b)
	if err != nil {
		return f, false, err
	}
	f.Fields = append(f.Fields, more...)
	departments, err := s.departments()
	if err != nil {
		return f, false, err
	}
	which, ticked := departmentFields(chat.Field{Label: s.w.T(catalog.FactDepartment), Hint: s.w.T(catalog.BroadcastAnyDepartment)}, departments, b.Audience.Departments)
	f.Fields = append(f.Fields, which...)
	return f.Fill(ticked), true, nil
}

// programmeField asks for the programme where there are several, and for the
// answer to its survey where there is one.
func (s *scene) programmeField(b store.Broadcast) (out []chat.Field, err error) {
	all, err := s.b.rules.All(s.tx)
	if err != nil {
		return nil, err
	}
	if len(all) > 1 {
		fd := chat.Field{ID: "programme", Kind: chat.FieldChoice, Label: s.w.T(catalog.BroadcastProgramme), Required: true}
		for _, r := range all[:min(len(all), chat.MaxOptions)] {
			p := r.Programme()
			fd.Options = append(fd.Options, chat.Option{Value: p.ID, Label: shorten(p.Name.In(s.w.Lang()), chat.MaxOptionLabel)})
		}
		fd.Initial = []private.Text{private.New(s.me.ID, b.Programme)}
		out = append(out, fd)
	}
	_, asked, err := store.Surveys.Get(s.tx, b.Programme)
	if err != nil || !asked {
		return out, err
	}
	fd := chat.Field{ID: "survey", Kind: chat.FieldChoice, Label: s.w.T(catalog.BroadcastSurvey), Options: []chat.Option{
		{Value: string(store.AnsweredYes), Label: s.w.T(catalog.BroadcastDidAnswer)},
		{Value: string(store.AnsweredNo), Label: s.w.T(catalog.BroadcastNoAnswer)},
	}}
	if b.Audience.Survey != store.AnsweredAny {
		fd.Initial = []private.Text{private.New(s.me.ID, string(b.Audience.Survey))}
	}
	return append(out, fd), nil
}

// chooseAudience keeps for whom it is and shows how many that are.
func (t *turn) chooseAudience(arg string, v chat.Values) error {
	b, ok, err := t.unchanged(arg)
	if err != nil || !ok {
		return err
	}
	all, err := t.departments()
	if err != nil {
		return err
	}
	a := store.Audience{Survey: store.SurveyState(v.Option("survey")), Departments: chosenDepartments(v, all)}
	for _, g := range v.Options("who") {
		a.Who = append(a.Who, store.Group(g))
	}
	if p := v.Option("programme"); p != "" {
		b.Programme = p
	}
	b.Audience, b.By = a, t.me.ID
	b.Edits++
	if err := store.Broadcasts.Put(t.tx, b); err != nil {
		return err
	}
	subj := store.BroadcastSubject(b.ID)
	// of several such cards the latest alone is found again when it is sent
	if err := t.redraw(t.me.ID, kindBroadcastAimed, subj, aimedBefore); err != nil {
		return err
	}
	if err := t.reply(kindBroadcastAimed, subj, ""); err != nil {
		return err
	}
	return t.openBroadcast(b.ID)
}
