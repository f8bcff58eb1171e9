package bot

import (
	"strconv"
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// What was written, on pages: it is not left in the chat.

// openShared shows what the partner shares of one talk, on a page: it does
// not stay in the chat.
func (t *turn) openShared(meeting string) error {
	m, p, ok, err := t.meetingOf(subject("meeting", meeting))
	if err != nil {
		return err
	}
	if !ok {
		return t.sorry(catalog.GoneMeeting)
	}
	r, ok, err := store.Reflections.Get(t.tx, store.Join(m.ID, p.mate.ID))
	if err != nil {
		return err
	}
	if !ok || !shares(r) {
		return t.sorry(catalog.SharedNone)
	}
	day := catalog.A("Day", t.w.Day(t.local(p.rules, m.Start)))
	title := t.w.T(catalog.SharedTitle, catalog.A("Name", p.mate.Name), day)
	return t.show(title, chat.Section{Body: t.reflectionBlocks(r, true)})
}

// reflectionBlocks shows a reflection: to its author whole, to the partner
// what is shared. Lines stand in paragraphs: a fact may be too small for them.
func (s *scene) reflectionBlocks(r store.Reflection, toPartner bool) []chat.Block {
	as := reader(toPartner)
	var rows []chat.Fact
	var body []chat.Block
	score := func(k catalog.Key, n int) {
		if n > 0 && sees(scoresShown(r.Scores), as) == seesAll {
			rows = append(rows, s.score(k, n))
		}
	}
	line := func(k catalog.Key, l store.Line) {
		if l.Words.Empty() || sees(lineShown(l.Share), as) != seesAll {
			return
		}
		label := s.w.T(k)
		if !toPartner {
			label += s.w.T(shareNote(l.Share))
		}
		body = append(body, chat.Paragraph(chat.Bold(label), chat.Plain("\n"), chat.Words(l.Words)))
	}
	score(catalog.ReliefLabel, r.Relief)
	score(catalog.GrowthLabel, r.Growth)
	score(catalog.WentLabel, r.Went)
	line(catalog.LineLabel, r.Line)
	line(catalog.NoticedLabel, r.Noticed)
	line(catalog.NextLabel, r.Next)
	if len(rows) > 0 {
		body = append([]chat.Block{chat.Facts{Rows: rows}}, body...)
	}
	return body
}

// score is a figure of a scale, drawn and as a figure.
func (s *scene) score(label catalog.Key, n int) chat.Fact {
	dots := strings.Repeat("●", n) + strings.Repeat("○", chat.ScaleTop-n)
	return chat.Pair(s.w.T(label), dots+" "+strconv.Itoa(n)+" / "+strconv.Itoa(chat.ScaleTop))
}

func shareNote(v private.Visibility) catalog.Key {
	if v == private.Partner {
		return catalog.ShareNotePartner
	}
	return catalog.ShareNoteOnlyMe
}
