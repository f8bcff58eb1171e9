package store

import (
	"time"

	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/private"
)

// What is kept of a change of mentor (domain.md, Q4): who asked for it, the
// note that the mentor leaves, and what the mentee lets the new one see.

// Change is that a pair is to have another mentor: somebody asked, or a leave
// began. Whoever looks after the section decides.
type Change struct {
	ID     string       `json:"id"`
	Pair   string       `json:"pair"`
	Cause  ChangeCause  `json:"cause"`
	By     string       `json:"by,omitempty"` // who asked; "" where a leave began
	Reason private.Text `json:"reason,omitzero"`
	At     time.Time    `json:"at"`
	State  ChangeState  `json:"state,omitempty"`
	Next   string       `json:"next,omitempty"`    // id of the pair that is to take over
	Over   string       `json:"settled,omitempty"` // who decided
	OverAt time.Time    `json:"settled_at,omitzero"`
}

// Private lists the reason.
func (c *Change) Private() []private.Field {
	return []private.Field{{Name: "reason", Text: &c.Reason, Visibility: private.Head}}
}

// ChangeCause is what a change came of.
type ChangeCause string

// The causes.
const (
	ChangeAsked ChangeCause = "asked" // one of the two asked
	ChangeQuiet ChangeCause = "quiet" // the mentee asked HR, who may go on
	ChangeLeave ChangeCause = "leave" // the mentor's leave began
)

// ChangeState is how far a change has come.
type ChangeState string

// The states.
const (
	ChangeOpen   ChangeState = ""
	ChangeChosen ChangeState = "chosen" // the new mentor has not been told yet
	ChangeKept   ChangeState = "kept"   // it stays as it is
	ChangeDone   ChangeState = "done"   // the new mentor is the mentor
	ChangeVoid   ChangeState = "void"   // the pair ended otherwise
)

// Waits reports whether the change is neither decided against nor done.
func (c Change) Waits() bool { return c.State == ChangeOpen || c.State == ChangeChosen }

// Changes is the changes by id, found by pair in the order of time; those that
// wait by "waits".
var Changes = Table[Change]{
	Name: "changes",
	Key:  func(c Change) string { return c.ID },
	Indexes: []Index[Change]{
		{Name: "pair", Keys: func(c Change) []string { return keys(Join(c.Pair, Stamp(c.At))) }},
		{Name: "waits", Keys: func(c Change) []string {
			if !c.Waits() {
				return nil
			}
			return keys(Join(c.Pair, Stamp(c.At)))
		}},
	},
}

// ChangesOf lists the pair's changes that wait, the oldest first.
func ChangesOf(tx Tx, pair string) ([]Change, error) {
	return Changes.All(tx, Span{Index: "waits", Prefix: Under(pair)})
}

// LeaveChange is the change of which the head and HR are asked when a mentor's
// leave begins: one for each pair and leave.
func LeaveChange(pair string, l mentoring.Leave, now time.Time) Change {
	return Change{ID: "leave/" + pair + "/" + l.From.String(), Pair: pair, Cause: ChangeLeave, At: now}
}

// HandoverNote is what a mentor leaves for the one who comes after. It belongs
// to the mentee, who decides whether it is passed on.
type HandoverNote struct {
	Pair   string       `json:"pair"` // of the mentor who leaves
	Mentee string       `json:"mentee"`
	Author string       `json:"author"`
	Words  private.Text `json:"words,omitzero"`
	At     time.Time    `json:"at"`
}

// Private lists the words.
func (n *HandoverNote) Private() []private.Field {
	return []private.Field{{Name: "words", Text: &n.Words, Visibility: private.OnlyMe}}
}

// HandoverNotes is one note for each pair, found by the mentee whose it is.
var HandoverNotes = Table[HandoverNote]{
	Name: "handover-notes",
	Key:  func(n HandoverNote) string { return n.Pair },
	Indexes: []Index[HandoverNote]{
		{Name: "mentee", Keys: func(n HandoverNote) []string { return keys(Join(n.Mentee, Stamp(n.At))) }},
	},
}

// Consent is that a mentee lets the mentor of a pair see one thing written in a
// pair before: what, for whom, since when, and until when.
type Consent struct {
	Pair        string    `json:"pair"` // of the new mentor
	Item        string    `json:"item"` // such as reflection/<meeting>
	Mentee      string    `json:"mentee"`
	For         string    `json:"for"` // person id of the new mentor
	GivenAt     time.Time `json:"given_at"`
	WithdrawnAt time.Time `json:"withdrawn_at,omitzero"`
}

// Holds reports whether the mentor of the pair may see the item.
func (c Consent) Holds(p mentoring.Pair) bool {
	return c.Pair == p.ID && c.For == p.Mentor && c.Mentee == p.Mentee && c.WithdrawnAt.IsZero()
}

// Consents is the consents by pair, item and when they were given: one given
// again after it was withdrawn stands beside the one before.
var Consents = Table[Consent]{
	Name: "consents",
	Key:  func(c Consent) string { return Join(c.Pair, c.Item, Stamp(c.GivenAt)) },
}

// ConsentsTo lists the consents that hold for the pair's mentor, by item.
func ConsentsTo(tx Tx, p mentoring.Pair) (map[string]Consent, error) {
	out := map[string]Consent{}
	for c, err := range Consents.Each(tx, Span{Prefix: Under(p.ID)}) {
		if err != nil {
			return nil, err
		}
		if c.Holds(p) {
			out[c.Item] = c
		}
	}
	return out, nil
}

// Before lists the pairs that this one took over from, the latest first.
func Before(tx Tx, p mentoring.Pair) (out []mentoring.Pair, err error) {
	for p.Follows != "" {
		if p, err = Pairs.Must(tx, p.Follows); err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

// inherit adds to what the rules know of a pair what came before it: the talks
// held, whoever was away then, and the time without a mentor.
func inherit(tx Tx, s *mentoring.Standing) error {
	before, err := Before(tx, s.Pair)
	if err != nil {
		return err
	}
	next := s.Pair
	for _, p := range before {
		held, err := Meetings.All(tx, Span{Index: "pair", Prefix: Under(p.ID)})
		if err != nil {
			return err
		}
		for _, m := range held {
			if m.Counts() {
				s.Earlier = append(s.Earlier, m)
			}
		}
		mentor, _, err := People.Get(tx, p.Mentor)
		if err != nil {
			return err
		}
		if !p.Ended.IsZero() {
			s.Leave = append(s.Leave, mentoring.Within(mentor.Leave, p.Since, p.Ended.Add(-1))...)
		}
		s.Leave = append(s.Leave, between(p, next)...)
		s.Began, next = p.ToldAt, p
	}
	return nil
}

// between is the time in which one mentor had left and the next one had not
// been told yet.
func between(p, next mentoring.Pair) []mentoring.Leave {
	if p.Ended.IsZero() || next.Since.IsZero() || next.Since == p.Ended {
		return nil
	}
	return []mentoring.Leave{{From: p.Ended, To: next.Since.Add(-1)}}
}

// handovers gives programmes the rules of a change that their preset has had
// since, and has the leaves of the mentors there are looked at.
func handovers(tx Tx) error {
	pairs, err := Pairs.All(tx, Span{})
	if err != nil {
		return err
	}
	for _, p := range pairs {
		if p.ToldAt.IsZero() || !p.Ended.IsZero() {
			continue
		}
		if _, err := Agenda.Insert(tx, Due{Kind: DueLeave, Subject: p.ID, At: p.ToldAt}); err != nil {
			return err
		}
	}
	return fromPreset(tx, func(p *mentoring.Programme, preset mentoring.Programme) bool {
		if p.Change.AnswerWithin > 0 {
			return false
		}
		p.Change = preset.Change
		return true
	})
}
