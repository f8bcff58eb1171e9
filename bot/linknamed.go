package bot

import (
	"context"
	"fmt"

	"tsukiichi/bot/chat"
	"tsukiichi/store"
)

// LinkNamed links each active person to the account that the roster names on
// the platform, where nobody has it yet, and returns how many.
func (b *Bot) LinkNamed(ctx context.Context, platform string, member func(id string) (chat.Account, bool)) (n int, err error) {
	err = b.Store.Update(ctx, func(tx store.Tx) error {
		now := b.Clock.Now()
		n = 0
		people, err := store.People.All(tx, store.Span{})
		if err != nil {
			return err
		}
		named := map[string]int{}
		for _, person := range people {
			named[person.Accounts[platform]]++
		}
		for _, person := range people {
			account, ok := member(person.Accounts[platform])
			if !ok || !person.Active || named[account.ID] > 1 { // whose it is, HR decides
				continue
			}
			c, known, err := store.Contacts.Get(tx, account.String())
			if err != nil {
				return err
			}
			if c.Person != "" {
				continue
			}
			c.Account, c.Person, c.ProvenBy, c.LinkedAt = account, person.ID, store.ByRoster, now
			if !known {
				c.SeenAt = now
			}
			if err := store.Contacts.Put(tx, c); err != nil {
				return err
			}
			if err := store.Reroute(tx, person.ID, now); err != nil {
				return err
			}
			n++
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("bot: link named: %w", err)
	}
	return n, nil
}
