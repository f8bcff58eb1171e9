package web

import (
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alexedwards/scs/v2/memstore"

	"tsukiichi/bot/chat"
)

// town is a stand-in for what the desk knows of people: "hr" and "yamada" may
// come in, each by their code.
type town struct {
	mu     sync.Mutex
	codes  map[string]string // by person, spent when used
	asked  []string
	closed map[string]time.Time
	gone   map[string]bool
	now    func() time.Time
	files  [][]byte
	mark   string
	done   int
	slips  []string
	back   []string
	forms  []string
	err    error // of everything
}

func newTown(now func() time.Time) *town {
	return &town{now: now, codes: map[string]string{}, closed: map[string]time.Time{}, gone: map[string]bool{}, mark: "as it was"}
}

func (k *town) guest(person string, since time.Time) Guest {
	return Guest{Person: person, Name: "山田 " + person, Account: chat.Account{Platform: "web", Tenant: "town", ID: person}, HR: person == "hr", Since: since}
}

func (k *town) Ask(_ context.Context, who string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.asked = append(k.asked, who)
	return k.err
}

func (k *town) Enter(_ context.Context, who, code string) (Guest, bool, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.err != nil || k.codes[who] != code || code == "" {
		return Guest{}, false, k.err
	}
	delete(k.codes, who)
	return k.guest(who, k.now()), true, nil
}

func (k *town) Vouched(_ context.Context, who string) (Guest, bool, error) {
	if who != "hr" && who != "hr@example.lg.jp" {
		return Guest{}, false, nil
	}
	return k.guest("hr", k.now()), true, nil
}

func (k *town) Stays(_ context.Context, person string, since time.Time) (Guest, bool, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.guest(person, since), !k.gone[person] && !since.Before(k.closed[person]), k.err
}

func (k *town) LeaveAll(_ context.Context, person string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.closed[person] = k.now().Add(time.Microsecond)
	return k.err
}

func (k *town) Preview(_ context.Context, _ Guest, file []byte) (RosterPreview, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.files = append(k.files, file)
	page, err := chat.NewPage("名簿", chat.Section{Title: "新しい人", Body: []chat.Block{chat.Line("<b>新田</b>")}})
	return RosterPreview{Page: page, Mark: k.mark, Blocked: strings.HasPrefix(string(file), "bad"), Empty: strings.HasPrefix(string(file), "same")}, err
}

func (k *town) Import(ctx context.Context, g Guest, file []byte, mark string) (RosterPreview, bool, error) {
	p, err := k.Preview(ctx, g, file)
	k.mu.Lock()
	defer k.mu.Unlock()
	if mark != k.mark {
		return p, false, err
	}
	k.done++
	return p, true, err
}

func (k *town) Unreached(_ context.Context, _ Guest, words string) ([]Unreached, bool, error) {
	if words == "none" {
		return nil, false, k.err
	}
	return []Unreached{{Person: "q1", Name: "無口 三", Section: "市民部 市民課", Slip: k.now()}}, true, k.err
}

func (k *town) Print(_ context.Context, _ Guest, people []string, until time.Time) ([]Slip, error) {
	var out []Slip
	for _, p := range people {
		if p != "q1" {
			return nil, ErrNoSlip
		}
		k.slips = append(k.slips, p)
		out = append(out, Slip{Person: p, Name: "無口 三", Code: "ABCD-EFGH-JKMN-PQRS", Expires: until})
	}
	return out, k.err
}

func (k *town) TakeBack(_ context.Context, _ Guest, people []string) error {
	k.back = append(k.back, people...)
	return k.err
}

func (k *town) SetForm(_ context.Context, _ Guest, form string, file []byte) ([]string, error) {
	if string(file) == "bad" {
		return []string{"マクロがあります。"}, nil
	}
	k.forms = append(k.forms, form, string(file))
	return nil, k.err
}

// attic keeps drafts.
type attic struct {
	mu   sync.Mutex
	kept map[string]chat.Values
}

func (a *attic) Keep(_ context.Context, at chat.Account, form, arg string, v chat.Values) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.kept[at.ID+"/"+form+"/"+arg] = v
	return nil
}

func (a *attic) Held(_ context.Context, at chat.Account, form, arg string) (bool, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.kept[at.ID+"/"+form+"/"+arg]) > 0, nil
}

// office is a desk with a browser in front of it.
type office struct {
	*world
	t     *testing.T
	town  *town
	attic *attic
	desk  *Desk
	store *memstore.MemStore
	srv   *httptest.Server
	http  *http.Client
}

// ctxStore is scs's memory with contexts.
type ctxStore struct{ *memstore.MemStore }

func (s ctxStore) FindCtx(_ context.Context, token string) ([]byte, bool, error) {
	return s.Find(token)
}
func (s ctxStore) DeleteCtx(_ context.Context, token string) error { return s.Delete(token) }
func (s ctxStore) CommitCtx(_ context.Context, token string, b []byte, at time.Time) error {
	return s.Commit(token, b, at)
}

// newOffice opens a desk behind https.
func newOffice(t *testing.T, change ...func(*DeskOptions)) *office {
	t.Helper()
	o := &office{world: newWorld(t), t: t, attic: &attic{kept: map[string]chat.Values{}}, store: memstore.NewWithCleanupInterval(0)}
	o.clock.turn(time.Date(2026, 7, 15, 0, 0, 0, 0, time.UTC))
	o.town = newTown(o.clock.Now)
	o.town.codes["hr"], o.town.codes["yamada"] = "11112222", "33334444"
	var handler http.Handler
	o.srv = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	t.Cleanup(o.srv.Close)
	opt := DeskOptions{
		Options: Options{
			Handler: o.core, Inbox: o.inbox, Live: o.live, Now: o.clock.Now, NewID: counter(), Zone: tokyo(t), Drafts: o.attic,
			Report: func(err error) { t.Log("reported:", err) },
		},
		Gate: o.town, Guests: o.town, Roster: o.town, Slips: o.town, Forms: o.town, Sessions: ctxStore{o.store},
		PublicURL: o.srv.URL, Idle: time.Hour, Longest: 12 * time.Hour, SlipFor: 28 * 24 * time.Hour, MaxUpload: 1 << 20, MaxForm: 1 << 20,
	}
	for _, c := range change {
		c(&opt)
	}
	var err error
	if o.desk, err = NewDesk(opt); err != nil {
		t.Fatal(err)
	}
	handler = o.desk
	t.Cleanup(o.live.Close)
	o.http = o.browser()
	return o
}

// browser is one with a jar of its own, which does not follow.
func (o *office) browser() *http.Client {
	o.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		o.t.Fatal(err)
	}
	c := *o.srv.Client()
	c.Jar = jar
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &c
}

// page is an answer that was read.
type page struct {
	*http.Response
	text string
}

func (o *office) do(r *http.Request) page {
	o.t.Helper()
	resp, err := o.http.Do(r)
	if err != nil {
		o.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		o.t.Fatal(err)
	}
	return page{resp, string(raw)}
}

func (o *office) request(method, path, body string) *http.Request {
	o.t.Helper()
	r, err := http.NewRequestWithContext(o.t.Context(), method, o.srv.URL+path, strings.NewReader(body))
	if err != nil {
		o.t.Fatal(err)
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	return r
}

func (o *office) get(path string) page {
	o.t.Helper()
	return o.do(o.request(http.MethodGet, path, ""))
}

func (o *office) post(path string, v url.Values) page {
	o.t.Helper()
	return o.do(o.request(http.MethodPost, path, v.Encode()))
}

// comesIn signs somebody in.
func (o *office) comesIn(person string) {
	o.t.Helper()
	o.town.mu.Lock()
	o.town.codes[person] = "55556666"
	o.town.mu.Unlock()
	if p := o.post("/code", url.Values{"who": {person}, "code": {"55556666"}}); p.StatusCode != http.StatusSeeOther {
		o.t.Fatalf("%s is not let in: %s", person, p.Status)
	}
}
