package teamstown

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"tsukiichi/adapters/townhall"
)

// app is a bot that answers as a test says and keeps what it heard.
type app struct {
	heard  []object
	tokens []string
	answer string
	status int
}

func (a *app) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	raw, _ := io.ReadAll(r.Body)
	var o object
	_ = json.Unmarshal(raw, &o)
	a.heard, a.tokens = append(a.heard, o), append(a.tokens, r.Header.Get("Authorization"))
	if a.status != 0 {
		w.WriteHeader(a.status)
	}
	_, _ = io.WriteString(w, a.answer)
}

func newApp(t *testing.T) (*dial, *app) {
	t.Helper()
	d, a := newDial(t, Options{}), &app{}
	d.Install(App{Messages: "http://house.test/api/messages", Client: townhall.Carry(a)})
	return d, a
}

// last is what the app heard last.
func (a *app) last() object { return a.heard[len(a.heard)-1] }

const buttonsCard = `{"type":"AdaptiveCard","version":"1.5","body":[
 {"type":"TextBlock","text":"**予定** \\*a\\* [ここ](https://x.example)","wrap":true},
 {"type":"ActionSet","actions":[
  {"type":"Action.Execute","title":"話した","verb":"press","data":{"p":{"a":"x.y"}},"fallback":{"type":"Action.Submit","title":"話した","data":{"p":{"a":"x.y"}}}},
  {"type":"Action.Submit","title":"書く","data":{"msteams":{"type":"task/fetch"},"p":{"a":"x.z"}}},
  {"type":"Action.ToggleVisibility","title":"やめる","targetElements":[{"elementId":"ask","isVisible":true}]}]},
 {"type":"Container","id":"ask","isVisible":false,"items":[{"type":"TextBlock","text":"本当に？","wrap":true},
  {"type":"ActionSet","actions":[{"type":"Action.Submit","title":"はい","data":{"p":{"a":"x.no"}}}]}]}]}`

const formCard = `{"type":"AdaptiveCard","version":"1.5","body":[
 {"type":"Input.Text","id":"t.name","label":"名前","value":"前の値"},
 {"type":"RichTextBlock","inlines":[{"type":"TextRun","text":"長すぎます","color":"attention"}]},
 {"type":"Input.ChoiceSet","id":"m.days","label":"曜日","isMultiSelect":true,"choices":[{"title":"月","value":"mon"},{"title":"火","value":"tue"}]},
 {"type":"Input.Toggle","id":"c.ok","label":"同意","title":"同意","valueOn":"yes","valueOff":"no","value":"no"}],
 "actions":[{"type":"Action.Submit","title":"送る","data":{"s":{"f":"form"}}}]}`

func task(card string) string {
	return `{"task":{"type":"continue","value":{"title":"題","height":"medium","width":"medium","card":{"contentType":"` + cardType + `","content":` + card + `}}}}`
}

// TestPresses presses every kind of button, on a client of today and on an old
// one.
func TestPresses(t *testing.T) {
	t.Parallel()
	for _, old := range []bool{false, true} {
		d, a := newApp(t)
		d.Edit(member, func(p *Person) { p.Old = old })
		d.want("card", "POST", d.open()+"/activities", asCard(buttonsCard), 201, "")
		if got := d.Screen(member).Messages[0].Text; got != "予定 *a* ここ\n[話した] [書く] [やめる]" {
			t.Errorf("the card reads %q", got)
		}
		a.answer = `{"statusCode":200,"type":"` + cardType + `","value":` + plainCard + `}`
		if old {
			a.answer = ""
		}
		if err := d.Press(member, "話した"); err != nil {
			t.Fatal(err)
		}
		name, kind := "adaptiveCard/action", "invoke"
		if old {
			name, kind = "", "message"
		}
		if a.last()["type"] != kind || townhall.TextAt(a.last(), "name") != name || a.last()["replyToId"] == nil {
			t.Errorf("old %v: heard %v", old, a.last())
		}
		if got := d.Unlike(); (got == 1) == old {
			t.Errorf("old %v: %d cards differ from what is stored", old, got)
		}
		if !old {
			continue
		}
		if err := d.Press(member, "書く"); err != nil || a.last()["type"] != "message" || townhall.ObjectAt(a.last(), "value") == nil {
			t.Errorf("an old client's dialog button: %v, %v", err, a.last())
		}
		if err := d.Press(member, "はい"); !errors.Is(err, ErrNoButton) {
			t.Errorf("a button that is not in view: %v", err)
		}
		if err := d.Press(member, "やめる"); err != nil {
			t.Fatal(err)
		}
		if ok, err := d.Confirm(member); !ok || err != nil || !strings.Contains(canonical(a.last()), "x.no") {
			t.Errorf("said yes: %v, %v, heard %v", ok, err, a.last())
		}
	}
}

// TestDialogs opens a dialog, fills it and sends it off; it stays open with
// another card, or closes.
func TestDialogs(t *testing.T) {
	t.Parallel()
	d, a := newApp(t)
	d.want("card", "POST", d.open()+"/activities", asCard(buttonsCard), 201, "")
	a.answer = task(formCard)
	if err := d.Press(member, "書く"); err != nil {
		t.Fatal(err)
	}
	seen := d.Screen(member)
	if !strings.Contains(seen.Dialog, "name 名前 = 前の値") || seen.Errors["name"] != "長すぎます" || len(seen.Errors) != 1 {
		t.Errorf("the dialog reads %q, errors %v", seen.Dialog, seen.Errors)
	}
	if err := d.Submit(member, map[string][]string{"days": {"月", "火"}, "同意": {"yes"}, "x": nil}); !errors.Is(err, ErrNoField) {
		t.Errorf("a field that is not there: %v", err)
	}
	if err := d.Submit(member, map[string][]string{"days": {"月", "火"}, "同意": {"yes"}}); err != nil {
		t.Fatal(err)
	}
	sent := townhall.ObjectAt(townhall.ObjectAt(a.last(), "value"), "data")
	if sent["m.days"] != "mon,tue" || sent["c.ok"] != "yes" || sent["t.name"] != "前の値" || sent["s"] == nil {
		t.Errorf("sent %v", sent)
	}
	a.answer = ""
	if err := d.Submit(member, nil); err != nil || d.Screen(member).Dialog != "" {
		t.Errorf("an empty answer: %v", err)
	}
	if err := d.Submit(member, nil); !errors.Is(err, ErrNoDialog) {
		t.Errorf("no dialog: %v", err)
	}
}

// TestAnswersThatCannotBeShown are answers at which a client says that
// something went wrong.
func TestAnswersThatCannotBeShown(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]string{
		"no JSON": "x", "a list": "[]", "unknown": `{"task":{"type":"open"}}`, "no card": `{"task":{"type":"continue","value":{"title":"x"}}}`,
		"no words": `{"task":{"type":"message"}}`, "bad card": task(strings.Replace(formCard, "1.5", "1.9", 1)),
		"executes": task(buttonsCard), "no title": strings.Replace(task(formCard), `"題"`, `""`, 1),
		"side": strings.Replace(task(formCard), `"medium"`, `"huge"`, 1),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, a := newApp(t)
			d.want("card", "POST", d.open()+"/activities", asCard(buttonsCard), 201, "")
			a.answer = answer
			if err := d.Press(member, "書く"); !errors.Is(err, ErrNotShown) || len(d.Refusals()) == 0 {
				t.Errorf("got %v", err)
			}
			if d.Screen(member).Dialog != "" {
				t.Error("a dialog is open")
			}
		})
	}
}

// TestTurnsComeAgain: what is not taken comes again after 15 seconds, as the
// same activity, but not for ever.
func TestTurnsComeAgain(t *testing.T) {
	t.Parallel()
	d, a := newApp(t)
	a.status = http.StatusBadGateway
	if err := d.Say(member, "メニュー"); !errors.Is(err, townhall.ErrNotTaken) {
		t.Errorf("got %v", err)
	}
	for {
		at, ok := d.Pending()
		if !ok {
			break
		}
		if at.Sub(d.at) != 15*time.Second {
			t.Errorf("again after %s", at.Sub(d.at))
		}
		d.at = at
		d.Tick()
	}
	if len(a.heard) != 1+mostRepeats {
		t.Errorf("heard it %d times", len(a.heard))
	}
	for _, h := range a.heard {
		if h["id"] != a.heard[0]["id"] || h["timestamp"] != a.heard[0]["timestamp"] {
			t.Error("another activity")
		}
	}
}

// TestInstallation brings both kinds of activity.
func TestInstallation(t *testing.T) {
	t.Parallel()
	d, a := newApp(t)
	if err := errors.Join(d.Add(stranger), d.Take(stranger)); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, h := range a.heard {
		got = append(got, townhall.TextAt(h, "type")+" "+townhall.TextAt(h, "action"))
	}
	if s := strings.Join(got, ", "); s != "installationUpdate add, conversationUpdate , installationUpdate remove, conversationUpdate " {
		t.Errorf("heard %s", s)
	}
	for _, tok := range a.tokens {
		if !strings.HasPrefix(tok, "Bearer ey") {
			t.Errorf("token %q", tok)
		}
	}
}
