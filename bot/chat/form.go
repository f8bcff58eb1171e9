package chat

import (
	"strconv"

	"tsukiichi/bot/private"
)

// FieldKind says what a field asks for.
type FieldKind string

// The kinds of fields.
const (
	FieldShort   FieldKind = "short"   // one line of text
	FieldLong    FieldKind = "long"    // a box of text
	FieldChoice  FieldKind = "choice"  // one of Options
	FieldSeveral FieldKind = "several" // any of Options
	FieldScale   FieldKind = "scale"   // 1 to 5; Options may name the ends
	FieldDate    FieldKind = "date"    // 2026-07-15
	FieldTime    FieldKind = "time"    // 15:30
	FieldPerson  FieldKind = "person"  // one of Options, which are people
	FieldConsent FieldKind = "consent" // a tick; required means it must be given
)

// ScaleTop is the highest step of a scale; the lowest is 1.
const ScaleTop = 5

// Field is one question of a form.
type Field struct {
	ID       string    `json:"id"`
	Kind     FieldKind `json:"kind"`
	Label    string    `json:"label"`
	Hint     string    `json:"hint,omitempty"`
	Required bool      `json:"required,omitempty"`
	// Max is the most characters of a text, or the most ticks of a several;
	// zero stands for the kind's own limit.
	Max     int      `json:"max,omitempty"`
	Options []Option `json:"options,omitempty"`
	// Unless and With name a field before this one. Where the questions are
	// asked one by one, this one is left out if that was answered (Unless), or
	// if it was not (With). A dialog shows all.
	Unless string `json:"unless,omitempty"`
	With   string `json:"with,omitempty"`
	// Dialog leaves the question out where they are asked one by one: it is
	// answered in a dialog only.
	Dialog bool `json:"dialog,omitempty"`
	// Initial is what the field holds when the dialog opens, in the form of
	// [Values].
	Initial []private.Text `json:"initial,omitempty"`
}

// Option is one possible answer.
type Option struct {
	Value string `json:"value"` // stable
	Label string `json:"label"`
	Hint  string `json:"hint,omitempty"`
}

// Steps are the steps of a scale, each an option called by its number and,
// where the field names it, its words: "1 いいえ".
func (f Field) Steps() []Option {
	steps := make([]Option, 0, ScaleTop)
	for n := 1; n <= ScaleTop; n++ {
		value := strconv.Itoa(n)
		step := Option{Value: value, Label: value}
		for _, o := range f.Options {
			if o.Value == value {
				step.Label, step.Hint = value+" "+o.Label, o.Hint
			}
		}
		steps = append(steps, step)
	}
	return steps
}

// Form is a dialog. Build it with [NewForm].
type Form struct {
	ID      string  `json:"id"`      // stable for ever
	Version int     `json:"version"` // grows with every change of the fields
	Arg     string  `json:"arg,omitempty"`
	Title   string  `json:"title"`
	Intro   Blocks  `json:"intro,omitempty"`
	Fields  []Field `json:"fields"`
	Submit  string  `json:"submit"`
}

// NewForm returns a form that every adapter can render, or an error like
// [NewMessage]'s.
func NewForm(f Form) (Form, error) {
	c := &check{where: "form " + f.ID}
	c.text("id", f.ID, MaxActionID)
	if f.Version < 1 {
		c.fail("version", ErrMissing)
	}
	c.optional("arg", f.Arg, MaxArg)
	c.text("title", f.Title, MaxFormTitle)
	c.text("submit", f.Submit, MaxSubmit)
	weighBlocks(c, f.Intro)
	c.count("fields", len(f.Fields), MaxFields)
	if len(f.Fields) == 0 {
		c.fail("fields", ErrMissing)
	}
	seen := map[string]bool{}
	for _, fd := range f.Fields {
		if seen[fd.ID] {
			c.fail("field "+fd.ID, ErrRepeats)
		}
		if (fd.Unless != "" && !seen[fd.Unless]) || (fd.With != "" && !seen[fd.With]) {
			c.fail("field "+fd.ID+" names no field before it", ErrUnfit)
		}
		seen[fd.ID] = true
		fd.check(c)
	}
	return f, c.err
}

func (f Field) check(c *check) {
	c.text("field id", f.ID, MaxActionID)
	c.text("field label", f.Label, MaxFieldLabel)
	c.optional("field hint", f.Hint, MaxHint)
	switch f.Kind {
	case FieldShort, FieldLong, FieldDate, FieldTime, FieldConsent:
		c.count("options", len(f.Options), 0)
	case FieldSeveral:
		f.checkOptions(c, 1, MaxShownOptions)
	case FieldScale:
		f.checkOptions(c, 0, ScaleTop)
	case FieldChoice, FieldPerson:
		f.checkOptions(c, 1, MaxOptions)
	default:
		c.fail("field kind", ErrUnfit)
	}
	if f.Max < 0 || f.Max > f.Kind.limit() {
		c.fail("field max", ErrTooMany)
	}
}

func (f Field) checkOptions(c *check, low, high int) {
	if len(f.Options) < low {
		c.fail("options", ErrMissing)
	}
	c.count("options", len(f.Options), high)
	seen := map[string]bool{}
	for _, o := range f.Options {
		c.text("option value", o.Value, MaxOptionValue)
		c.text("option label", o.Label, MaxOptionLabel)
		c.optional("option hint", o.Hint, MaxOptionLabel)
		if seen[o.Value] {
			c.fail("option", ErrRepeats)
		}
		seen[o.Value] = true
	}
}

// limit is the most characters or ticks that a field of the kind takes.
func (k FieldKind) limit() int {
	switch k {
	case FieldShort:
		return MaxShortText
	case FieldLong:
		return MaxLongText
	case FieldSeveral:
		return MaxShownOptions
	default:
		return 0
	}
}

// Limit is the most characters (short, long) or ticks (several) the field
// takes; zero for the other kinds.
func (f Field) Limit() int {
	if f.Max > 0 {
		return f.Max
	}
	return f.Kind.limit()
}

// Field returns the field with the id.
func (f Form) Field(id string) (Field, bool) {
	for _, fd := range f.Fields {
		if fd.ID == id {
			return fd, true
		}
	}
	return Field{}, false
}

// Fill sets what the fields hold when the dialog opens; values of unknown
// fields are left out.
func (f Form) Fill(v Values) Form {
	fields := make([]Field, len(f.Fields))
	for i, fd := range f.Fields {
		if held, ok := v[fd.ID]; ok {
			fd.Initial = held
		}
		fields[i] = fd
	}
	f.Fields = fields
	return f
}

// Private lists the form's private texts (see [private.Holder]).
func (f *Form) Private() []private.Field {
	fs := f.Intro.private("intro")
	for i := range f.Fields {
		for j := range f.Fields[i].Initial {
			name := "field/" + f.Fields[i].ID + "/" + strconv.Itoa(j)
			fs = append(fs, private.Field{Name: name, Text: &f.Fields[i].Initial[j], Visibility: private.OnlyMe})
		}
	}
	return fs
}
