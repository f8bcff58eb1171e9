package teams

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"tsukiichi/bot/chat"
)

// addresses remembers people's e-mail addresses, which no activity carries.
type addresses struct {
	mu    sync.Mutex
	known map[string]knownEmail // by account
}

type knownEmail struct {
	email string
	until time.Time
}

// How long an address is good, how long a failed look-up is left alone, and how
// long one may keep an event waiting.
const (
	addressGood  = 12 * time.Hour
	addressRetry = 30 * time.Second
	addressWait  = time.Second
)

func newAddresses() *addresses { return &addresses{known: map[string]knownEmail{}} }

func (k *addresses) get(account string, now time.Time) (email string, ok bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	r, ok := k.known[account]
	return r.email, ok && now.Before(r.until)
}

func (k *addresses) put(account, email string, until time.Time) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.known) >= memoryLimit {
		k.known = map[string]knownEmail{}
	}
	k.known[account] = knownEmail{email: email, until: until}
}

// email is the person's address as the organisation's directory has it, ""
// where it has none. Without an answer in time it is empty: the event goes on,
// and a later one asks again.
func (a *Adapter) email(ctx context.Context, e chat.Event) string {
	w, ok := parseRoute(e.Route)
	if _, left := e.What.(chat.Left); !ok || w.User == "" || left {
		return ""
	}
	account, now := e.From.String(), a.o.Now()
	if known, ok := a.addresses.get(account, now); ok {
		return known
	}
	ctx, cancel := context.WithTimeout(ctx, addressWait)
	defer cancel()
	m, err := a.conn.member(ctx, w)
	if err != nil {
		a.trouble("member", err, false)
		a.addresses.put(account, "", now.Add(addressRetry))
		return ""
	}
	// An address counts where the organisation vouches for it: guests bring
	// their own.
	if !strings.EqualFold(m.Object, e.From.ID) || !strings.EqualFold(m.Tenant, e.From.Tenant) || m.Role != "user" {
		m.Email = ""
	}
	a.addresses.put(account, m.Email, now.Add(addressGood))
	return m.Email
}

// directoryEntry is a person as the connector tells of them.
type directoryEntry struct {
	Object string `json:"aadObjectId"`
	Tenant string `json:"tenantId"`
	Email  string `json:"email"`
	Role   string `json:"userRole"`
}

// member is who somebody is in the directory.
func (c *connector) member(ctx context.Context, w way) (m directoryEntry, err error) {
	path := "/v3/conversations/" + url.PathEscape(w.Conversation) + "/members/" + url.PathEscape(w.User)
	raw, err := c.call(ctx, http.MethodGet, w.Service, path, nil)
	if err != nil {
		return m, err
	}
	if json.Unmarshal(raw, &m) != nil {
		return m, errGarbage
	}
	return m, nil
}
