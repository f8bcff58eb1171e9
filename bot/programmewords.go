package bot

import (
	"strconv"
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/private"
)

// What HR types into a programme is meant for everybody: names, places, numbers
// to call. Here it becomes plain.

// cityWords is a line that HR wrote for everybody.
func cityWords(t private.Text) string { return strings.Join(strings.Fields(t.Reveal()), " ") }

// renamed is the words as HR typed them in the language; what was not changed
// keeps its other languages.
func renamed(old mentoring.Words, t private.Text, lang string) mentoring.Words {
	typed := cityWords(t)
	if typed == old.In(lang) {
		return old
	}
	return mentoring.Words{catalog.Japanese: typed, catalog.English: typed}
}

// cityList is the parts of a line that HR divided by commas.
func cityList(t private.Text) (out []string) {
	for _, part := range strings.FieldsFunc(t.Reveal(), func(r rune) bool { return strings.ContainsRune("、,，;；", r) }) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// number is the figure typed into the field; what is none, or outside the
// limits, is said beside it.
func (t *turn) number(v chat.Values, field string, low, high int) int {
	n, err := strconv.Atoi(tidy(v.Text(field).Reveal()))
	if err != nil || n < low || n > high {
		t.wrong(field, catalog.ProgrammeNumber, catalog.A("Low", strconv.Itoa(low)), catalog.A("High", strconv.Itoa(high)))
	}
	return n
}
