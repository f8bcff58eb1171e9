package bot

import (
	"slices"
	"strconv"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// 「読みました」: who presses it says that they have read. Nothing else does.

const (
	actBroadcastAck      = "broadcast.ack"       // arg: broadcast
	actBroadcastAckAgain = "broadcast.ack-again" // arg: broadcast; below a reminder
	actBroadcastUnread   = "broadcast.unread"    // arg: broadcast
	actBroadcastRemind   = "broadcast.remind"    // arg: broadcast
)

func (t *turn) acknowledge(id string) error      { return t.ackOn(store.KindBroadcast, id) }
func (t *turn) acknowledgeAgain(id string) error { return t.ackOn(store.KindBroadcastAgain, id) }

// ackOn keeps that the reader has read it and says so on every card of it that
// they have.
func (t *turn) ackOn(pressed, id string) error {
	b, ok, err := store.Broadcasts.Get(t.tx, id)
	if err != nil {
		return err
	}
	if ok {
		ok, err = store.Addressed(t.tx, id, t.me.ID)
	}
	if err != nil {
		return err
	}
	if !ok || !b.Ack {
		return t.notice(catalog.NoticeOldButton)
	}
	read := store.Acknowledgement{Broadcast: id, Person: t.me.ID, At: t.now}
	if held, did, err := store.Acknowledgements.Get(t.tx, store.Acknowledgements.Key(read)); err != nil {
		return err
	} else if !did || !held.Holds(b) {
		if err := store.Acknowledgements.Put(t.tx, read); err != nil {
			return err
		}
	}
	subj := store.BroadcastSubject(id)
	if err := t.face(pressed, subj, ""); err != nil {
		return err
	}
	for _, kind := range []string{store.KindBroadcast, store.KindBroadcastAgain} {
		if kind == pressed || b.Reminders > 0 {
			if err := t.redraw(t.me.ID, kind, subj, ""); err != nil {
				return err
			}
		}
	}
	return nil
}

// unread lists who has the message and has not said that they read it, by
// section and reading of the name; read is how many have. A part in a pair
// outranks HR's view: the reader's partners are in no list.
func (s *scene) unread(b store.Broadcast) (out []mentoring.Person, read int, err error) {
	mates, err := s.mates()
	if err != nil {
		return nil, 0, err
	}
	for d, err := range store.Outbox.Each(s.tx, store.Span{Prefix: store.BroadcastPrefix(b.ID)}) {
		if err != nil {
			return nil, 0, err
		}
		if d.State != store.Sent {
			continue
		}
		did, err := store.Acknowledged(s.tx, b.ID, d.To)
		if err != nil {
			return nil, 0, err
		}
		if did {
			read++
			continue
		}
		p, ok, err := store.People.Get(s.tx, d.To)
		if err != nil {
			return nil, 0, err
		}
		if ok && p.Active && !mates[p.ID] {
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, bySection)
	return out, read, nil
}

// ackSection is how many have said that they read it.
func (t *turn) ackSection(b store.Broadcast) (chat.Section, error) {
	sec := chat.Section{Title: t.w.T(catalog.BroadcastAckTitle)}
	read, before, err := t.countRead(b)
	if err != nil {
		return sec, err
	}
	sec.Body = []chat.Block{chat.Line(t.w.T(catalog.BroadcastAckCount, catalog.N(read)))}
	if before > 0 {
		sec.Body = append(sec.Body, chat.Line(t.w.T(catalog.BroadcastAckBefore, catalog.N(before))))
	}
	sec.Body = append(sec.Body, chat.Remark(t.w.T(catalog.BroadcastAckMeans)))
	sec.Actions = []chat.Action{t.button(actBroadcastUnread, catalog.ActBroadcastUnread, b.ID, chat.StyleNormal)}
	return sec, nil
}

// countRead is how many have said that they read it, and how many of them only
// before the words were corrected.
func (s *scene) countRead(b store.Broadcast) (n, before int, err error) {
	for a, err := range store.Acknowledgements.Each(s.tx, store.Span{Prefix: store.Under(b.ID)}) {
		if err != nil {
			return 0, 0, err
		}
		if n++; !a.Holds(b) {
			before++
		}
	}
	return n, before, nil
}

// openBroadcastUnread names who has not said that they read it.
func (t *turn) openBroadcastUnread(id string) error {
	b, ok, err := t.fresh(id)
	if err != nil || !ok {
		return err
	}
	t.audit("read-broadcast-unread", "broadcast/"+id)
	people, read, err := t.unread(b)
	if err != nil {
		return err
	}
	table := chat.Table{Caption: t.w.T(catalog.BroadcastUnreadTitle), Head: []string{t.w.T(catalog.FactSection), t.w.T(catalog.FactName), t.w.T(catalog.FactNumber)}}
	for _, p := range people[:min(len(people), chat.MaxTableRows)] {
		table.Rows = append(table.Rows, []string{p.Section, p.Name, p.ID})
	}
	sec := t.tableOr(table, catalog.BroadcastAllRead)
	sec.Body = append(sec.Body, chat.Line(t.w.T(catalog.BroadcastAckCount, catalog.N(read))))
	if more := len(people) - len(table.Rows); more > 0 {
		sec.Body = append(sec.Body, t.andMore(more))
	}
	if mates, err := t.mates(); err != nil {
		return err
	} else if len(mates) > 0 {
		sec.Body = append(sec.Body, chat.Remark(t.w.T(catalog.BroadcastNotMates)))
	}
	if len(people) > 0 && b.State == store.BroadcastSending {
		remind := t.button(actBroadcastRemind, catalog.ActBroadcastRemind, b.ID, chat.StyleNormal)
		remind.Confirm = t.confirm(catalog.BroadcastRemindText)
		sec.Actions = []chat.Action{remind}
	}
	return t.show(t.w.T(catalog.BroadcastTitle), sec)
}

// andMore says how many do not fit into a table.
func (s *scene) andMore(n int) chat.Block {
	return chat.Remark(s.w.T(catalog.FactMore) + " " + s.people(n))
}

// remindUnread reminds those who have not, at most once a day: it is a help,
// no pressure.
func (t *turn) remindUnread(id string) error {
	b, ok, err := t.fresh(id)
	if err != nil || !ok {
		return err
	}
	r, err := t.rules(b.Programme)
	if err != nil {
		return err
	}
	switch {
	case !b.Ack || b.FrozenAt.IsZero():
		return t.notice(catalog.NoticeOldButton)
	case b.State != store.BroadcastSending:
		return t.notice(catalog.BroadcastNotSending)
	case !b.RemindedAt.IsZero() && r.Date(b.RemindedAt) == r.Date(t.now):
		return t.notice(catalog.BroadcastRemindedToday)
	}
	b.Reminders, b.RemindedAt = b.Reminders+1, t.now
	if err := t.keepAndRun(b, store.RunRemind); err != nil {
		return err
	}
	t.audit("broadcast-remind", "broadcast/"+id+"/"+strconv.Itoa(b.Reminders))
	return t.saidOf(b, catalog.BroadcastReminding)
}
