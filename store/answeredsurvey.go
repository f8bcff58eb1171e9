package store

import "tsukiichi/bot/mentoring"

// answeredSurvey reports whether the programme's questionnaire asks the person,
// and whether they have answered all that it asks of them.
func answeredSurvey(tx Tx, r mentoring.Rules, s Survey, p mentoring.Person, on mentoring.Date) (asked, did bool, err error) {
	did = true
	for _, part := range mentoring.SurveyParts() {
		in, err := IsSurveyed(tx, r, s.Window, p, part, on)
		if err != nil {
			return false, false, err
		}
		if !in {
			continue
		}
		asked = true
		sent, err := SurveyAnswered(tx, r.Programme().ID, part, p.ID)
		if err != nil {
			return false, false, err
		}
		did = did && sent
	}
	return asked, asked && did, nil
}
