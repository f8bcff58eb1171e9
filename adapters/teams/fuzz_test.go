package teams

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/infracloudio/msbotbuilder-go/schema"

	"tsukiichi/bot/chat"
)

// Everything that is decoded stands whatever comes. The seeds are what the
// platform sends and what was found to break readers of it.

func FuzzActivity(f *testing.F) {
	o := newOffice(f)
	for _, change := range []object{
		nil, install("add"), install("remove"), added(object{"id": "29:user", "aadObjectId": testPerson}),
		invoke(invokeFetch, pressing("plan.offer", "p")), invoke(invokeSubmit, sending("reflect", object{"t.line": "x"})),
		invoke(invokeAction, pressing("plan.take", "s1")), {"value": "x"}, {"value": []int{1}}, {"channelData": 5},
		{"timestamp": "2026-07-01T03:00:00"}, {"timestamp": "2026-07-01T12:00:00.1234567+09:00"}, {"membersAdded": []any{nil}},
	} {
		f.Add(asJSON(f, o.activityOf(change)))
	}
	for _, s := range []string{"", "null", "[]", "{}", `{"type":"message"}`, `{"TYPE":"message","type":5}`, "\xff", `{"type":"message","timestamp":"9999-12-31T23:59:59Z"}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		in, err := decodeActivity(raw, noon)
		if err != nil {
			if err != errBad {
				t.Errorf("error %v", err)
			}
			return
		}
		var act schema.Activity
		if err := json.Unmarshal(in.normal(), &act); err != nil {
			t.Errorf("the library cannot read %s: %v", in.normal(), err)
		}
		if string(act.Type) != in.Type || act.ServiceURL != in.ServiceURL || act.ChannelID != in.ChannelID || !act.Timestamp.Equal(in.at) {
			t.Errorf("the library reads %v for %v", act, in)
		}
		e := in.event(ourTenant)
		if e.ID == "" || e.At.IsZero() || e.At.After(noon.Add(maxSkew)) {
			t.Errorf("event %v", e)
		}
		if who := in.who(); who != "" && !isGUID(who) {
			t.Errorf("who %q", who)
		}
		in.ours(ourTenant)
		in.joined()
		if ref := in.card(); ref != "" && in.ServiceURL != "" && in.Conversation.ID != "" {
			if _, ok := parseRef(ref); !ok {
				t.Errorf("ref %q", ref)
			}
		}
		if p, s, err := readData(in.carries()); err == nil && (p == nil) == (s == nil) {
			t.Error("neither a press nor a form")
		}
	})
}

func FuzzToken(f *testing.F) {
	o := newOffice(f)
	v := o.adapter().verifier
	good := o.sign("k0", nil)
	parts := strings.Split(good, ".")
	for _, s := range []string{
		good, "", ".", "..", "...", parts[0], parts[0] + "." + parts[1], parts[0] + "." + parts[1] + ".", good + "=", good + ".x",
		parts[0] + ".e30." + parts[2], "e30." + parts[1] + "." + parts[2], unsigned(f, o.claimsNow()),
		o.sign("k0", object{"aud": []any{nil, 5, testApp}}), o.sign("k0", object{"exp": 1e300}), o.sign("k0", object{"serviceurl": 5}),
	} {
		f.Add("Bearer " + s)
	}
	f.Add("Basic " + good)
	f.Fuzz(func(t *testing.T, header string) {
		p, err := v.prove(t.Context(), http.Header{"Authorization": {header}})
		if (err == nil) != (p != nil) || err != nil && err != errForged && err != errKeys {
			t.Errorf("got %v, %v", p, err)
		}
		if err != nil || header == "Bearer "+good {
			return
		}
		if rest, ok := strings.CutPrefix(header, "Bearer "); !ok || strings.Count(rest, ".") != 2 || p.claims.ServiceURL == "" {
			t.Errorf("accepted %q", header)
		}
	})
}

func FuzzRoute(f *testing.F) {
	for _, s := range []string{string(knownWay.route()), "", "{}", "[]", `{"s":"x","c":"y","u":5}`, `{"s":"\ud800","c":"y"}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		w, ok := parseRoute(chat.Route(s))
		if !ok {
			return
		}
		if again, ok := parseRoute(w.route()); !ok || again != w {
			t.Errorf("%q came back as %v", s, again)
		}
	})
}

func FuzzRef(f *testing.F) {
	for _, s := range []string{string(place{serviceURL, chatID, "act/7"}.ref()), "", "{}", `{"s":"x","c":"y","a":5}`, "null"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, ok := parseRef(chat.Ref(s))
		if !ok {
			return
		}
		if again, ok := parseRef(p.ref()); !ok || again != p {
			t.Errorf("%q came back as %v", s, again)
		}
	})
}

func FuzzError(f *testing.F) {
	for _, s := range []string{
		`{"error":{"code":"ConversationNotFound","message":"Conversation not found."}}`,
		`{"errorCode":209,"message":"{\"subCode\":\"MessageWritesBlocked\",\"details\":null}"}`,
		`{"errorCode":"x","message":{"subCode":5}}`, `{"error":"x"}`, `{"error":{"code":5}}`, `{"message":"{"}`, `[]`, ``, `null`, `"x"`,
		`{"error":{"code":"` + testWords + `"}}`,
	} {
		f.Add(http.StatusForbidden, s, "17")
	}
	f.Add(http.StatusTooManyRequests, "", "Wed, 01 Jul 2026 03:01:00 GMT")
	f.Add(http.StatusTooManyRequests, "", "-1")
	f.Add(http.StatusTooManyRequests, "", "NaN")
	f.Fuzz(func(t *testing.T, status int, body, after string) {
		e := readError(status, http.Header{"Retry-After": {after}}, []byte(body), noon)
		if e.after < 0 || e.after > longestWait {
			t.Errorf("waits %s", e.after)
		}
		if e.status != status || len(e.word()) > 60 || plainCode(e.word()) != e.word() {
			t.Errorf("word %q", e.word())
		}
		for _, op := range []operation{opPost, opChange, opCreate} {
			meaningOf(op, e)
		}
	})
}

func FuzzKeySet(f *testing.F) {
	f.Add(string(newOffice(f).keySet()))
	for _, s := range []string{"", "{}", `{"keys":[{"kty":"RSA","kid":"k","n":"!","e":"AQAB"}]}`, `{"keys":[{"kty":"RSA","kid":"k","n":"AQAB","e":""}]}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		keys, err := parseKeys([]byte(s), noon)
		if (err == nil) != (len(keys) > 0) {
			t.Errorf("%d keys, %v", len(keys), err)
		}
		for kid, k := range keys {
			if kid == "" || k.rsa.N.BitLen() < leastKey || k.rsa.E < 3 {
				t.Errorf("took %q", kid)
			}
		}
	})
}

func FuzzLink(f *testing.F) {
	s, err := newSealer(Options{AppPassword: testSecret, AppID: testApp})
	if err != nil {
		f.Fatal(err)
	}
	good, _ := s.seal(link{Until: noon.Add(time.Hour).Unix(), Name: "a.csv"}, []byte("x"))
	for _, token := range []string{good, "", "A", good[:20], good + "A", strings.Repeat("A", maxLink)} {
		f.Add(token)
	}
	f.Fuzz(func(t *testing.T, token string) {
		l, data, err := s.open(token, noon)
		if err == nil && (l.Name != "a.csv" || string(data) != "x") || token == good && err != nil {
			t.Errorf("%q: %v, %v", token, l, err)
		}
	})
}
