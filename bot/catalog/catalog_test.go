package catalog

import (
	"encoding/json"
	"maps"
	"os"
	"regexp"
	"slices"
	"testing"
	"time"
)

// texts reads a language's file: for each key its forms.
func texts(t *testing.T, lang string) map[Key]map[string]string {
	t.Helper()
	raw, err := os.ReadFile(lang + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var in map[Key]json.RawMessage
	if err := json.Unmarshal(raw, &in); err != nil {
		t.Fatal(err)
	}
	out := map[Key]map[string]string{}
	for k, v := range in {
		var one string
		if json.Unmarshal(v, &one) == nil {
			out[k] = map[string]string{"other": one}
			continue
		}
		forms := map[string]string{}
		if err := json.Unmarshal(v, &forms); err != nil {
			t.Fatalf("%s %s: %v", lang, k, err)
		}
		out[k] = forms
	}
	return out
}

func placeholders(forms map[string]string) []string {
	re := regexp.MustCompile(`\{\{\.(\w+)\}\}`)
	seen := map[string]bool{}
	for _, f := range forms {
		for _, m := range re.FindAllStringSubmatch(f, -1) {
			seen[m[1]] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

func TestLanguagesAgree(t *testing.T) {
	t.Parallel()
	ja, en := texts(t, Japanese), texts(t, English)
	for _, k := range Keys() {
		if _, ok := ja[k]; !ok {
			t.Errorf("ja lacks %s", k)
		}
		if _, ok := en[k]; !ok {
			t.Errorf("en lacks %s", k)
		}
		if got, want := placeholders(en[k]), placeholders(ja[k]); !slices.Equal(got, want) {
			t.Errorf("%s: en has placeholders %v, ja %v", k, got, want)
		}
	}
	if len(ja) != len(Keys()) || len(en) != len(Keys()) {
		t.Errorf("ja has %d texts, en %d, keys.go %d: run go generate", len(ja), len(en), len(Keys()))
	}
}

func TestEveryTextRenders(t *testing.T) {
	t.Parallel()
	c, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range Languages() {
		w, forms := c.In(lang), texts(t, lang)
		for _, k := range Keys() {
			args := []Arg{}
			for _, p := range placeholders(forms[k]) {
				if p == "Count" {
					args = append(args, N(2))
					continue
				}
				args = append(args, A(p, "⟨"+p+"⟩"))
			}
			got := w.T(k, args...)
			if got == string(k) || got == "" || regexp.MustCompile(`\{\{|<no value>`).MatchString(got) {
				t.Errorf("%s %s renders as %q", lang, k, got)
			}
		}
	}
}

func TestPlural(t *testing.T) {
	t.Parallel()
	c, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		lang string
		n    int
		want string
	}{{"en", 1, "1 person"}, {"en", 3, "3 people"}, {"ja", 1, "1人"}, {"ja", 3, "3人"}} {
		if got := c.In(tc.lang).T(CountPeople, N(tc.n)); got != tc.want {
			t.Errorf("%s %d: got %q, want %q", tc.lang, tc.n, got, tc.want)
		}
	}
}

func TestMoment(t *testing.T) {
	t.Parallel()
	c, err := New()
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 7, 15, 15, 30, 0, 0, time.FixedZone("JST", 9*3600))
	for lang, want := range map[string]string{"ja": "7月15日（水） 15:30", "en": "Wed 15 July 15:30", "fr": "7月15日（水） 15:30", "en-GB": "Wed 15 July 15:30"} {
		if got := c.In(lang).Moment(at); got != want {
			t.Errorf("%s: got %q, want %q", lang, got, want)
		}
	}
}
