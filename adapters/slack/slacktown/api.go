package slacktown

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"

	"tsukiichi/adapters/townhall"
)

// call is one call of the API with what it brought.
type call struct {
	townhall.Call
	args object
	host string
}

func (c call) text(name string) string {
	s, _ := c.args[name].(string)
	return s
}

// json is an argument that holds JSON, as text or as it is.
func (c call) json(name string) any {
	if s, ok := c.args[name].(string); ok && s != "" {
		var v any
		if json.Unmarshal([]byte(s), &v) != nil {
			return nil
		}
		return v
	}
	return c.args[name]
}

// method answers a call. The caller holds the lock.
type method func(t *Town, c call) object

func methods() map[string]method {
	return map[string]method{
		"auth.test": (*Town).authTest,

		"chat.postMessage": (*Town).postMessage, "chat.update": (*Town).update, "chat.delete": (*Town).delete,
		"conversations.open": (*Town).openConversation,

		"views.open": (*Town).openView, "views.push": (*Town).pushView,
		"views.update": (*Town).updateView, "views.publish": (*Town).publishView,

		"users.info": (*Town).userInfo, "users.lookupByEmail": (*Town).lookupByEmail,

		"files.getUploadURLExternal": (*Town).uploadURL, "files.completeUploadExternal": (*Town).completeUpload,

		"apps.connections.open": (*Town).openConnection,
	}
}

func no(code string) object { return object{"ok": false, "error": code} }

// ServeHTTP is the API, the upload addresses, the response addresses and the
// sockets.
func (t *Town) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case strings.HasPrefix(r.URL.Path, "/api/"):
		t.api(w, r, strings.TrimPrefix(r.URL.Path, "/api/"))
	case strings.HasPrefix(r.URL.Path, "/upload/"):
		t.upload(w, r)
	case strings.HasPrefix(r.URL.Path, "/response/"):
		t.respond(w, r)
	case r.URL.Path == "/link":
		t.link(w, r)
	default:
		http.NotFound(w, r)
	}
}

func (t *Town) api(w http.ResponseWriter, r *http.Request, name string) {
	args, ok := readArgs(r)
	c := call{Call: townhall.Call{Method: name}, args: args, host: r.Host}
	t.mu.Lock()
	c.User = t.whose(c)
	c.Text = c.text("text")
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
	answer := no("invalid_form_data")
	if ok {
		answer = t.answer(c, token(r, args))
	}
	if f != nil {
		f.Strike(w, r)
		return
	}
	if answer["error"] == "ratelimited" {
		w.Header().Set("Retry-After", "1")
		w.WriteHeader(http.StatusTooManyRequests)
	}
	if name == "auth.test" {
		w.Header().Set("X-OAuth-Scopes", t.scopes)
	}
	writeJSON(w, answer)
}

func writeJSON(w http.ResponseWriter, v any) {
	if w.Header().Get("Content-Type") == "" {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
	}
	_ = json.NewEncoder(w).Encode(v)
}

func (t *Town) answer(c call, token string) object {
	t.mu.Lock()
	defer t.mu.Unlock()
	do, ok := methods()[c.Method]
	if !ok {
		t.Refuse(c.Method, "unknown method")
		return no("unknown_method")
	}
	want := t.BotToken
	if c.Method == "apps.connections.open" {
		want = t.AppToken
	}
	switch {
	case token == "":
		return no("not_authed")
	case token != want && (token == t.AppToken || token == t.BotToken):
		return no("not_allowed_token_type")
	case token != want:
		return no("invalid_auth")
	case t.revoked && want == t.BotToken:
		return no("token_revoked")
	}
	out := do(t, c)
	if _, said := out["ok"]; !said {
		out["ok"] = true
	}
	return out
}

// readArgs takes a call's arguments from its form or its JSON.
func readArgs(r *http.Request) (object, bool) {
	out := object{}
	body, err := io.ReadAll(io.LimitReader(r.Body, 8<<20))
	if err != nil {
		return nil, false
	}
	kind := r.Header.Get("Content-Type")
	if strings.HasPrefix(kind, "application/json") {
		return out, len(body) == 0 || json.Unmarshal(body, &out) == nil
	}
	values, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, false
	}
	for _, from := range []url.Values{r.URL.Query(), values} {
		for k, v := range from {
			out[k] = v[0]
		}
	}
	return out, true
}

// token is the form field or the bearer's.
func token(r *http.Request, args object) string {
	if s, ok := args["token"].(string); ok && s != "" {
		return s
	}
	return strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
}

// whose is the person a call is about.
func (t *Town) whose(c call) string {
	for _, name := range []string{"channel", "user_id", "user", "users"} {
		id := c.text(name)
		if ch := t.channels[id]; ch != nil {
			return ch.user
		}
		if id != "" {
			return id
		}
	}
	return ""
}

func (t *Town) authTest(call) object {
	out := object{"url": "https://town.slack.com/", "team": "Town", "user": "tsukiichi",
		"team_id": t.Team, "user_id": "U0BOT", "bot_id": "B0BOT", "is_enterprise_install": false}
	if t.Enterprise != "" {
		out["enterprise_id"] = t.Enterprise
	}
	return out
}
