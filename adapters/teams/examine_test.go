package teams

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestExamine(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		prepare func(*office)
		options func(*Options)
		bad     string // what is not good, in order
		say     string
	}{
		"all good":                     {},
		"no public address":            {options: func(o *Options) { o.PublicURL = "" }, say: "a sentence"},
		"a public address without TLS": {options: func(o *Options) { o.PublicURL = "http://bot.example.com" }, bad: "public address"},
		"nothing behind it":            {prepare: func(o *office) { o.will(pathKnock, answer(http.StatusBadGateway, "")) }, bad: "public address", say: "502"},
		"not reached":                  {prepare: func(o *office) { o.will(pathKnock, answer(hangUp, "")) }, say: "from outside"},
		"wrong secret": {prepare: func(o *office) {
			o.will(pathToken, answer(http.StatusUnauthorized, `{"error":"invalid_client","error_description":"`+testWords+`"}`, "Content-Type", "application/json"))
		}, bad: "token", say: "invalid_client"},
		"login down":  {prepare: func(o *office) { o.will(pathToken, answer(hangUp, "")) }, bad: "token", say: "directly"},
		"issuer down": {prepare: func(o *office) { no := answer(hangUp, ""); o.will(pathMeta, no, no) }, bad: "issuer's keys", say: "firewall"},
		"a clock that is wrong": {prepare: func(o *office) {
			good := answer(http.StatusOK, `{"jwks_uri":"https://login.example.com/keys"}`)
			o.will(pathMeta, good, answer(http.StatusOK, "", "Date", noon.Add(-2*time.Minute).Format(http.TimeFormat)))
		}, bad: "clock", say: "2m0s"},
		"a host that is not listed": {options: func(o *Options) { o.ServiceURL = "https://other.example.com/" }, bad: "connector"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			if c.prepare != nil {
				c.prepare(o)
			}
			if c.options == nil {
				c.options = func(*Options) {}
			}
			var bad, said []string
			for _, f := range o.adapter(c.options).Examine(t.Context()) {
				if !f.Good {
					bad = append(bad, f.What)
				}
				said = append(said, f.What+": "+f.Say)
			}
			same(t, "bad", strings.Join(bad, ", "), c.bad)
			all := strings.Join(said, "\n")
			if !strings.Contains(all, c.say) || strings.Contains(all, testSecret) || strings.Contains(all, testWords) {
				t.Errorf("said:\n%s", all)
			}
		})
	}
}

func TestOptions(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*Options){
		"no handler":          func(o *Options) { o.Handler = nil },
		"no clock":            func(o *Options) { o.Now = nil },
		"no app":              func(o *Options) { o.AppID = "" },
		"an app in words":     func(o *Options) { o.AppID = "tsukiichi" },
		"no secret":           func(o *Options) { o.AppPassword = "" },
		"no organisation":     func(o *Options) { o.TenantID = "" },
		"organisations":       func(o *Options) { o.TenantID = "common" },
		"a login without TLS": func(o *Options) { o.LoginURL = "http://login.example.com" },
		"keys without TLS":    func(o *Options) { o.OpenIDURL = "http://login.example.com/x" },
		"a strange host":      func(o *Options) { o.ServiceHosts = []string{"https://x/"} },
		"a limit of nothing":  func(o *Options) { o.ThreadLimits = []ThreadLimit{{0, time.Second}} },
	} {
		o := newOffice(t).options()
		change(&o)
		if a, err := New(o); !errors.Is(err, ErrOptions) || a != nil {
			t.Errorf("%s: got %v", name, err)
		} else if strings.Contains(err.Error(), testSecret) {
			t.Errorf("%s: the error holds the secret", name)
		}
	}
	t.Run("what is not given", func(t *testing.T) {
		o := newOffice(t)
		a, err := New(Options{Handler: o, Now: o.clock.Now, AppID: strings.ToUpper(testPerson), AppPassword: "x", TenantID: ourTenant})
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := a.hosts.base(a.o.ServiceURL); !ok || len(a.o.ThreadLimits) != 4 || a.o.AppID != testPerson {
			t.Errorf("defaults: %v", a.o.ServiceURL)
		}
		same(t, "login", a.tokens.conf.TokenURL, "https://login.microsoftonline.com/"+ourTenant+"/oauth2/v2.0/token")
		same(t, "way", a.way("https://login.microsoftonline.com"), "directly")
	})
}
