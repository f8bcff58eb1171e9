package bot

import (
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Who could not be reached, by name: people without an account, those who have
// removed the bot, and messages that did not arrive.

const actReach = "hr.reach"

// failedFor is for how long a message that did not arrive is HR's concern: by
// then the next month's step has gone out (ours).
const failedFor = 30 * 24 * time.Hour

// unreached is how many mentees have no mentor or none who knows of it, how many
// people have no account, are strangers, and how many messages did not arrive.
type unreached struct{ without, untold, mute, strangers, failed int }

// muteOrFailed reports whether the page of who could not be reached has somebody.
func (c unreached) muteOrFailed() bool { return c.mute+c.failed > 0 }

func (t *turn) unreached(rules mentoring.Rules) (c unreached, err error) {
	id := rules.Programme().ID
	for p, err := range store.People.Each(t.tx, store.Span{}) {
		if err != nil {
			return c, err
		}
		if !p.Active {
			continue
		}
		if p.Has(mentoring.RoleMentee) {
			pair, ok, err := store.LivePair(t.tx, id, p.ID, rules.Date(t.now))
			if err != nil {
				return c, err
			}
			at, open, err := t.seeking(p)
			switch {
			case err != nil:
				return c, err
			case open && at.Programme().ID == id:
				c.without++
			case ok && pair.ToldAt.IsZero():
				c.untold++
			}
		}
		if _, ok, err := store.AccountOf(t.tx, p.ID); err != nil {
			return c, err
		} else if !ok {
			c.mute++
		}
	}
	strangers, _, err := store.Contacts.List(t.tx, store.Span{Index: "person", Prefix: store.Under("")}, chat.MaxTableRows)
	if err != nil {
		return c, err
	}
	failed, _, err := store.Outbox.List(t.tx, store.Span{Index: "failed", After: store.Stamp(t.now.Add(-failedFor))}, chat.MaxTableRows)
	c.strangers, c.failed = len(strangers), len(failed)
	return c, err
}

// unreachedRows is the counts; all of them, or those that are not nothing and
// stand nowhere else on the home.
func (s *scene) unreachedRows(c unreached, all bool) (rows []chat.Fact) {
	row := func(k catalog.Key, n int, text string) {
		if all || n > 0 {
			rows = append(rows, chat.Pair(s.w.T(k), text))
		}
	}
	if all {
		row(catalog.HRWithoutMentor, c.without, s.people(c.without))
	}
	row(catalog.HRUntold, c.untold, s.people(c.untold))
	row(catalog.HRWithoutAccount, c.mute, s.people(c.mute))
	row(catalog.HRStrangers, c.strangers, s.people(c.strangers))
	row(catalog.HRFailed, c.failed, s.w.T(catalog.CountMessages, catalog.N(c.failed)))
	return rows
}

func (s *scene) people(n int) string { return s.w.T(catalog.CountPeople, catalog.N(n)) }

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
		if !p.Active {
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

// tableOr is the table, or a line where it is empty. Where it has more rows than a
// page shows, it says how many.
func (s *scene) tableOr(table chat.Table, none catalog.Key) chat.Section {
	if len(table.Rows) == 0 {
		return chat.Section{Title: table.Caption, Body: []chat.Block{chat.Line(s.w.T(none))}}
	}
	sec := chat.Section{Title: table.Caption, Body: []chat.Block{table}}
	if more := len(table.Rows) - chat.MaxTableRows; more > 0 {
		table.Rows = table.Rows[:chat.MaxTableRows]
		sec.Body = []chat.Block{table, chat.Line(s.w.T(catalog.HomeRowsMore, catalog.N(more)))}
	}
	return sec
}
