package teamstown

import (
	"net/http"
	"strings"

	"tsukiichi/adapters/townhall"
)

// Person is a member of the organisation. Their client has dialogs unless Old.
type Person struct {
	ID    string // Entra object id, a GUID in lower case
	Name  string
	Email string // and user principal name; "" is one made of the id
	// Locale and Zone are what the client says; "" is Japan's.
	Locale, Zone string
	// Installed is whether the app is there for them, Block the code of the 403
	// that the connector answers with, "" for none.
	Installed bool
	Block     string
	// Old is a client without dialogs and without Action.Execute.
	Old bool
}

// Move adds a person or changes one.
func (t *Town) Move(p Person) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.move(p)
}

func (t *Town) move(p Person) *Person {
	fill(&p.Locale, "ja-JP")
	fill(&p.Zone, "Asia/Tokyo")
	fill(&p.Name, p.ID)
	t.people[p.ID] = &p
	if t.current[p.ID] == nil {
		t.open(p.ID)
	}
	return &p
}

// person is who has the id; who is not there moves in. The caller holds the
// lock.
func (t *Town) person(id string) *Person {
	if p := t.people[id]; p != nil {
		return p
	}
	return t.move(Person{ID: id})
}

// Edit changes a person.
func (t *Town) Edit(id string, change func(*Person)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	change(t.person(id))
}

// Person is who has the id; ok is false for nobody.
func (t *Town) Person(id string) (p Person, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.people[id] == nil {
		return Person{}, false
	}
	return *t.people[id], true
}

// UserID is a person's id in Teams, which no list of the organisation has.
func (t *Town) UserID(id string) string { return "29:1" + digest("user", t.AppID, id) }

// whose finds a person by either id.
func (t *Town) whose(id string) *Person {
	if p := t.people[strings.ToLower(id)]; p != nil {
		return p
	}
	for _, p := range t.people {
		if t.UserID(p.ID) == id {
			return p
		}
	}
	return nil
}

func (t *Town) memberObject(p *Person) object {
	mail := p.Email
	fill(&mail, p.ID+"@town.example")
	return object{
		"id": t.UserID(p.ID), "name": p.Name, "objectId": p.ID, "aadObjectId": p.ID, "givenName": p.Name, "surname": "",
		"email": mail, "userPrincipalName": mail, "tenantId": t.Tenant, "userRole": "user",
	}
}

func (t *Town) memberOf(c *call) reply {
	th, bad := t.thread(c)
	if bad != nil {
		return *bad
	}
	p := t.whose(c.member)
	if p == nil || p.ID != th.user {
		return failed(http.StatusNotFound, "MemberNotFoundInConversation", "Member not found in conversation.")
	}
	return reply{body: t.memberObject(p)}
}

func (t *Town) membersOf(c *call) reply {
	th, bad := t.thread(c)
	if bad != nil {
		return *bad
	}
	return reply{body: []any{t.memberObject(t.people[th.user])}}
}

// blocked is the 403 of a person who is not to be written to, or nil.
func (t *Town) blocked(p *Person) *reply {
	code := p.Block
	if !p.Installed {
		fill(&code, "BotNotInConversationRoster")
	}
	var out reply
	switch code {
	case "":
		return nil
	case "MessageWritesBlocked":
		out = nested(http.StatusForbidden, 209, code)
	default:
		out = failed(http.StatusForbidden, code, "The bot is not part of the conversation roster.")
	}
	return &out
}

// invited is the person whom a createConversation names, "" for nobody.
func (t *Town) invited(c *call) string {
	members := townhall.ListAt(c.body, "members")
	if len(members) != 1 {
		return ""
	}
	m, _ := members[0].(object)
	if p := t.whose(townhall.TextAt(m, "id")); p != nil {
		return p.ID
	}
	return ""
}

// create opens the conversation with one person.
func (t *Town) create(c *call) reply {
	bad := func(why string) reply {
		t.Refuse("create", why)
		return failed(http.StatusBadRequest, "BadSyntax", why)
	}
	members := townhall.ListAt(c.body, "members")
	switch {
	case townhall.TextAt(townhall.ObjectAt(c.body, "bot"), "id") != t.bot():
		return bad("Bot is not who asks")
	case c.body["isGroup"] != false:
		return bad("A conversation with one person is no group")
	case len(members) != 1:
		return bad("Exactly one member makes a conversation")
	case townhall.TextAt(c.body, "tenantId") != t.Tenant,
		townhall.TextAt(townhall.ObjectAt(townhall.ObjectAt(c.body, "channelData"), "tenant"), "id") != t.Tenant:
		return failed(http.StatusForbidden, "BotNotInTenant", "The bot is not in the tenant")
	case c.body["activity"] != nil:
		return bad("A first activity comes by itself")
	}
	m, _ := members[0].(object)
	if townhall.TextAt(m, "id") == "" {
		return bad("members[0].id is missing")
	}
	p := t.people[c.User]
	if p == nil {
		return failed(http.StatusForbidden, "ForbiddenOperationException", "The user is not in the tenant")
	}
	if no := t.blocked(p); no != nil && !p.Installed {
		return *no
	}
	return reply{status: http.StatusCreated, body: object{"id": t.current[p.ID].id}}
}
