package web

import (
	"strconv"

	"tsukiichi/bot/chat"
)

type formView struct {
	Words  Words
	Draft  string // names the draft in the browser's tab
	Title  string
	Submit string
	Token  string
	Intro  []blockView
	Fields []fieldView
	// Restored says that it comes with a draft from the server.
	Restored bool
}

type fieldView struct {
	Words    Words
	Name     string // as posted, and the root of the element ids
	Kind     chat.FieldKind
	Label    string
	Hint     string
	Required bool
	Limit    int
	Value    string
	Options  []optionView
	Shown    bool // all options at once
}

type optionView struct {
	Key, Value, Label, Hint string
	Chosen                  bool
}

type errorsView struct {
	Words  Words
	Token  string
	Fields []fieldErrorView
	Count  int
	Others []string // about fields that the form does not have
}

type fieldErrorView struct{ Name, Text string }

func (b *builder) form(f chat.Form) formView {
	t := token{Kind: kindSubmit, Form: f.ID, Version: f.Version, Arg: f.Arg}
	v := formView{
		Words: b.words, Title: f.Title, Submit: f.Submit, Intro: b.blocks(f.Intro, inside),
		Draft: f.ID + "/" + strconv.Itoa(f.Version) + "/" + f.Arg,
	}
	for i, fd := range f.Fields {
		t.Fields = append(t.Fields, fd.ID)
		v.Fields = append(v.Fields, b.field(i, fd))
	}
	v.Token = b.seal(t)
	return v
}

func (b *builder) field(i int, f chat.Field) fieldView {
	v := fieldView{
		Words: b.words, Name: fieldName(i), Kind: f.Kind, Label: f.Label, Hint: f.Hint,
		Required: f.Required, Limit: f.Limit(), Shown: len(f.Options) <= chat.MaxShownOptions,
	}
	held := map[string]bool{}
	for _, t := range f.Initial {
		held[t.Reveal()] = true
	}
	if len(f.Initial) > 0 {
		v.Value = f.Initial[0].Reveal()
	}
	options := f.Options
	if f.Kind == chat.FieldScale {
		options = scale(f.Options)
	}
	for n, o := range options {
		v.Options = append(v.Options, optionView{
			Key: v.Name + "-" + strconv.Itoa(n), Value: o.Value, Label: o.Label, Hint: o.Hint, Chosen: held[o.Value],
		})
	}
	return v
}

// scale gives every step an option; only those that the form names have words.
func scale(named []chat.Option) []chat.Option {
	steps := make([]chat.Option, 0, chat.ScaleTop)
	for n := 1; n <= chat.ScaleTop; n++ {
		step := chat.Option{Value: strconv.Itoa(n)}
		for _, o := range named {
			if o.Value == step.Value {
				step = o
			}
		}
		steps = append(steps, step)
	}
	return steps
}

// errors gives every field of the form its sentence, or takes the old one
// away. What the person typed stays where it is: in the page.
func (b *builder) errors(t token, errs []chat.FieldError) errorsView {
	v := errorsView{Words: b.words, Count: len(errs), Token: b.seal(t)}
	texts := map[string]string{}
	for _, e := range errs {
		texts[e.Field] = e.Text
	}
	for i, id := range t.Fields {
		v.Fields = append(v.Fields, fieldErrorView{Name: fieldName(i), Text: texts[id]})
		delete(texts, id)
	}
	for _, e := range errs {
		if _, left := texts[e.Field]; left {
			v.Others = append(v.Others, e.Text)
		}
	}
	return v
}
