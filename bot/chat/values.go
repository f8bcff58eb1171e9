package chat

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"tsukiichi/bot/private"
)

// Values is what a person filled in: for each field id the texts given, none
// for an empty field, several only for [FieldSeveral]. All of it is private
// until a flow says otherwise. Shapes: dates 2026-07-15, times 15:30, a scale
// "1" to "5", a consent "yes", a choice or person the option's value.
type Values map[string][]private.Text

// Set returns values with one text each, for tests and adapters.
func Set(pairs ...string) Values {
	v := Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v[pairs[i]] = append(v[pairs[i]], private.New("", pairs[i+1]))
	}
	return v
}

// Text is the field's first text, without surrounding space.
func (v Values) Text(id string) private.Text {
	if len(v[id]) == 0 {
		return private.Text{}
	}
	t := v[id][0]
	return private.New(t.Owner(), strings.TrimSpace(t.Reveal()))
}

// Option is the value of the option chosen in a choice or person field. It is
// one of the form's own values once [Form.Check] has passed.
func (v Values) Option(id string) string { return v.Text(id).Reveal() }

// Options are the values ticked in a several field.
func (v Values) Options(id string) []string {
	var out []string
	for _, t := range v[id] {
		if s := strings.TrimSpace(t.Reveal()); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// Scale is the step chosen, 1 to 5, or 0 for none.
func (v Values) Scale(id string) int {
	n, err := strconv.Atoi(v.Text(id).Reveal())
	if err != nil || n < 1 || n > ScaleTop {
		return 0
	}
	return n
}

// Consent reports whether the tick was given.
func (v Values) Consent(id string) bool { return v.Text(id).Reveal() == "yes" }

// Date is the date chosen as year, month and day; ok is false where there is
// none that exists.
func (v Values) Date(id string) (year int, month time.Month, day int, ok bool) {
	t, err := time.Parse(time.DateOnly, v.Text(id).Reveal())
	if err != nil {
		return 0, 0, 0, false
	}
	return t.Year(), t.Month(), t.Day(), true
}

// Clock is the time of day chosen; ok is false where there is none.
func (v Values) Clock(id string) (hour, minute int, ok bool) {
	t, err := time.Parse("15:04", v.Text(id).Reveal())
	if err != nil {
		return 0, 0, false
	}
	return t.Hour(), t.Minute(), true
}

// OwnedBy returns the same values, belonging to owner.
func (v Values) OwnedBy(owner string) Values {
	out := make(Values, len(v))
	for id, ts := range v {
		for _, t := range ts {
			out[id] = append(out[id], t.OwnedBy(owner))
		}
	}
	return out
}

// Private lists the values' texts in a stable order (see [private.Holder]).
func (v Values) Private(prefix string) []private.Field {
	var fs []private.Field
	for _, id := range slices.Sorted(maps.Keys(v)) {
		for i := range v[id] {
			name := prefix + "/" + id + "/" + strconv.Itoa(i)
			fs = append(fs, private.Field{Name: name, Text: &v[id][i], Visibility: private.OnlyMe})
		}
	}
	return fs
}

// ProblemKind says what is wrong with a value.
type ProblemKind string

// What can be wrong with a value.
const (
	Missing    ProblemKind = "missing"     // required and empty
	TooLong    ProblemKind = "too-long"    // more characters than Limit
	TooMany    ProblemKind = "too-many"    // more ticks than Limit
	NotOffered ProblemKind = "not-offered" // no such option
	NoSuchDate ProblemKind = "no-such-date"
	NoSuchTime ProblemKind = "no-such-time"
	OutOfScale ProblemKind = "out-of-scale"
)

// Problem is what is wrong with one field's value, without the value.
type Problem struct {
	Field string
	Kind  ProblemKind
	Limit int // for TooLong and TooMany
}

// Check compares what a person filled in with the form's own rules, field by
// field in the form's order. Values of unknown fields are ignored.
func (f Form) Check(v Values) []Problem {
	var out []Problem
	for _, fd := range f.Fields {
		if p, bad := fd.Check(v); bad {
			out = append(out, p)
		}
	}
	return out
}

// Check compares the value of one field with its rules.
func (f Field) Check(v Values) (Problem, bool) {
	bad := func(k ProblemKind, limit int) (Problem, bool) {
		return Problem{Field: f.ID, Kind: k, Limit: limit}, true
	}
	given := v.Options(f.ID)
	if len(given) == 0 {
		if f.Required {
			return bad(Missing, 0)
		}
		return Problem{}, false
	}
	switch f.Kind {
	case FieldShort, FieldLong:
		if v.Text(f.ID).Len() > f.Limit() {
			return bad(TooLong, f.Limit())
		}
	case FieldSeveral:
		if len(given) > f.Limit() {
			return bad(TooMany, f.Limit())
		}
		if !f.offers(given...) {
			return bad(NotOffered, 0)
		}
	case FieldChoice, FieldPerson:
		if len(given) > 1 || !f.offers(given...) {
			return bad(NotOffered, 0)
		}
	case FieldScale:
		if v.Scale(f.ID) == 0 {
			return bad(OutOfScale, 0)
		}
	case FieldDate:
		if _, _, _, ok := v.Date(f.ID); !ok {
			return bad(NoSuchDate, 0)
		}
	case FieldTime:
		if _, _, ok := v.Clock(f.ID); !ok {
			return bad(NoSuchTime, 0)
		}
	case FieldConsent:
		if f.Required && !v.Consent(f.ID) {
			return bad(Missing, 0)
		}
	}
	return Problem{}, false
}

// Needless reports whether the values make the question needless (see
// [Field.Unless]).
func (f Field) Needless(v Values) bool {
	return (f.Unless != "" && len(v.Options(f.Unless)) > 0) || (f.With != "" && len(v.Options(f.With)) == 0)
}

func (f Field) offers(values ...string) bool {
	for _, val := range values {
		found := false
		for _, o := range f.Options {
			found = found || o.Value == val
		}
		if !found {
			return false
		}
	}
	return true
}
