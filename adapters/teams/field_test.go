package teams

import (
	"fmt"
	"strings"
	"testing"

	"tsukiichi/bot/chat"
)

func TestListsOfOptions(t *testing.T) {
	t.Parallel()
	offered := func(n int, label string) []chat.Option {
		var out []chat.Option
		for i := range n {
			out = append(out, chat.Option{Value: fmt.Sprint("v", i), Label: label})
		}
		return out
	}
	for name, tt := range map[string]struct {
		field  chat.Field
		held   string
		style  string
		titles int // how many options are offered
	}{
		"few":                      {chat.Field{Kind: chat.FieldChoice, Required: true, Options: offered(10, "市民課")}, "", "expanded", 10},
		"few, one held":            {chat.Field{Kind: chat.FieldChoice, Required: true, Options: offered(10, "市民課")}, "v3", "expanded", 10},
		"few, none is fine":        {chat.Field{Kind: chat.FieldChoice, Options: offered(10, "市民課")}, "", "expanded", 11},
		"few, with markup":         {chat.Field{Kind: chat.FieldChoice, Required: true, Options: offered(2, "1. 市民課")}, "", "compact", 2},
		"many":                     {chat.Field{Kind: chat.FieldChoice, Required: true, Options: offered(11, "市民課")}, "", "filtered", 11},
		"many, one held":           {chat.Field{Kind: chat.FieldChoice, Required: true, Options: offered(11, "市民課")}, "v3", "compact", 11},
		"many, a stranger held":    {chat.Field{Kind: chat.FieldChoice, Required: true, Options: offered(11, "市民課")}, "v99", "filtered", 11},
		"people":                   {chat.Field{Kind: chat.FieldPerson, Required: true, Options: offered(2, "佐藤 健一")}, "", "filtered", 2},
		"people, one held":         {chat.Field{Kind: chat.FieldPerson, Options: offered(2, "佐藤 健一")}, "v1", "compact", 3},
		"a scale":                  {chat.Field{Kind: chat.FieldScale, Required: true}, "5", "expanded", 5},
		"a scale that may be left": {chat.Field{Kind: chat.FieldScale}, "", "expanded", 6},
		"a step beyond the scale":  {chat.Field{Kind: chat.FieldScale, Required: true}, "6", "expanded", 5},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := chat.Form{ID: "x", Version: 1, Title: "x", Submit: "x", Fields: []chat.Field{tt.field}}
			f.Fields[0].ID, f.Fields[0].Label = "one", "どれ"
			f = f.Fill(chat.Set("one", tt.held))
			c := drawFor("ja").dialog(f, nil).Card
			lint(t, c)
			in := c["body"].([]element)[0]
			choices := in["choices"].([]element)
			if in["style"] != tt.style || len(choices) != tt.titles {
				t.Errorf("got %v with %d options, want %s with %d", in["style"], len(choices), tt.style, tt.titles)
			}
			if held := offers(append(tt.field.Options, chat.Field{}.Steps()...), tt.held) && tt.held != ""; held != (in["value"] == tt.held) {
				t.Errorf("holds %v, given %q", in["value"], tt.held)
			}
			seen := map[any]bool{}
			for _, o := range choices {
				if seen[o["title"]] {
					t.Errorf("%v stands there twice", o["title"])
				}
				seen[o["title"]] = true
			}
		})
	}
}

// TestWordsOfFields draws every field in both languages: what may stay empty
// says so, and what may not has a sentence.
func TestWordsOfFields(t *testing.T) {
	t.Parallel()
	for lang, optional := range map[string]string{"ja": "どれ（任意）", "en": "どれ (optional)"} {
		for _, k := range []chat.FieldKind{
			chat.FieldShort, chat.FieldLong, chat.FieldChoice, chat.FieldPerson, chat.FieldScale, chat.FieldSeveral,
			chat.FieldDate, chat.FieldTime, chat.FieldConsent,
		} {
			for _, required := range []bool{true, false} {
				f := chat.Field{ID: "x", Kind: k, Label: "どれ", Required: required}
				if strings.Contains("choice person several", string(k)) {
					f.Options = []chat.Option{{Value: "a", Label: "A"}}
				}
				in := drawFor(lang).inDialog().field(f, nil)[0]
				if sentence, _ := in["errorMessage"].(string); (sentence != "") != required || (in["isRequired"] == true) != required {
					t.Errorf("%s %s, required %v: %v", lang, k, required, in)
				}
				if (in["label"] == optional) == required {
					t.Errorf("%s %s, required %v: label %v", lang, k, required, in["label"])
				}
			}
		}
	}
}
