package teamstown

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"tsukiichi/adapters/townhall"
)

// call is one call of the platform with what it brought.
type call struct {
	townhall.Call
	conv, act, member string
	form              url.Values
	body              object
	size              int // of the body in UTF-16
	header            http.Header
	do                func(*Town, *call) reply
}

// reply is what goes back; status 0 is 200.
type reply struct {
	status int
	body   any
	retry  int // seconds
}

func (c *call) bearer() string {
	s, ok := strings.CutPrefix(c.header.Get("Authorization"), "Bearer ")
	if !ok {
		return ""
	}
	return s
}

// basic is the caller's name and password from the header.
func (c *call) basic() (user, pass string, ok bool) {
	s, ok := strings.CutPrefix(c.header.Get("Authorization"), "Basic ")
	if !ok {
		return "", "", false
	}
	raw, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return "", "", false
	}
	user, pass, ok = strings.Cut(string(raw), ":")
	user, errUser := url.QueryUnescape(user)
	pass, errPass := url.QueryUnescape(pass)
	return user, pass, ok && errUser == nil && errPass == nil
}

// failed is an error in the connector's first shape.
func failed(status int, code, message string) reply {
	return reply{status: status, body: object{"error": object{"code": code, "message": message}}}
}

// nested is an error in its second shape: JSON in a text.
func nested(status, code int, sub string) reply {
	inner, err := json.Marshal(object{"subCode": sub, "details": nil, "errorCode": nil, "errorSubCode": nil})
	if err != nil {
		panic("teamstown: error: " + err.Error())
	}
	return reply{status: status, body: object{"errorCode": code, "message": string(inner)}}
}

// route says what a request asks for; nil is nothing there is.
func route(r *http.Request) *call {
	c := &call{header: r.Header}
	path := r.URL.EscapedPath()
	set := func(method string, do func(*Town, *call) reply) *call {
		c.Method, c.do = method, do
		return c
	}
	switch {
	case path == "/v1/.well-known/openidconfiguration" && r.Method == http.MethodGet:
		return set("metadata", (*Town).metadata)
	case path == "/v1/.well-known/keys" && r.Method == http.MethodGet:
		return set("keys", (*Town).jwks)
	case strings.HasPrefix(path, "/login/") && strings.HasSuffix(path, "/oauth2/v2.0/token") && r.Method == http.MethodPost:
		c.conv = strings.TrimSuffix(strings.TrimPrefix(path, "/login/"), "/oauth2/v2.0/token")
		return set("token", (*Town).giveToken)
	}
	_, rest, ok := strings.Cut(path, "/v3/conversations")
	if !ok {
		return nil
	}
	var parts []string
	for _, p := range strings.Split(strings.TrimPrefix(rest, "/"), "/") {
		p, err := url.PathUnescape(p)
		if err != nil {
			return nil
		}
		parts = append(parts, p)
	}
	at := func(n int) string {
		if n < len(parts) {
			return parts[n]
		}
		return ""
	}
	c.conv = at(0)
	switch what := r.Method + " " + at(1) + " " + strconv.Itoa(len(parts)); what {
	case "POST  1":
		if c.conv == "" {
			return set("create", (*Town).create)
		}
	case "POST activities 2", "POST activities 3":
		c.act = at(2)
		return set("post", (*Town).post)
	case "PUT activities 3":
		c.act = at(2)
		return set("update", (*Town).update)
	case "DELETE activities 3":
		c.act = at(2)
		return set("delete", (*Town).remove)
	case "GET members 3":
		c.member = at(2)
		return set("member", (*Town).memberOf)
	case "GET members 2":
		return set("members", (*Town).membersOf)
	}
	return nil
}

// ServeHTTP is the issuer, the token endpoint and the connector.
func (t *Town) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := route(r)
	if c == nil {
		t.Refuse(r.Method, "no such address: "+r.URL.Path)
		http.NotFound(w, r)
		return
	}
	good := c.read(r)
	t.mu.Lock()
	if c.Method == "post" && c.body["type"] == "typing" {
		c.Method = "typing"
	}
	if th := t.threads[c.conv]; th != nil {
		c.User = th.user
	}
	if c.Method == "create" {
		c.User = t.invited(c)
	}
	f := t.Note(&c.Call)
	t.mu.Unlock()

	if t.Latency > 0 && t.After != nil {
		select {
		case <-t.After(t.Latency):
		case <-r.Context().Done():
			return
		}
	}
	if f != nil && !f.AfterEffect {
		f.Strike(w, r)
		return
	}
	out := failed(http.StatusBadRequest, "BadSyntax", "Request body is not JSON")
	if good {
		out = t.answer(c)
	}
	if f != nil {
		f.Strike(w, r)
		return
	}
	out.write(w)
}

// mostBody is how much of a body is read.
const mostBody = 8 << 20

// read takes the body apart: a form for the token endpoint, JSON elsewhere.
func (c *call) read(r *http.Request) bool {
	raw, err := io.ReadAll(io.LimitReader(r.Body, mostBody))
	if err != nil {
		return false
	}
	if c.Method == "token" {
		c.form, err = url.ParseQuery(string(raw))
		return err == nil
	}
	c.size = size(string(raw))
	if r.Method != http.MethodPost && r.Method != http.MethodPut {
		return true
	}
	if json.Unmarshal(raw, &c.body) != nil {
		return false
	}
	c.Text = townhall.TextAt(c.body, "text")
	return true
}

func (t *Town) answer(c *call) reply {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch c.Method {
	case "metadata", "keys", "token":
		return c.do(t, c)
	}
	if !t.known(c.bearer()) {
		return reply{status: http.StatusUnauthorized, body: object{"message": "Authorization has been denied for this request."}}
	}
	if wait, over := t.over(c); over {
		t.counts.limited++
		out := failed(http.StatusTooManyRequests, "RateLimitExceeded", "Rate limit exceeded")
		out.retry = wait
		return out
	}
	return c.do(t, c)
}

func (r reply) write(w http.ResponseWriter) {
	if r.retry > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(r.retry))
	}
	if r.body != nil {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
	}
	if r.status != 0 {
		w.WriteHeader(r.status)
	}
	if r.body != nil {
		_ = json.NewEncoder(w).Encode(r.body)
	}
}
