package bot

import (
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// What HR sees and does once a broadcast is on its way: the tally, calling it
// off, correcting it.

func (s *scene) atTime(r mentoring.Rules, t time.Time) catalog.Arg {
	return catalog.A("When", s.w.Moment(s.local(r, t.Truncate(time.Minute))))
}

// progressSections is how far it is, counted now.
func (t *turn) progressSections(b store.Broadcast, rows []chat.Fact) ([]chat.Section, error) {
	tally, err := store.TallyOf(t.tx, b)
	if err != nil {
		return nil, err
	}
	r, err := t.rules(b.Programme)
	if err != nil {
		return nil, err
	}
	by, err := t.person(b.SentBy)
	if err != nil {
		return nil, err
	}
	rows = append(rows, chat.Pair(t.w.T(catalog.BroadcastSentBy), by.Name))
	if !b.CorrectedAt.IsZero() {
		rows = append(rows, chat.Pair(t.w.T(catalog.BroadcastCorrectedAt), t.w.Moment(t.local(r, b.CorrectedAt.Truncate(time.Minute)))))
	}
	sec := chat.Section{Body: append([]chat.Block{chat.Facts{Rows: rows}}, t.tallyBlocks(b, tally)...), Actions: []chat.Action{
		t.button(actBroadcast, catalog.ActRefresh, b.ID, chat.StyleNormal),
	}}
	if b.State == store.BroadcastSending && !tally.Over() {
		sec.Actions = append(sec.Actions, t.haltButton(b, catalog.BroadcastCancelText))
	}
	if tally.Sent > 0 {
		sec.Actions = append(sec.Actions, t.button(actBroadcastCorrect, catalog.ActBroadcastCorrect, b.ID, chat.StyleNormal))
	}
	sec.Actions = append(sec.Actions, t.button(actBroadcastWrite, catalog.ActBroadcastCopy, writeCopy+b.ID, chat.StyleNormal))
	out := []chat.Section{sec}
	if tally.Failed+tally.Trying > 0 {
		out = append(out, t.failedSection(b, tally))
	}
	if b.Ack {
		ack, err := t.ackSection(b)
		if err != nil {
			return nil, err
		}
		out = append(out, ack)
	}
	return out, nil
}

// correctBroadcastForm asks for the words anew, with those that were sent.
func correctBroadcastForm(s *scene, arg string) (chat.Form, bool, error) {
	b, ok, err := s.unchanged(arg)
	if err != nil || !ok || b.State == store.BroadcastDraft {
		return chat.Form{}, false, err
	}
	f := s.wordingForm(s.asDraft(b.Public))
	f.Title, f.Submit = s.w.T(catalog.BroadcastCorrectTitle), s.w.T(catalog.BroadcastCorrectSubmit)
	f.Intro = []chat.Block{chat.Line(s.w.T(catalog.BroadcastCorrectIntro))}
	if b.FrozenAt.IsZero() {
		f.Intro = []chat.Block{chat.Line(s.w.T(catalog.BroadcastCorrectBefore))}
	}
	return f, true, nil
}

// correctBroadcast makes the new words everybody's. The cards that arrived are
// changed in place, those still to come have the new words anyway.
func (t *turn) correctBroadcast(arg string, v chat.Values) error {
	b, ok, err := t.unchanged(arg)
	if err != nil || !ok {
		return err
	}
	w := t.readWording(v)
	if t.refused {
		return nil
	}
	if published(w) == b.Public {
		t.wrong("body", catalog.BroadcastUnchanged)
		return nil
	}
	b.Public, b.By = published(w), t.me.ID
	b.Edits++
	t.audit("broadcast-correct", "broadcast/"+b.ID)
	if b.FrozenAt.IsZero() {
		if err := store.Broadcasts.Put(t.tx, b); err != nil {
			return err
		}
	} else {
		b.Version, b.CorrectedAt = b.Version+1, t.now
		if err := t.keepAndRun(b, store.RunCorrect); err != nil {
			return err
		}
		if err := t.saidOf(b, catalog.BroadcastCorrecting); err != nil {
			return err
		}
	}
	return t.openBroadcast(b.ID)
}
