package bot

import (
	"strconv"
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/store"
)

// Broadcast: HR writes to many. A draft is HR's own; when it is sent off its
// words become everybody's. The scheduler brings it to the people, this file
// and its siblings are what HR sees and does.

const (
	kindBroadcastPreview = "broadcast-preview" // to who pressed; subject broadcast/<id>, arg: the language
	kindBroadcastSaid    = "broadcast-said"    // receipt; subject broadcast/<id>, arg: key
	kindBroadcastAimed   = "broadcast-aimed"   // a draft that can be sent; subject broadcast/<id>, arg: aimedBefore in an edit
	aimedBefore          = "before"            // another such card follows

	actBroadcasts        = "broadcast.list"    // arg: the id to go on before, or ""
	actBroadcast         = "broadcast.page"    // arg: broadcast
	actBroadcastWrite    = "broadcast.write"   // arg: broadcast, or what beginning reads
	actBroadcastAudience = "broadcast.whom"    // arg: broadcast
	actBroadcastPreview  = "broadcast.preview" // arg: broadcast
	actBroadcastSend     = "broadcast.send"    // arg: broadcast
	actBroadcastDiscard  = "broadcast.discard" // arg: broadcast
	actBroadcastCancel   = "broadcast.cancel"  // arg: broadcast
	actBroadcastCorrect  = "broadcast.correct" // arg: broadcast

	formBroadcast         = "broadcast.write"   // arg: formArg, or what beginning reads
	formBroadcastAudience = "broadcast.whom"    // arg: formArg
	formBroadcastSend     = "broadcast.send"    // arg: formArg
	formBroadcastCorrect  = "broadcast.correct" // arg: formArg

	// listed is how many broadcasts a page lists: a section each, and one to
	// begin with.
	listed = chat.MaxSections - 2
)

// theirs is the broadcast, for HR alone; where ok is false the answer says why.
func (t *turn) theirs(id string) (b store.Broadcast, ok bool, err error) {
	b, ok, err = t.broadcast(id)
	if err == nil && !ok {
		err = t.sorry(t.noBroadcast())
	}
	return b, ok, err
}

// broadcast is the broadcast, for HR alone.
func (s *scene) broadcast(id string) (b store.Broadcast, ok bool, err error) {
	if !s.hr {
		return b, false, nil
	}
	return store.Broadcasts.Get(s.tx, id)
}

// formArg names a broadcast in a form as it is now. Both of HR's people work on
// it: what was begun on words that the other one has changed is not taken.
func formArg(b store.Broadcast) string { return b.ID + "|" + strconv.Itoa(b.Edits) }

// unchanged is the broadcast that a form's arg names, for HR alone; ok is false
// where it was changed since the form opened.
func (s *scene) unchanged(arg string) (b store.Broadcast, ok bool, err error) {
	id, edits, counted := strings.Cut(arg, "|")
	b, ok, err = s.broadcast(id)
	return b, ok && (!counted || edits == strconv.Itoa(b.Edits)), err
}

// openOf opens a form about a broadcast as it is now, or one that begins anew.
func (t *turn) openOf(form, arg string) error {
	b, ok, err := t.broadcast(arg)
	if err != nil {
		return err
	}
	if ok {
		arg = formArg(b)
	}
	return t.openForm(form, arg)
}

// whyNoBroadcast is the sentence where a form about a broadcast is gone.
func whyNoBroadcast(s *scene, arg string) (catalog.Key, error) {
	id, _, _ := strings.Cut(arg, "|")
	b, ok, err := s.broadcast(id)
	if err != nil || !ok {
		return s.noBroadcast(), err
	}
	if _, same, err := s.unchanged(arg); err != nil || !same {
		return catalog.BroadcastChanged, err
	}
	if b.State != store.BroadcastDraft {
		return catalog.BroadcastAlready, nil
	}
	return catalog.BroadcastGone, nil
}

// noBroadcast is the sentence for who may not, or came too late.
func (s *scene) noBroadcast() catalog.Key {
	if !s.hr {
		return catalog.BroadcastNotYours
	}
	return catalog.BroadcastGone
}

// titleOf is the title: HR's own words until it is sent off.
func (s *scene) titleOf(b store.Broadcast) []chat.Span {
	switch {
	case b.Public.Title == "" && b.Draft.Title.Empty(): // its writer removed it
		return []chat.Span{chat.Plain(s.w.T(catalog.BroadcastEmpty))}
	case b.Public.Title == "":
		return []chat.Span{chat.Words(b.Draft.Title)}
	}
	title, _ := b.Public.In(s.w.Lang())
	return []chat.Span{chat.Plain(title)}
}

// standOf is how far the broadcast has come, as a fact.
func (s *scene) standOf(b store.Broadcast) (f chat.Fact, err error) {
	r, err := s.rules(b.Programme)
	if err != nil {
		return f, err
	}
	when := catalog.A("When", s.w.Moment(s.local(r, b.At)))
	text := s.w.T(catalog.BroadcastIsDraft)
	switch {
	case b.State == store.BroadcastScheduled:
		text = s.w.T(catalog.BroadcastIsScheduled, when)
	case b.State == store.BroadcastCancelled:
		text = s.w.T(catalog.BroadcastIsCancelled, s.atTime(r, b.CancelledAt))
	case b.State == store.BroadcastSending && b.Over():
		text = s.w.T(catalog.BroadcastIsSent, when)
	case b.State == store.BroadcastSending:
		text = s.w.T(catalog.BroadcastIsSending, when)
	}
	return chat.Pair(s.w.T(catalog.BroadcastState), text), nil
}

// openBroadcasts lists the broadcasts, the latest first.
func (t *turn) openBroadcasts(before string) error {
	if !t.hr {
		return t.sorry(catalog.BroadcastNotYours)
	}
	span := store.Span{Backwards: true, After: before}
	all, _, err := store.Broadcasts.List(t.tx, span, listed+1)
	if err != nil {
		return err
	}
	out := []chat.Section{{Body: []chat.Block{chat.Line(t.w.T(catalog.BroadcastIntro))}, Actions: []chat.Action{
		t.button(actBroadcastWrite, catalog.ActBroadcastWrite, "", chat.StylePrimary),
		t.button(actJanuary, catalog.ActJanuary, "", chat.StyleNormal),
	}}}
	for _, b := range all[:min(len(all), listed)] {
		state, err := t.standOf(b)
		if err != nil {
			return err
		}
		rows := []chat.Fact{{Label: t.w.T(catalog.BroadcastSubject), Value: t.titleOf(b)}, state}
		out = append(out, chat.Section{Body: []chat.Block{chat.Facts{Rows: rows}}, Actions: []chat.Action{
			t.button(actBroadcast, catalog.ActOpen, b.ID, chat.StyleNormal),
		}})
	}
	if len(all) > listed {
		out = append(out, chat.Section{Actions: []chat.Action{
			t.button(actBroadcasts, catalog.ActBroadcastsOlder, all[listed-1].ID, chat.StyleNormal),
		}})
	}
	return t.show(t.w.T(catalog.BroadcastTitle), out...)
}

// openBroadcast shows one broadcast: a draft with its audience counted, one
// that was sent off with its progress.
func (t *turn) openBroadcast(id string) error {
	b, ok, err := t.theirs(id)
	if err != nil || !ok {
		return err
	}
	state, err := t.standOf(b)
	if err != nil {
		return err
	}
	whom, err := t.audienceInWords(b)
	if err != nil {
		return err
	}
	rows := []chat.Fact{state, chat.Pair(t.w.T(catalog.BroadcastWhom), whom)}
	var out []chat.Section
	if b.FrozenAt.IsZero() {
		out, err = t.draftSections(b, rows)
	} else {
		out, err = t.progressSections(b, rows)
	}
	if err != nil {
		return err
	}
	words := draftWords(b.Draft, t.w.T(catalog.BroadcastText))
	if b.Public.Title != "" {
		words = noticeWords(b.Public, t.w.T(catalog.BroadcastText))
	}
	return t.show(t.w.T(catalog.BroadcastTitle), append(out, words...)...)
}

// draftSections is what HR can do with what nobody has yet.
func (t *turn) draftSections(b store.Broadcast, rows []chat.Fact) ([]chat.Section, error) {
	people, err := t.audienceNow(b)
	if err != nil {
		return nil, err
	}
	count, err := t.countInWords(people)
	if err != nil {
		return nil, err
	}
	sec := chat.Section{Body: []chat.Block{chat.Facts{Rows: append(rows, chat.Pair(t.w.T(catalog.BroadcastCount), count))}}}
	if b.State == store.BroadcastScheduled {
		sec.Actions = []chat.Action{
			t.button(actBroadcast, catalog.ActRefresh, b.ID, chat.StyleNormal),
			t.button(actBroadcastCorrect, catalog.ActBroadcastEdit, b.ID, chat.StyleNormal),
			t.haltButton(b, catalog.BroadcastUnsendText),
		}
		return []chat.Section{sec}, nil
	}
	if len(people) == 0 {
		sec.Body = append(sec.Body, chat.Line(t.w.T(catalog.BroadcastNobody)))
	}
	discard := t.button(actBroadcastDiscard, catalog.ActBroadcastDiscard, b.ID, chat.StyleDanger)
	discard.Confirm = t.confirm(catalog.BroadcastDiscardText)
	sec.Actions = []chat.Action{
		t.button(actBroadcastPreview, catalog.ActBroadcastPreview, b.ID, chat.StyleNormal),
		t.button(actBroadcastWrite, catalog.ActBroadcastEdit, b.ID, chat.StyleNormal),
		t.button(actBroadcastAudience, catalog.ActBroadcastAudience, b.ID, chat.StyleNormal),
		t.button(actBroadcastSend, catalog.ActBroadcastSend, b.ID, chat.StylePrimary),
		discard,
	}
	return []chat.Section{sec}, nil
}

// confirm asks before something is done that cannot be taken back.
func (s *scene) confirm(text catalog.Key) *chat.Confirm {
	return &chat.Confirm{Title: s.w.T(catalog.BroadcastSure), Text: s.w.T(text), Yes: s.w.T(catalog.AskYes), No: s.w.T(catalog.AskNo)}
}

func (s *scene) haltButton(b store.Broadcast, text catalog.Key) chat.Action {
	a := s.button(actBroadcastCancel, catalog.ActBroadcastCancel, b.ID, chat.StyleDanger)
	a.Confirm = s.confirm(text)
	return a
}
