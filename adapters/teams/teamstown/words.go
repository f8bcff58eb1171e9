package teamstown

import (
	"regexp"
	"strings"

	"tsukiichi/adapters/townhall"
)

var (
	escaped = regexp.MustCompile(`\\([!-/:-@\[-` + "`" + `{-~])`)
	linked  = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`)
	bold    = regexp.MustCompile(`\*\*([^*]+)\*\*`)
	italic  = regexp.MustCompile(`(^|[^\p{L}\p{N}_])_([^_\n]+)_`)
	hidden  = strings.NewReplacer("\u200b", "", "\u2060", "", "\u200c", "", "\u200d", "", "\ufeff", "")
	unhtml  = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&nbsp;", " ", "&quot;", `"`, "&#39;", "'", "&amp;", "&")
)

// plane is where escaped characters wait while marks are read.
const plane = 0xE000

// unmark reads a TextBlock's text as a client draws it.
func unmark(s string) string {
	s = escaped.ReplaceAllStringFunc(s, func(m string) string { return string(rune(plane + int(m[1]))) })
	s = tag.ReplaceAllString(s, "$1")
	s = linked.ReplaceAllString(s, "$1")
	s = bold.ReplaceAllString(s, "$1")
	s = italic.ReplaceAllString(s, "$1$2")
	s = unhtml.Replace(hidden.Replace(s))
	return strings.Map(func(r rune) rune {
		if r >= plane && r < plane+128 {
			return r - plane
		}
		return r
	}, s)
}

// inlines are the words of a RichTextBlock.
func inlines(o object) string {
	s := ""
	for _, v := range townhall.ListAt(o, "inlines") {
		switch v := v.(type) {
		case string:
			s += v
		case object:
			s += townhall.TextAt(v, "text")
		}
	}
	return hidden.Replace(s)
}
