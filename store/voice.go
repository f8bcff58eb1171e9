package store

import (
	"time"

	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/private"
)

// VoiceState is how far a voice has come.
type VoiceState string

// The states. Only an approved voice is read by others than its author and HR.
const (
	VoiceOffered   VoiceState = "offered"   // by its author, for HR to word
	VoiceProposed  VoiceState = "proposed"  // HR has written the exact words
	VoiceApproved  VoiceState = "approved"  // the author agrees to those words
	VoiceDeclined  VoiceState = "declined"  // the author does not, HR may word it anew
	VoiceWithdrawn VoiceState = "withdrawn" // by its author: the words are gone
	VoicePassed    VoiceState = "passed"    // HR thanks and leaves it
)

// Voice is a line that somebody offers to those who come after them. The words
// belong to the author, those that HR proposes too: they are about nobody else.
type Voice struct {
	ID        string         `json:"id"`
	Programme string         `json:"programme"`
	Author    string         `json:"author"`
	Part      mentoring.Part `json:"part"`
	State     VoiceState     `json:"state"`
	Offered   private.Text   `json:"offered,omitzero"`
	Wording   private.Text   `json:"wording,omitzero"` // the exact words, by HR
	Version   int            `json:"version"`          // of the wording: what is approved is this one
	// Steps is what was agreed to and when, the oldest first.
	Steps []VoiceStep `json:"steps,omitempty"`
}

// VoiceStep is one thing that was done about a voice.
type VoiceStep struct {
	State   VoiceState `json:"state"`
	By      string     `json:"by"`
	Version int        `json:"version"`
	At      time.Time  `json:"at"`
}

// voiceWording names the words that are everybody's once they are approved.
const voiceWording = "wording"

// Private lists the words.
func (v *Voice) Private() []private.Field {
	return []private.Field{
		{Name: "offered", Text: &v.Offered, Visibility: private.HR},
		{Name: voiceWording, Text: &v.Wording, Visibility: private.HR},
	}
}

// Step notes what was done about it.
func (v *Voice) Step(to VoiceState, by string, at time.Time) {
	v.State = to
	v.Steps = append(v.Steps, VoiceStep{State: to, By: by, Version: v.Version, At: at})
}

// Voices is the voices by id, found by programme and state, and by author.
var Voices = Table[Voice]{
	Name: "voices",
	Key:  func(v Voice) string { return v.ID },
	Indexes: []Index[Voice]{
		{Name: "state", Keys: func(v Voice) []string { return keys(Join(string(v.State), v.Programme, v.ID)) }},
		{Name: "author", Keys: func(v Voice) []string { return keys(Join(v.Author, v.ID)) }},
	},
}
