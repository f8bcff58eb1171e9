package bot

import (
	"slices"
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// One's own notes: talk by talk what the reader prepared and wrote, with what
// the partner lets them see, and between them the vision and the looks back at
// it. The latest stands first. What a partner shared is gone with the pair;
// one's own stays.

// actMyNotes shows the reader's own notes; arg: "" or the time before which
// they stand.
const actMyNotes = "notes.mine"

// note is one entry of the page.
type note struct {
	at      time.Time
	section chat.Section
}

func (t *turn) openNotes(before string) error {
	notes, err := t.notes()
	if err != nil {
		return err
	}
	if until, ok := fromUnix(before); ok {
		notes = slices.DeleteFunc(notes, func(n note) bool { return !n.at.Truncate(time.Second).Before(until) })
	}
	var sections []chat.Section
	end := chat.Section{Actions: []chat.Action{t.consultButton()}}
	blocks := 0
	for i, n := range notes {
		blocks += len(n.section.Body) + 2
		if len(sections) == chat.MaxSections-1 || blocks > chat.MaxPageBlocks-4 {
			older := t.button(actMyNotes, catalog.ActOlder, unix(notes[i-1].at), chat.StyleNormal)
			end.Actions = append([]chat.Action{older}, end.Actions...)
			break
		}
		sections = append(sections, n.section)
	}
	if len(sections) == 0 {
		sections = append(sections, chat.Section{Body: []chat.Block{chat.Line(t.w.T(catalog.NotesEmpty))}})
	}
	return t.show(t.w.T(catalog.NotesTitle), append(sections, end)...)
}

// notes is all entries of the reader, the latest first.
func (t *turn) notes() (out []note, err error) {
	pairs, err := store.PairsOf(t.tx, t.me.ID)
	if err != nil {
		return nil, err
	}
	for _, pair := range pairs {
		if pair.ToldAt.IsZero() {
			continue
		}
		of, err := t.notesOf(pair)
		if err != nil {
			return nil, err
		}
		out = append(out, of...)
	}
	slices.SortStableFunc(out, func(a, b note) int { return b.at.Compare(a.at) })
	return out, nil
}

func (t *turn) notesOf(pair mentoring.Pair) (out []note, err error) {
	p, live, err := t.noteSide(pair)
	if err != nil {
		return nil, err
	}
	st, err := t.standing(pair)
	if err != nil {
		return nil, err
	}
	for _, m := range st.Meetings {
		if m.State != mentoring.MeetingMet && m.State != mentoring.MeetingPlanned {
			continue
		}
		sec, err := t.talkNote(p, m, live)
		if err != nil {
			return nil, err
		}
		if len(sec.Body) > 0 {
			out = append(out, note{m.Start, sec})
		}
	}
	if p.side == mentorSide && !live {
		return out, nil
	}
	visions, err := t.visionNotes(p)
	return append(out, visions...), err
}

// noteSide is the reader's side of a pair, of one that has ended too; live says
// that it has not.
func (s *scene) noteSide(pair mentoring.Pair) (p part, live bool, err error) {
	if p, live, err = s.partOf(pair); err != nil || live {
		return p, live, err
	}
	if p.rules, err = s.rules(pair.Programme); err != nil {
		return p, false, err
	}
	p.pair, p.side = pair, pair.PartOf(s.me.ID)
	p.mate, err = s.person(pair.Person(p.side.Other()))
	return p, false, err
}

// talkNote is one talk: the preparation, the reader's own note whole, and what
// the partner shares of theirs.
func (t *turn) talkNote(p part, m mentoring.Meeting, live bool) (chat.Section, error) {
	name := catalog.A("Name", p.mate.Name)
	sec := chat.Section{Title: t.w.T(catalog.NoteOf, catalog.A("Day", t.w.Day(t.local(p.rules, m.Start))), name)}
	if live || p.side == menteeSide {
		rec, chosen, err := store.PreparationFor(t.tx, m)
		if err != nil {
			return sec, err
		}
		if chosen {
			sec.Body = t.preparedWhole(p, rec)
		}
	}
	mine, written, err := store.Reflections.Get(t.tx, store.Join(m.ID, t.me.ID))
	if err != nil {
		return sec, err
	}
	if written {
		sec.Body = append(sec.Body, t.reflectionBlocks(mine, false)...)
	}
	if live {
		if err := t.partnersNote(&sec, p, m); err != nil {
			return sec, err
		}
	}
	if live && m.Counts() && noteOpen(p, t.scene) {
		label := catalog.ActEdit
		if !written {
			label = catalog.ActWrite
			sec.Body = append(sec.Body, chat.Remark(t.w.T(catalog.NotesNotYet)))
		}
		sec.Actions = []chat.Action{t.button(actReflect, label, m.ID, chat.StyleNormal)}
	}
	return sec, nil
}

func (s *scene) partnersNote(sec *chat.Section, p part, m mentoring.Meeting) error {
	r, ok, err := store.Reflections.Get(s.tx, store.Join(m.ID, p.mate.ID))
	if err != nil || !ok || !shares(r) {
		return err
	}
	from := chat.Paragraph(chat.Bold(s.w.T(catalog.TalkTheirs, catalog.A("Name", p.mate.Name))))
	sec.Body = append(append(sec.Body, from), s.reflectionBlocks(r, true)...)
	return nil
}

// visionNotes is the vision as it was written and rewritten, and the looks
// back, of either side.
func (t *turn) visionNotes(p part) (out []note, err error) {
	visions, err := store.VisionsOf(t.tx, p.pair.ID)
	if err != nil {
		return nil, err
	}
	for _, v := range visions {
		title := t.w.T(catalog.VisionOf, catalog.A("Day", t.w.Day(t.local(p.rules, v.WrittenAt))), catalog.A("Name", t.mentee(p).Name))
		out = append(out, note{v.WrittenAt, chat.Section{Title: title, Body: []chat.Block{chat.Paragraph(chat.Words(v.Words))}}})
	}
	backs, err := store.LookBacksOf(t.tx, p.pair.ID)
	for _, l := range backs {
		out = append(out, note{l.WrittenAt, t.lookBackSection(p, l)})
	}
	return out, err
}

func (s *scene) mentee(p part) mentoring.Person {
	if p.side == menteeSide {
		return s.me
	}
	return p.mate
}
