package bot_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"tsukiichi/bot/bottest"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// People of the year who are not in every house.
const (
	colleague       = "20203" // 見田, a mentee under the same head
	colleagueMentor = "20201" // 架空
	nextMentor      = "20202" // 例川, whom 模木 gets in July
	nextPair        = "aomori-2026:20104:2"
)

// sitting is everything that somebody was shown at one time.
type sitting struct {
	who     string
	when    string
	shown   shown
	consent bool // 模木 lets the new mentor read what was shared
}

// year is what everybody was shown over a year in which the signs were planted.
type year struct{ views []sitting }

// readers is the views of those who stand in the relation to the sign.
func (y year) readers(s sign, as string) (out []sitting) {
	who := map[string][]string{"head": {head}, "hr": {hr}, "operator": {"operator"}}
	switch by := s.by; by {
	case colleague:
		who["author"], who["partner"] = []string{colleague}, []string{colleagueMentor}
	case mentor:
		who["author"], who["partner"] = []string{mentor}, []string{mentee}
	case head:
		who["author"], who["partner"], who["new-mentor"] = []string{head}, []string{mentee, mentor}, []string{nextMentor}
	default:
		who["author"], who["partner"], who["new-mentor"] = []string{mentee}, []string{mentor}, []string{nextMentor}
	}
	for _, v := range y.views {
		if slices.Contains(who[as], v.who) {
			out = append(out, v)
		}
	}
	return out
}

// playYear plays a year in which a sign of every item is planted, and has
// everybody look at everything there is: in July before the mentor changes, after
// that without the mentee's consent, with it, and when it was withdrawn, and in
// January.
func playYear(t *testing.T) year {
	t.Helper()
	w := house(t)
	var y year
	look := func(when string, consent bool, people ...string) {
		for _, who := range people {
			y.views = append(y.views, sitting{who, when, everything(t, w, who), consent})
		}
		y.views = append(y.views, sitting{"operator", when, shown{inAudit: w.Log.String() + waitingText(t, w)}, false})
	}
	plantJune(t, w)
	plantJuly(t, w)
	look("July", false, mentee, mentor, head, hr, colleague, colleagueMentor)

	submit(t, w, head, "nominate", mentee, "other", nextMentor)
	submit(t, w, head, "nominate.confirm", mentee+"|"+nextMentor, "reason", "しるし例外", "spoken", "yes")
	advanceTo(t, w, "2026-07-16T10:00")
	submit(t, w, mentor, "handover.note", pairID, "note", "しるし引継ぎ")
	if err := w.Advance(jst("2026-07-16T11:00")); err != nil {
		t.Fatal(err)
	}
	look("after the change", false, mentee, nextMentor, head, hr)
	formerSees(t, everything(t, w, mentor))
	submit(t, w, mentee, "handover.consent", nextPair, "how", "all")
	look("with consent", true, nextMentor)
	submit(t, w, mentee, "handover.consent", nextPair, "how", "none")
	look("consent withdrawn", false, nextMentor)

	plantAnswers(t, w, mentoring.Mentee, colleague, "10204", "10205")
	plantAnswers(t, w, mentoring.Mentor, colleagueMentor, "10202", "10203")
	advanceTo(t, w, "2026-08-10T10:00")
	submit(t, w, hr, "survey.close", "aomori-2026", "sure", "yes")
	advanceTo(t, w, "2026-09-10T10:00")
	look("September", false, nextMentor, head)
	advanceTo(t, w, "2027-01-20T10:00")
	look("January", false, mentee, nextMentor, head, hr)
	return y
}

func advanceTo(t *testing.T, w *bottest.World, at string) {
	t.Helper()
	if err := w.Advance(jst(at)); err != nil {
		t.Fatal(err)
	}
}

// formerSees holds the mentor before to what is theirs: their own words, and the
// card that they were given.
func formerSees(t *testing.T, s shown) {
	t.Helper()
	for _, sg := range signs() {
		given := sg.item == "thanks" || sg.item == "handover" // a card that they were given, a note that they wrote
		if sg.own && sg.by != mentor && !given && len(s.has(sg.words)) > 0 {
			t.Errorf("the mentor before still sees %q on %v", sg.words, s.has(sg.words))
		}
	}
}

// plantJune is four pairs who talked, and a training.
func plantJune(t *testing.T, w *bottest.World) {
	t.Helper()
	more := "職員番号,氏名,部,課,職位,級,採用区分,採用日,役割\n10205,試沢 灯,総務部,情報管理課,主事,1,大卒程度,2026-04-01,メンティ\n"
	if _, err := w.Bot.ImportRoster(t.Context(), "operator", []byte(more), []string{bottest.Platform}); err != nil {
		t.Fatal(err)
	}
	submit(t, w, hr, "training.day", "mentee", "date", "2026-04-06", "time", "13:30")
	write(t, w, func(tx store.Tx) error {
		for _, p := range [][2]string{{colleague, colleagueMentor}, {"10204", "10202"}, {"10205", "10203"}} {
			err := store.Pairs.Put(tx, mentoring.Pair{
				ID: "aomori-2026:" + p[0] + ":1", Programme: "aomori-2026", Mentee: p[0], Mentor: p[1], NominatedBy: head,
				NominatedAt: w.Clock.Now(), ToldAt: w.Clock.Now(),
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	advanceTo(t, w, "2026-06-18T15:00")
	for _, who := range []string{mentee, colleague, "10204", "10205"} {
		for _, on := range []string{"2026-06-17", "2026-06-18"} {
			submit(t, w, who, "met.already", "aomori-2026:"+who+":1", "date", on)
		}
	}
	write(t, w, func(tx store.Tx) error {
		all, err := store.Meetings.All(tx, store.Span{})
		if err != nil {
			return err
		}
		for _, m := range all {
			pair, err := store.Pairs.Must(tx, m.Pair)
			if err != nil {
				return err
			}
			if err := plantTalk(tx, m, pair, w.Clock.Now()); err != nil {
				return err
			}
		}
		return nil
	})
}

// plantTalk is what the two prepared and wrote about a talk of June.
func plantTalk(tx store.Tx, m mentoring.Meeting, pair mentoring.Pair, now time.Time) error {
	if m.Start.In(time.FixedZone("JST", 9*3600)).Day() == 17 { // three chose another topic, so that the one of all can be told
		if pair.Mentee == mentee {
			return nil
		}
		return store.Preparations.Put(tx, store.Preparation{Meeting: m.ID, Pair: pair.ID, Mentee: pair.Mentee, Topic: "people", WrittenAt: now})
	}
	own := func(s string) private.Text { return private.New(pair.Mentee, s) }
	line := func(owner, s string, share private.Visibility) store.Line {
		return store.Line{Words: private.New(owner, s), Share: share}
	}
	prepared := store.Preparation{Meeting: m.ID, Pair: pair.ID, Mentee: pair.Mentee, Topic: "work", Response: "listen", WrittenAt: now}
	felt := store.Reflection{Meeting: m.ID, Pair: pair.ID, Author: pair.Mentee, Part: mentoring.Mentee, Relief: 4, Scores: private.OnlyMe, WrittenAt: now}
	if pair.Mentee != mentee {
		return firstError(store.Preparations.Put(tx, prepared), store.Reflections.Put(tx, felt))
	}
	prepared.Line = own("しるし準備")
	felt.Relief, felt.Line = 5, line(mentee, "しるし自分だけ", private.OnlyMe)
	return firstError(store.Preparations.Put(tx, prepared), store.Reflections.Put(tx, felt),
		store.Reflections.Put(tx, store.Reflection{
			Meeting: m.ID, Pair: pair.ID, Author: mentor, Part: mentoring.Mentor, Went: 2, Scores: private.OnlyMe, WrittenAt: now,
			Noticed: line(mentor, "しるし気づき", private.OnlyMe), Next: line(mentor, "しるし次回", private.Partner),
		}))
}

// plantJuly is everything else, of which a year is known until 15 July.
func plantJuly(t *testing.T, w *bottest.World) {
	t.Helper()
	advanceTo(t, w, "2026-07-15T10:00")
	second, now := met(t, w), w.Clock.Now()
	at := jst("2026-07-28T15:30")
	write(t, w, func(tx store.Tx) error {
		own := func(s string) private.Text { return private.New(mentee, s) }
		return firstError(
			plantProgramme(tx), plantLeave(tx),
			store.Meetings.Put(tx, mentoring.Meeting{ID: "planned", Pair: pairID, State: mentoring.MeetingPlanned, Start: at, Minutes: 15, Place: "room", BookedBy: mentor, BookedAt: now}),
			store.Preparations.Put(tx, store.Preparation{Meeting: second, Pair: pairID, Mentee: mentee, Own: own("しるし自作"), WrittenAt: now}),
			store.Reflections.Put(tx, store.Reflection{Meeting: second, Pair: pairID, Author: mentee, Part: mentoring.Mentee, Growth: 3, Scores: private.Partner,
				Line: store.Line{Words: own("しるし相手にも"), Share: private.Partner}, WrittenAt: now}),
			store.Visions.Put(tx, store.Vision{ID: "v", Pair: pairID, Mentee: mentee, Words: own("しるし姿"), WrittenAt: now}),
			store.LookBacks.Put(tx, store.LookBack{ID: "b", Pair: pairID, Mentee: mentee, Vision: "v", Near: 1, Line: own("しるし見返し"), WrittenAt: now}),
			store.Deferrals.Put(tx, store.Deferral{Pair: pairID, Period: mentoring.Period{Year: 2026, Month: time.August}, By: head, Reason: private.New(head, "しるし延期"), At: now}),
			store.ThanksCards.Put(tx, store.ThanksCard{Pair: pairID, Mentee: mentee, Mentor: mentor, Words: own("しるし感謝"), At: now}),
			store.Voices.Put(tx, store.Voice{ID: "v1", Programme: "aomori-2026", Author: mentee, Part: mentoring.Mentee, State: store.VoiceOffered, Offered: own("しるし声")}),
			store.Voices.Put(tx, store.Voice{ID: "v2", Programme: "aomori-2026", Author: mentee, Part: mentoring.Mentee, State: store.VoiceApproved, Offered: own("しるし元"), Wording: own("しるしみんな")}),
			store.HandIns.Put(tx, store.HandIn{Pair: pairID, Programme: "aomori-2026", Author: mentee, Part: mentoring.Mentee, At: now, Vision: own("しるし提出")}),
			store.Attendances.Put(tx, store.Attendance{Programme: "aomori-2026", Training: "mentee", Person: mentee, State: store.AttendedYes, By: hr, At: now}),
			store.Drafts.Put(tx, store.Draft{Person: mentee, Form: "vision", Arg: pairID, Values: chat.Values{"vision": {own("しるし途中")}}, At: now}),
		)
	})
	submit(t, w, colleagueMentor, "plan.offer", "aomori-2026:"+colleague+":1", "date", "2026-07-30", "time", "15:30", "place", "online")
	submit(t, w, mentee, "change", pairID, "agreed", "yes", "reason", "しるし交代")
	submit(t, w, mentee, "quiet", pairID, "wish", "talk", "words", "しるし内々")
	submit(t, w, hr, "quiet.answer", quietOf(t, w, mentee), "answer", "しるし返事")
	plantSurvey(t, w)
}

func quietOf(t *testing.T, w *bottest.World, who string) (id string) {
	t.Helper()
	view(t, w, func(tx store.Tx) error {
		all, err := store.Quiets.All(tx, store.Span{Index: "mentee", Prefix: store.Under(who)})
		for _, q := range all {
			id = q.ID
		}
		return err
	})
	return id
}

func plantProgramme(tx store.Tx) error {
	p, err := store.Programmes.Must(tx, "aomori-2026")
	if err != nil {
		return err
	}
	p.SmallGroup = 3
	p.Places[0].Label = mentoring.Words{"ja": "しるし場所"}
	p.Topics[0].Label = mentoring.Words{"ja": "しるし話題"}
	p.Trainings[0].Name = mentoring.Words{"ja": "しるし研修"}
	return store.Programmes.Put(tx, p)
}

func plantLeave(tx store.Tx) error {
	who, err := store.People.Must(tx, colleague)
	if err != nil {
		return err
	}
	who.Leave = []mentoring.Leave{{From: mentoring.On(2026, time.June, 29), To: mentoring.On(2026, time.July, 31)}}
	if err := store.People.Put(tx, who); err != nil {
		return err
	}
	if who, err = store.People.Must(tx, mentee); err != nil {
		return err
	}
	who.Leave = []mentoring.Leave{{From: mentoring.On(2026, time.August, 31), To: mentoring.On(2026, time.September, 30)}}
	return store.People.Put(tx, who)
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// waitingText is what lives long beside people's own: the outbox, the audit log,
// accounts and figures.
func waitingText(t *testing.T, w *bottest.World) string {
	t.Helper()
	var sb strings.Builder
	view(t, w, func(tx store.Tx) error {
		outbox, err := store.Outbox.All(tx, store.Span{})
		if err != nil {
			return err
		}
		audits, err := store.Audits.All(tx, store.Span{})
		if err != nil {
			return err
		}
		contacts, err := store.Contacts.All(tx, store.Span{})
		if err != nil {
			return err
		}
		figures, err := store.Figures.All(tx, store.Span{})
		fmt.Fprintf(&sb, "%+v %+v %+v %+v", outbox, audits, contacts, figures)
		return err
	})
	return sb.String()
}
