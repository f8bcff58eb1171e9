package slack_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"testing"

	"tsukiichi/adapters/slack"
	"tsukiichi/adapters/slack/slacktown"
	"tsukiichi/bot/bottest"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/roster"
)

// BenchmarkInteractions measures signed slash commands, button presses and
// modal submissions, one after the other in turn: verified, deduplicated,
// committed to the disk and answered. "handler alone" is the same requests to
// the same adapter with a core that keeps nothing; "disk" is what one wait for
// the same disk costs in the same run. Read the ratios.
func BenchmarkInteractions(b *testing.B) {
	b.Run("disk", bottest.Disk)
	for _, conns := range []int{32, 128} {
		b.Run(fmt.Sprintf("durable/connections=%d", conns), func(b *testing.B) {
			s := city(b, bottest.Options{Durable: true})
			if got := s.knockAll(b, s.moulds(b), conns); got != b.N {
				b.Fatalf("%d of %d interactions are on the disk", got, b.N)
			}
		})
		b.Run(fmt.Sprintf("handler alone/connections=%d", conns), func(b *testing.B) {
			s := city(b, bottest.Options{})
			made := s.moulds(b)
			s.forgetful(b)
			s.knockAll(b, made, conns)
		})
	}
}

// city opens a house with many pairs.
func city(b *testing.B, o bottest.Options) *stage {
	b.Helper()
	s := pair(b, openHouse(b, april(9, 0), roster.Sample(), o, false))
	s.Multiply(b, "20103", "20104", func(person, name string) chat.Route {
		s.town.Move(slacktown.User{ID: member(person), Name: name})
		return chat.Route(member(person))
	})
	return s
}

// forgetful puts a core that keeps nothing behind the same adapter.
func (s *stage) forgetful(b *testing.B) {
	b.Helper()
	a, err := slack.New(slack.Options{
		Handler: bottest.Forgetful{}, BotToken: s.town.BotToken, SigningSecret: s.town.SigningSecret, APIURL: s.town.URL, Now: s.Now,
	})
	if err != nil {
		b.Fatal(err)
	}
	s.front.Turn(a.Handlers())
	b.Cleanup(a.Wait)
}

// mould is a genuine delivery with a place in it that makes it unique.
type mould struct {
	url, kind string
	body      []byte
	place     []byte
}

// moulds are one of each kind.
func (s *stage) moulds(b *testing.B) []mould {
	b.Helper()
	base := s.real(b)
	make := func(name string, set func(d *slacktown.Delivery, place string)) mould {
		d, place := base[name], "1775001600.999999"
		set(d, place)
		body, kind := d.Body()
		return mould{url: s.town.Request(d).URL.String(), kind: kind, body: body, place: []byte(place)}
	}
	return []mould{
		make("command", func(d *slacktown.Delivery, place string) { d.Set("trigger_id", place) }),
		make("press", func(d *slacktown.Delivery, place string) {
			d.Payload["actions"].([]any)[0].(map[string]any)["action_ts"] = place
		}),
		make("submission", func(d *slacktown.Delivery, place string) { d.Payload["view"].(map[string]any)["id"] = place }),
	}
}

// cast is the i-th delivery of the mould, signed.
func (s *stage) cast(m mould, i int64) (*http.Request, error) {
	body := bytes.ReplaceAll(m.body, m.place, fmt.Appendf(nil, "%d.%06d", 1775001600+i/1e6, i%1e6))
	mentor, mentee := bottest.Twins(i)
	body = bytes.ReplaceAll(body, []byte("20103"), []byte(mentor))
	body = bytes.ReplaceAll(body, []byte("20104"), []byte(mentee))
	r, err := http.NewRequest(http.MethodPost, m.url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	ts, sig := s.town.Sign(s.Now(), body)
	r.Header.Set("Content-Type", m.kind)
	r.Header.Set(timestamp, ts)
	r.Header.Set(signature, sig)
	return r, nil
}

// warm is the number of the first delivery that is not measured: with them
// everybody is known, and all connections stand.
const warm = 999_999

// knockAll spreads b.N interactions over the connections and reports how many
// a second were answered, and the slowest of a hundred. It returns how many
// were recorded.
func (s *stage) knockAll(b *testing.B, made []mould, conns int) (recorded int) {
	b.Helper()
	client := &http.Client{Transport: &http.Transport{MaxConnsPerHost: conns, MaxIdleConnsPerHost: conns}}
	defer client.CloseIdleConnections()
	do := func(i int64) error { return s.ask(client, made[i%int64(len(made))], i) }
	bottest.Drive(b, conns, warm, 3*bottest.Couples, do)
	before := s.Answered(b)
	bottest.Measure(b, conns, do)
	return s.Answered(b) - before
}

func (s *stage) ask(client *http.Client, m mould, i int64) error {
	r, err := s.cast(m, i)
	if err != nil {
		return err
	}
	resp, err := client.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK || bytes.Contains(body, []byte(`"errors"`)) {
		return fmt.Errorf("%s: status %d: %s: %w", m.url, resp.StatusCode, body, err)
	}
	return nil
}
