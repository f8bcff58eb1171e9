package teams

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"tsukiichi/adapters/adaptertest"
	"tsukiichi/adapters/teams/cardcheck"
	"tsukiichi/bot/chat"
)

const testTenant = "11111111-2222-3333-4444-555555555555"

// linked is an address for every file.
func linked(f chat.File) (string, bool) {
	return "https://1on1.example.lg.jp/teams/files/" + f.Name, true
}

func drawFor(lang string) *renderer {
	r := newRenderer(DefaultWords(lang), linked)
	r.tenant = testTenant
	return r
}

// indented is what the platform gets, for eyes.
func indented(t testing.TB, v any) []byte {
	t.Helper()
	var sb bytes.Buffer
	e := json.NewEncoder(&sb)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return sb.Bytes()
}

// TestCards draws what every adapter draws, and says how much was checked.
func TestCards(t *testing.T) {
	t.Parallel()
	t.Cleanup(func() {
		n := cardcheck.Counts()
		t.Logf("cards checked: %d, of these by the schema: %d; with %d charts, %d inputs, %d actions",
			n.Cards, n.Schema, n.Charts, n.Inputs, n.Actions)
	})
	t.Run("messages", messagesRender)
	t.Run("forms", formsRender)
	t.Run("pages", pagesRender)
	t.Run("notices", noticesRender)
	t.Run("longest", longestRender)
}

func messagesRender(t *testing.T) {
	t.Parallel()
	for _, m := range adaptertest.Messages(t) {
		t.Run(m.Name, func(t *testing.T) {
			t.Parallel()
			r := drawFor("ja")
			c := r.message(m.Message)
			lint(t, c)
			adaptertest.Golden(t, "testdata/message-"+m.Name+".json", fmt.Appendf(indented(t, c), "summary: %s\n", r.summary(m.Message)))
		})
	}
}

func formsRender(t *testing.T) {
	t.Parallel()
	for _, f := range adaptertest.Forms(t) {
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			for _, lang := range []string{"ja", "en"} {
				lint(t, drawFor(lang).dialog(f.Form, nil).Card)
			}
			adaptertest.Golden(t, "testdata/form-"+f.Name+".json", indented(t, drawFor("ja").dialog(f.Form, nil)))
			if len(f.Errors) > 0 {
				again := drawFor("ja").dialog(f.Form, f.Errors)
				lint(t, again.Card)
				adaptertest.Golden(t, "testdata/errors-"+f.Name+".json", indented(t, again))
			}
		})
	}
}

func pagesRender(t *testing.T) {
	t.Parallel()
	for _, p := range adaptertest.Pages(t) {
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			from := source{Action: "reflect.notes", Arg: "m-1"}
			dialog := drawFor("ja").pageDialog(p.Page, from, 0)
			lint(t, dialog.Card)
			adaptertest.Golden(t, "testdata/dialog-"+p.Name+".json", indented(t, dialog))
			inChat := drawFor("ja").pageCard(p.Page, from)
			lint(t, inChat)
			raw := indented(t, inChat)
			adaptertest.NoSecret(t, string(raw))
			adaptertest.Golden(t, "testdata/card-"+p.Name+".json", raw)
		})
	}
}

func noticesRender(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"ja", "en"} {
		r := drawFor(lang)
		for _, sentence := range []string{r.words.Accepted, r.words.Failed, r.words.CannotShow, r.words.Busy} {
			lint(t, r.notice(sentence).Card)
		}
	}
}
