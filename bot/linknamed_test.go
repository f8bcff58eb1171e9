package bot_test

import (
	"strings"
	"testing"

	"tsukiichi/bot/bottest"
	"tsukiichi/bot/chat"
	"tsukiichi/store"
)

// TestLinkNamedOutranksEmail: HR's account was linked by its e-mail, which
// gives no rights; then the roster names it, which does. What the operator
// said about an account stays.
func TestLinkNamedOutranksEmail(t *testing.T) {
	t.Parallel()
	head := "職員番号,氏名,メール,部,課,職位,役割,other_id\n"
	w := bottest.NewWorld(t, jst("2026-04-01T09:00"), "aomori", []byte(head+"1,仮 一,a@example.jp,部,課,主査,人事,\n2,仮 二,b@example.jp,部,課,主査,,\n"))
	account := chat.Account{Platform: "other", Tenant: "T1", ID: "U1"}
	hello := w.Event("x", chat.Joined{})
	hello.From, hello.Profile.Email = account, "a@example.jp"
	_, err := w.Bot.Handle(t.Context(), hello)
	must(t, err)
	contact := func() (c store.Contact) {
		t.Helper()
		must(t, w.Store.View(t.Context(), func(tx store.Tx) (err error) {
			c, err = store.Contacts.Must(tx, account.String())
			return err
		}))
		return c
	}
	if c := contact(); c.Person != "1" || c.ProvenBy != store.ByEmail {
		t.Fatalf("linked to %q by %q", c.Person, c.ProvenBy)
	}
	member := func(id string) (chat.Account, bool) {
		return chat.Account{Platform: "other", Tenant: "T1", ID: id}, id != ""
	}
	name := func(rows string, want int) {
		t.Helper()
		_, err := w.Bot.ImportRoster(t.Context(), "operator", []byte(head+rows), []string{"other"})
		must(t, err)
		n, err := w.Bot.LinkNamed(t.Context(), "other", member)
		must(t, err)
		if n != want {
			t.Errorf("%d links changed, want %d", n, want)
		}
	}
	name("1,仮 一,a@example.jp,部,課,主査,人事,U1\n", 1)
	if c := contact(); c.Person != "1" || c.ProvenBy != store.ByRoster {
		t.Errorf("linked to %q by %q, want 1 by roster", c.Person, c.ProvenBy)
	}
	must(t, w.Bot.AddHR(t.Context(), "1", ""))
	name("1,仮 一,a@example.jp,部,課,主査,人事,U3\n2,仮 二,b@example.jp,部,課,主査,,U1\n", 1)
	if c := contact(); c.Person != "1" || c.ProvenBy != store.ByOperator {
		t.Errorf("linked to %q by %q, want 1 by the operator's word", c.Person, c.ProvenBy)
	}
}

// TestLinkNamedTwice: two people with the same account, written differently,
// get none of it.
func TestLinkNamedTwice(t *testing.T) {
	t.Parallel()
	w := bottest.NewWorld(t, jst("2026-04-01T09:00"), "aomori", []byte("職員番号,氏名,部,課,職位,役割\n3,仮 三,部,課,主査,\n"))
	_, err := w.Bot.ImportRoster(t.Context(), "operator", []byte("職員番号,氏名,部,課,職位,役割,other_id\n1,仮 一,部,課,主査,,AB\n2,仮 二,部,課,主査,,ab\n3,仮 三,部,課,主査,,cd\n"), []string{"other"})
	must(t, err)
	n, err := w.Bot.LinkNamed(t.Context(), "other", func(id string) (chat.Account, bool) {
		return chat.Account{Platform: "other", Tenant: "T1", ID: strings.ToLower(id)}, id != ""
	})
	must(t, err)
	if n != 1 {
		t.Errorf("%d links changed, want 1", n)
	}
}
