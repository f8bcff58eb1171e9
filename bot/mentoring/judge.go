package mentoring

import (
	"slices"
	"time"
)

// Severity is how much a finding asks of the head.
type Severity string

// The severities, mildest first.
const (
	SeverityOK      Severity = "ok"      // good to know
	SeverityReason  Severity = "reason"  // allowed as an exception: ask for the reason
	SeverityUnknown Severity = "unknown" // 判定できません: data is missing, which is no violation
	SeverityWarn    Severity = "warn"    // outside the rules or unwise: show it, the head decides
	SeverityRefused Severity = "refused" // cannot be: nobody mentors themselves
)

// Code names a finding; the words for it are a catalogue's.
type Code string

// The findings about a nomination. Have and Need are set where a comment
// says so.
const (
	CodeSelf            Code = "self"             // refused: mentor and mentee are one person
	CodeQualified       Code = "qualified"        // ok: the post is high enough
	CodeJunior          Code = "junior"           // reason: the exception's rung; Have and Need years where both are known
	CodeJuniorUntrained Code = "junior-untrained" // warn: has not finished the training the exception asks for
	CodeJuniorYears     Code = "junior-years"     // warn: Have years of service of the Need ones
	CodeJuniorOtherTeam Code = "junior-other-team"
	CodePostBelow       Code = "post-below"       // reason: the post is below From and not the exception's
	CodePostUnknown     Code = "post-unknown"     // unknown: no post, or not on the ladder
	CodeTrainingUnknown Code = "training-unknown" // unknown: no training is recorded at all
	CodeEntryUnknown    Code = "entry-unknown"    // unknown: how the mentor was hired, so the years asked for
	CodeHiredUnknown    Code = "hired-unknown"    // unknown: when the mentor was hired
	CodeTeamUnknown     Code = "team-unknown"     // unknown: the team of one of the two
	CodeOtherTeam       Code = "other-team"       // reason: same section, another team
	CodeOtherSection    Code = "other-section"    // reason
	CodeAppraiser       Code = "appraiser"        // warn: the mentor appraises the mentee
	CodeCapacity        Code = "capacity"         // warn: would have Have mentees, meant are Need
	CodeMentorIsMentee  Code = "mentor-is-mentee" // reason: is mentored in the programme
	CodeMentorInactive  Code = "mentor-inactive"  // warn: no longer in service
	CodeMentorAway      Code = "mentor-away"      // warn: on leave on the day
	CodeMenteeInactive  Code = "mentee-inactive"  // warn
	CodeMenteeAway      Code = "mentee-away"      // warn
	CodeSameSection     Code = "same-section"     // refused where the mentee chooses from other sections
	CodeNotHigher       Code = "not-higher"       // refused where the mentee chooses a higher post
)

// Finding is one thing to know about a nomination.
type Finding struct {
	Code     Code
	Severity Severity
	Have     int // a figure the code speaks of; 0 is none
	Need     int
}

// Judge says what the rules think of a nomination on the day, for a mentor
// who has already so many mentees (seeds/000: 対象者, 概要 and Q3). It decides
// nothing: only [CodeSelf] is refused. A mentee's own choice has other rules
// (choice.go).
func (r Rules) Judge(mentee, mentor Person, on Date, already int) []Finding {
	if mentee.ID == mentor.ID {
		return []Finding{{Code: CodeSelf, Severity: SeverityRefused}}
	}
	if r.programme.Nomination.By == ByMentee {
		return r.judgeChoice(mentee, mentor, on, already)
	}
	where := place(mentee, mentor)
	out := presence(mentee, mentor, on)
	out = append(out, r.standing(mentor, on, where)...)
	if where != "" {
		out = append(out, Finding{Code: where, Severity: severityOf(where)})
	}
	if mentee.Appraiser != "" && mentee.Appraiser == mentor.ID {
		out = append(out, Finding{Code: CodeAppraiser, Severity: SeverityWarn})
	}
	if n := r.programme.Nomination.Capacity; n > 0 && already+1 > n {
		out = append(out, Finding{CodeCapacity, SeverityWarn, already + 1, n})
	}
	if mentor.Has(RoleMentee) {
		out = append(out, Finding{Code: CodeMentorIsMentee, Severity: SeverityReason})
	}
	return out
}

// Worst is the gravest severity among the findings, SeverityOK for none.
func Worst(findings []Finding) Severity {
	worst := SeverityOK
	for _, f := range findings {
		if f.Severity.rank() > worst.rank() {
			worst = f.Severity
		}
	}
	return worst
}

// AsksReason reports whether one of the findings is an exception or a warning
// that the head must give a reason for, or stands in the way of a mentee's own
// choice and is the head's to set aside.
func AsksReason(findings []Finding) bool {
	return slices.ContainsFunc(findings, func(f Finding) bool {
		return f.Severity == SeverityReason || f.Severity == SeverityWarn || f.Severity == SeverityRefused
	})
}

// ServiceYear is the person's year of service on the day, counted in fiscal
// years from April, the year of hire being 1 (「8年目」). It is 0 when the day
// of hire is unknown or still to come.
func (p Person) ServiceYear(on Date) int {
	if p.HiredOn.IsZero() || on.Before(p.HiredOn) {
		return 0
	}
	return on.FiscalYear() - p.HiredOn.FiscalYear() + 1
}

// FiscalYear is the year in whose April the Japanese fiscal year of the date
// began.
func (d Date) FiscalYear() int {
	if d.Month < time.April {
		return d.Year - 1
	}
	return d.Year
}

func (s Severity) rank() int {
	return slices.Index([]Severity{SeverityOK, SeverityReason, SeverityUnknown, SeverityWarn, SeverityRefused}, s)
}

func presence(mentee, mentor Person, on Date) []Finding {
	var out []Finding
	warn := func(bad bool, c Code) {
		if bad {
			out = append(out, Finding{Code: c, Severity: SeverityWarn})
		}
	}
	warn(!mentor.Active, CodeMentorInactive)
	warn(mentor.Active && mentor.Away(on), CodeMentorAway)
	warn(!mentee.Active, CodeMenteeInactive)
	warn(mentee.Active && mentee.Away(on), CodeMenteeAway)
	return out
}

// standing looks at the mentor's post, and at the exception where it needs
// one.
func (r Rules) standing(mentor Person, on Date, where Code) []Finding {
	n := r.programme.Nomination
	rung, known := r.rungs[mentor.Post]
	switch {
	case !known:
		return []Finding{{Code: CodePostUnknown, Severity: SeverityUnknown}}
	case rung >= r.rungs[n.From]:
		return []Finding{{Code: CodeQualified, Severity: SeverityOK}}
	case n.Junior == "" || rung != r.rungs[n.Junior]:
		return []Finding{{Code: CodePostBelow, Severity: SeverityReason}}
	}
	junior := Finding{Code: CodeJunior, Severity: SeverityReason}
	have, need := mentor.ServiceYear(on), n.YearsByEntry[mentor.Entry]
	if have > 0 && need > 0 {
		junior.Have, junior.Need = have, need
	}
	out := append([]Finding{junior}, exception(n, mentor, have, need)...)
	if where == CodeOtherTeam || where == CodeOtherSection {
		out = append(out, Finding{Code: CodeJuniorOtherTeam, Severity: SeverityWarn})
	}
	return out
}

// exception is what the junior exception misses.
func exception(n NominationRules, mentor Person, have, need int) []Finding {
	var out []Finding
	switch {
	case n.Training == "" || slices.Contains(mentor.Trainings, n.Training):
	case len(mentor.Trainings) == 0:
		out = append(out, Finding{Code: CodeTrainingUnknown, Severity: SeverityUnknown})
	default:
		out = append(out, Finding{Code: CodeJuniorUntrained, Severity: SeverityWarn})
	}
	switch {
	case mentor.HiredOn.IsZero():
		out = append(out, Finding{Code: CodeHiredUnknown, Severity: SeverityUnknown})
	case need == 0:
		out = append(out, Finding{Code: CodeEntryUnknown, Severity: SeverityUnknown})
	case have < need:
		out = append(out, Finding{CodeJuniorYears, SeverityWarn, have, need})
	}
	return out
}

// place compares where the two work: "" for the same team, or the same
// section if it has no team.
func place(mentee, mentor Person) Code {
	switch {
	case mentee.Department != mentor.Department || mentee.Section != mentor.Section:
		return CodeOtherSection
	case mentee.Team == mentor.Team:
		return ""
	case mentee.Team == "" || mentor.Team == "":
		return CodeTeamUnknown
	default:
		return CodeOtherTeam
	}
}

func severityOf(where Code) Severity {
	if where == CodeTeamUnknown {
		return SeverityUnknown
	}
	return SeverityReason
}

// rungs is the rung of every post on the ladder, by name.
func (n NominationRules) rungs() map[string]int {
	out := make(map[string]int, len(n.Ladder))
	for _, p := range n.Ladder {
		out[p.Name] = p.Rung
	}
	return out
}
