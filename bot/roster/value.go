package roster

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"tsukiichi/bot/mentoring"
)

// Limits of a cell, in characters. What people read must fit a button.
const (
	maxText    = 60
	maxEmail   = 254 // RFC 5321
	maxAccount = 128
	maxNumber  = 32
	maxGrade   = 20
)

func readName(s string) (string, Code)  { return within(clean(s), maxText) }
func readWords(s string) (string, Code) { return within(words(s), maxText) }
func readLabel(s string) (string, Code) { return within(label(s), maxText) }

func within(s string, limit int) (string, Code) {
	if utf8.RuneCountInString(s) > limit {
		return "", TooLong
	}
	return s, ""
}

func readItems(s string) ([]string, Code) {
	out := items(s)
	for _, it := range out {
		if _, code := within(it, maxText); code != "" {
			return nil, code
		}
	}
	return out, ""
}

// readNumber takes an employee number. It becomes part of the store's keys.
func readNumber(s string) (string, Code) {
	s = words(s)
	for _, r := range s {
		if !alnum(r) && !strings.ContainsRune("-_.", r) {
			return "", BadNumber
		}
	}
	if len(s) > maxNumber {
		return "", BadNumber
	}
	return s, ""
}

func alnum(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z'
}

// readEmail takes what looks like an address, in small letters.
func readEmail(s string) (string, Code) {
	s = strings.ToLower(words(s))
	if s == "" {
		return "", ""
	}
	if len(s) > maxEmail {
		return "", TooLong
	}
	local, domain, _ := strings.Cut(s, "@")
	if local == "" || strings.ContainsAny(s, " <>()[],;:\"\\'`|") || !strings.Contains(domain, ".") {
		return "", BadEmail
	}
	for part := range strings.SplitSeq(domain, ".") {
		if part == "" || strings.ContainsFunc(part, func(r rune) bool { return !alnum(r) && r != '-' }) {
			return "", BadEmail
		}
	}
	return s, ""
}

func readAccount(s string) (string, Code) {
	s = words(s)
	if strings.Contains(s, " ") {
		return "", BadAccount
	}
	return within(s, maxAccount)
}

// readGrade takes 3 and 3級; an empty cell is 0, unknown.
func readGrade(s string) (int, Code) {
	s = strings.TrimSpace(strings.TrimSuffix(words(s), "級"))
	if s == "" {
		return 0, ""
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > maxGrade {
		return 0, BadGrade
	}
	return n, ""
}

func readEntry(s string) (mentoring.Entry, Code) {
	switch headingKey(s) {
	case "":
		return "", ""
	case "高卒程度", "高卒", "highschool":
		return mentoring.EntryHighSchool, ""
	case "大卒程度", "大卒", "university":
		return mentoring.EntryUniversity, ""
	case "社会人等職務経験者", "社会人等", "社会人", "社会人経験者", "職務経験者", "経験者", "experienced":
		return mentoring.EntryExperienced, ""
	default:
		return "", UnknownEntry
	}
}

// readRoles gives the roles in a fixed order.
func readRoles(s string) ([]mentoring.Role, Code) {
	var out []mentoring.Role
	for _, it := range items(s) {
		r, ok := role(it)
		if !ok {
			return nil, UnknownRole
		}
		out = append(out, r)
	}
	order := []mentoring.Role{mentoring.RoleMentee, mentoring.RoleMentor, mentoring.RoleHead, mentoring.RoleHR}
	slices.SortFunc(out, func(a, b mentoring.Role) int { return slices.Index(order, a) - slices.Index(order, b) })
	return slices.Compact(out), ""
}

func role(s string) (mentoring.Role, bool) {
	switch headingKey(s) {
	case "メンティ", "メンティー", "新採用職員", "mentee":
		return mentoring.RoleMentee, true
	case "メンター", "mentor":
		return mentoring.RoleMentor, true
	case "所属長", "head", "sectionhead":
		return mentoring.RoleHead, true
	case "人事", "人事課", "hr":
		return mentoring.RoleHR, true
	default:
		return "", false
	}
}

func readLocale(s string) (string, Code) {
	lang, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(words(s)), "_", "-"), "-")
	switch lang {
	case "":
		return "", ""
	case "ja", "日本語", "japanese":
		return "ja", ""
	case "en", "英語", "english":
		return "en", ""
	default:
		return "", UnknownLocale
	}
}

// readActive takes an empty cell for yes: nobody is lost by a cell left out.
func readActive(s string) (bool, Code) {
	switch strings.ToLower(words(s)) {
	case "", "在籍", "在籍中", "○", "〇", "◯", "1", "true", "yes", "y":
		return true, ""
	case "退職", "離職", "×", "✕", "x", "0", "false", "no", "n":
		return false, ""
	default:
		return true, BadActive
	}
}

// readDate takes 2026-04-01, 2026/4/1, 2026.4.1, 20260401, 2026年4月1日,
// 令和8年4月1日, R8.4.1 and a midnight that a spreadsheet added.
func readDate(s string) (mentoring.Date, Code) {
	s = strings.ToUpper(words(s))
	if s == "" {
		return mentoring.Date{}, ""
	}
	if day, clock, ok := strings.Cut(s, " "); ok && strings.Trim(clock, "0:") == "" {
		s = day
	}
	era := 0
	for _, e := range eras() {
		if rest, ok := strings.CutPrefix(s, e.kanji); ok {
			s, era = rest, e.before
		} else if rest, ok := strings.CutPrefix(s, e.letter); ok {
			s, era = rest, e.before
		}
	}
	if era > 0 {
		s = strings.Replace(s, "元年", "1年", 1)
	}
	y, m, d, ok := parts(s)
	if era > 0 && (y < 1 || y > 99) {
		ok = false
	}
	y += era
	date := mentoring.On(y, time.Month(m), d)
	if !ok || y < 1900 || y > 2199 || date != (mentoring.Date{Year: y, Month: time.Month(m), Day: d}) {
		return mentoring.Date{}, BadDate
	}
	return date, ""
}

// era is a Japanese era; before is the year before its first.
type era struct {
	kanji, letter string
	before        int
}

func eras() []era {
	return []era{{"令和", "R", 2018}, {"平成", "H", 1988}, {"昭和", "S", 1925}}
}

// parts reads year, month and day in one of the ways they are written.
func parts(s string) (y, m, d int, ok bool) {
	s = strings.TrimSuffix(strings.NewReplacer("年", "-", "月", "-", "/", "-", ".", "-").Replace(s), "日")
	if len(s) == len("20260401") && !strings.Contains(s, "-") {
		s = s[:4] + "-" + s[4:6] + "-" + s[6:]
	}
	ps := strings.Split(s, "-")
	if len(ps) != 3 {
		return 0, 0, 0, false
	}
	var n [3]int
	for i, p := range ps {
		v, err := strconv.ParseUint(strings.TrimSpace(p), 10, 16)
		if err != nil {
			return 0, 0, 0, false
		}
		n[i] = int(v)
	}
	return n[0], n[1], n[2], true
}

// readLeave takes spans like 2026-06-01/2026-07-31 or 2026/6/1〜2026/7/31,
// several with ";", each with an open end if nothing follows the stroke.
func readLeave(s string) ([]mentoring.Leave, Code) {
	var out []mentoring.Leave
	for _, it := range items(s) {
		l, ok := span(it)
		if !ok {
			return nil, BadLeave
		}
		if !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	slices.SortFunc(out, func(a, b mentoring.Leave) int {
		if c := a.From.Compare(b.From); c != 0 {
			return c
		}
		return a.To.Compare(b.To)
	})
	return out, ""
}

// span tries every stroke, since one may belong to a date. A single date is
// refused: nobody can tell whether it is one day or the first.
func span(s string) (mentoring.Leave, bool) {
	for i, r := range s {
		if !strings.ContainsRune("/~〜", r) {
			continue
		}
		from, bad := readDate(s[:i])
		if bad != "" || from.IsZero() {
			continue
		}
		to, bad := readDate(s[i+utf8.RuneLen(r):])
		if bad != "" || !to.IsZero() && to.Before(from) {
			continue
		}
		return mentoring.Leave{From: from, To: to}, true
	}
	return mentoring.Leave{}, false
}
