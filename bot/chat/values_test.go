package chat_test

import (
	"reflect"
	"strings"
	"testing"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
)

// asked is one field of each kind, with a value that fits.
func asked() map[chat.FieldKind]chat.Field {
	offered := []chat.Option{{Value: "a", Label: "A"}, {Value: "b", Label: "B"}, {Value: "c", Label: "C"}}
	return map[chat.FieldKind]chat.Field{
		chat.FieldShort:   {ID: "x", Kind: chat.FieldShort, Label: "x", Max: 5},
		chat.FieldLong:    {ID: "x", Kind: chat.FieldLong, Label: "x"},
		chat.FieldChoice:  {ID: "x", Kind: chat.FieldChoice, Label: "x", Options: offered},
		chat.FieldSeveral: {ID: "x", Kind: chat.FieldSeveral, Label: "x", Options: offered, Max: 2},
		chat.FieldPerson:  {ID: "x", Kind: chat.FieldPerson, Label: "x", Options: offered},
		chat.FieldScale:   {ID: "x", Kind: chat.FieldScale, Label: "x"},
		chat.FieldDate:    {ID: "x", Kind: chat.FieldDate, Label: "x"},
		chat.FieldTime:    {ID: "x", Kind: chat.FieldTime, Label: "x"},
		chat.FieldConsent: {ID: "x", Kind: chat.FieldConsent, Label: "x"},
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		kind  chat.FieldKind
		given []string
		want  chat.ProblemKind
		limit int
	}{
		"short fits":                {chat.FieldShort, []string{"あいうえお"}, "", 0},
		"short counts letters":      {chat.FieldShort, []string{"😀😀😀😀😀"}, "", 0},
		"short without its edges":   {chat.FieldShort, []string{"  あいうえお\n"}, "", 0},
		"short too long":            {chat.FieldShort, []string{"あいうえおか"}, chat.TooLong, 5},
		"long fits":                 {chat.FieldLong, []string{strings.Repeat("あ", chat.MaxLongText)}, "", 0},
		"long too long":             {chat.FieldLong, []string{strings.Repeat("あ", chat.MaxLongText+1)}, chat.TooLong, chat.MaxLongText},
		"choice offered":            {chat.FieldChoice, []string{"b"}, "", 0},
		"choice not offered":        {chat.FieldChoice, []string{"z"}, chat.NotOffered, 0},
		"choice by label":           {chat.FieldChoice, []string{"B"}, chat.NotOffered, 0},
		"two choices":               {chat.FieldChoice, []string{"a", "b"}, chat.NotOffered, 0},
		"person offered":            {chat.FieldPerson, []string{"c"}, "", 0},
		"person not offered":        {chat.FieldPerson, []string{"z"}, chat.NotOffered, 0},
		"several at the limit":      {chat.FieldSeveral, []string{"a", "c"}, "", 0},
		"several too many":          {chat.FieldSeveral, []string{"a", "b", "c"}, chat.TooMany, 2},
		"several with a stranger":   {chat.FieldSeveral, []string{"a", "z"}, chat.NotOffered, 0},
		"scale lowest":              {chat.FieldScale, []string{"1"}, "", 0},
		"scale highest":             {chat.FieldScale, []string{"5"}, "", 0},
		"scale below":               {chat.FieldScale, []string{"0"}, chat.OutOfScale, 0},
		"scale above":               {chat.FieldScale, []string{"6"}, chat.OutOfScale, 0},
		"scale in words":            {chat.FieldScale, []string{"five"}, chat.OutOfScale, 0},
		"date":                      {chat.FieldDate, []string{"2028-02-29"}, "", 0},
		"date that does not exist":  {chat.FieldDate, []string{"2026-02-29"}, chat.NoSuchDate, 0},
		"date in another shape":     {chat.FieldDate, []string{"2026/7/15"}, chat.NoSuchDate, 0},
		"time":                      {chat.FieldTime, []string{"15:30"}, "", 0},
		"time that does not exist":  {chat.FieldTime, []string{"24:00"}, chat.NoSuchTime, 0},
		"consent given":             {chat.FieldConsent, []string{"yes"}, "", 0},
		"consent refused":           {chat.FieldConsent, []string{"no"}, "", 0},
		"an empty choice is no one": {chat.FieldChoice, []string{""}, "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := chat.Form{Fields: []chat.Field{asked()[tt.kind]}}
			v := chat.Values{}
			for _, s := range tt.given {
				v["x"] = append(v["x"], private.New("p", s))
			}
			var want []chat.Problem
			if tt.want != "" {
				want = []chat.Problem{{Field: "x", Kind: tt.want, Limit: tt.limit}}
			}
			if got := f.Check(v); !reflect.DeepEqual(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

func TestCheckEmpty(t *testing.T) {
	t.Parallel()
	for kind, fd := range asked() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			for _, v := range []chat.Values{nil, {}, {"x": nil}, chat.Set("x", ""), chat.Set("x", " \n")} {
				fd.Required = false
				if p, bad := fd.Check(v); bad {
					t.Errorf("optional and empty: got %v", p)
				}
				fd.Required = true
				if p, bad := fd.Check(v); !bad || p.Kind != chat.Missing {
					t.Errorf("required and empty: got %v, want missing", p)
				}
			}
		})
	}
	t.Run("a required consent must be yes", func(t *testing.T) {
		t.Parallel()
		fd := asked()[chat.FieldConsent]
		fd.Required = true
		if p, bad := fd.Check(chat.Set("x", "no")); !bad || p.Kind != chat.Missing {
			t.Errorf("got %v, want missing", p)
		}
	})
}

func TestCheckOrder(t *testing.T) {
	t.Parallel()
	f := chat.Form{Fields: []chat.Field{
		{ID: "b", Kind: chat.FieldShort, Required: true}, {ID: "a", Kind: chat.FieldScale},
	}}
	want := []chat.Problem{{Field: "b", Kind: chat.Missing}, {Field: "a", Kind: chat.OutOfScale}}
	if got := f.Check(chat.Set("a", "9", "unknown", "x")); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestValues(t *testing.T) {
	t.Parallel()
	v := chat.Set("line", "  ひとこと \n", "some", "a", "some", " ", "some", "b", "day", "2026-07-15", "at", "09:05", "ok", "yes")
	t.Run("text is trimmed and keeps its owner", func(t *testing.T) {
		t.Parallel()
		got := v.OwnedBy("p1").Text("line")
		if got.Reveal() != "ひとこと" || got.Owner() != "p1" {
			t.Errorf("got %q of %q", got.Reveal(), got.Owner())
		}
		if o := v.Text("line").Owner(); o != "" {
			t.Errorf("OwnedBy changed the values it was called on: owner %q", o)
		}
	})
	t.Run("options", func(t *testing.T) {
		t.Parallel()
		if got, want := v.Options("some"), []string{"a", "b"}; !reflect.DeepEqual(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
		if got := v.Option("some"); got != "a" {
			t.Errorf("got %q, want a", got)
		}
	})
	t.Run("shapes", func(t *testing.T) {
		t.Parallel()
		if y, m, d, ok := v.Date("day"); y != 2026 || m != 7 || d != 15 || !ok {
			t.Errorf("date: got %d %d %d %v", y, m, d, ok)
		}
		if h, m, ok := v.Clock("at"); h != 9 || m != 5 || !ok {
			t.Errorf("time: got %d:%d %v", h, m, ok)
		}
		if !v.Consent("ok") || v.Consent("day") {
			t.Error("consent is yes and nothing else")
		}
	})
	t.Run("nothing given", func(t *testing.T) {
		t.Parallel()
		_, _, _, day := v.Date("none")
		_, _, clock := v.Clock("none")
		if day || clock || v.Consent("none") || v.Scale("none") != 0 || v.Option("none") != "" ||
			v.Options("none") != nil || !v.Text("none").Empty() {
			t.Error("an absent field reads as something")
		}
	})
	t.Run("private fields are in a stable order", func(t *testing.T) {
		t.Parallel()
		var names []string
		for _, f := range v.Private("v") {
			names = append(names, f.Name)
		}
		want := []string{"v/at/0", "v/day/0", "v/line/0", "v/ok/0", "v/some/0", "v/some/1", "v/some/2"}
		if !reflect.DeepEqual(names, want) {
			t.Errorf("got %v, want %v", names, want)
		}
	})
	t.Run("an odd pair is left out", func(t *testing.T) {
		t.Parallel()
		if got := chat.Set("a", "1", "b"); len(got) != 1 {
			t.Errorf("got %v", got)
		}
	})
}

func TestForm(t *testing.T) {
	t.Parallel()
	f := chat.Form{ID: "f", Version: 1, Title: "a", Submit: "a", Fields: []chat.Field{
		{ID: "line", Kind: chat.FieldShort, Label: "a"}, {ID: "box", Kind: chat.FieldLong, Label: "a"},
		{ID: "some", Kind: chat.FieldSeveral, Label: "a"}, {ID: "day", Kind: chat.FieldDate, Label: "a"},
	}}
	t.Run("fill leaves the form it was called on", func(t *testing.T) {
		t.Parallel()
		got := f.Fill(chat.Set("box", "あ", "gone", "い"))
		if fd, _ := got.Field("box"); len(fd.Initial) != 1 || fd.Initial[0].Reveal() != "あ" {
			t.Errorf("got %v", fd.Initial)
		}
		if fd, _ := f.Field("box"); fd.Initial != nil {
			t.Error("the form itself was filled")
		}
	})
	t.Run("limits of the kinds", func(t *testing.T) {
		t.Parallel()
		for id, want := range map[string]int{"line": chat.MaxShortText, "box": chat.MaxLongText, "some": chat.MaxShownOptions, "day": 0} {
			if fd, ok := f.Field(id); !ok || fd.Limit() != want {
				t.Errorf("%s: got %d, want %d", id, fd.Limit(), want)
			}
		}
	})
	t.Run("no such field", func(t *testing.T) {
		t.Parallel()
		if _, ok := f.Field("none"); ok {
			t.Error("found a field that is not there")
		}
	})
}
