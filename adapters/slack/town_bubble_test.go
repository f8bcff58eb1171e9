package slack_test

import (
	"context"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"tsukiichi/adapters/adaptertest"
	"tsukiichi/adapters/slack"
	"tsukiichi/adapters/slack/slacktown"
	"tsukiichi/adapters/townhall"
	"tsukiichi/bot"
	"tsukiichi/bot/bottest"
	"tsukiichi/bot/calendar"
	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/clock"
	"tsukiichi/bot/mentoring"
	"tsukiichi/scheduler/delivery"
	"tsukiichi/store"
	"tsukiichi/store/bolt"
)

// quarter is the pace that serve gives a workspace: four messages a second.
const quarter = 250 * time.Millisecond

// running is the house as serve runs it, in a bubble of its own time: nothing
// is waited for, and the courier works by itself.
type running struct {
	t     testing.TB
	store *store.Store
	bot   *bot.Bot
	town  *slacktown.Town
	slack *slack.Adapter
	log   *bottest.Log
	ids   int
}

// run runs fn beside a courier.
func run(t *testing.T, town slacktown.Options, fn func(r *running)) {
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
		town.Now, town.After, town.InProcess, town.Team = clock.System{}.Now, time.After, true, team
		r := &running{t: t, store: s, town: slacktown.New(t, town), log: &bottest.Log{}}
		courier := r.furnish()
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- courier.Run(ctx) }()
		synctest.Wait()
		fn(r)
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		r.slack.Wait()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		adaptertest.NoSecret(t, r.log.String())
	})
}

// furnish makes what stands on the store.
func (r *running) furnish() *delivery.Courier {
	r.t.Helper()
	clk, log := clock.System{}, zerolog.New(r.log)
	var err error
	r.bot, err = bot.New(bot.Options{
		Store: r.store, Clock: clk, Log: log, NewID: r.newID,
		Calendar: func(p mentoring.Programme) mentoring.Calendar { return calendar.New(p.Closures) },
	})
	if err != nil {
		r.t.Fatal(err)
	}
	r.slack, err = slack.New(slack.Options{
		Handler: r.bot, BotToken: r.town.BotToken, SigningSecret: r.town.SigningSecret, APIURL: r.town.URL,
		Client: r.town.Client(), Now: clk.Now, Log: log,
	})
	if err != nil {
		r.t.Fatal(err)
	}
	mux := http.NewServeMux()
	for path, h := range r.slack.Handlers() {
		mux.Handle(path, h)
	}
	const house = "http://house.test"
	r.town.Install(slacktown.App{
		Events: house + "/slack/events", Interactions: house + "/slack/interactions", Commands: house + "/slack/commands",
		Client: townhall.Carry(mux),
	})
	courier, err := delivery.New(delivery.Options{
		Store: r.store, Composer: r.bot, Clock: clk, Log: log, Rand: func() float64 { return 0.5 },
		Senders: map[string]delivery.Sender{slack.Platform: r.slack},
		Paces:   map[string]delivery.Pace{slack.Platform: {Every: quarter, Burst: 1}},
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return courier
}

func (r *running) newID() string { r.ids++; return fmt.Sprintf("%010d", r.ids) }

// people gives n people accounts in the town.
func (r *running) people(n int) []string {
	r.t.Helper()
	var ids []string
	for i := range n {
		ids = append(ids, fmt.Sprintf("%05d", i))
	}
	r.write(func(tx store.Tx) error {
		for _, id := range ids {
			r.town.Move(slacktown.User{ID: member(id), Name: id})
			person := mentoring.Person{ID: id, Name: id, Active: true}
			if err := store.People.Put(tx, person); err != nil {
				return err
			}
			c := store.Contact{
				Account: chat.Account{Platform: slack.Platform, Tenant: team, ID: member(id)}, Person: id, SeenAt: moment(),
			}
			if err := store.Contacts.Put(tx, c); err != nil {
				return err
			}
		}
		return nil
	})
	return ids
}

func (r *running) write(fn func(store.Tx) error) {
	r.t.Helper()
	if err := r.store.Update(context.Background(), fn); err != nil {
		r.t.Fatal(err)
	}
}

// notify puts one message for each of them into the outbox.
func (r *running) notify(key string, people []string) {
	r.t.Helper()
	r.write(func(tx store.Tx) error {
		for _, id := range people {
			in := store.Intent{Key: key + "/" + id, ID: r.newID(), Kind: "notice", Arg: string(catalog.LanguageSet), To: id, Urgent: true}
			if _, err := store.Enqueue(tx, in, moment()); err != nil {
				return err
			}
		}
		return nil
	})
}

// waiting is how many messages are not sent yet, of them all.
func (r *running) waiting() (n int) {
	r.t.Helper()
	err := r.store.View(context.Background(), func(tx store.Tx) error {
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
		r.t.Fatal(err)
	}
	return n
}

// until lets time pass until everything is sent, and says how long it took.
func (r *running) until(most time.Duration) time.Duration {
	r.t.Helper()
	began := moment()
	for r.waiting() > 0 {
		if moment().Sub(began) > most {
			r.t.Fatalf("after %s %d messages wait\n%s", most, r.waiting(), tail(r.log.String()))
		}
		pass(5 * time.Second)
	}
	return moment().Sub(began)
}

// pass lets time pass in the bubble.
func pass(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

// arrived counts the messages of each person.
func (r *running) arrived() map[string]int {
	out := map[string]int{}
	for _, p := range r.town.Posts() {
		out[p.User]++
	}
	return out
}

func tail(s string) string {
	lines := strings.Split(s, "\n")
	return strings.Join(lines[max(0, len(lines)-20):], "\n")
}

// moment is the bubble's time.
func moment() time.Time { return clock.System{}.Now() }
