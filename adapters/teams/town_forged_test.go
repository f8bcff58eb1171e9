package teams_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"tsukiichi/adapters/teams/teamstown"
	"tsukiichi/bot/bottest"
	"tsukiichi/bot/roster"
)

// The numbers of keys that the issuer does not sign with.
const (
	otherKey    = 7 // published, but for another channel
	nobodyKey   = 8 // published for no channel
	anyKey      = 9 // published without saying for which
	attackerKey = 10
)

// TestForged sends a corpus of forged, stale, malformed and misdirected
// requests, made from one genuine activity of each kind: none is accepted and
// none has an effect. Then every genuine one is accepted.
func TestForged(t *testing.T) {
	t.Parallel()
	s := openStage(t, april(9, 0), roster.Sample())
	s.town.Publish(otherKey, []string{"webchat"})
	s.town.Publish(anyKey, nil)
	pair(t, s)
	base := s.real(t)
	forged, malformed := s.refuses(t, base)
	genuine := s.accepts(t, base)
	stale := s.replays(t, base)
	t.Logf("%d forged and %d stale requests, %d with a good token around something bad: 0 accepted, 0 effects, 0 panics; %d of %d genuine ones accepted",
		forged, stale, malformed, genuine, genuine)
	if strings.Contains(s.Logged(), "panic") {
		t.Errorf("something broke: %s", bottest.Tail(s.Logged()))
	}
	if forged+stale < 300 {
		t.Errorf("the corpus has %d requests, want 300", forged+stale)
	}
}

// refuses sends what must have no effect.
func (s *stage) refuses(t *testing.T, base map[string]*teamstown.Delivery) (forged, bad int) {
	t.Helper()
	file, calls := s.state(t)
	for kind, d := range base {
		for name, r := range s.forgeries(d) {
			forged++
			if got := s.knock(t, r); got/100 != 4 {
				t.Errorf("%s, %s: status %d, want 4xx", kind, name, got)
			}
		}
		for name, r := range s.misdirected(d) {
			forged++
			if got := s.knock(t, r); got != http.StatusForbidden && got != http.StatusUnauthorized {
				t.Errorf("%s, %s: status %d, want 401 or 403", kind, name, got)
			}
		}
		for name, r := range s.malformed(d) {
			bad++
			if got := s.knock(t, r); got/100 == 5 && got != http.StatusNotImplemented || name == "30 MB" && got != http.StatusRequestEntityTooLarge {
				t.Errorf("%s, %s: status %d", kind, name, got)
			}
		}
	}
	if f, c := s.state(t); f != file || c != calls {
		t.Errorf("a forged request had an effect: file changed %v, %d calls of the connector", f != file, c-calls)
	}
	return forged, bad
}

// accepts sends every genuine kind, then one in every shape that a genuine
// token may have.
func (s *stage) accepts(t *testing.T, base map[string]*teamstown.Delivery) (n int) {
	t.Helper()
	for kind, d := range base {
		before, _ := s.state(t)
		if got := s.knock(t, s.town.Request(d)); got != http.StatusOK {
			t.Errorf("genuine %s: status %d", kind, got)
			continue
		}
		n++
		if after, _ := s.state(t); after == before && !opensOnly(kind) && kind != "conversationUpdate" {
			t.Errorf("genuine %s: no effect", kind)
		}
	}
	for name, token := range s.genuine() {
		for _, kind := range []string{"message", "adaptiveCard/action", "installationUpdate"} {
			n++
			d := base[kind].Copy()
			d.Activity["id"] = "fresh " + strconv.Itoa(n)
			before, _ := s.state(t)
			if got := s.knock(t, s.town.Bring(d.Body(), "Bearer "+token)); got != http.StatusOK {
				t.Errorf("%s with %s: status %d", kind, name, got)
			}
			if after, _ := s.state(t); after == before {
				t.Errorf("%s with %s: no effect", kind, name)
			}
		}
	}
	return n
}

// replays delivers requests that were genuine once, after their tokens' time.
func (s *stage) replays(t *testing.T, base map[string]*teamstown.Delivery) (n int) {
	t.Helper()
	var captured []*http.Request
	for _, d := range base {
		d := d.Copy()
		d.Activity["id"] = "captured"
		captured = append(captured, s.town.Bring(d.Body(), "Bearer "+s.town.Mint(nil)))
	}
	began := s.Now()
	for _, later := range []time.Duration{time.Hour + 300*time.Second, 24 * time.Hour, 365 * 24 * time.Hour} {
		s.Clock.Set(began.Add(later))
		before, calls := s.state(t)
		for _, r := range captured {
			n++
			if got := s.knock(t, again(r)); got != http.StatusUnauthorized {
				t.Errorf("a replay after %s: status %d", later, got)
			}
		}
		if after, c := s.state(t); after != before || c != calls {
			t.Errorf("a replay after %s had an effect", later)
		}
	}
	return n
}
