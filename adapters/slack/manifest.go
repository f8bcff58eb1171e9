package slack

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// ManifestOptions is what an app's manifest depends on: either the address
// under which the outside reaches the handlers, or Socket Mode.
type ManifestOptions struct {
	URL     string // https://…
	Socket  bool
	Command string // Default: [DefaultCommand].
}

// DefaultCommand is the name of the slash command where none is set. Whatever
// it is called, the adapter takes it.
const DefaultCommand = "/1on1"

// ErrManifest is wrapped by the errors of [Manifest].
var ErrManifest = errors.New("slack: manifest")

// Scopes are what the bot's token must be allowed to do, in order.
func Scopes() []string {
	return []string{"chat:write", "commands", "files:write", "im:history", "im:write", "users:read", "users:read.email"}
}

// botEvents are what Slack tells the app.
func botEvents() []string {
	return []string{"app_home_opened", "app_uninstalled", "message.im", "team_join", "tokens_revoked", "user_change"}
}

// Manifest is the manifest from which an operator creates the app, as JSON.
func Manifest(o ManifestOptions) ([]byte, error) {
	base := strings.TrimSuffix(o.URL, "/")
	if u, err := url.Parse(base); !o.Socket && (err != nil || u.Scheme != "https" || u.Host == "") {
		return nil, fmt.Errorf("%w: the address must begin with https:// and name a host", ErrManifest)
	}
	if o.Command == "" {
		o.Command = DefaultCommand
	}
	if !IsCommand(o.Command) {
		return nil, fmt.Errorf("%w: a command is a stroke and up to 31 small letters, digits, - and _", ErrManifest)
	}
	at := func(path string) string {
		if o.Socket {
			return ""
		}
		return base + path
	}
	m := manifest{Metadata: version{Major: 1}, Display: display{
		Name: "月イチ", Description: "新採用職員とメンターの1on1を支えるボットです。", Background: "#2c4a6e",
		Long: "月イチは、新採用職員とメンターが月に一度話すのを手伝うボットです。日程を決める、当日にお知らせする、話したあとにひとこと残す、という一つひとつを、" +
			"このチャットの中で数回押すだけで済ませられます。書いたことは、自分で見せると決めた相手のほかには見えません。人事評価には使いません。\n\n" +
			"Tsukiichi helps new colleagues and their mentors to talk once a month: find a time, be reminded, and keep a line about it afterwards. " +
			"What you write stays with you unless you share it. It is never part of an appraisal.",
	}}
	m.Features.Home = appHome{Home: true, Messages: true, ReadOnly: false}
	m.Features.Bot = botUser{Name: "tsukiichi", Online: true} // letters of this kind only
	m.Features.Commands = []slashCommand{{Command: o.Command, Description: "ホームを開く / Open your home", Hint: "ヘルプ", URL: at("/slack/commands")}}
	m.OAuth.Scopes.Bot = Scopes()
	m.Settings.Events = eventSettings{URL: at("/slack/events"), Bot: botEvents()}
	m.Settings.Interactivity = interactivity{Enabled: true, URL: at("/slack/interactions")}
	m.Settings.Socket = o.Socket
	return json.MarshalIndent(m, "", "  ")
}

// IsCommand reports whether s can be the name of a slash command.
func IsCommand(s string) bool {
	name, ok := strings.CutPrefix(s, "/")
	return ok && name != "" && len(name) <= 31 && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-_") == ""
}

// manifest is the part of an app's manifest that is set here.
type manifest struct {
	Metadata version `json:"_metadata"`
	Display  display `json:"display_information"`
	Features struct {
		Home     appHome        `json:"app_home"`
		Bot      botUser        `json:"bot_user"`
		Commands []slashCommand `json:"slash_commands"`
	} `json:"features"`
	OAuth struct {
		Scopes struct {
			Bot []string `json:"bot"`
		} `json:"scopes"`
	} `json:"oauth_config"`
	Settings struct {
		Events        eventSettings `json:"event_subscriptions"`
		Interactivity interactivity `json:"interactivity"`
		Org           bool          `json:"org_deploy_enabled"`
		Socket        bool          `json:"socket_mode_enabled"`
		Rotation      bool          `json:"token_rotation_enabled"`
	} `json:"settings"`
}

type version struct {
	Major int `json:"major_version"`
}

// display: a long description has at least 174 characters.
type display struct {
	Name        string `json:"name"`
	Description string `json:"description"`
	Long        string `json:"long_description"`
	Background  string `json:"background_color"`
}

// appHome: with a read-only messages tab nobody could write to the bot.
type appHome struct {
	Home     bool `json:"home_tab_enabled"`
	Messages bool `json:"messages_tab_enabled"`
	ReadOnly bool `json:"messages_tab_read_only_enabled"`
}

type botUser struct {
	Name   string `json:"display_name"`
	Online bool   `json:"always_online"`
}

type slashCommand struct {
	Command     string `json:"command"`
	Description string `json:"description"`
	Hint        string `json:"usage_hint"`
	Escape      bool   `json:"should_escape"`
	URL         string `json:"url,omitempty"`
}

type eventSettings struct {
	URL string   `json:"request_url,omitempty"`
	Bot []string `json:"bot_events"`
}

type interactivity struct {
	Enabled bool   `json:"is_enabled"`
	URL     string `json:"request_url,omitempty"`
}
