package bot

import (
	"tsukiichi/bot/catalog"
	"tsukiichi/bot/mentoring"
)

// What January says besides the figures of the talks.

// surveyTendencies is what the October survey says of the city as a whole.
func surveyTendencies(*scene, mentoring.Rules, catalog.Words) (string, bool, error) {
	return "", false, nil
}

// januaryVoices is the lines whose authors agreed to exactly these words.
func januaryVoices(*scene, mentoring.Rules, catalog.Words) (string, bool, error) {
	return "", false, nil
}
