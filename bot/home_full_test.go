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

// fullHouse is a city in which everything happens to one of HR at once: two
// programmes; the person heads a section with many pairs, mentors many, is a
// mentee; people ask in quiet, mentors are missing, months were missed, both
// questionnaires are open, broadcasts are under way.
type fullHouse struct {
	*bottest.World
	at        time.Time
	first     string // programme
	second    string
	hr        string // person: HR, head, mentor, mentee
	head      string // person: head alone
	mentor    string // person: mentor alone
	wants     map[string][]string
	everybody int
}

const (
	fullPairs  = 14 // of each mentor
	fullHeaded = 60 // in the head's section
	fullWaits  = 12 // of everything that waits
)

func newFullHouse(t *testing.T, at time.Time) *fullHouse {
	t.Helper()
	h := &fullHouse{at: at, first: "aomori-2026", second: "odawara-cross-2026", hr: "h1", head: "h2", mentor: "m1", wants: map[string][]string{}}
	h.World = bottest.NewWorld(t, at, "aomori", h.roster())
	second, err := mentoring.LoadPreset("odawara-cross", 2026)
	if err != nil {
		t.Fatal(err)
	}
	second.Joining = mentoring.Joining{Departments: []string{"別部"}, Again: true}
	if _, err := h.Bot.StartProgramme(t.Context(), second); err != nil {
		t.Fatal(err)
	}
	if err := h.Store.Update(t.Context(), h.fill); err != nil {
		t.Fatal(err)
	}
	return h
}

// roster is the people: mentees of the two mentors, of the two heads, and those
// without a mentor, a section each.
func (h *fullHouse) roster() []byte {
	var sb strings.Builder
	sb.WriteString("職員番号,氏名,部,課,職位,役割,所管課,test_id\n")
	row := func(id, department, section, post, roles string) {
		h.everybody++
		fmt.Fprintf(&sb, "%s,職員 %s,%s,%s,%s,%s,,%s\n", id, id, department, section, post, roles, id)
	}
	row(h.hr, "本部", "人事課", "課長", "人事;所属長;メンティ")
	row(h.head, "本部", "税務課", "課長", "所属長")
	row(h.mentor, "本部", "道路課", "主査", "")
	row("m2", "本部", "道路課", "主査", "")
	for i := range fullPairs {
		row(fmt.Sprint("a", i), "本部", fmt.Sprint("甲課", i), "主事", "メンティ")
		row(fmt.Sprint("b", i), "本部", fmt.Sprint("乙課", i), "主事", "メンティ")
	}
	for i := range fullHeaded {
		row(fmt.Sprint("c", i), "本部", "税務課", "主事", "メンティ")
		row(fmt.Sprint("d", i), "本部", "人事課", "主事", "メンティ")
	}
	for i := range fullWaits {
		row(fmt.Sprint("w", i), "本部", fmt.Sprint("丙課", i), "主事", "メンティ")
		row(fmt.Sprint("x", i), "別部", fmt.Sprint("丁課", i), "主事", "メンティ")
		row(fmt.Sprint("y", i), "本部", "税務課", "主事", "メンティ")
		row(fmt.Sprint("z", i), "本部", "人事課", "主事", "メンティ")
	}
	return []byte(sb.String())
}

// fill writes what has happened.
func (h *fullHouse) fill(tx store.Tx) error {
	h.wants = map[string][]string{}
	pair := func(id, mentee, mentor string) error {
		return store.Pairs.Put(tx, mentoring.Pair{ID: id, Programme: h.first, Mentee: mentee, Mentor: mentor, NominatedBy: "h2", ToldAt: h.at.AddDate(0, -3, 0)})
	}
	var pairs []string
	for i := range fullPairs {
		for _, of := range []struct{ prefix, mentor string }{{"a", h.hr}, {"b", h.mentor}} {
			id := fmt.Sprint(of.prefix, i)
			if err := pair("p"+id, id, of.mentor); err != nil {
				return err
			}
			h.wants[of.mentor] = append(h.wants[of.mentor], "met.already p"+id)
		}
	}
	for i := range fullHeaded {
		for _, prefix := range []string{"c", "d"} {
			id := fmt.Sprint(prefix, i)
			if err := pair("p"+id, id, "m2"); err != nil {
				return err
			}
			pairs = append(pairs, "p"+id)
		}
	}
	if err := pair("pself", h.hr, h.mentor); err != nil {
		return err
	}
	h.wants[h.hr] = append(h.wants[h.hr], "vision.open pself")
	return h.wait(tx, pairs)
}

// wait writes what waits for HR and the heads.
func (h *fullHouse) wait(tx store.Tx, pairs []string) error {
	secret := func(words string) private.Text { return private.New(h.hr, words) }
	today := mentoring.DateOf(h.at)
	month := today.Period().Add(-1)
	for i := range fullWaits {
		n, c, d := fmt.Sprint(i), fmt.Sprint("pc", i), fmt.Sprint("pd", i)
		h.wants[h.hr] = append(h.wants[h.hr], "quiet.answer q"+n, "nominate.open z"+n, "hr.ask-head "+c+"|"+month.String(), "change.read gd"+n)
		h.wants[h.head] = append(h.wants[h.head], "nominate.open y"+n, "change.read gc"+n)
		for _, err := range []error{
			store.Quiets.Put(tx, store.Quiet{ID: "q" + n, Pair: c, Mentee: "c" + n, Words: secret("ひみつ"), At: h.at, AnswerBy: today.Add(5)}),
			store.Attentions.Put(tx, store.Attention{Programme: h.first, Period: month, Pair: c, At: h.at}),
			store.Changes.Put(tx, store.Change{ID: "gc" + n, Pair: c, Cause: store.ChangeAsked, By: "c" + n, At: h.at}),
			store.Changes.Put(tx, store.Change{ID: "gd" + n, Pair: d, Cause: store.ChangeAsked, By: "d" + n, At: h.at}),
			store.Changes.Put(tx, store.Change{ID: "ge" + n, Pair: d, Cause: store.ChangeAsked, By: "m2", At: h.at}),
			store.Pauses.Put(tx, store.Pause{Pair: pairs[len(pairs)-1-i*2-1], By: h.hr, Since: h.at}),
			store.Broadcasts.Put(tx, store.Broadcast{ID: "b" + n, Programme: h.first, State: store.BroadcastDraft, By: h.hr, MadeAt: h.at, Draft: store.Wording{Title: secret("下書き"), Body: secret("本文")}}),
			store.Voices.Put(tx, store.Voice{ID: "v" + n, Programme: h.first, Author: "c" + n, Part: "mentee", State: store.VoiceOffered, Offered: secret("声")}),
		} {
			if err != nil {
				return err
			}
		}
	}
	h.wants[h.hr] = append(h.wants[h.hr], "change.read ge3", "voluntary.open ", "audit.open ", "hr.reach ", "hr.find ", "january.page "+h.first,
		"list.page "+h.first, "form1.handed "+h.first, "form1.forms ", "voice.desk ", "training.page "+h.first, "pause.open ", "programme.list ", "broadcast.list ",
		"programme.figures "+h.second, "survey.desk "+h.first, "survey.desk "+h.second, "retention.open "+h.first, "retention.open "+h.second, "chat-text.set off",
		"export.open year|"+h.first, "survey.open "+h.first+"|mentee", "survey.open "+h.first+"|mentor", "calendar.set off", "language.set en", "web.open ", "mydata.open ")
	if h.at.Month() < time.October {
		h.wants[h.hr] = append(h.wants[h.hr], "snooze.open ", "defer.open ")
	}
	for _, id := range []string{h.first, h.second} {
		w := mentoring.SurveyWindow{Opens: today.Add(-3), Deadline: today.Add(10), Since: h.at.AddDate(0, 0, -3), OpenedAt: h.at.AddDate(0, 0, -3)}
		if err := store.Surveys.Put(tx, store.Survey{Programme: id, Window: w, SetBy: h.hr}); err != nil {
			return err
		}
	}
	return nil
}

// TestFullestHomes opens the homes of those to whom everything happens at once:
// each holds every limit of the vocabulary, and all that there is to do is on it
// or on a page that it leads to.
func TestFullestHomes(t *testing.T) {
	t.Parallel()
	jst := time.FixedZone("JST", 9*60*60)
	for name, at := range map[string]time.Time{
		"while the months go on":   time.Date(2026, time.September, 7, 10, 0, 0, 0, jst),
		"when the months are over": time.Date(2026, time.October, 6, 10, 0, 0, 0, jst),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newFullHouse(t, at)
			for _, who := range []string{h.hr, h.head, h.mentor} {
				h.reach(t, who)
			}
		})
	}
}

// pages are the buttons that lead to a page with buttons of its own.
func isPage(action string) bool {
	return slices.Contains([]string{"home.part", "hr.people", "hr.papers", "hr.keep"}, action)
}

// reach opens the person's home and the pages that it leads to, and looks for
// every button that they must find.
func (h *fullHouse) reach(t *testing.T, who string) {
	t.Helper()
	answer, err := h.Do(h.Event(who, chat.Opened{}))
	if err != nil || answer.Page == nil {
		t.Fatalf("%s: got %v, want the home", who, err)
	}
	found := map[string]bool{}
	todo := h.held(t, who, *answer.Page, found)
	for seen := map[string]bool{}; len(todo) > 0; {
		a := todo[0]
		if todo = todo[1:]; seen[a.ID+" "+a.Arg] || !isPage(a.ID) {
			continue
		}
		seen[a.ID+" "+a.Arg] = true
		answer, err := h.Do(h.Event(who, chat.Pressed{Action: a.ID, Arg: a.Arg, Dialogs: true}))
		if err != nil || answer.Page == nil {
			t.Fatalf("%s presses %s %s: got %v, want a page", who, a.ID, a.Arg, err)
		}
		todo = append(todo, h.held(t, who, *answer.Page, found)...)
	}
	for _, want := range h.wants[who] {
		if !found[want] {
			t.Errorf("%s finds no %s", who, want)
		}
	}
}

// held checks that the page holds every limit, and notes its buttons.
func (h *fullHouse) held(t *testing.T, who string, p chat.Page, found map[string]bool) (out []chat.Action) {
	t.Helper()
	if _, err := chat.NewPage(p.Title, p.Sections...); err != nil {
		t.Errorf("%s: the page %s breaks a limit: %v", who, p.Title, err)
	}
	for _, sec := range p.Sections {
		for _, a := range sec.Actions {
			found[a.ID+" "+a.Arg] = true
			out = append(out, a)
		}
	}
	return out
}

// TestHomeSaysWhatIsMissing reads the fullest home of HR: what waits stands before
// the figures, and what does not fit is counted.
func TestHomeSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	h := newFullHouse(t, time.Date(2026, time.September, 7, 10, 0, 0, 0, time.FixedZone("JST", 9*60*60)))
	for who, want := range map[string][]string{
		h.hr:     {"入りきらない項目が、あと", "人事課のページ", "人事課だけへの相談", "メンターの変更", "メンターを選んでください"},
		h.head:   {"表に出ていないものが、あと20件あります"},
		h.mentor: {"ほかの11組", "ほか: あと2件"},
	} {
		answer, err := h.Do(h.Event(who, chat.Opened{}))
		if err != nil || answer.Page == nil {
			t.Fatalf("%s: got %v, want the home", who, err)
		}
		for _, words := range want {
			if text := answer.Page.Text(); !strings.Contains(text, words) {
				t.Errorf("%s does not read %q in\n%s", who, words, text)
			}
		}
	}
}
