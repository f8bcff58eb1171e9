package slack

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
)

// interaction is a press or a submission. What the payload echoes of messages
// and views is not read.
type interaction struct {
	Type string `json:"type"`
	Team *struct {
		ID         string `json:"id"`
		Enterprise string `json:"enterprise_id"`
	} `json:"team"`
	Enterprise *struct {
		ID string `json:"id"`
	} `json:"enterprise"`
	User struct {
		ID   string `json:"id"`
		Team string `json:"team_id"`
	} `json:"user"`
	Trigger     string `json:"trigger_id"`
	ResponseURL string `json:"response_url"`
	Container   struct {
		Type    string `json:"type"`
		Channel string `json:"channel_id"`
		Stamp   string `json:"message_ts"`
	} `json:"container"`
	View *struct {
		ID       string `json:"id"`
		Type     string `json:"type"`
		Hash     string `json:"hash"`
		Callback string `json:"callback_id"`
		Metadata string `json:"private_metadata"`
		State    struct {
			Values map[string]map[string]element `json:"values"`
		} `json:"state"`
	} `json:"view"`
	Actions []struct {
		ID    string `json:"action_id"`
		Type  string `json:"type"`
		Value string `json:"value"`
		Stamp string `json:"action_ts"`
	} `json:"actions"`
}

// element is what somebody filled in, whatever kind of element it was. What a
// field of an unknown kind holds reads as nothing.
type element struct {
	Value   *string  `json:"value"`
	Date    *string  `json:"selected_date"`
	Time    *string  `json:"selected_time"`
	Option  *option  `json:"selected_option"`
	Options []option `json:"selected_options"`
}

type option struct {
	Value string `json:"value"`
}

// pressed is a press, decoded.
type pressed struct {
	event    chat.Event
	kind     press
	src      source // of a page that is turned, or the press as a page's source
	trigger  string
	response string   // address for a word to the person alone
	card     chat.Ref // the message that was pressed; "" for a view
	view     string   // the view that was pressed; "" for a message
	hash     string
	home     bool // the view is the App Home
}

// submitted is a form that was sent off, decoded.
type submitted struct {
	event  chat.Event
	blocks map[string]string // block id by field
	first  string            // the topmost block, for what is no field's own fault
}

// decodeInteraction reads a press or a submission; both are nil for what is
// not ours. Its only error is errBad.
func decodeInteraction(raw []byte) (*pressed, *submitted, error) {
	var in interaction
	if json.Unmarshal(raw, &in) != nil {
		return nil, nil, errBad
	}
	switch in.Type {
	case "block_actions":
		p, err := in.press()
		return p, nil, err
	case "view_submission":
		s, err := in.submission()
		return nil, s, err
	default: // view_closed, shortcuts, kinds to come
		return nil, nil, nil
	}
}

func (in interaction) from() (chat.Account, bool) {
	enterprise, team := "", in.User.Team
	if in.Team != nil {
		team, enterprise = in.Team.ID, in.Team.Enterprise
	}
	if in.Enterprise != nil && enterprise == "" {
		enterprise = in.Enterprise.ID
	}
	return accountOf(enterprise, team, in.User.ID)
}

func (in interaction) press() (*pressed, error) {
	who, ok := in.from()
	if !ok || len(in.Actions) == 0 {
		return nil, errBad
	}
	a := in.Actions[0]
	at, stamped := stampTime(a.Stamp)
	if a.Type != "button" || !stamped {
		return nil, nil // a picker that changed is no press
	}
	p := &pressed{
		trigger: in.Trigger, response: in.ResponseURL,
		event: chat.Event{ID: stable("press", who.ID, a.ID, a.Stamp), From: who, At: at, Route: chat.Route(who.ID)},
	}
	if in.View != nil {
		p.view, p.hash, p.home = in.View.ID, in.View.Hash, in.View.Type == "home"
	} else if in.Container.Stamp != "" && isID(in.Container.Channel) {
		p.card = ref(in.Container.Channel, in.Container.Stamp)
	}
	return p, p.read(a.ID, a.Value)
}

// read says what the button means.
func (p *pressed) read(id, value string) error {
	kind, action, ok := parseButton(id)
	if !ok { // a button of an app that stood here before: the core says that it is old
		p.kind, p.event.What = pressAct, chat.Pressed{Action: id, Arg: value, Dialogs: p.trigger != ""}
		return nil
	}
	p.kind = kind
	switch kind {
	case pressTurn, pressFile:
		if json.Unmarshal([]byte(value), &p.src) != nil {
			return errBad
		}
		p.event.What = chat.Pressed{Action: p.src.Action, Arg: p.src.Arg, Dialogs: true}
		if p.src.Home {
			p.event.What = chat.Opened{}
		}
	default:
		p.src = source{Action: action, Arg: value}
		p.event.What = chat.Pressed{Action: action, Arg: value, Dialogs: p.trigger != ""}
	}
	return nil
}

func (in interaction) submission() (*submitted, error) {
	who, ok := in.from()
	if !ok || in.View == nil || in.View.ID == "" {
		return nil, errBad
	}
	var meta metadata
	if in.View.Callback != callbackForm {
		return nil, nil // a page has nothing to send off
	}
	if json.Unmarshal([]byte(in.View.Metadata), &meta) != nil || meta.Form == "" || meta.Opened <= 0 {
		return nil, errBad
	}
	values, blocks := in.values()
	s := &submitted{blocks: blocks}
	s.first = blocks[meta.First]
	s.event = chat.Event{
		ID: stable("form", in.View.ID, in.View.Metadata, fingerprint(values)), From: who, At: meta.opened(), Route: chat.Route(who.ID),
		What: chat.Submitted{Form: meta.Form, Version: meta.Version, Arg: meta.Arg, Values: values},
	}
	return s, nil
}

// values are what was filled in by field, and the fields' blocks.
func (in interaction) values() (chat.Values, map[string]string) {
	values, blocks := chat.Values{}, map[string]string{}
	for block, elements := range in.View.State.Values {
		for field, e := range elements {
			blocks[field] = block
			for _, text := range e.texts() {
				if text != "" && text != noChoice {
					values[field] = append(values[field], private.New("", text))
				}
			}
		}
	}
	return values, blocks
}

func (e element) texts() []string {
	var out []string
	for _, s := range []*string{e.Value, e.Date, e.Time} {
		if s != nil {
			out = append(out, *s)
		}
	}
	if e.Option != nil {
		out = append(out, e.Option.Value)
	}
	for _, o := range e.Options {
		out = append(out, o.Value)
	}
	return out
}

// fingerprint tells one set of values from another: a refused submission comes
// again with the same view, corrected.
func fingerprint(v chat.Values) string {
	var parts []string
	for _, field := range slices.Sorted(maps.Keys(v)) {
		parts = append(parts, field, strconv.Itoa(len(v[field])))
		for _, t := range v[field] {
			parts = append(parts, t.Reveal())
		}
	}
	return stable("values", parts...)
}

// command is a slash command: fields of a form over HTTP, JSON over the web
// socket.
type command struct {
	Team        string `json:"team_id"`
	Enterprise  string `json:"enterprise_id"`
	User        string `json:"user_id"`
	Text        string `json:"text"`
	Trigger     string `json:"trigger_id"`
	ResponseURL string `json:"response_url"`
}

// press is a command as an event: its text is a line, and without one it
// opens the home.
func (c command) press(now func(id string) time.Time) (*pressed, error) {
	who, ok := accountOf(c.Enterprise, c.Team, c.User)
	if !ok || c.Trigger == "" {
		return nil, errBad
	}
	id := stable("command", who.ID, c.Trigger)
	p := &pressed{
		trigger: c.Trigger, response: c.ResponseURL, kind: pressAct,
		event: chat.Event{ID: id, From: who, At: now(id), Route: chat.Route(who.ID)},
	}
	if text := strings.TrimSpace(unescape(c.Text)); text != "" {
		p.event.What = chat.Said{Text: private.New("", text)}
		return p, nil
	}
	p.kind, p.src, p.event.What = pressOpen, source{Home: true}, chat.Opened{}
	return p, nil
}
