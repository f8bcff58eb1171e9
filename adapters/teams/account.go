package teams

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"tsukiichi/bot/chat"
)

// Member is the account behind the id that a roster names for somebody in
// Teams: the object id of their account in the organisation's directory. ok is
// false where it cannot be one.
func (a *Adapter) Member(id string) (account chat.Account, ok bool) {
	id, ok = ObjectID(id)
	if !ok {
		return chat.Account{}, false
	}
	return chat.Account{Platform: Platform, Tenant: a.o.TenantID, ID: id}, true
}

// ObjectID is an object id of the directory in small letters, as accounts hold
// it; ok is false where it cannot be one: an address, a user name.
func ObjectID(id string) (own string, ok bool) {
	id = strings.ToLower(strings.TrimSpace(id))
	return id, isGUID(id)
}

// isGUID reports whether s is written like an id of the directory,
// 00000000-0000-0000-0000-000000000000, in small letters.
func isGUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i, r := range s {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if r != '-' {
				return false
			}
			continue
		}
		if (r < '0' || r > '9') && (r < 'a' || r > 'f') {
			return false
		}
	}
	return true
}

// stable is an event's id: the same for the same parts, whatever is in them.
func stable(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(strconv.Itoa(len(p)) + ":" + p))
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
