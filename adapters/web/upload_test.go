package web

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"
)

// upload posts a file as a browser does.
func (o *office) upload(name string, data []byte) page {
	o.t.Helper()
	return o.uploadTo("/roster", name, data)
}

func (o *office) uploadTo(path, name string, data []byte) page {
	o.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write(data)
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		o.t.Fatal(err)
	}
	r := o.request(http.MethodPost, path, body.String())
	r.Header.Set("Content-Type", form.FormDataContentType())
	return o.do(r)
}

// TestRoster uploads a file, looks at what it would change, and only then has
// it imported.
func TestRoster(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.comesIn("hr")
	mark := url.Values{"mark": {"as it was"}}
	if p := o.post("/roster-import", mark); !strings.Contains(p.text, japaneseDesk().FileGone) || o.town.done > 0 {
		t.Errorf("without a file: %s", p.Status)
	}
	p := o.upload("名簿.csv", []byte("a,b"))
	if !strings.Contains(p.text, "&lt;b&gt;新田") || !strings.Contains(p.text, `value="as it was"`) || !strings.Contains(p.text, "名簿.csv") {
		t.Errorf("the preview: %s", p.text)
	}
	o.town.mark = "changed meanwhile"
	if p := o.post("/roster-import", mark); !strings.Contains(p.text, japaneseDesk().RosterChanged) || !strings.Contains(p.text, "changed meanwhile") || o.town.done > 0 {
		t.Errorf("after a change: %s", p.text)
	}
	if p := o.post("/roster-import", url.Values{"mark": {"changed meanwhile"}}); !strings.Contains(p.text, japaneseDesk().RosterDone) || o.town.done != 1 {
		t.Errorf("the import: %s", p.text)
	}
	if p := o.post("/roster-import", url.Values{"mark": {"changed meanwhile"}}); !strings.Contains(p.text, japaneseDesk().FileGone) || o.town.done != 1 {
		t.Errorf("once more: %s", p.Status)
	}
	for name, want := range map[string]string{"bad": japaneseDesk().RosterBlocked, "same": japaneseDesk().RosterSame} {
		if p := o.upload("x.csv", []byte(name)); !strings.Contains(p.text, want) || strings.Contains(p.text, `name="mark"`) {
			t.Errorf("%s can be imported", name)
		}
	}
	o.upload("x.csv", []byte("a"))
	o.clock.turn(o.clock.Now().Add(uploadFor + time.Minute))
	if p := o.post("/roster-import", url.Values{"mark": {"changed meanwhile"}}); !strings.Contains(p.text, japaneseDesk().FileGone) {
		t.Errorf("a file that waited for too long: %s", p.Status)
	}
}

func TestRosterRefusesUploads(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.comesIn("hr")
	max := int(o.desk.o.MaxUpload)
	if p := o.upload("x", make([]byte, max)); len(o.town.files) != 1 || p.StatusCode != http.StatusOK {
		t.Errorf("the biggest file: %s", p.Status)
	}
	for _, size := range []int{max + 1, max + 3<<20} {
		if p := o.upload("x", make([]byte, size)); !strings.Contains(p.text, "1 MBまで") || len(o.town.files) != 1 {
			t.Errorf("%d bytes: %s", size, p.Status)
		}
	}
	for name, body := range map[string][2]string{
		"no form":    {"text/plain", "x"},
		"no bound":   {"multipart/form-data", "x"},
		"cut short":  {"multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nabc"},
		"no file":    {"multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nabc\r\n--b--\r\n"},
		"empty file": {"multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n\r\n--b--\r\n"},
	} {
		r := o.request(http.MethodPost, "/roster", body[1])
		r.Header.Set("Content-Type", body[0])
		if p := o.do(r); !strings.Contains(p.text, japaneseDesk().FileMissing) || len(o.town.files) != 1 {
			t.Errorf("%s: %s", name, p.Status)
		}
	}
	for i := range 3 * maxUploads {
		o.desk.uploads.put(string(rune('a'+i)), upload{at: o.clock.Now().Add(time.Duration(i))})
	}
	if n := len(o.desk.uploads.files); n > maxUploads {
		t.Errorf("%d files wait, want %d at most", n, maxUploads)
	}
	if _, ok := o.desk.uploads.get(string(rune('a'+3*maxUploads-1)), o.clock.Now()); !ok {
		t.Error("the newest one made room")
	}
}

func TestSlips(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.comesIn("hr")
	if p := o.post("/slips-find", url.Values{"q": {"none"}}); !strings.Contains(p.text, japaneseDesk().NoUnreached) {
		t.Errorf("nobody: %s", p.Status)
	}
	p := o.post("/slips", url.Values{"person": {"q1"}})
	if !strings.Contains(p.text, "ABCD-EFGH-JKMN-PQRS") || !strings.Contains(p.text, o.srv.URL+"/code") || !strings.Contains(p.text, "8月12日") {
		t.Errorf("the slip: %s", p.text)
	}
	if p := o.get("/slips"); strings.Contains(p.text, "ABCD") {
		t.Error("it is shown again")
	}
	for name, v := range map[string]url.Values{
		japaneseDesk().NobodyChosen: {}, japaneseDesk().SlipRefused: {"person": {"q1", "yamada"}},
		"一度に選べるのは200人まで": {"person": make([]string, maxSlips+1)},
	} {
		if p := o.post("/slips", v); !strings.Contains(p.text, name) || strings.Contains(p.text, "ABCD") {
			t.Errorf("%s: %s", name, p.Status)
		}
	}
	if p := o.post("/slips-back", url.Values{"person": {"q1"}}); !strings.Contains(p.text, japaneseDesk().SlipsBack) || len(o.town.back) != 1 {
		t.Errorf("taken back: %s", p.Status)
	}
}

// TestClientOf takes a header's word only from proxies of our own.
func TestClientOf(t *testing.T) {
	t.Parallel()
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/24"), netip.MustParsePrefix("fd00::/8")}
	for name, tt := range map[string]struct{ peer, forwarded, want string }{
		"no proxy":             {"192.0.2.1:5", "", "192.0.2.1"},
		"a header of anybody":  {"192.0.2.1:5", "198.51.100.7", "192.0.2.1"},
		"our proxy":            {"10.0.0.5:5", "198.51.100.7", "198.51.100.7"},
		"with a port":          {"10.0.0.5:5", "198.51.100.7:4711", "198.51.100.7"},
		"what a client claims": {"10.0.0.5:5", "1.2.3.4, 198.51.100.7", "198.51.100.7"},
		"two of ours":          {"10.0.0.5:5", "198.51.100.7, 10.0.0.9", "198.51.100.7"},
		"nothing but ours":     {"10.0.0.5:5", "10.0.0.8, 10.0.0.9", "10.0.0.8"},
		"nonsense":             {"10.0.0.5:5", "198.51.100.7, evil", "10.0.0.5"},
		"no header":            {"10.0.0.5:5", "", "10.0.0.5"},
		"mapped":               {"[::ffff:10.0.0.5]:5", "198.51.100.7", "198.51.100.7"},
		"a network of IPv6":    {"[2001:db8:1:2:3:4:5:6]:5", "", "2001:db8:1:2::/64"},
		"IPv6 behind ours":     {"[fd00::1]:5", "[2001:db8::7]:80", "2001:db8::/64"},
		"no address":           {"@", "198.51.100.7", "@"},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", http.NoBody)
		r.RemoteAddr = tt.peer
		if tt.forwarded != "" {
			r.Header.Set("X-Forwarded-For", tt.forwarded)
		}
		if got := clientOf(r, proxies); got != tt.want {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
}

func FuzzClientOf(f *testing.F) {
	f.Add("10.0.0.5:5", "198.51.100.7, 10.0.0.9")
	f.Add("[fd00::1%eth0]:5", "[2001:db8::7]:80,,")
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/24"), netip.MustParsePrefix("fd00::/8")}
	f.Fuzz(func(t *testing.T, peer, forwarded string) {
		r := httptest.NewRequest(http.MethodGet, "/", http.NoBody)
		r.RemoteAddr = peer
		r.Header["X-Forwarded-For"] = []string{forwarded}
		got := clientOf(r, proxies)
		at, err := netip.ParseAddrPort(peer)
		if client := at.Addr().Unmap(); err == nil && !ours(client, proxies) && got != network(client) {
			t.Errorf("%q is taken for %q because of %q", peer, got, forwarded)
		}
	})
}

// FuzzUploaded reads any body without failing, and never more than the limit.
func FuzzUploaded(f *testing.F) {
	f.Add("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nabc\r\n--b--\r\n")
	f.Add("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nabc")
	f.Add("multipart/form-data", "")
	d := &Desk{o: DeskOptions{Options: Options{Now: func() time.Time { return time.Unix(0, 0) }}}}
	f.Fuzz(func(t *testing.T, kind, body string) {
		r := httptest.NewRequest(http.MethodPost, "/roster", strings.NewReader(body))
		r.Header.Set("Content-Type", kind)
		file, err := d.uploaded(r, 64)
		if err == nil && len(file.data) > 64 || len([]rune(file.name)) > 100 {
			t.Errorf("%d bytes named %q", len(file.data), file.name)
		}
	})
}

// FuzzTyped reads any form of the way in without failing.
func FuzzTyped(f *testing.F) {
	f.Add("who=10102&code=1234+5678")
	f.Add("who=%00&code=%ff&who=x")
	view, err := newViews()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body string) {
		d := &Desk{entering: newLimiter(1, time.Hour), pages: &Pages{o: Options{Report: func(error) {}}, view: view}, o: DeskOptions{Options: Options{Now: func() time.Time { return time.Unix(0, 0) }}}}
		r := httptest.NewRequest(http.MethodPost, "/code", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		form, ok := d.typed(&visit{w: httptest.NewRecorder(), r: r, words: japanese()}, d.entering, "who", "code")
		if ok && (len(form.Get("who")) > maxWho || len(form.Get("code")) > maxCode || strings.ContainsAny(form.Get("code"), "\x00\r")) {
			t.Errorf("%q is taken", form)
		}
	})
}

// TestForms puts a workbook in a form's place, or says what is wrong with it.
func TestForms(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.comesIn("hr")
	if p := o.get("/forms"); strings.Count(p.text, `type="file"`) != 2 {
		t.Errorf("the page: %s", p.Status)
	}
	if p := o.uploadTo("/forms-2", "x.xlsx", []byte("book")); !strings.Contains(p.text, japaneseDesk().FormDone) || strings.Join(o.town.forms, " ") != "2 book" {
		t.Errorf("a workbook: %s, %v", p.Status, o.town.forms)
	}
	if p := o.uploadTo("/forms-1", "x.xlsx", []byte("bad")); !strings.Contains(p.text, "マクロ") || strings.Contains(p.text, japaneseDesk().FormDone) {
		t.Errorf("a bad one: %s", p.Status)
	}
	if p := o.uploadTo("/forms-1", "x.xlsx", make([]byte, 2<<20)); !strings.Contains(p.text, "1 MBまで") {
		t.Errorf("a big one: %s", p.Status)
	}
	if p := o.uploadTo("/forms-1", "x.xlsx", nil); !strings.Contains(p.text, japaneseDesk().FileMissing) {
		t.Errorf("none: %s", p.Status)
	}
	o.http = o.browser()
	o.comesIn("yamada")
	if p := o.uploadTo("/forms-1", "x.xlsx", []byte("book")); p.StatusCode != http.StatusForbidden || len(o.town.forms) != 2 {
		t.Errorf("for another: %s", p.Status)
	}
}
