package bot

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
)

// What a typed line says as the answer to one question: an option by its label
// or its number, a name, a day or a time as people write them. What is not
// understood stays as it is, and the form's own rules say what is wrong.

func (s *scene) typed(fd chat.Field, words string) ([]string, error) {
	plain := narrow(words)
	switch fd.Kind {
	case chat.FieldShort, chat.FieldLong:
		return []string{words}, nil
	case chat.FieldDate:
		today, err := s.today()
		return []string{typedDay(plain, today)}, err
	case chat.FieldTime:
		return []string{typedTime(plain)}, nil
	case chat.FieldConsent:
		if slices.Contains([]string{"はい", "ok", "yes", "y"}, strings.ToLower(plain)) {
			plain = consentGiven
		}
		return []string{plain}, nil
	case chat.FieldSeveral:
		return typedOptions(fd, words), nil
	case chat.FieldChoice, chat.FieldPerson:
		return []string{typedOption(fd, words)}, nil
	default:
		return []string{plain}, nil
	}
}

// consentGiven is the value of a tick that was given.
const consentGiven = "yes"

// typedOption is the value of the option that the line names: by its label, by
// its number, or by the beginning of exactly one label.
func typedOption(fd chat.Field, words string) string {
	begins, start := "", strings.TrimSuffix(squeeze(words), "さん")
	for i, o := range fd.Options {
		switch {
		case words == o.Label || narrow(words) == strconv.Itoa(i+1):
			return o.Value
		case start == "" || !strings.HasPrefix(squeeze(o.Label), start):
		case begins == "":
			begins = o.Value
		default:
			begins = words // more than one begins like it
		}
	}
	if begins != "" {
		return begins
	}
	return words
}

// typedOptions are the options of a line such as 「1、3」. A label may have a
// space within: only what names none is taken apart there.
func typedOptions(fd chat.Field, words string) []string {
	if whole := typedOption(fd, words); whole != words {
		return []string{whole}
	}
	var out []string
	add := func(value string) {
		if !slices.Contains(out, value) {
			out = append(out, value)
		}
	}
	for part := range strings.FieldsFuncSeq(words, func(r rune) bool { return strings.ContainsRune(",，、;；", r) }) {
		part = strings.TrimSpace(part)
		if value := typedOption(fd, part); value != part {
			add(value)
			continue
		}
		for piece := range strings.FieldsFuncSeq(part, func(r rune) bool { return strings.ContainsRune("・ 　", r) }) {
			add(typedOption(fd, piece))
		}
	}
	if len(out) == 0 {
		return []string{words}
	}
	return out
}

func dayPattern() *regexp.Regexp {
	return regexp.MustCompile(`^(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?(?:\(.\))?$`)
}

func timePattern() *regexp.Regexp {
	return regexp.MustCompile(`^(午前|午後)?(\d{1,2})(?::|時)(?:(\d{1,2})分?|(半))?$`)
}

// typedDay is the day as 2026-07-15. A day without a year is the one nearest
// to today.
func typedDay(words string, today mentoring.Date) string {
	for i, names := range [][]string{{"昨日", "きのう", "yesterday"}, {"今日", "きょう", "本日", "today"}, {"明日", "あした", "tomorrow"}} {
		if slices.Contains(names, strings.ToLower(words)) {
			return today.Add(i - 1).String()
		}
	}
	m := dayPattern().FindStringSubmatch(words)
	if m == nil {
		return words
	}
	if m[1] != "" {
		return isoDay(m[1], m[2], m[3])
	}
	best, far := words, time.Duration(0)
	noon := today.At(mentoring.TimeOfDay{Hour: 12}, time.UTC)
	for year := today.Year - 1; year <= today.Year+1; year++ {
		d, err := mentoring.ParseDate(isoDay(strconv.Itoa(year), m[2], m[3]))
		if err != nil {
			continue
		}
		away := noon.Sub(d.At(mentoring.TimeOfDay{Hour: 12}, time.UTC)).Abs()
		if best == words || away < far {
			best, far = d.String(), away
		}
	}
	return best
}

func isoDay(year, month, day string) string { return fmt.Sprintf("%s-%02s-%02s", year, month, day) }

// typedTime is the time as 15:30. One without 午前 or 午後 is of 24 hours.
func typedTime(words string) string {
	if _, err := time.Parse("1504", words); err == nil {
		return words[:2] + ":" + words[2:]
	}
	m := timePattern().FindStringSubmatch(words)
	if m == nil {
		return words
	}
	hour, _ := strconv.Atoi(m[2])
	minute, _ := strconv.Atoi(m[3])
	if m[1] == "午後" && hour < 12 {
		hour += 12
	}
	if m[4] != "" {
		minute = 30
	}
	return fmt.Sprintf("%02d:%02d", hour, minute)
}

// today is the reader's day.
func (s *scene) today() (mentoring.Date, error) {
	r, ok, err := s.currentRules()
	if err != nil || !ok {
		return mentoring.DateOf(s.now), err
	}
	return mentoring.DateOf(s.local(r, s.now)), nil
}
