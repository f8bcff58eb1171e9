package chat

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"

	"tsukiichi/bot/private"
)

// Block is one piece of a message, a page or a form's introduction: [Text],
// [Facts], [Table], [Chart], [Progress], [Note] or [File].
type Block interface {
	kind() string
	weigh(c *check) int
}

// SpanKind says what a stretch of text is.
type SpanKind string

// The kinds of spans.
const (
	SpanPlain   SpanKind = "plain"
	SpanBold    SpanKind = "bold"
	SpanLink    SpanKind = "link"
	SpanMention SpanKind = "mention"
	SpanPrivate SpanKind = "private"
)

// Span is a stretch of text of one kind.
type Span struct {
	Kind    SpanKind     `json:"kind"`
	Text    string       `json:"text,omitempty"`
	URL     string       `json:"url,omitempty"`    // of a link
	Account Account      `json:"account,omitzero"` // of a mention
	Private private.Text `json:"private,omitzero"` // of a private span
}

// Plain is ordinary text. Line breaks are kept.
func Plain(s string) Span { return Span{Kind: SpanPlain, Text: s} }

// Bold is text that matters.
func Bold(s string) Span { return Span{Kind: SpanBold, Text: s} }

// Link is text that leads to an https address (http in the playground).
func Link(s, url string) Span { return Span{Kind: SpanLink, Text: s, URL: url} }

// Mention is a person's name; where the account is of the renderer's own
// platform and tenant it becomes that platform's mention, elsewhere the name.
func Mention(name string, a Account) Span { return Span{Kind: SpanMention, Text: name, Account: a} }

// Words is something a person wrote, for a page or a form only.
func Words(t private.Text) Span { return Span{Kind: SpanPrivate, Private: t} }

// String is what may be shown anywhere: the text, or the mask.
func (s Span) String() string {
	if s.Kind == SpanPrivate {
		return s.Private.String()
	}
	return s.Text
}

func (s Span) weigh(c *check) int {
	switch s.Kind {
	case SpanPlain, SpanBold:
		return Weight(s.Text)
	case SpanPrivate:
		return Weight(s.Private.Reveal())
	case SpanLink:
		c.text("link", s.URL, MaxURL)
		if !strings.HasPrefix(s.URL, "https://") && !strings.HasPrefix(s.URL, "http://") {
			c.fail("link", ErrUnfit)
		}
		return Weight(s.Text) + Weight(s.URL)
	case SpanMention:
		return Weight(s.Text) + Weight(s.Account.ID)
	default:
		c.fail("span kind", ErrUnfit)
		return 0
	}
}

// Text is a paragraph.
type Text struct {
	Spans []Span `json:"spans"`
}

// Line is a paragraph of plain text.
func Line(s string) Text { return Text{Spans: []Span{Plain(s)}} }

// Paragraph is a paragraph of several spans.
func Paragraph(spans ...Span) Text { return Text{Spans: spans} }

// Facts are short labelled values, one a row.
type Facts struct {
	Rows []Fact `json:"rows"`
}

// Fact is one labelled value.
type Fact struct {
	Label string `json:"label"`
	Value []Span `json:"value"`
}

// Pair is a fact whose value is plain text.
func Pair(label, value string) Fact { return Fact{Label: label, Value: []Span{Plain(value)}} }

// Table is a grid of short texts under a head row. A message holds at most one.
type Table struct {
	Caption string     `json:"caption"`
	Head    []string   `json:"head"`
	Rows    [][]string `json:"rows"`
}

// ChartKind says how a chart is drawn.
type ChartKind string

// The kinds of charts.
const (
	ChartBar  ChartKind = "bar"
	ChartLine ChartKind = "line"
)

// Chart is numbers drawn, with the same numbers readable as text.
type Chart struct {
	Kind   ChartKind `json:"kind"`
	Title  string    `json:"title"`
	Unit   string    `json:"unit,omitempty"`
	Labels []string  `json:"labels"` // of the points
	Series []Series  `json:"series"`
}

// Series is one line or one colour of bars. A nil value is a withheld or
// missing figure.
type Series struct {
	Name   string     `json:"name"`
	Values []*float64 `json:"values"`
}

// Progress is how much of something is done.
type Progress struct {
	Label string `json:"label"`
	Done  int    `json:"done"`
	Of    int    `json:"of"`
}

// Note is a quiet remark below what it belongs to.
type Note struct {
	Spans []Span `json:"spans"`
}

// Remark is a note of plain text.
func Remark(s string) Note { return Note{Spans: []Span{Plain(s)}} }

// File is something to download. Where a platform cannot take the bytes, the
// renderer gives an authenticated link.
type File struct {
	Name string `json:"name"` // with its ending
	Type string `json:"type"` // media type
	Data []byte `json:"data"`
	Note string `json:"note,omitempty"`
}

func (Text) kind() string     { return "text" }
func (Facts) kind() string    { return "facts" }
func (Table) kind() string    { return "table" }
func (Chart) kind() string    { return "chart" }
func (Progress) kind() string { return "progress" }
func (Note) kind() string     { return "note" }
func (File) kind() string     { return "file" }

func weighSpans(c *check, what string, spans []Span) int {
	n := 0
	for _, s := range spans {
		n += s.weigh(c)
	}
	switch {
	case n == 0:
		c.fail(what, ErrMissing)
	case n > MaxText:
		c.fail(what, ErrTooLong)
	}
	return n
}

func (b Text) weigh(c *check) int { return weighSpans(c, "text", b.Spans) }
func (b Note) weigh(c *check) int { return weighSpans(c, "note", b.Spans) }

func (b Facts) weigh(c *check) int {
	c.count("facts", len(b.Rows), MaxFacts)
	if len(b.Rows) == 0 {
		c.fail("facts", ErrMissing)
	}
	n := 0
	for _, f := range b.Rows {
		c.text("fact label", f.Label, MaxFactLabel)
		v := weighSpans(c, "fact value", f.Value)
		if v > MaxFactValue {
			c.fail("fact value", ErrTooLong)
		}
		n += Weight(f.Label) + v
	}
	return n
}

func (b Table) weigh(c *check) int {
	c.text("table caption", b.Caption, MaxTitle)
	c.count("table rows", len(b.Rows), MaxTableRows)
	c.count("table columns", len(b.Head), MaxTableCols)
	if len(b.Head) == 0 {
		c.fail("table head", ErrMissing)
	}
	n := Weight(b.Caption)
	for _, h := range b.Head {
		c.text("table head", h, MaxCell)
		n += Weight(h)
	}
	for _, r := range b.Rows {
		if len(r) != len(b.Head) {
			c.fail("table row", ErrUnfit)
		}
		for _, cell := range r {
			c.optional("table cell", cell, MaxCell)
			n += Weight(cell)
		}
	}
	return n
}

func (b Chart) weigh(c *check) int {
	if b.Kind != ChartBar && b.Kind != ChartLine {
		c.fail("chart kind", ErrUnfit)
	}
	c.text("chart title", b.Title, MaxChartTitle)
	c.optional("chart unit", b.Unit, MaxPointLabel)
	c.count("chart points", len(b.Labels), MaxPoints)
	c.count("chart series", len(b.Series), MaxSeries)
	if len(b.Labels) == 0 || len(b.Series) == 0 {
		c.fail("chart", ErrMissing)
	}
	n := Weight(b.Title)
	for _, l := range b.Labels {
		c.text("chart label", l, MaxPointLabel)
		n += Weight(l) * (1 + len(b.Series))
	}
	for _, s := range b.Series {
		c.text("series name", s.Name, MaxPointLabel)
		if len(s.Values) != len(b.Labels) {
			c.fail("series", ErrUnfit)
		}
		for _, v := range s.Values {
			if v != nil && (math.IsNaN(*v) || math.IsInf(*v, 0)) {
				c.fail("figure", ErrUnfit)
			}
		}
		n += Weight(s.Name) + 8*len(s.Values)
	}
	return n
}

func (b Progress) weigh(c *check) int {
	c.text("progress label", b.Label, MaxTitle)
	if b.Of <= 0 || b.Done < 0 || b.Done > b.Of {
		c.fail("progress", ErrUnfit)
	}
	return Weight(b.Label) + 20
}

func (b File) weigh(c *check) int {
	c.text("file name", b.Name, MaxFileName)
	c.text("file type", b.Type, MaxFileName)
	c.optional("file note", b.Note, MaxTitle)
	if len(b.Data) == 0 {
		c.fail("file", ErrMissing)
	}
	return Weight(b.Name) + Weight(b.Note)
}

// Blocks is a list of blocks that keeps its kinds through JSON.
type Blocks []Block

type tagged struct {
	Kind  string          `json:"kind"`
	Block json.RawMessage `json:"block"`
}

// MarshalJSON writes each block beside its kind. Private spans are masked.
func (bs Blocks) MarshalJSON() ([]byte, error) {
	out := make([]tagged, 0, len(bs))
	for _, b := range bs {
		if b == nil {
			return nil, fmt.Errorf("chat: encode block: %w", ErrMissing)
		}
		raw, err := json.Marshal(b)
		if err != nil {
			return nil, fmt.Errorf("chat: encode block: %w", err)
		}
		out = append(out, tagged{Kind: b.kind(), Block: raw})
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads what [Blocks.MarshalJSON] wrote.
func (bs *Blocks) UnmarshalJSON(data []byte) error {
	var in []tagged
	if err := json.Unmarshal(data, &in); err != nil {
		return fmt.Errorf("chat: decode blocks: %w", err)
	}
	out := make(Blocks, 0, len(in))
	for _, t := range in {
		b, err := decodeBlock(t)
		if err != nil {
			return err
		}
		out = append(out, b)
	}
	*bs = out
	return nil
}

func decodeBlock(t tagged) (Block, error) {
	switch t.Kind {
	case "text":
		return as[Text](t.Block)
	case "facts":
		return as[Facts](t.Block)
	case "table":
		return as[Table](t.Block)
	case "chart":
		return as[Chart](t.Block)
	case "progress":
		return as[Progress](t.Block)
	case "note":
		return as[Note](t.Block)
	case "file":
		return as[File](t.Block)
	default:
		return nil, fmt.Errorf("chat: decode blocks: unknown kind %q", t.Kind)
	}
}

func as[B Block](raw json.RawMessage) (Block, error) {
	var b B
	if err := json.Unmarshal(raw, &b); err != nil {
		return nil, fmt.Errorf("chat: decode block: %w", err)
	}
	return b, nil
}

// private lists the private spans, named by their place.
func (bs Blocks) private(prefix string) []private.Field {
	var fs []private.Field
	add := func(place string, spans []Span) {
		for i := range spans {
			if spans[i].Kind == SpanPrivate {
				name := place + "/" + strconv.Itoa(i)
				fs = append(fs, private.Field{Name: name, Text: &spans[i].Private, Visibility: private.OnlyMe})
			}
		}
	}
	for i, b := range bs {
		place := prefix + "/" + strconv.Itoa(i)
		switch b := b.(type) {
		case Text:
			add(place, b.Spans)
		case Note:
			add(place, b.Spans)
		case Facts:
			for j := range b.Rows {
				add(place+"/"+strconv.Itoa(j), b.Rows[j].Value)
			}
		}
	}
	return fs
}
