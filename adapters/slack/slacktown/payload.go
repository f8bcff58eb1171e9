package slacktown

import (
	"net/url"

	"tsukiichi/adapters/townhall"
)

// callback is an event as the Events API sends it. The caller holds the lock.
func (t *Town) callback(user string, event object) *Delivery {
	p := object{
		"token": "verification", "team_id": t.Team, "api_app_id": "A0TOWN", "type": "event_callback",
		"event_id": t.id("Ev"), "event_time": t.Now().Unix(), "event": event, "is_ext_shared_channel": false,
		"authorizations": []any{object{"enterprise_id": nil, "team_id": t.Team, "user_id": "U0BOT", "is_bot": true}},
	}
	if t.Enterprise != "" {
		p["enterprise_id"], p["context_enterprise_id"], p["context_team_id"] = t.Enterprise, t.Enterprise, t.Team
	}
	return &Delivery{Kind: "events_api", User: user, Payload: p}
}

func (t *Town) saidEvent(user, text string) *Delivery {
	ch, ts := t.im(t.user(user).ID), t.ts()
	ch.messages = append(ch.messages, &message{ts: ts, text: text, own: true})
	return t.callback(user, object{
		"type": "message", "channel": ch.id, "channel_type": "im", "user": user, "text": escape(text),
		"ts": ts, "event_ts": ts, "team": t.Team, "client_msg_id": t.id("c"),
		"blocks": []any{object{"type": "rich_text", "block_id": t.id("b"), "elements": []any{
			object{"type": "rich_text_section", "elements": []any{object{"type": "text", "text": text}}},
		}}},
	})
}

func (t *Town) homeEvent(user, tab string) *Delivery {
	e := object{"type": "app_home_opened", "user": t.user(user).ID, "channel": t.im(user).id, "tab": tab, "event_ts": t.ts()}
	if v := t.homes[user]; v != nil && tab == "home" {
		e["view"] = t.viewObject(v)
	}
	return t.callback(user, e)
}

func (t *Town) memberEvent(user, kind string) *Delivery {
	return t.callback(user, object{"type": kind, "user": t.userObject(t.user(user)), "cache_ts": t.Now().Unix(), "event_ts": t.ts()})
}

// interaction is what every interactive payload begins with.
func (t *Town) interaction(user, kind string) object {
	p := object{
		"type": kind, "api_app_id": "A0TOWN", "token": "verification",
		"user":       object{"id": t.user(user).ID, "username": t.users[user].Name, "name": t.users[user].Name, "team_id": t.Team},
		"team":       object{"id": t.Team, "domain": "town"},
		"trigger_id": t.newTrigger(user), "enterprise": nil, "is_enterprise_install": false,
	}
	if t.Enterprise != "" {
		p["enterprise"] = object{"id": t.Enterprise, "name": "Grid"}
		p["team"].(object)["enterprise_id"] = t.Enterprise
	}
	return p
}

func (t *Town) pressOn(p object, button object, block string) *Delivery {
	action := object{"action_id": button["action_id"], "block_id": block, "type": "button", "text": button["text"], "action_ts": t.ts()}
	for _, k := range []string{"value", "style", "url"} {
		if button[k] != nil {
			action[k] = button[k]
		}
	}
	p["actions"] = []any{action}
	return &Delivery{Kind: "interactive", User: townhall.TextAt(townhall.ObjectAt(p, "user"), "id"), Payload: p}
}

func (t *Town) pressInMessage(user string, ch *channel, m *message, button object, block string) *Delivery {
	p := t.interaction(user, "block_actions")
	p["container"] = object{"type": "message", "message_ts": m.ts, "channel_id": ch.id, "is_ephemeral": m.fleet}
	p["channel"] = object{"id": ch.id, "name": "directmessage"}
	p["message"] = t.messageObject(m)
	p["state"] = object{"values": object{}}
	p["response_url"] = t.root + "/response/" + ch.id + "/" + m.ts
	return t.pressOn(p, button, block)
}

func (t *Town) pressInView(v *view, button object, block string) *Delivery {
	p := t.interaction(v.user, "block_actions")
	p["container"] = object{"type": "view", "view_id": v.id}
	p["view"] = t.viewObject(v)
	return t.pressOn(p, button, block)
}

func (t *Town) submission(v *view) *Delivery {
	p := t.interaction(v.user, "view_submission")
	p["view"], p["response_urls"] = t.viewObject(v), []any{}
	return &Delivery{Kind: "interactive", User: v.user, Payload: p}
}

func (t *Town) command(user, name, text string) *Delivery {
	ch := t.im(t.user(user).ID)
	form := url.Values{
		"token": {"verification"}, "team_id": {t.Team}, "team_domain": {"town"}, "channel_id": {ch.id},
		"channel_name": {"directmessage"}, "user_id": {user}, "user_name": {t.users[user].Name},
		"command": {name}, "text": {text}, "api_app_id": {"A0TOWN"}, "is_enterprise_install": {"false"},
		"response_url": {t.root + "/response/" + ch.id + "/command"}, "trigger_id": {t.newTrigger(user)},
	}
	if t.Enterprise != "" {
		form.Set("enterprise_id", t.Enterprise)
		form.Set("enterprise_name", "Grid")
	}
	p := object{}
	for k := range form {
		p[k] = form.Get(k)
	}
	return &Delivery{Kind: "slash_commands", User: user, Payload: p, form: form}
}
