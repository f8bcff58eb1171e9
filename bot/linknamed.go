package bot

import (
	"context"
	"fmt"

	"tsukiichi/bot/chat"
	"tsukiichi/store"
)

// LinkNamed links each active person to the account that the roster names on
// the platform, and returns how many that changed. It outranks a link by e-mail.
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
			if account, ok := member(person.Accounts[platform]); ok {
				named[account.ID]++
			}
		}
		for _, person := range people {
			account, ok := member(person.Accounts[platform])
			if !ok || !person.Active || named[account.ID] > 1 { // whose it is, HR decides
				continue
			}
			changed, err := linkAccount(tx, account, person, now)
			if err != nil {
				return err
			}
			if !changed {
				continue
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
