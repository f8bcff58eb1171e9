package teams

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"mime"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
)

// browse opens an address as a browser does.
func browse(t *testing.T, a *Adapter, method, address string) *httptest.ResponseRecorder {
	t.Helper()
	path, ok := strings.CutPrefix(address, "https://bot.example.com")
	if !ok {
		t.Fatalf("address %s", address)
	}
	w := httptest.NewRecorder()
	a.Handlers()[filesPath].ServeHTTP(w, httptest.NewRequest(method, path, nil))
	return w
}

var calendar = chat.File{Name: "面談 7月.ics", Type: "text/calendar; charset=utf-8", Data: []byte("BEGIN:VCALENDAR\r\n" + strings.Repeat("X", 900))}

func TestMessageFileLink(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.adapter()
	address, ok := a.messageFile(calendar)
	if !ok || len(address) > maxLink+100 {
		t.Fatalf("ok %v, %d long", ok, len(address))
	}
	for _, secret := range []string{"面談", "VCALENDAR", testPerson} {
		if strings.Contains(address, secret) {
			t.Errorf("the address shows %s", secret)
		}
	}
	w := browse(t, a, http.MethodGet, address)
	same(t, "status", w.Code, http.StatusOK)
	same(t, "data", w.Body.String(), string(calendar.Data))
	same(t, "type", w.Header().Get("Content-Type"), "text/calendar; charset=utf-8")
	same(t, "kept nowhere", w.Header().Get("Cache-Control"), "private, no-store")
	same(t, "not sniffed", w.Header().Get("X-Content-Type-Options"), "nosniff")
	how, params, err := mime.ParseMediaType(w.Header().Get("Content-Disposition"))
	if err != nil || how != "attachment" || params["filename"] != calendar.Name {
		t.Errorf("disposition %q", w.Header().Get("Content-Disposition"))
	}
	same(t, "head", browse(t, a, http.MethodHead, address).Body.Len(), 0)
	same(t, "post", browse(t, a, http.MethodPost, address).Code, http.StatusMethodNotAllowed)
	same(t, "the core was not asked", len(o.happened()), 0)

	t.Run("another process with the same secret", func(t *testing.T) {
		same(t, "status", browse(t, o.adapter(), http.MethodGet, address).Code, http.StatusOK)
	})
	t.Run("another secret", func(t *testing.T) {
		other := o.adapter(func(o *Options) { o.AppPassword = "another" })
		same(t, "status", browse(t, other, http.MethodGet, address).Code, http.StatusNotFound)
	})
	t.Run("over", func(t *testing.T) {
		o.clock.Set(noon.Add(messageLinks))
		w := browse(t, a, http.MethodGet, address)
		same(t, "status", w.Code, http.StatusNotFound)
		if !strings.Contains(w.Body.String(), DefaultWords("ja").LinkOver) {
			t.Errorf("says %q", w.Body.String())
		}
	})
}

func TestFileThatIsTooLarge(t *testing.T) {
	t.Parallel()
	a := newOffice(t).adapter()
	noise := make([]byte, maxLink)
	random := rand.NewChaCha8([32]byte{1})
	if _, err := random.Read(noise); err != nil {
		t.Fatal(err)
	}
	big := calendar
	for _, data := range [][]byte{noise, bytes.Repeat([]byte("a"), maxLinkFile+1)} {
		big.Data = data
		if address, ok := a.messageFile(big); ok {
			t.Errorf("%d bytes went into %d characters", len(data), len(address))
		}
	}
	none := newOffice(t).adapter(func(o *Options) { o.PublicURL = "" })
	if _, ok := none.messageFile(calendar); ok {
		t.Error("a link without a public address")
	}
	if _, ok := none.Handlers()[filesPath]; ok {
		t.Error("a handler without a public address")
	}
}

func TestPageFileLink(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	who := chat.Account{Platform: Platform, Tenant: ourTenant, ID: testPerson}
	allowed := true
	o.handle = func(e chat.Event) (chat.Answer, error) {
		if !allowed {
			return chat.Answer{}, nil
		}
		page, err := chat.NewPage("記録", chat.Section{Body: []chat.Block{
			chat.Paragraph(chat.Words(private.New("p", testWords))),
			chat.File{Name: "other.csv", Type: "text/csv", Data: []byte("x")},
			chat.File{Name: calendar.Name, Type: calendar.Type, Data: bytes.Repeat([]byte("大きい"), 50_000)},
		}})
		return chat.Answer{Page: &page}, err
	}
	a := o.adapter()
	address, ok := a.pageFile(who, source{Action: "notes.open", Arg: "pair-1"})(calendar)
	if !ok {
		t.Fatal("no link")
	}
	w := browse(t, a, http.MethodGet, address)
	same(t, "status", w.Code, http.StatusOK)
	same(t, "bytes", w.Body.Len(), 450_000)
	same(t, "once more", browse(t, a, http.MethodGet, address).Code, http.StatusOK)
	events := o.happened()
	same(t, "asked for", events[0].What, chat.What(chat.Pressed{Action: "notes.open", Arg: "pair-1", Dialogs: true}))
	same(t, "by", events[0].From, who)
	t.Run("the home's", func(t *testing.T) {
		address, _ := a.pageFile(who, source{})(calendar)
		same(t, "status", browse(t, a, http.MethodGet, address).Code, http.StatusOK)
		events := o.happened()
		same(t, "asked for", events[len(events)-1].What, chat.What(chat.Opened{}))
	})
	t.Run("the core says no", func(t *testing.T) {
		allowed = false
		same(t, "status", browse(t, a, http.MethodGet, address).Code, http.StatusNotFound)
		allowed = true
	})
	t.Run("the core cannot", func(t *testing.T) {
		was := o.handle
		o.handle = func(chat.Event) (chat.Answer, error) { return chat.Answer{}, errors.New(testWords) }
		w := browse(t, a, http.MethodGet, address)
		same(t, "status", w.Code, http.StatusServiceUnavailable)
		o.handle = func(chat.Event) (chat.Answer, error) { panic(testWords) }
		same(t, "panic", browse(t, a, http.MethodGet, address).Code, http.StatusServiceUnavailable)
		if strings.Contains(w.Body.String()+o.logged(), testWords) {
			t.Error("somebody's words came out")
		}
		o.handle = was
	})
	t.Run("over", func(t *testing.T) {
		o.clock.Set(noon.Add(pageLinkFor))
		same(t, "status", browse(t, a, http.MethodGet, address).Code, http.StatusNotFound)
	})
	t.Run("a page that cannot be asked for again", func(t *testing.T) {
		before := len(o.happened())
		address, ok := a.pageFile(who, unasked)(calendar)
		same(t, "ok", ok, true)
		same(t, "status", browse(t, a, http.MethodGet, address).Code, http.StatusOK)
		same(t, "the core was not asked", len(o.happened()), before)
		o.clock.Set(o.clock.Now().Add(pageLinkFor))
		same(t, "over", browse(t, a, http.MethodGet, address).Code, http.StatusNotFound)
	})
}

func TestForgedLinks(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.adapter()
	address, _ := a.messageFile(calendar)
	token := address[strings.LastIndex(address, "/")+1:]
	for name, forged := range map[string]string{
		"none": "", "a letter changed": flip(token, len(token)/2), "the first": flip(token, 0), "cut": token[:len(token)-4],
		"longer": token + "AAAA", "padded": token + "=", "garbage": "…", "another path": token + "/x", "long": strings.Repeat("A", 3*maxLink),
	} {
		if _, _, err := a.seals.open(forged, noon); err != errLink {
			t.Errorf("%s: got %v", name, err)
		}
	}
	same(t, "events", len(o.happened()), 0)
	if _, _, err := a.seals.open(token, noon.Add(time.Minute)); err != nil {
		t.Errorf("the link itself: %v", err)
	}
}

func flip(s string, i int) string {
	b := []byte(s)
	if b[i] == 'A' {
		b[i] = 'B'
	} else {
		b[i] = 'A'
	}
	return string(b)
}

func TestStrangeTypesAndNames(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"text/csv": "text/csv", "": "application/octet-stream", "a b": "application/octet-stream",
		"text/html\r\nX: y": "application/octet-stream", "text/plain; charset=utf-8": "text/plain; charset=utf-8",
	} {
		same(t, in, mediaType(in), want)
	}
	for _, name := range []string{"", "a.csv", "\"; x=\"", "a\r\nX: y", "月.ics", strings.Repeat("あ", 100)} {
		got := attachment(name)
		if strings.ContainsAny(got, "\r\n") || !strings.HasPrefix(got, "attachment") {
			t.Errorf("%q: %q", name, got)
		}
	}
}
