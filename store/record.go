package store

import (
	"strings"
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/private"
)

func keys(k ...string) []string { return k }

func notEmpty(k string) []string {
	if k == "" {
		return nil
	}
	return keys(k)
}

// People is the roster. Found by section, by those who head it, by deputy, by
// e-mail (lower case), by role and by the account the roster names.
var People = Table[mentoring.Person]{
	Name: "people",
	Key:  func(p mentoring.Person) string { return p.ID },
	Indexes: []Index[mentoring.Person]{
		{Name: "section", Keys: func(p mentoring.Person) []string { return keys(p.Section) }},
		{Name: "heads", Keys: headed},
		{Name: "deputy", Keys: func(p mentoring.Person) []string { return notEmpty(p.Deputy) }},
		{Name: "email", Keys: func(p mentoring.Person) []string { return notEmpty(strings.ToLower(p.Email)) }},
		{Name: "role", Keys: func(p mentoring.Person) []string {
			var ks []string
			for _, r := range []mentoring.Role{mentoring.RoleMentee, mentoring.RoleMentor, mentoring.RoleHead, mentoring.RoleHR} {
				if p.Has(r) {
					ks = append(ks, string(r))
				}
			}
			return ks
		}},
		{Name: "account", Keys: func(p mentoring.Person) []string {
			var ks []string
			for platform, id := range p.Accounts {
				ks = append(ks, Join(platform, id))
			}
			return ks
		}},
	},
}

func headed(p mentoring.Person) []string {
	if !p.Has(mentoring.RoleHead) {
		return nil
	}
	return append(keys(p.Section), p.HeadsSections...)
}

// Programmes is the programmes by id.
var Programmes = Table[mentoring.Programme]{
	Name: "programmes",
	Key:  func(p mentoring.Programme) string { return p.ID },
}

// Pairs is the pairs by id, found by either person and by programme.
var Pairs = Table[mentoring.Pair]{
	Name: "pairs",
	Key:  func(p mentoring.Pair) string { return p.ID },
	Indexes: []Index[mentoring.Pair]{
		{Name: "person", Keys: func(p mentoring.Pair) []string { return keys(p.Mentee, p.Mentor) }},
		{Name: "programme", Keys: func(p mentoring.Pair) []string { return keys(p.Programme) }},
		{Name: "starter", Keys: func(p mentoring.Pair) []string { // of a voluntary pair
			if !p.Voluntary {
				return nil
			}
			return keys(p.NominatedBy)
		}},
		// mentee holds the key that makes a second pair of one mentee in one
		// programme visible.
		{Name: "mentee", Keys: func(p mentoring.Pair) []string { return keys(Join(p.Programme, p.Mentee)) }},
	},
}

// Nomination is a head's choice of a mentor. The reason is the head's own
// words, asked where a rule needs an exception.
type Nomination struct {
	Pair   string       `json:"pair"`
	Head   string       `json:"head"`
	Codes  []string     `json:"codes,omitempty"` // what the rule found
	Reason private.Text `json:"reason,omitzero"`
	At     time.Time    `json:"at"`
}

// Private lists the reason.
func (n *Nomination) Private() []private.Field {
	return []private.Field{{Name: "reason", Text: &n.Reason, Visibility: private.Head}}
}

// Nominations is the nominations by pair.
var Nominations = Table[Nomination]{
	Name: "nominations",
	Key:  func(n Nomination) string { return n.Pair },
}

// Meetings is the meetings by id, found by pair.
var Meetings = Table[mentoring.Meeting]{
	Name: "meetings",
	Key:  func(m mentoring.Meeting) string { return m.ID },
	Indexes: []Index[mentoring.Meeting]{
		{Name: "pair", Keys: func(m mentoring.Meeting) []string { return keys(Join(m.Pair, Stamp(m.Start))) }},
	},
}

// Offers is the slots offered, by id, found by pair.
var Offers = Table[mentoring.Offer]{
	Name: "offers",
	Key:  func(o mentoring.Offer) string { return o.ID },
	Indexes: []Index[mentoring.Offer]{
		{Name: "pair", Keys: func(o mentoring.Offer) []string { return keys(Join(o.Pair, Stamp(o.MadeAt))) }},
	},
}

// Series is the monthly series by id, found by pair.
var Series = Table[mentoring.Series]{
	Name: "series",
	Key:  func(r mentoring.Series) string { return r.ID },
	Indexes: []Index[mentoring.Series]{
		{Name: "pair", Keys: func(r mentoring.Series) []string { return keys(Join(r.Pair, Stamp(r.MadeAt))) }},
	},
}

// Line is a text with its author's choice of who else sees it.
type Line struct {
	Words private.Text       `json:"words,omitzero"`
	Share private.Visibility `json:"share"`
}

// Reflection is what one side wrote after a meeting. Which parts are used
// depends on the side; scores are 1–5, 0 for none.
type Reflection struct {
	Meeting   string             `json:"meeting"`
	Pair      string             `json:"pair"`
	Author    string             `json:"author"`
	Part      mentoring.Part     `json:"part"`
	Relief    int                `json:"relief,omitempty"` // スッキリ度, mentee
	Growth    int                `json:"growth,omitempty"` // felt, mentee
	Went      int                `json:"went,omitempty"`   // how the talk went, mentor
	Scores    private.Visibility `json:"scores"`           // who sees the scores
	Line      Line               `json:"line,omitzero"`    // the mentee's one line
	Noticed   Line               `json:"noticed,omitzero"` // mentor
	Next      Line               `json:"next,omitzero"`    // mentor
	WrittenAt time.Time          `json:"written_at"`
	EditedAt  time.Time          `json:"edited_at,omitzero"`
}

// Private lists the lines.
func (r *Reflection) Private() []private.Field {
	return []private.Field{
		{Name: "line", Text: &r.Line.Words, Visibility: r.Line.Share},
		{Name: "noticed", Text: &r.Noticed.Words, Visibility: r.Noticed.Share},
		{Name: "next", Text: &r.Next.Words, Visibility: r.Next.Share},
	}
}

// Reflections is one reflection for each meeting and author.
var Reflections = Table[Reflection]{
	Name: "reflections",
	Key:  func(r Reflection) string { return Join(r.Meeting, r.Author) },
	Indexes: []Index[Reflection]{
		{Name: "pair", Keys: func(r Reflection) []string { return keys(Join(r.Pair, Stamp(r.WrittenAt))) }},
		{Name: "author", Keys: func(r Reflection) []string { return keys(Join(r.Author, Stamp(r.WrittenAt))) }},
	},
}

// Vision is what a mentee wants to be in half a year, in their words, seen by
// the mentor too. Every change is kept.
type Vision struct {
	ID        string       `json:"id"`
	Pair      string       `json:"pair"`
	Mentee    string       `json:"mentee"`
	Words     private.Text `json:"words,omitzero"`
	WrittenAt time.Time    `json:"written_at"`
}

// Private lists the words.
func (v *Vision) Private() []private.Field {
	return []private.Field{{Name: "words", Text: &v.Words, Visibility: private.Partner}}
}

// Visions is the visions by id, found by pair in the order of time.
var Visions = Table[Vision]{
	Name: "visions",
	Key:  func(v Vision) string { return v.ID },
	Indexes: []Index[Vision]{
		{Name: "pair", Keys: func(v Vision) []string { return keys(Join(v.Pair, Stamp(v.WrittenAt))) }},
	},
}

// Contact is an account that has been in touch, linked to a person or not.
type Contact struct {
	Account chat.Account `json:"account"`
	Route   chat.Route   `json:"route,omitempty"`
	Person  string       `json:"person,omitempty"` // "" for a stranger
	Name    string       `json:"name,omitempty"`   // as the platform shows it
	Locale  string       `json:"locale,omitempty"`
	Zone    string       `json:"zone,omitempty"`
	Blocked bool         `json:"blocked,omitempty"`
	// Visited says that messages wait there until the person comes and looks:
	// the web, which calls nobody.
	Visited bool `json:"visited,omitempty"`
	// ProvenBy says how the link to the person came about. An e-mail alone
	// never gives HR's role.
	ProvenBy Proof     `json:"proven_by,omitempty"`
	LinkedAt time.Time `json:"linked_at,omitzero"`
	SeenAt   time.Time `json:"seen_at"`
}

// Proof is what links an account to a person.
type Proof string

// The proofs.
const (
	ByRoster   Proof = "roster"   // the roster names the account
	ByEmail    Proof = "email"    // the workspace's e-mail is the roster's
	ByOperator Proof = "operator" // the operator said so
	ByCode     Proof = "code"     // a code that the bot sent to their account
	BySlip     Proof = "slip"     // a code that HR printed
	BySSO      Proof = "sso"      // the city's single sign-on vouches for them
)

// Contacts is the accounts, found by person; strangers stand under "".
var Contacts = Table[Contact]{
	Name: "contacts",
	Key:  func(c Contact) string { return c.Account.String() },
	Indexes: []Index[Contact]{
		{Name: "person", Keys: func(c Contact) []string { return keys(c.Person) }},
	},
}

// Preference is what a person chose for themselves.
type Preference struct {
	Person  string    `json:"person"`
	Locale  string    `json:"locale,omitempty"`
	Welcome time.Time `json:"welcome,omitzero"` // when the bot first introduced itself
	// NoCalendar says that no files for the calendar are wanted.
	NoCalendar bool `json:"no_calendar,omitempty"`
}

// Preferences is the preferences by person.
var Preferences = Table[Preference]{
	Name: "preferences",
	Key:  func(p Preference) string { return p.Person },
}

// Bookmark is a person's place in a form that is answered question by
// question in the chat.
type Bookmark struct {
	Person  string      `json:"person"`
	Form    string      `json:"form"`
	Version int         `json:"version"`
	Arg     string      `json:"arg,omitempty"`
	Field   string      `json:"field"` // the question that waits for an answer
	Asked   string      `json:"asked"` // id of the asking, part of its delivery key
	Values  chat.Values `json:"values,omitempty"`
	At      time.Time   `json:"at"`
}

// Private lists the answers so far.
func (b *Bookmark) Private() []private.Field { return b.Values.Private("values") }

// Bookmarks is one unfinished form for each person.
var Bookmarks = Table[Bookmark]{
	Name: "bookmarks",
	Key:  func(b Bookmark) string { return b.Person },
}

// Attention is a pair that did not meet in a month: HR's list of who needs a
// hand. The key makes it one entry for each month and pair.
type Attention struct {
	Programme string           `json:"programme"`
	Period    mentoring.Period `json:"period"`
	Pair      string           `json:"pair"`
	At        time.Time        `json:"at"`
}

// Attentions is HR's list by programme and month.
var Attentions = Table[Attention]{
	Name: "attentions",
	Key:  func(a Attention) string { return Join(a.Programme, a.Period.String(), a.Pair) },
}

// Audit is one read or act that must be answerable for: who, what, when,
// never the content.
type Audit struct {
	ID    string    `json:"id"` // time-ordered
	At    time.Time `json:"at"`
	Actor string    `json:"actor"` // person id, or "operator"
	Verb  string    `json:"verb"`
	What  string    `json:"what"` // ids
}

// Audits is the audit log, oldest first.
var Audits = Table[Audit]{
	Name: "audits",
	Key:  func(a Audit) string { return Join(Stamp(a.At), a.ID) },
}
