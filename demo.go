package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/rs/zerolog"

	"tsukiichi/adapters/web"
	"tsukiichi/bot"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/clock"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/roster"
	"tsukiichi/scheduler/delivery"
	"tsukiichi/scheduler/play"
	"tsukiichi/store"
)

// demoCmd is the playground: nobody signs in, so it listens on the own
// machine only.
type demoCmd struct {
	Data   string `help:"Keep the state in this directory between runs. Without it everything is forgotten." type:"path" placeholder:"DIR" env:"-"`
	Roster string `help:"A roster of your own (CSV or XLSX) in place of the sample." type:"existingfile" placeholder:"FILE" env:"-"`
	Lang   string `help:"Language of the frame, and of people whose language the roster does not say." enum:"ja,en" default:"ja" env:"-"`
	Port   int    `help:"Port on the loopback interface; 0 takes any that is free." default:"8020" env:"-"`
}

// Help is shown below the command's usage.
func (demoCmd) Help() string {
	return "Example: tsukiichi demo --data ./try --lang en\n\nThe address to open in the browser is printed. Ctrl-C ends it."
}

// Run serves the playground until it is interrupted.
func (c demoCmd) Run(s *streams) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	d, err := openDemo(ctx, c, zerolog.New(s.err).Level(zerolog.WarnLevel))
	if err != nil {
		return err
	}
	defer d.close()
	l, err := listenLoopback(c.Port)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "http://%s/\n", l.Addr())
	return d.serve(ctx, l)
}

// listenLoopback listens on the port, or on any free one where it is taken.
func listenLoopback(port int) (net.Listener, error) {
	l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil && port != 0 {
		l, err = net.Listen("tcp", "127.0.0.1:0")
	}
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	return l, nil
}

// demoPlatform is the platform of the playground's people; everybody on the
// roster has an account there.
const demoPlatform = "web"

// demoPace is as fast as anybody could wish.
var demoPace = delivery.Pace{Every: time.Millisecond, Burst: 1000}

func demoAccount(p mentoring.Person) []chat.Account {
	return []chat.Account{{Platform: demoPlatform, Tenant: "demo", ID: p.ID}}
}

// demo is a playground with its house.
type demo struct {
	house  *house
	clock  *clock.Manual
	player *play.Player
	pages  *web.Playground
	dir    string
	keep   bool // the directory, between runs
	fresh  bool // nothing was in the directory before
	from   time.Time
	to     time.Time
	log    zerolog.Logger
}

func openDemo(ctx context.Context, c demoCmd, log zerolog.Logger) (d *demo, err error) {
	file := roster.Sample()
	if c.Roster != "" {
		if file, err = os.ReadFile(c.Roster); err != nil {
			return nil, fmt.Errorf("demo: %w", err)
		}
	}
	d = &demo{dir: c.Data, keep: c.Data != "", log: log}
	if d.keep {
		err = d.claim()
	} else {
		d.dir, err = os.MkdirTemp("", "tsukiichi-demo-")
	}
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	if err := d.furnish(ctx, c, file, log); err != nil {
		d.close()
		if d.fresh && d.house != nil { // what this run made, so that the next one begins anew
			_ = os.Remove(filepath.Join(d.dir, dataFile))
			_ = os.Remove(d.timeFile())
		}
		return nil, err
	}
	return d, nil
}

// claim makes the directory, and refuses one that holds the data of a real
// programme: nobody signs in here.
func (d *demo) claim() error {
	if err := os.MkdirAll(d.dir, 0o700); err != nil {
		return err
	}
	_, resumed, err := d.left()
	if err != nil || resumed {
		return err
	}
	if _, err := os.Stat(filepath.Join(d.dir, dataFile)); err == nil {
		return fmt.Errorf("%s holds data that is no demo's: give another --data", d.dir)
	}
	return nil
}

// furnish opens the house at the time it was left, or at the programme's
// first morning, and puts the pages in front of it.
func (d *demo) furnish(ctx context.Context, c demoCmd, file []byte, log zerolog.Logger) error {
	prog, err := mentoring.LoadPreset("aomori", rosterYear(file))
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	zone, err := time.LoadLocation(prog.Zone)
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	left, resumed, err := d.left()
	if err != nil {
		return err
	}
	d.fresh = !resumed
	d.clock = clock.NewManual(firstMorning(prog, zone).Add(-time.Hour))
	if resumed {
		d.clock = clock.NewManual(left)
	} else if err := d.remember(); err != nil { // from here on the directory is a demo's
		return err
	}

	inbox, live := &storeInbox{}, web.NewLive()
	sender := &web.Sender{Inbox: inbox, Live: live, Now: d.clock.Now}
	d.house, err = openHouse(ctx, houseOptions{
		Path: filepath.Join(d.dir, dataFile), Clock: d.clock, Log: log, Locale: c.Lang, Accounts: demoAccount,
		Senders: map[string]delivery.Sender{demoPlatform: sender},
		Paces:   map[string]delivery.Pace{demoPlatform: demoPace},
	})
	if err != nil {
		return err
	}
	inbox.store, inbox.bot = d.house.Store, d.house.Bot
	d.player = d.house.Player(d.clock)
	if err := d.begin(ctx, c, prog, zone, file); err != nil {
		return err
	}
	seats, err := d.seats(ctx, c.Lang)
	if err != nil {
		return err
	}
	d.pages, err = web.NewPlayground(web.PlaygroundOptions{
		Options: web.Options{
			Handler: d, Inbox: inbox, Files: inbox, Live: live, Now: d.clock.Now, NewID: newID, Zone: zone,
			Lang:   d.lang,
			Name:   nameOf(seats),
			Report: func(err error) { log.Error().Err(err).Msg("page failed") },
		},
		People: seats, Player: d, UILang: c.Lang,
	})
	return err
}

// begin imports the roster, starts the programme and lets everybody meet the
// bot. Where that was done before, the programme is the one there is, and only
// a roster that was asked for is imported again.
func (d *demo) begin(ctx context.Context, c demoCmd, prog mentoring.Programme, zone *time.Location, file []byte) error {
	var people []mentoring.Person
	begun := false
	err := d.house.Store.View(ctx, func(tx store.Tx) error {
		old, ok, err := store.CurrentProgramme(tx, d.clock.Now())
		if ok {
			begun, prog = true, old
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	d.from, d.to = firstMorning(prog, zone), lastEvening(prog, zone)
	if begun && c.Roster == "" {
		return nil
	}
	pv, err := d.house.Bot.ImportRoster(ctx, "operator", file, nil)
	switch {
	case errors.Is(err, bot.ErrRoster):
		return fmt.Errorf("demo: the roster has errors:\n%s", strings.Join(rosterLines(d.house.Bot, c.Lang, pv), "\n"))
	case err != nil:
		return fmt.Errorf("demo: %w", err)
	}
	people = pv.New
	if !begun {
		if _, err := d.house.Bot.StartProgramme(ctx, prog); err != nil {
			return err
		}
		if people, err = d.everybody(ctx); err != nil {
			return err
		}
	}
	for _, p := range people {
		for _, a := range demoAccount(p) {
			e := chat.Event{ID: "joined-" + p.ID, From: a, At: d.clock.Now(), What: chat.Joined{}}
			if _, err := d.house.Bot.Handle(ctx, e); err != nil {
				return err
			}
		}
	}
	if d.clock.Now().After(d.from) {
		return d.To(ctx, d.clock.Now())
	}
	return d.To(ctx, d.from)
}

func (d *demo) everybody(ctx context.Context) (people []mentoring.Person, err error) {
	err = d.house.Store.View(ctx, func(tx store.Tx) error {
		people, err = store.People.All(tx, store.Span{})
		return err
	})
	return people, err
}

// serve serves the pages until ctx ends.
func (d *demo) serve(ctx context.Context, l net.Listener) error {
	srv := &http.Server{Handler: d.pages, ReadHeaderTimeout: 5 * time.Second}
	done := make(chan error, 1)
	go func() { done <- srv.Serve(l) }()
	select {
	case err := <-done:
		return fmt.Errorf("demo: %w", err)
	case <-ctx.Done():
	}
	d.pages.Close()
	last, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	if err := srv.Shutdown(last); err != nil {
		_ = srv.Close()
	}
	return nil
}

func (d *demo) close() {
	if d.pages != nil {
		d.pages.Close()
	}
	if d.house != nil {
		_ = d.house.Close()
	}
	if !d.keep {
		_ = os.RemoveAll(d.dir)
	}
}
