package bot

import (
	"strconv"
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// A form answered question by question in the chat. The place is a bookmark
// in the store, so a restart goes on where it was. Taps and lines meant for
// the partner are asked here; a line that its author keeps is written in a
// dialog, because the chat keeps what is typed.

const (
	kindQuestion = "question"
	actAnswer    = "ask.answer" // arg: asking|value
	actStopAsk   = "ask.stop"   // arg: asking
	actAskResume = "ask.resume"
	skipValue    = "-"
)

// ask begins a form in the chat, in place of an unfinished one, which becomes
// a draft.
func (t *turn) ask(formID, arg string, gone catalog.Key) error {
	f, ok, err := t.buildForm(formID, arg)
	if err != nil {
		return err
	}
	if !ok {
		return t.notice(gone)
	}
	if err := t.shelve(); err != nil {
		return err
	}
	values := chat.Values{}
	for _, fd := range f.Fields {
		if len(fd.Initial) > 0 {
			values[fd.ID] = fd.Initial
		}
	}
	mark := store.Bookmark{Person: t.me.ID, Form: formID, Version: f.Version, Arg: arg, Values: values}
	return t.askFrom(mark, f, 0)
}

// askFrom asks the first question at or behind the index that belongs in the
// chat, or takes the form in where there is none left.
func (t *turn) askFrom(mark store.Bookmark, f chat.Form, i int) error {
	for ; i < len(f.Fields); i++ {
		if asksInChat(f, i, mark.Values) {
			break
		}
	}
	if i == len(f.Fields) {
		return t.finishAsking(mark, f)
	}
	mark.Field, mark.Asked, mark.At = f.Fields[i].ID, t.b.NewID(), t.now
	if err := store.Bookmarks.Put(t.tx, mark); err != nil {
		return err
	}
	return t.reply(kindQuestion, subject("asking", mark.Asked), mark.Field)
}

// asksInChat leaves out a line whose sharing was just answered with "nothing
// to write" or "only me" (see shareField in reflect.go).
func asksInChat(f chat.Form, i int, v chat.Values) bool {
	share, ok := f.Field(f.Fields[i].ID + shareSuffix)
	if !ok {
		return true
	}
	chosen := v.Option(share.ID)
	return chosen != "" && chosen != string(private.OnlyMe)
}

func (t *turn) finishAsking(mark store.Bookmark, f chat.Form) error {
	if err := store.Bookmarks.Delete(t.tx, t.me.ID); err != nil {
		return err
	}
	if bad := f.Check(mark.Values); len(bad) > 0 {
		// Something is missing that was skipped: ask it again.
		for i, fd := range f.Fields {
			if fd.ID == bad[0].Field {
				delete(mark.Values, fd.ID)
				return t.askFrom(mark, f, i)
			}
		}
	}
	if err := t.b.forms[mark.Form].submit(t, mark.Arg, mark.Values.OwnedBy(t.me.ID)); err != nil {
		return err
	}
	if t.refused {
		// In the chat there is no field to stand beside: say it and stop.
		t.refused, t.answer.Errors = false, nil
		if err := t.keepDraft(mark.Form, mark.Arg, mark.Values); err != nil {
			return err
		}
		return t.notice(catalog.FormGone)
	}
	return store.Drafts.Delete(t.tx, store.Join(t.me.ID, mark.Form, mark.Arg))
}

// shelve turns an unfinished form into a draft.
func (t *turn) shelve() error {
	mark, ok, err := store.Bookmarks.Get(t.tx, t.me.ID)
	if err != nil || !ok {
		return err
	}
	if err := t.keepDraft(mark.Form, mark.Arg, mark.Values); err != nil {
		return err
	}
	return store.Bookmarks.Delete(t.tx, t.me.ID)
}

// current is the bookmark with its form; ok is false where nothing is asked.
func (s *scene) current() (mark store.Bookmark, f chat.Form, ok bool, err error) {
	mark, ok, err = store.Bookmarks.Get(s.tx, s.me.ID)
	if err != nil || !ok {
		return mark, f, false, err
	}
	f, ok, err = s.buildForm(mark.Form, mark.Arg)
	return mark, f, ok && f.Version == mark.Version, err
}

// answerQuestion takes a tap: an option, a step of the scale, or skip.
func (t *turn) answerQuestion(arg string) error {
	asked, value, _ := strings.Cut(arg, "|")
	mark, f, ok, err := t.current()
	if err != nil {
		return err
	}
	if !ok || mark.Asked != asked {
		return t.notice(catalog.AskOver)
	}
	return t.take(mark, f, value)
}

// take records the answer and asks the next question, or says what is wrong
// with it and waits.
func (t *turn) take(mark store.Bookmark, f chat.Form, value string) error {
	i, fd := at(f, mark.Field)
	if mark.Values == nil {
		mark.Values = chat.Values{}
	}
	delete(mark.Values, fd.ID)
	if value != skipValue {
		mark.Values[fd.ID] = []private.Text{private.New(t.me.ID, value)}
	}
	if p, bad := fd.Check(mark.Values); bad {
		return t.askAgain(mark, p)
	}
	if err := t.face(kindQuestion, subject("asking", mark.Asked), fd.ID); err != nil {
		return err
	}
	return t.askFrom(mark, f, i+1)
}

func at(f chat.Form, id string) (int, chat.Field) {
	for i, fd := range f.Fields {
		if fd.ID == id {
			return i, fd
		}
	}
	return len(f.Fields), chat.Field{}
}

// askAgain says what is wrong and repeats the question under a new asking.
func (t *turn) askAgain(mark store.Bookmark, p chat.Problem) error {
	stored, _, err := store.Bookmarks.Get(t.tx, t.me.ID)
	if err != nil {
		return err
	}
	stored.Asked, stored.At = t.b.NewID(), t.now
	if err := store.Bookmarks.Put(t.tx, stored); err != nil {
		return err
	}
	return t.reply(kindQuestion, subject("asking", stored.Asked), mark.Field+"|"+string(p.Kind)+"|"+strconv.Itoa(p.Limit))
}

// answerInWords takes a typed line as the answer to the question that waits;
// taken is false where none does.
func (t *turn) answerInWords(line private.Text) (taken bool, err error) {
	mark, f, ok, err := t.current()
	if err != nil || !ok {
		return false, err
	}
	words := strings.TrimSpace(line.Reveal())
	switch t.command(words) {
	case cmdStop:
		return true, t.stopAsking(mark.Asked)
	case cmdSkip:
		return true, t.take(mark, f, skipValue)
	case cmdHelp, cmdHome, cmdEnglish, cmdJapanese:
		return false, nil
	}
	_, fd := at(f, mark.Field)
	return true, t.take(mark, f, typed(fd, words))
}

// typed reads a typed line as the field's value: an option may be named by its
// label or its number.
func typed(fd chat.Field, words string) string {
	if fd.Kind == chat.FieldScale || fd.Kind == chat.FieldShort || fd.Kind == chat.FieldLong {
		if fd.Kind == chat.FieldScale {
			return narrow(words)
		}
		return words
	}
	for i, o := range fd.Options {
		if words == o.Label || narrow(words) == strconv.Itoa(i+1) {
			return o.Value
		}
	}
	return words
}

// narrow makes full-width figures into ordinary ones.
func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '０' && r <= '９' {
			return r - '０' + '0'
		}
		return r
	}, s)
}

// stopAsking keeps what was answered so far as a draft.
func (t *turn) stopAsking(asked string) error {
	mark, ok, err := store.Bookmarks.Get(t.tx, t.me.ID)
	if err != nil {
		return err
	}
	if !ok || mark.Asked != asked {
		return t.notice(catalog.AskOver)
	}
	if err := t.shelve(); err != nil {
		return err
	}
	return t.notice(catalog.AskStopped)
}

// resumeAsking repeats the question that waits.
func (t *turn) resumeAsking(string) error {
	mark, _, ok, err := t.current()
	if err != nil {
		return err
	}
	if !ok {
		return t.notice(catalog.AskOver)
	}
	mark.Asked, mark.At = t.b.NewID(), t.now
	if err := store.Bookmarks.Put(t.tx, mark); err != nil {
		return err
	}
	return t.reply(kindQuestion, subject("asking", mark.Asked), mark.Field)
}

// questionCard is the question that waits, or a word that it is done.
func questionCard(s *scene, in store.Intent) (card, error) {
	asked, err := idOf("asking", in.Subject)
	if err != nil {
		return card{}, err
	}
	fieldID, problem, _ := strings.Cut(in.Arg, "|")
	mark, f, ok, err := s.current()
	if err != nil {
		return card{}, err
	}
	i, fd := at(f, fieldID)
	waiting := ok && mark.Asked == asked && mark.Field == fieldID
	if in.Edit && fd.ID != "" {
		return say("", []chat.Block{chat.Remark(s.w.T(catalog.AskTaken, catalog.A("Question", fd.Label)))})
	}
	if !waiting {
		return unwanted("answered")
	}
	body := s.questionBody(f, i, problem)
	return say(fd.Label, body, s.questionActions(mark, fd)...)
}

func (s *scene) questionBody(f chat.Form, i int, problem string) []chat.Block {
	fd := f.Fields[i]
	var body []chat.Block
	if kind, limit, ok := strings.Cut(problem, "|"); ok {
		n, _ := strconv.Atoi(limit)
		body = append(body, chat.Paragraph(chat.Bold(s.problem(chat.Problem{Kind: chat.ProblemKind(kind), Limit: n}))))
	}
	if fd.Hint != "" {
		body = append(body, chat.Line(fd.Hint))
	}
	var how string
	switch fd.Kind {
	case chat.FieldScale:
		how = s.w.T(catalog.AskHowScale)
	case chat.FieldShort, chat.FieldLong:
		how = s.w.T(catalog.AskHowText)
	default:
		how = s.w.T(catalog.AskHowChoice)
	}
	return append(body, chat.Remark(how))
}

func (s *scene) questionActions(mark store.Bookmark, fd chat.Field) []chat.Action {
	var out []chat.Action
	add := func(label, value string) {
		out = append(out, chat.Action{ID: actAnswer, Label: label, Arg: mark.Asked + "|" + value})
	}
	switch fd.Kind {
	case chat.FieldScale:
		for n := 1; n <= chat.ScaleTop; n++ {
			label := strconv.Itoa(n)
			if n <= len(fd.Options) && fd.Options[n-1].Label != "" {
				label = fd.Options[n-1].Label
			}
			add(label, strconv.Itoa(n))
		}
		return out
	case chat.FieldChoice:
		for _, o := range fd.Options {
			if len(out) == chat.MaxActions-1 {
				break
			}
			if o.Value == string(private.OnlyMe) && strings.HasSuffix(fd.ID, shareSuffix) {
				out = append(out, s.button(actOpenLine, catalog.AskInDialog, mark.Form+"|"+mark.Arg, chat.StyleNormal))
				continue
			}
			add(o.Label, o.Value)
		}
	}
	if !fd.Required {
		add(s.w.T(catalog.AskSkip), skipValue)
	}
	if len(out) < chat.MaxActions {
		out = append(out, s.button(actStopAsk, catalog.AskStop, mark.Asked, chat.StyleNormal))
	}
	return out
}
