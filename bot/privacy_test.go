package bot_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"tsukiichi/bot"
	"tsukiichi/bot/bottest"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// domain is the table of the domain, written down a second time on purpose:
// author, partner, new mentor, head, HR, operator.
func domain() map[string][6]string {
	const no, all, fact, few, consent = "", "all", "fact", "aggregate", "consent"
	return map[string][6]string{
		"meeting":        {all, all, all, fact, all, no},
		"place":          {all, all, all, no, no, no},
		"topic":          {all, all, consent, no, few, no},
		"preparation":    {all, all, consent, no, no, no},
		"line-alone":     {all, no, no, no, no, no},
		"line-shared":    {all, all, consent, no, no, no},
		"scores":         {all, no, no, no, few, no},
		"scores-shared":  {all, all, no, no, few, no},
		"vision":         {all, all, consent, no, no, no},
		"form":           {all, no, no, no, no, no},
		"form-handed":    {all, no, no, no, all, no},
		"handover":       {all, no, consent, no, no, no},
		"reason":         {all, no, no, all, all, no},
		"change":         {all, no, no, all, all, no},
		"quiet":          {all, no, no, no, all, no},
		"leave":          {no, fact, fact, all, all, no},
		"training":       {all, no, no, all, all, no},
		"october":        {all, no, no, few, all, no},
		"thanks":         {all, all, no, no, no, no},
		"voice":          {all, no, no, no, no, no},
		"voice-approved": {all, all, all, all, all, no},
	}
}

func relations() []string {
	return []string{"author", "partner", "new-mentor", "head", "hr", "operator"}
}

// TestMatrix holds the table in the code to the domain's.
func TestMatrix(t *testing.T) {
	t.Parallel()
	got := bot.Matrix()
	if len(got) != len(domain()) {
		t.Errorf("%d rows, want %d", len(got), len(domain()))
	}
	for item, row := range domain() {
		for i, as := range relations() {
			if got[item][as] != row[i] {
				t.Errorf("%s, %s: %q, want %q", item, as, got[item][as], row[i])
			}
		}
	}
}

// cell is how an item shows: content is a sign of it in what somebody is shown,
// fact a sign that there is something, where the item has one.
type cell struct {
	content, fact string
	// unshown are the relations that may see it and to whom nothing shows it.
	unshown []string
	// aside are those who stand on another side of what is planted.
	aside []string
}

// signs is what [plantMatrix] puts into the house, by item. The rows whose
// flow is not there have none.
func signs() map[string]cell {
	return map[string]cell{
		"meeting":       {content: "6月18日", fact: "模木 葵 | 済", unshown: []string{"new-mentor", "hr"}},
		"place":         {content: "場所: しるし場所\n", unshown: []string{"new-mentor"}},
		"topic":         {content: "話すこと: しるし話題"},
		"preparation":   {content: "しるし準備"},
		"line-alone":    {content: "しるし自分だけ"},
		"line-shared":   {content: "しるし相手にも"},
		"scores":        {content: "●●●●● 5 / 5"},
		"scores-shared": {content: "●●●●○ 4 / 5"},
		"vision":        {content: "しるし姿"},
		"reason":        {content: "しるし理由"},
		// A head knows who is on leave from the office; the bot shows what comes of it.
		"leave":    {content: "2026-08-03", unshown: []string{"head"}},
		"training": {content: "しるし研修"},
		// The form holds what its author wrote for nobody else, too.
		"form":        {content: "しるし自分だけ"},
		"form-handed": {content: "しるし提出"},
		// The mentor writes the note, the mentee owns it.
		"handover": {content: "しるし引継ぎ", aside: []string{"partner"}},
		"thanks":   {content: "しるし感謝"},
		"voice":    {content: "しるし声", aside: []string{"hr"}}, // HR words it, to have it approved
		// Shown at kick-off and in January's notice, to whoever is written to.
		"voice-approved": {content: "しるしみんな", unshown: []string{"partner", "new-mentor", "head"}},
		"change":         {content: "しるし交代"},
		"quiet":          {content: "しるし内々"},
	}
}

// TestPrivacyMatrix plants a sign of every item and then opens everything there
// is as everybody: homes, pages, forms, messages, files, the chat, the audit log.
// Each sign stands where the matrix says so and nowhere else.
func TestPrivacyMatrix(t *testing.T) {
	t.Parallel()
	w := house(t)
	plantMatrix(t, w)
	seen := map[string]string{
		"partner": everything(t, w, mentor),
		"head":    everything(t, w, head),
		"hr":      everything(t, w, hr),
		"author":  everything(t, w, mentee) + everything(t, w, head),
	}
	seen["operator"] = w.Log.String() + waitingText(t, w)
	write(t, w, func(tx store.Tx) error { // the mentor changes
		pair, err := store.Pairs.Must(tx, pairID)
		if err != nil {
			return err
		}
		pair.Ended = mentoring.DateOf(jst("2026-07-14T00:00"))
		if err := store.Pairs.Put(tx, pair); err != nil {
			return err
		}
		return store.Pairs.Put(tx, mentoring.Pair{
			ID: "aomori-2026:20104:2", Programme: pair.Programme, Mentee: mentee, Mentor: outsider, NominatedBy: head,
			NominatedAt: jst("2026-07-14T09:00"), ToldAt: jst("2026-07-14T09:00"), Follows: pairID,
		})
	})
	seen["new-mentor"] = everything(t, w, outsider)
	seen["author"] += everything(t, w, mentee)
	if after := everything(t, w, mentor); strings.Contains(after, "しるし相手にも") || strings.Contains(after, "しるし準備") {
		t.Error("the old mentor still sees what was shared")
	}
	for _, item := range slices.Sorted(maps.Keys(domain())) {
		sign, there := signs()[item]
		if !there {
			t.Logf("%s: not planted yet", item)
			continue
		}
		for i, as := range relations() {
			if slices.Contains(sign.aside, as) {
				continue
			}
			checkCell(t, item, as, domain()[item][i], sign, seen[as])
		}
	}
}

func checkCell(t *testing.T, item, as, want string, sign cell, seen string) {
	t.Helper()
	has := strings.Contains(seen, sign.content)
	switch want {
	case "all":
		if !has && !slices.Contains(sign.unshown, as) {
			t.Errorf("%s: the %s does not see it", item, as)
		}
		return
	case "fact":
		if sign.fact != "" && !strings.Contains(seen, sign.fact) {
			t.Errorf("%s: the %s does not see the fact", item, as)
		}
	}
	if has && item != "meeting" { // a day is a fact
		t.Errorf("%s: the %s sees it", item, as)
	}
}

// plantMatrix puts a sign of every item into the house, of which a year is known
// until 15 July.
func plantMatrix(t *testing.T, w *bottest.World) {
	t.Helper()
	submit(t, w, hr, "training.day", "mentee", "date", "2026-04-06", "time", "13:30")
	if err := w.Advance(jst("2026-06-18T15:00")); err != nil {
		t.Fatal(err)
	}
	first := met(t, w)
	if err := w.Advance(jst("2026-07-15T10:00")); err != nil {
		t.Fatal(err)
	}
	second := met(t, w)
	write(t, w, func(tx store.Tx) error {
		if err := plantProgramme(tx); err != nil {
			return err
		}
		line := func(s string, share private.Visibility) store.Line {
			return store.Line{Words: private.New(mentee, s), Share: share}
		}
		return firstError(
			store.Preparations.Put(tx, store.Preparation{Meeting: first, Pair: pairID, Mentee: mentee, Topic: "work", Response: "listen", Line: private.New(mentee, "しるし準備"), WrittenAt: w.Clock.Now()}),
			store.Reflections.Put(tx, store.Reflection{Meeting: first, Pair: pairID, Author: mentee, Part: mentoring.Mentee, Relief: 5, Scores: private.OnlyMe, Line: line("しるし自分だけ", private.OnlyMe), WrittenAt: w.Clock.Now()}),
			store.Reflections.Put(tx, store.Reflection{Meeting: second, Pair: pairID, Author: mentee, Part: mentoring.Mentee, Relief: 4, Scores: private.Partner, Line: line("しるし相手にも", private.Partner), WrittenAt: w.Clock.Now()}),
			store.Visions.Put(tx, store.Vision{ID: "v", Pair: pairID, Mentee: mentee, Words: private.New(mentee, "しるし姿"), WrittenAt: w.Clock.Now()}),
			store.Deferrals.Put(tx, store.Deferral{Pair: pairID, Period: mentoring.Period{Year: 2026, Month: time.August}, By: head, Reason: private.New(head, "しるし理由"), At: w.Clock.Now()}),
			store.HandoverNotes.Put(tx, store.HandoverNote{Pair: pairID, Mentee: mentee, Author: mentor, Words: private.New(mentee, "しるし引継ぎ"), At: w.Clock.Now()}),
			store.Changes.Put(tx, store.Change{ID: "c", Pair: pairID, Cause: store.ChangeAsked, By: mentee, Reason: private.New(mentee, "しるし交代"), At: w.Clock.Now()}),
			store.Quiets.Put(tx, store.Quiet{ID: "q", Pair: pairID, Mentee: mentee, Wish: "change", Words: private.New(mentee, "しるし内々"), At: w.Clock.Now(), AnswerBy: mentoring.On(2026, time.July, 24)}),
			store.ThanksCards.Put(tx, store.ThanksCard{Pair: pairID, Mentee: mentee, Mentor: mentor, Words: private.New(mentee, "しるし感謝"), At: w.Clock.Now()}),
			store.Voices.Put(tx, store.Voice{ID: "v1", Programme: "aomori-2026", Author: mentee, Part: mentoring.Mentee, State: store.VoiceOffered, Offered: private.New(mentee, "しるし声")}),
			store.Voices.Put(tx, store.Voice{ID: "v2", Programme: "aomori-2026", Author: mentee, Part: mentoring.Mentee, State: store.VoiceApproved, Offered: private.New(mentee, "しるし元"), Wording: private.New(mentee, "しるしみんな")}),
			store.HandIns.Put(tx, store.HandIn{Pair: pairID, Programme: "aomori-2026", Author: mentee, Part: mentoring.Mentee, At: w.Clock.Now(), Vision: private.New(mentee, "しるし提出")}),
			store.Attendances.Put(tx, store.Attendance{Programme: "aomori-2026", Training: "mentee", Person: mentee, State: store.AttendedYes, By: hr, At: w.Clock.Now()}),
		)
	})
	submit(t, w, mentor, "plan.offer", pairID, "date", "2026-07-30", "time", "15:30", "place", "room")
}

func plantProgramme(tx store.Tx) error {
	p, err := store.Programmes.Must(tx, "aomori-2026")
	if err != nil {
		return err
	}
	p.Places[0].Label = mentoring.Words{"ja": "しるし場所"}
	p.Topics[0].Label = mentoring.Words{"ja": "しるし話題"}
	p.Trainings[0].Name = mentoring.Words{"ja": "しるし研修"}
	if err := store.Programmes.Put(tx, p); err != nil {
		return err
	}
	who, err := store.People.Must(tx, mentee)
	if err != nil {
		return err
	}
	who.Leave = []mentoring.Leave{{From: mentoring.On(2026, time.August, 3), To: mentoring.On(2026, time.August, 7)}}
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
