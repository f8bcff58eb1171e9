package slack

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"tsukiichi/bot/chat"
)

// accountOf is who somebody is: the workspace is the tenant, in an Enterprise
// Grid behind its organisation. ok is false where a part is missing or cannot
// be an id.
func accountOf(enterprise, team, user string) (chat.Account, bool) {
	tenant := team
	if enterprise != "" {
		tenant = enterprise + "." + team
	}
	if !isID(team) || !isID(user) || enterprise != "" && !isID(enterprise) {
		return chat.Account{}, false
	}
	return chat.Account{Platform: Platform, Tenant: tenant, ID: user}, true
}

// isID reports whether s looks like one of Slack's ids: T012AB3CD.
func isID(s string) bool {
	if s == "" || len(s) > 40 {
		return false
	}
	for _, r := range s {
		if (r < 'A' || r > 'Z') && (r < '0' || r > '9') && (r < 'a' || r > 'z') && r != '_' && r != '-' {
			return false
		}
	}
	return true
}

// stable is an event's id: the same for the same parts, whatever is in them.
func stable(kind string, parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(strconv.Itoa(len(p)) + ":" + p))
	}
	return kind + "-" + hex.EncodeToString(h.Sum(nil)[:16])
}

// stampTime is the time in one of Slack's stamps, 1700000000.000100; ok is
// false for anything else.
func stampTime(s string) (t time.Time, ok bool) {
	whole, part, _ := strings.Cut(s, ".")
	sec, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || sec <= 0 || sec > 1<<40 {
		return time.Time{}, false
	}
	micros := int64(0)
	if part != "" {
		if micros, err = strconv.ParseInt((part + "000000")[:6], 10, 64); err != nil || micros < 0 {
			return time.Time{}, false
		}
	}
	return time.Unix(sec, micros*1000).UTC(), true
}

// ref names a message: its channel and its stamp.
func ref(channel, stamp string) chat.Ref { return chat.Ref(channel + "/" + stamp) }

func parseRef(r chat.Ref) (channel, stamp string, ok bool) {
	channel, stamp, ok = strings.Cut(string(r), "/")
	return channel, stamp, ok && isID(channel) && stamp != ""
}
