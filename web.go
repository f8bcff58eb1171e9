package main

import (
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/rs/zerolog"

	"tsukiichi/adapters/web"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/clock"
	"tsukiichi/bot/roster"
	"tsukiichi/bot/sheet"
	"tsukiichi/scheduler/delivery"
	"tsukiichi/store"
)

// webPlatform is the web as a place where messages wait.
const webPlatform = "web"

// webPace is that of a web that is this process: a burst only spares the disk.
var webPace = delivery.Pace{Every: time.Millisecond, Burst: 1000}

// check lists what is wrong with the settings of the web, each with its name.
func (s webSettings) check(public string, bad func(setting, format string, args ...any)) {
	s.checkOIDC(bad)
	if !s.Enabled {
		return
	}
	for _, t := range []struct{ setting, value string }{{"web.idle", s.Idle}, {"web.session", s.Session}} {
		if d, err := time.ParseDuration(t.value); err != nil || d <= 0 {
			bad(t.setting, "not a time like 1h")
		}
	}
	if idle, longest := duration(s.Idle), duration(s.Session); idle > longest && longest > 0 {
		bad("web.idle", "is longer than web.session")
	}
	if s.SlipDays < 1 || s.SlipDays > 90 {
		bad("web.slip-days", "must be from 1 to 90")
	}
	if _, err := s.proxies(); err != nil {
		bad("web.trusted-proxies", "not addresses like 10.0.0.5 or 10.0.0.0/24")
	}
	if public == "" {
		bad("web.enabled", "needs public-url: the address at which people open the pages")
	}
	if u, err := url.Parse(public); err == nil && u.Path != "" && u.Path != "/" {
		bad("public-url", "has a path: the pages stand at the root of a host of their own")
	}
}

func (s webSettings) checkOIDC(bad func(setting, format string, args ...any)) {
	if s.OIDCIssuer == "" && s.OIDCClientID == "" && s.OIDCClientSecret == "" {
		return
	}
	if !s.Enabled {
		bad("web.oidc-issuer", "needs web.enabled")
	}
	if u, err := url.Parse(s.OIDCIssuer); err != nil || u.Host == "" || u.Scheme != "https" && !localURL(u) {
		bad("web.oidc-issuer", "must begin with https:// and name a host")
	}
	if s.OIDCClientID == "" {
		bad("web.oidc-client-id", "is missing")
	}
	if s.OIDCClientSecret == "" {
		bad("web.oidc-client-secret", "is missing")
	}
	if s.OIDCClaim == "" {
		bad("web.oidc-claim", "is missing: email, or the claim that holds the employee number")
	}
}

// localURL reports whether the address is of this machine.
func localURL(u *url.URL) bool {
	at, err := netip.ParseAddr(u.Hostname())
	return u.Scheme == "http" && (u.Hostname() == "localhost" || err == nil && at.IsLoopback())
}

func duration(s string) time.Duration {
	d, err := time.ParseDuration(s)
	if err != nil {
		return 0
	}
	return d
}

// proxies are those that may say for whom they ask.
func (s webSettings) proxies() ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, p := range s.TrustedProxies {
		if !strings.Contains(p, "/") {
			at, err := netip.ParseAddr(p)
			if err != nil {
				return nil, err
			}
			p = netip.PrefixFrom(at, at.BitLen()).String()
		}
		prefix, err := netip.ParsePrefix(p)
		if err != nil {
			return nil, err
		}
		out = append(out, prefix)
	}
	return out, nil
}

// sso is the single sign-on of the settings, nil for none.
func (s settings) sso() (*web.SSO, error) {
	if s.Web.OIDCIssuer == "" {
		return nil, nil //nolint:nilnil // none is a choice
	}
	client, err := s.client()
	return &web.SSO{
		Issuer: s.Web.OIDCIssuer, ClientID: s.Web.OIDCClientID, ClientSecret: s.Web.OIDCClientSecret,
		Name: s.Web.OIDCName, Claim: s.Web.OIDCClaim, Client: client,
	}, err
}

// signInURL is where people type their code, "" where there is no web.
func (s settings) signInURL() string {
	if !s.Web.Enabled {
		return ""
	}
	return strings.TrimSuffix(s.PublicURL, "/") + "/code"
}

// webAdapter is the web as serve sees it; chats are the other platforms, whose
// accounts a new roster may name.
func (s settings) webAdapter(log zerolog.Logger, chats []adapter) (adapter, error) {
	inbox, live := &storeInbox{}, web.NewLive()
	sender := &web.Sender{Inbox: inbox, Live: live}
	again := make(chan struct{}, 1) // accounts are to be linked anew
	return adapter{
		platform: webPlatform, pace: webPace, sender: sender,
		open: func(h *house) (map[string]http.Handler, error) {
			inbox.store, inbox.bot, sender.Now = h.Store, h.Bot, h.Clock.Now
			desk, err := s.newDesk(h, inbox, live, again, log)
			return map[string]http.Handler{"/": desk}, err
		},
		run: func(ctx context.Context) error {
			defer live.Close()
			for {
				select {
				case <-ctx.Done():
					return ctx.Err()
				case <-again:
					for _, c := range chats {
						if c.relink != nil {
							c.relink(ctx)
						}
					}
				}
			}
		},
	}, nil
}

func (s settings) newDesk(h *house, inbox *storeInbox, live *web.Live, again chan<- struct{}, log zerolog.Logger) (*web.Desk, error) {
	name := s.Timezone
	if name == "" {
		name = standardZone
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, err
	}
	proxies, err := s.Web.proxies()
	if err != nil {
		return nil, err
	}
	sso, err := s.sso()
	if err != nil {
		return nil, err
	}
	core := &deskCore{bot: h.Bot, again: again}
	late := &lateHandler{}
	late.moveIn(h)
	desk, err := web.NewDesk(web.DeskOptions{
		Options: web.Options{
			Handler: h.Bot, Inbox: inbox, Files: inbox, Drafts: &storeDrafts{store: h.Store, clock: h.Clock}, Live: live,
			Now: h.Clock.Now, NewID: newID, Zone: zone, Lang: late.lang, Name: nameIn(h.Store),
			Report: func(err error) { log.Warn().Err(err).Msg("web") },
		},
		Gate: core, Guests: core, Roster: core, Slips: core, Forms: core,
		Sessions:  &storeVisits{store: h.Store, clock: clock.System{}}, // by which scs says when one ends
		PublicURL: s.PublicURL, Idle: duration(s.Web.Idle), Longest: duration(s.Web.Session),
		SlipFor: time.Duration(s.Web.SlipDays) * 24 * time.Hour, MaxUpload: roster.MaxBytes, MaxForm: sheet.MaxForm, Proxies: proxies, SSO: sso,
	})
	if err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	return desk, nil
}

// nameIn gives the names of accounts on the web, which stand for one person
// each.
func nameIn(st *store.Store) func(chat.Account) string {
	return func(a chat.Account) (name string) {
		err := st.View(context.Background(), func(tx store.Tx) error {
			p, _, err := store.People.Get(tx, a.ID)
			name = p.Name
			return err
		})
		if err != nil {
			return ""
		}
		return name
	}
}
