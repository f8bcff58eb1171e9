package bot

import (
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
)

// A line for oneself in the middle of a form that is answered in the chat: it
// is written in a dialog and stays out of the chat.

const (
	actOpenLine = "reflect.line" // arg: form|subject of the form
	formLine    = "reflect.line" // arg: form|subject of the form
)

func cutLine(arg string) (formID, formArg string) {
	formID, formArg, _ = strings.Cut(arg, "|")
	return formID, formArg
}

func (t *turn) openLine(arg string) error { return t.openForm(formLine, arg) }

func lineForm(s *scene, arg string) (chat.Form, bool, error) {
	mark, f, ok, err := s.current()
	if err != nil || !ok || mark.Form+"|"+mark.Arg != arg || !isShare(mark.Field) {
		return chat.Form{}, false, err
	}
	fd, ok := f.Field(strings.TrimSuffix(mark.Field, shareSuffix))
	if !ok {
		return chat.Form{}, false, nil
	}
	fd.Required, fd.Hint = true, ""
	return chat.Form{
		Title: s.w.T(catalog.LineTitle), Intro: []chat.Block{chat.Line(s.w.T(catalog.LineIntro))},
		Fields: []chat.Field{fd}, Submit: s.w.T(catalog.FormSave),
	}, true, nil
}

// keepLine takes the line and goes on with the next question.
func (t *turn) keepLine(_ string, v chat.Values) error {
	mark, f, ok, err := t.current()
	if err != nil || !ok {
		return err
	}
	i, _ := at(f, mark.Field)
	id := strings.TrimSuffix(mark.Field, shareSuffix)
	if mark.Values == nil {
		mark.Values = chat.Values{}
	}
	mark.Values[mark.Field] = []private.Text{private.New(t.me.ID, string(private.OnlyMe))}
	mark.Values[id] = v[id]
	if err := t.answered(mark); err != nil {
		return err
	}
	return t.askFrom(mark, f, i+2)
}
