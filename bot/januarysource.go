package bot

import (
	"slices"
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
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

// januaryScales is how many questions of each part the template quotes; HR may
// take some out or add others from the results.
const januaryScales = 3

// surveyTendencies is what the October survey says of the city as a whole: who
// answered and the means of the first scales, as they were published when HR
// closed it.
func surveyTendencies(s *scene, r mentoring.Rules, w catalog.Words) (string, bool, error) {
	var lines []string
	for _, part := range mentoring.SurveyParts() {
		res, ok, err := store.SurveyResults.Get(s.tx, store.Join(r.Programme().ID, string(part)))
		if err != nil {
			return "", false, err
		}
		if !ok {
			continue // withheld, or not closed yet
		}
		who := catalog.JanuaryMenteesAnswered
		if part == mentorSide {
			who = catalog.JanuaryMentorsAnswered
		}
		lines = append(lines, w.T(who, catalog.N(res.Answers)))
		quoted := 0
		for _, td := range mentoring.WholeCity(res.Tendencies) {
			if td.Question.Kind != mentoring.QuestionScale || td.Answers == 0 || quoted == januaryScales {
				continue
			}
			quoted++
			lines = append(lines, w.T(catalog.JanuaryScale, catalog.A("Question", oneLine(td.Question.Label.In(w.Lang()))), catalog.A("Mean", mean(td.Mean))))
		}
	}
	return strings.Join(lines, "\n"), len(lines) > 0, nil
}
