package slack_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tsukiichi/adapters/slack"
	"tsukiichi/adapters/slack/slacktown"
	"tsukiichi/bot/bottest"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/roster"
	"tsukiichi/store"
)

// BenchmarkInteractions measures signed slash commands, button presses and
// modal submissions, one after the other in turn: verified, deduplicated,
// committed to the disk and answered. "handler alone" is the same requests to
// the same adapter with a core that keeps nothing; "disk" is what one wait for
// the same disk costs in the same run. Read the ratios.
func BenchmarkInteractions(b *testing.B) {
	b.Run("disk", benchDisk)
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
	s.multiply(b)
	return s
}

// forgetful is a core that answers without keeping anything.
type forgetful struct{}

func (forgetful) Handle(context.Context, chat.Event) (chat.Answer, error) { return chat.Answer{}, nil }

// forgetful puts such a core behind the same adapter.
func (s *stage) forgetful(b *testing.B) {
	b.Helper()
	a, err := slack.New(slack.Options{
		Handler: forgetful{}, BotToken: s.town.BotToken, SigningSecret: s.town.SigningSecret, APIURL: s.town.URL, Now: s.Now,
	})
	if err != nil {
		b.Fatal(err)
	}
	s.front.turn(a.Handlers())
	b.Cleanup(a.Wait)
}

// pairs is how many pairs share the work, as a city's do.
const pairs = 200

// twins are the pair whose turn it is.
func twins(i int64) (mentor, mentee string) {
	return fmt.Sprintf("3%04d", i/3%pairs), fmt.Sprintf("4%04d", i/3%pairs)
}

// multiply makes more pairs of the one that there is.
func (s *stage) multiply(b *testing.B) {
	b.Helper()
	err := s.Store.Update(b.Context(), func(tx store.Tx) error {
		all, err := store.PairsOf(tx, "20104")
		if err != nil || len(all) != 1 {
			return fmt.Errorf("%d pairs: %w", len(all), err)
		}
		for i := range int64(pairs) {
			mentor, mentee := twins(3 * i)
			p := all[0]
			p.ID = strings.ReplaceAll(p.ID, "20104", mentee)
			p.Mentor, p.Mentee = mentor, mentee
			err := errors.Join(store.Pairs.Put(tx, p), s.clone(tx, "20103", mentor), s.clone(tx, "20104", mentee))
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}

// clone makes another person like one.
func (s *stage) clone(tx store.Tx, from, to string) error {
	person, err := store.People.Must(tx, from)
	if err != nil {
		return err
	}
	person.ID, person.Email, person.Accounts = to, "", nil
	contact, err := store.Contacts.Must(tx, s.Account(from).String())
	if err != nil {
		return err
	}
	contact.Account, contact.Route, contact.Person = s.Account(to), chat.Route(member(to)), to
	s.town.Move(slacktown.User{ID: member(to), Name: person.Name})
	return errors.Join(store.People.Put(tx, person), store.Contacts.Put(tx, contact))
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
	mentor, mentee := twins(i)
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
	s.drive(b, client, made, conns, warm, int64(3*pairs))
	before := s.answered(b)
	b.ResetTimer()
	all := s.drive(b, client, made, conns, 0, int64(b.N))
	b.StopTimer()
	slices.Sort(all)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "ops/s")
	b.ReportMetric(float64(all[len(all)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(all[len(all)*99/100].Microseconds())/1000, "p99-ms")
	return s.answered(b) - before
}

// drive sends n deliveries, numbered from a number, over the connections and
// returns how long each took.
func (s *stage) drive(b *testing.B, client *http.Client, made []mould, conns int, from, n int64) []time.Duration {
	b.Helper()
	var next atomic.Int64
	took := make([][]time.Duration, conns)
	var wg sync.WaitGroup
	for c := range conns {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < n; i = next.Add(1) - 1 {
				began := time.Now()
				if err := s.ask(client, made[i%int64(len(made))], from+i); err != nil {
					b.Error(err)
					return
				}
				took[c] = append(took[c], time.Since(began))
			}
		})
	}
	wg.Wait()
	return slices.Concat(took...)
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

// answered is how many events are recorded with their answers.
func (s *stage) answered(b *testing.B) (n int) {
	b.Helper()
	err := s.Store.View(b.Context(), func(tx store.Tx) error {
		for _, err := range store.Answers.Each(tx, store.Span{}) {
			if err != nil {
				return err
			}
			n++
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return n
}

// benchDisk waits for the disk once for each operation.
func benchDisk(b *testing.B) {
	f, err := os.Create(filepath.Join(b.TempDir(), "raw"))
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	page := make([]byte, os.Getpagesize())
	if _, err := f.WriteAt(make([]byte, 64*len(page)), 0); err != nil {
		b.Fatal(err)
	}
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		began := time.Now()
		if _, err := f.WriteAt(page, int64(i%64*len(page))); err != nil {
			b.Fatal(err)
		}
		if err := fdatasync(f); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "ops/s")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}
