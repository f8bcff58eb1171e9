package bot

import (
	"strings"
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Who is who: an account is linked to a person by the roster, or once by the
// workspace's e-mail; everybody else is a stranger who is treated kindly and
// shown to HR.

const kindStranger = "stranger"

// seenEvery is how often it is written down that an account was in touch.
const seenEvery = 24 * time.Hour

// turnOf makes the turn of an account that is known and needs no writing;
// fresh says that it is not.
func (b *Bot) turnOf(tx store.Tx, e chat.Event) (t *turn, fresh bool, err error) {
	c, ok, err := store.Contacts.Get(tx, e.From.String())
	if err != nil {
		return nil, false, err
	}
	rerouted := e.Route != "" && c.Route != e.Route && !e.At.Before(c.SeenAt)
	_, joined := e.What.(chat.Joined) // when that was is written down: see left
	if !ok || c.Person == "" || c.Blocked || joined || rerouted || e.At.Sub(c.SeenAt) > seenEvery {
		return nil, true, nil
	}
	t, err = b.newTurn(tx, e, c)
	return t, false, err
}

func (b *Bot) newTurn(tx store.Tx, e chat.Event, c store.Contact) (*turn, error) {
	var me mentoring.Person
	if c.Person != "" {
		var err error
		if me, err = store.People.Must(tx, c.Person); err != nil {
			return nil, err
		}
		if !me.Active {
			me = mentoring.Person{Locale: me.Locale}
		}
	}
	s, err := b.scene(tx, me, c, b.Clock.Now())
	return &turn{scene: s, event: e, contact: c}, err
}

// meet notes that the account was in touch, links it where that is possible,
// and makes the turn.
func (b *Bot) meet(tx store.Tx, e chat.Event) (*turn, error) {
	c, ok, err := store.Contacts.Get(tx, e.From.String())
	if err != nil {
		return nil, err
	}
	before := c
	c.Account = e.From
	if e.Route != "" && !e.At.Before(before.SeenAt) {
		c.Route = e.Route
	}
	if e.At.After(before.SeenAt) {
		c.SeenAt = e.At
	}
	for _, told := range []struct{ held, now *string }{ // what is not told stays
		{&c.Name, &e.Profile.Name}, {&c.Zone, &e.Profile.Zone}, {&c.Locale, &e.Profile.Locale},
	} {
		if *told.now != "" {
			*told.held = *told.now
		}
	}
	if _, left := e.What.(chat.Left); !left {
		c.Blocked = false
	}
	if c.Person == "" {
		if err := b.link(tx, e, &c); err != nil {
			return nil, err
		}
	}
	_, joined := e.What.(chat.Joined)
	stale := !ok || joined || c.SeenAt.Sub(before.SeenAt) > seenEvery || c.Route != before.Route ||
		c.Person != before.Person || c.Blocked != before.Blocked || c.Zone != before.Zone || c.Locale != before.Locale
	if _, left := e.What.(chat.Left); stale && (ok || !left) { // who was never here cannot leave
		if err := store.Contacts.Put(tx, c); err != nil {
			return nil, err
		}
	}
	if c.Person != "" && (c.Person != before.Person || c.Blocked != before.Blocked) {
		if err := store.Reroute(tx, c.Person, b.Clock.Now()); err != nil {
			return nil, err
		}
	}
	return b.newTurn(tx, e, c)
}

// link finds the person behind an account: named by the roster, or by an
// e-mail that exactly one active person has who was not claimed before.
func (b *Bot) link(tx store.Tx, e chat.Event, c *store.Contact) error {
	if b.Ours != nil && !b.Ours(e.From) {
		return nil // the roster speaks of our own tenants only
	}
	named, err := store.People.All(tx, store.Span{Index: "account", Prefix: store.Under(e.From.Platform, e.From.ID)})
	if err != nil {
		return err
	}
	if len(named) == 1 && named[0].Active {
		c.Person, c.ProvenBy, c.LinkedAt = named[0].ID, store.ByRoster, b.Clock.Now()
		return nil
	}
	if e.Profile.Email == "" {
		return nil
	}
	same, err := store.People.All(tx, store.Span{Index: "email", Prefix: store.Under(strings.ToLower(e.Profile.Email))})
	if err != nil || len(same) != 1 || !same[0].Active {
		return err
	}
	others, err := store.Contacts.All(tx, store.Span{Index: "person", Prefix: store.Under(same[0].ID)})
	if err != nil {
		return err
	}
	for _, o := range others {
		if o.Account.Lane() == e.From.Lane() {
			return nil // a second claim is HR's to decide
		}
	}
	c.Person, c.ProvenBy, c.LinkedAt = same[0].ID, store.ByEmail, b.Clock.Now()
	return nil
}

// stranger answers somebody who is on no roster, once a day; who looks for
// somebody to turn to is answered each time.
func (t *turn) stranger() error {
	if _, left := t.event.What.(chat.Left); left {
		return nil
	}
	if t.wantsHome() {
		return t.strangerPage()
	}
	key := t.event.At.Format(time.DateOnly)
	switch w := t.event.What.(type) {
	case chat.Pressed:
		if w.Action == actConsult && w.Dialogs {
			return t.strangerPage()
		}
		if w.Action == actConsult || w.Action == actHelp {
			key = t.once()
		}
	case chat.Said:
		if c := t.command(w.Text); c == cmdConsult || c == cmdHelp {
			key = t.once()
		}
	}
	to := "@" + t.event.From.String()
	return t.enqueue(store.Intent{
		Key: "stranger/" + key + "/" + to, Kind: kindStranger, To: to, Urgent: true,
	})
}

func (t *turn) strangerPage() error {
	body, err := t.strangerBody()
	if err != nil {
		return err
	}
	return t.show(t.w.T(catalog.StrangerTitle), chat.Section{Body: body})
}

func strangerCard(s *scene, _ store.Intent) (card, error) {
	body, err := s.strangerBody()
	if err != nil {
		return card{}, err
	}
	return say(s.w.T(catalog.StrangerTitle), body)
}

func (s *scene) strangerBody() ([]chat.Block, error) {
	body := []chat.Block{chat.Line(s.w.T(catalog.StrangerText))}
	contact, ok, err := s.contactFacts()
	if ok {
		body = append(body, contact)
	}
	return body, err
}

// left stops everything that waits for the person there, unless they came back
// before it was heard.
func (t *turn) left() error {
	c := t.contact
	if c.SeenAt.After(t.event.At) {
		return nil
	}
	c.Blocked = true
	if err := store.Contacts.Put(t.tx, c); err != nil {
		return err
	}
	return store.Reroute(t.tx, c.Person, t.now)
}
