package bot

import (
	"errors"
	"strings"
	"time"

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
	actAnswer    = "ask.answer" // arg: asking|value
	actStopAsk   = "ask.stop"   // arg: asking
	actAskResume = "ask.resume"
	skipValue    = "-"
)

// ask begins a form in the chat, in place of an unfinished one, which becomes
// a draft. A draft goes on where it was left.
func (t *turn) ask(formID, arg string) error {
	if err := t.shelve(); err != nil {
		return err
	}
	f, ok, err := t.buildForm(formID, arg)
	if err != nil {
		return err
	}
	if !ok {
		why, err := t.whyGone(formID, arg)
		return errors.Join(err, t.notice(why))
	}
	if needsDialog(f) {
		return t.notice(catalog.AskNotHere)
	}
	draft, held, err := store.Drafts.Get(t.tx, store.Join(t.me.ID, formID, arg))
	if err != nil {
		return err
	}
	values := carried(f)
	first := 0
	if held {
		values = fitting(f, draft.Values)
		first = unasked(f, values)
	}
	mark := store.Bookmark{Person: t.me.ID, Form: formID, Version: f.Version, Arg: arg, Values: values}
	return t.askFrom(mark, f, first)
}

// carried is what the form holds already. A line goes with its author's choice
// of who sees it, never without: a choice alone is a default, which is asked.
func carried(f chat.Form) chat.Values {
	values := chat.Values{}
	for i, fd := range f.Fields {
		held := fd.Initial
		if isShare(fd.ID) && (i+1 == len(f.Fields) || len(f.Fields[i+1].Initial) == 0) {
			held = nil
		}
		if len(held) > 0 {
			values[fd.ID] = held
		}
	}
	return values
}

// unasked is the first question that was neither answered nor skipped, or the
// first of all where none is left.
func unasked(f chat.Form, v chat.Values) int {
	for i, fd := range f.Fields {
		if _, asked := v[fd.ID]; !asked && asksInChat(f, i, v) {
			return i
		}
	}
	return 0
}

// askFrom asks the first question at or behind the index that belongs in the
// chat, or takes the form in where there is none left.
func (t *turn) askFrom(mark store.Bookmark, f chat.Form, i int) error {
	for i < len(f.Fields) && !asksInChat(f, i, mark.Values) {
		i++
	}
	if i == len(f.Fields) {
		return t.finishAsking(mark, f)
	}
	mark.Field, mark.Asked = f.Fields[i].ID, t.b.NewID()
	return t.askNow(mark, mark.Field)
}

// askNow puts the question. Every card of the same asking stays good until it
// is answered.
func (t *turn) askNow(mark store.Bookmark, arg string) error {
	mark.At = t.now
	if err := store.Bookmarks.Put(t.tx, mark); err != nil {
		return err
	}
	return t.reply(kindQuestion, subject("asking", mark.Asked), arg)
}

// asksInChat leaves out what another answer made needless, and a line whose
// sharing was answered with "only me" or skipped: it is not for the chat.
func asksInChat(f chat.Form, i int, v chat.Values) bool {
	fd := f.Fields[i]
	if fd.Dialog || fd.Needless(v) {
		return false
	}
	share, ok := f.Field(fd.ID + shareSuffix)
	if !ok {
		return true
	}
	chosen := v.Option(share.ID)
	return chosen != "" && chosen != string(private.OnlyMe)
}

// isShare reports whether the field says who sees the line behind it.
func isShare(field string) bool { return strings.HasSuffix(field, shareSuffix) }

// lineOf is the id of the line that the field says who sees.
func lineOf(share string) string { return strings.TrimSuffix(share, shareSuffix) }

// finishAsking takes the form in. Where another one follows, it is asked next.
func (t *turn) finishAsking(mark store.Bookmark, f chat.Form) error {
	if bad := f.Check(mark.Values); len(bad) > 0 {
		mark.Field, mark.Asked = bad[0].Field, t.b.NewID()
		return t.askAgain(mark, problem(bad[0]), limit(bad[0].Limit))
	}
	if err := t.b.forms[mark.Form].submit(t, mark.Arg, mark.Values.OwnedBy(t.me.ID)); err != nil {
		return err
	}
	if t.refused {
		mark.Field, mark.Asked = t.answer.Errors[0].Field, t.b.NewID()
		t.refused, t.answer.Errors = false, nil
		return t.askAgain(mark, t.why, t.whyArgs...)
	}
	if err := t.done(mark.Form, mark.Arg); err != nil {
		return err
	}
	return t.askNext()
}

// askNext asks in the chat what the answer would open as a dialog.
func (t *turn) askNext() error {
	next := t.answer.Form
	if next == nil {
		return nil
	}
	t.answer.Form = nil
	return t.ask(next.ID, next.Arg)
}

// inChat answers a press that opens something where there are no dialogs: a
// form is asked question by question; a page, which may hold what somebody
// wrote, does not go into the chat.
func (t *turn) inChat(r route, arg string) error {
	if err := r.do(t, arg); err != nil {
		return err
	}
	if t.answer.Page != nil {
		t.answer.Page, t.audits = nil, nil
		return t.noDialogs("")
	}
	return t.askNext()
}

// noDialogs says that something needs a dialog, and where there are some.
func (t *turn) noDialogs(string) error { return t.notice(catalog.NoticeNoDialogs) }

// shelve turns an unfinished form into a draft.
func (t *turn) shelve() error {
	mark, ok, err := store.Bookmarks.Get(t.tx, t.me.ID)
	if err != nil || !ok {
		return err
	}
	if t.b.forms[mark.Form].keep {
		if err := t.keepDraft(mark.Form, mark.Arg, mark.Values); err != nil {
			return err
		}
	}
	return store.Bookmarks.Delete(t.tx, t.me.ID)
}

// current is the bookmark with its form; ok is false where nothing is asked,
// or where what it was about is gone.
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
	return t.take(mark, f, []string{value})
}

// take records the answer and asks the next question, or says what is wrong
// with it and waits.
func (t *turn) take(mark store.Bookmark, f chat.Form, given []string) error {
	i, fd := at(f, mark.Field)
	skipped := len(given) == 1 && given[0] == skipValue
	values := chat.Values{}
	for id, texts := range mark.Values {
		values[id] = texts
	}
	if isShare(fd.ID) && skipped && len(values[lineOf(fd.ID)]) > 0 {
		// What was written before stays as it was, with who may see it.
		if err := t.answered(mark); err != nil {
			return err
		}
		return t.askFrom(mark, f, i+2)
	}
	values[fd.ID] = nil // asked, and left empty where it is skipped
	if !skipped {
		for _, g := range given {
			values[fd.ID] = append(values[fd.ID], private.New(t.me.ID, g))
		}
	}
	if isShare(fd.ID) {
		delete(values, lineOf(fd.ID)) // it was written for other eyes
	}
	if p, bad := fd.Check(values); bad {
		return t.askAgain(mark, problem(p), limit(p.Limit))
	}
	if isShare(fd.ID) && given[0] == string(private.OnlyMe) {
		return t.askAgain(mark, catalog.AskLineElsewhere)
	}
	for _, other := range f.Fields[i+1:] {
		if other.Needless(values) {
			delete(values, other.ID) // answered before this answer was another
		}
	}
	mark.Values = values
	if err := t.answered(mark); err != nil {
		return err
	}
	return t.askFrom(mark, f, i+1)
}

// answered takes the buttons off the question.
func (t *turn) answered(mark store.Bookmark) error {
	subj := subject("asking", mark.Asked)
	if w, ok := t.event.What.(chat.Pressed); ok && w.Action == actAnswer {
		return t.face(kindQuestion, subj, mark.Field)
	}
	return t.redraw(t.me.ID, kindQuestion, subj, mark.Field)
}

func at(f chat.Form, id string) (int, chat.Field) {
	for i, fd := range f.Fields {
		if fd.ID == id {
			return i, fd
		}
	}
	return len(f.Fields), chat.Field{}
}

// askAgain says what is wrong and repeats the question. Of what was typed
// nothing is kept.
func (t *turn) askAgain(mark store.Bookmark, wrong catalog.Key, args ...catalog.Arg) error {
	return t.askNow(mark, mark.Field+"|"+string(wrong)+"|"+catalog.Pack(args...))
}

// answerInWords takes a typed line as the answer to the question that waits;
// taken is false where none does. A question whose subject is gone ends here.
func (t *turn) answerInWords(line private.Text, c command) (taken bool, err error) {
	mark, f, ok, err := t.current()
	if err != nil || mark.Person == "" {
		return false, err
	}
	words := strings.TrimSpace(line.Reveal())
	switch {
	case c == cmdHelp || c == cmdConsult || c == cmdHome || c == cmdMenu || c == cmdEnglish || c == cmdJapanese:
		return false, nil
	case !ok:
		if err := t.shelve(); err != nil {
			return false, err
		}
		why, err := t.whyGone(mark.Form, mark.Arg)
		return true, errors.Join(err, t.notice(why))
	case c == cmdStop:
		return true, t.stopAsking(mark.Asked)
	case c == cmdSkip:
		return true, t.take(mark, f, []string{skipValue})
	}
	i, fd := at(f, mark.Field)
	if fd.Dialog { // HR has kept words out of the chat since
		return true, t.askFrom(mark, f, i+1)
	}
	if isText(fd) && t.now.Sub(mark.At) > lineWait {
		return true, t.askAgain(mark, catalog.AskLate)
	}
	given, err := t.typed(fd, words)
	if err != nil {
		return false, err
	}
	return true, t.take(mark, f, given)
}

// lineWait is how long a question takes the next line for its answer. Later it
// is asked again: the line may have been meant for something else, and not for
// the partner's eyes.
const lineWait = time.Hour

func isText(fd chat.Field) bool { return fd.Kind == chat.FieldShort || fd.Kind == chat.FieldLong }

// stopAsking keeps what was answered so far as a draft, where the form is one
// to be kept.
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
	if !t.b.forms[mark.Form].keep {
		return t.notice(catalog.AskDropped)
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
	return t.askNow(mark, mark.Field)
}
