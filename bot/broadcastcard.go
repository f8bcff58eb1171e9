package bot

import (
	"fmt"
	"strconv"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/store"
)

// What a broadcast looks like when it is sent: to everybody, to HR before it
// goes, and HR's card of how it goes.

// broadcastCard is HR's message to one of many. Sent once more as an edit it
// is the corrected one, or the one with the word that it was read.
func broadcastCard(s *scene, in store.Intent) (card, error) {
	return s.broadcastTo(in, actBroadcastAck, "")
}

// broadcastAgainCard is it once more, for who has not said that they read it.
func broadcastAgainCard(s *scene, in store.Intent) (card, error) {
	if !in.Edit {
		read, err := store.Acknowledged(s.tx, idOf("broadcast", in.Subject), s.me.ID)
		if err != nil || read {
			return card{drop: "read"}, err
		}
	}
	return s.broadcastTo(in, actBroadcastAckAgain, catalog.BroadcastAgainNote)
}

func (s *scene) broadcastTo(in store.Intent, ack string, before catalog.Key) (card, error) {
	b, ok, err := store.Broadcasts.Get(s.tx, idOf("broadcast", in.Subject))
	if err != nil || !ok || b.Public.Title == "" {
		return card{drop: "gone"}, err
	}
	if b.State == store.BroadcastCancelled && !in.Edit {
		return unwanted(store.ReasonCancelled)
	}
	title, body, err := s.noticeBody(b, b.Public)
	if err != nil {
		return card{}, err
	}
	if before != "" {
		body = append([]chat.Block{chat.Remark(s.w.T(before))}, body...)
	}
	if !b.Ack {
		return say(title, body)
	}
	read, did, err := store.Acknowledgements.Get(s.tx, store.Join(b.ID, s.me.ID))
	if err != nil {
		return card{}, err
	}
	if did && read.Holds(b) {
		return say(title, append(body, chat.Remark(s.w.T(catalog.BroadcastAcked))))
	}
	note := catalog.BroadcastAckNote
	if did {
		note = catalog.BroadcastAckedBefore
	}
	return say(title, append(body, chat.Remark(s.w.T(note))),
		s.button(ack, catalog.ActBroadcastAck, b.ID, chat.StylePrimary))
}

// noticeBody is the words in the reader's language, who they are from and
// whether they were corrected.
func (s *scene) noticeBody(b store.Broadcast, n store.Notice) (title string, body []chat.Block, err error) {
	title, text := n.In(s.w.Lang())
	body, bad := paragraphs(text)
	if bad.why != "" {
		return "", nil, fmt.Errorf("bot: broadcast %s: paragraph %d does not read", b.ID, bad.paragraph)
	}
	r, err := s.rules(b.Programme)
	if err != nil {
		return "", nil, err
	}
	if !b.CorrectedAt.IsZero() {
		body = append(body, chat.Remark(s.w.T(catalog.BroadcastCorrected, s.atTime(r, b.CorrectedAt))))
	}
	from := s.w.T(catalog.BroadcastFrom, catalog.A("Name", r.Programme().Contact.Name.In(s.w.Lang())))
	return title, append(body, chat.Remark(from)), nil
}

// broadcastPreviewCard is what others will get, for who pressed for it alone.
func broadcastPreviewCard(s *scene, in store.Intent) (card, error) {
	b, ok, err := s.broadcast(idOf("broadcast", in.Subject))
	if err != nil || !ok || b.Draft.Body.Empty() {
		return card{drop: "gone"}, err
	}
	reader := *s
	reader.w = s.b.words.In(in.Arg)
	title, body, err := reader.noticeBody(b, published(b.Draft))
	if err != nil {
		return card{}, err
	}
	if b.Ack {
		body = append(body, chat.Remark(s.w.T(catalog.BroadcastAckPreview)))
	}
	return say(s.w.T(catalog.BroadcastPreviewTitle)+title, append([]chat.Block{chat.Remark(s.w.T(catalog.BroadcastPreviewNote))}, body...),
		s.button(actBroadcast, catalog.ActBroadcastSee, b.ID, chat.StyleNormal))
}

// broadcastDeskCard is how the broadcast goes, for HR. It says what was counted
// last, so that it costs the same however many people there are.
func broadcastDeskCard(s *scene, in store.Intent) (card, error) {
	b, ok, err := s.broadcast(idOf("broadcast", in.Subject))
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	see := s.button(actBroadcast, catalog.ActBroadcastSee, b.ID, chat.StyleNormal)
	title := s.w.T(catalog.BroadcastTitle)
	if b.State == store.BroadcastDraft {
		return say(title, []chat.Block{chat.Line(s.w.T(catalog.BroadcastUnsent))}, see)
	}
	name, _ := b.Public.In(s.w.Lang())
	body := []chat.Block{chat.Paragraph(chat.Bold(name))}
	if b.FrozenAt.IsZero() {
		state, err := s.standOf(b)
		if err != nil {
			return card{}, err
		}
		whom, err := s.audienceInWords(b)
		if err != nil {
			return card{}, err
		}
		rows := []chat.Fact{state, chat.Pair(s.w.T(catalog.BroadcastWhom), whom)}
		return say(title, append(body, chat.Facts{Rows: rows}), see, s.haltButton(b, catalog.BroadcastUnsendText))
	}
	t := b.Told
	if t.Of == 0 {
		t.Of, t.Waiting = b.People, b.People
	}
	body = append(body, s.tallyBlocks(b, t)...)
	switch {
	case b.State == store.BroadcastCancelled:
		return say(title, body, see)
	case t.Over():
		return say(s.w.T(catalog.BroadcastDoneTitle), body, see)
	}
	return say(title, body, see, s.haltButton(b, catalog.BroadcastCancelText))
}

// tallyBlocks is the tally as a bar and in words.
func (s *scene) tallyBlocks(b store.Broadcast, t store.Tally) (out []chat.Block) {
	if b.State == store.BroadcastCancelled {
		out = append(out, chat.Line(s.w.T(catalog.BroadcastStopped)))
	}
	if t.Of == 0 {
		return append(out, chat.Line(s.w.T(catalog.BroadcastNobodyThere)))
	}
	out = append(out, chat.Progress{Label: s.w.T(catalog.BroadcastReached), Done: t.Sent, Of: t.Of})
	rows := []chat.Fact{chat.Pair(s.w.T(catalog.BroadcastReached), s.people(t.Sent))}
	for _, more := range []struct {
		label catalog.Key
		n     int
	}{
		{catalog.BroadcastToCome, t.Waiting}, {catalog.BroadcastTrying, t.Trying},
		{catalog.BroadcastFailed, t.Failed}, {catalog.BroadcastNotSent, t.Cancelled},
	} {
		if more.n > 0 {
			rows = append(rows, chat.Pair(s.w.T(more.label), s.people(more.n)))
		}
	}
	return append(out, chat.Facts{Rows: rows})
}

// broadcastDoneCard tells HR that nothing more happens by itself, once for
// each round.
func broadcastDoneCard(s *scene, in store.Intent) (card, error) {
	b, ok, err := s.broadcast(idOf("broadcast", in.Subject))
	if err != nil || !ok || strconv.Itoa(b.Round) != in.Arg {
		return card{drop: "gone"}, err
	}
	name, _ := b.Public.In(s.w.Lang())
	body := append([]chat.Block{chat.Paragraph(chat.Bold(name))}, s.tallyBlocks(b, b.Told)...)
	actions := []chat.Action{s.button(actBroadcast, catalog.ActBroadcastSee, b.ID, chat.StyleNormal)}
	if b.Told.Failed > 0 {
		actions = append(actions, s.button(actBroadcastFailed, catalog.ActBroadcastFailed, b.ID, chat.StyleNormal),
			s.exportButton(catalog.ActBroadcastCsv, exportFailed, b.ID))
		if b.State == store.BroadcastSending {
			actions = append(actions, s.button(actBroadcastResend, catalog.ActBroadcastResend, b.ID, chat.StyleNormal))
		}
	}
	return say(s.w.T(catalog.BroadcastDoneTitle), body, actions...)
}
