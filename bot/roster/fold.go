package roster

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// radicals are characters that a PDF gives where it shows the letter beside
// them (課⻑ for 課長). NFKC leaves the CJK Radicals Supplement (U+2E80…) alone
// and takes some Kangxi radicals (U+2F00…) to forms that Japan does not write.
// Source: Unicode, EquivalentUnifiedIdeograph.txt, as far as Japanese uses it.
func radical(r rune) rune {
	switch r {
	case '\u2E8E':
		return '兀'
	case '\u2E92':
		return '巳'
	case '\u2E93':
		return '幺'
	case '\u2E9C':
		return '日'
	case '\u2E9D':
		return '月'
	case '\u2E9F':
		return '母'
	case '\u2EA0':
		return '民'
	case '\u2EA7':
		return '牛'
	case '\u2EA9':
		return '王'
	case '\u2EAC':
		return '示'
	case '\u2EB6':
		return '羊'
	case '\u2EBC':
		return '肉'
	case '\u2EC1':
		return '虎'
	case '\u2EC4':
		return '西'
	case '\u2EC6':
		return '角'
	case '\u2ECC', '\u2ECD', '\u2ECE':
		return '辶'
	case '\u2ED1':
		return '長'
	case '\u2ED7':
		return '雨'
	case '\u2ED8', '\u2FAD':
		return '青'
	case '\u2EDD':
		return '食'
	case '\u2EE3':
		return '骨'
	case '\u2EE4':
		return '鬼'
	case '\u2EE8':
		return '麦'
	case '\u2EE9', '\u2FC8':
		return '黄'
	case '\u2EEB':
		return '斉'
	case '\u2EED', '\u2FD2':
		return '歯'
	case '\u2EEF':
		return '竜'
	case '\u2EF2':
		return '亀'
	case '\u2F3E':
		return '戸'
	case '\u2FCA':
		return '黒'
	default:
		return r
	}
}

// kangxi reports whether r is a Kangxi radical, which is never meant.
func kangxi(r rune) bool { return r >= 0x2F00 && r <= 0x2FD5 }

// clean is s in one line without anything invisible around or in it, look-
// alikes mended, every letter otherwise as it was written.
func clean(s string) string {
	var sb strings.Builder
	gap := false
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		switch {
		case unicode.IsSpace(r):
			gap = true
			continue
		case unicode.Is(unicode.Cc, r), unicode.Is(unicode.Cf, r):
			continue
		}
		if gap && sb.Len() > 0 {
			sb.WriteByte(' ')
		}
		gap = false
		if r = radical(r); kangxi(r) {
			sb.WriteString(norm.NFKC.String(string(r)))
			continue
		}
		sb.WriteRune(r)
	}
	return sb.String()
}

// words is s with full-width digits and letters and half-width kana in their
// usual width, so that what reads the same is the same.
func words(s string) string { return clean(norm.NFKC.String(clean(s))) }

var wideBrackets = strings.NewReplacer("(", "（", ")", "）")

// label is words that are shown to people: brackets in their Japanese width.
func label(s string) string {
	return wideBrackets.Replace(words(s))
}

// items are the parts of a list in a cell: several with ; or a comma of either
// kind, or one a line. Each comes once.
func items(s string) []string {
	var out []string
	s = strings.NewReplacer("\r", ";", "\n", ";").Replace(s)
	seen := map[string]bool{}
	for _, part := range strings.FieldsFunc(words(s), separator) {
		if part = label(part); part != "" && !seen[part] {
			seen[part] = true
			out = append(out, part)
		}
	}
	return out
}

func separator(r rune) bool { return r == ';' || r == ',' || r == '、' }
