package slacktown

import (
	"slices"
	"strings"
)

// User is a member of the workspace.
type User struct {
	ID, Name, Email, Locale, Zone string
	// Deleted is a deactivated account, Stranger a member of another
	// workspace in a shared channel.
	Deleted bool
}

// Move adds a member or changes one. An empty locale and zone are Japan's.
func (t *Town) Move(u User) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.move(u)
}

func (t *Town) move(u User) *User {
	fill(&u.Locale, "ja-JP")
	fill(&u.Zone, "Asia/Tokyo")
	fill(&u.Name, u.ID)
	t.users[u.ID] = &u
	t.im(u.ID)
	return &u
}

// user is the member; who is not there moves in. The caller holds the lock.
func (t *Town) user(id string) *User {
	if u := t.users[id]; u != nil {
		return u
	}
	return t.move(User{ID: id})
}

// Email has the workspace vouch for the address.
func (t *Town) Email(id, address string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.user(id).Email = address
}

func (t *Town) userObject(u *User) object {
	profile := object{"real_name": u.Name, "display_name": u.Name, "team": t.Team}
	if u.Email != "" {
		profile["email"] = u.Email
	}
	out := object{
		"id": u.ID, "team_id": t.Team, "name": strings.ToLower(u.ID), "real_name": u.Name, "deleted": u.Deleted,
		"tz": u.Zone, "profile": profile, "is_bot": false, "is_app_user": false, "updated": t.Now().Unix(),
	}
	if t.Enterprise != "" {
		out["enterprise_user"] = object{"id": u.ID, "enterprise_id": t.Enterprise, "teams": []string{t.Team}}
	}
	return out
}

func (t *Town) userInfo(c call) object {
	u := t.users[c.text("user")]
	if u == nil {
		return no("user_not_found")
	}
	out := t.userObject(u)
	if !slices.Contains(strings.Split(t.scopes, ","), "users:read.email") {
		delete(out["profile"].(object), "email")
	}
	if v := c.text("include_locale"); v == "true" || v == "1" || c.args["include_locale"] == true {
		out["locale"] = u.Locale
	}
	return object{"user": out}
}

func (t *Town) lookupByEmail(c call) object {
	for _, u := range t.users {
		if u.Email != "" && strings.EqualFold(u.Email, c.text("email")) {
			return object{"user": t.userObject(u)}
		}
	}
	return no("users_not_found")
}

// Knows reports whether somebody is a member.
func (t *Town) Knows(id string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.users[id] != nil
}

// Deactivated reports whether the member's account was closed.
func (t *Town) Deactivated(id string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.users[id] != nil && t.users[id].Deleted
}
