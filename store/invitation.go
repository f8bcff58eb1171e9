package store

import "time"

// Invitation is a mentee's word to somebody whom they want as their mentor, and
// what became of it.
type Invitation struct {
	ID        string        `json:"id"`
	Programme string        `json:"programme"`
	Mentee    string        `json:"mentee"`
	Mentor    string        `json:"mentor"`
	At        time.Time     `json:"at"`
	Answer    InvitationEnd `json:"answer,omitempty"`
	EndedAt   time.Time     `json:"ended_at,omitzero"`
}

// InvitationEnd is how an invitation ended.
type InvitationEnd string

// The ends of an invitation.
const (
	InvitationOpen      InvitationEnd = ""
	InvitationAccepted  InvitationEnd = "accepted"
	InvitationDeclined  InvitationEnd = "declined"
	InvitationWithdrawn InvitationEnd = "withdrawn" // by the mentee
	InvitationLapsed    InvitationEnd = "lapsed"    // one of the two has left, or the programme was closed
)

// Invitations is the invitations by id, found by mentee and by mentor in the
// order of time, and the open ones by programme.
var Invitations = Table[Invitation]{
	Name: "invitations",
	Key:  func(i Invitation) string { return i.ID },
	Indexes: []Index[Invitation]{
		{Name: "mentee", Keys: func(i Invitation) []string { return keys(Join(i.Mentee, i.Programme, Stamp(i.At))) }},
		{Name: "mentor", Keys: func(i Invitation) []string { return keys(Join(i.Mentor, Stamp(i.At))) }},
		{Name: "open", Keys: func(i Invitation) []string {
			if i.Answer != InvitationOpen {
				return nil
			}
			return keys(Join(i.Programme, i.Mentee))
		}},
	},
}

// OpenInvitation is the mentee's invitation that waits for an answer; ok is
// false where there is none.
func OpenInvitation(tx Tx, programme, mentee string) (open Invitation, ok bool, err error) {
	waiting, err := Invitations.All(tx, Span{Index: "open", Prefix: Under(programme, mentee)})
	if err != nil || len(waiting) == 0 {
		return open, false, err
	}
	return waiting[0], true, nil
}
