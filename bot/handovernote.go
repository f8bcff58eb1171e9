package bot

import (
	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// The handover note: the mentor who was there before may leave one, once, for
// some days after the change. It belongs to the mentee, who reads it and
// decides whether the new mentor does.

const (
	kindNoteKept = "note-kept" // receipt; subject pair/<id of the pair before>
	kindNoteCame = "note-came" // to the mentee; the same subject

	actNote     = "handover.note"      // arg: the pair before
	actReadNote = "handover.note.read" // arg: the pair before
	formNote    = "handover.note"      // arg: the pair before

	handoverNoteMax = 800
)

func (t *turn) openNote(pair string) error { return t.openForm(formNote, pair) }

// leaving is the reader's part in a pair from which another mentor took over,
// while a note may be left.
func (s *scene) leaving(id string) (p part, ok bool, err error) {
	pair, ok, err := store.Pairs.Get(s.tx, id)
	if err != nil || !ok || pair.Mentor != s.me.ID {
		return p, false, err
	}
	if p, _, err = s.noteSide(pair); err != nil {
		return p, false, err
	}
	_, left, err := store.HandoverNotes.Get(s.tx, pair.ID)
	return p, err == nil && !left && s.noteWanted(p), err
}

// noteWanted reports whether a note of the pair's mentor may still come.
func (s *scene) noteWanted(p part) bool {
	return p.pair.Heir != "" && p.mate.Active && s.now.Before(p.rules.NoteUntil(p.pair))
}

func noteForm(s *scene, pair string) (chat.Form, bool, error) {
	p, ok, err := s.leaving(pair)
	if err != nil || !ok {
		return chat.Form{}, false, err
	}
	name := catalog.A("Name", p.mate.Name)
	return chat.Form{
		Title:  s.w.T(catalog.NoteTitle),
		Intro:  []chat.Block{chat.Line(s.w.T(catalog.NoteIntro, name)), chat.Remark(s.w.T(catalog.NoteOnce))},
		Submit: s.w.T(catalog.NoteSubmit),
		Fields: []chat.Field{{ID: "note", Kind: chat.FieldLong, Label: s.w.T(catalog.NoteLabel), Hint: s.w.T(catalog.NoteHint), Required: true, Max: handoverNoteMax}},
	}, true, nil
}

// leaveNote gives the note to the mentee.
func (t *turn) leaveNote(pair string, v chat.Values) error {
	p, ok, err := t.leaving(pair)
	if err != nil || !ok {
		return err
	}
	if _, err := store.HandoverNotes.Insert(t.tx, store.HandoverNote{
		Pair: p.pair.ID, Mentee: p.pair.Mentee, Author: t.me.ID, Words: v.Text("note").OwnedBy(p.pair.Mentee), At: t.now,
	}); err != nil {
		return err
	}
	subj := subject("pair", p.pair.ID)
	if err := t.tell(p.pair.Mentee, kindNoteCame, subj, "", "note-came/"+p.pair.ID); err != nil {
		return err
	}
	return t.reply(kindNoteKept, subj, "")
}

func noteKeptCard(s *scene, in store.Intent) (card, error) {
	pair, mentee, _, ok, err := s.bothOf(in.Subject)
	if err != nil || !ok || pair.Mentor != s.me.ID {
		return card{drop: "gone"}, err
	}
	return say("", []chat.Block{chat.Line(s.w.T(catalog.NoteKept, catalog.A("Name", mentee.Name)))})
}

// noteFor is the note of a pair before, for the mentee whose it is.
func (s *scene) noteFor(id string) (n store.HandoverNote, p part, ok bool, err error) {
	pair, ok, err := store.Pairs.Get(s.tx, id)
	if err != nil || !ok || pair.Mentee != s.me.ID {
		return n, p, false, err
	}
	if p, _, err = s.noteSide(pair); err != nil {
		return n, p, false, err
	}
	n, ok, err = store.HandoverNotes.Get(s.tx, id)
	return n, p, ok, err
}

// liveNow is the pair that the mentee has today in the programme of an earlier one.
func (s *scene) liveNow(p part) (mentoring.Pair, bool, error) {
	pair, ok, err := store.LivePair(s.tx, p.pair.Programme, p.pair.Mentee, p.rules.Date(s.now))
	return pair, ok && !pair.ToldAt.IsZero(), err
}

func noteCameCard(s *scene, in store.Intent) (card, error) {
	_, p, ok, err := s.noteFor(idOf("pair", in.Subject))
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	actions := []chat.Action{s.button(actReadNote, catalog.ActRead, p.pair.ID, chat.StylePrimary)}
	if live, ok, err := s.liveNow(p); err != nil {
		return card{}, err
	} else if ok {
		actions = append(actions, s.button(actConsent, catalog.ActConsent, live.ID, chat.StyleNormal))
	}
	return say("", []chat.Block{chat.Line(s.w.T(catalog.NoteCame, catalog.A("Name", p.mate.Name)))}, actions...)
}

func (t *turn) readNote(pair string) error {
	n, p, ok, err := t.noteFor(pair)
	if err != nil {
		return err
	}
	if !ok {
		return t.sorry(catalog.NoteNone)
	}
	day := catalog.A("Day", t.w.Day(t.local(p.rules, n.At)))
	return t.show(t.w.T(catalog.ItemNote, day), chat.Section{Body: []chat.Block{
		chat.Remark(t.w.T(catalog.NoteFrom, catalog.A("Name", p.mate.Name))), chat.Paragraph(chat.Words(n.Words)),
	}})
}
