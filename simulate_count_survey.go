package main

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// October's questionnaire, counted anew: who is asked, on which morning they
// are invited, and when those are reminded who have not answered.

// remindAt is how many working days before the deadline it is that people are
// reminded.
var remindAt = []int{7, 3, 1}

// reminder is one of a questionnaire's: when it rings, and until when it is
// the latest.
type reminder struct {
	days       int
	rings, end time.Time
}

func (a almanac) reminders(q questionnaire) []reminder {
	var out []reminder
	for i, n := range remindAt {
		out = append(out, reminder{n, a.before(q.deadline, n).Add(ringsAt), q.over()})
		if i > 0 {
			out[i-1].end = out[i].rings
		}
	}
	return out
}

// mornings is when the questionnaire is looked at while it can be answered.
func (c *count) mornings() []time.Time {
	var out []time.Time
	for day := c.almanac.from(c.survey.opens); !day.After(c.survey.deadline); day = c.almanac.after(day, 1) {
		at := c.awake(day.Add(ringsAt))
		if c.survey.holds(at) && !at.After(c.end) && (len(out) == 0 || at.After(out[len(out)-1])) {
			out = append(out, at)
		}
	}
	return out
}

// asked is everybody with a form, by the couples for whose sake they have it.
func (r record) asked() map[blank][]*couple {
	out := map[blank][]*couple{}
	for _, c := range r.couples {
		for _, s := range []blank{{c.mentee, partMentee}, {c.mentor, partMentor}} {
			out[s] = append(out[s], c)
		}
	}
	return out
}

// asks reports whether the person is asked at the time: a couple of theirs goes
// on, or is over and had met. Who is away on every day is not.
func (r record) asks(s blank, couples []*couple, at time.Time) bool {
	away := true
	for day := r.survey.opens; !day.After(r.survey.deadline); day = day.AddDate(0, 0, 1) {
		away = away && r.onLeave(s.who, day, at)
	}
	return !away && slices.ContainsFunc(couples, func(c *couple) bool {
		return !c.told.After(at) && (!c.gone(at) || howMany(c.talksAt(at), func(t talk) bool { return t.held }) > 0)
	})
}

// onLeave reports whether the person is away on the day, as was known at the
// time.
func (r record) onLeave(who string, day, at time.Time) bool {
	l := r.town.leaveOf(who)
	return !l.known.After(at) && l.holds(midnight(day))
}

// answered reports whether the form was sent off by then.
func (r record) answered(s blank, by time.Time) bool {
	at := r.sheets[s]
	return !at.IsZero() && !at.After(by)
}

// expectSurvey expects the invitations and reminders. A reminder whose time
// came before somebody was invited is none of theirs; who answers on the day of
// one may have been faster than it.
func (c *count) expectSurvey() {
	reminders := c.almanac.reminders(c.survey)
	for s, couples := range c.asked() {
		var invited time.Time
		reminded := 0 // the days of the latest
		for _, at := range c.mornings() {
			if c.onLeave(s.who, at, at) || c.answered(s, at) || !c.asks(s, couples, at) {
				continue
			}
			evening := midnight(at).Add(officeCloses)
			if invited.IsZero() {
				invited = at
				c.expectWord(c.invitations, c.invitationKey(s), at)
				continue
			}
			i := slices.IndexFunc(reminders, func(r reminder) bool { return span{r.rings, r.end}.holds(at) })
			if i < 0 || !reminders[i].rings.After(invited) || reminders[i].days == reminded {
				continue
			}
			if reminded = reminders[i].days; !c.answered(s, evening) {
				c.expectWord(c.reminders, c.reminderKey(s, reminded), at)
			}
		}
	}
}

// expectWord expects what is ready in the morning, unless the platform keeps it
// back for longer than the questionnaire is open.
func (c *count) expectWord(into map[string]bool, key string, at time.Time) {
	if _, by := c.sending(at); c.survey.holds(by) && !by.After(c.end) {
		into[key] = true
	}
}

func (r record) invitationKey(s blank) string {
	return strings.Join([]string{"survey", r.programme, s.part, s.who}, "/")
}

func (r record) reminderKey(s blank, days int) string {
	return strings.Join([]string{"survey-remind/survey", r.programme, s.part, r.survey.deadline.Format(time.DateOnly), strconv.Itoa(days), s.who}, "/")
}

// surveyWord reads a delivery's key: whose form, and how many days before the
// deadline, 0 for the invitation.
func surveyWord(id string) (s blank, days int, ok bool) {
	parts := strings.Split(id, "/")
	switch {
	case parts[0] == "survey" && len(parts) == 4:
		return blank{parts[3], parts[2]}, 0, true
	case parts[0] == "survey-remind" && len(parts) == 7:
		days, err := strconv.Atoi(parts[5])
		return blank{parts[6], parts[3]}, days, err == nil
	default:
		return s, 0, false
	}
}

// surveys compares what had to be said about the questionnaire with what
// reached people.
func (c *count) surveys() surveyReport {
	out := surveyReport{Answered: len(c.sheets)}
	asked := c.asked()
	for s, couples := range asked {
		if c.asks(s, couples, c.survey.over()) {
			out.Asked++
		}
	}
	invited := map[blank]time.Time{}
	for _, a := range c.ledger.survey {
		s, days, _ := surveyWord(a.id)
		into := &out.Reminders
		if days == 0 {
			into, invited[s] = &out.Invitations, a.at()
		}
		into.Sent++
		if c.answered(s, a.at()) {
			out.AfterAnswer++
		}
		if c.rightfulWord(s, days, asked[s], invited[s], a.at()) {
			into.Expected++
		}
	}
	out.Invitations.missing(c.invitations, c.ledger)
	out.Reminders.missing(c.reminders, c.ledger)
	return out
}

// rightfulWord reports whether a word about the questionnaire was right to go
// out when it did: to who is asked, is there and has not answered, and, where
// it is a reminder, was invited before its time, on an earlier day.
func (c *count) rightfulWord(s blank, days int, couples []*couple, invited, at time.Time) bool {
	if !c.survey.holds(at) || c.answered(s, at) || c.onLeave(s.who, at, at) || !c.asks(s, couples, at) {
		return false
	}
	if days == 0 {
		return true
	}
	return slices.ContainsFunc(c.almanac.reminders(c.survey), func(r reminder) bool {
		return r.days == days && span{r.rings, r.end}.holds(at) && invited.Before(r.rings) && !invited.IsZero() && midnight(invited).Before(midnight(at))
	})
}
