package bottest

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"tsukiichi/bot"
	"tsukiichi/bot/calendar"
	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/clock"
	"tsukiichi/bot/mentoring"
	"tsukiichi/scheduler/delivery"
	"tsukiichi/store"
	"tsukiichi/store/bolt"
)

// Live is the house as serve runs it, in a bubble of its own time: nothing is
// waited for, and the courier works by itself.
type Live struct {
	T     testing.TB
	Store *store.Store
	Bot   *bot.Bot
	Log   *Log

	account func(person string) chat.Account
	ids     int
}

// LiveOptions are what a live house is made with. All are required.
type LiveOptions struct {
	// Account is where a person is, all on one platform.
	Account func(person string) chat.Account
	Pace    delivery.Pace
	// Sender makes what delivers there, when the bot stands, and says how to
	// wait for what it does by itself.
	Sender func(l *Live) (s delivery.Sender, wait func())
}

// Run runs fn beside a courier.
func (o LiveOptions) Run(t *testing.T, fn func(l *Live)) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "town.db")
	synctest.Test(t, func(t *testing.T) {
		engine, err := bolt.Open(path, bolt.Options{NoSync: true})
		if err != nil {
			t.Fatal(err)
		}
		s, err := store.Open(t.Context(), engine, nil)
		if err != nil {
			t.Fatal(err)
		}
		l := &Live{T: t, Store: s, Log: &Log{}, account: o.Account}
		courier, wait := l.furnish(o)
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- courier.Run(ctx) }()
		defer func() { // also after a test that gave up
			cancel()
			if err := <-ended; err != nil {
				t.Error(err)
			}
			wait()
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}()
		synctest.Wait()
		fn(l)
	})
}

// furnish makes what stands on the store.
func (l *Live) furnish(o LiveOptions) (courier *delivery.Courier, wait func()) {
	l.T.Helper()
	clk, log := clock.System{}, zerolog.New(l.Log)
	var err error
	l.Bot, err = bot.New(bot.Options{
		Store: l.Store, Clock: clk, Log: log, NewID: l.newID,
		Calendar: func(p mentoring.Programme) mentoring.Calendar { return calendar.New(p.Closures) },
	})
	if err != nil {
		l.T.Fatal(err)
	}
	platform := o.Account("").Platform
	sender, wait := o.Sender(l)
	courier, err = delivery.New(delivery.Options{
		Store: l.Store, Composer: l.Bot, Clock: clk, Log: log, Rand: func() float64 { return 0.5 },
		Senders: map[string]delivery.Sender{platform: sender},
		Paces:   map[string]delivery.Pace{platform: o.Pace},
	})
	if err != nil {
		l.T.Fatal(err)
	}
	return courier, wait
}

func (l *Live) newID() string { l.ids++; return fmt.Sprintf("%010d", l.ids) }

// Now is the bubble's time.
func (l *Live) Now() time.Time { return clock.System{}.Now() }

// People gives n people accounts. Nobody was heard of by a route yet.
func (l *Live) People(n int) []string {
	l.T.Helper()
	var ids []string
	for i := range n {
		ids = append(ids, fmt.Sprintf("%05d", i))
	}
	l.Write(func(tx store.Tx) error {
		for _, id := range ids {
			person := mentoring.Person{ID: id, Name: id, Active: true}
			if err := store.People.Put(tx, person); err != nil {
				return err
			}
			c := store.Contact{Account: l.account(id), Person: id, SeenAt: l.Now()}
			if err := store.Contacts.Put(tx, c); err != nil {
				return err
			}
		}
		return nil
	})
	return ids
}

// Write changes the store.
func (l *Live) Write(fn func(store.Tx) error) {
	l.T.Helper()
	if err := l.Store.Update(context.Background(), fn); err != nil {
		l.T.Fatal(err)
	}
}

// Notify puts one message for each of them into the outbox.
func (l *Live) Notify(key string, people []string) {
	l.T.Helper()
	l.Write(func(tx store.Tx) error {
		for _, id := range people {
			in := store.Intent{Key: key + "/" + id, ID: l.newID(), Kind: "notice", Arg: string(catalog.LanguageSet), To: id, Urgent: true}
			if _, err := store.Enqueue(tx, in, l.Now()); err != nil {
				return err
			}
		}
		return nil
	})
}

// Notice is how the messages of [Live.Notify] begin.
const Notice = "日本語でお知らせします"

// Waiting is how many messages are not sent yet, of them all.
func (l *Live) Waiting() (n int) {
	l.T.Helper()
	err := l.Store.View(context.Background(), func(tx store.Tx) error {
		for d, err := range store.Outbox.Each(tx, store.Span{}) {
			if err != nil {
				return err
			}
			if d.State != store.Sent {
				n++
			}
		}
		return nil
	})
	if err != nil {
		l.T.Fatal(err)
	}
	return n
}

// Until lets time pass until everything is sent, and says how long it took.
func (l *Live) Until(most time.Duration) time.Duration {
	l.T.Helper()
	began := l.Now()
	for l.Waiting() > 0 {
		if l.Now().Sub(began) > most {
			l.T.Fatalf("after %s %d messages wait\n%s", most, l.Waiting(), l.Tail())
		}
		Pass(5 * time.Second)
	}
	return l.Now().Sub(began)
}

// Pass lets time pass in the bubble.
func Pass(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

// Tail is the end of the log.
func (l *Live) Tail() string { return Tail(l.Log.String()) }

// Tail is the last lines of a log.
func Tail(log string) string {
	lines := strings.Split(log, "\n")
	return strings.Join(lines[max(0, len(lines)-20):], "\n")
}
