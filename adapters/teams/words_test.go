package teams

import (
	"reflect"
	"regexp"
	"slices"
	"testing"
)

// TestWords finds every word in both languages, with the same places to fill.
func TestWords(t *testing.T) {
	t.Parallel()
	ja, en := reflect.ValueOf(DefaultWords("ja-JP")), reflect.ValueOf(DefaultWords("fr"))
	places := regexp.MustCompile(`\{[a-z]+\}`)
	for i := range ja.NumField() {
		name, j, e := ja.Type().Field(i).Name, ja.Field(i).String(), en.Field(i).String()
		if j == "" || e == "" || j == e {
			t.Errorf("%s: %q, %q", name, j, e)
		}
		pj, pe := places.FindAllString(j, -1), places.FindAllString(e, -1)
		slices.Sort(pj)
		slices.Sort(pe)
		if !slices.Equal(pj, pe) {
			t.Errorf("%s: %q and %q have other places to fill", name, j, e)
		}
	}
	if DefaultWords("").Lang != "ja" || DefaultWords("en-GB").Lang != "en" {
		t.Error("another language than asked for")
	}
}
