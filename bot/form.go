package bot

import (
	"strconv"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/store"
)

// form is a dialog: how it is built for a reader, and what sending it does.
type form struct {
	// build makes the form for the subject in arg; ok is false where the
	// subject is no longer there or is not the reader's.
	build func(s *scene, arg string) (f chat.Form, ok bool, err error)
	// submit takes values that have passed the form's own rules.
	submit func(t *turn, arg string, v chat.Values) error
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
	f.ID, f.Arg = id, arg
	if f.Version == 0 {
		f.Version = 1
	}
	draft, held, err := store.Drafts.Get(s.tx, store.Join(s.me.ID, id, arg))
	if err != nil {
		return f, false, err
	}
	if held {
		f = f.Fill(draft.Values)
	}
	f, err = chat.NewForm(f)
	return f, true, err
}

// openForm answers with the form, or with the sentence where it is gone.
func (t *turn) openForm(id, arg string, gone catalog.Key) error {
	f, ok, err := t.buildForm(id, arg)
	if err != nil {
		return err
	}
	if !ok {
		return t.sorry(gone)
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
		t.wrong(p.Field, t.problem(p))
	}
	return f, t.refused, nil
}

// wrong says what is wrong with a field and refuses the submission.
func (t *turn) wrong(field, sentence string) {
	t.refused = true
	t.answer.Errors = append(t.answer.Errors, chat.FieldError{Field: field, Text: sentence})
}

func (s *scene) problem(p chat.Problem) string {
	limit := catalog.A("Limit", strconv.Itoa(p.Limit))
	switch p.Kind {
	case chat.TooLong:
		return s.w.T(catalog.FormTooLong, limit)
	case chat.TooMany:
		return s.w.T(catalog.FormTooMany, limit)
	case chat.NotOffered:
		return s.w.T(catalog.FormNotOffered)
	case chat.NoSuchDate:
		return s.w.T(catalog.FormNoSuchDate)
	case chat.NoSuchTime:
		return s.w.T(catalog.FormNoSuchTime)
	case chat.OutOfScale:
		return s.w.T(catalog.FormOutOfScale)
	default:
		return s.w.T(catalog.FormMissing)
	}
}

// submitted takes a form in. One whose subject is gone, or that an older
// version drew, loses nothing: what was typed is kept as a draft.
func (t *turn) submitted(w chat.Submitted) error {
	w.Values = w.Values.OwnedBy(t.me.ID)
	f, problems, err := t.checkForm(w)
	if err != nil || problems {
		return err
	}
	if f.ID == "" {
		if err := t.keepDraft(w.Form, w.Arg, w.Values); err != nil {
			return err
		}
		return t.show(t.w.T(catalog.NoticeTitle), chat.Section{Body: []chat.Block{chat.Line(t.w.T(catalog.FormGone))}})
	}
	if w.Version != f.Version {
		if err := t.keepDraft(w.Form, w.Arg, w.Values); err != nil {
			return err
		}
		return t.open(f.Fill(w.Values))
	}
	if err := t.b.forms[w.Form].submit(t, w.Arg, w.Values); err != nil || t.refused {
		return err
	}
	return store.Drafts.Delete(t.tx, store.Join(t.me.ID, w.Form, w.Arg))
}

func (t *turn) keepDraft(id, arg string, v chat.Values) error {
	return store.Drafts.Put(t.tx, store.Draft{Person: t.me.ID, Form: id, Arg: arg, Values: v, At: t.now})
}
