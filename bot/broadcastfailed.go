package bot

import (
	"slices"
	"strconv"
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/sheet"
	"tsukiichi/store"
)

// Whom a broadcast did not reach and why, on a page and as a file, and one tap
// to try them again.

const (
	actBroadcastFailed = "broadcast.failed" // arg: broadcast
	actBroadcastResend = "broadcast.resend" // arg: broadcast

	exportFailed = "broadcast-failed" // arg: broadcast
)

// missed is one whom the message did not reach.
type missed struct {
	person mentoring.Person
	at     time.Time // when it was tried last
	why    catalog.Key
}

// missedOf lists whom the message has not reached, by section and reading of
// the name. Those whose turn is still to come are none of them.
func (s *scene) missedOf(b store.Broadcast) (out []missed, err error) {
	for d, err := range store.Outbox.Each(s.tx, store.Span{Prefix: store.BroadcastPrefix(b.ID)}) {
		if err != nil {
			return nil, err
		}
		why, is := missedWhy(d)
		if !is {
			continue
		}
		p, ok, err := store.People.Get(s.tx, d.To)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, missed{p, d.At, why})
		}
	}
	slices.SortStableFunc(out, func(a, b missed) int { return bySection(a.person, b.person) })
	return out, nil
}

// missedWhy is why a delivery has not arrived; is says whether that is HR's
// concern yet.
func missedWhy(d store.Delivery) (why catalog.Key, is bool) {
	switch {
	case d.State == store.Waiting && d.Attempts > 0:
		return catalog.MissedTrying, true
	case !d.Failed():
		return "", false
	case d.State == store.Blocked:
		return catalog.MissedBlocked, true
	case d.State == store.Dropped && d.Reason == "left":
		return catalog.MissedLeft, true
	case d.State == store.Waiting, d.State == store.Dropped, d.State == store.Expired && d.Reason == store.ReasonUnreached:
		return catalog.MissedNoAccount, true
	case d.State == store.Dead && d.Reason == "rejected":
		return catalog.MissedRejected, true
	default:
		return catalog.MissedGaveUp, true
	}
}

func (t *turn) failedSection(b store.Broadcast, tally store.Tally) chat.Section {
	sec := chat.Section{Title: t.w.T(catalog.BroadcastFailedTitle), Body: []chat.Block{
		chat.Line(t.w.T(catalog.BroadcastFailedText, catalog.N(tally.Failed+tally.Trying))),
	}}
	sec.Actions = append(sec.Actions, t.button(actBroadcastFailed, catalog.ActBroadcastFailed, b.ID, chat.StyleNormal))
	sec.Actions = append(sec.Actions, t.failedButtons(b, tally.Failed > 0)...)
	return sec
}

// failedButtons is what HR can do about them.
func (t *turn) failedButtons(b store.Broadcast, failed bool) []chat.Action {
	out := []chat.Action{t.exportButton(catalog.ActBroadcastCsv, exportFailed, b.ID)}
	if failed && b.State == store.BroadcastSending {
		out = append(out, t.button(actBroadcastResend, catalog.ActBroadcastResend, b.ID, chat.StyleNormal))
	}
	return out
}

// fresh is theirs where it is still known whom the broadcast reached.
func (t *turn) fresh(id string) (b store.Broadcast, ok bool, err error) {
	b, ok, err = t.theirs(id)
	if err != nil || !ok {
		return b, false, err
	}
	if !b.FrozenAt.IsZero() && t.now.After(b.FrozenAt.Add(store.DoneKeep)) {
		return b, false, t.sorry(catalog.BroadcastTooOld)
	}
	return b, true, nil
}

// openBroadcastFailed names whom it did not reach.
func (t *turn) openBroadcastFailed(id string) error {
	b, ok, err := t.fresh(id)
	if err != nil || !ok {
		return err
	}
	t.audit("read-broadcast-failed", "broadcast/"+id)
	all, err := t.missedOf(b)
	if err != nil {
		return err
	}
	table := chat.Table{Caption: t.w.T(catalog.BroadcastFailedTitle), Head: []string{
		t.w.T(catalog.FactSection), t.w.T(catalog.FactName), t.w.T(catalog.FactNumber), t.w.T(catalog.ReachWhy)}}
	for _, m := range all[:min(len(all), chat.MaxTableRows)] {
		table.Rows = append(table.Rows, []string{m.person.Section, m.person.Name, m.person.ID, t.w.T(m.why)})
	}
	sec := t.tableOr(table, catalog.BroadcastAllReached)
	if more := len(all) - len(table.Rows); more > 0 {
		sec.Body = append(sec.Body, chat.Remark(t.w.T(catalog.BroadcastMoreInFile, catalog.N(more))))
	}
	if len(all) > 0 {
		sec.Actions = t.failedButtons(b, slices.ContainsFunc(all, func(m missed) bool { return m.why != catalog.MissedTrying }))
	}
	return t.show(t.w.T(catalog.BroadcastTitle), sec)
}

// failedFile is whom it did not reach as a file for a spreadsheet.
func failedFile(s *scene, id string) (f chat.File, err error) {
	b, ok, err := s.broadcast(id)
	if err != nil || !ok {
		return f, err
	}
	all, err := s.missedOf(b)
	if err != nil || len(all) == 0 {
		return f, err
	}
	r, err := s.rules(b.Programme)
	if err != nil {
		return f, err
	}
	table := sheet.Table{Name: s.w.T(catalog.BroadcastFailedTitle)}
	for _, k := range []catalog.Key{catalog.FactNumber, catalog.FactName, catalog.FactDepartment, catalog.FactSection, catalog.ReachWhy, catalog.BroadcastTriedAt} {
		table.Head = append(table.Head, s.w.T(k))
	}
	for _, m := range all {
		p := m.person
		table.Rows = append(table.Rows, sheet.Texts(p.ID, p.Name, p.Department, p.Section, s.w.T(m.why), s.local(r, m.at).Format("2006-01-02 15:04")))
	}
	return chat.File{
		Name: s.w.T(catalog.BroadcastFailedFile, catalog.A("Day", s.local(r, b.At).Format("20060102"))) + ".csv", Type: sheet.CSVType, Data: sheet.CSV(table),
		Note: s.w.T(catalog.BroadcastCsvNote, catalog.N(len(all))),
	}, nil
}

// resendBroadcast tries those again whom it did not reach.
func (t *turn) resendBroadcast(id string) error {
	b, ok, err := t.fresh(id)
	if err != nil || !ok {
		return err
	}
	if b.State != store.BroadcastSending {
		return t.notice(catalog.BroadcastNotSending)
	}
	b.Round, b.RoundAt = b.Round+1, t.now
	if err := t.keepAndRun(b, store.RunResend); err != nil {
		return err
	}
	t.audit("broadcast-resend", "broadcast/"+id+"/"+strconv.Itoa(b.Round))
	return t.saidOf(b, catalog.BroadcastResending)
}
