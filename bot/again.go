package bot

import (
	"context"
	"fmt"

	"tsukiichi/bot/chat"
	"tsukiichi/store"
)

// Again composes a message that was sent, as it would be now: for a file in it,
// which is kept nowhere. ok is false where it would not be sent any more. What
// the sending entails (an entry in the audit log) is written anew.
func (b *Bot) Again(ctx context.Context, of store.Origin) (m chat.Message, ok bool, err error) {
	now := b.Clock.Now()
	d := store.Delivery{Intent: store.Intent{To: of.To, Kind: of.Kind, Subject: of.Subject, Arg: of.Arg, Urgent: true}}
	c, err := b.Compose(ctx, d, now)
	if err != nil {
		return m, false, err
	}
	if c.Unknown || c.Drop != "" || !c.Later.IsZero() {
		return m, false, nil
	}
	if c.Sent != nil {
		if err := b.Store.Update(ctx, func(tx store.Tx) error { return c.Sent(tx, now) }); err != nil {
			return m, false, fmt.Errorf("bot: again: %w", err)
		}
	}
	return c.Message, true, nil
}
