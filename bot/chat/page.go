package chat

import (
	"strconv"
	"strings"

	"tsukiichi/bot/private"
)

// Page is a screen of its own: a person's home, or something to read that
// must not stay in the chat's history. Build it with [NewPage].
type Page struct {
	Title    string    `json:"title"`
	Sections []Section `json:"sections"`
}

// Section is a part of a page with a heading and its own actions.
type Section struct {
	Title   string   `json:"title,omitempty"`
	Body    Blocks   `json:"body"`
	Actions []Action `json:"actions,omitempty"`
}

// NewPage returns a page that every adapter can render, or an error like
// [NewMessage]'s. Private text is welcome here. At most one action of the
// whole page is primary in each section.
func NewPage(title string, sections ...Section) (Page, error) {
	c := &check{where: "page"}
	c.text("title", title, MaxTitle)
	c.count("sections", len(sections), MaxSections)
	if len(sections) == 0 {
		c.fail("sections", ErrMissing)
	}
	blocks := 0
	for _, s := range sections {
		c.optional("section title", s.Title, MaxTitle)
		if len(s.Body) == 0 && len(s.Actions) == 0 {
			c.fail("section", ErrMissing)
		}
		weighBlocks(c, s.Body)
		checkActions(c, s.Actions)
		blocks += len(s.Body) + 2
	}
	c.count("page blocks", blocks, MaxPageBlocks)
	return Page{Title: title, Sections: sections}, c.err
}

// Text is the page as plain lines, private text masked.
func (p Page) Text() string {
	lines := []string{p.Title}
	for _, s := range p.Sections {
		if s.Title != "" {
			lines = append(lines, s.Title)
		}
		lines = append(lines, s.Body.lines()...)
	}
	return strings.Join(lines, "\n")
}

// Private lists the page's private texts (see [private.Holder]).
func (p *Page) Private() []private.Field {
	var fs []private.Field
	for i, s := range p.Sections {
		fs = append(fs, s.Body.private("page/"+strconv.Itoa(i))...)
	}
	return fs
}
