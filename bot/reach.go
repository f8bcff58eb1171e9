package bot

import (
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/store"
)

// Who could not be reached, by name: people without an account, those who have
// removed the bot, and messages that did not arrive.

const actReach = "hr.reach"

func (t *turn) openReach(string) error {
	if !t.hr {
		return t.sorry(catalog.FormGone)
	}
	t.audit("read-unreached", "people")
	mute := chat.Table{Caption: t.w.T(catalog.HRWithoutAccount), Head: []string{t.w.T(catalog.FactSection), t.w.T(catalog.FactName), t.w.T(catalog.FactNumber), t.w.T(catalog.FindAccounts)}}
	for p, err := range store.People.Each(t.tx, store.Span{}) {
		if err != nil {
			return err
		}
		if !p.Active || len(mute.Rows) == chat.MaxTableRows {
			continue
		}
		c, known, err := store.AccountOf(t.tx, p.ID)
		if err != nil {
			return err
		}
		switch {
		case !known:
			mute.Rows = append(mute.Rows, []string{p.Section, p.Name, p.ID, t.w.T(catalog.FindNoAccount)})
		case c.Blocked:
			mute.Rows = append(mute.Rows, []string{p.Section, p.Name, p.ID, t.w.T(catalog.FindBlocked)})
		}
	}
	failed, err := t.failedTable()
	if err != nil {
		return err
	}
	return t.show(t.w.T(catalog.HRReach), t.tableOr(mute, catalog.ReachAll), t.tableOr(failed, catalog.ReachNoneFailed))
}

func (t *turn) failedTable() (chat.Table, error) {
	table := chat.Table{Caption: t.w.T(catalog.HRFailed), Head: []string{t.w.T(catalog.FactName), t.w.T(catalog.FactNumber), t.w.T(catalog.FactWhen), t.w.T(catalog.ReachWhy)}}
	rules, known, err := t.currentRules()
	if err != nil || !known {
		return table, err
	}
	failed, _, err := store.Outbox.List(t.tx, store.Span{Index: "failed", After: store.Stamp(t.now.Add(-failedFor))}, chat.MaxTableRows)
	if err != nil {
		return table, err
	}
	for _, d := range failed {
		name := t.w.T(catalog.HRStrangers)
		if p, ok, err := store.People.Get(t.tx, d.To); err != nil {
			return table, err
		} else if ok {
			name = p.Name
		}
		why := catalog.ReachGaveUp
		switch {
		case d.State == store.Blocked:
			why = catalog.FindBlocked
		case d.State == store.Expired:
			why = catalog.FindNoAccount
		}
		table.Rows = append(table.Rows, []string{name, shorten(d.To, 40), t.w.Moment(t.local(rules, d.At.Truncate(time.Minute))), t.w.T(why)})
	}
	return table, nil
}

// tableOr is the table, or a line where it is empty.
func (s *scene) tableOr(table chat.Table, none catalog.Key) chat.Section {
	if len(table.Rows) == 0 {
		return chat.Section{Title: table.Caption, Body: []chat.Block{chat.Line(s.w.T(none))}}
	}
	return chat.Section{Title: table.Caption, Body: []chat.Block{table}}
}
