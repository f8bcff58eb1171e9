package teamstown

import (
	"html"
	"maps"
	"strings"
	"time"

	"tsukiichi/adapters/townhall"
)

// activity is what every activity of a person begins with. The caller holds
// the lock.
func (t *Town) activity(user, kind string, more object) *Delivery {
	p, now := t.person(user), t.Now()
	zone, err := time.LoadLocation(p.Zone)
	if err != nil {
		zone = time.FixedZone("", 9*3600)
	}
	country := p.Locale
	if _, after, ok := strings.Cut(p.Locale, "-"); ok {
		country = after
	}
	a := object{
		"type": kind, "id": t.id(), "channelId": "msteams", "serviceUrl": t.region(),
		"timestamp":      now.UTC().Format("2006-01-02T15:04:05.0000000Z"),
		"localTimestamp": now.In(zone).Format("2006-01-02T15:04:05.0000000Z07:00"), "localTimezone": p.Zone,
		"from":         object{"id": t.UserID(user), "name": p.Name, "aadObjectId": user},
		"recipient":    object{"id": t.bot(), "name": "月イチ"},
		"conversation": object{"conversationType": "personal", "tenantId": t.Tenant, "id": t.current[user].id},
		"channelData":  object{"tenant": object{"id": t.Tenant}},
		"locale":       p.Locale,
		"entities": []any{object{
			"type": "clientInfo", "locale": p.Locale, "country": country, "platform": "Windows", "timezone": p.Zone,
		}},
	}
	maps.Copy(a, more)
	return &Delivery{User: user, Activity: a}
}

func (t *Town) said(user, text string) *Delivery {
	d := t.activity(user, "message", object{
		"text": text, "textFormat": "plain",
		"attachments": []any{object{"contentType": "text/html", "content": "<p>" + html.EscapeString(text) + "</p>"}},
	})
	th := t.current[user]
	th.messages = append(th.messages, &message{id: townhall.TextAt(d.Activity, "id"), text: text, own: true})
	return d
}

// tapped is a press of an Action.Submit in the chat: a message without words.
func (t *Town) tapped(user string, m *message, value object) *Delivery {
	return t.activity(user, "message", object{
		"text": "", "replyToId": m.id, "value": value,
		"channelData": object{"tenant": object{"id": t.Tenant}, "source": object{"name": "message"}, "legacy": object{"replyToId": "1:x"}},
	})
}

// invoke is what Teams wants answered at once. The id is none of the message's
// kind.
func (t *Town) invoke(user, name string, value object, m *message) *Delivery {
	d := t.activity(user, "invoke", object{"name": name, "value": value})
	d.Activity["id"] = "f:" + digest("invoke", townhall.TextAt(d.Activity, "id"))
	if m != nil {
		d.Activity["replyToId"] = m.id
	}
	return d
}

// executed is a press of an Action.Execute.
func (t *Town) executed(user string, m *message, b button, data object) *Delivery {
	return t.invoke(user, "adaptiveCard/action", object{
		"action":  object{"type": "Action.Execute", "verb": b.action["verb"], "title": b.label, "data": data},
		"trigger": "manual",
	}, m)
}

// task is task/fetch or task/submit. Some clients hand on what makes a button
// one that opens a dialog, others keep it.
func (t *Town) task(user, name string, data object, m *message) *Delivery {
	if terse(user) {
		data = maps.Clone(data)
		delete(data, "msteams")
	}
	return t.invoke(user, name, object{"data": data, "context": object{"theme": "default"}}, m)
}

// terse clients leave out what is empty.
func terse(user string) bool { return user != "" && user[len(user)-1]%2 == 1 }

// installation is the app being added or removed: both kinds of activity come.
func (t *Town) installation(user, action string) []*Delivery {
	list := "membersAdded"
	if strings.HasPrefix(action, "remove") {
		list = "membersRemoved"
	}
	members := []any{object{"id": t.bot()}}
	if list == "membersAdded" {
		members = append(members, object{"id": t.UserID(user), "aadObjectId": user})
	}
	return []*Delivery{
		t.activity(user, "installationUpdate", object{"action": action,
			"channelData": object{"tenant": object{"id": t.Tenant}, "settings": object{"selectedChannel": object{"id": t.current[user].id}}, "source": object{"name": "message"}}}),
		t.activity(user, "conversationUpdate", object{list: members}),
	}
}
