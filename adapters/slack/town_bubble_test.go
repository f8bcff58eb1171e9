package slack_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"tsukiichi/adapters/adaptertest"
	"tsukiichi/adapters/slack"
	"tsukiichi/adapters/slack/slacktown"
	"tsukiichi/adapters/townhall"
	"tsukiichi/bot/bottest"
	"tsukiichi/bot/chat"
	"tsukiichi/scheduler/delivery"
)

// quarter is the pace that serve gives a workspace: four messages a second.
const quarter = 250 * time.Millisecond

// running is the house as serve runs it, in a town and in a bubble of its own
// time.
type running struct {
	*bottest.Live
	town  *slacktown.Town
	slack *slack.Adapter
}

// run runs fn beside a courier.
func run(t *testing.T, town slacktown.Options, fn func(r *running)) {
	t.Helper()
	r := &running{}
	bottest.LiveOptions{
		Account: func(person string) chat.Account {
			return chat.Account{Platform: slack.Platform, Tenant: team, ID: member(person)}
		},
		Pace:   delivery.Pace{Every: quarter, Burst: 1},
		Sender: func(l *bottest.Live) (delivery.Sender, func()) { return r.furnish(l, town) },
	}.Run(t, func(*bottest.Live) {
		fn(r)
		adaptertest.NoSecret(t, r.Log.String())
	})
}

// furnish stands the adapter between a town and the house.
func (r *running) furnish(l *bottest.Live, o slacktown.Options) (delivery.Sender, func()) {
	o.Now, o.After, o.InProcess, o.Team = l.Now, time.After, true, team
	r.Live, r.town = l, slacktown.New(l.T, o)
	var err error
	r.slack, err = slack.New(slack.Options{
		Handler: l.Bot, BotToken: r.town.BotToken, SigningSecret: r.town.SigningSecret, APIURL: r.town.URL,
		Client: r.town.Client(), Now: l.Now, Log: zerolog.New(l.Log),
	})
	if err != nil {
		l.T.Fatal(err)
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
	return r.slack, r.slack.Wait
}

// people gives n people accounts in the town.
func (r *running) people(n int) []string {
	r.T.Helper()
	ids := r.People(n)
	for _, id := range ids {
		r.town.Move(slacktown.User{ID: member(id), Name: id})
	}
	return ids
}

// arrived counts the messages of each person.
func (r *running) arrived() map[string]int {
	out := map[string]int{}
	for _, p := range r.town.Posts() {
		out[p.User]++
	}
	return out
}
