package teams

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"tsukiichi/bot/chat"
)

// TestRefusedToOneOrToAll: a first contact that is refused without a reason
// about the person waits, however often it is refused; only when somebody else
// was reached meanwhile it is theirs, and they are left alone.
func TestRefusedToOneOrToAll(t *testing.T) {
	t.Parallel()
	const other = "22222222-bbbb-4ccc-8ddd-000000000002"
	for name, no := range map[string]http.HandlerFunc{
		"forbidden":    answer(http.StatusForbidden, `{"error":{"code":"Forbidden"}}`),
		"switched off": answer(http.StatusForbidden, `{"error":{"code":"BotDisabledByAdmin"}}`),
		"bad":          answer(http.StatusBadRequest, `{"error":{"code":"BadSyntax"}}`),
		"not found":    answer(http.StatusNotFound, `{"error":{"code":"NotFound"}}`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			a := o.adapter()
			send := func(person string) error {
				d := o.dispatch("d", "", "")
				d.To.Account.ID = person
				_, err := a.Send(t.Context(), d)
				return err
			}
			for range 5 {
				o.will(pathCreate, no, no)
				for _, who := range []string{testPerson, other} {
					if err := send(who); !errors.Is(err, errRefused) || errors.Is(err, chat.ErrBlocked) {
						t.Fatalf("refused to everybody: %v", err)
					}
				}
			}
			if said := o.logged(); !strings.Contains(said, "doctor") || !strings.Contains(said, "admin center") {
				t.Errorf("the operator is not told: %s", said)
			}
			if err := send(other); err != nil {
				t.Fatal(err)
			}
			o.will(pathCreate, no)
			if err := send(testPerson); !errors.Is(err, chat.ErrBlocked) {
				t.Errorf("refused to one alone: %v", err)
			}
			if !strings.Contains(o.logged(), "roster") {
				t.Error("the operator is not told of the person")
			}
			if err := send(testPerson); err != nil {
				t.Errorf("back: %v", err)
			}
		})
	}
}
