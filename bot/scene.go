package bot

import (
	"slices"
	"strings"
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// scene is everything needed to speak to one person inside one transaction.
type scene struct {
	b   *Bot
	tx  store.Tx
	now time.Time
	me  mentoring.Person // the reader; only Locale is set for a stranger
	w   catalog.Words
	hr  bool // the reader may act as HR
	// zone is the reader's own, or nil where their platform tells none.
	zone *time.Location
	// visited says that the reader is on the web, not in a chat.
	visited bool
	// audits is what is to be written into the log of who saw what.
	audits []store.Audit
	held   *store.Intake // the programmes as they take mentees, once asked for
	// freezes is the figures that a reading has worked out: they are written
	// before it is done again (see [scene.published]).
	freezes []store.Frozen
}

func (b *Bot) scene(tx store.Tx, me mentoring.Person, c store.Contact, now time.Time) (*scene, error) {
	s := &scene{b: b, tx: tx, now: now, me: me, visited: c.Visited}
	lang := b.Locale
	for _, l := range []string{c.Locale, me.Locale} {
		if l != "" {
			lang = l
		}
	}
	if me.ID != "" {
		pref, _, err := store.Preferences.Get(tx, me.ID)
		if err != nil {
			return nil, err
		}
		if pref.Locale != "" {
			lang = pref.Locale
		}
	}
	s.w = b.words.In(lang)
	s.zone = b.zones.of(c.Zone)
	s.hr = me.Has(mentoring.RoleHR) && me.Active && c.ProvenBy != store.ByEmail
	return s, nil
}

// rules are the rules of the programme.
func (s *scene) rules(programme string) (mentoring.Rules, error) {
	return s.b.rules.Get(s.tx, programme)
}

// local is t as the reader's own clock shows it: in the zone that their
// platform tells, or in the programme's.
func (s *scene) local(r mentoring.Rules, t time.Time) time.Time { return t.In(s.zoneOf(r)) }

// zoneOf is the zone in which the reader reads and types times.
func (s *scene) zoneOf(r mentoring.Rules) *time.Location {
	if s.zone != nil {
		return s.zone
	}
	return r.Zone()
}

// person reads somebody; a person whom nobody knows any more is an error.
func (s *scene) person(id string) (mentoring.Person, error) {
	return store.People.Must(s.tx, id)
}

// button is an action labelled in the reader's language. Whether it opens
// something is the route's to say. A long name is cut short.
func (s *scene) button(id string, label catalog.Key, arg string, style chat.Style, args ...catalog.Arg) chat.Action {
	return chat.Action{ID: id, Label: shorten(s.w.T(label, args...), chat.MaxActionLabel), Arg: arg, Style: style, Opens: s.b.routes[id].opens}
}

func shorten(s string, limit int) string {
	r := []rune(s)
	for chat.Weight(string(r)) > limit {
		r = r[:len(r)-1]
	}
	return string(r)
}

// card is what an intent has become.
type card struct {
	message chat.Message
	drop    string
	later   time.Time
	sent    func(tx store.Tx, now time.Time) error
}

// cardFunc composes an intent for its recipient.
type cardFunc func(s *scene, in store.Intent) (card, error)

// noted is the card with an entry in the audit log when it is sent: it names
// somebody to HR.
func (s *scene) noted(c card, verb, what string) card {
	reader := s.me.ID
	c.sent = func(tx store.Tx, now time.Time) error {
		return store.Audits.Put(tx, store.Audit{ID: s.b.NewID(), At: now, Actor: reader, Verb: verb, What: what})
	}
	return c
}

// audit records that HR or a head read or did something about a person.
func (s *scene) audit(verb, what string) {
	s.audits = append(s.audits, store.Audit{ID: s.b.NewID(), At: s.now, Actor: s.me.ID, Verb: verb, What: what})
}

// readOnce is audit, once for one look.
func (s *scene) readOnce(verb, what string) {
	if !slices.ContainsFunc(s.audits, func(a store.Audit) bool { return a.Verb == verb && a.What == what }) {
		s.audit(verb, what)
	}
}

// say makes a card of words; a message that breaks the vocabulary's limits is
// an error.
func say(title string, body []chat.Block, actions ...chat.Action) (card, error) {
	m, err := chat.NewMessage(shorten(title, chat.MaxTitle), body, actions...)
	return card{message: m}, err
}

// unwanted is a card that is not sent, because of the reason.
func unwanted(reason string) (card, error) { return card{drop: reason}, nil }

// part is a pair seen from the side of one person.
type part struct {
	pair  mentoring.Pair
	side  mentoring.Part
	mate  mentoring.Person // the other one
	rules mentoring.Rules
}

// partIn is the reader's part in the pair; ok is false where they have none,
// where the pair has ended, and until the mentor has been told: before that
// it is the head's and HR's to know.
func (s *scene) partIn(pairID string) (p part, ok bool, err error) {
	pair, ok, err := store.Pairs.Get(s.tx, pairID)
	if err != nil || !ok {
		return p, false, err
	}
	return s.partOf(pair)
}

func (s *scene) partOf(pair mentoring.Pair) (p part, ok bool, err error) {
	if pair.ToldAt.IsZero() {
		return p, false, nil
	}
	return s.sideOf(pair)
}

// sideOf is partOf for the message that tells the mentor.
func (s *scene) sideOf(pair mentoring.Pair) (p part, ok bool, err error) {
	p.pair, p.side = pair, pair.PartOf(s.me.ID)
	if p.side == "" {
		return p, false, nil
	}
	if p.rules, err = s.rules(pair.Programme); err != nil {
		return p, false, err
	}
	if ended(pair, p.rules, s.now) {
		return p, false, nil
	}
	p.mate, err = s.person(pair.Person(p.side.Other()))
	return p, err == nil, err
}

func ended(p mentoring.Pair, r mentoring.Rules, now time.Time) bool {
	return !p.Ended.IsZero() && !r.Date(now).Before(p.Ended)
}

// parts lists the pairs the reader is in now.
func (s *scene) parts() ([]part, error) {
	pairs, err := store.PairsOf(s.tx, s.me.ID)
	if err != nil {
		return nil, err
	}
	var out []part
	for _, pair := range pairs {
		p, ok, err := s.partOf(pair)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, p)
		}
	}
	return out, nil
}

// standing is what the rules know of the pair.
func (s *scene) standing(p mentoring.Pair) (mentoring.Standing, error) {
	return store.Standing(s.tx, p)
}

// subject makes "meeting/<id>" and the like.
func subject(kind, id string) string { return kind + "/" + id }

// idOf takes the id out of a subject. A subject of another kind has none:
// nothing is found under "".
func idOf(kind, subject string) string {
	id, ok := strings.CutPrefix(subject, kind+"/")
	if !ok {
		return ""
	}
	return id
}
