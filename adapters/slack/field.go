package slack

import (
	"time"

	sdk "github.com/slack-go/slack"

	"tsukiichi/bot/chat"
)

// noChoice is the value of the option that takes a choice back: Slack has no
// other way once a radio button is pressed.
const noChoice = "~none"

// consentValue is the value of a consent's tick (see [chat.Values.Consent]).
const consentValue = "yes"

// field is one question. The element's action id is the field's id.
func (r *renderer) field(f chat.Field, block string) sdk.Block {
	in := sdk.NewInputBlock(block, r.plain(f.Label, 2*chat.MaxFieldLabel), nil, r.element(f))
	if f.Hint != "" {
		in.Hint = r.plain(f.Hint, 2*chat.MaxHint)
	}
	in.Optional = !f.Required
	return in
}

func (r *renderer) element(f chat.Field) sdk.BlockElement {
	held := ""
	if len(f.Initial) > 0 {
		held = f.Initial[0].Reveal()
	}
	switch f.Kind {
	case chat.FieldLong, chat.FieldShort:
		limit := min(f.Limit(), maxPlainInput)
		e := sdk.NewPlainTextInputBlockElement(nil, f.ID)
		e.Multiline, e.MaxLength, e.InitialValue = f.Kind == chat.FieldLong, limit, cut(held, limit)
		return e
	case chat.FieldSeveral:
		return r.ticks(f)
	case chat.FieldDate:
		e := sdk.NewDatePickerBlockElement(f.ID)
		if _, err := time.Parse(time.DateOnly, held); err == nil {
			e.InitialDate = held
		}
		return e
	case chat.FieldTime:
		e := sdk.NewTimePickerBlockElement(f.ID)
		if _, err := time.Parse("15:04", held); err == nil {
			e.InitialTime = held
		}
		return e
	case chat.FieldConsent:
		e := sdk.NewCheckboxGroupsBlockElement(f.ID, r.option(chat.Option{Value: consentValue, Label: r.words.Yes}))
		if held == consentValue {
			e.InitialOptions = e.Options
		}
		return e
	case chat.FieldScale:
		return r.radios(f, f.Steps(), held)
	case chat.FieldPerson:
		return r.list(f, held)
	default:
		if len(f.Options)+optional(f) > maxRadios {
			return r.list(f, held)
		}
		return r.radios(f, f.Options, held)
	}
}

// optional is 1 where the field has an option for no choice.
func optional(f chat.Field) int {
	if f.Required {
		return 0
	}
	return 1
}

// options are a field's options, with one for no choice where that may be.
func (r *renderer) options(f chat.Field, in []chat.Option) []*sdk.OptionBlockObject {
	out := make([]*sdk.OptionBlockObject, 0, len(in)+1)
	size := r.size
	for _, o := range in {
		out = append(out, r.option(o))
	}
	if !f.Required && len(in) < maxSelect {
		out = append(out, r.option(chat.Option{Value: noChoice, Label: r.words.None}))
	}
	r.size = size // options are no text of a block
	return out
}

func (r *renderer) option(o chat.Option) *sdk.OptionBlockObject {
	out := sdk.NewOptionBlockObject(o.Value, r.plain(o.Label, chat.MaxOptionLabel), nil)
	if o.Hint != "" {
		out.Description = r.plain(o.Hint, chat.MaxOptionLabel)
	}
	return out
}

// chosen is the option with the value, or nil: Slack refuses an initial option
// that is not among the others.
func chosen(in []*sdk.OptionBlockObject, value string) *sdk.OptionBlockObject {
	for _, o := range in {
		if value != "" && o.Value == value {
			return o
		}
	}
	return nil
}

func (r *renderer) radios(f chat.Field, options []chat.Option, held string) sdk.BlockElement {
	e := sdk.NewRadioButtonsBlockElement(f.ID, r.options(f, options)...)
	e.InitialOption = chosen(e.Options, held)
	return e
}

func (r *renderer) list(f chat.Field, held string) sdk.BlockElement {
	e := sdk.NewOptionsSelectBlockElement(sdk.OptTypeStatic, r.plain(r.words.Choose, chat.MaxHint), f.ID, r.options(f, f.Options)...)
	e.InitialOption = chosen(e.Options, held)
	return e
}

func (r *renderer) ticks(f chat.Field) sdk.BlockElement {
	f.Required = true // no option for no choice: ticks can be taken away
	e := sdk.NewCheckboxGroupsBlockElement(f.ID, r.options(f, f.Options)...)
	for _, t := range f.Initial {
		if o := chosen(e.Options, t.Reveal()); o != nil {
			e.InitialOptions = append(e.InitialOptions, o)
		}
	}
	return e
}
