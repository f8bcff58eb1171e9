package bot

import (
	"errors"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Sending a broadcast off, now or later, and calling it off again.

// previewBroadcast sends the draft to who pressed, as they would get it, in
// each language that it is in.
func (t *turn) previewBroadcast(id string) error {
	b, ok, err := t.theirs(id)
	if err != nil || !ok {
		return err
	}
	switch {
	case b.State != store.BroadcastDraft:
		return t.notice(catalog.BroadcastAlready)
	case b.Draft.Body.Empty():
		return t.notice(catalog.BroadcastEmpty)
	}
	langs := []string{catalog.Japanese}
	if !b.Draft.BodyEn.Empty() {
		langs = catalog.Languages()
	}
	for _, lang := range langs {
		if err := t.reply(kindBroadcastPreview, store.BroadcastSubject(id), lang); err != nil {
			return err
		}
	}
	return nil
}

func (t *turn) openBroadcastSend(id string) error { return t.openOf(formBroadcastSend, id) }

// broadcastSendForm counts before anything is sent, and asks when.
func broadcastSendForm(s *scene, arg string) (chat.Form, bool, error) {
	b, ok, err := s.unchanged(arg)
	if err != nil || !ok || b.State != store.BroadcastDraft || b.Draft.Body.Empty() {
		return chat.Form{}, false, err
	}
	people, err := s.audienceNow(b)
	if err != nil || len(people) == 0 {
		return chat.Form{}, false, err
	}
	whom, err := s.audienceRows(b, people)
	if err != nil {
		return chat.Form{}, false, err
	}
	rows := append([]chat.Fact{{Label: s.w.T(catalog.BroadcastSubject), Value: s.titleOf(b)}}, whom...)
	if b.By != s.me.ID { // the words are maybe not those that the reader has seen
		by, err := s.person(b.By)
		if err != nil {
			return chat.Form{}, false, err
		}
		rows = append(rows, chat.Pair(s.w.T(catalog.BroadcastBy), by.Name))
	}
	return chat.Form{
		Title: s.w.T(catalog.BroadcastSendTitle), Submit: s.w.T(catalog.BroadcastSendSubmit),
		Intro: []chat.Block{
			chat.Facts{Rows: rows},
			chat.Line(s.w.T(catalog.BroadcastSendIntro)),
		},
		Fields: []chat.Field{
			{ID: "date", Kind: chat.FieldDate, Label: s.w.T(catalog.BroadcastDate), Hint: s.w.T(catalog.BroadcastDateHint)},
			{ID: "time", Kind: chat.FieldTime, Label: s.w.T(catalog.BroadcastTime), Hint: s.w.T(catalog.BroadcastTimeHint), With: "date"},
		},
	}, true, nil
}

// whyNotSend is the sentence where there is nothing to send off.
func whyNotSend(s *scene, arg string) (catalog.Key, error) {
	b, ok, err := s.unchanged(arg)
	switch {
	case err != nil || !ok || b.State != store.BroadcastDraft:
		why, bad := whyNoBroadcast(s, arg)
		return why, errors.Join(err, bad)
	case b.Draft.Body.Empty():
		return catalog.BroadcastEmpty, nil
	default:
		return catalog.BroadcastNobody, nil
	}
}

// sendBroadcast makes the words everybody's and has the scheduler send them,
// in working hours.
func (t *turn) sendBroadcast(arg string, v chat.Values) error {
	b, ok, err := t.unchanged(arg)
	if err != nil || !ok {
		return err
	}
	r, err := t.rules(b.Programme)
	if err != nil {
		return err
	}
	at, given := t.ownTime(part{rules: r}, v, "")
	if t.refused {
		return nil
	}
	if !given {
		at = t.now
	}
	b.Public, b.Draft = published(b.Draft), store.Wording{}
	b.State, b.SentBy, b.At = store.BroadcastScheduled, t.me.ID, r.NextWorking(at).UTC()
	if err := store.Broadcasts.Put(t.tx, b); err != nil {
		return err
	}
	if err := store.StartRun(t.tx, t.run(b, store.RunSend)); err != nil {
		return err
	}
	t.audit("broadcast-send", "broadcast/"+b.ID)
	if err := t.aimedAgain(b.ID); err != nil {
		return err
	}
	if err := t.reply(store.KindBroadcastDesk, store.BroadcastSubject(b.ID), ""); err != nil {
		return err
	}
	return t.openBroadcast(b.ID)
}

// run is a run through the broadcast's people.
func (t *turn) run(b store.Broadcast, kind store.RunKind) store.BroadcastRun {
	run := store.BroadcastRun{ID: t.b.NewID(), Broadcast: b.ID, Kind: kind, By: t.me.ID, At: t.now}
	if kind == store.RunSend {
		run.At = b.At
	}
	return run
}

// discardBroadcast throws a draft away.
func (t *turn) discardBroadcast(id string) error {
	b, ok, err := t.theirs(id)
	if err != nil || !ok {
		return err
	}
	if b.State != store.BroadcastDraft {
		return t.notice(catalog.BroadcastAlready)
	}
	t.audit("broadcast-discard", "broadcast/"+id)
	if err := store.Broadcasts.Delete(t.tx, id); err != nil {
		return err
	}
	if err := t.aimedAgain(id); err != nil {
		return err
	}
	return t.notice(catalog.BroadcastDiscarded)
}

// cancelBroadcast calls a broadcast off. Before anybody has it, it is a draft
// again; half-way, who has it keeps it and the others do not get it.
func (t *turn) cancelBroadcast(id string) error {
	b, ok, err := t.theirs(id)
	if err != nil || !ok {
		return err
	}
	switch {
	case b.State == store.BroadcastDraft || b.State == store.BroadcastCancelled:
		return t.notice(catalog.BroadcastNotSending)
	case b.State == store.BroadcastScheduled:
		return t.unsend(b)
	}
	tally, err := store.TallyOf(t.tx, b) // what HR was told may be of before others were tried again
	if err != nil {
		return err
	}
	if tally.Over() {
		return t.notice(catalog.BroadcastTooLate)
	}
	b.State, b.CancelledAt = store.BroadcastCancelled, t.now
	if err := t.keepAndRun(b, store.RunCancel); err != nil {
		return err
	}
	t.audit("broadcast-cancel", "broadcast/"+id)
	if err := t.deskAgain(b); err != nil {
		return err
	}
	return t.saidOf(b, catalog.BroadcastCancelling)
}

// unsend makes a draft of what nobody has yet.
func (t *turn) unsend(b store.Broadcast) error {
	runs, err := store.BroadcastRuns.All(t.tx, store.Span{Index: "broadcast", Prefix: store.Under(b.ID)})
	if err != nil {
		return err
	}
	for _, r := range runs {
		if err := store.EndRun(t.tx, r.ID); err != nil {
			return err
		}
	}
	b.Draft, b.Public, b.State, b.SentBy = t.asDraft(b.Public), store.Notice{}, store.BroadcastDraft, ""
	if err := store.Broadcasts.Put(t.tx, b); err != nil {
		return err
	}
	t.audit("broadcast-unsend", "broadcast/"+b.ID)
	if err := t.aimedAgain(b.ID); err != nil {
		return err
	}
	if err := t.face(store.KindBroadcastDesk, store.BroadcastSubject(b.ID), ""); err != nil {
		return err
	}
	return t.saidOf(b, catalog.BroadcastUnsent)
}

// keepAndRun keeps the broadcast and sets a run on its way.
func (t *turn) keepAndRun(b store.Broadcast, kind store.RunKind) error {
	if err := store.Broadcasts.Put(t.tx, b); err != nil {
		return err
	}
	return store.StartRun(t.tx, t.run(b, kind))
}

// deskAgain brings HR's card up to date: at once where it was pressed.
func (t *turn) deskAgain(b store.Broadcast) error {
	subj := store.BroadcastSubject(b.ID)
	if t.me.ID == b.SentBy {
		if err := t.face(store.KindBroadcastDesk, subj, ""); err != nil {
			return err
		}
	}
	return t.redraw(b.SentBy, store.KindBroadcastDesk, subj, "")
}

// saidOf answers HR with a sentence about a broadcast.
func (t *turn) saidOf(b store.Broadcast, k catalog.Key) error {
	return t.reply(kindBroadcastSaid, store.BroadcastSubject(b.ID), string(k))
}

// aimedAgain brings the card up to date from which either of HR's people can send
// a draft: the buttons for it are there as long as it is one.
func (t *turn) aimedAgain(id string) error {
	staff, err := store.WithRole(t.tx, mentoring.RoleHR)
	if err != nil {
		return err
	}
	for _, p := range staff {
		if err := t.redrawSent(p.ID, kindBroadcastAimed, store.BroadcastSubject(id)); err != nil {
			return err
		}
	}
	return nil
}

// broadcastSaidCard is that sentence.
func broadcastSaidCard(s *scene, in store.Intent) (card, error) {
	k, id := catalog.Key(in.Arg), idOf("broadcast", in.Subject)
	_, ok, err := s.broadcast(id)
	if err != nil || !ok || !s.w.Has(k) {
		return card{drop: "gone"}, err
	}
	return say("", []chat.Block{chat.Line(s.w.T(k))}, s.button(actBroadcast, catalog.ActBroadcastSee, id, chat.StyleNormal))
}

// broadcastAimedCard counts the people of a draft whose audience was chosen, and
// goes on from there. As an edit it shows whether there is still a draft.
func broadcastAimedCard(s *scene, in store.Intent) (card, error) {
	id := idOf("broadcast", in.Subject)
	b, ok, err := s.broadcast(id)
	switch {
	case err != nil:
		return card{}, err
	case !ok || b.State != store.BroadcastDraft:
		return s.noDraftCard(b, ok, in.Edit)
	}
	people, err := s.audienceNow(b)
	if err != nil {
		return card{}, err
	}
	rows, err := s.audienceRows(b, people)
	if err != nil {
		return card{}, err
	}
	see := s.button(actBroadcast, catalog.ActBroadcastSee, id, chat.StyleNormal)
	body := []chat.Block{chat.Line(s.w.T(catalog.BroadcastAimed)), chat.Facts{Rows: rows}}
	if in.Arg == aimedBefore {
		return say("", body[:1], see)
	}
	return say("", body,
		s.button(actBroadcastPreview, catalog.ActBroadcastPreview, id, chat.StyleNormal),
		s.button(actBroadcastSend, catalog.ActBroadcastSend, id, chat.StyleNormal), see)
}

// noDraftCard is the card from which a draft could be sent, after that.
func (s *scene) noDraftCard(b store.Broadcast, ok, edit bool) (card, error) {
	switch {
	case !edit:
		return card{drop: "sent"}, nil
	case !ok:
		return say("", []chat.Block{chat.Remark(s.w.T(s.noBroadcast()))})
	}
	return say("", []chat.Block{chat.Remark(s.w.T(catalog.BroadcastAlready))}, s.button(actBroadcast, catalog.ActBroadcastSee, b.ID, chat.StyleNormal))
}
