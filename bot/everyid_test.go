package bot_test

import (
	"slices"
	"testing"

	"tsukiichi/bot"
	"tsukiichi/bot/bottest"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// reach is what buttons, cards and files may be about.
type reach struct {
	args     []string // that a button or a form may carry
	subjects []string // of a card
	files    []string // that a button for a file may carry
	people   []string // who has a part in a pair
}

// everyID is every id that there is now.
func everyID(t *testing.T, w *bottest.World) reach {
	t.Helper()
	const programme = "aomori-2026"
	out := reach{
		args: []string{"", "mentee", "mentor", "mentee|0", "mentor|0", programme, programme + "|mentee", programme + "|mentor",
			programme + "|mentee|" + mentee + "|1|useful,good", programme + "|mentee|useful", programme + "|市民部",
			"broadcast", "copy|broadcast"},
		subjects: []string{"", "programme/" + programme, "survey/" + programme + "/mentee", "survey/" + programme + "/mentor",
			"survey-ask/" + programme, "training/mentee", "training/mentor", "head/" + head, "broadcast/broadcast"},
	}
	for _, who := range []string{mentee, mentor, head, hr, outsider} {
		out.args, out.subjects = append(out.args, who), append(out.subjects, "person/"+who)
	}
	what := []string{"", programme}                                            // that a file is about
	periods := []string{"2026-04", "2026-05", "2026-06", "2026-07", "2026-08"} // with a talk in it, or put off
	view(t, w, func(tx store.Tx) error {
		pairs, err := store.Pairs.All(tx, store.Span{})
		if err != nil {
			return err
		}
		for _, p := range pairs {
			out.args = append(out.args, p.ID, p.Mentee, p.Mentee+"|"+p.Mentor)
			out.subjects = append(out.subjects, "pair/"+p.ID)
			for _, period := range periods {
				out.args, out.subjects = append(out.args, p.ID+"|"+period), append(out.subjects, "month/"+p.ID+"|"+period)
			}
			out.people = append(out.people, p.Mentee, p.Mentor)
			what = append(what, p.ID, p.ID+"|"+p.Mentee, p.ID+"|"+p.Mentor)
		}
		for _, more := range []func(store.Tx, *reach) error{meetingIDs, changeIDs, quietIDs, deskIDs, voiceIDs} {
			if err := more(tx, &out); err != nil {
				return err
			}
		}
		return nil
	})
	for _, file := range bot.Exports() {
		for _, arg := range what {
			out.files = append(out.files, file+"|"+arg)
		}
	}
	for _, list := range []*[]string{&out.args, &out.subjects, &out.people} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	return out
}

func meetingIDs(tx store.Tx, out *reach) error {
	all, err := store.Meetings.All(tx, store.Span{})
	for _, m := range all {
		out.args = append(out.args, m.ID, "reflect|"+m.ID)
		out.subjects = append(out.subjects, "meeting/"+m.ID)
	}
	if err != nil {
		return err
	}
	offers, err := store.Offers.All(tx, store.Span{})
	for _, o := range offers {
		out.args, out.subjects = append(out.args, o.ID), append(out.subjects, "offer/"+o.ID)
	}
	return err
}

func changeIDs(tx store.Tx, out *reach) error {
	all, err := store.Changes.All(tx, store.Span{})
	for _, c := range all {
		out.args, out.subjects = append(out.args, c.ID), append(out.subjects, "change/"+c.ID)
	}
	return err
}

func quietIDs(tx store.Tx, out *reach) error {
	all, err := store.Quiets.All(tx, store.Span{})
	for _, q := range all {
		out.args = append(out.args, q.ID)
		out.subjects = append(out.subjects, "quiet/"+q.ID, "quiet/"+q.ID+"/agreed")
	}
	return err
}

// deskIDs is what HR entered for others, and the days of trainings.
func deskIDs(tx store.Tx, out *reach) error {
	entries, err := store.Behalves.All(tx, store.Span{})
	for _, b := range entries {
		out.args, out.subjects = append(out.args, b.ID), append(out.subjects, "behalf/"+b.ID)
	}
	if err != nil {
		return err
	}
	sessions, err := store.Sessions.All(tx, store.Span{})
	for _, s := range sessions {
		out.subjects = append(out.subjects, "session/"+s.ID)
	}
	return err
}

func voiceIDs(tx store.Tx, out *reach) error {
	all, err := store.Voices.All(tx, store.Span{})
	for _, v := range all {
		out.args, out.subjects = append(out.args, v.ID), append(out.subjects, "voice/"+v.ID)
	}
	return err
}

func partners(t *testing.T, w *bottest.World, a, b string) bool {
	t.Helper()
	return slices.ContainsFunc(pairsOf(t, w, a), func(p mentoring.Pair) bool { return p.PartOf(b) != "" })
}
