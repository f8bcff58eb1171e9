package slack

import (
	"encoding/json"
	"strings"
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
)

// outer is what every delivery of the Events API is wrapped in. Only what is
// needed is read.
type outer struct {
	Type       string          `json:"type"`
	Challenge  string          `json:"challenge"`
	Team       string          `json:"team_id"`
	Enterprise string          `json:"enterprise_id"`
	ID         string          `json:"event_id"`
	At         int64           `json:"event_time"`
	Event      json.RawMessage `json:"event"`
}

// inner is the event itself. User is a string or, where a profile changed, an
// object.
type inner struct {
	Type        string          `json:"type"`
	Subtype     string          `json:"subtype"`
	User        json.RawMessage `json:"user"`
	Bot         string          `json:"bot_id"`
	Hidden      bool            `json:"hidden"`
	ChannelType string          `json:"channel_type"`
	Text        string          `json:"text"`
	Stamp       string          `json:"ts"`
	EventStamp  string          `json:"event_ts"`
	Tab         string          `json:"tab"`
	View        *struct {
		Hash string `json:"hash"`
	} `json:"view"`
}

// news says what a delivery of the Events API is about.
type news string

const (
	newsNone      news = ""          // nothing for us
	newsChallenge news = "challenge" // echo it
	newsEvent     news = "event"     // hand it over
	newsHome      news = "home"      // hand it over and publish the page
	newsProfile   news = "profile"   // somebody's profile changed
	newsGone      news = "gone"      // the app was removed, or its token revoked
	newsLimited   news = "limited"   // Slack holds events back
)

// notice is a delivery of the Events API, decoded.
type notice struct {
	kind      news
	what      string // the event's type, if it is one of ours
	challenge string
	event     chat.Event
	hash      string // of the home as the person sees it
}

// decodeEvent reads a delivery of the Events API. Its only error is errBad.
func decodeEvent(raw []byte) (notice, error) {
	var o outer
	if json.Unmarshal(raw, &o) != nil {
		return notice{}, errBad
	}
	switch o.Type {
	case "url_verification":
		if o.Challenge == "" || len(o.Challenge) > 1000 {
			return notice{}, errBad
		}
		return notice{kind: newsChallenge, challenge: o.Challenge}, nil
	case "app_rate_limited":
		return notice{kind: newsLimited}, nil
	case "event_callback":
		return o.decode()
	default:
		return notice{}, nil
	}
}

func (o outer) decode() (notice, error) {
	var in inner
	if o.ID == "" || len(o.Event) == 0 || json.Unmarshal(o.Event, &in) != nil {
		return notice{}, errBad
	}
	n := notice{what: in.Type}
	switch in.Type {
	case "app_uninstalled", "tokens_revoked":
		n.kind = newsGone
		return n, nil
	case "message", "app_home_opened", "user_change", "team_join":
	default:
		return notice{}, nil
	}
	user, deleted := in.who()
	who, ok := accountOf(o.Enterprise, o.Team, user)
	if !ok {
		return notice{}, nil // nobody's: a message of a bot, or of Slack
	}
	n.event = chat.Event{ID: stable("event", o.ID), From: who, At: o.at(in), Route: chat.Route(user)}
	n.kind, n.event.What = in.what(deleted)
	if in.View != nil {
		n.hash = in.View.Hash
	}
	return n, nil
}

// what is what an event means here.
func (in inner) what(deleted bool) (news, chat.What) {
	switch in.Type {
	case "message":
		if !in.typed() {
			return newsNone, nil
		}
		return newsEvent, chat.Said{Text: private.New("", unescape(in.Text))}
	case "app_home_opened":
		if in.Tab == "messages" {
			return newsEvent, chat.Joined{} // the core welcomes each person once
		}
		return newsHome, chat.Opened{}
	default: // user_change, team_join
		if deleted {
			return newsEvent, chat.Left{}
		}
		return newsProfile, nil
	}
}

// typed reports whether a person typed the message to the bot: no bot, no
// edit, no deletion, no line of Slack's own.
func (in inner) typed() bool {
	switch in.Subtype {
	case "", "file_share", "thread_broadcast":
	default:
		return false
	}
	return in.ChannelType == "im" && in.Bot == "" && !in.Hidden
}

// who is the user's id, and whether the account was closed.
func (in inner) who() (id string, deleted bool) {
	if json.Unmarshal(in.User, &id) == nil {
		return id, false
	}
	var u struct {
		ID      string `json:"id"`
		Deleted bool   `json:"deleted"`
		Bot     bool   `json:"is_bot"`
	}
	if json.Unmarshal(in.User, &u) != nil || u.Bot {
		return "", false
	}
	return u.ID, u.Deleted
}

// at is the platform's time of the event, the same for every delivery of it.
func (o outer) at(in inner) time.Time {
	for _, s := range []string{in.EventStamp, in.Stamp} {
		if t, ok := stampTime(s); ok {
			return t
		}
	}
	if o.At > 0 && o.At < 1<<40 {
		return time.Unix(o.At, 0).UTC()
	}
	return time.Unix(1, 0).UTC()
}

// unescape gives a typed line as it was typed: Slack escapes three characters
// and wraps addresses, mentions and channels in angle brackets.
func unescape(s string) string {
	var sb strings.Builder
	for {
		before, rest, found := strings.Cut(s, "<")
		sb.WriteString(before)
		if !found {
			break
		}
		inside, after, closed := strings.Cut(rest, ">")
		if !closed {
			sb.WriteString("<" + rest)
			break
		}
		sb.WriteString(marked(inside))
		s = after
	}
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(sb.String())
}

// marked is what stands for <inside> in the line as it was typed.
func marked(inside string) string {
	target, label, labelled := strings.Cut(inside, "|")
	switch {
	case labelled && label != "":
		if target != "" && strings.ContainsRune("@#!", rune(target[0])) && !strings.HasPrefix(label, target[:1]) && target[0] != '!' {
			return target[:1] + label
		}
		return label
	case strings.HasPrefix(target, "!"):
		return "@" + strings.TrimPrefix(target, "!")
	default:
		return strings.TrimPrefix(target, "mailto:")
	}
}
