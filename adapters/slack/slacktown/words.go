package slacktown

import (
	"regexp"
	"strings"

	"tsukiichi/adapters/townhall"
)

// rich shows rich text, one line for each section. A bold beginning that is
// set apart by two spaces is a label.
func (t *Town) rich(o object) []string {
	var out []string
	for _, v := range townhall.ListAt(o, "elements") {
		section, _ := v.(object)
		if section["type"] == "rich_text_list" {
			out = append(out, t.rich(section)...)
			continue
		}
		out = append(out, t.run(townhall.ListAt(section, "elements")))
	}
	return out
}

func (t *Town) run(elements []any) string {
	line := ""
	for n, v := range elements {
		e, _ := v.(object)
		s := townhall.TextAt(e, "text")
		switch townhall.TextAt(e, "type") {
		case "user":
			s = "@" + townhall.TextAt(e, "user_id")
			if u := t.users[townhall.TextAt(e, "user_id")]; u != nil {
				s = u.Name
			}
		case "link":
			if s == "" {
				s = townhall.TextAt(e, "url")
			}
		}
		if n == 1 && strings.HasPrefix(s, "  ") && townhall.ObjectAt(elements[0].(object), "style")["bold"] == true {
			s = ": " + strings.TrimPrefix(s, "  ")
		}
		line += s
	}
	return line
}

func (t *Town) words(o object) string {
	if o["type"] == "mrkdwn" {
		return t.unmark(townhall.TextAt(o, "text"))
	}
	return townhall.TextAt(o, "text")
}

var (
	mention = regexp.MustCompile(`<@([A-Z0-9a-z]+)(\|[^>]*)?>`)
	linked  = regexp.MustCompile(`<(https?://[^|>]+)\|([^>]*)>`)
	bare    = regexp.MustCompile(`<(https?://[^|>]+)>`)
	bold    = regexp.MustCompile(`\*([^*\n]+)\*`)
	hidden  = strings.NewReplacer("\u200b", "", "\u2060", "", "\u200c", "", "\u200d", "", "\ufeff", "")
)

// unmark reads mrkdwn as a client draws it.
func (t *Town) unmark(s string) string {
	s = mention.ReplaceAllStringFunc(s, func(m string) string {
		if u := t.users[mention.FindStringSubmatch(m)[1]]; u != nil {
			return u.Name
		}
		return m
	})
	return unmark(s)
}

func unmark(s string) string {
	s = linked.ReplaceAllString(s, "$2")
	s = bare.ReplaceAllString(s, "$1")
	s = bold.ReplaceAllString(s, "$1")
	s = hidden.Replace(s)
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(s)
}

// escape is what Slack does to what people type.
func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}
