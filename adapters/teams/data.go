package teams

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
)

// What a button or a dialog carries, and how it comes back. A button that was
// sent in April is pressed in July: keys, kinds and the letters before a
// field's id are never taken away and never change their meaning.

// errBad says that something that came in cannot be read.
var errBad = errors.New("teams: request cannot be read")

// source is how a page was asked for: the press that it answered, or nothing
// for the home.
type source struct{ Action, Arg string }

// pressed is a press. An empty Action turns a page: From says which page, Part
// which part of it, counted from 0.
type pressed struct {
	Action, Arg string
	From        source
	Part        int
}

// submitted is a form sent off.
type submitted struct {
	Form    string
	Version int
	Arg     string
	Values  chat.Values
}

// carried is what stands in an action's data, beside what people fill in.
type carried struct {
	Teams *teamsData  `json:"msteams,omitempty"`
	Press *pressData  `json:"p,omitempty"`
	Turn  *turnData   `json:"t,omitempty"`
	Form  *submitData `json:"s,omitempty"`
}

type teamsData struct {
	Type string `json:"type"`
}

type pressData struct {
	Action string `json:"a"`
	Arg    string `json:"g,omitempty"`
}

type turnData struct {
	Action string `json:"a,omitempty"`
	Arg    string `json:"g,omitempty"`
	Part   int    `json:"n,omitempty"`
}

type submitData struct {
	Form    string `json:"f"`
	Version int    `json:"v"`
	Arg     string `json:"g,omitempty"`
}

// fetch asks Teams for a dialog.
func fetch() *teamsData { return &teamsData{Type: "task/fetch"} }

// letter stands before a field's id in its input's id, because what comes back
// does not say what it was.
type letter byte

const (
	letterText    letter = 't' // as it was typed
	letterOne     letter = 'o' // one option
	letterMany    letter = 'm' // options with commas between them
	letterDate    letter = 'd'
	letterTime    letter = 'h'
	letterConsent letter = 'c' // consentValue, or something else for no
)

// The value of a consent's tick (see [chat.Values.Consent]) and of none, and
// of the option that takes a choice back.
const (
	consentValue   = "yes"
	noConsentValue = "no"
	noChoice       = "~none"
)

func letterOf(k chat.FieldKind) letter {
	switch k {
	case chat.FieldChoice, chat.FieldPerson, chat.FieldScale:
		return letterOne
	case chat.FieldSeveral:
		return letterMany
	case chat.FieldDate:
		return letterDate
	case chat.FieldTime:
		return letterTime
	case chat.FieldConsent:
		return letterConsent
	default:
		return letterText
	}
}

// inputID is the id of a field's input.
func inputID(f chat.Field) string { return string(letterOf(f.Kind)) + "." + f.ID }

// packMany keeps an option's value whole between commas.
func packMany(value string) string {
	return strings.NewReplacer("%", "%25", ",", "%2C").Replace(value)
}

func unpackMany(value string) string {
	return strings.NewReplacer("%25", "%", "%2C", ",").Replace(value)
}

// maxWrap is how deep what an action carries may be wrapped: value.action.data
// of an Action.Execute, value.data of a dialog, value of a message, any of
// them as JSON in a string.
const maxWrap = 8

// readData reads what an action or a dialog carries, in every shape in which
// Teams hands it on. Exactly one of both is returned, or [errBad].
func readData(raw json.RawMessage) (*pressed, *submitted, error) {
	in, ok := unwrap(raw, maxWrap)
	if !ok {
		return nil, nil, errBad
	}
	c, ok := readCarried(in)
	if !ok {
		return nil, nil, errBad
	}
	switch {
	case c.Form != nil:
		return nil, &submitted{Form: c.Form.Form, Version: c.Form.Version, Arg: c.Form.Arg, Values: readValues(in)}, nil
	case c.Press != nil:
		return &pressed{Action: c.Press.Action, Arg: c.Press.Arg}, nil, nil
	default:
		return &pressed{From: source{Action: c.Turn.Action, Arg: c.Turn.Arg}, Part: c.Turn.Part}, nil, nil
	}
}

// unwrap finds the object that holds what we wrote.
func unwrap(raw json.RawMessage, depth int) (map[string]json.RawMessage, bool) {
	if depth == 0 {
		return nil, false
	}
	var inString string
	if raw = bytes.TrimSpace(raw); len(raw) > 0 && raw[0] == '"' {
		if json.Unmarshal(raw, &inString) != nil {
			return nil, false
		}
		return unwrap(json.RawMessage(inString), depth-1)
	}
	var in map[string]json.RawMessage
	if json.Unmarshal(raw, &in) != nil {
		return nil, false
	}
	for _, ours := range []string{"p", "t", "s"} {
		if _, ok := in[ours]; ok {
			return in, true
		}
	}
	for _, wrapper := range []string{"data", "action", "value"} {
		if inner, ok := in[wrapper]; ok {
			if found, ok := unwrap(inner, depth-1); ok {
				return found, true
			}
		}
	}
	return nil, false
}

// readCarried reads what we wrote; ok is false where it is not exactly one
// thing that makes sense.
func readCarried(in map[string]json.RawMessage) (c carried, ok bool) {
	kinds := 0
	read := func(key string, into any) bool {
		raw, there := in[key]
		if !there {
			return true
		}
		kinds++
		return json.Unmarshal(raw, into) == nil
	}
	if !read("p", &c.Press) || !read("t", &c.Turn) || !read("s", &c.Form) || kinds != 1 {
		return carried{}, false
	}
	switch {
	case c.Press != nil:
		return c, fitsID(c.Press.Action) && len(c.Press.Arg) <= maxCarried
	case c.Turn != nil:
		return c, (c.Turn.Action == "" || fitsID(c.Turn.Action)) && len(c.Turn.Arg) <= maxCarried && c.Turn.Part >= 0
	case c.Form != nil:
		return c, fitsID(c.Form.Form) && len(c.Form.Arg) <= maxCarried && c.Form.Version >= 1
	default: // null
		return carried{}, false
	}
}

// maxCarried is how many bytes an arg may have on its way back; characters
// take up to three.
const maxCarried = 3 * chat.MaxArg

func fitsID(s string) bool { return s != "" && len(s) <= 3*chat.MaxActionID }

// readValues reads what was filled in.
func readValues(in map[string]json.RawMessage) chat.Values {
	out := chat.Values{}
	for _, id := range slices.Sorted(maps.Keys(in)) {
		if len(id) < 3 || id[1] != '.' {
			continue
		}
		field := id[2:]
		for _, s := range readValue(letter(id[0]), in[id]) {
			out[field] = append(out[field], private.New("", s))
		}
	}
	return out
}

// readValue is what one input gave, none where it is empty.
func readValue(kind letter, raw json.RawMessage) []string {
	var out []string
	for _, s := range scalars(raw) {
		switch kind {
		case letterText:
			s = strings.ReplaceAll(s, "\r\n", "\n")
		case letterOne:
			if s == noChoice {
				s = ""
			}
		case letterMany:
			for part := range strings.SplitSeq(s, ",") {
				if part != "" {
					out = append(out, unpackMany(part))
				}
			}
			continue
		case letterDate:
			s = reshape(s, time.DateOnly, time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04")
		case letterTime:
			s = reshape(s, "15:04", time.TimeOnly, "15:04:05.999", "3:04 PM", "3:04PM")
		case letterConsent:
			if s == consentValue || strings.EqualFold(s, "true") {
				s = consentValue
			} else {
				s = ""
			}
		default:
			continue
		}
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// reshape writes a date or a time of day in the first of the shapes, whichever
// it came in. What fits none is left as it is: the form refuses it.
func reshape(s string, shapes ...string) string {
	s = strings.TrimSpace(s)
	for _, shape := range shapes {
		if t, err := time.Parse(shape, s); err == nil {
			return t.Format(shapes[0])
		}
	}
	return s
}

// scalars are the texts in a value: a string, a number, a truth value, or a
// list of these.
func scalars(raw json.RawMessage) []string {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 {
		return nil
	}
	switch raw[0] {
	case '"':
		var s string
		if json.Unmarshal(raw, &s) != nil {
			return nil
		}
		return []string{s}
	case '[':
		var list []json.RawMessage
		if json.Unmarshal(raw, &list) != nil {
			return nil
		}
		var out []string
		for _, e := range list {
			if e = bytes.TrimSpace(e); len(e) > 0 && e[0] != '[' {
				out = append(out, scalars(e)...)
			}
		}
		return out
	case '{', 'n':
		return nil
	default:
		return []string{string(raw)}
	}
}
