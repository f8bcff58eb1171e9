package teams

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"

	"tsukiichi/bot/chat"
)

// activityType and the names of invokes, as the platform writes them.
const (
	typeInvoke  = "invoke"
	typeInstall = "installationUpdate"

	invokeFetch  = "task/fetch"
	invokeSubmit = "task/submit"
	invokeAction = "adaptiveCard/action"
)

// inbound is an activity as it came, as far as it is needed.
type inbound struct {
	Type         string       `json:"type"`
	ID           string       `json:"id,omitempty"`
	Name         string       `json:"name,omitempty"`
	Action       string       `json:"action,omitempty"`
	Timestamp    string       `json:"timestamp,omitempty"`
	ServiceURL   string       `json:"serviceUrl,omitempty"`
	ChannelID    string       `json:"channelId,omitempty"`
	From         person       `json:"from,omitzero"`
	Recipient    person       `json:"recipient,omitzero"`
	Conversation conversation `json:"conversation,omitzero"`
	Added        []person     `json:"membersAdded,omitempty"`
	Text         string       `json:"text,omitempty"`
	Locale       string       `json:"locale,omitempty"`
	Zone         string       `json:"localTimezone,omitempty"`
	ReplyTo      string       `json:"replyToId,omitempty"`
	// Of many shapes: read one by one.
	Value   json.RawMessage `json:"value,omitempty"`
	Channel json.RawMessage `json:"channelData,omitempty"`

	at time.Time
}

type person struct {
	ID     string `json:"id,omitempty"`
	Name   string `json:"name,omitempty"`
	Object string `json:"aadObjectId,omitempty"`
}

type conversation struct {
	ID     string `json:"id,omitempty"`
	Type   string `json:"conversationType,omitempty"`
	Tenant string `json:"tenantId,omitempty"`
}

// decodeActivity reads an activity. Its only error is errBad: a body that is
// no activity, or one whose time is none, names no zone or is to come.
func decodeActivity(raw []byte, now time.Time) (in inbound, err error) {
	if !utf8.Valid(raw) || json.Unmarshal(raw, &in) != nil || in.Type == "" {
		return inbound{}, errBad
	}
	at, err := time.Parse(time.RFC3339Nano, in.Timestamp) // the zone is part of it
	if err != nil || at.Year() < 2000 || at.Sub(now) > maxSkew {
		return inbound{}, errBad
	}
	in.at = at.UTC().Truncate(time.Microsecond)
	if !isObject(in.Value) {
		in.Value = nil
	}
	if !isObject(in.Channel) {
		in.Channel = nil
	}
	return in, nil
}

func isObject(raw json.RawMessage) bool {
	raw = bytes.TrimSpace(raw)
	return len(raw) > 0 && raw[0] == '{'
}

// normal is the activity as the library can read it: what it would choke on is
// not there any more.
func (in inbound) normal() []byte {
	in.Timestamp = in.at.Format(time.RFC3339Nano)
	return []byte(compact(in))
}

// ours reports whether the activity is of the organisation: every place that
// names one must name this.
func (in inbound) ours(tenant string) bool {
	var data struct {
		Tenant struct {
			ID string `json:"id"`
		} `json:"tenant"`
	}
	if in.Channel != nil && json.Unmarshal(in.Channel, &data) != nil {
		return false
	}
	named := 0
	for _, t := range []string{data.Tenant.ID, in.Conversation.Tenant} {
		if t == "" {
			continue
		}
		if !strings.EqualFold(t, tenant) {
			return false
		}
		named++
	}
	return named > 0
}

// who is the person that the activity is from, "" where it is nobody's: what
// is from the bot itself names the person among those who were added.
func (in inbound) who() string {
	if id := strings.ToLower(in.From.Object); in.From.ID != in.Recipient.ID && isGUID(id) {
		return id
	}
	for _, p := range in.Added {
		if id := strings.ToLower(p.Object); p.ID != in.Recipient.ID && isGUID(id) {
			return id
		}
	}
	return ""
}

// user is the person's id in Teams, 29:….
func (in inbound) user() string {
	if in.From.ID != in.Recipient.ID {
		return in.From.ID
	}
	return ""
}

// personal reports whether the activity belongs to a chat of one person with
// the bot.
func (in inbound) personal() bool {
	return in.Conversation.Type == "personal" && in.Conversation.ID != "" && in.ID != ""
}

// joined reports whether somebody other than the bot was added.
func (in inbound) joined() bool {
	for _, p := range in.Added {
		if p.ID != in.Recipient.ID {
			return true
		}
	}
	return false
}

// typed is the line as it was typed: without the bot's name, which Teams writes
// as <at>…</at> where it was picked from a list.
func (in inbound) typed() string {
	return strings.TrimSpace(strings.ReplaceAll(in.Text, "<at>"+in.Recipient.Name+"</at>", ""))
}

// event is the activity as an event, without what it means.
func (in inbound) event(tenant string) chat.Event {
	lang, _, _ := strings.Cut(in.Locale, "-") // ja-JP
	w := way{Service: in.ServiceURL, Conversation: in.Conversation.ID, Bot: in.Recipient.ID, User: in.user()}
	return chat.Event{
		ID:      stable(in.Conversation.ID, in.ID),
		From:    chat.Account{Platform: Platform, Tenant: tenant, ID: in.who()},
		At:      in.at,
		Route:   w.route(),
		Profile: chat.Profile{Name: in.From.Name, Locale: lang, Zone: in.Zone},
	}
}

// card is the message that was pressed, "" where it was a dialog.
func (in inbound) card() chat.Ref {
	if in.ReplyTo == "" {
		return ""
	}
	return place{Service: in.ServiceURL, Conversation: in.Conversation.ID, Activity: in.ReplyTo}.ref()
}

// carries is what of an invoke's value our cards wrote: value.data, or
// value.action.data.
func (in inbound) carries() json.RawMessage {
	var v struct {
		Data   json.RawMessage `json:"data"`
		Action struct {
			Data json.RawMessage `json:"data"`
		} `json:"action"`
	}
	if json.Unmarshal(in.Value, &v) != nil {
		return nil
	}
	if in.Name == invokeAction {
		return v.Action.Data
	}
	return v.Data
}
