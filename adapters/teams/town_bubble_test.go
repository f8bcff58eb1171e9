package teams_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"tsukiichi/adapters/adaptertest"
	"tsukiichi/adapters/teams"
	"tsukiichi/adapters/teams/teamstown"
	"tsukiichi/adapters/townhall"
	"tsukiichi/bot/bottest"
	"tsukiichi/bot/chat"
	"tsukiichi/scheduler/delivery"
)

// tick is the pace that serve gives an organisation: 25 messages a second.
const tick = 40 * time.Millisecond

// running is the house as serve runs it, in a town and in a bubble of its own
// time.
type running struct {
	*bottest.Live
	town  *teamstown.Town
	teams *teams.Adapter
}

// run runs fn beside a courier.
func run(t *testing.T, town teamstown.Options, fn func(r *running)) {
	t.Helper()
	r, tenant := &running{}, "5a0f2c1e-7d3b-4c55-9e0a-2f4f6b8d1c01"
	town.Tenant = tenant
	bottest.LiveOptions{
		Account: func(person string) chat.Account {
			return chat.Account{Platform: teams.Platform, Tenant: tenant, ID: member(person)}
		},
		Pace:   delivery.Pace{Every: tick, Burst: 1},
		Sender: func(l *bottest.Live) (delivery.Sender, func()) { return r.furnish(l, town) },
	}.Run(t, func(*bottest.Live) {
		fn(r)
		adaptertest.NoSecret(t, r.Log.String())
		for _, bad := range r.town.Refusals() {
			t.Errorf("%s: %s", bad.Where, bad.Problem)
		}
	})
}

// furnish stands the adapter between a town and the house.
func (r *running) furnish(l *bottest.Live, o teamstown.Options) (delivery.Sender, func()) {
	o.Now, o.After, o.InProcess = l.Now, time.After, true
	r.Live, r.town = l, teamstown.New(l.T, o)
	var err error
	r.teams, err = teams.New(teams.Options{
		Handler: l.Bot, AppID: r.town.AppID, AppPassword: r.town.Password, TenantID: r.town.Tenant,
		LoginURL: r.town.LoginURL(), OpenIDURL: r.town.OpenIDURL(), ServiceURL: r.town.ServiceURL(),
		ServiceHosts: []string{r.town.Host()}, Client: r.town.Client(), Now: l.Now, Log: zerolog.New(l.Log),
	})
	if err != nil {
		l.T.Fatal(err)
	}
	mux := http.NewServeMux()
	for path, h := range r.teams.Handlers() {
		mux.Handle(path, h)
	}
	r.town.Install(teamstown.App{Messages: "http://house.test/api/messages", Client: townhall.Carry(mux)})
	return r.teams, r.teams.Wait
}

// people gives n people accounts in the town. The app is there for all of them,
// and the bot has heard of nobody.
func (r *running) people(n int) []string {
	r.T.Helper()
	ids := r.People(n)
	for _, id := range ids {
		r.town.Move(teamstown.Person{ID: member(id), Name: id, Installed: true})
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
