package mentoring

import "time"

// Part is the side of a pair somebody is on.
type Part string

// The two parts.
const (
	Mentee Part = "mentee"
	Mentor Part = "mentor"
)

// Other is the other part.
func (p Part) Other() Part {
	if p == Mentee {
		return Mentor
	}
	return Mentee
}

// Pair is a mentee and the mentor that was nominated for them.
type Pair struct {
	ID          string    `json:"id"`
	Programme   string    `json:"programme"`
	Mentee      string    `json:"mentee"`       // person id
	Mentor      string    `json:"mentor"`       // person id
	NominatedBy string    `json:"nominated_by"` // person id
	NominatedAt time.Time `json:"nominated_at"`
	// NominatedFor is the head for whom the deputy acted who nominated;
	// NominatedAs is RoleHR where HR did, and else empty.
	NominatedFor string `json:"nominated_for,omitempty"`
	NominatedAs  Role   `json:"nominated_as,omitempty"`
	// Voluntary is a pair beside the programme's duty: it starts when it likes,
	// has no minimum, and neither the head nor HR hears of its months.
	Voluntary bool `json:"voluntary,omitempty"`
	// ToldAt is when the mentor was told; the nudges begin after it. Zero
	// until then.
	ToldAt time.Time `json:"told_at,omitzero"`
	Ended  Date      `json:"ended,omitzero"` // first day on which it is no longer a pair
	// Follows is the pair that this one takes over from when its mentor is
	// told, and Since the day of it; Heir is the pair that took over from this
	// one. Each mentor has a pair of their own: what was written stays with the
	// pair it was written in, and nobody new reads it by being the mentor now.
	Follows string `json:"follows,omitempty"`
	Since   Date   `json:"since,omitzero"`
	Heir    string `json:"heir,omitempty"`
}

// PartOf is the person's part in the pair, or "" for none.
func (p Pair) PartOf(person string) Part {
	switch person {
	case p.Mentee:
		return Mentee
	case p.Mentor:
		return Mentor
	default:
		return ""
	}
}

// Person is the id of the person on the part.
func (p Pair) Person(part Part) string {
	if part == Mentee {
		return p.Mentee
	}
	return p.Mentor
}

// MeetingState is how far a meeting has come.
type MeetingState string

// The states of a meeting.
const (
	MeetingPlanned   MeetingState = "planned"
	MeetingMet       MeetingState = "met"
	MeetingMissed    MeetingState = "missed"    // it did not happen
	MeetingCancelled MeetingState = "cancelled" // called off before it began
)

// CheckIn is one side's answer to "did you meet?".
type CheckIn string

// The answers.
const (
	CheckInNone  CheckIn = ""
	CheckInMet   CheckIn = "met"
	CheckInMove  CheckIn = "move" // another day
	CheckInNever CheckIn = "no"   // it could not be held
)

// Meeting is one talk of a pair, planned or simply recorded.
type Meeting struct {
	ID       string           `json:"id"`
	Pair     string           `json:"pair"`
	State    MeetingState     `json:"state"`
	Start    time.Time        `json:"start"`
	Minutes  int              `json:"minutes"`
	Place    string           `json:"place,omitempty"` // id in Programme.Places
	BookedBy string           `json:"booked_by"`
	BookedAt time.Time        `json:"booked_at"`
	Series   string           `json:"series,omitempty"` // that planned it
	Moves    int              `json:"moves,omitempty"`  // how often it was moved
	MovedBy  string           `json:"moved_by,omitempty"`
	MovedAt  time.Time        `json:"moved_at,omitzero"` // the last time
	Was      time.Time        `json:"was,omitzero"`      // its start before that
	Answers  map[Part]CheckIn `json:"answers,omitempty"`
	MetAt    time.Time        `json:"met_at,omitzero"` // when it was reported as met
	// Planned is the start that was planned, while it is said to have been held
	// before that.
	Planned time.Time `json:"planned,omitzero"`
	// Unsure says that it was taken over from another mentor, and that the new
	// one has not said yet whether the time suits.
	Unsure bool `json:"unsure,omitempty"`
	// Entry is the id under which calendars know the meeting, where it is not
	// its own, and Edition how often it had changed there by then: the mentee's
	// entry goes on.
	Entry   string `json:"entry,omitempty"`
	Edition int    `json:"edition,omitempty"`
}

// InCalendar is the id and the edition under which calendars know the meeting.
func (m Meeting) InCalendar() (id string, edition int) {
	if m.Entry == "" {
		return m.ID, m.Moves
	}
	return m.Entry, m.Edition + m.Moves
}

// PassedOn is a planned meeting as the pair takes it over, under an id of its
// own: whoever booked and moved it, the new mentor has still to say whether
// the time suits.
func (m Meeting) PassedOn(id, pair, series string, now time.Time) Meeting {
	entry, edition := m.InCalendar()
	return Meeting{
		ID: id, Pair: pair, State: MeetingPlanned, Start: m.Start, Minutes: m.Minutes, Place: m.Place,
		BookedBy: m.BookedBy, BookedAt: now, Series: series, Unsure: true, Entry: entry, Edition: edition + 1,
	}
}

// End is when the meeting is over.
func (m Meeting) End() time.Time { return m.Start.Add(time.Duration(m.Minutes) * time.Minute) }

// Counts reports whether the meeting was held. The first answer decides; what
// the other side says differently is kept beside it and changes nothing.
func (m Meeting) Counts() bool { return m.State == MeetingMet }

// Unplanned reports whether the meeting was only recorded, after it was held.
func (m Meeting) Unplanned() bool { return !m.Start.After(m.BookedAt) }

// Move gives the meeting another time, which nobody has said anything about.
func (m Meeting) Move(to time.Time, by string, now time.Time) Meeting {
	m.Was, m.Start = m.Start, to
	m.Moves, m.MovedBy, m.MovedAt = m.Moves+1, by, now
	m.Answers, m.Unsure = nil, false
	return m
}

// HeldEarly gives a planned meeting the time at which it is said to have been
// held, before the one planned. Taking every answer back brings that again.
func (m Meeting) HeldEarly(at time.Time) Meeting {
	m.Planned, m.Start = m.Start, at
	return m
}

// reported is when it became known that the meeting was held.
func (m Meeting) reported() time.Time {
	if m.MetAt.After(m.Start) {
		return m.MetAt
	}
	return m.Start
}

// Offer is the slots that one side of a pair proposes to the other.
type Offer struct {
	ID      string      `json:"id"`
	Pair    string      `json:"pair"`
	By      Part        `json:"by,omitempty"` // "" is the mentor
	Slots   []time.Time `json:"slots"`        // starts, earliest first
	Minutes int         `json:"minutes"`
	Place   string      `json:"place,omitempty"`
	MadeAt  time.Time   `json:"made_at"`
	Closed  OfferEnd    `json:"closed,omitempty"`
}

// Taker is the side that chooses one of the slots.
func (o Offer) Taker() Part {
	if o.By == Mentee {
		return Mentor
	}
	return Mentee
}

// OfferEnd is how an offer ended.
type OfferEnd string

// The ends of an offer.
const (
	OfferOpen     OfferEnd = ""
	OfferTaken    OfferEnd = "taken"
	OfferNoneFit  OfferEnd = "none-fit"
	OfferReplaced OfferEnd = "replaced"
)

// Standing is what the rules need to know of a pair.
type Standing struct {
	Pair     Pair
	Meetings []Meeting // of this pair, in any order
	// Earlier is the talks held by the pairs that this one took over from: they
	// count, and are otherwise not this pair's. Began is when the first of their
	// mentors was told; zero where there were none.
	Earlier  []Meeting
	Began    time.Time
	Deferred []Period // months the head has put off
	Leave    []Leave  // of either of the two, and the time without a mentor
	Paused   bool     // by HR, now
	// ResumedAt is when HR last ended a pause; zero where there was none.
	ResumedAt time.Time
}
