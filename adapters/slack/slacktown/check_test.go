package slacktown

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
)

func newTown(t *testing.T) *Town {
	t.Helper()
	at := time.Date(2026, 7, 15, 0, 0, 0, 0, time.UTC)
	return New(t, Options{Now: func() time.Time { return at }, InProcess: true})
}

func decode(t *testing.T, s string) any {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(s), &v); err != nil {
		t.Fatalf("%v: %s", err, s)
	}
	return v
}

func text(kind, s string) string { return fmt.Sprintf(`{"type":%q,"text":%q}`, kind, s) }

func chart(series string) string {
	return `{"type":"data_visualization","title":"t","chart":{"type":"bar","axis_config":{"categories":["a","b"]},"series":` + series + `}}`
}

// TestBadMessages is one bad message a rule, beside a good one.
func TestBadMessages(t *testing.T) {
	t.Parallel()
	section := `{"type":"section","text":` + text("mrkdwn", "ok") + `}`
	button := `{"type":"button","action_id":"a","text":` + text("plain_text", "b") + `}`
	long := func(n int) string { return strings.Repeat("あ", n) }
	for name, c := range map[string]struct {
		blocks string
		bad    bool
	}{
		"good":             {`[` + section + `,{"type":"actions","elements":[` + button + `]}]`, false},
		"51 blocks":        {`[` + strings.Repeat(section+",", 50) + section + `]`, true},
		"long section":     {`[{"type":"section","text":` + text("mrkdwn", long(3001)) + `}]`, true},
		"empty section":    {`[{"type":"section"}]`, true},
		"empty text":       {`[{"type":"section","text":` + text("mrkdwn", "") + `}]`, true},
		"long header":      {`[{"type":"header","text":` + text("plain_text", long(151)) + `}]`, true},
		"marked header":    {`[{"type":"header","text":` + text("mrkdwn", "x") + `}]`, true},
		"11 fields":        {`[{"type":"section","fields":[` + strings.Repeat(text("mrkdwn", "x")+",", 10) + text("mrkdwn", "x") + `]}]`, true},
		"same block_id":    {`[{"type":"divider","block_id":"x"},{"type":"divider","block_id":"x"}]`, true},
		"same action_id":   {`[{"type":"actions","elements":[` + button + `,` + button + `]}]`, true},
		"long label":       {`[{"type":"actions","elements":[` + strings.Replace(button, `"b"`, `"`+long(76)+`"`, 1) + `]}]`, true},
		"long value":       {`[{"type":"actions","elements":[` + strings.Replace(button, `"button",`, `"button","value":"`+long(2001)+`",`, 1) + `]}]`, true},
		"no buttons":       {`[{"type":"actions","elements":[]}]`, true},
		"input":            {`[{"type":"input","label":` + text("plain_text", "x") + `,"element":{"type":"datepicker","action_id":"d"}}]`, true},
		"alert":            {`[{"type":"alert","text":` + text("plain_text", "x") + `}]`, true},
		"rings everybody":  {`[{"type":"section","text":` + text("mrkdwn", "<!channel> hi") + `}]`, true},
		"13,000 together":  {`[` + strings.Repeat(`{"type":"section","text":`+text("mrkdwn", long(2900))+`},`, 4) + `{"type":"section","text":` + text("mrkdwn", long(1401)) + `}]`, true},
		"two tables":       {`[{"type":"table","rows":[[{"type":"raw_text","text":"a"}]]},{"type":"table","rows":[[{"type":"raw_text","text":"a"}]]}]`, true},
		"21 cells":         {`[{"type":"table","rows":[[` + strings.Repeat(`{"type":"raw_text","text":"a"},`, 20) + `{"type":"raw_text","text":"a"}]]}]`, true},
		"chart":            {`[` + chart(`[{"name":"s","data":[{"label":"a","value":1},{"label":"b","value":2}]}]`) + `]`, false},
		"chart, hole":      {`[` + chart(`[{"name":"s","data":[{"label":"a","value":1}]}]`) + `]`, true},
		"chart, null":      {`[` + chart(`[{"name":"s","data":[{"label":"a","value":1},{"label":"b","value":null}]}]`) + `]`, true},
		"chart, no series": {`[` + chart(`[]`) + `]`, true},
		"chart, same name": {`[` + chart(`[{"name":"s","data":[{"label":"a","value":1},{"label":"b","value":2}]},{"name":"s","data":[{"label":"a","value":1},{"label":"b","value":2}]}]`) + `]`, true},
		"chart, long name": {`[` + chart(`[{"name":"`+long(21)+`","data":[{"label":"a","value":1},{"label":"b","value":2}]}]`) + `]`, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			town := newTown(t)
			got := town.CheckMessage(decode(t, c.blocks).([]any))
			if (len(got) > 0) != c.bad {
				t.Errorf("got %v", got)
			}
		})
	}
}

// TestBadViews is one bad modal or home a rule.
func TestBadViews(t *testing.T) {
	t.Parallel()
	input := func(element string) string {
		return `{"type":"input","block_id":"f","label":` + text("plain_text", "x") + `,"element":` + element + `}`
	}
	option := `{"value":"1","text":` + text("plain_text", "one") + `}`
	modal := func(blocks string) string {
		return `{"type":"modal","title":` + text("plain_text", "t") + `,"submit":` + text("plain_text", "s") + `,"blocks":[` + blocks + `]}`
	}
	date := input(`{"type":"datepicker","action_id":"d"}`)
	radio := func(n int, more string) string {
		return input(`{"type":"radio_buttons","action_id":"r","options":[` + strings.Repeat(option+",", n-1) + option + `]` + more + `}`)
	}
	for name, c := range map[string]struct {
		kind, view string
		bad        bool
	}{
		"good":              {"modal", modal(date + "," + strings.Replace(radio(2, ""), `"f"`, `"g"`, 1)), false},
		"no submit":         {"modal", strings.Replace(modal(date), `"submit"`, `"close"`, 1), true},
		"long title":        {"modal", strings.Replace(modal(date), `"t"`, `"`+strings.Repeat("x", 25)+`"`, 1), true},
		"11 radios":         {"modal", modal(radio(11, "")), true},
		"no options":        {"modal", modal(input(`{"type":"static_select","action_id":"r","options":[]}`)), true},
		"not an option":     {"modal", modal(radio(2, `,"initial_option":{"value":"3","text":`+text("plain_text", "three")+`}`)), true},
		"malformed date":    {"modal", modal(input(`{"type":"datepicker","action_id":"d","initial_date":"15 July"}`)), true},
		"max_length":        {"modal", modal(input(`{"type":"plain_text_input","action_id":"d","max_length":3001}`)), true},
		"long metadata":     {"modal", strings.Replace(modal(date), `"type":"modal"`, `"type":"modal","private_metadata":"`+strings.Repeat("x", 3001)+`"`, 1), true},
		"same block_id":     {"modal", modal(date + "," + date), true},
		"home":              {"home", `{"type":"home","blocks":[{"type":"divider"}]}`, false},
		"home with a table": {"home", `{"type":"home","blocks":[{"type":"table","rows":[[{"type":"raw_text","text":"a"}]]}]}`, true},
		"home with a chart": {"home", `{"type":"home","blocks":[` + chart(`[{"name":"s","data":[{"label":"a","value":1},{"label":"b","value":2}]}]`) + `]}`, true},
		"home as modal":     {"home", modal(date), true},
		"101 blocks":        {"home", `{"type":"home","blocks":[` + strings.Repeat(`{"type":"divider"},`, 100) + `{"type":"divider"}]}`, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := newTown(t).CheckView(c.kind, decode(t, c.view).(map[string]any))
			if (len(got) > 0) != c.bad {
				t.Errorf("got %v", got)
			}
		})
	}
}
