package cardcheck_test

import (
	"strings"
	"testing"

	"tsukiichi/adapters/teams/cardcheck"
)

// in is a card with the element in its body.
func in(element string) string {
	return `{"type":"AdaptiveCard","version":"1.5","body":[` + element + `]}`
}

const words = `{"type":"RichTextBlock","inlines":[{"type":"TextRun","text":"a"}]}`

func buttons(n int) string {
	one := `{"type":"Action.Submit","title":"a","data":{}}`
	return `{"type":"ActionSet","actions":[` + strings.TrimSuffix(strings.Repeat(one+",", n), ",") + `]}`
}

func chart(kind, rest, data string) string {
	return `{"type":"Chart.` + kind + `","title":"a",` + rest + `"data":[` + data + `]}`
}

// TestCheck proves each rule on a card made up for it: it speaks when it must,
// and only then.
func TestCheck(t *testing.T) {
	t.Parallel()
	const fallback = `"fallback":` + words + `,`
	const series = `{"legend":"a","values":[{"x":"4月","y":1},{"x":"5月","y":2}]}`
	mention := func(text, entities string) string {
		return `{"type":"AdaptiveCard","version":"1.5","body":[{"type":"TextBlock","wrap":true,"text":"` + text + `"}],"msteams":{"entities":[` + entities + `]}}`
	}
	const sato = `{"type":"mention","text":"<at>佐藤</at>","mentioned":{"id":"a","name":"佐藤"}}`
	for name, tt := range map[string]struct {
		card string
		want string // part of what is said; "" for silence
	}{
		"words":                        {in(words), ""},
		"no JSON":                      {`{`, "not a JSON object"},
		"no version":                   {`{"type":"AdaptiveCard","body":[` + words + `]}`, "version is"},
		"another version":              {`{"type":"AdaptiveCard","version":"1.6","body":[` + words + `]}`, "version is 1.6"},
		"another type":                 {`{"type":"Card","version":"1.5","body":[` + words + `]}`, "type is Card"},
		"an empty body":                {in(""), "no body"},
		"an unknown element":           {in(`{"type":"Carousel"}`), "schema"},
		"an unknown property":          {in(`{"type":"TextBlock","text":"a","wrap":true,"colour":"red"}`), "schema"},
		"too long":                     {in(strings.ReplaceAll(words, `"a"`, `"`+strings.Repeat("あ", 40_900)+`"`)), "in UTF-16"},
		"just short enough":            {in(strings.ReplaceAll(words, `"a"`, `"`+strings.Repeat("あ", 40_800)+`"`)), ""},
		"an id twice":                  {in(strings.Replace(words, "{", `{"id":"x",`, 1) + "," + strings.Replace(words, "{", `{"id":"x",`, 1)), `id "x" stands there twice`},
		"a run without text":           {in(`{"type":"RichTextBlock","inlines":[{"type":"TextRun","text":""}]}`), "a run without text"},
		"no runs":                      {in(`{"type":"RichTextBlock","inlines":[]}`), "without runs"},
		"a block without text":         {in(`{"type":"TextBlock","text":"","wrap":true}`), "without text"},
		"a block that does not wrap":   {in(`{"type":"TextBlock","text":"a"}`), "does not wrap"},
		"six buttons":                  {in(buttons(6)), ""},
		"seven":                        {in(buttons(7)), "7 actions"},
		"none":                         {in(`{"type":"ActionSet","actions":[]}`), "0 actions"},
		"a button without a title":     {in(`{"type":"ActionSet","actions":[{"type":"Action.Submit","data":{}}]}`), "without a title"},
		"a button without data":        {in(`{"type":"ActionSet","actions":[{"type":"Action.Submit","title":"a"}]}`), "without data"},
		"no way for older clients":     {in(`{"type":"ActionSet","actions":[{"type":"Action.Execute","title":"a","verb":"v","data":{}}]}`), "older clients"},
		"an address":                   {in(`{"type":"ActionSet","actions":[{"type":"Action.OpenUrl","title":"a","url":"https://a.example"}]}`), ""},
		"an address that is none":      {in(`{"type":"ActionSet","actions":[{"type":"Action.OpenUrl","title":"a","url":"javascript:a"}]}`), "leads nowhere"},
		"shows what is not there":      {in(`{"type":"ActionSet","actions":[{"type":"Action.ToggleVisibility","title":"a","targetElements":["x",{"elementId":"y"}]}]}`), `"y", which is not there`},
		"an input":                     {in(`{"type":"Input.Text","id":"x","label":"a","isRequired":true,"errorMessage":"a"}`), ""},
		"an input without a label":     {in(`{"type":"Input.Text","id":"x"}`), "without a label"},
		"an input without an id":       {in(`{"type":"Input.Text","label":"a"}`), "without an id"},
		"required, and silent":         {in(`{"type":"Input.Text","id":"x","label":"a","isRequired":true}`), "no error message"},
		"holds a number":               {in(`{"type":"Input.Text","id":"x","label":"a","value":7}`), "no text"},
		"holds no date":                {in(`{"type":"Input.Date","id":"x","label":"a","value":"7/15"}`), "no date"},
		"holds no time":                {in(`{"type":"Input.Time","id":"x","label":"a","value":"3 PM"}`), "no time"},
		"holds neither":                {in(`{"type":"Input.Toggle","id":"x","label":"a","title":"a","valueOn":"yes","valueOff":"no","value":"true"}`), "neither"},
		"no choices":                   {in(`{"type":"Input.ChoiceSet","id":"x","label":"a","choices":[]}`), "without choices"},
		"a list that is searched":      {in(`{"type":"Input.ChoiceSet","style":"filtered","id":"x","label":"a","choices":[{"title":"a","value":"1"}]}`), ""},
		"a title twice":                {in(`{"type":"Input.ChoiceSet","style":"filtered","id":"x","label":"a","choices":[{"title":"a","value":"1"},{"title":"a","value":"2"}]}`), "has one twice"},
		"a value twice":                {in(`{"type":"Input.ChoiceSet","id":"x","label":"a","choices":[{"title":"a","value":"1"},{"title":"b","value":"1"}]}`), "a value twice"},
		"a comma among several":        {in(`{"type":"Input.ChoiceSet","isMultiSelect":true,"id":"x","label":"a","choices":[{"title":"a","value":"1,2"}]}`), "with a comma"},
		"holds a stranger":             {in(`{"type":"Input.ChoiceSet","isMultiSelect":true,"id":"x","label":"a","value":"1,3","choices":[{"title":"a","value":"1"}]}`), "does not offer"},
		"a table":                      {in(`{"type":"Table","columns":[{"width":1}],"rows":[{"type":"TableRow","cells":[{"type":"TableCell","items":[` + words + `]}]}]}`), ""},
		"a table with a short row":     {in(`{"type":"Table","columns":[{"width":1},{"width":1}],"rows":[{"type":"TableRow","cells":[{"type":"TableCell","items":[` + words + `]}]}]}`), "1 cells in 2 columns"},
		"bars":                         {in(chart("VerticalBar.Grouped", fallback, series)), ""},
		"bars with a gap":              {in(chart("VerticalBar.Grouped", fallback, series+`,{"legend":"b","values":[{"x":"5月","y":2}]}`)), ""},
		"bars in another order":        {in(chart("VerticalBar.Grouped", fallback, series+`,{"legend":"b","values":[{"x":"5月","y":2},{"x":"4月","y":2}]}`)), "the first series has not"},
		"a line with a gap":            {in(chart("Line", fallback, series+`,{"legend":"b","values":[{"x":"5月","y":2}]}`)), "through a point"},
		"a chart without words":        {in(words + "," + chart("Line", "", series)), "without words"},
		"a chart that is a pie":        {in(chart("Pie", fallback, series)), "no kind of chart"},
		"a chart without data":         {in(chart("Line", fallback, "")), "without data"},
		"a chart with words as data":   {in(chart("Line", fallback, `{"legend":"a","values":[{"x":"4月","y":"1"}]}`)), "cannot be drawn"},
		"a chart with a property":      {in(chart("Line", fallback+`"colour":"red",`, series)), `no property "colour"`},
		"a mention":                    {mention("<at>佐藤</at>さん", sato), ""},
		"a mention of nobody":          {mention("<at>佐藤</at>さん", ""), "mention of nobody"},
		"a mention nowhere":            {mention("佐藤さん", sato), "no text block has"},
		"a mention without an end":     {mention("<at>佐藤さん", ""), "without an end"},
		"a mention without an account": {mention("<at>佐藤</at>", strings.ReplaceAll(sato, `"id":"a",`, "")), "mentions nobody"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := strings.Join(cardcheck.Check([]byte(tt.card)), "\n")
			if tt.want == "schema" {
				if found, err := cardcheck.AtHand(); err != nil {
					t.Fatal(err)
				} else if !found {
					t.Skip("TSUKIICHI_SCHEMAS names no folder with the platform's schemas: only they know every element")
				}
			}
			if tt.want == "" && got != "" || !strings.Contains(got, tt.want) {
				t.Errorf("got %.600q, want %q", got, tt.want)
			}
		})
	}
}

func TestCounts(t *testing.T) {
	t.Parallel()
	before := cardcheck.Counts()
	cardcheck.Check([]byte(in(words + "," + buttons(2))))
	after := cardcheck.Counts()
	found, err := cardcheck.AtHand()
	if err != nil {
		t.Fatal(err)
	}
	if after.Cards <= before.Cards || after.Actions < before.Actions+2 || (after.Schema > before.Schema) != found {
		t.Errorf("got %+v after %+v", after, before)
	}
}
