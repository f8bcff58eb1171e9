package bot

import (
	"slices"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// The reader's own: the vision, what is still to be written, the notes.

// mineSections is what the reader writes and has written, with the buttons for
// which the pairs' own sections have no room; a second section where they are too
// many for one.
func (t *turn) mineSections(more []chat.Action, parts []part) ([]chat.Section, error) {
	sec := chat.Section{Title: t.w.T(catalog.HomeMine), Actions: slices.Clone(more)}
	for _, p := range parts {
		if err := t.addMine(&sec, p, len(parts)); err != nil {
			return nil, err
		}
	}
	kept, err := t.notes()
	if err != nil {
		return nil, err
	}
	if len(kept) > 0 {
		sec.Actions = append(sec.Actions, t.button(actMyNotes, catalog.ActMyNotes, "", chat.StyleNormal))
	}
	if err := t.addSheets(&sec); err != nil {
		return nil, err
	}
	if len(sec.Actions) == 0 {
		return nil, nil
	}
	switch {
	case len(parts) == 0 && !t.hr && !t.me.Has(mentoring.RoleHead):
		sec.Title, sec.Body = "", []chat.Block{chat.Line(t.w.T(t.emptyHome()))}
	case len(sec.Body) == 0 && len(kept) == 0:
		sec.Body = []chat.Block{chat.Remark(t.w.T(catalog.HomeMineEmpty))}
	}
	out := buttonSections(sec.Actions)
	out[0].Title, out[0].Body = sec.Title, sec.Body
	return out, nil
}

// addMine is what the reader writes about one pair; when the year is over it is
// only read.
func (t *turn) addMine(sec *chat.Section, p part, pairs int) error {
	var own []chat.Action
	if noteOpen(p, t.scene) {
		var err error
		if own, err = t.writing(p); err != nil {
			return err
		}
	}
	if p.side == menteeSide {
		if err := t.addVision(sec, p); err != nil {
			return err
		}
	}
	give, ok, err := t.cardButton(p)
	if ok {
		own = append(own, give)
	}
	sec.Actions = append(sec.Actions, named(t.scene, p, pairs, own)...)
	return err
}

// writing is what can be written or put right about the pair.
func (t *turn) writing(p part) (own []chat.Action, err error) {
	st, err := t.standing(p.pair)
	if err != nil {
		return nil, err
	}
	if last, met := st.LastMet(); met {
		written, err := t.wrote(last)
		if err != nil {
			return nil, err
		}
		if !written {
			own = append(own, t.button(actReflect, catalog.ActWriteLast, last.ID, chat.StyleNormal))
		}
	}
	if p.side == menteeSide {
		_, written, err := t.visionOf(p.pair.ID)
		if err != nil {
			return nil, err
		}
		label := catalog.ActVision
		if written {
			label = catalog.ActVisionEdit
		}
		if written || !p.rules.Programme().NoVision {
			own = append(own, t.button(actVision, label, p.pair.ID, chat.StyleNormal))
		}
	}
	last, answered, err := t.lastAnswered(p)
	if answered {
		own = append(own, t.button(actCorrect, catalog.ActCorrect, last.ID, chat.StyleNormal))
	}
	return own, err
}

// addVision is the mentee's vision, which both may read; a fact may be too
// small for it.
func (t *turn) addVision(sec *chat.Section, p part) error {
	v, written, err := t.visionOf(p.pair.ID)
	if written {
		sec.Body = append(sec.Body, chat.Paragraph(chat.Bold(t.w.T(catalog.VisionFormTitle)), chat.Plain("\n"), chat.Words(v.Words)))
	}
	return err
}

// wrote reports whether the reader has written about the meeting.
func (s *scene) wrote(m mentoring.Meeting) (bool, error) {
	_, ok, err := store.Reflections.Get(s.tx, store.Join(m.ID, s.me.ID))
	return ok, err
}
