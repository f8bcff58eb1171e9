package mentoring

import "slices"

// Role is what somebody may do, given by the roster or by HR, never by what a
// person types.
type Role string

// The roles.
const (
	RoleMentee Role = "mentee"
	RoleMentor Role = "mentor"
	RoleHead   Role = "head"
	RoleHR     Role = "hr"
)

// Entry is how a person was hired; the years asked of a junior mentor depend
// on it (seeds/000, Q3).
type Entry string

// The kinds of entry.
const (
	EntryHighSchool  Entry = "high-school" // 高卒程度
	EntryUniversity  Entry = "university"  // 大卒程度
	EntryExperienced Entry = "experienced" // 社会人等職務経験者
)

// Person is somebody on the roster.
type Person struct {
	ID            string            `json:"id"` // employee number
	Name          string            `json:"name"`
	Kana          string            `json:"kana,omitempty"`
	Email         string            `json:"email,omitempty"`
	Department    string            `json:"department"`
	Section       string            `json:"section"`
	Team          string            `json:"team,omitempty"`
	Post          string            `json:"post"`
	Grade         int               `json:"grade,omitempty"` // 0 is unknown
	Entry         Entry             `json:"entry,omitempty"`
	HiredOn       Date              `json:"hired_on,omitzero"`
	Trainings     []string          `json:"trainings,omitempty"`
	Roles         []Role            `json:"roles,omitempty"`
	Granted       []Role            `json:"granted,omitempty"`        // by the operator or HR, whatever the roster says
	HeadsSections []string          `json:"heads_sections,omitempty"` // besides their own
	Deputy        string            `json:"deputy,omitempty"`
	Appraiser     string            `json:"appraiser,omitempty"`
	Leave         []Leave           `json:"leave,omitempty"`
	Locale        string            `json:"locale,omitempty"`
	Active        bool              `json:"active"`
	Accounts      map[string]string `json:"accounts,omitempty"` // platform → id there
}

// Leave is an absence, both days included. An open end is the zero Date.
type Leave struct {
	From Date `json:"from"`
	To   Date `json:"to,omitzero"`
}

// Has reports whether the person has the role, by the roster or granted.
func (p Person) Has(r Role) bool {
	return slices.Contains(p.Roles, r) || slices.Contains(p.Granted, r)
}

// Heads reports whether the person is head of the section.
func (p Person) Heads(section string) bool {
	return p.Has(RoleHead) && (p.Section == section || slices.Contains(p.HeadsSections, section))
}

// Away reports whether the person is on leave on the day.
func (p Person) Away(d Date) bool { return onLeave(p.Leave, d) }

func onLeave(leave []Leave, d Date) bool {
	return slices.ContainsFunc(leave, func(l Leave) bool { return l.Holds(d) })
}

// Holds reports whether the day falls into the leave.
func (l Leave) Holds(d Date) bool {
	return !d.Before(l.From) && (l.To.IsZero() || !d.After(l.To))
}
