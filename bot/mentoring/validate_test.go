package mentoring_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"tsukiichi/bot/mentoring"
)

func TestValidate(t *testing.T) {
	t.Parallel()
	type edit = func(*mentoring.Programme)
	cases := []struct {
		name string
		edit edit
		want string
	}{
		{"id", func(p *mentoring.Programme) { p.ID = "" }, "id is empty"},
		{"name", func(p *mentoring.Programme) { p.Name = mentoring.Words{"en": "x"} }, "name needs Japanese words"},
		{"year", func(p *mentoring.Programme) { p.Year = 8 }, "year is 8"},
		{"zone", func(p *mentoring.Programme) { p.Zone = "Tokyo" }, `zone is "Tokyo"`},
		{"no zone", func(p *mentoring.Programme) { p.Zone = "" }, `zone is ""`},
		{"first month", func(p *mentoring.Programme) { p.FirstMonth = 0 }, "first_month is 0"},
		{"last month", func(p *mentoring.Programme) { p.LastMonth = 13 }, "last_month is 13"},
		{"window", func(p *mentoring.Programme) { p.FirstMonth, p.LastMonth = time.January, time.September }, "last_month is before first_month"},
		{"minimum", func(p *mentoring.Programme) { p.Minimum = -1 }, "minimum is negative"},
		{"minutes", func(p *mentoring.Programme) { p.Minutes = 0 }, "minutes is 0"},
		{"slots", func(p *mentoring.Programme) { p.MaxSlots = 0 }, "max_slots is 0"},
		{"time of day", func(p *mentoring.Programme) { p.WorkTo = mentoring.TimeOfDay{Hour: 25} }, "work_to is 25:00"},
		{"hours", func(p *mentoring.Programme) { p.WorkTo = p.WorkFrom }, "work_to is not after work_from"},
		{"ring", func(p *mentoring.Programme) { p.RingAt = mentoring.TimeOfDay{Hour: 8} }, "ring_at is outside the working hours"},
		{"ring at closing", func(p *mentoring.Programme) { p.RingAt = p.WorkTo }, "ring_at is outside the working hours"},
		{"wait", func(p *mentoring.Programme) { p.CheckInWait = -1 }, "check_in_wait is -1"},
		{"silence", func(p *mentoring.Programme) { p.CheckInDays = 21 }, "check_in_days is 21"},
		{"figures", func(p *mentoring.Programme) { p.FiguresAfter = 61 }, "figures_after is 61"},
		{"erase on", func(p *mentoring.Programme) { p.EraseOn.Day = 31 }, "erase_on is not a day"},
		{"erase notice", func(p *mentoring.Programme) { p.EraseNotice = 0 }, "erase_notice is 0"},
		{"small group", func(p *mentoring.Programme) { p.SmallGroup = 2 }, "small_group is 2"},
		{"step without an id", func(p *mentoring.Programme) { p.Steps[1].ID = "" }, "steps[1] needs an id"},
		{"two steps of one id", func(p *mentoring.Programme) { p.Steps[1].ID = "first" }, `steps[1] repeats the id "first"`},
		{"step at no time", func(p *mentoring.Programme) { p.Steps[0].When.Opening = false }, "steps[0].when needs exactly one"},
		{"step at two times", func(p *mentoring.Programme) { p.Steps[0].When.Day = 3 }, "steps[0].when needs exactly one"},
		{"step on the 32nd", func(p *mentoring.Programme) { p.Steps[2].When.Day = 32 }, "steps[2].when.day is 32"},
		{"step long before the end", func(p *mentoring.Programme) { p.Steps[3].When.BeforeEnd = 21 }, "steps[3].when.before_end is 21"},
		{"steps out of order", func(p *mentoring.Programme) { p.Steps[1], p.Steps[2] = p.Steps[2], p.Steps[1] }, "steps[2].when.day is not after"},
		{"a step after the end", func(p *mentoring.Programme) { p.Steps[3], p.Steps[4] = p.Steps[4], p.Steps[3] }, "steps[4] stands after"},
		{"two ends", func(p *mentoring.Programme) { p.Steps[3].When = mentoring.StepWhen{Over: true} }, "more than one step"},
		{"step to nobody", func(p *mentoring.Programme) { p.Steps[0].To = nil }, "steps[0].to is empty"},
		{"step to somebody else", func(p *mentoring.Programme) { p.Steps[0].To = []mentoring.Audience{"mayor"} }, `steps[0].to holds "mayor"`},
		{"step if what", func(p *mentoring.Programme) { p.Steps[0].Only = "" }, "steps[0].only is"},
		{"no ladder", func(p *mentoring.Programme) { p.Nomination.Ladder = nil }, "nomination.ladder is empty"},
		{"a post twice", func(p *mentoring.Programme) { p.Nomination.Ladder[1].Name = "主事" }, "nomination.ladder[1].name is empty or stands there twice"},
		{"a rung below the ground", func(p *mentoring.Programme) { p.Nomination.Ladder[0].Rung = 0 }, "nomination.ladder[0].rung is 0"},
		{"a ladder out of order", func(p *mentoring.Programme) { p.Nomination.Ladder[4].Rung = 1 }, "nomination.ladder[4].rung is below"},
		{"grades", func(p *mentoring.Programme) { p.Nomination.Ladder[2].ToGrade = 1 }, "nomination.ladder[2].to_grade is below"},
		{"from nowhere", func(p *mentoring.Programme) { p.Nomination.From = "係長" }, `nomination.from is "係長"`},
		{"junior nowhere", func(p *mentoring.Programme) { p.Nomination.Junior = "主事補" }, `nomination.junior is "主事補"`},
		{"junior on the rung of from", func(p *mentoring.Programme) { p.Nomination.Junior = "主幹" }, "nomination.junior is not below"},
		{"capacity", func(p *mentoring.Programme) { p.Nomination.Capacity = -1 }, "nomination.capacity is negative"},
		{"the day to nominate by", func(p *mentoring.Programme) { p.Nomination.Within = -1 }, "nomination.within is -1"},
		{"no reminders to nominate", func(p *mentoring.Programme) { p.Nomination.RemindEvery = 0 }, "nomination.remind_every is 0"},
		{"training twice", func(p *mentoring.Programme) { p.Trainings[1].ID = "mentee" }, `trainings[1] repeats the id "mentee"`},
		{"training without a name", func(p *mentoring.Programme) { p.Trainings[0].Name = nil }, "trainings[0].name has no Japanese"},
		{"training for whom", func(p *mentoring.Programme) { p.Trainings[0].For = "head" }, `trainings[0].for is "head"`},
		{"training of no time", func(p *mentoring.Programme) { p.Trainings[0].Minutes = 0 }, "trainings[0].minutes is 0"},
		{"training's weeks", func(p *mentoring.Programme) { p.Trainings[1].ToWeek = 1 }, "trainings[1].to_week is before"},
		{"material anywhere", func(p *mentoring.Programme) { p.Trainings[0].Material = "http://x" }, "trainings[0].material does not begin"},
		{"years", func(p *mentoring.Programme) { delete(p.Nomination.YearsByEntry, "university") }, "nomination.years_by_entry has no years for university"},
		{"no places", func(p *mentoring.Programme) { p.Places = nil }, "places is empty"},
		{"a topic twice", func(p *mentoring.Programme) { p.Topics[1].ID = "work" }, `topics[1] repeats the id "work"`},
		{"a response without words", func(p *mentoring.Programme) { p.Responses[2].Label = nil }, "responses[2].label needs"},
		{"an example without words", func(p *mentoring.Programme) { p.Topics[3].Notes[1] = nil }, "topics[3].notes[1] needs"},
		{"an hour of no day", func(p *mentoring.Programme) { p.SuggestAt[0].Hour = 25 }, "suggest_at[0] is 25:30"},
		{"an hour after work", func(p *mentoring.Programme) { p.SuggestAt[1] = p.WorkTo }, "suggest_at[1] leaves no time for a talk"},
		{"hours in no order", func(p *mentoring.Programme) { p.SuggestAt[1] = p.SuggestAt[0] }, "suggest_at[1] is not after"},
		{"a day full of hours", func(p *mentoring.Programme) { p.SuggestAt = make([]mentoring.TimeOfDay, 5) }, "suggest_at holds more than 4"},
		{"asked to prepare at night", func(p *mentoring.Programme) { p.PrepareAt = mentoring.TimeOfDay{Hour: 20} }, "prepare_at is outside the working hours"},
		{"told of the talk at dawn", func(p *mentoring.Programme) { p.DayCardAt = mentoring.TimeOfDay{Hour: 5} }, "day_card_at is outside the working hours"},
		{"a day's wait", func(p *mentoring.Programme) { p.PrepareWait = 24 * 60 }, "prepare_wait is 1440"},
		{"a tip twice", func(p *mentoring.Programme) { p.Tips[1].ID = p.Tips[0].ID }, "tips[1] repeats the id"},
		{"a tip for the head", func(p *mentoring.Programme) { p.Tips[0].To = "head" }, `tips[0].to is "head"`},
		{"two tips for one talk", func(p *mentoring.Programme) { p.Tips[1].After = p.Tips[0].After }, "tips[1].after stands there twice"},
		{"a tip before the beginning", func(p *mentoring.Programme) { p.Tips[0].After = -1 }, "tips[0].after is negative"},
		{"a tip without words", func(p *mentoring.Programme) { p.Tips[2].Text = nil }, "tips[2].text needs"},
		{"a look back at no time", func(p *mentoring.Programme) { p.LookBacks[0].AfterMonths = 0 }, "look_backs[0] needs exactly one"},
		{"a look back twice", func(p *mentoring.Programme) { p.LookBacks[1].ID = "three-months" }, "look_backs[1] repeats the id"},
		{"a look back in the 13th month", func(p *mentoring.Programme) { p.LookBacks[1].Month = 13 }, "look_backs[1].month is 13"},
		{"looks back without a gap", func(p *mentoring.Programme) { p.LookBackGap = 0 }, "look_back_gap is 0"},
		{"a closure of no days", func(p *mentoring.Programme) { p.Closures[0].To = mentoring.MonthDay{} }, "closures[0] is not from a day"},
		{"a closure on 31 February", func(p *mentoring.Programme) { p.Closures[0].From = mentoring.MonthDay{Month: 2, Day: 31} }, "closures[0] is not from a day"},
		{"a closure the wrong way round", func(p *mentoring.Programme) { c := &p.Closures[0]; c.From, c.To = c.To, c.From }, "closures[0] lasts 362 days"},
		{"nobody to ask", func(p *mentoring.Programme) { p.Contact = mentoring.Contact{} }, "contact needs a phone"},
		{"an empty phone", func(p *mentoring.Programme) { p.Contact.Phones[0] = "" }, "contact.phones holds an empty number"},
		{"a counsellor without a name", func(p *mentoring.Programme) { p.Counselors[1].Name = nil }, "counsellors[1].name needs"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := aomori(t, 2026)
			c.edit(&p)
			err := p.Validate()
			if !errors.Is(err, mentoring.ErrProgramme) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
	t.Run("everything at once", func(t *testing.T) {
		t.Parallel()
		p := aomori(t, 2026)
		p.Minutes, p.Zone, p.Nomination.From, p.SmallGroup = 0, "", "係長", 0
		lines := strings.Split(p.Validate().Error(), "\n")
		if len(lines) != 4 {
			t.Errorf("got %d problems, want 4: %s", len(lines), strings.Join(lines, " | "))
		}
	})
	t.Run("the zero programme does not panic", func(t *testing.T) {
		t.Parallel()
		if err := (mentoring.Programme{}).Validate(); err == nil {
			t.Error("got nil")
		}
	})
}
