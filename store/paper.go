package store

import (
	"strconv"
	"time"

	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/private"
)

// FormSheet is the city's own workbook for a form, in place of the one that
// ships.
type FormSheet struct {
	Form string    `json:"form"` // "1" for mentees (様式1), "2" for mentors (様式2)
	File []byte    `json:"file"`
	By   string    `json:"by"` // person id, or "operator"
	At   time.Time `json:"at"`
}

// FormSheets is the forms that were replaced, by form.
var FormSheets = Table[FormSheet]{
	Name: "form-sheets",
	Key:  func(f FormSheet) string { return f.Form },
}

// HandIn is what an author handed in to HR of their own notes about a pair, as
// it stood then, and with that their consent: who, what, when. Taking it back
// takes the words away; that and when it was handed in stays.
type HandIn struct {
	Pair      string         `json:"pair"`
	Programme string         `json:"programme"`
	Author    string         `json:"author"`
	Part      mentoring.Part `json:"part"`
	At        time.Time      `json:"at"`
	Withdrawn time.Time      `json:"withdrawn,omitzero"`
	Vision    private.Text   `json:"vision,omitzero"`
	Talks     []HandedTalk   `json:"talks,omitempty"`
}

// HandedTalk is one talk of what was handed in. Which parts are used depends on
// the side.
type HandedTalk struct {
	Meeting string       `json:"meeting"`
	Number  int          `json:"number"` // of the pair's talks, the first is 1
	Start   time.Time    `json:"start"`
	Topic   string       `json:"topic,omitempty"` // id in Programme.Topics
	Relief  int          `json:"relief,omitempty"`
	Growth  int          `json:"growth,omitempty"`
	Went    int          `json:"went,omitempty"`
	Own     private.Text `json:"own,omitzero"` // a topic in own words
	Line    private.Text `json:"line,omitzero"`
	Noticed private.Text `json:"noticed,omitzero"`
	Next    private.Text `json:"next,omitzero"`
}

// Private lists the words, which were handed to HR.
func (h *HandIn) Private() []private.Field {
	fields := []private.Field{{Name: "vision", Text: &h.Vision, Visibility: private.HR}}
	for i := range h.Talks {
		t, at := &h.Talks[i], "talks/"+strconv.Itoa(i)+"/"
		fields = append(fields,
			private.Field{Name: at + "own", Text: &t.Own, Visibility: private.HR},
			private.Field{Name: at + "line", Text: &t.Line, Visibility: private.HR},
			private.Field{Name: at + "noticed", Text: &t.Noticed, Visibility: private.HR},
			private.Field{Name: at + "next", Text: &t.Next, Visibility: private.HR})
	}
	return fields
}

// TakeBack takes everything in it from HR; one that was taken back stays as it
// is.
func (h *HandIn) TakeBack(now time.Time) {
	if h.Live() {
		h.Withdrawn, h.Vision, h.Talks = now, private.Text{}, nil
	}
}

// Live reports whether HR may read it.
func (h HandIn) Live() bool { return h.Withdrawn.IsZero() }

// HandIns is what was handed in, by pair and author, found by programme and by
// author.
var HandIns = Table[HandIn]{
	Name: "hand-ins",
	Key:  func(h HandIn) string { return Join(h.Pair, h.Author) },
	Indexes: []Index[HandIn]{
		{Name: "programme", Keys: func(h HandIn) []string { return keys(Join(h.Programme, Stamp(h.At))) }},
		{Name: "author", Keys: func(h HandIn) []string { return keys(h.Author) }},
	},
}
