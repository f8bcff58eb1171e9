package teams

import (
	"strconv"
	"strings"
	"time"

	"tsukiichi/bot/chat"
)

// field is one question: the input with its label, what is wrong with the
// value, and the hint.
func (d *drawing) field(f chat.Field, wrong []string) []element {
	in := d.input(f)
	in["id"], in["spacing"] = inputID(f), "large"
	in["label"] = f.Label
	if f.Required {
		in["isRequired"] = true
	} else {
		in["label"] = f.Label + d.words.Optional
	}
	out := []element{in}
	for _, sentence := range wrong {
		if e := said(sentence, look{"color": "attention", "weight": "bolder"}); e != nil {
			e["spacing"] = "small"
			out = append(out, e)
		}
	}
	if hint := said(f.Hint, look{"isSubtle": true, "size": "small"}); hint != nil {
		hint["spacing"] = "small"
		out = append(out, hint)
	}
	return out
}

// input is what the field's kind asks with. What it holds is never shortened:
// the dialog may show what somebody just typed.
func (d *drawing) input(f chat.Field) element {
	held := heldBy(f)
	switch f.Kind {
	case chat.FieldChoice, chat.FieldPerson, chat.FieldScale:
		return d.choices(f, held)
	case chat.FieldSeveral:
		return d.ticks(f)
	case chat.FieldDate:
		return d.filled("Input.Date", f, held, time.DateOnly)
	case chat.FieldTime:
		return d.filled("Input.Time", f, held, "15:04")
	case chat.FieldConsent:
		in := element{
			"type": "Input.Toggle", "title": d.words.Yes, "wrap": true,
			"valueOn": consentValue, "valueOff": noConsentValue, "value": noConsentValue,
		}
		if held == consentValue {
			in["value"] = consentValue
		}
		return require(in, f, d.words.MissingConsent)
	default:
		in := element{"type": "Input.Text", "maxLength": f.Limit()}
		if f.Kind == chat.FieldLong {
			in["isMultiline"] = true
		}
		if held != "" {
			in["value"] = held
		}
		return require(in, f, d.words.Missing)
	}
}

// filled is an input for a date or a time; it takes no value of another shape.
func (d *drawing) filled(kind string, f chat.Field, held, shape string) element {
	in := element{"type": kind}
	if _, err := time.Parse(shape, held); err == nil {
		in["value"] = held
	}
	return require(in, f, d.words.Missing)
}

// require says what stands beside an input that was left empty.
func require(in element, f chat.Field, sentence string) element {
	if f.Required {
		in["errorMessage"] = sentence
	}
	return in
}

func heldBy(f chat.Field) string {
	if len(f.Initial) == 0 {
		return ""
	}
	return f.Initial[0].Reveal()
}

// choices asks for one option: all of them at once, or above what people can
// overlook, and for people, a list that is searched by typing. A list that
// holds something is not searched: iPhones would show it empty (msteams-docs
// issue 10472).
func (d *drawing) choices(f chat.Field, held string) element {
	options := f.Options
	if f.Kind == chat.FieldScale {
		options = f.Steps()
	}
	in := element{"type": "Input.ChoiceSet", "style": "expanded", "wrap": true}
	many := f.Kind == chat.FieldPerson || len(options) > chat.MaxShownOptions
	switch {
	case many && !offers(options, held):
		in = element{"type": "Input.ChoiceSet", "style": "filtered", "placeholder": d.words.Choose}
	case many || !allCalm(options): // what is shown at once may be read as Markdown
		in = element{"type": "Input.ChoiceSet", "style": "compact", "placeholder": d.words.Choose}
	}
	if !f.Required { // a choice that was made cannot be taken back otherwise
		options = append(options[:len(options):len(options)], chat.Option{Value: noChoice, Label: d.words.None})
	}
	in["choices"] = d.options(options, func(v string) string { return v })
	if offers(options, held) {
		in["value"] = held
	}
	return require(in, f, d.words.MissingChoice)
}

// ticks asks for any of the options.
func (d *drawing) ticks(f chat.Field) element {
	in := element{
		"type": "Input.ChoiceSet", "style": "expanded", "wrap": true, "isMultiSelect": true,
		"choices": d.options(f.Options, packMany),
	}
	var held []string
	for _, t := range f.Initial {
		if offers(f.Options, t.Reveal()) {
			held = append(held, packMany(t.Reveal()))
		}
	}
	if len(held) > 0 {
		in["value"] = strings.Join(held, ",")
	}
	return require(in, f, d.words.MissingChoice)
}

// options are a field's options. Lists that are searched find an option by its
// title, so each title differs.
func (d *drawing) options(in []chat.Option, pack func(string) string) []element {
	seen := map[string]int{}
	out := make([]element, 0, len(in))
	for _, o := range in {
		title := o.Label
		if o.Hint != "" {
			title = strings.NewReplacer("{label}", o.Label, "{hint}", o.Hint).Replace(d.words.OptionHint)
		}
		if seen[title]++; seen[title] > 1 {
			title += " #" + strconv.Itoa(seen[title])
		}
		out = append(out, element{"title": title, "value": pack(o.Value)})
	}
	return out
}

func offers(in []chat.Option, value string) bool {
	for _, o := range in {
		if value != "" && o.Value == value {
			return true
		}
	}
	return false
}

func allCalm(in []chat.Option) bool {
	for _, o := range in {
		if !calm(o.Label) || !calm(o.Hint) {
			return false
		}
	}
	return true
}
