package teams_test

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"tsukiichi/adapters/teams/teamstown"
	"tsukiichi/bot/bottest"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/roster"
)

// BenchmarkInvokes measures presses of a card's button, dialogs that open and
// forms sent off, one after the other in turn, by 32 connections: the token
// verified, deduplicated, committed to the disk and answered. "handler alone" is
// the same requests to the same adapter with a core that keeps nothing, "RS256
// alone" what the signature of each token costs, and "disk" one wait for the
// same disk, all in the same run. Read the ratios.
func BenchmarkInvokes(b *testing.B) {
	const conns = 32
	b.Run("disk", bottest.Disk)
	b.Run("RS256 alone", func(b *testing.B) { benchSignatures(b, conns) })
	b.Run(fmt.Sprintf("durable/connections=%d", conns), func(b *testing.B) {
		s := city(b, bottest.Options{Durable: true})
		made := s.moulds(b)
		if got := s.knockAll(b, made, conns); got != b.N {
			b.Fatalf("%d of %d invokes are on the disk", got, b.N)
		}
	})
	b.Run(fmt.Sprintf("handler alone/connections=%d", conns), func(b *testing.B) {
		s := city(b, bottest.Options{})
		made := s.moulds(b)
		s.front.Turn(s.newAdapter(b, bottest.Forgetful{}).Handlers())
		s.knockAll(b, made, conns)
	})
}

// benchSignatures verifies one genuine token's signature again and again.
func benchSignatures(b *testing.B, callers int) {
	s := openStage(b, april(9, 0), nil)
	token := s.sign(nil, nil)
	text, tail, _ := cutLast(token)
	sig, err := base64.RawURLEncoding.DecodeString(tail)
	if err != nil {
		b.Fatal(err)
	}
	pub := teamstown.Key(s.town.Signer()).PublicKey
	bottest.Measure(b, callers, func(int64) error {
		sum := sha256.Sum256([]byte(text))
		return rsa.VerifyPKCS1v15(&pub, crypto.SHA256, sum[:], sig)
	})
}

func cutLast(token string) (before, after string, ok bool) {
	i := strings.LastIndex(token, ".")
	return token[:i], token[i+1:], i > 0
}

// city opens a house with many pairs.
func city(b *testing.B, o bottest.Options) *stage {
	b.Helper()
	s := pair(b, openHouse(b, april(9, 0), roster.Sample(), o))
	s.Multiply(b, mentor, mentee, func(person, name string) chat.Route {
		s.town.Move(teamstown.Person{ID: member(person), Name: name, Installed: true})
		service, conversation := s.town.Thread(member(person))
		return chat.Route(fmt.Sprintf(`{"s":%q,"c":%q}`, service, conversation))
	})
	return s
}

// mould is a genuine activity with places in it that make it unique.
type mould struct {
	who  string // the person of the pair that there is
	body []byte
}

// place stands where an activity's id is.
const place = "place-of-the-id"

// moulds are one of each kind that writes: a press, a form, and a press from an
// old client.
func (s *stage) moulds(b *testing.B) []mould {
	b.Helper()
	base := s.real(b)
	make := func(kind, who string) mould {
		d := base[kind].Copy()
		d.Activity["id"] = place
		return mould{who: who, body: d.Body()}
	}
	return []mould{make("adaptiveCard/action", mentee), make("task/submit", mentor), make("message with value", mentor)}
}

// cast is the i-th activity of the mould, with a good token.
func (s *stage) cast(m mould, i int64) *http.Request {
	elder, younger := bottest.Twins(i)
	body := bytes.ReplaceAll(m.body, []byte(place), fmt.Appendf(nil, "f:%d", i))
	for from, to := range map[string]string{mentor: elder, mentee: younger} {
		body = bytes.ReplaceAll(body, []byte(from), []byte(to)) // of the pair, in what the button carries
		body = bytes.ReplaceAll(body, []byte(member(from)), []byte(member(to)))
		body = bytes.ReplaceAll(body, []byte(s.town.UserID(member(from))), []byte(s.town.UserID(member(to))))
		_, was := s.town.Thread(member(from))
		_, is := s.town.Thread(member(to))
		body = bytes.ReplaceAll(body, []byte(was), []byte(is))
	}
	return s.town.Bring(body, "")
}

// warm is the number of the first activity that is not measured: with them
// everybody is known, and all connections stand.
const warm = 999_999

// knockAll spreads b.N activities over the connections. It returns how many
// were recorded.
func (s *stage) knockAll(b *testing.B, made []mould, conns int) (recorded int) {
	b.Helper()
	client := &http.Client{Transport: &http.Transport{MaxConnsPerHost: conns, MaxIdleConnsPerHost: conns}}
	defer client.CloseIdleConnections()
	bearer := "Bearer " + s.sign(nil, nil)
	do := func(i int64) error {
		r := s.cast(made[i%int64(len(made))], i)
		r.Header.Set("Authorization", bearer)
		status, body, err := ask(client, r)
		if err != nil || status != http.StatusOK || bytes.Contains(body, []byte("attention")) {
			return fmt.Errorf("status %d: %s: %w", status, body, err)
		}
		return nil
	}
	bottest.Drive(b, conns, warm, 3*bottest.Couples, do)
	before := s.Answered(b)
	bottest.Measure(b, conns, do)
	s.adapter.Wait()
	return s.Answered(b) - before
}
