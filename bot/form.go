package bot

import (
	"errors"
	"maps"
	"slices"
	"strconv"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// form is a dialog: how it is built for a reader, and what sending it does.
type form struct {
	// version grows with every change of the fields; 0 is the first.
	version int
	// build makes the form for the subject in arg; ok is false where the
	// subject is no longer there or is not the reader's.
	build func(s *scene, arg string) (f chat.Form, ok bool, err error)
	// submit takes values that have passed the form's own rules.
	submit func(t *turn, arg string, v chat.Values) error
	// gone is what to say where build finds nothing.
	gone catalog.Key
	// why is the sentence for what stands in the way, where there is more to
	// say than gone; "" where there is not.
	why func(s *scene, arg string) (catalog.Key, error)
	// keep says that what was written is worth a draft when it comes too late.
	keep bool
	// words says that people write of themselves in it, for themselves or for
	// their partner: HR may keep that out of the chat.
	words bool
}

// buildForm makes the form as this version draws it, filled with the reader's
// draft if there is one.
func (s *scene) buildForm(id, arg string) (chat.Form, bool, error) {
	d, ok := s.b.forms[id]
	if !ok {
		return chat.Form{}, false, nil
	}
	f, ok, err := d.build(s, arg)
	if err != nil || !ok {
		return f, false, err
	}
	f.ID, f.Arg, f.Version = id, arg, d.version+1
	if !atDesk(id) {
		f.Intro = append(f.Intro, chat.Remark(s.w.T(catalog.NotAppraisal)))
	}
	if d.words {
		if f, err = s.dialogOnly(f); err != nil {
			return f, false, err
		}
	}
	draft, held, err := store.Drafts.Get(s.tx, store.Join(s.me.ID, id, arg))
	if err != nil {
		return f, false, err
	}
	if held {
		f = f.Fill(fitting(f, draft.Values))
	}
	for i, fd := range f.Fields { // one may name a person
		f.Fields[i].Label = shorten(fd.Label, chat.MaxFieldLabel)
	}
	f, err = chat.NewForm(f)
	return f, true, err
}

// atDesk reports whether the form is HR's about the programme itself. Nothing of
// anybody's talks stands in it: that it is no appraisal would puzzle who reads it.
func atDesk(id string) bool {
	switch id {
	case formAudit, formFind, formRetention, formPickHanded, formPick, formItem, formTip, formTrainingDay, formTick, formOpenDay,
		formProgrammeNew, formProgrammeEdit, formProgrammeCopy, formProgrammeClose,
		formBroadcast, formBroadcastAudience, formBroadcastSend, formBroadcastCorrect,
		formSurveyWindow, formSurveyBegin, formSurveyClose, formSurveyWho, formSurveyPaperWho,
		formSurveyAdd, formSurveyPick, formSurveyReword, formSurveyPlace:
		return true
	}
	return false
}

// fitting leaves out what the form would not take any more, such as an option
// that is no longer offered: a dialog cannot open with it.
func fitting(f chat.Form, v chat.Values) chat.Values {
	out := chat.Values{}
	for _, fd := range f.Fields {
		if _, bad := fd.Check(v); bad && len(v.Options(fd.ID)) > 0 {
			continue
		}
		if held, ok := v[fd.ID]; ok {
			out[fd.ID] = held
		}
	}
	return out
}

// openForm answers with the form, or with the sentence where it is gone.
func (t *turn) openForm(id, arg string) error {
	f, ok, err := t.buildForm(id, arg)
	if err != nil {
		return err
	}
	if !ok {
		why, err := t.whyGone(id, arg)
		return errors.Join(err, t.sorry(why))
	}
	mark, _, asking, err := t.current()
	if asking && mark.Form == id && mark.Arg == arg {
		f = f.Fill(fitting(f, mark.Values)) // answered in the chat so far
	}
	if err != nil {
		return err
	}
	return t.open(f)
}

// checkForm holds what was filled in against the form's rules; problems says
// that the answer names some. A form that is gone passes: what becomes of it
// needs a write.
func (t *turn) checkForm(w chat.Submitted) (f chat.Form, problems bool, err error) {
	f, ok, err := t.buildForm(w.Form, w.Arg)
	if err != nil || !ok || w.Version != f.Version {
		return f, false, err
	}
	for _, p := range f.Check(w.Values) {
		k := problem(p)
		if fd, _ := f.Field(p.Field); fd.Kind == chat.FieldConsent {
			k = catalog.FormTick
		}
		t.wrong(p.Field, k, limit(p.Limit))
	}
	if t.refused {
		t.openAgain(f, w.Values)
	}
	return f, t.refused, nil
}

// openAgain gives the errors the form they belong to, with what was typed.
func (t *turn) openAgain(f chat.Form, v chat.Values) {
	f = f.Fill(fitting(f, v))
	t.answer.Form = &f
}

// wrong says what is wrong with a field and refuses the submission.
func (t *turn) wrong(field string, k catalog.Key, args ...catalog.Arg) {
	if !t.refused {
		t.refused, t.why, t.whyArgs = true, k, args
	}
	t.answer.Errors = append(t.answer.Errors, chat.FieldError{Field: field, Text: t.w.T(k, args...)})
}

func limit(n int) catalog.Arg { return catalog.A("Limit", strconv.Itoa(n)) }

// problem is the sentence for what breaks a form's own rules. It may need
// [limit].
func problem(p chat.Problem) catalog.Key {
	switch p.Kind {
	case chat.TooLong:
		return catalog.FormTooLong
	case chat.TooMany:
		return catalog.FormTooMany
	case chat.NotOffered:
		return catalog.FormNotOffered
	case chat.NoSuchDate:
		return catalog.FormNoSuchDate
	case chat.NoSuchTime:
		return catalog.FormNoSuchTime
	case chat.OutOfScale:
		return catalog.FormOutOfScale
	default:
		return catalog.FormMissing
	}
}

// submitted takes a form in. One that an older version drew is opened anew
// with what was filled in.
func (t *turn) submitted(w chat.Submitted) error {
	w.Values = w.Values.OwnedBy(t.me.ID)
	f, problems, err := t.checkForm(w)
	if err != nil || problems {
		return err
	}
	if f.ID == "" {
		return t.tooLate(w)
	}
	if w.Version != f.Version {
		if err := t.keepDraft(w.Form, w.Arg, w.Values); err != nil {
			return err
		}
		return t.open(f.Fill(fitting(f, w.Values)))
	}
	if err := t.b.forms[w.Form].submit(t, w.Arg, w.Values); err != nil {
		return err
	}
	if t.refused {
		t.openAgain(f, w.Values)
		return nil
	}
	return t.done(w.Form, w.Arg)
}

// done forgets the draft of a form that was taken, and its questions in the
// chat.
func (t *turn) done(id, arg string) error {
	mark, asking, err := store.Bookmarks.Get(t.tx, t.me.ID)
	if err != nil {
		return err
	}
	if asking && mark.Form == id && mark.Arg == arg {
		if err := store.Bookmarks.Delete(t.tx, t.me.ID); err != nil {
			return err
		}
	}
	return store.Drafts.Delete(t.tx, store.Join(t.me.ID, id, arg))
}

// tooLate answers a form whose subject is gone. Nothing that was written for
// oneself or the partner is lost.
func (t *turn) tooLate(w chat.Submitted) error {
	d, ok := t.b.forms[w.Form]
	if !ok {
		return t.sorry(catalog.FormGone)
	}
	why, err := t.whyGone(w.Form, w.Arg)
	if err != nil {
		return err
	}
	if !d.keep {
		return t.sorry(why)
	}
	if err := t.keepDraft(w.Form, w.Arg, w.Values); err != nil {
		return err
	}
	if err := t.sorry(why, catalog.FormKept); err != nil || t.answer.Page == nil {
		return err
	}
	if sec, ok := t.typedWords(w.Values); ok {
		t.answer.Page.Sections = append(t.answer.Page.Sections, sec)
	}
	return nil
}

// whyGone is the sentence for a form that does not open, or comes too late.
func (s *scene) whyGone(id, arg string) (catalog.Key, error) {
	d := s.b.forms[id]
	if d.why == nil {
		return d.gone, nil
	}
	why, err := d.why(s, arg)
	if why == "" {
		why = d.gone
	}
	return why, err
}

// typedWords shows its author what they wrote in a form that came too late, so
// that they can copy it: the form may never open again.
func (t *turn) typedWords(v chat.Values) (sec chat.Section, ok bool) {
	sec.Title = t.w.T(catalog.FormTyped)
	for _, id := range slices.Sorted(maps.Keys(v)) {
		if isShare(id) {
			continue
		}
		for _, text := range v[id] {
			if text.Len() < 2 {
				continue // a figure of a scale is no words
			}
			more := chat.Section{Title: sec.Title, Body: append(slices.Clone(sec.Body), chat.Paragraph(chat.Words(text)))}
			if _, err := chat.NewPage(sec.Title, more); err == nil { // nothing that the form itself would not have taken
				sec = more
			}
		}
	}
	return sec, len(sec.Body) > 0
}

// keepDraft keeps what was filled in until the form is opened again. A line
// written beside a form goes to the draft of that form, for its author alone.
func (t *turn) keepDraft(id, arg string, v chat.Values) error {
	values := chat.Values{}
	if id == formLine {
		id, arg = cutLine(arg)
		held, _, err := store.Drafts.Get(t.tx, store.Join(t.me.ID, id, arg))
		if err != nil {
			return err
		}
		maps.Copy(values, held.Values)
		for field := range v {
			values[field+shareSuffix] = []private.Text{private.New(t.me.ID, string(private.OnlyMe))}
		}
	}
	maps.Copy(values, v)
	return store.Drafts.Put(t.tx, store.Draft{Person: t.me.ID, Form: id, Arg: arg, Values: values, At: t.now})
}
