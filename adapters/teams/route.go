package teams

import (
	"encoding/json"

	"github.com/infracloudio/msbotbuilder-go/schema"

	"tsukiichi/bot/chat"
)

// way is what a [chat.Route] holds: how to reach one person. Routes are kept
// by the core for as long as the person is: their shape only grows.
type way struct {
	Service      string `json:"s"`           // the connector's address for them
	Conversation string `json:"c"`           // of the personal chat
	Bot          string `json:"b,omitempty"` // the bot's id there, 28:…
	User         string `json:"u,omitempty"` // the person's, 29:…
}

func (w way) route() chat.Route { return chat.Route(compact(w)) }

// parseRoute reads a route; ok is false for one that leads nowhere.
func parseRoute(r chat.Route) (w way, ok bool) {
	if json.Unmarshal([]byte(r), &w) != nil || w.Service == "" || w.Conversation == "" {
		return way{}, false
	}
	return w, true
}

// reference is the way as the library knows it.
func (w way) reference() schema.ConversationReference {
	return schema.ConversationReference{
		User: schema.ChannelAccount{ID: w.User}, Bot: schema.ChannelAccount{ID: w.Bot},
		Conversation: schema.ConversationAccount{ID: w.Conversation}, ChannelID: channel, ServiceURL: w.Service,
	}
}

// place is what a [chat.Ref] holds: where a message is.
type place struct {
	Service      string `json:"s"`
	Conversation string `json:"c"`
	Activity     string `json:"a"`
}

func (p place) ref() chat.Ref { return chat.Ref(compact(p)) }

// parseRef reads a ref; ok is false for one that names no message.
func parseRef(r chat.Ref) (p place, ok bool) {
	if json.Unmarshal([]byte(r), &p) != nil || p.Service == "" || p.Conversation == "" || p.Activity == "" {
		return place{}, false
	}
	return p, true
}
