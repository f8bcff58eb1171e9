package slack

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"tsukiichi/adapters/adaptertest"
	"tsukiichi/bot/chat"
)

func TestDecodeEvent(t *testing.T) {
	t.Parallel()
	wrap := func(event string) string {
		return `{"type":"event_callback","team_id":"T1","event_id":"Ev1","event_time":1784073600,"future":[{}],"event":` + event + `}`
	}
	for name, tt := range map[string]struct {
		raw  string
		kind news
		what chat.What
		bad  bool
	}{
		"challenge":       {raw: `{"type":"url_verification","challenge":"c"}`, kind: newsChallenge},
		"empty challenge": {raw: `{"type":"url_verification"}`, bad: true},
		"null":            {raw: `null`},
		"a number":        {raw: `7`, bad: true},
		"cut short":       {raw: `{"type":"event_callback"`, bad: true},
		"no event":        {raw: `{"type":"event_callback","team_id":"T1","event_id":"Ev1"}`, bad: true},
		"no id":           {raw: `{"type":"event_callback","team_id":"T1","event":{"type":"message"}}`, bad: true},
		"unknown type":    {raw: `{"type":"soon"}`},
		"unknown event":   {raw: wrap(`{"type":"soon","user":"U1"}`)},
		"held back":       {raw: `{"type":"app_rate_limited"}`, kind: newsLimited},
		"a line":          {raw: wrap(`{"type":"message","channel_type":"im","user":"U1","text":"a","ts":"1784073600.000100"}`), kind: newsEvent, what: chat.Said{}},
		"a file":          {raw: wrap(`{"type":"message","channel_type":"im","user":"U1","subtype":"file_share","text":"a","files":[{}]}`), kind: newsEvent, what: chat.Said{}},
		"in a channel":    {raw: wrap(`{"type":"message","channel_type":"channel","user":"U1","text":"a"}`)},
		"of a bot":        {raw: wrap(`{"type":"message","channel_type":"im","user":"U1","bot_id":"B1","text":"a"}`)},
		"an edit":         {raw: wrap(`{"type":"message","channel_type":"im","subtype":"message_changed","message":{"user":"U1","text":"a"}}`)},
		"a deletion":      {raw: wrap(`{"type":"message","channel_type":"im","user":"U1","subtype":"message_deleted"}`)},
		"hidden":          {raw: wrap(`{"type":"message","channel_type":"im","user":"U1","hidden":true}`)},
		"nobody's":        {raw: wrap(`{"type":"message","channel_type":"im","text":"a"}`)},
		"home":            {raw: wrap(`{"type":"app_home_opened","user":"U1","tab":"home","view":{"hash":"h","blocks":[{"type":"?"}]}}`), kind: newsHome, what: chat.Opened{}},
		"messages tab":    {raw: wrap(`{"type":"app_home_opened","user":"U1","tab":"messages"}`), kind: newsEvent, what: chat.Joined{}},
		"profile":         {raw: wrap(`{"type":"user_change","user":{"id":"U1","profile":{}}}`), kind: newsProfile},
		"left":            {raw: wrap(`{"type":"user_change","user":{"id":"U1","deleted":true}}`), kind: newsEvent, what: chat.Left{}},
		"another bot":     {raw: wrap(`{"type":"user_change","user":{"id":"U1","is_bot":true,"deleted":true}}`)},
		"arrived":         {raw: wrap(`{"type":"team_join","user":{"id":"U1"}}`), kind: newsProfile},
		"uninstalled":     {raw: wrap(`{"type":"app_uninstalled"}`), kind: newsGone},
		"revoked":         {raw: wrap(`{"type":"tokens_revoked","tokens":{"bot":["U1"]}}`), kind: newsGone},
		"odd user":        {raw: wrap(`{"type":"message","channel_type":"im","user":"../U1","text":"a"}`)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n, err := decodeEvent([]byte(tt.raw))
			if (err != nil) != tt.bad {
				t.Fatalf("got %v", err)
			}
			if n.kind != tt.kind {
				t.Errorf("got %q, want %q", n.kind, tt.kind)
			}
			if tt.what == nil {
				return
			}
			if kindOf(n.event.What) != kindOf(tt.what) {
				t.Errorf("got %T, want %T", n.event.What, tt.what)
			}
			want := chat.Account{Platform: "slack", Tenant: "T1", ID: "U1"}
			if n.event.From != want || n.event.ID == "" || n.event.At.Year() != 2026 {
				t.Errorf("got %v %q %v", n.event.From, n.event.ID, n.event.At)
			}
		})
	}
}

func kindOf(w chat.What) string {
	switch w.(type) {
	case chat.Said:
		return "said"
	case chat.Opened:
		return "opened"
	case chat.Joined:
		return "joined"
	case chat.Left:
		return "left"
	case chat.Pressed:
		return "pressed"
	case chat.Submitted:
		return "submitted"
	}
	return ""
}

func TestUnescape(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"plain": "plain", "a &amp; b": "a & b", "&lt;b&gt;": "<b>", "&amp;lt;": "&lt;",
		"<https://example.jp>":                        "https://example.jp",
		"<https://example.jp?a=1&amp;b=2|example.jp>": "example.jp",
		"<mailto:a@example.jp|a@example.jp>":          "a@example.jp",
		"<mailto:a@example.jp>":                       "a@example.jp",
		"<@U1> さん":                                    "@U1 さん",
		"<@U1|sato> さん":                               "@sato さん",
		"<#C1|general>":                               "#general",
		"<!here>":                                     "@here",
		"<!date^1^{date}|7月1日>":                       "7月1日",
		"<unclosed":                                   "<unclosed",
		"a <b":                                        "a <b",
		"<>":                                          "",
		"見て <https://example.jp> と <https://example.org>": "見て https://example.jp と https://example.org",
	} {
		if got := unescape(in); got != want {
			t.Errorf("unescape(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestButtonIDs(t *testing.T) {
	t.Parallel()
	for _, action := range []string{"plan.offer", "a|b", "", strings.Repeat("x", 100)} {
		kind, got, ok := parseButton(buttonID(pressOpen, 12, action))
		if !ok || kind != pressOpen || got != action {
			t.Errorf("%q: got %c %q %v", action, kind, got, ok)
		}
	}
	for _, id := range []string{"", "p", "p|x", "x1|a", "p-1|a", "p99999999|a", "plan.offer"} {
		if _, _, ok := parseButton(id); ok {
			t.Errorf("%q is read as ours", id)
		}
	}
}

// pressOf is a press as Slack sends it, with parts that nobody has heard of.
func pressOf(action, value string) string {
	raw, _ := json.Marshal(map[string]any{
		"type": "block_actions", "team": map[string]any{"id": "T1", "domain": "x"}, "enterprise": nil,
		"user": map[string]any{"id": "U1", "team_id": "T1"}, "trigger_id": "1.2.3", "response_url": "https://hooks.slack.test/x",
		"container": map[string]any{"type": "message", "channel_id": "D1", "message_ts": "1.2"},
		"message":   map[string]any{"blocks": []any{map[string]any{"type": "context", "elements": []any{map[string]any{"type": "tomorrow"}}}}},
		"actions":   []any{map[string]any{"type": "button", "action_id": action, "value": value, "action_ts": "1784073600.000200", "text": map[string]any{}}},
	})
	return string(raw)
}

func submissionOf(metadata string, values string) string {
	raw, _ := json.Marshal(metadata)
	return `{"type":"view_submission","team":{"id":"T1"},"user":{"id":"U1"},"trigger_id":"t","view":{"id":"V1","hash":"1.a","callback_id":"form",` +
		`"private_metadata":` + string(raw) + `,"blocks":[{"type":"tomorrow"}],"state":{"values":` + values + `}}}`
}

func TestDecodePress(t *testing.T) {
	t.Parallel()
	p, _, err := decodeInteraction([]byte(pressOf("d3|reflect.open", "m-1")))
	if err != nil || p == nil {
		t.Fatalf("got %v, %v", p, err)
	}
	if want := (chat.Pressed{Action: "reflect.open", Arg: "m-1", Dialogs: true}); p.event.What != want {
		t.Errorf("got %v", p.event.What)
	}
	if p.card != "D1/1.2" || !p.opens() || p.event.At != time.Unix(1784073600, 200_000).UTC() {
		t.Errorf("got %q %v %v", p.card, p.opens(), p.event.At)
	}
	again, _, _ := decodeInteraction([]byte(pressOf("d3|reflect.open", "m-1")))
	if again.event.ID != p.event.ID || again.event.At != p.event.At {
		t.Error("a repeat is another event")
	}
	other, _, _ := decodeInteraction([]byte(pressOf("d4|reflect.open", "m-2")))
	if other.event.ID == p.event.ID {
		t.Error("another button is the same event")
	}
	for _, raw := range []string{`{"type":"block_actions"}`, `{"type":"block_actions","user":{"id":"U1"},"team":{"id":"T1"}}`, pressOf("t1|", "no json"), `[]`} {
		if _, _, err := decodeInteraction([]byte(raw)); err == nil {
			t.Errorf("taken: %s", raw)
		}
	}
	if p, s, err := decodeInteraction([]byte(`{"type":"view_closed"}`)); p != nil || s != nil || err != nil {
		t.Error("a kind of interaction that is not ours is an event")
	}
}

func TestDecodeSubmission(t *testing.T) {
	t.Parallel()
	meta := `{"f":"reflect","v":2,"a":"m-1","t":1784073600000000,"1":"line"}`
	values := `{"b1":{"line":{"type":"plain_text_input","value":"` + adaptertest.Secret + `"}},
		"b2":{"scale":{"type":"radio_buttons","selected_option":{"value":"4","text":{}}}},
		"b3":{"topic":{"type":"static_select","selected_option":{"value":"~none"}}},
		"b4":{"several":{"type":"checkboxes","selected_options":[{"value":"a"},{"value":"b"}]}},
		"b5":{"day":{"type":"datepicker","selected_date":"2026-07-15"},"at":{"type":"timepicker","selected_time":null}},
		"b6":{"new":{"type":"tomorrow","selected_thing":{"x":1}}}}`
	_, s, err := decodeInteraction([]byte(submissionOf(meta, values)))
	if err != nil || s == nil {
		t.Fatalf("got %v, %v", s, err)
	}
	w := s.event.What.(chat.Submitted)
	if w.Form != "reflect" || w.Version != 2 || w.Arg != "m-1" {
		t.Errorf("got %s %d %s", w.Form, w.Version, w.Arg)
	}
	v := w.Values
	if v.Text("line").Reveal() != adaptertest.Secret || v.Scale("scale") != 4 || v.Option("topic") != "" || len(v.Options("several")) != 2 {
		t.Errorf("got %d values", len(v))
	}
	if _, _, day, ok := v.Date("day"); !ok || day != 15 {
		t.Error("no date")
	}
	_, again, _ := decodeInteraction([]byte(submissionOf(meta, values)))
	_, other, _ := decodeInteraction([]byte(submissionOf(meta, strings.Replace(values, `"4"`, `"5"`, 1))))
	if again.event.ID != s.event.ID || other.event.ID == s.event.ID || again.event.At != s.event.At {
		t.Error("a repeat must be the same event, a corrected one another")
	}
	got := s.errors([]chat.FieldError{{Field: "scale", Text: "a"}, {Field: "gone", Text: "b"}, {Field: "also gone", Text: "c"}}).Errors
	if got["b2"] != "a" || got["b1"] != "b c" || len(got) != 2 {
		t.Errorf("got %v", got)
	}
	for _, m := range []string{``, `null`, `{}`, `{"f":"x"}`} {
		if _, _, err := decodeInteraction([]byte(submissionOf(m, `{}`))); err == nil {
			t.Errorf("taken with metadata %q", m)
		}
	}
}

func TestStampTime(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]int64{"1784073600.000100": 1784073600000100, "1784073600": 1784073600000000, "1784073600.1": 1784073600100000} {
		if got, ok := stampTime(s); !ok || got.UnixMicro() != want {
			t.Errorf("%s: got %d %v", s, got.UnixMicro(), ok)
		}
	}
	for _, s := range []string{"", ".", "a", "1.a", "-1", "99999999999999999", "1.-1"} {
		if got, ok := stampTime(s); ok {
			t.Errorf("%q is %v", s, got)
		}
	}
}

func FuzzEvent(f *testing.F) {
	f.Add([]byte(`{"type":"event_callback","team_id":"T1","event_id":"E","event":{"type":"message","channel_type":"im","user":"U1","text":"<@U1> &amp;","ts":"1.1"}}`))
	f.Add([]byte(`{"type":"event_callback","team_id":"T1","event_id":"E","event":{"type":"user_change","user":{"id":"U1"}}}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		n, err := decodeEvent(raw)
		if err != nil && err != errBad {
			t.Errorf("the error is %v", err)
		}
		if (n.kind == newsEvent || n.kind == newsHome) && (n.event.ID == "" || n.event.From.IsZero() || n.event.What == nil || n.event.At.IsZero()) {
			t.Errorf("an event without its parts: %+v", n)
		}
	})
}

func FuzzInteraction(f *testing.F) {
	f.Add([]byte(pressOf("p0|checkin.met", "m-1")))
	f.Add([]byte(pressOf("t0|", `{"a":"x","n":1}`)))
	f.Add([]byte(submissionOf(`{"f":"x","v":1,"t":1,"1":"a"}`, `{"b":{"a":{"value":"x"}}}`)))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, s, err := decodeInteraction(raw)
		if err != nil && err != errBad {
			t.Errorf("the error is %v", err)
		}
		if err == nil && p != nil && (p.event.ID == "" || p.event.What == nil || p.event.From.IsZero()) {
			t.Errorf("a press without its parts: %+v", p)
		}
		if err == nil && s != nil && (s.event.ID == "" || s.event.What == nil || s.event.From.IsZero()) {
			t.Errorf("a submission without its parts")
		}
	})
}

func FuzzCommand(f *testing.F) {
	f.Add([]byte("team_id=T1&user_id=U1&text=%E3%83%98%E3%83%AB%E3%83%97&trigger_id=1.2"))
	f.Add([]byte("payload=%ff"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		form, err := posted(raw)
		if err != nil {
			return
		}
		c := command{Team: form.Get("team_id"), User: form.Get("user_id"), Text: form.Get("text"), Trigger: form.Get("trigger_id")}
		p, err := c.press(func(string) time.Time { return time.Unix(1, 0) })
		if err == nil && (p.event.ID == "" || p.event.What == nil) {
			t.Errorf("a command without its parts: %+v", p)
		}
	})
}

func FuzzUnescape(f *testing.F) {
	f.Add("<https://example.jp|x> &amp; <@U1>")
	f.Fuzz(func(t *testing.T, s string) {
		if !strings.ContainsAny(s, "<>&") && unescape(s) != s {
			t.Errorf("%q changed", s)
		}
		if got := unescape(escape(s)); got != s {
			t.Errorf("%q came back as %q", s, got)
		}
	})
}
