package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"tsukiichi/bot/chat"
)

func TestNewDeskWantsItsOptions(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	good := o.desk.o
	for name, spoil := range map[string]func(*DeskOptions){
		"no gate":          func(d *DeskOptions) { d.Gate = nil },
		"no sessions":      func(d *DeskOptions) { d.Sessions = nil },
		"http elsewhere":   func(d *DeskOptions) { d.PublicURL = "http://desk.example.lg.jp" },
		"no address":       func(d *DeskOptions) { d.PublicURL = "" },
		"idle beyond":      func(d *DeskOptions) { d.Idle = 13 * time.Hour },
		"no idle":          func(d *DeskOptions) { d.Idle = 0 },
		"no upload":        func(d *DeskOptions) { d.MaxUpload = 0 },
		"no handler":       func(d *DeskOptions) { d.Handler = nil },
		"slips of no time": func(d *DeskOptions) { d.SlipFor = 0 },
	} {
		d := good
		spoil(&d)
		if _, err := NewDesk(d); !errors.Is(err, ErrOptions) {
			t.Errorf("%s: got %v, want ErrOptions", name, err)
		}
	}
	good.PublicURL = "http://127.0.0.1:8080"
	if _, err := NewDesk(good); err != nil {
		t.Errorf("a trial on the own machine: %v", err)
	}
}

// deskPages are the addresses that give a page, those of HR's own last.
var deskPages = []string{"/signin", "/code", "/", "/home", "/chat", "/roster", "/forms", "/slips"}

// TestDeskHeaders looks at every page for what keeps others out of it.
func TestDeskHeaders(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.comesIn("hr")
	for _, path := range append(deskPages, "/nowhere", "/file?line=x&n=0") {
		p := o.get(path)
		for name, want := range map[string]string{
			"Content-Security-Policy":   "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'",
			"X-Frame-Options":           "DENY",
			"X-Content-Type-Options":    "nosniff",
			"Referrer-Policy":           "same-origin",
			"Strict-Transport-Security": "max-age=31536000",
			"Cache-Control":             "no-store",
		} {
			if got := p.Header.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
		for _, inline := range []string{"<script>", " style=", " onclick=", "javascript:", "unsafe-inline"} {
			if strings.Contains(p.text, inline) {
				t.Errorf("%s holds %q, which the policy forbids", path, inline)
			}
		}
	}
	if got := o.get("/static/app.css").Header.Get("Cache-Control"); !strings.Contains(got, "immutable") {
		t.Errorf("static files: Cache-Control is %q", got)
	}
}

// TestCookie holds the cookie's shape: a script, another site, another host and
// plain http never see it, a new one is made at the door, and the store has its
// hash alone.
func TestCookie(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	planted := &http.Cookie{Name: "__Host-tsukiichi", Value: "planted", Path: "/", Secure: true}
	u, _ := url.Parse(o.srv.URL)
	o.http.Jar.SetCookies(u, []*http.Cookie{planted})
	p := o.post("/code", url.Values{"who": {"hr"}, "code": {"11112222"}})
	if len(p.Cookies()) != 1 {
		t.Fatalf("%d cookies, want one", len(p.Cookies()))
	}
	c := p.Cookies()[0]
	if c.Name != "__Host-tsukiichi" || c.Path != "/" || c.Domain != "" || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || !c.Expires.IsZero() {
		t.Errorf("the cookie is %+v", c)
	}
	if c.Value == "planted" || len(c.Value) < 40 {
		t.Error("the token is not a new one, or too short")
	}
	if _, ok, _ := o.store.Find(c.Value); ok {
		t.Error("the store holds the token itself")
	}
	if p.Header.Get("Location") != "/" {
		t.Errorf("leads to %q", p.Header.Get("Location"))
	}
}

func TestSignIn(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	if p := o.get("/"); p.StatusCode != http.StatusSeeOther || p.Header.Get("Location") != "/signin" {
		t.Errorf("a stranger: %s to %q", p.Status, p.Header.Get("Location"))
	}
	here, nobody := o.post("/signin", url.Values{"who": {"hr"}}), o.post("/signin", url.Values{"who": {"xx"}})
	if here.StatusCode != nobody.StatusCode || strings.ReplaceAll(here.text, `"hr"`, `"xx"`) != nobody.text || len(here.Cookies())+len(nobody.Cookies()) > 0 {
		t.Error("the page tells who exists")
	}
	if strings.Join(o.town.asked, " ") != "hr xx" {
		t.Errorf("asked for %v", o.town.asked)
	}
	for _, v := range []url.Values{
		{"who": {"hr"}, "code": {"0"}}, {"who": {"hr"}}, {"code": {"11112222"}}, {"who": {"xx"}, "code": {"11112222"}},
	} {
		if p := o.post("/code", v); p.StatusCode != http.StatusOK || len(p.Cookies()) > 0 || !strings.Contains(p.text, `role="alert"`) {
			t.Errorf("%v: %s", v, p.Status)
		}
	}
	for _, v := range []url.Values{
		{"who": {strings.Repeat("a", 255)}, "code": {"1"}}, {"who": {"hr", "hr"}, "code": {"1"}}, {"who": {"hr"}, "code": {"1"}, "more": {"1"}},
		{"who": {"\xff"}, "code": {"1"}}, {"who": {"hr"}, "code": {strings.Repeat("1", 65)}},
	} {
		if p := o.post("/code", v); p.StatusCode != http.StatusBadRequest {
			t.Errorf("a post that no page makes: %s", p.Status)
		}
	}
	o.comesIn("yamada")
	if p := o.get("/"); p.StatusCode != http.StatusOK || !strings.Contains(p.text, "山田 yamada") && !strings.Contains(p.text, "サインアウト") {
		t.Errorf("inside: %s", p.Status)
	}
	if p := o.get("/signin"); p.StatusCode != http.StatusSeeOther {
		t.Errorf("who is inside need not sign in: %s", p.Status)
	}
	if p := o.get("/roster"); p.StatusCode != http.StatusForbidden {
		t.Errorf("HR's page for another: %s", p.Status)
	}
	if p := o.post("/slips", url.Values{"person": {"q1"}}); p.StatusCode != http.StatusForbidden || len(o.town.slips) > 0 {
		t.Errorf("HR's act for another: %s", p.Status)
	}
}

// TestSessionEnds ends sessions in every way.
func TestSessionEnds(t *testing.T) {
	t.Parallel()
	inside := func(o *office) bool { return o.get("/").StatusCode == http.StatusOK }
	for name, tt := range map[string]struct {
		do   func(*office)
		want bool
	}{
		"work keeps it": {func(o *office) { o.wait(59*time.Minute, "/"); o.wait(59*time.Minute, "/") }, true},
		"rest ends it":  {func(o *office) { o.wait(time.Hour) }, false},
		"an open page is no work": {func(o *office) {
			for range 7 {
				o.clock.turn(o.clock.Now().Add(9 * time.Minute))
				r := o.request(http.MethodGet, "/chat", "")
				r.Header.Set("HX-Request", "true")
				o.do(r)
				o.post("/renew", nil)
			}
		}, false},
		"signing out":   {func(o *office) { o.post("/signout", nil) }, false},
		"everywhere":    {func(o *office) { o.elsewhere(func() { o.post("/signout-all", nil) }) }, false},
		"having left":   {func(o *office) { o.town.gone["yamada"] = true }, false},
		"another's all": {func(o *office) { o.town.closed["hr"] = o.clock.Now().Add(time.Hour) }, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			o.comesIn("yamada")
			stolen := o.http.Jar
			tt.do(o)
			if got := inside(o); got != tt.want {
				t.Errorf("inside %v, want %v", got, tt.want)
			}
			o.http.Jar = stolen
			if got := inside(o); got != tt.want {
				t.Errorf("with the old cookie inside %v, want %v", got, tt.want)
			}
		})
	}
}

func (o *office) wait(d time.Duration, then ...string) {
	o.clock.turn(o.clock.Now().Add(d))
	for _, path := range then {
		o.get(path)
	}
}

// elsewhere does something in another browser of the same person.
func (o *office) elsewhere(do func()) {
	here := o.http
	o.http = o.browser()
	o.comesIn("yamada")
	do()
	o.http = here
}

// TestLongestSession lets nobody stay beyond it, however busy: the session's
// own end stands in the store.
func TestLongestSession(t *testing.T) {
	t.Parallel()
	o := newOffice(t, func(d *DeskOptions) { d.Idle, d.Longest = time.Nanosecond, time.Nanosecond })
	o.comesIn("yamada")
	if p := o.get("/"); p.StatusCode != http.StatusSeeOther {
		t.Errorf("a session that is over: %s", p.Status)
	}
}

// TestForgedRequests posts from elsewhere: nothing happens.
func TestForgedRequests(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.comesIn("hr")
	for name, forge := range map[string]func(*http.Request){
		"another site":     func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") },
		"another host":     func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-site") },
		"an older browser": func(r *http.Request) { r.Header.Del("Sec-Fetch-Site"); r.Header.Set("Origin", "https://evil.example") },
		"no origin":        func(r *http.Request) { r.Header.Del("Sec-Fetch-Site"); r.Header.Set("Origin", "null") },
	} {
		for _, path := range []string{"/signin", "/code", "/signout", "/signout-all", "/act", "/renew", "/draft", "/roster", "/roster-import", "/slips", "/slips-find", "/slips-back", "/forms-1", "/forms-2"} {
			r := o.request(http.MethodPost, path, "person=q1&who=hr&code=1")
			forge(r)
			if p := o.do(r); p.StatusCode != http.StatusForbidden {
				t.Errorf("%s to %s: %s", name, path, p.Status)
			}
		}
	}
	if len(o.town.slips)+len(o.town.back)+len(o.town.asked)+len(o.core.heard()) > 0 || o.get("/").StatusCode != http.StatusOK {
		t.Error("something happened")
	}
	r := o.request(http.MethodPost, "/slips-back", "person=q1") // through a proxy that passes its own name on
	r.Header.Del("Sec-Fetch-Site")
	r.Header.Set("Origin", o.srv.URL)
	u, _ := url.Parse(o.srv.URL)
	r.Header.Set("Cookie", o.http.Jar.Cookies(u)[0].String())
	r.Host = "backend.internal"
	if p := o.do(r); p.StatusCode != http.StatusOK {
		t.Errorf("from the public address: %s", p.Status)
	}
}

// TestStrangersGetNothing asks for everything without signing in.
func TestStrangersGetNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for _, path := range []string{"/", "/home", "/chat", "/file?line=a&n=0", "/events", "/roster", "/forms", "/slips", "/nowhere"} {
		if p := o.get(path); p.StatusCode != http.StatusSeeOther && p.StatusCode != http.StatusUnauthorized && p.StatusCode != http.StatusNotFound {
			t.Errorf("GET %s: %s", path, p.Status)
		}
	}
	for _, path := range []string{"/act", "/renew", "/draft", "/roster", "/roster-import", "/slips", "/slips-find", "/slips-back", "/forms-1", "/forms-2"} {
		if p := o.post(path, url.Values{"person": {"q1"}}); p.StatusCode != http.StatusUnauthorized {
			t.Errorf("POST %s: %s", path, p.Status)
		}
	}
	if len(o.core.heard())+len(o.town.slips)+len(o.town.back) > 0 {
		t.Error("something happened")
	}
}

// TestLimits asks too often, from one address and as one person.
func TestLimits(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		path  string
		burst int
		every time.Duration
	}{
		"codes asked for": {"/signin", askingBurst, askingEvery},
		"codes tried":     {"/code", enteringBurst, enteringEvery},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			try := func() int { return o.post(tt.path, url.Values{"who": {"hr"}}).StatusCode }
			for n := range tt.burst {
				if got := try(); got != http.StatusOK {
					t.Fatalf("try %d: %d", n, got)
				}
			}
			if got := try(); got != http.StatusTooManyRequests {
				t.Errorf("one too many: %d", got)
			}
			o.clock.turn(o.clock.Now().Add(tt.every))
			if got := try(); got != http.StatusOK {
				t.Errorf("after a rest: %d", got)
			}
		})
	}
	t.Run("requests", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		for range requestBurst {
			o.desk.requests.allow("@127.0.0.1", o.clock.Now())
		}
		p := o.get("/signin")
		if p.StatusCode != http.StatusTooManyRequests || p.Header.Get("Retry-After") == "" {
			t.Errorf("one too many: %s", p.Status)
		}
	})
}

func TestLimiterStaysSmall(t *testing.T) {
	t.Parallel()
	l, now := newLimiter(2, time.Second), time.Unix(0, 0)
	for i := range 3 * maxBuckets {
		l.allow(fmt.Sprint(i), now)
	}
	if len(l.buckets) > maxBuckets {
		t.Errorf("%d keys are remembered, want %d at most", len(l.buckets), maxBuckets)
	}
}

// TestDrafts keeps what was filled in for whoever was offered the form.
func TestDrafts(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.comesIn("yamada")
	account := chat.Account{Platform: "web", Tenant: "town", ID: "yamada"}
	token := o.desk.pages.sign.seal(token{Kind: kindSubmit, Account: account.String(), Form: "reflect", Arg: "m1", Fields: []string{"line"}, At: 1})
	if p := o.post("/draft", url.Values{"token": {token}, "f0": {"よく話せた"}}); p.StatusCode != http.StatusNoContent {
		t.Fatalf("a draft: %s", p.Status)
	}
	if got := o.attic.kept["yamada/reflect/m1"].Text("line").Reveal(); got != "よく話せた" {
		t.Errorf("kept %q", got)
	}
	for name, v := range map[string]url.Values{
		"no token": {"f0": {"x"}}, "two": {"token": {token, token}}, "a field it has not": {"token": {token}, "f1": {"x"}}, "a changed one": {"token": {token + "x"}},
	} {
		if p := o.post("/draft", v); p.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: %s", name, p.Status)
		}
	}
	o.comesIn("hr")
	if p := o.post("/draft", url.Values{"token": {token}, "f0": {"x"}}); p.StatusCode != http.StatusBadRequest {
		t.Errorf("somebody else's token: %s", p.Status)
	}
}

// TestAway says so where nobody can say who may stay, and loses no session.
func TestAway(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.comesIn("yamada")
	o.town.err = errors.New("the store is away")
	if p := o.get("/chat"); p.StatusCode == http.StatusOK {
		t.Errorf("inside without anybody knowing: %s", p.Status)
	}
	if p := o.post("/signin", url.Values{"who": {"hr"}}); p.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("asking for a code: %s", p.Status)
	}
	o.town.err = nil
	if p := o.get("/"); p.StatusCode != http.StatusOK {
		t.Errorf("afterwards: %s", p.Status)
	}
}
