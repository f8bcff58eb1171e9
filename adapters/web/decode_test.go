package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"tsukiichi/adapters/adaptertest"
	"tsukiichi/bot/chat"
)

func TestPostsRefused(t *testing.T) {
	t.Parallel()
	b := newBrowse(t)
	press := b.pressMet(t)
	say := offered(t, b.get("/").Body.String(), "")
	submit := b.world.builder(t).form(adaptertest.Forms(t)[0].Form).Token
	other := b.pages.sign.seal(token{ID: "x", At: b.clock.Now().UnixMicro(), Account: adaptertest.Colleague().String(), Kind: kindSay})
	long := strings.Repeat("あ", maxTyped+1)
	cases := map[string]struct {
		body string
		want int
	}{
		"empty":                 {"", http.StatusBadRequest},
		"no token":              {"text=a", http.StatusBadRequest},
		"two tokens":            {"token=" + say + "&token=" + say + "&text=a", http.StatusBadRequest},
		"changed token":         {"token=A" + say + "&text=a", http.StatusBadRequest},
		"unsigned token":        {"token=" + strings.Split(say, ".")[0] + ".&text=a", http.StatusBadRequest},
		"somebody else's token": {"token=" + other + "&text=a", http.StatusBadRequest},
		"unknown name":          {"token=" + press + "&arg=m-2", http.StatusBadRequest},
		"unknown field":         {"token=" + submit + "&f99=a", http.StatusBadRequest},
		"too many values":       {"token=" + submit + strings.Repeat("&f4=t0", 11), http.StatusBadRequest},
		"not UTF-8":             {"token=" + say + "&text=%ff%fe", http.StatusBadRequest},
		"malformed":             {"token=%zz" + adaptertest.Secret, http.StatusBadRequest},
		"nothing said":          {"token=" + say + "&text=+%0a", http.StatusBadRequest},
		"said too much":         {"token=" + say + "&text=" + strings.Repeat("a", chat.MaxLongText+1), http.StatusRequestEntityTooLarge},
		"field too long":        {"token=" + submit + "&f1=" + url.QueryEscape(long), http.StatusRequestEntityTooLarge},
		"body too long":         {"token=" + say + "&text=" + strings.Repeat("a", maxBody), http.StatusRequestEntityTooLarge},
	}
	for name, c := range cases {
		rec := b.post("/act", c.body)
		if rec.Code != c.want || !strings.Contains(rec.Body.String(), "data-failure>") {
			t.Errorf("%s: got %d, want %d", name, rec.Code, c.want)
		}
		adaptertest.NoSecret(t, rec.Body.String())
	}
	if heard := b.core.heard(); len(heard) != 0 {
		t.Errorf("the core heard %d events", len(heard))
	}
}

func TestOtherSitesAndStrangersAreRefused(t *testing.T) {
	t.Parallel()
	b := newBrowse(t)
	body := "token=" + b.pressMet(t)
	for name, header := range map[string][]string{
		"other site": {"Sec-Fetch-Site", "cross-site"}, "other origin": {"Origin", "https://elsewhere.example"}, "stranger": {"X-Stranger", "1"},
	} {
		if rec := b.post("/act", body, header...); rec.Code != http.StatusForbidden {
			t.Errorf("%s: got %d", name, rec.Code)
		}
	}
	if rec := b.post("/act", body, "Sec-Fetch-Site", "same-origin"); rec.Code != http.StatusOK {
		t.Errorf("own page: got %d", rec.Code)
	}
}

func TestOldTokensAreRenewed(t *testing.T) {
	t.Parallel()
	b := newBrowse(t)
	old := b.pressMet(t)
	b.clock.turn(b.clock.Now().Add(maxAge + time.Second))
	if rec := b.act(old); rec.Code != http.StatusConflict {
		t.Fatalf("got %d", rec.Code)
	}
	rec := b.post("/renew", "token="+old)
	var fresh []string
	if err := json.NewDecoder(rec.Body).Decode(&fresh); err != nil || len(fresh) != 1 {
		t.Fatalf("got %v %v", fresh, err)
	}
	if rec := b.act(fresh[0]); rec.Code != http.StatusOK {
		t.Errorf("got %d", rec.Code)
	}
	if e := b.core.heard()[0]; !e.At.Equal(b.clock.Now()) || e.What.(chat.Pressed).Arg != "m-1" {
		t.Errorf("got %+v", e)
	}
	for _, body := range []string{"token=x", "a=b", strings.Repeat("token="+old+"&", maxTokens+1)} {
		if rec := b.post("/renew", body); rec.Code != http.StatusBadRequest {
			t.Errorf("got %d for %.20s", rec.Code, body)
		}
	}
}

// FuzzDecode posts anything after a good token: whatever it is, it is read or
// refused, holds no more than the page offered, and never shows in an error.
func FuzzDecode(f *testing.F) {
	w := newWorld(f)
	b := w.builder(f)
	forms := adaptertest.Forms(f)
	tokens := []string{b.seal(token{Kind: kindSay}), b.seal(token{Kind: kindPress, Action: "a.b", Arg: "1"}), b.form(forms[0].Form).Token, b.seal(token{Kind: "odd"})}
	for i := range tokens {
		for _, rest := range []string{"", "&text=hello", "&f0=a&f1=b%0d%0ac", "&f4=t0&f4=t1", "&f0=%ff", "&f99=", "&token=x", "&%", ";", "&f0=" + strings.Repeat("x", 200)} {
			f.Add(i, rest)
		}
	}
	f.Fuzz(func(t *testing.T, n int, rest string) {
		r := httptest.NewRequest(http.MethodPost, "/act", strings.NewReader("token="+tokens[uint(n)%uint(len(tokens))]+rest))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		tok, what, err := w.pages.sign.decode(r, mentee(), w.clock.Now())
		if err != nil {
			if !errors.Is(err, errBad) && !errors.Is(err, errLong) && !errors.Is(err, errToken) && !errors.Is(err, errStale) {
				t.Fatalf("unnamed error %T", err)
			}
			return
		}
		if tok.ID == "" || what == nil {
			t.Fatal("neither read nor refused")
		}
		if s, ok := what.(chat.Submitted); ok {
			for id, texts := range s.Values {
				if _, known := forms[0].Form.Field(id); !known || len(texts) > chat.MaxShownOptions {
					t.Fatalf("field %q with %d values", id, len(texts))
				}
			}
		}
	})
}
