package mentoring

import (
	"fmt"
	"time"
)

// Words is a short text in several languages, by BCP 47 tag ("ja", "en").
type Words map[string]string

// In is the text in the language, or in Japanese where there is none.
func (w Words) In(lang string) string {
	if s, ok := w[lang]; ok {
		return s
	}
	return w["ja"]
}

// Programme is one year's mentoring programme as data.
type Programme struct {
	ID     string `json:"id"`     // such as "aomori-2026"
	Preset string `json:"preset"` // the preset it was made from
	Name   Words  `json:"name"`
	Year   int    `json:"year"` // fiscal year: April of Year to March
	Zone   string `json:"zone"` // IANA
	// FirstMonth and LastMonth bound the window in which pairs meet.
	FirstMonth time.Month `json:"first_month"`
	LastMonth  time.Month `json:"last_month"`
	Minimum    int        `json:"minimum"` // meetings due in the window
	Minutes    int        `json:"minutes"` // of one meeting
	MaxSlots   int        `json:"max_slots"`

	WorkFrom    TimeOfDay `json:"work_from"`     // messages nobody asked for go out
	WorkTo      TimeOfDay `json:"work_to"`       // between these on business days
	RingAt      TimeOfDay `json:"ring_at"`       // nudges and digests
	CheckInWait int       `json:"check_in_wait"` // minutes after the planned end
	// CheckInDays is for how many business days after a talk an unanswered
	// check-in keeps the nudges away.
	CheckInDays int `json:"check_in_days"`
	// SuggestAt is the likely hours of a talk, which are offered first; none
	// offers when work begins.
	SuggestAt []TimeOfDay `json:"suggest_at,omitempty"`

	// PrepareAt is when the mentee is asked to choose a topic, on the business
	// day before a talk; DayCardAt is when the mentor hears of the talk on its
	// day. None is when work begins. PrepareWait is the minutes that neither
	// comes closer to the talk, nor the question to its planning.
	PrepareAt   TimeOfDay `json:"prepare_at,omitzero"`
	DayCardAt   TimeOfDay `json:"day_card_at,omitzero"`
	PrepareWait int       `json:"prepare_wait,omitempty"`
	// ChatText says whether people may type what they write into the chat; nil
	// is yes (see [Programme.TextInChat]).
	ChatText *bool `json:"chat_text,omitempty"`

	Steps      []Step          `json:"steps"`
	Nomination NominationRules `json:"nomination"`
	Change     ChangeRules     `json:"change"`
	// Joining is which mentees of the roster it takes; see [Belongs].
	Joining Joining `json:"joining,omitzero"`
	// Closed is the first day on which HR no longer runs it; zero while it runs.
	Closed Date `json:"closed,omitzero"`
	// Edited names the parts that HR has changed on its desk: the operator's
	// settings leave those alone.
	Edited    []string   `json:"edited,omitempty"`
	Trainings []Training `json:"trainings,omitempty"`
	Places    []Choice   `json:"places"`
	// CalendarFiles says whether a planned talk comes with a file for the
	// calendar, CalendarTitle what stands there: nothing about the talk, for
	// calendars are looked at by others.
	CalendarFiles bool       `json:"calendar_files"`
	CalendarTitle Words      `json:"calendar_title,omitempty"`
	Topics        []Choice   `json:"topics"`
	Responses     []Choice   `json:"responses"`
	Tips          []Tip      `json:"tips,omitempty"`
	LookBacks     []LookBack `json:"look_backs,omitempty"`
	// LookBackGap is the days that two looks back at the vision lie apart, and
	// the first one from the vision.
	LookBackGap int `json:"look_back_gap,omitempty"`
	// NoVision leaves the half-year's vision out: a programme without a goal.
	NoVision bool `json:"no_vision,omitempty"`
	// ThankYouCard says that mentees are offered a card of thanks at the end.
	ThankYouCard bool `json:"thank_you_card,omitempty"`
	// OpenRoom is a room that is open to all pairs about once a month; nil for
	// none.
	OpenRoom *OpenRoom `json:"open_room,omitempty"`

	// Survey is the questionnaire of October; none asks nobody.
	Survey     Survey    `json:"survey,omitzero"`
	Closures   []Closure `json:"closures"`
	Contact    Contact   `json:"contact"`     // who runs the programme
	Counselors []Contact `json:"counsellors"` // health, harassment
	SmallGroup int       `json:"small_group"` // aggregates below it are withheld
	// FiguresAfter is how many days after a month its figures are made: what is
	// written later is in none.
	FiguresAfter int `json:"figures_after,omitempty"`
	// EraseOn is the day after the fiscal year on which what people wrote is
	// removed, EraseNotice the days before it that they hear of it; none keeps
	// it.
	EraseOn     MonthDay `json:"erase_on,omitzero"`
	EraseNotice int      `json:"erase_notice,omitempty"`
}

// Training is what mentees or mentors attend at the beginning; HR sets the days
// (seeds/000: mentees in the first week of April, mentors in the second or third).
type Training struct {
	ID       string `json:"id"`
	Name     Words  `json:"name"`
	For      Part   `json:"for"`
	Minutes  int    `json:"minutes"`
	FromWeek int    `json:"from_week"` // of the window, the first is 1: when it usually is
	ToWeek   int    `json:"to_week"`
	Material string `json:"material,omitempty"` // where who missed it can read it: https://…
}

// Training is the training with the id.
func (p Programme) Training(id string) (Training, bool) {
	for _, t := range p.Trainings {
		if t.ID == id {
			return t, true
		}
	}
	return Training{}, false
}

// Choice is one item of a list that HR edits.
type Choice struct {
	ID    string  `json:"id"`
	Label Words   `json:"label"`
	Notes []Words `json:"notes,omitempty"` // examples
}

// TextInChat reports whether the questions that are asked in the chat include
// those that are answered in one's own words.
func (p Programme) TextInChat() bool { return p.ChatText == nil || *p.ChatText }

// Contact is somewhere to ask.
type Contact struct {
	Name   Words    `json:"name"`
	Phones []string `json:"phones,omitempty"`
	Mail   string   `json:"mail,omitempty"`
}

// Closure is a span of days of every year on which the office is closed, both
// included; it may run over new year.
type Closure struct {
	From MonthDay `json:"from"`
	To   MonthDay `json:"to"`
}

// MonthDay is a day of any year, written 12-29.
type MonthDay struct {
	Month time.Month
	Day   int
}

// ParseMonthDay reads 12-29. 29 February is a day of some years.
func ParseMonthDay(s string) (MonthDay, error) {
	t, err := time.Parse(time.DateOnly, "2024-"+s)
	if err != nil {
		return MonthDay{}, fmt.Errorf("mentoring: not a day of the year like 12-29")
	}
	return MonthDay{t.Month(), t.Day()}, nil
}

// String is the day as 12-29.
func (m MonthDay) String() string { return fmt.Sprintf("%02d-%02d", m.Month, m.Day) }

// MarshalText writes 12-29.
func (m MonthDay) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads 12-29.
func (m *MonthDay) UnmarshalText(b []byte) error {
	got, err := ParseMonthDay(string(b))
	*m = got
	return err
}

// Holds reports whether the day falls into the closure, in any year.
func (c Closure) Holds(d Date) bool {
	at, from, to := int(d.Month)*100+d.Day, int(c.From.Month)*100+c.From.Day, int(c.To.Month)*100+c.To.Day
	if from <= to {
		return from <= at && at <= to
	}
	return at >= from || at <= to
}

// Step is one nudge of a month.
type Step struct {
	ID   StepID     `json:"id"`
	When StepWhen   `json:"when"`
	To   []Audience `json:"to"`
	Only Condition  `json:"only"`
	Off  bool       `json:"off,omitempty"` // HR has switched it off
}

// StepID names a step for ever: it is part of the keys of what was sent.
type StepID string

// The steps of the preset aomori.
const (
	StepFirst     StepID = "first"
	StepTenth     StepID = "tenth"
	StepTwentieth StepID = "twentieth"
	StepClosing   StepID = "closing"
	StepMonthOver StepID = "month-over"
)

// StepWhen says on which day of the month a step falls. Exactly one part is
// set. A day on which the office is closed moves to the business day before.
type StepWhen struct {
	Opening   bool `json:"opening,omitempty"`    // the first business day
	Day       int  `json:"day,omitempty"`        // this day of the month
	BeforeEnd int  `json:"before_end,omitempty"` // so many business days before the last day
	Over      bool `json:"over,omitempty"`       // the first business day of the next month
}

// Audience is who hears a step.
type Audience string

// The audiences.
const (
	ToMentor Audience = "mentor"
	ToMentee Audience = "mentee"
	ToHead   Audience = "head" // in the digest after the pair has heard
	ToHR     Audience = "hr"   // on the list of pairs that need a hand
)

// Condition is when a step is wanted.
type Condition string

// The conditions. None holds while the month is deferred or the pair paused.
const (
	IfNothing  Condition = "nothing-planned-or-met" // nothing planned, nothing met
	IfUnmet    Condition = "not-met"                // not met, whatever is planned
	IfUnmetNow Condition = "not-met-none-ahead"     // not met and nothing planned before month end
	// IfNothingOrBehind is IfNothing, or met while one talk in each month that
	// has none would not reach the minimum: the moment to plan a second one.
	IfNothingOrBehind Condition = "nothing-planned-or-behind"
)

// Nominator is who chooses the mentor.
type Nominator string

// The nominators.
const (
	ByHead   Nominator = ""       // the head of the mentee's section
	ByMentee Nominator = "mentee" // the mentee; who is chosen accepts or declines (seeds/002)
)

// NominationRules says who may mentor (seeds/000, 対象者 and Q3).
type NominationRules struct {
	By Nominator `json:"by,omitempty"`
	// OtherSection and Higher are what a mentee's choice must be: of another
	// section, and with a post above the mentee's (seeds/002).
	OtherSection bool `json:"other_section,omitempty"`
	Higher       bool `json:"higher,omitempty"`
	// Ladder is the posts from junior to senior with their grades; posts of
	// equal standing share a rung.
	Ladder []Post `json:"ladder"`
	// From is a post on the lowest rung that may mentor without an exception.
	From string `json:"from"`
	// Junior is a post on the rung that may mentor as an exception, after
	// Training and from the year of service that YearsByEntry gives; all posts
	// of that rung may.
	Junior       string        `json:"junior"`
	Training     string        `json:"training"`
	YearsByEntry map[Entry]int `json:"years_by_entry"`
	// Capacity is how many mentees a mentor has before the head is asked
	// whether that is meant.
	Capacity int `json:"capacity"` // 0 is no limit
	// Within is by which business day a mentor is to be nominated, the day on
	// which one is first wanted being the first; then the head's deputy and HR
	// hear of it too. 0 is no such day.
	Within int `json:"within"`
	// RemindEvery is how many business days lie between two reminders.
	RemindEvery int `json:"remind_every"`
}

// Post is a post on the ladder.
type Post struct {
	Name      string `json:"name"`
	Rung      int    `json:"rung"` // 1 is the most junior
	FromGrade int    `json:"from_grade"`
	ToGrade   int    `json:"to_grade"`
}
