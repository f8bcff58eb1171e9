package bot

import (
	"slices"
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/mentoring"
)

// What January says besides the figures of the talks.

// januaryVoicesMost is how many voices the template holds; HR may take some
// out.
const januaryVoicesMost = 5

// januaryVoices is the latest lines whose authors agreed to exactly these
// words.
func januaryVoices(s *scene, r mentoring.Rules, w catalog.Words) (string, bool, error) {
	all, err := approvedVoices(s.tx, r.Programme().ID)
	if err != nil || len(all) == 0 {
		return "", false, err
	}
	slices.Reverse(all)
	var lines []string
	for _, words := range all[:min(len(all), januaryVoicesMost)] {
		lines = append(lines, w.T(catalog.JanuaryVoice)+oneLine(words))
	}
	return strings.Join(lines, "\n"), true, nil
}

// oneLine is words on one line of a text, without what would be read as marks.
func oneLine(words string) string {
	words = strings.Join(strings.Fields(words), " ")
	return strings.NewReplacer("**", "＊＊", "](", "] (").Replace(words)
}

// surveyTendencies is what the October survey says of the city as a whole.
func surveyTendencies(*scene, mentoring.Rules, catalog.Words) (string, bool, error) {
	return "", false, nil
}
