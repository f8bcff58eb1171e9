package store

import "tsukiichi/bot/mentoring"

// OpenDay is a day on which a programme's open room is open.
type OpenDay struct {
	ID        string              `json:"id"`
	Programme string              `json:"programme"`
	On        mentoring.Date      `json:"on"`
	From      mentoring.TimeOfDay `json:"from"`
	To        mentoring.TimeOfDay `json:"to"`
	Place     string              `json:"place"` // as HR wrote it for everybody
	SetBy     string              `json:"set_by"`
	Off       bool                `json:"off,omitempty"` // called off
}

// OpenDays is the days by id; "programme" lists a programme's, earliest first.
var OpenDays = Table[OpenDay]{
	Name: "open-days",
	Key:  func(d OpenDay) string { return d.ID },
	Indexes: []Index[OpenDay]{
		{Name: "programme", Keys: func(d OpenDay) []string { return keys(Join(d.Programme, d.On.String(), d.From.String())) }},
	},
}

// OpenDaysOf lists the programme's days, earliest first.
func OpenDaysOf(tx Tx, programme string) ([]OpenDay, error) {
	return OpenDays.All(tx, Span{Index: "programme", Prefix: Under(programme)})
}

// OpenDayKey is the key of the intent that tells a person of the day: once, for
// ever.
func OpenDayKey(day, to string) string { return "open-day/" + day + "/" + to }
