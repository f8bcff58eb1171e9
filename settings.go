package main

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/rs/zerolog"
)

// settings is everything that serve can be told, by flag, by environment
// (slack.bot-token is TSUKIICHI_SLACK_BOT_TOKEN) or in a YAML file. What can be
// wrong with a value is found by check, not by kong, which would stop at the
// first. What this version refuses (absent) is hidden from the help.
type settings struct {
	dataFlag
	Store         string   `help:"A data file elsewhere than in --data." placeholder:"PATH"`
	Listen        string   `help:"Address for the platforms, the web and the health checks." default:"127.0.0.1:8080"`
	PublicURL     string   `name:"public-url" help:"How the outside reaches --listen, https://…"`
	Locale        string   `help:"Language where nobody said anything else, ja or en." default:"ja"`
	Timezone      string   `help:"Zone of the programme, such as Asia/Tokyo."`
	Closures      []string `help:"Days on which the office is closed each year, as 12-29/01-03."`
	CalendarFiles *bool    `help:"Whether a file for the calendar comes with a planned talk."`
	MasterKeyFile string   `help:"Key that seals what people write." type:"path" hidden:""`
	HTTPSProxy    string   `name:"https-proxy" help:"Proxy for outgoing connections."`
	CAFile        string   `name:"ca-file" help:"Certificates to trust besides the system's." type:"path"`

	Contact contactSettings `embed:"" prefix:"contact." group:"Contact"`
	Slack   slackSettings   `embed:"" prefix:"slack." group:"Slack"`
	Teams   teamsSettings   `embed:"" prefix:"teams." group:"Teams"`
	Web     webSettings     `embed:"" prefix:"web." group:"Web"`
	Metrics metricsSettings `embed:"" prefix:"metrics." group:"Metrics"`
	Log     logSettings     `embed:"" prefix:"log." group:"Log"`
}

// contactSettings is whom people are sent to with questions.
type contactSettings struct {
	Name   string   `help:"Who runs the programme, as people know them."`
	Phones []string `help:"Numbers to call."`
	Mail   string   `help:"Address to write to."`
}

type slackSettings struct {
	Mode          string `help:"http or socket." default:"socket"`
	BotToken      string `help:"xoxb-…"`
	AppToken      string `help:"xapp-…, for mode socket."`
	SigningSecret string `help:"For mode http."`
	APIURL        string `name:"api-url" help:"Where the Web API is." default:"https://slack.com/api/"`
	Pace          string `help:"Time between two messages." default:"250ms"`
	Command       string `help:"Name of the slash command." default:"/1on1"`
}

type teamsSettings struct {
	AppID        string   `name:"app-id" help:"Of the bot's registration, a GUID."`
	AppPassword  string   `help:"Its secret."`
	TenantID     string   `name:"tenant-id" help:"Of the organisation, a GUID."`
	LoginURL     string   `name:"login-url" help:"Where tokens are issued." default:"https://login.microsoftonline.com"`
	OpenIDURL    string   `name:"openid-url" help:"Metadata of inbound tokens." default:"https://login.botframework.com/v1/.well-known/openidconfiguration"`
	Issuer       string   `help:"Who issues inbound tokens." default:"https://api.botframework.com"`
	Scope        string   `help:"What the outbound token is for." default:"https://api.botframework.com/.default"`
	ServiceURL   string   `name:"service-url" help:"Where somebody is written to who never wrote." default:"https://smba.trafficmanager.net/teams/"`
	ServiceHosts []string `help:"Hosts that may be written to." default:"smba.trafficmanager.net"`
	Pace         string   `help:"Time between two messages." default:"40ms"`
	ThreadLimits []string `help:"How many messages one chat takes in a time." default:"7/1s,8/2s,60/30s,1800/1h"`
}

type webSettings struct {
	Enabled          bool     `help:"Serve HR's desk and the pages of staff without a chat account at public-url."`
	Idle             string   `help:"Time after which somebody who does nothing is signed out." default:"1h"`
	Session          string   `help:"Time after which anybody signs in again." default:"12h"`
	SlipDays         int      `help:"Days for which a code that HR prints is good." default:"28"`
	TrustedProxies   []string `help:"Proxies in front, as 10.0.0.5 or 10.0.0.0/24, whose X-Forwarded-For counts."`
	OIDCIssuer       string   `name:"oidc-issuer" help:"Issuer of the single sign-on."`
	OIDCClientID     string   `name:"oidc-client-id" help:"Its client id."`
	OIDCClientSecret string   `name:"oidc-client-secret" help:"Its client secret."`
	OIDCClaim        string   `name:"oidc-claim" help:"Claim that holds the employee number, or the roster's e-mail. “email” must be verified." default:"email"`
	OIDCName         string   `name:"oidc-name" help:"What stands on its button."`
}

type metricsSettings struct {
	Listen string `help:"Address for metrics." hidden:""`
}

type logSettings struct {
	Level  string `help:"How much is logged: debug, info, warn or error." default:"info"`
	Format string `help:"json or text." default:"json"`
}

// errNoAdapter says that there is no way to reach anybody.
var errNoAdapter = errors.New("no adapter is configured: nobody could be reached; set Slack up (“tsukiichi slack manifest”, then slack.bot-token) or Microsoft Teams (“tsukiichi teams package”, then teams.app-id) or the web (web.enabled), or, to try the bot without any account, run “tsukiichi demo”")

// check lists every problem of the settings at once, each naming its setting.
func (s settings) check() []error {
	var out []error
	bad := func(setting, format string, args ...any) {
		out = append(out, fmt.Errorf(setting+": "+format, args...))
	}
	if _, _, err := net.SplitHostPort(s.Listen); err != nil {
		bad("listen", "not an address like 127.0.0.1:8080")
	}
	if u, err := url.Parse(s.PublicURL); s.PublicURL != "" && (err != nil || u.Host == "" || u.Scheme != "https" && !localURL(u)) {
		bad("public-url", "must begin with https:// and name a host; http:// is for a trial on localhost alone")
	}
	if _, err := time.LoadLocation(s.Timezone); err != nil {
		bad("timezone", "there is no zone of this name; an example is Asia/Tokyo")
	}
	if _, err := s.closures(); err != nil {
		bad("closures", "not days like 12-29/01-03")
	}
	if slices.Contains(s.Contact.Phones, "") {
		bad("contact.phones", "holds an empty number")
	}
	for _, c := range []struct {
		setting, value string
		of             []string
	}{
		{"locale", s.Locale, []string{"ja", "en"}},
		{"slack.mode", s.Slack.Mode, []string{"http", "socket"}},
		{"log.level", s.Log.Level, []string{"debug", "info", "warn", "error"}},
		{"log.format", s.Log.Format, []string{"json", "text"}},
	} {
		if !slices.Contains(c.of, c.value) {
			bad(c.setting, "must be %s", strings.Join(c.of, " or "))
		}
	}
	for _, p := range []struct{ setting, value string }{{"slack.pace", s.Slack.Pace}, {"teams.pace", s.Teams.Pace}} {
		if d, err := time.ParseDuration(p.value); err != nil || d <= 0 {
			bad(p.setting, "not a time like 250ms")
		}
	}
	for _, f := range []struct{ setting, path string }{{"ca-file", s.CAFile}, {"master-key-file", s.MasterKeyFile}} {
		if f.path == "" {
			continue
		}
		if _, err := os.Stat(f.path); err != nil {
			bad(f.setting, "the file cannot be read")
		}
	}
	s.Slack.check(bad)
	s.Teams.check(s.PublicURL, bad)
	s.Web.check(s.PublicURL, bad)
	if _, err := s.client(); err != nil && s.CAFile == "" {
		out = append(out, err)
	}
	return append(out, s.absent()...)
}

// absent names the settings that ask for something this version cannot do: a
// setting is never quietly ignored.
func (s settings) absent() []error {
	var out []error
	for _, a := range []struct {
		setting string
		set     bool
	}{
		{"store (PostgreSQL)", strings.HasPrefix(s.Store, "postgres://") || strings.HasPrefix(s.Store, "postgresql://")},
		{"master-key-file", s.MasterKeyFile != ""},
		{"metrics.listen", s.Metrics.Listen != ""},
	} {
		if a.set {
			out = append(out, fmt.Errorf("%s: version %s does not have this yet; leave it out", a.setting, version()))
		}
	}
	return out
}

// logger writes as the settings say.
func (s settings) logger(st *streams) zerolog.Logger {
	level, err := zerolog.ParseLevel(s.Log.Level)
	if err != nil {
		level = zerolog.InfoLevel
	}
	log := zerolog.New(st.err)
	if s.Log.Format == "text" {
		log = zerolog.New(zerolog.ConsoleWriter{Out: st.err, NoColor: true})
	}
	return log.Level(level).With().Timestamp().Logger()
}
