package web

import (
	"errors"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"tsukiichi/adapters/adaptertest"
	"tsukiichi/bot/chat"
)

// browse is a person's page in the hands of a test.
type browse struct {
	*world
	http.Handler
}

func newBrowse(t testing.TB, change ...func(*Options)) *browse {
	t.Helper()
	w := newWorld(t, change...)
	return &browse{world: w, Handler: w.pages.Person(func(r *http.Request) (chat.Account, bool) {
		return mentee(), r.Header.Get("X-Stranger") == ""
	})}
}

func (b *browse) get(path string) *httptest.ResponseRecorder {
	rec := httptest.NewRecorder()
	b.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, path, nil))
	return rec
}

func (b *browse) post(path, body string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	rec := httptest.NewRecorder()
	b.ServeHTTP(rec, r)
	return rec
}

// act posts the token with the fields given as name, value, …
func (b *browse) act(token string, fields ...string) *httptest.ResponseRecorder {
	form := url.Values{"token": {token}}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	return b.post("/act", form.Encode())
}

// offered finds the token of the button with the label, or the page's n-th.
func offered(t testing.TB, page, label string) string {
	t.Helper()
	for _, m := range regexp.MustCompile(`name="token" value="([^"]+)"[^>]*>([^<]*)`).FindAllStringSubmatch(page, -1) {
		if strings.TrimSpace(m[2]) == label {
			return html.UnescapeString(m[1])
		}
	}
	t.Fatalf("no token for %q in %s", label, page)
	return ""
}

func (b *browse) pressMet(t testing.TB) string {
	t.Helper()
	b.world.post(t, "m1", fixture(t, "actions"))
	return offered(t, b.get("/chat").Body.String(), "話した")
}

func TestPressIsOneEventHoweverOftenItArrives(t *testing.T) {
	t.Parallel()
	b := newBrowse(t)
	face := fixture(t, "plain")
	b.core.handle = func(chat.Event) (chat.Answer, error) { return chat.Answer{Face: &face}, nil }
	tok := b.pressMet(t)
	drawn := b.clock.Now()
	for range 2 {
		b.clock.turn(b.clock.Now().Add(time.Minute))
		if rec := b.act(tok); rec.Code != http.StatusOK || !strings.Contains(rec.Header().Get("HX-Trigger-After-Settle"), "tsuki-done") {
			t.Fatalf("got %d %v", rec.Code, rec.Header())
		}
	}
	heard := b.core.heard()
	if len(heard) != 2 || heard[0].ID != heard[1].ID || !heard[0].At.Equal(heard[1].At) || !heard[0].At.Equal(drawn) {
		t.Errorf("got %+v, want one id and one time", heard)
	}
	want := chat.Pressed{Action: "checkin.met", Arg: "m-1", Dialogs: true}
	if heard[0].What != chat.What(want) || heard[0].From != mentee() {
		t.Errorf("got %+v", heard[0])
	}
	lines, _ := b.inbox.Lines(t.Context(), mentee(), 10)
	if len(lines) != 1 || lines[0].Message.Text() != face.Text() {
		t.Errorf("the card keeps its old face: %+v", lines)
	}
}

func TestEveryDrawingOfAButtonIsAnotherEvent(t *testing.T) {
	t.Parallel()
	b := newBrowse(t)
	first := b.pressMet(t)
	second := offered(t, b.get("/chat").Body.String(), "話した")
	b.act(first)
	b.act(second)
	if heard := b.core.heard(); len(heard) != 2 || heard[0].ID == heard[1].ID {
		t.Errorf("got %+v, want two events", heard)
	}
}

func TestSubmissionRefusedThenCorrected(t *testing.T) {
	t.Parallel()
	b := newBrowse(t)
	form := adaptertest.Forms(t)[0]
	b.core.handle = func(e chat.Event) (chat.Answer, error) {
		switch what := e.What.(type) {
		case chat.Submitted:
			if what.Values.Text("short").Empty() {
				return chat.Answer{Errors: form.Errors}, nil
			}
			return chat.Answer{}, nil
		default:
			return chat.Answer{Form: &form.Form}, nil
		}
	}
	opened := b.act(b.pressMet(t))
	if !strings.Contains(opened.Header().Get("HX-Trigger-After-Settle"), "tsuki-sheet") {
		t.Fatalf("no dialog: %v", opened.Header())
	}
	refused := b.act(offered(t, opened.Body.String(), ""), "f1", adaptertest.Secret, "f4", "t0", "f4", "t2")
	if h := refused.Header(); h.Get("HX-Reswap") != "none" || !strings.Contains(h.Get("HX-Trigger-After-Settle"), "tsuki-errors") {
		t.Errorf("the dialog would be replaced: %v", h)
	}
	if want := `id="f0-error" hx-swap-oob="true">ひとことを入力してください。`; !strings.Contains(refused.Body.String(), want) {
		t.Errorf("no error beside the field: %s", refused.Body)
	}
	sent := b.act(offered(t, refused.Body.String(), ""), "f0", "よかった", "f1", "a\r\nb\x07", "f6", "")
	if !strings.Contains(sent.Header().Get("HX-Trigger-After-Settle"), "tsuki-done") {
		t.Errorf("not accepted: %d %s", sent.Code, sent.Body)
	}
	heard := b.core.heard()
	if heard[1].ID == heard[2].ID {
		t.Error("the corrected submission has the refused one's id")
	}
	got := heard[2].What.(chat.Submitted)
	if got.Form != "test.every" || got.Version != 2 || got.Arg != "m-1" || len(got.Values) != 2 ||
		got.Values.Text("short").Reveal() != "よかった" || got.Values.Text("long").Reveal() != "a\nb" {
		t.Errorf("got %+v", got)
	}
	if several := heard[1].What.(chat.Submitted).Values.Options("several"); len(several) != 2 {
		t.Errorf("got ticks %v", several)
	}
}

func TestSaidIsKeptOnceAndFollowedByAFreshToken(t *testing.T) {
	t.Parallel()
	b := newBrowse(t)
	tok := offered(t, b.get("/").Body.String(), "")
	rec := b.act(tok, "text", " こんにちは\n ")
	b.act(tok, "text", "こんにちは")
	lines, _ := b.inbox.Lines(t.Context(), mentee(), 10)
	if len(lines) != 1 || lines[0].Typed.Reveal() != "こんにちは" {
		t.Errorf("got %d lines", len(lines))
	}
	if offered(t, rec.Body.String(), "") == tok {
		t.Error("the next line would be the same event")
	}
	if !strings.Contains(b.get("/chat").Body.String(), "こんにちは") {
		t.Error("the line is not shown")
	}
}

func TestFailureOfTheCore(t *testing.T) {
	t.Parallel()
	b := newBrowse(t)
	b.core.handle = func(chat.Event) (chat.Answer, error) { return chat.Answer{}, errors.New("store is away") }
	tok := offered(t, b.get("/").Body.String(), "")
	rec := b.act(tok, "text", adaptertest.Secret)
	if rec.Code != http.StatusServiceUnavailable || !strings.Contains(rec.Body.String(), "data-failure>うまく処理できませんでした。入力した内容は残っています。") {
		t.Errorf("got %d %s", rec.Code, rec.Body)
	}
	if len(b.errs) == 0 {
		t.Error("nothing reported")
	}
	adaptertest.NoSecret(t, strings.Join(b.errs, "\n")+rec.Body.String())
	b.act(tok, "text", adaptertest.Secret)
	if heard := b.core.heard(); heard[0].ID != heard[1].ID {
		t.Error("the second try is another event")
	}
}

func TestHome(t *testing.T) {
	t.Parallel()
	b := newBrowse(t)
	if body := b.get("/home").Body.String(); !strings.Contains(body, "empty") {
		t.Errorf("got %s", body)
	}
	home := adaptertest.Pages(t)[0].Page
	b.core.handle = func(chat.Event) (chat.Answer, error) { return chat.Answer{Page: &home}, nil }
	if body := b.get("/home").Body.String(); !strings.Contains(body, "次の面談") {
		t.Errorf("got %s", body)
	}
	if e := b.core.heard()[0]; e.What != chat.What(chat.Opened{}) || e.Profile.Locale != "ja" || e.Profile.Zone != "Asia/Tokyo" {
		t.Errorf("got %+v", e)
	}
}

func TestFileOfAMessage(t *testing.T) {
	t.Parallel()
	b := newBrowse(t)
	b.world.post(t, "a/b c&d", fixture(t, "file"))
	href := regexp.MustCompile(`href="(file[^"]+)"`).FindStringSubmatch(b.get("/chat").Body.String())
	if href == nil {
		t.Fatal("no link")
	}
	rec := b.get("/" + html.UnescapeString(href[1]))
	if rec.Code != http.StatusOK || !strings.HasPrefix(rec.Body.String(), "BEGIN:VCALENDAR") {
		t.Errorf("got %d %s", rec.Code, rec.Body)
	}
	if d := rec.Header().Get("Content-Disposition"); !strings.HasPrefix(d, "attachment;") {
		t.Errorf("disposition %q", d)
	}
	for _, path := range []string{"/file", "/file?line=x&n=0", "/file?line=a%2Fb+c%26d&n=9", "/file?line=a%2Fb+c%26d&n=-1"} {
		if rec := b.get(path); rec.Code != http.StatusNotFound {
			t.Errorf("%s: got %d", path, rec.Code)
		}
	}
}

func TestEarlierLinesOnRequest(t *testing.T) {
	t.Parallel()
	b := newBrowse(t)
	for i := range shownLines + 1 {
		b.world.post(t, "m"+string(rune('A'+i)), fixture(t, "plain"))
	}
	if body := b.get("/chat").Body.String(); !strings.Contains(body, "前のメッセージを見る") {
		t.Error("no way to the earlier lines")
	}
	if body := b.get("/chat?all=1").Body.String(); strings.Count(body, `<li class="line"`) != shownLines+1 {
		t.Error("not all lines")
	}
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	b := newBrowse(t)
	b.world.post(t, "m1", fixture(t, "bars"))
	rec := b.get("/")
	inert(t, rec.Body.String())
	csp := rec.Header().Get("Content-Security-Policy")
	if !strings.Contains(csp, "default-src 'self'") || !strings.Contains(csp, "frame-ancestors 'self'") || strings.Contains(csp, "unsafe") {
		t.Errorf("policy %q", csp)
	}
	if rec.Header().Get("Cache-Control") != "no-store" || rec.Header().Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("got %v", rec.Header())
	}
	for _, file := range regexp.MustCompile(`(?:src|href)="(static/[^"]+)"`).FindAllStringSubmatch(rec.Body.String(), -1) {
		if got := b.get("/" + file[1]); got.Code != http.StatusOK || !strings.Contains(got.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %d %v", file[1], got.Code, got.Header())
		}
	}
}

func TestOptions(t *testing.T) {
	t.Parallel()
	if _, err := New(Options{}); !errors.Is(err, ErrOptions) {
		t.Errorf("got %v", err)
	}
	if _, err := NewPlayground(PlaygroundOptions{}); !errors.Is(err, ErrOptions) {
		t.Errorf("got %v", err)
	}
}
