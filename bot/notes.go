package bot

import (
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
	var rows []chat.Fact
	var body []chat.Block
	score := func(k catalog.Key, n int) {
		if n > 0 && (!toPartner || r.Scores == private.Partner) {
			rows = append(rows, chat.Pair(s.w.T(k), strings.Repeat("●", n)+strings.Repeat("○", chat.ScaleTop-n)+" "+string(rune('0'+n))+" / 5"))
		}
	}
	line := func(k catalog.Key, l store.Line) {
		if l.Words.Empty() || (toPartner && l.Share != private.Partner) {
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

func shareNote(v private.Visibility) catalog.Key {
	if v == private.Partner {
		return catalog.ShareNotePartner
	}
	return catalog.ShareNoteOnlyMe
}

// notesPage is how many talks the page of one's own notes shows.
const notesPage = 6

// actMyNotes shows the reader's own notes, the latest first.
const actMyNotes = "notes.mine"

func (t *turn) openNotes(string) error {
	all, err := store.Reflections.All(t.tx, store.Span{Index: "author", Prefix: store.Under(t.me.ID)})
	if err != nil {
		return err
	}
	sections := []chat.Section{}
	for i := len(all) - 1; i >= 0 && len(sections) < notesPage; i-- {
		sec, ok, err := t.noteSection(all[i])
		if err != nil {
			return err
		}
		if ok {
			sections = append(sections, sec)
		}
	}
	if len(sections) == 0 {
		sections = append(sections, chat.Section{Body: []chat.Block{chat.Line(t.w.T(catalog.NotesEmpty))}})
	}
	return t.show(t.w.T(catalog.NotesTitle), sections...)
}

func (s *scene) noteSection(r store.Reflection) (chat.Section, bool, error) {
	m, ok, err := store.Meetings.Get(s.tx, r.Meeting)
	if err != nil || !ok {
		return chat.Section{}, false, err
	}
	pair, err := store.Pairs.Must(s.tx, m.Pair)
	if err != nil {
		return chat.Section{}, false, err
	}
	rules, err := s.rules(pair.Programme)
	if err != nil {
		return chat.Section{}, false, err
	}
	mate, err := s.person(pair.Person(r.Part.Other()))
	if err != nil {
		return chat.Section{}, false, err
	}
	title := s.w.T(catalog.NoteOf, catalog.A("Day", s.w.Day(s.local(rules, m.Start))), catalog.A("Name", mate.Name))
	sec := chat.Section{Title: title, Body: s.reflectionBlocks(r, false)}
	p, live, err := s.partOf(pair)
	if live && noteOpen(p, s) {
		sec.Actions = []chat.Action{s.button(actReflect, catalog.ActEdit, m.ID, chat.StyleNormal)}
	}
	return sec, true, err
}
