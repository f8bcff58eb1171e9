package teams

import (
	"testing"

	"pgregory.net/rapid"

	"tsukiichi/bot/chat"
)

func TestRouteAndRefComeBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringN(1, 20, -1)
		w := way{text.Draw(t, "service"), text.Draw(t, "conversation"), rapid.String().Draw(t, "bot"), rapid.String().Draw(t, "user")}
		if got, ok := parseRoute(w.route()); !ok || got != w {
			t.Errorf("route: got %v, want %v", got, w)
		}
		p := place{text.Draw(t, "service"), text.Draw(t, "conversation"), text.Draw(t, "activity")}
		if got, ok := parseRef(p.ref()); !ok || got != p {
			t.Errorf("ref: got %v, want %v", got, p)
		}
	})
}

func TestRoutesThatLeadNowhere(t *testing.T) {
	t.Parallel()
	for _, r := range []string{"", "x", "{}", `{"s":"https://x"}`, `{"c":"a:1"}`, `[]`, `{"s":1,"c":2}`, `{"s":"","c":"a"}`} {
		if _, ok := parseRoute(chat.Route(r)); ok {
			t.Errorf("route %q was taken", r)
		}
		if _, ok := parseRef(chat.Ref(r)); ok {
			t.Errorf("ref %q was taken", r)
		}
	}
	if _, ok := parseRef(`{"s":"https://x","c":"a:1"}`); ok {
		t.Error("a ref without a message was taken")
	}
}

func TestServiceHosts(t *testing.T) {
	t.Parallel()
	hosts, err := parseServiceHosts([]string{"smba.trafficmanager.net", " SMBA.infra.Example.com:8443 ", "127.0.0.1:9", "[::1]:9", "10.0.0.1:9"})
	if err != nil {
		t.Fatal(err)
	}
	for service, want := range map[string]string{
		"https://smba.trafficmanager.net/jp/":         "https://smba.trafficmanager.net/jp",
		"https://smba.trafficmanager.net":             "https://smba.trafficmanager.net",
		"https://smba.trafficmanager.net:443/jp":      "https://smba.trafficmanager.net:443/jp",
		"https://SMBA.trafficmanager.net/jp/":         "https://SMBA.trafficmanager.net/jp",
		"https://smba.infra.example.com:8443/":        "https://smba.infra.example.com:8443",
		"http://127.0.0.1:9/x/":                       "http://127.0.0.1:9/x",
		"http://[::1]:9/":                             "http://[::1]:9",
		"http://10.0.0.1:9/":                          "",
		"http://smba.trafficmanager.net/":             "",
		"https://smba.infra.example.com/":             "",
		"https://smba.trafficmanager.net.evil.com/":   "",
		"https://smba.trafficmanager.net@evil.com/":   "",
		"https://evil.com/smba.trafficmanager.net":    "",
		"https://evil.com#smba.trafficmanager.net":    "",
		"https://smba.trafficmanager.net/jp?x=1":      "",
		"https:smba.trafficmanager.net":               "",
		"https://u:p@smba.trafficmanager.net/":        "",
		"//smba.trafficmanager.net":                   "",
		"ftp://smba.trafficmanager.net/":              "",
		"https://smba.trafficmanager.net\\@evil.com/": "",
		"https://smba.trafficmanager.net:443:1/":      "",
		"":                                            "",
	} {
		base, ok := hosts.base(service)
		if !ok {
			base = ""
		}
		same(t, service, base, want)
	}
	for _, bad := range []string{"", "https://x", "x/y", "x y", "x?y", "u@x"} {
		if _, err := parseServiceHosts([]string{bad}); err == nil {
			t.Errorf("%q was taken as a host", bad)
		}
	}
}

func TestMember(t *testing.T) {
	t.Parallel()
	a := newOffice(t).adapter()
	want := chat.Account{Platform: Platform, Tenant: ourTenant, ID: testPerson}
	for _, id := range []string{testPerson, " AAAAAAAA-bbbb-cccc-dddd-EEEEEEEEEEEE "} {
		if got, ok := a.Member(id); !ok || got != want {
			t.Errorf("%q: got %v %v", id, got, ok)
		}
	}
	for _, id := range []string{"", "hana@example.lg.jp", "29:1x", testPerson + "0", "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeeg", "aaaaaaaabbbbccccddddeeeeeeeeeeee0000"} {
		if got, ok := a.Member(id); ok {
			t.Errorf("%q was taken as %v", id, got)
		}
	}
}
