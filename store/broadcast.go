package store

import (
	"slices"
	"time"

	"tsukiichi/bot/private"
)

// Broadcast is a message of HR's to many. Its words are the writer's, in Draft,
// until HR presses send; then they are everybody's, in Public.
type Broadcast struct {
	ID        string         `json:"id"` // time-ordered
	Programme string         `json:"programme"`
	State     BroadcastState `json:"state"`
	By        string         `json:"by"` // who wrote or changed it last
	MadeAt    time.Time      `json:"made_at"`
	// Edits counts how often HR changed its words or its audience.
	Edits int `json:"edits,omitempty"`

	Draft    Wording  `json:"draft,omitzero"`
	Public   Notice   `json:"public,omitzero"` // zero until it is sent off
	Ack      bool     `json:"ack,omitempty"`   // has a button to say that one has read it
	Audience Audience `json:"audience,omitzero"`

	SentBy   string    `json:"sent_by,omitempty"` // who pressed send
	At       time.Time `json:"at,omitzero"`       // when the sending begins, or began
	FrozenAt time.Time `json:"frozen_at,omitzero"`
	People   int       `json:"people,omitempty"` // in the frozen audience
	// Round counts how often it was sent to those whom it did not reach; each
	// round ends in one report to HR.
	Round       int       `json:"round,omitempty"`
	RoundAt     time.Time `json:"round_at,omitzero"` // when the round began
	CancelledAt time.Time `json:"cancelled_at,omitzero"`
	CorrectedAt time.Time `json:"corrected_at,omitzero"`
	Version     int       `json:"version,omitempty"` // of Public; 0 is the first
	RemindedAt  time.Time `json:"reminded_at,omitzero"`
	Reminders   int       `json:"reminders,omitempty"`
	Told        Tally     `json:"told,omitzero"` // what HR's card says
}

// BroadcastState is how far a broadcast has come.
type BroadcastState string

// The states of a broadcast. Whether everybody was reached is in its [Tally].
const (
	BroadcastDraft     BroadcastState = "draft"
	BroadcastScheduled BroadcastState = "scheduled" // sent off; nobody has it yet
	BroadcastSending   BroadcastState = "sending"   // the audience is frozen
	BroadcastCancelled BroadcastState = "cancelled" // half-way: who has it keeps it
)

// Over reports whether everybody in the audience was counted and nothing more
// happens by itself. An audience of nobody is over as soon as it is frozen.
func (b Broadcast) Over() bool {
	return !b.FrozenAt.IsZero() && b.Told.Of == b.People && b.Told.Over()
}

// Wording is what HR writes: as everybody gets it, and for those who read
// English where HR wrote that too.
type Wording struct {
	Title     private.Text `json:"title,omitzero"`
	Body      private.Text `json:"body,omitzero"`
	TitleEn   private.Text `json:"title_en,omitzero"`
	BodyEn    private.Text `json:"body_en,omitzero"`
	WrittenAt time.Time    `json:"written_at"`
}

// Notice is a [Wording] that has become everybody's.
type Notice struct {
	Title   string `json:"title,omitempty"`
	Body    string `json:"body,omitempty"`
	TitleEn string `json:"title_en,omitempty"`
	BodyEn  string `json:"body_en,omitempty"`
}

// Private lists the words of the draft: HR's own, both of its people work on
// it.
func (b *Broadcast) Private() []private.Field {
	return []private.Field{
		{Name: "title", Text: &b.Draft.Title, Visibility: private.HR},
		{Name: "body", Text: &b.Draft.Body, Visibility: private.HR},
		{Name: "title-en", Text: &b.Draft.TitleEn, Visibility: private.HR},
		{Name: "body-en", Text: &b.Draft.BodyEn, Visibility: private.HR},
	}
}

// Broadcasts is the broadcasts by id, oldest first.
var Broadcasts = Table[Broadcast]{
	Name: "broadcasts",
	Key:  func(b Broadcast) string { return b.ID },
}

// Addressees is a part of a broadcast's audience as it was when the sending
// began, by person id: who joins later is not in it.
type Addressees struct {
	Broadcast string   `json:"broadcast"`
	Part      int      `json:"part"` // 0 is the first
	People    []string `json:"people"`
}

// AudienceLists is the frozen audiences by broadcast and part.
var AudienceLists = Table[Addressees]{
	Name: "broadcast_lists",
	Key:  func(a Addressees) string { return Join(a.Broadcast, ordered(a.Part)) },
}

// BroadcastChunk is how many people one part holds and one transaction
// enqueues: a person who acts meanwhile waits for no more than that.
const BroadcastChunk = 1000

// Freeze keeps the people as the broadcast's audience, in their order. A
// broadcast that has one keeps it.
func Freeze(tx Tx, b *Broadcast, people []string, now time.Time) error {
	if !b.FrozenAt.IsZero() {
		return nil
	}
	part := 0
	for some := range slices.Chunk(people, BroadcastChunk) {
		if err := AudienceLists.Put(tx, Addressees{Broadcast: b.ID, Part: part, People: some}); err != nil {
			return err
		}
		part++
	}
	b.FrozenAt, b.RoundAt, b.People, b.State = now, now, len(people), BroadcastSending
	return Broadcasts.Put(tx, *b)
}

// Addressed reports whether the person is in the broadcast's frozen audience.
func Addressed(tx Tx, broadcast, person string) (bool, error) {
	_, written, err := Outbox.Get(tx, BroadcastKey(broadcast, person))
	if err != nil || written {
		return written, err
	}
	for part, err := range AudienceLists.Each(tx, Span{Prefix: Under(broadcast)}) {
		if err != nil {
			return false, err
		}
		if slices.Contains(part.People, person) {
			return true, nil
		}
	}
	return false, nil
}

// Acknowledgement is one person's word that they have read a broadcast. Nothing
// else says so.
type Acknowledgement struct {
	Broadcast string    `json:"broadcast"`
	Person    string    `json:"person"`
	At        time.Time `json:"at"`
}

// Holds reports whether it is about the words as they are now: who read them
// before they were corrected has not said that they read these.
func (a Acknowledgement) Holds(b Broadcast) bool { return !a.At.Before(b.CorrectedAt) }

// Acknowledgements is one for each broadcast and person.
var Acknowledgements = Table[Acknowledgement]{
	Name: "acknowledgements",
	Key:  func(a Acknowledgement) string { return Join(a.Broadcast, a.Person) },
}

// Acknowledged reports whether the person said that they have read it.
func Acknowledged(tx Tx, broadcast, person string) (bool, error) {
	_, ok, err := Acknowledgements.Get(tx, Join(broadcast, person))
	return ok, err
}

// In is the title and the body for who reads the language: as it was written,
// where there is nothing in it.
func (n Notice) In(lang string) (title, body string) {
	if lang == "en" && n.BodyEn != "" {
		return n.TitleEn, n.BodyEn
	}
	return n.Title, n.Body
}

// Languages says in how many languages the notice is.
func (n Notice) Languages() int {
	if n.BodyEn != "" {
		return 2
	}
	return 1
}
