package slacktown

import (
	"encoding/json"
	"time"
)

// view is a modal or a home that is open.
type view struct {
	id, hash, user string
	kind           string // modal or home
	body           object
	typed          map[string]object // what the person filled in, by block and action
	errors         map[string]string // beside the fields, by block_id
	previous       string
	root           string
}

// trigger allows one dialog within three seconds of what a person did.
type trigger struct {
	user string
	at   time.Time
	used bool
}

// triggerLife is how long a trigger_id may be used.
const triggerLife = 3 * time.Second

// mostViews is how many modals may be stacked, mostView how many bytes one has.
const (
	mostViews = 3
	mostView  = 250 << 10
)

// newTrigger allows the person's next dialog. The caller holds the lock.
func (t *Town) newTrigger(user string) string {
	id := t.id("Tr")
	t.triggers[id] = &trigger{user: user, at: t.Now()}
	return id
}

// spend uses a trigger up.
func (t *Town) spend(c call) (user string, bad object) {
	tr := t.triggers[c.text("trigger_id")]
	switch {
	case tr == nil:
		return "", no("invalid_trigger_id")
	case tr.used:
		return "", no("exchanged_trigger_id")
	case t.Now().Sub(tr.at) > triggerLife:
		return "", no("expired_trigger_id")
	}
	tr.used = true
	return tr.user, nil
}

// takeView reads and checks the view of a call.
func (t *Town) takeView(where, kind string, raw any) (object, object) {
	body, ok := raw.(object)
	if !ok {
		t.Refuse(where, "view is no object")
		return nil, no("invalid_arguments")
	}
	if b, _ := json.Marshal(body); len(b) > mostView {
		t.Refuse(where, "view is too large")
		return nil, no("view_too_large")
	}
	if kind == "home" {
		t.counts.Homes++
	} else {
		t.counts.Modals++
	}
	if problems := t.checkView(kind, body); len(problems) > 0 {
		t.Refuse(where, problems...)
		return nil, object{"ok": false, "error": "invalid_arguments", "response_metadata": object{"messages": problems}}
	}
	return body, nil
}

// newView opens a view. The caller holds the lock.
func (t *Town) newView(user, kind string, body object) *view {
	v := &view{id: t.id("V"), user: user, kind: kind, typed: map[string]object{}}
	v.root = v.id
	t.views[v.id] = v
	t.draw(v, body)
	return v
}

// draw gives a view its content. What was typed stays where a field of the
// same block_id and action_id stands.
func (t *Town) draw(v *view, body object) {
	v.body, v.errors = body, nil
	v.hash = stamp(t.Now().UnixMicro()) + "." + t.id("h")
	keep := map[string]object{}
	for _, in := range inputs(body) {
		if was, ok := v.typed[in.key()]; ok && was["type"] == in.element["type"] {
			keep[in.key()] = was
		} else {
			keep[in.key()] = initial(in.element)
		}
	}
	v.typed = keep
}

func (t *Town) viewObject(v *view) object {
	out := object{}
	for k, val := range v.body {
		out[k] = val
	}
	state := object{}
	for _, in := range inputs(v.body) {
		block, _ := state[in.block].(object)
		if block == nil {
			block = object{}
			state[in.block] = block
		}
		block[in.action] = v.typed[in.key()]
	}
	out["id"], out["hash"], out["team_id"], out["type"] = v.id, v.hash, t.Team, v.kind
	out["app_id"], out["bot_id"], out["state"] = "A0TOWN", "B0BOT", object{"values": state}
	out["root_view_id"], out["previous_view_id"] = v.root, nil
	if v.previous != "" {
		out["previous_view_id"] = v.previous
	}
	for _, k := range []string{"private_metadata", "callback_id", "external_id"} {
		if out[k] == nil {
			out[k] = ""
		}
	}
	return out
}

func (t *Town) openView(c call) object {
	user, bad := t.spend(c)
	if bad != nil {
		return bad
	}
	body, bad := t.takeView(c.Method, "modal", c.json("view"))
	if bad != nil {
		return bad
	}
	v := t.newView(user, "modal", body)
	t.stacks[user] = []*view{v}
	return object{"view": t.viewObject(v)}
}

func (t *Town) pushView(c call) object {
	user, bad := t.spend(c)
	if bad != nil {
		return bad
	}
	if len(t.stacks[user]) == 0 {
		return no("invalid_trigger_id")
	}
	body, bad := t.takeView(c.Method, "modal", c.json("view"))
	if bad != nil {
		return bad
	}
	v, bad := t.push(user, body)
	if bad != nil {
		return bad
	}
	return object{"view": t.viewObject(v)}
}

func (t *Town) push(user string, body object) (*view, object) {
	stack := t.stacks[user]
	if len(stack) >= mostViews {
		t.Refuse("push", "more than three views")
		return nil, no("push_limit_reached")
	}
	v := t.newView(user, "modal", body)
	if n := len(stack); n > 0 {
		v.previous, v.root = stack[n-1].id, stack[0].id
	}
	t.stacks[user] = append(stack, v)
	return v, nil
}

func (t *Town) updateView(c call) object {
	v := t.views[c.text("view_id")]
	if v == nil || !t.isOpen(v) {
		return no("not_found")
	}
	if h := c.text("hash"); h != "" && h != v.hash {
		return no("hash_conflict")
	}
	body, bad := t.takeView(c.Method, v.kind, c.json("view"))
	if bad != nil {
		return bad
	}
	t.draw(v, body)
	return object{"view": t.viewObject(v)}
}

func (t *Town) isOpen(v *view) bool {
	if v.kind == "home" {
		return t.homes[v.user] == v
	}
	for _, open := range t.stacks[v.user] {
		if open == v {
			return true
		}
	}
	return false
}

func (t *Town) publishView(c call) object {
	u := t.users[c.text("user_id")]
	if u == nil {
		return no("user_not_found")
	}
	v := t.homes[u.ID]
	if h := c.text("hash"); h != "" && v != nil && h != v.hash {
		return no("hash_conflict")
	}
	body, bad := t.takeView(c.Method, "home", c.json("view"))
	if bad != nil {
		return bad
	}
	if v == nil {
		v = t.newView(u.ID, "home", body)
		t.homes[u.ID] = v
	} else {
		t.draw(v, body)
	}
	return object{"view": t.viewObject(v)}
}

// Touch changes the hash of the person's open modal, as another update of it
// would.
func (t *Town) Touch(user string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if v := t.top(user); v != nil {
		t.draw(v, v.body)
	}
}

func (t *Town) top(user string) *view {
	if s := t.stacks[user]; len(s) > 0 {
		return s[len(s)-1]
	}
	return nil
}
