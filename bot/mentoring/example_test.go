package mentoring_test

import (
	"fmt"
	"time"

	"tsukiichi/bot/calendar"
	"tsukiichi/bot/mentoring"
)

// What does September ask of a pair that has not met? The 20th is a Sunday
// and the 21st to the 23rd are holidays.
func ExampleRules_StepDays() {
	programme, _ := mentoring.LoadPreset("aomori", 2026)
	rules, _ := mentoring.NewRules(programme, calendar.New(programme.Closures))

	for _, d := range rules.StepDays(mentoring.Period{Year: 2026, Month: time.September}) {
		fmt.Println(d.On, d.On.Weekday(), d.Step.ID, d.Step.To)
	}
	// Output:
	// 2026-09-01 Tuesday first [mentor]
	// 2026-09-10 Thursday tenth [mentor]
	// 2026-09-18 Friday twentieth [mentor mentee]
	// 2026-09-24 Thursday closing [mentor mentee head]
}

// A clock only rings; what is due is a function of the pair and the time.
func ExampleRules_Due() {
	programme, _ := mentoring.LoadPreset("aomori", 2026)
	rules, _ := mentoring.NewRules(programme, calendar.New(programme.Closures))
	now := time.Date(2026, time.July, 10, 9, 0, 0, 0, rules.Zone())

	pair := mentoring.Standing{Pair: mentoring.Pair{ToldAt: now.AddDate(0, -3, 0)}}
	verdict := rules.Due(pair, now)
	fmt.Println(verdict.Reason, verdict.Step.ID, "until", verdict.Until.Format(time.DateTime))

	pair.Meetings = []mentoring.Meeting{{State: mentoring.MeetingPlanned, Start: now.AddDate(0, 0, 5), Minutes: 15}}
	fmt.Println(rules.Due(pair, now).Reason)
	fmt.Println("look again", rules.NextLook(pair, now).Format(time.DateTime))
	// Output:
	// due tenth until 2026-07-17 09:00:00
	// already-planned
	// look again 2026-07-15 09:00:00
}

// A 主事 in the 5th year of another team: an exception that wants a reason,
// and two things the head should see. Nothing is refused.
func ExampleRules_Judge() {
	programme, _ := mentoring.LoadPreset("aomori", 2026)
	rules, _ := mentoring.NewRules(programme, calendar.New(programme.Closures))
	mentee := mentoring.Person{ID: "1001", Section: "総務課", Team: "庶務", Active: true}
	mentor := mentoring.Person{
		ID: "0700", Section: "総務課", Team: "法規", Post: "主事", Entry: mentoring.EntryUniversity,
		HiredOn: mentoring.On(2022, time.April, 1), Trainings: []string{"中堅職員研修"}, Active: true,
	}

	findings := rules.Judge(mentee, mentor, mentoring.On(2026, time.April, 10), 0)
	for _, f := range findings {
		fmt.Println(f.Severity, f.Code, f.Have, f.Need)
	}
	fmt.Println(mentoring.Worst(findings), mentoring.AsksReason(findings))
	// Output:
	// reason junior 5 6
	// warn junior-years 5 6
	// warn junior-other-team 0 0
	// reason other-team 0 0
	// warn true
}
