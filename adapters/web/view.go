package web

import (
	"encoding/base64"
	"fmt"
	"hash/fnv"
	"html/template"
	"net/url"
	"strconv"
	"strings"
	"time"

	"tsukiichi/bot/chat"
)

// builder turns the vocabulary into what the templates show.
type builder struct {
	words Words
	zone  *time.Location
	seal  func(token) string // with a fresh id and time
}

type personView struct {
	Words   Words
	Name    string
	Version string // of the static files
	Token   string // of the line being typed
	Chat    chatView
	Bar     *menuView // nil where nobody signs in
	Home    bool      // the home is shown first
	Drafts  bool      // kept on the server
}

type chatView struct {
	Words Words
	More  bool // there are earlier lines
	Lines []lineView
}

type lineView struct {
	Key     string // stable, fit for an element's id
	Day     string // set where a new day begins
	Clock   string
	Stamp   string // for machines
	Title   string
	Typed   string
	Mine    bool
	Body    []blockView
	Actions []actionView
	Words   Words
}

type actionView struct {
	Key, Token, Label string
	Style             chat.Style
	Opens             bool
	Ask               *chat.Confirm
}

type pageView struct {
	Words    Words
	Title    string
	Sections []sectionView
}

type sectionView struct {
	Title   string
	Body    []blockView
	Actions []actionView
}

type blockView struct {
	Words    Words
	Kind     string
	Spans    []chat.Span
	Facts    []chat.Fact
	Table    chat.Table
	Twice    bool // its title stands above it already
	Chart    chartView
	Progress chat.Progress
	File     fileView
}

type fileView struct {
	Name, Note, Size string
	Href             template.URL
}

func (b *builder) chat(lines []Line, more bool) chatView {
	v := chatView{Words: b.words, More: more}
	last := ""
	for _, l := range lines {
		lv := b.line(l)
		if lv.Day == last {
			lv.Day = ""
		} else {
			last = lv.Day
		}
		v.Lines = append(v.Lines, lv)
	}
	return v
}

func (b *builder) line(l Line) lineView {
	at := l.At.In(b.zone)
	v := lineView{
		Key: "l" + key(l.ID), Day: b.words.day(at), Clock: b.words.clock(at),
		Stamp: at.Format(time.RFC3339), Words: b.words,
	}
	if l.Message == nil {
		v.Mine, v.Typed = true, l.Typed.Reveal()
		return v
	}
	v.Title = l.Message.Title
	v.Body = b.blocks(l.Message.Body, func(n int, _ chat.File) template.URL {
		q := url.Values{"line": {l.ID}, "n": {strconv.Itoa(n)}}
		return template.URL("file?" + q.Encode()) //nolint:gosec // built from escaped parts
	})
	v.Actions = b.actions(v.Key, l.ID, l.Message.Actions)
	return v
}

func (b *builder) page(p chat.Page) pageView {
	v := pageView{Words: b.words, Title: p.Title}
	for i, s := range p.Sections {
		v.Sections = append(v.Sections, sectionView{
			Title: s.Title, Body: untwice(b.blocks(s.Body, inside), s.Title),
			Actions: b.actions("s"+key(p.Title)+strconv.Itoa(i), "", s.Actions),
		})
	}
	return v
}

// untwice marks a table or chart whose title only repeats the heading above it.
func untwice(body []blockView, title string) []blockView {
	for i := range body {
		switch body[i].Kind {
		case "table":
			body[i].Twice = body[i].Table.Caption == title
		case "chart":
			body[i].Twice = body[i].Chart.Title == title
		}
	}
	return body
}

func (b *builder) actions(owner, line string, actions []chat.Action) []actionView {
	var vs []actionView
	for i, a := range actions {
		vs = append(vs, actionView{
			Key: owner + "-" + strconv.Itoa(i), Label: a.Label, Style: a.Style, Opens: a.Opens, Ask: a.Confirm,
			Token: b.seal(token{Kind: kindPress, Action: a.ID, Arg: a.Arg, Line: line}),
		})
	}
	return vs
}

// blocks gives each block its view; href is the address of the n-th block,
// a file.
func (b *builder) blocks(body []chat.Block, href func(n int, f chat.File) template.URL) []blockView {
	var vs []blockView
	for n, block := range body {
		v := blockView{Words: b.words}
		switch block := block.(type) {
		case chat.Text:
			v.Kind, v.Spans = "text", block.Spans
		case chat.Note:
			v.Kind, v.Spans = "note", block.Spans
		case chat.Facts:
			v.Kind, v.Facts = "facts", block.Rows
		case chat.Table:
			v.Kind, v.Table = "table", block
		case chat.Chart:
			v.Kind, v.Chart = "chart", drawChart(block)
		case chat.Progress:
			v.Kind, v.Progress = "progress", block
		case chat.File:
			v.Kind = "file"
			v.File = fileView{Name: block.Name, Note: block.Note, Href: href(n, block)}
			if len(block.Data) > 0 { // else it is made when it is asked for
				v.File.Size = size(len(block.Data))
			}
		}
		vs = append(vs, v)
	}
	return vs
}

// inside puts a file's bytes into its own address: a page is not kept, so
// there is nowhere to ask for the file later.
func inside(_ int, f chat.File) template.URL {
	data := base64.StdEncoding.EncodeToString(f.Data)
	return template.URL("data:" + strings.ReplaceAll(mediaType(f.Type), " ", "") + ";base64," + data) //nolint:gosec // a checked type and base64
}

func size(n int) string {
	if n < 1<<20 {
		return strconv.Itoa((n+1<<10-1)>>10) + " KB"
	}
	return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
}

// key makes a short id from one that may hold any character.
func key(id string) string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(id))
	return strconv.FormatUint(h.Sum64(), 36)
}

// safeLink reports whether a link's address may be followed from a page.
func safeLink(address string) bool {
	return strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "http://")
}
