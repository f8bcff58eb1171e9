package teams

import (
	"context"
	"sync"

	"golang.org/x/sync/singleflight"

	"tsukiichi/bot/chat"
)

// contacts remembers the conversations that this process made, by account,
// until the core's messages come with them: several that wait for the same
// person make one conversation. It is safe for concurrent use.
type contacts struct {
	making singleflight.Group

	mu sync.Mutex
	by map[string]made
}

// made is a route that stands for the core's one.
type made struct {
	instead chat.Route // "" where there was none
	route   chat.Route
}

func newContacts() *contacts { return &contacts{by: map[string]made{}} }

// current is the route to use in place of the one given.
func (c *contacts) current(account string, given chat.Route) chat.Route {
	c.mu.Lock()
	defer c.mu.Unlock()
	m, ok := c.by[account]
	switch {
	case !ok:
		return given
	case given == m.instead:
		return m.route
	case given != m.route: // a newer one than ours
		delete(c.by, account)
	}
	return given
}

func (c *contacts) put(account string, m made) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.by) >= memoryLimit {
		c.by = map[string]made{}
	}
	c.by[account] = m
}

// meet makes the conversation with a person that stands for the given route,
// bad being the one that is known to lead nowhere ("" where there was none).
// Who asks for the same at the same time gets the same.
func (a *Adapter) meet(ctx context.Context, who chat.Account, given, bad chat.Route) (chat.Route, error) {
	account := who.String()
	create := func() (_ any, err error) {
		err = errPanic
		defer a.recovered()
		if route := a.contacts.current(account, given); route != bad {
			return route, nil // made a moment ago
		}
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), callLimit)
		defer cancel()
		service := a.heard.last()
		if service == "" {
			service = a.o.ServiceURL
		}
		conversation, err := a.conn.create(ctx, service, a.o.AppID, a.o.TenantID, who.ID)
		if err != nil {
			return nil, err
		}
		a.doubts.wentWell(opCreate, account)
		w := way{Service: service, Conversation: conversation, Bot: "28:" + a.o.AppID}
		a.contacts.put(account, made{instead: given, route: w.route()})
		return w.route(), nil
	}
	select {
	case r := <-a.contacts.making.DoChan(account+"\x00"+string(bad), create):
		if r.Err != nil {
			return "", r.Err
		}
		return r.Val.(chat.Route), nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}
