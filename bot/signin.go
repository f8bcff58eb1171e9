package bot

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Signing in to the web: the bot sends a short code to the person's own chat,
// and they type it into the page. Only its hash is kept, nobody is told whether
// somebody exists, and the message says that nobody will ask for it.

const (
	kindSignIn = "signin"   // arg: ""
	actWeb     = "web.open" // sends a code with the address
)

// What a code is worth. Each can be tried codeTries times of 10^codeDigits:
// one in twenty million, for at most [codeFor] (design: ten minutes).
const (
	codeDigits  = 8
	codeTries   = 5
	codeFor     = 10 * time.Minute
	codesAnHour = 5 // sent to one person on a page's word, and as many on their own
)

// nobody is whose door is written where there is nobody: no employee number.
const nobody = "@"

// Guest is somebody on the web.
type Guest struct {
	Person  mentoring.Person
	Account chat.Account
	HR      bool      // may act as HR there
	Since   time.Time // the beginning of their session
}

// AskCode sends a code to the chat of whoever has the employee number or the
// e-mail. It says nothing of whether that is anybody, or had too many already.
func (b *Bot) AskCode(ctx context.Context, who string) error {
	err := b.Store.Update(ctx, func(tx store.Tx) error {
		p, ok, err := guestNamed(tx, who)
		if err != nil {
			return err
		}
		if ok {
			if ok, err = b.sendCode(tx, p.ID, b.NewID(), false); err != nil {
				return err
			}
		}
		if !ok {
			return b.pretend(tx)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("bot: ask code: %w", err)
	}
	return nil
}

// pretend writes as much as there is to write for somebody: how long the page
// takes to answer tells nobody's number either.
func (b *Bot) pretend(tx store.Tx) error {
	return store.Doors.Put(tx, store.Door{Person: nobody, Asked: []time.Time{b.Clock.Now()}})
}

// sendCode puts a code into the outbox for the person, if the bot can write to
// them and has not done so too often. What anybody asks for on the page (own is
// false) does not keep the person from asking in their own chat.
func (b *Bot) sendCode(tx store.Tx, person, once string, own bool) (sent bool, err error) {
	now := b.Clock.Now()
	_, ok, err := store.ChatOf(tx, person)
	if err != nil || !ok {
		return false, err
	}
	door, _, err := store.Doors.Get(tx, person)
	if err != nil {
		return false, err
	}
	asked := &door.Asked
	if own {
		asked = &door.Pressed
	}
	*asked = slices.DeleteFunc(*asked, func(at time.Time) bool { return now.Sub(at) >= store.AskedFor })
	if len(*asked) >= codesAnHour {
		return false, nil
	}
	door.Person, *asked = person, append(*asked, now)
	if err := store.Doors.Put(tx, door); err != nil {
		return false, err
	}
	return true, b.send(tx, store.Intent{
		Key: "signin/" + once + "/" + person, Kind: kindSignIn, To: person, Urgent: true, Expires: now.Add(codeFor),
	}, now)
}

// openWeb answers the button that leads from the chat to the web.
func (t *turn) openWeb(string) error {
	if t.b.WebURL == "" || t.visited {
		return t.notice(catalog.NoticeOldButton)
	}
	_, err := t.b.sendCode(t.tx, t.me.ID, t.once(), true)
	return err
}

// signInCard makes a code. It is good once the message is known to be sent.
func signInCard(s *scene, _ store.Intent) (card, error) {
	if s.visited {
		return unwanted("no-chat")
	}
	code, err := newCode()
	if err != nil {
		return card{}, err
	}
	body := []chat.Block{
		chat.Paragraph(chat.Plain(s.w.T(catalog.SigninText)), chat.Bold(code[:codeDigits/2]+" "+code[codeDigits/2:])),
		chat.Remark(s.w.T(catalog.SigninFor, catalog.A("Minutes", strconv.Itoa(int(codeFor/time.Minute))))),
		chat.Line(s.w.T(catalog.SigninNobody)),
	}
	if s.b.WebURL != "" {
		body = slices.Insert(body, 1, chat.Block(chat.Paragraph(chat.Link(s.w.T(catalog.SigninOpen), s.b.WebURL))))
	}
	c, err := say(s.w.T(catalog.SigninTitle), body)
	person := s.me.ID
	c.sent = func(tx store.Tx, now time.Time) error {
		to, ok, err := store.ChatOf(tx, person)
		if err != nil || !ok {
			return err
		}
		door, _, err := store.Doors.Get(tx, person)
		if err != nil {
			return err
		}
		door.Person, door.Hash, door.Expires = person, hashed(person, code), now.Add(codeFor)
		door.Tries, door.Proof = 0, to.ProvenBy
		return store.Doors.Put(tx, door)
	}
	return c, err
}

// newCode is codeDigits digits.
func newCode() (string, error) {
	top := new(big.Int).Exp(big.NewInt(10), big.NewInt(codeDigits), nil)
	n, err := rand.Int(rand.Reader, top)
	if err != nil {
		return "", fmt.Errorf("make code: %w", err)
	}
	return fmt.Sprintf("%0*d", codeDigits, n), nil
}

func hashed(person, code string) []byte {
	sum := sha256.Sum256([]byte(store.Join(person, code)))
	return sum[:]
}

// typedCode is a code as it was made: without what people put in between, and
// with the letters that no code has read as the figures they look like
// (Crockford's base 32, https://www.crockford.com/base32.html).
func typedCode(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == 'O':
			return '0'
		case r == 'I' || r == 'L':
			return '1'
		case r >= '0' && r <= '9' || r >= 'A' && r <= 'Z':
			return r
		}
		return -1
	}, strings.ToUpper(narrow(s)))
}

// EnterCode lets whoever has the employee number or the e-mail in by a code
// that the bot has sent, or that HR has printed. ok is false for a code that is
// not theirs, or no longer good, and for nobody.
func (b *Bot) EnterCode(ctx context.Context, who, typed string) (g Guest, ok bool, err error) {
	err = b.Store.Update(ctx, func(tx store.Tx) error {
		g, ok = Guest{}, false
		p, known, err := guestNamed(tx, who)
		if err != nil {
			return err
		}
		if !known {
			return b.pretend(tx)
		}
		proof, fits, err := b.spend(tx, p.ID, typedCode(typed))
		if err != nil || !fits {
			return err
		}
		g, err = b.comeIn(tx, p, proof)
		ok = err == nil
		return err
	})
	if err != nil {
		return Guest{}, false, fmt.Errorf("bot: enter code: %w", err)
	}
	return g, ok, nil
}

// spend uses a code up and says what it proves; a wrong one counts against the
// one that was sent.
func (b *Bot) spend(tx store.Tx, person, code string) (proof store.Proof, fits bool, err error) {
	now := b.Clock.Now()
	door, _, err := store.Doors.Get(tx, person)
	if err != nil {
		return "", false, err
	}
	live := door.Hash != nil && now.Before(door.Expires)
	if live && subtle.ConstantTimeCompare(door.Hash, hashed(person, code)) == 1 {
		proof, door.Hash = store.ByCode, nil
		if door.Proof == store.ByEmail { // no stronger than the account it went to
			proof = store.ByEmail
		}
		return proof, true, store.Doors.Put(tx, door)
	}
	slip, ok, err := store.Slips.Get(tx, hex.EncodeToString(hashed(person, code)))
	switch {
	case err != nil:
		return "", false, err
	case ok && now.Before(slip.Expires):
		_, chats, err := store.ChatOf(tx, person)
		if err != nil || chats && slip.By != byOperator { // printed before they had one: a code comes there
			return "", false, errors.Join(err, b.pretend(tx))
		}
		return store.BySlip, true, store.Slips.Delete(tx, slip.Hash)
	case live:
		if door.Tries++; door.Tries >= codeTries {
			door.Hash = nil
		}
		return "", false, store.Doors.Put(tx, door)
	}
	return "", false, b.pretend(tx)
}

// guestNamed is the active person with the employee number or, alone, the e-mail.
func guestNamed(tx store.Tx, who string) (mentoring.Person, bool, error) {
	who = narrow(strings.TrimSpace(who))
	if !strings.Contains(who, "@") {
		if who == "" || len(who) > 64 {
			return mentoring.Person{}, false, nil
		}
		p, ok, err := store.People.Get(tx, who)
		return p, ok && p.Active, err
	}
	same, err := store.People.All(tx, store.Span{Index: "email", Prefix: store.Under(strings.ToLower(who))})
	if err != nil || len(same) != 1 {
		return mentoring.Person{}, false, err
	}
	return same[0], same[0].Active, nil
}
