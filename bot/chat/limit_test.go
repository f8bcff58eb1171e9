package chat_test

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"testing"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
)

// letters is a text of weight n.
func letters(n int) string { return strings.Repeat("あ", n) }

func times[T any](n int, item func(i int) T) []T {
	out := make([]T, n)
	for i := range out {
		out[i] = item(i)
	}
	return out
}

func message(blocks ...chat.Block) error {
	_, err := chat.NewMessage("", blocks)
	return err
}

func withActions(as ...chat.Action) error {
	_, err := chat.NewMessage("", []chat.Block{chat.Line("a")}, as...)
	return err
}

// confirmed is an action that asks first.
func confirmed(c chat.Confirm) error {
	return withActions(chat.Action{ID: "a", Label: "a", Confirm: &c})
}

func page(sections ...chat.Section) error {
	_, err := chat.NewPage("a", sections...)
	return err
}

// form builds a form that is right but for what change does to it.
func form(change func(*chat.Form)) error {
	f := chat.Form{ID: "f", Version: 1, Title: "a", Submit: "a", Fields: []chat.Field{
		{ID: "x", Kind: chat.FieldShort, Label: "a"},
	}}
	change(&f)
	_, err := chat.NewForm(f)
	return err
}

func field(fd chat.Field) error {
	return form(func(f *chat.Form) { f.Fields = []chat.Field{fd} })
}

func option(o chat.Option) error {
	return field(chat.Field{ID: "x", Kind: chat.FieldChoice, Label: "a", Options: []chat.Option{o}})
}

func options(kind chat.FieldKind, n int) error {
	return field(chat.Field{ID: "x", Kind: kind, Label: "a", Options: times(n, func(i int) chat.Option {
		return chat.Option{Value: strconv.Itoa(i), Label: "a"}
	})})
}

// chart builds a chart that is right but for what change does to it.
func chart(change func(*chat.Chart)) error {
	v := 1.0
	c := chat.Chart{Kind: chat.ChartBar, Title: "a", Labels: []string{"a"},
		Series: []chat.Series{{Name: "a", Values: []*float64{&v}}}}
	change(&c)
	return message(c)
}

// TestLimits proves every limit: what is at it passes, one more is refused.
func TestLimits(t *testing.T) {
	t.Parallel()
	line := func(int) chat.Block { return chat.Line("a") }
	for name, tt := range map[string]struct {
		limit int
		build func(n int) error
		want  error
	}{
		"message title": {chat.MaxTitle, func(n int) error {
			_, err := chat.NewMessage(letters(n), []chat.Block{chat.Line("a")})
			return err
		}, chat.ErrTooLong},
		"text": {chat.MaxText, func(n int) error { return message(chat.Line(letters(n))) }, chat.ErrTooLong},
		"text of several spans": {chat.MaxText, func(n int) error {
			return message(chat.Paragraph(chat.Bold(letters(1000)), chat.Plain(letters(n-1000))))
		}, chat.ErrTooLong},
		"note":    {chat.MaxText, func(n int) error { return message(chat.Remark(letters(n))) }, chat.ErrTooLong},
		"message": {chat.MaxMessageText, func(n int) error { return message(heavy(n)...) }, chat.ErrTooLong},
		"blocks":  {chat.MaxBlocks, func(n int) error { return message(times(n, line)...) }, chat.ErrTooMany},
		"link": {chat.MaxURL - 1, func(n int) error {
			// the link's own weight counts towards its text block
			return message(chat.Paragraph(chat.Link("a", "https://"+strings.Repeat("a", n-len("https://")))))
		}, chat.ErrTooLong},

		"facts": {chat.MaxFacts, func(n int) error {
			return message(chat.Facts{Rows: times(n, func(int) chat.Fact { return chat.Pair("a", "a") })})
		}, chat.ErrTooMany},
		"fact label": {chat.MaxFactLabel, func(n int) error {
			return message(chat.Facts{Rows: []chat.Fact{chat.Pair(letters(n), "a")}})
		}, chat.ErrTooLong},
		"fact value": {chat.MaxFactValue, func(n int) error {
			return message(chat.Facts{Rows: []chat.Fact{chat.Pair("a", letters(n))}})
		}, chat.ErrTooLong},

		"table caption": {chat.MaxTitle, func(n int) error {
			return message(chat.Table{Caption: letters(n), Head: []string{"a"}})
		}, chat.ErrTooLong},
		"table rows": {chat.MaxTableRows, func(n int) error {
			return message(chat.Table{Caption: "a", Head: []string{"a"}, Rows: times(n, func(int) []string { return []string{"a"} })})
		}, chat.ErrTooMany},
		"table columns": {chat.MaxTableCols, func(n int) error {
			return message(chat.Table{Caption: "a", Head: times(n, strconv.Itoa)})
		}, chat.ErrTooMany},
		"table head": {chat.MaxCell, func(n int) error {
			return message(chat.Table{Caption: "a", Head: []string{letters(n)}})
		}, chat.ErrTooLong},
		"table cell": {chat.MaxCell, func(n int) error {
			return message(chat.Table{Caption: "a", Head: []string{"a"}, Rows: [][]string{{letters(n)}}})
		}, chat.ErrTooLong},
		"tables": {1, func(n int) error {
			return message(times(n, func(int) chat.Block { return chat.Table{Caption: "a", Head: []string{"a"}} })...)
		}, chat.ErrTooMany},

		"chart title":       {chat.MaxChartTitle, func(n int) error { return chart(func(c *chat.Chart) { c.Title = letters(n) }) }, chat.ErrTooLong},
		"chart unit":        {chat.MaxPointLabel, func(n int) error { return chart(func(c *chat.Chart) { c.Unit = letters(n) }) }, chat.ErrTooLong},
		"chart point label": {chat.MaxPointLabel, func(n int) error { return chart(func(c *chat.Chart) { c.Labels[0] = letters(n) }) }, chat.ErrTooLong},
		"chart series name": {chat.MaxPointLabel, func(n int) error { return chart(func(c *chat.Chart) { c.Series[0].Name = letters(n) }) }, chat.ErrTooLong},
		"chart points": {chat.MaxPoints, func(n int) error {
			return chart(func(c *chat.Chart) { c.Labels, c.Series[0].Values = times(n, strconv.Itoa), make([]*float64, n) })
		}, chat.ErrTooMany},
		"chart series": {chat.MaxSeries, func(n int) error {
			return chart(func(c *chat.Chart) {
				c.Series = times(n, func(int) chat.Series { return chat.Series{Name: "a", Values: make([]*float64, 1)} })
			})
		}, chat.ErrTooMany},

		"progress label": {chat.MaxTitle, func(n int) error { return message(chat.Progress{Label: letters(n), Of: 1}) }, chat.ErrTooLong},
		"progress":       {6, func(n int) error { return message(chat.Progress{Label: "a", Done: n, Of: 6}) }, chat.ErrUnfit},
		"file name":      {chat.MaxFileName, func(n int) error { return message(chat.File{Name: letters(n), Type: "a", Data: []byte("a")}) }, chat.ErrTooLong},
		"file type":      {chat.MaxFileName, func(n int) error { return message(chat.File{Name: "a", Type: letters(n), Data: []byte("a")}) }, chat.ErrTooLong},
		"file note": {chat.MaxTitle, func(n int) error {
			return message(chat.File{Name: "a", Type: "a", Data: []byte("a"), Note: letters(n)})
		}, chat.ErrTooLong},

		"actions": {chat.MaxActions, func(n int) error {
			return withActions(times(n, func(i int) chat.Action { return chat.Action{ID: strconv.Itoa(i), Label: "a"} })...)
		}, chat.ErrTooMany},
		"primary actions": {1, func(n int) error {
			return withActions(times(n, func(i int) chat.Action {
				return chat.Action{ID: strconv.Itoa(i), Label: "a", Style: chat.StylePrimary}
			})...)
		}, chat.ErrTooMany},
		"action id":     {chat.MaxActionID, func(n int) error { return withActions(chat.Action{ID: letters(n), Label: "a"}) }, chat.ErrTooLong},
		"action label":  {chat.MaxActionLabel, func(n int) error { return withActions(chat.Action{ID: "a", Label: letters(n)}) }, chat.ErrTooLong},
		"action arg":    {chat.MaxArg, func(n int) error { return withActions(chat.Action{ID: "a", Label: "a", Arg: letters(n)}) }, chat.ErrTooLong},
		"confirm title": {chat.MaxConfirmTitle, func(n int) error { return confirmed(chat.Confirm{Title: letters(n), Text: "a", Yes: "a", No: "a"}) }, chat.ErrTooLong},
		"confirm text":  {chat.MaxConfirmText, func(n int) error { return confirmed(chat.Confirm{Title: "a", Text: letters(n), Yes: "a", No: "a"}) }, chat.ErrTooLong},
		"confirm yes":   {chat.MaxConfirmLabel, func(n int) error { return confirmed(chat.Confirm{Title: "a", Text: "a", Yes: letters(n), No: "a"}) }, chat.ErrTooLong},
		"confirm no":    {chat.MaxConfirmLabel, func(n int) error { return confirmed(chat.Confirm{Title: "a", Text: "a", Yes: "a", No: letters(n)}) }, chat.ErrTooLong},

		"page title": {chat.MaxTitle, func(n int) error {
			_, err := chat.NewPage(letters(n), chat.Section{Body: chat.Blocks{chat.Line("a")}})
			return err
		}, chat.ErrTooLong},
		"sections": {chat.MaxSections, func(n int) error {
			return page(times(n, func(int) chat.Section { return chat.Section{Body: chat.Blocks{chat.Line("a")}} })...)
		}, chat.ErrTooMany},
		"section title":  {chat.MaxTitle, func(n int) error { return page(chat.Section{Title: letters(n), Body: chat.Blocks{chat.Line("a")}}) }, chat.ErrTooLong},
		"section blocks": {chat.MaxBlocks, func(n int) error { return page(chat.Section{Body: times(n, line)}) }, chat.ErrTooMany},
		"page blocks": {chat.MaxPageBlocks, func(n int) error {
			// each of the four sections counts two for its heading and actions
			full := chat.Section{Body: times(13, line)}
			return page(full, full, full, chat.Section{Body: times(n-3*15-2, line)})
		}, chat.ErrTooMany},
		"section actions": {chat.MaxActions, func(n int) error {
			return page(chat.Section{Actions: times(n, func(i int) chat.Action { return chat.Action{ID: strconv.Itoa(i), Label: "a"} })})
		}, chat.ErrTooMany},

		"form id":    {chat.MaxActionID, func(n int) error { return form(func(f *chat.Form) { f.ID = letters(n) }) }, chat.ErrTooLong},
		"form arg":   {chat.MaxArg, func(n int) error { return form(func(f *chat.Form) { f.Arg = letters(n) }) }, chat.ErrTooLong},
		"form title": {chat.MaxFormTitle, func(n int) error { return form(func(f *chat.Form) { f.Title = letters(n) }) }, chat.ErrTooLong},
		"submit":     {chat.MaxSubmit, func(n int) error { return form(func(f *chat.Form) { f.Submit = letters(n) }) }, chat.ErrTooLong},
		"intro":      {chat.MaxBlocks, func(n int) error { return form(func(f *chat.Form) { f.Intro = times(n, line) }) }, chat.ErrTooMany},
		"fields": {chat.MaxFields, func(n int) error {
			return form(func(f *chat.Form) {
				f.Fields = times(n, func(i int) chat.Field {
					return chat.Field{ID: strconv.Itoa(i), Kind: chat.FieldDate, Label: "a"}
				})
			})
		}, chat.ErrTooMany},
		"field id":    {chat.MaxActionID, func(n int) error { return field(chat.Field{ID: letters(n), Kind: chat.FieldTime, Label: "a"}) }, chat.ErrTooLong},
		"field label": {chat.MaxFieldLabel, func(n int) error { return field(chat.Field{ID: "x", Kind: chat.FieldTime, Label: letters(n)}) }, chat.ErrTooLong},
		"field hint": {chat.MaxHint, func(n int) error {
			return field(chat.Field{ID: "x", Kind: chat.FieldTime, Label: "a", Hint: letters(n)})
		}, chat.ErrTooLong},

		"short text":    {chat.MaxShortText, func(n int) error { return field(chat.Field{ID: "x", Kind: chat.FieldShort, Label: "a", Max: n}) }, chat.ErrTooMany},
		"long text":     {chat.MaxLongText, func(n int) error { return field(chat.Field{ID: "x", Kind: chat.FieldLong, Label: "a", Max: n}) }, chat.ErrTooMany},
		"date has none": {0, func(n int) error { return field(chat.Field{ID: "x", Kind: chat.FieldDate, Label: "a", Max: n}) }, chat.ErrTooMany},
		"several":       {chat.MaxShownOptions, func(n int) error { return options(chat.FieldSeveral, n) }, chat.ErrTooMany},
		"scale":         {chat.ScaleTop, func(n int) error { return options(chat.FieldScale, n) }, chat.ErrTooMany},
		"choice":        {chat.MaxOptions, func(n int) error { return options(chat.FieldChoice, n) }, chat.ErrTooMany},
		"person":        {chat.MaxOptions, func(n int) error { return options(chat.FieldPerson, n) }, chat.ErrTooMany},
		"text has none": {0, func(n int) error { return options(chat.FieldShort, n) }, chat.ErrTooMany},
		"option value":  {chat.MaxOptionValue, func(n int) error { return option(chat.Option{Value: letters(n), Label: "a"}) }, chat.ErrTooLong},
		"option label":  {chat.MaxOptionLabel, func(n int) error { return option(chat.Option{Value: "a", Label: letters(n)}) }, chat.ErrTooLong},
		"option hint":   {chat.MaxOptionLabel, func(n int) error { return option(chat.Option{Value: "a", Label: "a", Hint: letters(n)}) }, chat.ErrTooLong},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := tt.build(tt.limit); err != nil {
				t.Errorf("at the limit of %d: %v", tt.limit, err)
			}
			if err := tt.build(tt.limit + 1); !errors.Is(err, tt.want) {
				t.Errorf("at %d: got %v, want %v", tt.limit+1, err, tt.want)
			}
		})
	}
}

// heavy is paragraphs of the weight n together.
func heavy(n int) []chat.Block {
	var out []chat.Block
	for ; n > 0; n -= chat.MaxText {
		out = append(out, chat.Line(letters(min(n, chat.MaxText))))
	}
	return out
}

// TestRefusals are the ways to be wrong that have no number.
func TestRefusals(t *testing.T) {
	t.Parallel()
	nan, inf := math.NaN(), math.Inf(1)
	secret := private.New("p", "ひみつ")
	act := chat.Action{ID: "a", Label: "a"}
	for name, tt := range map[string]struct {
		err, want error
	}{
		"no body":                {message(), chat.ErrMissing},
		"nil block":              {message(nil), chat.ErrMissing},
		"pointer to a block":     {message(&chat.Text{Spans: []chat.Span{chat.Plain("a")}}), chat.ErrUnfit},
		"hidden behind pointer":  {message(chat.Line("a"), &chat.Text{Spans: []chat.Span{chat.Words(secret)}}), chat.ErrUnfit},
		"nil pointer":            {message((*chat.Table)(nil)), chat.ErrUnfit},
		"no text":                {message(chat.Line("")), chat.ErrMissing},
		"no spans":               {message(chat.Text{}), chat.ErrMissing},
		"span of no kind":        {message(chat.Paragraph(chat.Span{Text: "a"})), chat.ErrUnfit},
		"link to nowhere":        {message(chat.Paragraph(chat.Link("a", ""))), chat.ErrMissing},
		"link that runs":         {message(chat.Paragraph(chat.Link("a", "javascript:alert(1)"))), chat.ErrUnfit},
		"private text":           {message(chat.Paragraph(chat.Words(secret))), chat.ErrPrivate},
		"private note":           {message(chat.Note{Spans: []chat.Span{chat.Words(secret)}}), chat.ErrPrivate},
		"private fact":           {message(chat.Facts{Rows: []chat.Fact{{Label: "a", Value: []chat.Span{chat.Words(secret)}}}}), chat.ErrPrivate},
		"no facts":               {message(chat.Facts{}), chat.ErrMissing},
		"fact without value":     {message(chat.Facts{Rows: []chat.Fact{chat.Pair("a", "")}}), chat.ErrMissing},
		"table without head":     {message(chat.Table{Caption: "a"}), chat.ErrMissing},
		"table without caption":  {message(chat.Table{Head: []string{"a"}}), chat.ErrMissing},
		"ragged table":           {message(chat.Table{Caption: "a", Head: []string{"a"}, Rows: [][]string{{"a", "b"}}}), chat.ErrUnfit},
		"chart of no kind":       {chart(func(c *chat.Chart) { c.Kind = "pie" }), chat.ErrUnfit},
		"chart without points":   {chart(func(c *chat.Chart) { c.Labels, c.Series[0].Values = nil, nil }), chat.ErrMissing},
		"chart without series":   {chart(func(c *chat.Chart) { c.Series = nil }), chat.ErrMissing},
		"series too short":       {chart(func(c *chat.Chart) { c.Series[0].Values = nil }), chat.ErrUnfit},
		"not a number":           {chart(func(c *chat.Chart) { c.Series[0].Values[0] = &nan }), chat.ErrUnfit},
		"infinite":               {chart(func(c *chat.Chart) { c.Series[0].Values[0] = &inf }), chat.ErrUnfit},
		"progress of nothing":    {message(chat.Progress{Label: "a"}), chat.ErrUnfit},
		"progress below nothing": {message(chat.Progress{Label: "a", Done: -1, Of: 2}), chat.ErrUnfit},
		"empty file":             {message(chat.File{Name: "a", Type: "a"}), chat.ErrMissing},
		"action twice":           {withActions(act, act), chat.ErrRepeats},
		"action without label":   {withActions(chat.Action{ID: "a"}), chat.ErrMissing},
		"action of no style":     {withActions(chat.Action{ID: "a", Label: "a", Style: "loud"}), chat.ErrUnfit},
		"confirm without words":  {confirmed(chat.Confirm{}), chat.ErrMissing},
		"page without sections":  {page(), chat.ErrMissing},
		"empty section":          {page(chat.Section{Title: "a"}), chat.ErrMissing},
		"form without version":   {form(func(f *chat.Form) { f.Version = 0 }), chat.ErrMissing},
		"form without fields":    {form(func(f *chat.Form) { f.Fields = nil }), chat.ErrMissing},
		"form without submit":    {form(func(f *chat.Form) { f.Submit = "" }), chat.ErrMissing},
		"field twice":            {form(func(f *chat.Form) { f.Fields = append(f.Fields, f.Fields[0]) }), chat.ErrRepeats},
		"field of no kind":       {field(chat.Field{ID: "x", Label: "a"}), chat.ErrUnfit},
		"field with a bad max":   {field(chat.Field{ID: "x", Kind: chat.FieldLong, Label: "a", Max: -1}), chat.ErrTooMany},
		"choice of nothing":      {options(chat.FieldChoice, 0), chat.ErrMissing},
		"option twice": {field(chat.Field{ID: "x", Kind: chat.FieldChoice, Label: "a",
			Options: []chat.Option{{Value: "1", Label: "a"}, {Value: "1", Label: "b"}}}), chat.ErrRepeats},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if !errors.Is(tt.err, tt.want) {
				t.Errorf("got %v, want %v", tt.err, tt.want)
			}
			if tt.err != nil && strings.Contains(tt.err.Error(), secret.Reveal()) {
				t.Errorf("the error shows private words: %v", tt.err)
			}
		})
	}
}

func TestAccepted(t *testing.T) {
	t.Parallel()
	secret := private.New("p", "ひみつ")
	for name, err := range map[string]error{
		"same action, two args":  withActions(chat.Action{ID: "a", Label: "a", Arg: "1"}, chat.Action{ID: "a", Label: "a", Arg: "2"}),
		"private text on a page": page(chat.Section{Body: chat.Blocks{chat.Paragraph(chat.Words(secret))}}),
		"private text in a form": form(func(f *chat.Form) { f.Intro = chat.Blocks{chat.Paragraph(chat.Words(secret))} }),
		"withheld figure":        chart(func(c *chat.Chart) { c.Series[0].Values[0] = nil }),
		"link in the playground": message(chat.Paragraph(chat.Link("a", "http://127.0.0.1:8080/"))),
		"section of actions":     page(chat.Section{Actions: []chat.Action{{ID: "a", Label: "a"}}}),
		"empty cell":             message(chat.Table{Caption: "a", Head: []string{"a"}, Rows: [][]string{{""}}}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err != nil {
				t.Error(err)
			}
		})
	}
}

func TestWeight(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"": 0, "abc": 3, "月イチ": 3, "😀": 2, "𠮷野": 3, "&": 5, "<b>": 9, "*_`~": 8, "[x](y)": 8, "\xff": 1, "\n": 1,
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			if got := chat.Weight(text); got != want {
				t.Errorf("Weight(%q) = %d, want %d", text, got, want)
			}
		})
	}
}
