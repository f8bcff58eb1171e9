package bot_test

import (
	"testing"

	"tsukiichi/bot"
	"tsukiichi/bot/bottest"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/roster"
	"tsukiichi/store"
)

// TestAnotherTenantIsNobody: the roster's ids are those of the city's own
// workspace. The same id elsewhere, or the same e-mail, is a stranger.
func TestAnotherTenantIsNobody(t *testing.T) {
	t.Parallel()
	w := bottest.NewWorld(t, jst("2026-04-01T09:00"), "aomori", roster.Sample())
	o := w.Bot.Options
	o.Ours = func(a chat.Account) bool { return a.Tenant == bottest.Tenant }
	b, err := bot.New(o)
	must(t, err)
	e := w.Event("10102", chat.Joined{})
	e.From.Tenant, e.Profile.Email = "elsewhere", "y-reida@example.jp"
	_, err = b.Handle(t.Context(), e)
	must(t, err)
	must(t, w.Store.View(t.Context(), func(tx store.Tx) error {
		c, err := store.Contacts.Must(tx, e.From.String())
		if c.Person != "" {
			t.Errorf("linked to %s", c.Person)
		}
		return err
	}))
}
