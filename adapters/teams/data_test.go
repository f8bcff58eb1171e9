package teams

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"tsukiichi/adapters/adaptertest"
	"tsukiichi/bot/chat"
)

// reveal is values in the clear, for comparing.
func reveal(v chat.Values) map[string][]string {
	out := map[string][]string{}
	for id, ts := range v {
		for _, t := range ts {
			out[id] = append(out[id], t.Reveal())
		}
	}
	return out
}

// TestDataShapes holds what actions carry against what they carried when they
// were sent: a golden line may be added, never changed.
func TestDataShapes(t *testing.T) {
	t.Parallel()
	d := drawFor("ja").inChat()
	f := chat.Form{ID: "reflect.save", Version: 3, Arg: "m-1"}
	lines := []string{
		"act      " + compact(d.act(chat.Action{ID: "checkin.met", Label: "話した", Arg: "m-1"})),
		"open     " + compact(d.act(chat.Action{ID: "checkin.move", Label: "日を改める", Arg: "m-1", Opens: true})),
		"turn     " + compact(d.submit("続きを見る", carried{Turn: &turnData{Action: "reflect.notes", Arg: "m-1", Part: 2}}, false)),
		"home     " + compact(d.submit("開いて見る", carried{Turn: &turnData{}}, true)),
		"form     " + compact(carried{Form: &submitData{Form: f.ID, Version: f.Version, Arg: f.Arg}}),
	}
	for _, k := range []chat.FieldKind{
		chat.FieldShort, chat.FieldLong, chat.FieldChoice, chat.FieldPerson, chat.FieldScale, chat.FieldSeveral,
		chat.FieldDate, chat.FieldTime, chat.FieldConsent,
	} {
		lines = append(lines, fmt.Sprintf("%-8s %s", k, inputID(chat.Field{ID: "x", Kind: k})))
	}
	adaptertest.Golden(t, "testdata/data.txt", []byte(strings.Join(lines, "\n")))
}

func TestReadPress(t *testing.T) {
	t.Parallel()
	met := &pressed{Action: "checkin.met", Arg: "m-1"}
	const ours = `"p":{"a":"checkin.met","g":"m-1"}`
	inString, err := json.Marshal("{" + ours + "}")
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		raw  string
		want *pressed
	}{
		"value of a message":            {`{` + ours + `}`, met},
		"with the wish for a dialog":    {`{"msteams":{"type":"task/fetch"},` + ours + `}`, met},
		"value of an execute":           {`{"action":{"type":"Action.Execute","title":"話した","verb":"press","data":{` + ours + `}},"trigger":"manual"}`, met},
		"value of a dialog's fetch":     {`{"data":{"type":"task/fetch",` + ours + `},"context":{"theme":"default"},"tabContext":null}`, met},
		"data inside data":              {`{"data":{"type":"task/fetch","data":{` + ours + `}}}`, met},
		"data as a string":              {`{"data":` + string(inString) + `}`, met},
		"all of it as a string":         {string(inString), met},
		"without an arg":                {`{"p":{"a":"home.open"}}`, &pressed{Action: "home.open"}},
		"a key from a later version":    {`{"p":{"a":"checkin.met","g":"m-1","z":7},"later":{}}`, met},
		"a page's other part":           {`{"t":{"a":"reflect.notes","g":"m-1","n":2}}`, &pressed{From: source{"reflect.notes", "m-1"}, Part: 2}},
		"the home":                      {`{"msteams":{"type":"task/fetch"},"t":{}}`, &pressed{}},
		"the home's other part":         {`{"t":{"n":1}}`, &pressed{Part: 1}},
		"beside something filled in":    {`{"t.short":"x",` + ours + `}`, met},
		"nothing":                       {``, nil},
		"null":                          {`null`, nil},
		"an empty object":               {`{}`, nil},
		"somebody else's data":          {`{"action":"like","msteams":{"type":"messageBack"}}`, nil},
		"an array":                      {`[{` + ours + `}]`, nil},
		"a number":                      {`7`, nil},
		"cut short":                     {`{` + ours, nil},
		"two things at once":            {`{` + ours + `,"t":{}}`, nil},
		"null where a press should be":  {`{"p":null}`, nil},
		"a press that is a string":      {`{"p":"checkin.met"}`, nil},
		"a press without an action":     {`{"p":{"g":"m-1"}}`, nil},
		"an action that is too long":    {`{"p":{"a":"` + strings.Repeat("x", 301) + `"}}`, nil},
		"an arg that is too long":       {`{"p":{"a":"x","g":"` + strings.Repeat("x", 4501) + `"}}`, nil},
		"a part before the first":       {`{"t":{"n":-1}}`, nil},
		"a part that is no number":      {`{"t":{"n":"1"}}`, nil},
		"a form without a version":      {`{"s":{"f":"reflect.save"}}`, nil},
		"wrapped too often":             {strings.Repeat(`{"data":`, 9) + `{` + ours + `}` + strings.Repeat(`}`, 9), nil},
		"a string in a string for ever": {`"\"\\\"\\\"\""`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, s, err := readData(json.RawMessage(tt.raw))
			if s != nil || (err == nil) != (tt.want != nil) || err != nil && !errors.Is(err, errBad) {
				t.Fatalf("got %v, %v, %v", p, s, err)
			}
			if !reflect.DeepEqual(p, tt.want) {
				t.Errorf("got %+v, want %+v", p, tt.want)
			}
		})
	}
}

func TestReadForm(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		inputs string
		want   map[string][]string
	}{
		"nothing filled in":            {``, map[string][]string{}},
		"text as it was typed":         {`,"t.short":" a,b \r\n2. c "`, map[string][]string{"short": {" a,b \n2. c "}}},
		"text that is empty":           {`,"t.short":""`, map[string][]string{}},
		"a number":                     {`,"t.short":12`, map[string][]string{"short": {"12"}}},
		"one option":                   {`,"o.who":"p,2"`, map[string][]string{"who": {"p,2"}}},
		"no choice":                    {`,"o.who":"~none"`, map[string][]string{}},
		"a step of a scale":            {`,"o.scale":"4"`, map[string][]string{"scale": {"4"}}},
		"a step as a number":           {`,"o.scale":4`, map[string][]string{"scale": {"4"}}},
		"several":                      {`,"m.some":"a,b"`, map[string][]string{"some": {"a", "b"}}},
		"several with commas":          {`,"m.some":"a%2Cb,100%25,%252C"`, map[string][]string{"some": {"a,b", "100%", "%2C"}}},
		"several as a list":            {`,"m.some":["a","b"]`, map[string][]string{"some": {"a", "b"}}},
		"none of several":              {`,"m.some":""`, map[string][]string{}},
		"several with semicolons stay": {`,"m.some":"a;b"`, map[string][]string{"some": {"a;b"}}},
		"a date":                       {`,"d.day":"2026-07-15"`, map[string][]string{"day": {"2026-07-15"}}},
		"a date with a time":           {`,"d.day":"2026-07-15T00:00:00Z"`, map[string][]string{"day": {"2026-07-15"}}},
		"a date that is none":          {`,"d.day":"2026/7/15"`, map[string][]string{"day": {"2026/7/15"}}},
		"a time":                       {`,"h.at":"15:30"`, map[string][]string{"at": {"15:30"}}},
		"a time with seconds":          {`,"h.at":"15:30:00"`, map[string][]string{"at": {"15:30"}}},
		"a time as phones write it":    {`,"h.at":"3:30 PM"`, map[string][]string{"at": {"15:30"}}},
		"consent":                      {`,"c.ok":"yes"`, map[string][]string{"ok": {"yes"}}},
		"consent as a truth value":     {`,"c.ok":true`, map[string][]string{"ok": {"yes"}}},
		"consent as a word for it":     {`,"c.ok":"true"`, map[string][]string{"ok": {"yes"}}},
		"no consent":                   {`,"c.ok":"no"`, map[string][]string{}},
		"no consent as a truth value":  {`,"c.ok":false`, map[string][]string{}},
		"null":                         {`,"t.short":null`, map[string][]string{}},
		"an object":                    {`,"t.short":{"x":1}`, map[string][]string{}},
		"lists in a list":              {`,"t.short":[["x"]]`, map[string][]string{}},
		"a kind from a later version":  {`,"z.short":"x"`, map[string][]string{}},
		"what is no field":             {`,"short":"x",".":"x","t.":"x","":"x"`, map[string][]string{}},
		"a field with dots":            {`,"t.a.b":"x"`, map[string][]string{"a.b": {"x"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			raw := `{"data":{"s":{"f":"reflect.save","v":3,"g":"m-1"}` + tt.inputs + `},"context":{"theme":"dark"}}`
			p, s, err := readData(json.RawMessage(raw))
			if err != nil || p != nil {
				t.Fatalf("got %v, %v", p, err)
			}
			if s.Form != "reflect.save" || s.Version != 3 || s.Arg != "m-1" {
				t.Errorf("got %+v", s)
			}
			if got := reveal(s.Values); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// filledIn is what a client hands back for a form that is sent off as it was
// drawn.
func filledIn(t *testing.T, c card) json.RawMessage {
	t.Helper()
	var drawn struct {
		Body []struct {
			Type, ID string
			Value    any
		}
		Actions []struct{ Data map[string]any }
	}
	if err := json.Unmarshal([]byte(compact(c)), &drawn); err != nil {
		t.Fatal(err)
	}
	data := drawn.Actions[0].Data
	for _, e := range drawn.Body {
		if strings.HasPrefix(e.Type, "Input.") && e.Value != nil {
			data[e.ID] = e.Value
		}
	}
	return json.RawMessage(compact(map[string]any{"data": data, "context": map[string]string{"theme": "default"}}))
}

// TestNothingTypedIsLost draws forms with what was typed into them, and sends
// them off as they are: the same comes back, whatever is in it.
func TestNothingTypedIsLost(t *testing.T) {
	t.Parallel()
	odd := chat.Form{ID: "test.odd", Version: 1, Title: "x", Submit: "x", Fields: []chat.Field{
		{ID: "short", Kind: chat.FieldShort, Label: "x", Max: 3},
		{ID: "several", Kind: chat.FieldSeveral, Label: "x", Options: []chat.Option{
			{Value: "a,b", Label: "1"}, {Value: "100%", Label: "2"}, {Value: "%2C", Label: "3"}, {Value: ",", Label: "4"},
		}},
		{ID: "one", Kind: chat.FieldChoice, Label: "x", Options: []chat.Option{{Value: "a,b", Label: "*1*"}, {Value: "c", Label: "2"}}},
	}}
	given := chat.Set("short", adaptertest.Hostile, "several", "a,b", "several", "%2C", "several", ",", "one", "a,b")
	forms := map[string]chat.Form{"odd": odd.Fill(given)}
	for _, f := range adaptertest.Forms(t) {
		forms[f.Name] = f.Form
	}
	for name, f := range forms {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, s, err := readData(filledIn(t, drawFor("ja").dialog(f, []chat.FieldError{{Field: f.Fields[0].ID, Text: "だめ"}}).Card))
			if err != nil || s.Form != f.ID || s.Version != f.Version || s.Arg != f.Arg {
				t.Fatalf("got %+v, %v", s, err)
			}
			want := chat.Values{}
			for _, fd := range f.Fields {
				if len(fd.Initial) > 0 {
					want[fd.ID] = fd.Initial
				}
			}
			if got := reveal(s.Values); !reflect.DeepEqual(got, reveal(want)) {
				t.Errorf("got %q, want %q", got, reveal(want))
			}
		})
	}
}

// TestButtonsComeBack presses every button of every fixture.
func TestButtonsComeBack(t *testing.T) {
	t.Parallel()
	presses := func(c card) (n int) {
		var walk func(any)
		walk = func(v any) {
			switch v := v.(type) {
			case map[string]any:
				if data, ok := v["data"].(map[string]any); ok {
					n++
					if p, s, err := readData(json.RawMessage(compact(data))); err != nil || (p == nil) == (s == nil) {
						t.Errorf("%s: got %v, %v, %v", compact(v), p, s, err)
					}
				}
				for key, inner := range v {
					if key != "data" {
						walk(inner)
					}
				}
			case []any:
				for _, inner := range v {
					walk(inner)
				}
			}
		}
		var any any
		if err := json.Unmarshal([]byte(compact(c)), &any); err != nil {
			t.Fatal(err)
		}
		walk(any)
		return n
	}
	total := 0
	for _, m := range adaptertest.Messages(t) {
		total += presses(drawFor("ja").message(m.Message))
	}
	for _, p := range adaptertest.Pages(t) {
		total += presses(drawFor("ja").pageCard(p.Page, source{})) + presses(drawFor("ja").pageDialog(p.Page, source{}, 0).Card)
	}
	for _, f := range adaptertest.Forms(t) {
		total += presses(drawFor("ja").dialog(f.Form, nil).Card)
	}
	if total < 20 {
		t.Errorf("only %d buttons pressed", total)
	}
}

func FuzzReadData(f *testing.F) {
	for _, seed := range []string{
		`{"p":{"a":"checkin.met","g":"m-1"}}`, `{"msteams":{"type":"task/fetch"},"t":{"a":"x","n":1}}`,
		`{"data":{"s":{"f":"reflect.save","v":3},"t.short":"x","m.some":"a,b%2C","c.ok":true,"d.day":"2026-07-15","h.at":"3:30 PM"}}`,
		`{"action":{"type":"Action.Execute","verb":"press","data":"{\"p\":{\"a\":\"x\"}}"}}`, `[]`, `"\"\""`, `{"p":null}`, `{"s":{},"t.a":[1,null,{}]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, s, err := readData(raw)
		switch {
		case err != nil && (!errors.Is(err, errBad) || p != nil || s != nil):
			t.Errorf("got %v, %v, %v", p, s, err)
		case err == nil && (p == nil) == (s == nil):
			t.Error("both, or neither")
		case s != nil && (s.Form == "" || s.Version < 1):
			t.Errorf("a form that is none: %+v", s)
		case p != nil && p.Part < 0:
			t.Errorf("part %d", p.Part)
		}
	})
}

func TestHeldIsPrivate(t *testing.T) {
	t.Parallel()
	_, s, err := readData(json.RawMessage(`{"s":{"f":"x","v":1},"t.short":"` + adaptertest.Secret + `"}`))
	if err != nil {
		t.Fatal(err)
	}
	adaptertest.NoSecret(t, fmt.Sprintf("%v %+v %#v", s, *s, s.Values))
	_, _, err = readData(json.RawMessage(`{"p":{"a":""},"t.short":"` + adaptertest.Secret + `"}`))
	adaptertest.NoSecret(t, fmt.Sprint(err))
}
