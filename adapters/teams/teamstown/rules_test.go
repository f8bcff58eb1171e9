package teamstown

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"tsukiichi/adapters/townhall"
)

// member and stranger are people: one has the app, one has not.
const (
	member   = "11111111-aaaa-4bbb-8ccc-000000000001"
	stranger = "11111111-aaaa-4bbb-8ccc-000000000002"
)

// dial is a town with a clock that the test moves, and its token.
type dial struct {
	*Town
	t     *testing.T
	at    time.Time
	token string
}

func newDial(t *testing.T, o Options) *dial {
	t.Helper()
	d := &dial{t: t, at: time.Date(2026, 7, 15, 0, 0, 0, 0, time.UTC)}
	o.Now, o.InProcess = func() time.Time { return d.at }, true
	d.Town = New(t, o)
	d.Move(Person{ID: member, Name: "例田 一", Installed: true})
	d.Move(Person{ID: stranger})
	_, got := d.tokenFor(nil)
	d.token = townhall.TextAt(got, "access_token")
	return d
}

// send asks and returns the status and the answer.
func (d *dial) send(method, address, kind, body string, head map[string]string) (*http.Response, object) {
	d.t.Helper()
	r, err := http.NewRequest(method, address, strings.NewReader(body))
	if err != nil {
		d.t.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	for k, v := range head {
		r.Header.Set(k, v)
	}
	resp, err := d.Client().Do(r)
	if err != nil {
		d.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		d.t.Fatal(err)
	}
	var out object
	if len(bytes.TrimSpace(raw)) > 0 && json.Unmarshal(raw, &out) != nil && !bytes.HasPrefix(raw, []byte("<")) {
		d.t.Fatalf("not JSON: %s", raw)
	}
	return resp, out
}

func (d *dial) tokenFor(change map[string]string) (int, object) {
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {d.AppID}, "client_secret": {d.Password}, "scope": {scope}}
	tenant := d.Tenant
	for k, v := range change {
		if k == "tenant" {
			tenant = v
			continue
		}
		form.Set(k, v)
	}
	resp, out := d.send("POST", d.LoginURL()+"/"+tenant+"/oauth2/v2.0/token", "application/x-www-form-urlencoded", form.Encode(), nil)
	return resp.StatusCode, out
}

// call uses the connector and returns the status and the error's code.
func (d *dial) call(method, path string, body any) (status int, code string, out object) {
	d.t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		d.t.Fatal(err)
	}
	resp, out := d.send(method, d.ServiceURL()+"v3/conversations"+path, "application/json", string(raw),
		map[string]string{"Authorization": "Bearer " + d.token})
	code = townhall.TextAt(townhall.ObjectAt(out, "error"), "code")
	var inner object
	if json.Unmarshal([]byte(townhall.TextAt(out, "message")), &inner) == nil && out["errorCode"] != nil {
		code = townhall.TextAt(inner, "subCode")
	}
	if after := resp.Header.Get("Retry-After"); after != "" {
		code += " " + after
	}
	return resp.StatusCode, code, out
}

// want fails the test unless the call ends so.
func (d *dial) want(what, method, path string, body any, status int, code string) object {
	d.t.Helper()
	got, said, out := d.call(method, path, body)
	if got != status || said != code {
		d.t.Errorf("%s: %d %q, want %d %q: %v", what, got, said, status, code, out)
	}
	return out
}

func (d *dial) invite(change func(object)) object {
	b := object{
		"bot": object{"id": "28:" + d.AppID}, "isGroup": false, "members": []any{object{"id": member}},
		"tenantId": d.Tenant, "channelData": object{"tenant": object{"id": d.Tenant}},
	}
	if change != nil {
		change(b)
	}
	return b
}

// thread opens the member's conversation and returns its path.
func (d *dial) open() string {
	d.t.Helper()
	id := townhall.TextAt(d.want("create", "POST", "", d.invite(nil), 201, ""), "id")
	if !strings.ContainsAny(id, "/") || !strings.ContainsAny(id, ":") {
		d.t.Errorf("the id %q needs no escaping", id)
	}
	return "/" + url.PathEscape(id)
}

func words(s string) object { return object{"type": "message", "text": s} }

const plainCard = `{"type":"AdaptiveCard","version":"1.5","body":[{"type":"TextBlock","text":"はい","wrap":true}]}`

func asCard(s string) object {
	var content object
	if err := json.Unmarshal([]byte(s), &content); err != nil {
		panic(err)
	}
	return object{"type": "message", "summary": "はい", "attachments": []any{object{"contentType": cardType, "content": content}}}
}

func TestTokens(t *testing.T) {
	t.Parallel()
	d := newDial(t, Options{})
	for _, c := range []struct {
		name, key, value string
		status           int
		code             string
	}{
		{"other tenant", "tenant", "organizations", 400, "invalid_request"},
		{"other grant", "grant_type", "password", 400, "unsupported_grant_type"},
		{"other app", "client_id", "x", 400, "unauthorized_client"},
		{"other secret", "client_secret", "x", 401, "invalid_client"},
		{"other scope", "scope", "openid", 400, "invalid_scope"},
	} {
		if status, got := d.tokenFor(map[string]string{c.key: c.value}); status != c.status || got["error"] != c.code {
			t.Errorf("%s: %d %v", c.name, status, got)
		}
	}
	path := d.open()
	d.want("good", "POST", path+"/activities", words("x"), 201, "")
	good := d.token
	d.token = good + "x"
	d.want("another token", "POST", path+"/activities", words("x"), 401, "")
	d.token = good
	d.at = d.at.Add(61 * time.Minute)
	d.want("an old token", "POST", path+"/activities", words("x"), 401, "")
	_, fresh := d.tokenFor(nil)
	d.token = townhall.TextAt(fresh, "access_token")
	d.want("a new token", "POST", path+"/activities", words("x"), 201, "")
	d.Void()
	d.want("a token made worthless", "POST", path+"/activities", words("x"), 401, "")
	if n := d.Calls("token"); n != 7 {
		t.Errorf("%d calls of the token endpoint", n)
	}
}

func TestFirstContact(t *testing.T) {
	t.Parallel()
	d := newDial(t, Options{})
	d.want("by the id in Teams", "POST", "", d.invite(func(b object) { b["members"] = []any{object{"id": d.UserID(member)}} }), 201, "")
	d.want("id in aadObjectId", "POST", "", d.invite(func(b object) { b["members"] = []any{object{"aadObjectId": member}} }), 400, "BadSyntax")
	d.want("without the app", "POST", "", d.invite(func(b object) { b["members"] = []any{object{"id": stranger}} }), 403, "BotNotInConversationRoster")
	d.want("nobody", "POST", "", d.invite(func(b object) { b["members"] = []any{object{"id": "x@town.example"}} }), 403, "ForbiddenOperationException")
	d.want("other tenant", "POST", "", d.invite(func(b object) { b["tenantId"] = "x" }), 403, "BotNotInTenant")
	d.want("other bot", "POST", "", d.invite(func(b object) { b["bot"] = object{"id": "28:x"} }), 400, "BadSyntax")
	d.want("group", "POST", "", d.invite(func(b object) { b["isGroup"] = true }), 400, "BadSyntax")
	first, again := d.open(), d.open()
	if first != again {
		t.Error("two conversations with one person")
	}
	d.Forget(member)
	d.want("cleared", "POST", first+"/activities", words("x"), 404, "ConversationNotFound")
	d.want("opened again", "POST", d.open()+"/activities", words("x"), 201, "")
}

func TestBlocks(t *testing.T) {
	t.Parallel()
	d := newDial(t, Options{})
	path := d.open()
	for _, code := range []string{"BotDisabledByAdmin", "ConversationBlockedByUser", "MessageWritesBlocked", "BotNotInConversationRoster"} {
		d.Edit(member, func(p *Person) { p.Block = code })
		d.want(code, "POST", path+"/activities", words("x"), 403, code)
	}
	d.Edit(member, func(p *Person) { p.Block = "" })
	d.want("back", "POST", path+"/activities", words("x"), 201, "")
	if n := len(d.Posts()); n != 1 {
		t.Errorf("%d messages arrived", n)
	}
}

func TestActivities(t *testing.T) {
	t.Parallel()
	d := newDial(t, Options{})
	path := d.open()
	both := asCard(plainCard)
	both["text"] = "x"
	two := asCard(plainCard)
	two["attachments"] = append(two["attachments"].([]any), two["attachments"].([]any)[0])
	silent := asCard(plainCard)
	delete(silent, "summary")
	zero := words("x")
	zero["timestamp"] = "0001-01-01T00:00:00Z"
	for name, c := range map[string]struct {
		body   object
		status int
		code   string
	}{
		"text":          {words("x"), 201, ""},
		"card":          {asCard(plainCard), 201, ""},
		"typing":        {object{"type": "typing"}, 202, ""},
		"both":          {both, 400, "BadSyntax"},
		"two cards":     {two, 400, "BadSyntax"},
		"no summary":    {silent, 400, "BadSyntax"},
		"nothing":       {object{"type": "message"}, 400, "BadSyntax"},
		"no time":       {zero, 400, "BadSyntax"},
		"other version": {asCard(strings.Replace(plainCard, "1.5", "1.6", 1)), 400, "BadArgument"},
		"bad card":      {asCard(strings.Replace(plainCard, "TextBlock", "Input.Text", 1)), 400, "BadArgument"},
		"long":          {words(strings.Repeat("あ", 51000)), 413, "MessageSizeTooBig"},
		"bare mention":  {words("<at>誰か</at>さん"), 400, "BadSyntax"},
		"event":         {object{"type": "event", "text": "x"}, 400, "BadSyntax"},
	} {
		before := len(d.Refusals())
		d.want(name, "POST", path+"/activities", c.body, c.status, c.code)
		if got := len(d.Refusals()) > before; got != (c.status/100 == 4) {
			t.Errorf("%s: recorded as refused: %v", name, got)
		}
	}
	mention := words("<at>例田 一</at>さん")
	mention["entities"] = []any{object{"type": "mention", "text": "<at>例田 一</at>", "mentioned": object{"id": d.UserID(member), "name": "例田 一"}}}
	d.want("mention", "POST", path+"/activities", mention, 201, "")
	sent := townhall.TextAt(d.want("post", "POST", path+"/activities", asCard(plainCard), 201, ""), "id")
	d.want("change", "PUT", path+"/activities/"+sent, words("neu"), 200, "")
	d.want("change nothing", "PUT", path+"/activities/1", words("neu"), 404, "ActivityNotFoundInConversation")
	if got := d.Screen(member).Messages; got[len(got)-1].Text != "neu" || !got[len(got)-1].Edited {
		t.Errorf("got %v", got)
	}
	d.want("delete", "DELETE", path+"/activities/"+sent, nil, 200, "")
	d.want("gone", "PUT", path+"/activities/"+sent, words("x"), 404, "ActivityNotFoundInConversation")
	who := d.want("member", "GET", path+"/members/"+url.PathEscape(d.UserID(member)), nil, 200, "")
	if who["objectId"] != member {
		t.Errorf("the member is %v", who)
	}
	d.want("other member", "GET", path+"/members/"+stranger, nil, 404, "MemberNotFoundInConversation")
}

// TestLimits fills each window of a conversation and of the organisation: the
// next call comes too early, and after Retry-After it does not.
func TestLimits(t *testing.T) {
	t.Parallel()
	d := newDial(t, Options{Limits: true})
	path := d.open()
	d.at = d.at.Add(time.Hour)
	_, fresh := d.tokenFor(nil)
	d.token = townhall.TextAt(fresh, "access_token")
	post := func(what string, status int, code string) {
		t.Helper()
		d.want(what, "POST", path+"/activities", words("x"), status, code)
	}
	for range 7 {
		post("seven a second", 201, "")
	}
	post("the eighth in a second", 429, "RateLimitExceeded 1")
	d.at = d.at.Add(time.Second)
	post("eight in two seconds", 201, "")
	post("the ninth in two seconds", 429, "RateLimitExceeded 1")
	d.at = d.at.Add(time.Second)
	for range 52 { // to 60 in 30 seconds
		d.at = d.at.Add(400 * time.Millisecond)
		post("sixty in thirty seconds", 201, "")
	}
	d.at = d.at.Add(400 * time.Millisecond)
	post("the next in thirty seconds", 429, "RateLimitExceeded 7")
	d.at = d.at.Add(7 * time.Second)
	post("later", 201, "")
	if n := d.Counts().Limited(); n != 3 {
		t.Errorf("%d limits", n)
	}
	for i := range 51 {
		id := fmt.Sprintf("11111111-aaaa-4bbb-8ccc-1%011d", i)
		d.Move(Person{ID: id, Installed: true})
		want, code := 201, ""
		if i >= 49 { // with the one above
			want, code = 429, "RateLimitExceeded 1"
		}
		d.want("fifty a second", "POST", "", d.invite(func(b object) { b["members"] = []any{object{"id": id}} }), want, code)
	}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	d := newDial(t, Options{})
	path := d.open()
	d.Fail(townhall.Status(502).On("post").Once(1))
	d.want("before the effect", "POST", path+"/activities", words("x"), 502, "")
	if n := len(d.Posts()); n != 0 {
		t.Errorf("%d messages after a failure before the effect", n)
	}
	d.Fail(Refuse(412, "PreconditionFailed").On("post").Once(1).Late())
	d.want("after the effect", "POST", path+"/activities", words("x"), 412, "PreconditionFailed")
	if n := len(d.Posts()); n != 1 {
		t.Errorf("%d messages after a failure after the effect", n)
	}
	d.Fail(Limited(7 * time.Second).Once(1))
	d.want("limited", "POST", path+"/activities", words("x"), 429, "RateLimitExceeded 7")
	d.Fail(RefuseNested(403, 209, "MessageWritesBlocked").Once(1))
	d.want("nested", "POST", path+"/activities", words("x"), 403, "MessageWritesBlocked")
	d.want("healed", "POST", path+"/activities", words("x"), 201, "")
}

// kids are the published keys.
func (d *dial) kids() []string {
	d.t.Helper()
	_, about := d.send("GET", d.OpenIDURL(), "", "", nil)
	_, set := d.send("GET", townhall.TextAt(about, "jwks_uri"), "", "", nil)
	var out []string
	for _, k := range townhall.ListAt(set, "keys") {
		out = append(out, townhall.TextAt(k.(object), "kid"))
	}
	return out
}

func TestKeysRotate(t *testing.T) {
	t.Parallel()
	d := newDial(t, Options{})
	first := d.bearer()
	d.Rotate()
	if got := d.kids(); !slices.Equal(got, []string{KeyID(0), KeyID(1)}) {
		t.Errorf("published %v", got)
	}
	d.Vanish()
	if got := d.kids(); !slices.Equal(got, []string{KeyID(1)}) {
		t.Errorf("published %v", got)
	}
	if second := d.bearer(); first == second || second != d.bearer() {
		t.Error("a rotated key signs the same token, or each token differs")
	}
}

func (d *dial) bearer() string { return d.Town.token() }
