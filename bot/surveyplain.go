package bot

import (
	"strings"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
)

// The words of a questionnaire that HR types are meant for everybody who is
// asked: here they become plain.

// wording is the words of two fields, Japanese and English; without English
// there is Japanese alone.
func wording(v chat.Values, ja, en string) mentoring.Words {
	out := mentoring.Words{}
	for lang, field := range map[string]string{"ja": ja, "en": en} {
		if text := v.Text(field).Reveal(); text != "" {
			out[lang] = text
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// optionLines is options one a line, English behind a stroke: 軽い / Light.
func optionLines(v chat.Values, field string) (out []mentoring.Words) {
	for line := range strings.Lines(v.Text(field).Reveal()) {
		ja, en, _ := strings.Cut(line, " / ")
		if ja = strings.TrimSpace(ja); ja == "" {
			continue
		}
		w := mentoring.Words{"ja": ja}
		if en = strings.TrimSpace(en); en != "" {
			w["en"] = en
		}
		out = append(out, w)
	}
	return out
}
