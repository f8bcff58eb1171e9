package store

import (
	"time"

	"tsukiichi/bot/chat"
)

// How people come in by the web: codes, of which only the hash is kept, and
// the sessions that follow.

// Door is what is remembered of one person and the web.
type Door struct {
	Person string `json:"person"`
	// Asked is when codes were sent because somebody asked on the page, Pressed
	// because the person did in their chat: those within [AskedFor] of the last.
	Asked   []time.Time `json:"asked,omitempty"`
	Pressed []time.Time `json:"pressed,omitempty"`
	// Hash is of the code that is good until Expires, nil for none.
	Hash    []byte    `json:"hash,omitempty"`
	Expires time.Time `json:"expires,omitzero"`
	Tries   int       `json:"tries,omitempty"` // wrong ones since it was sent
	// Proof is what links the account that the code went to.
	Proof Proof `json:"proof,omitempty"`
	// Closed ends every session that began before it.
	Closed time.Time `json:"closed,omitzero"`
}

// AskedFor is the time within which a person's codes are counted.
const AskedFor = time.Hour

// Doors is the doors by person.
var Doors = Table[Door]{
	Name: "doors",
	Key:  func(d Door) string { return d.Person },
}

// Slip is a one-time code on paper.
type Slip struct {
	Hash    string    `json:"hash"` // hexadecimal
	Person  string    `json:"person"`
	By      string    `json:"by"` // who printed it: a person's id, or "operator"
	At      time.Time `json:"at"`
	Expires time.Time `json:"expires"`
}

// Slips is the codes on paper that nobody has used yet, by hash, found by
// person and by when they end.
var Slips = Table[Slip]{
	Name: "slips",
	Key:  func(s Slip) string { return s.Hash },
	Indexes: []Index[Slip]{
		{Name: "person", Keys: func(s Slip) []string { return keys(s.Person) }},
		{Name: "expires", Keys: func(s Slip) []string { return keys(Stamp(s.Expires)) }},
	},
}

// SlipsOf lists the person's codes on paper.
func SlipsOf(tx Tx, person string) ([]Slip, error) {
	return Slips.All(tx, Span{Index: "person", Prefix: Under(person)})
}

// Visit is a browser's session: what the web keeps in it, by the hash of its
// token.
type Visit struct {
	Token   string    `json:"token"`
	Data    []byte    `json:"data"`
	Expires time.Time `json:"expires"`
}

// Visits is the sessions by token, found by when they end.
var Visits = Table[Visit]{
	Name: "visits",
	Key:  func(v Visit) string { return v.Token },
	Indexes: []Index[Visit]{
		{Name: "expires", Keys: func(v Visit) []string { return keys(Stamp(v.Expires)) }},
	},
}

// PruneDoors forgets up to limit sessions and as many codes on paper that have
// ended, and returns the larger number.
func PruneDoors(tx Tx, now time.Time, limit int) (int, error) {
	until := Span{Index: "expires", Until: Stamp(now)}
	visits, _, err := Visits.List(tx, until, limit)
	if err != nil {
		return 0, err
	}
	for _, v := range visits {
		if err := Visits.Delete(tx, v.Token); err != nil {
			return 0, err
		}
	}
	slips, _, err := Slips.List(tx, until, limit)
	if err != nil {
		return 0, err
	}
	for _, s := range slips {
		if err := Slips.Delete(tx, s.Hash); err != nil {
			return 0, err
		}
	}
	return max(len(visits), len(slips)), nil
}

// WebAccount is where a person is on the web.
func WebAccount(person string) chat.Account {
	return chat.Account{Platform: "web", Tenant: "town", ID: person}
}

// ChatOf is the person's account in a chat, where the bot can write to them;
// ok is false where there is none, or they have removed the bot.
func ChatOf(tx Tx, person string) (c Contact, ok bool, err error) {
	c, ok, err = AccountOf(tx, person)
	return c, ok && !c.Visited && !c.Blocked, err
}
