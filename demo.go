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
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/rs/zerolog"

	"tsukiichi/adapters/web"
	"tsukiichi/bot"
	"tsukiichi/bot/catalog"
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
	Roster string `help:"A roster of your own (CSV) in place of the sample." type:"existingfile" placeholder:"FILE" env:"-"`
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
}

func openDemo(ctx context.Context, c demoCmd, log zerolog.Logger) (d *demo, err error) {
	file := roster.Sample()
	if c.Roster != "" {
		if file, err = os.ReadFile(c.Roster); err != nil {
			return nil, fmt.Errorf("demo: %w", err)
		}
	}
	d = &demo{dir: c.Data, keep: c.Data != ""}
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

// firstMorning is when the programme begins, and lastEvening when it is over.
func firstMorning(p mentoring.Programme, zone *time.Location) time.Time {
	return time.Date(p.Year, time.April, 1, 9, 0, 0, 0, zone)
}

func lastEvening(p mentoring.Programme, zone *time.Location) time.Time {
	return time.Date(p.Year+1, time.March, 31, 18, 0, 0, 0, zone)
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
		Paces:   map[string]delivery.Pace{demoPlatform: {Every: time.Millisecond, Burst: 1000}},
	})
	if err != nil {
		return err
	}
	inbox.store = d.house.Store
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
			Handler: d, Inbox: inbox, Live: live, Now: d.clock.Now, NewID: newID, Zone: zone,
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

// rosterYear is the fiscal year in which the newest people on the roster were
// hired: the year the demo plays.
func rosterYear(file []byte) int {
	parsed, _ := roster.Parse(strings.NewReader(string(file)), roster.Options{})
	year := 0
	for _, r := range parsed.Rows {
		if on := r.Person.HiredOn; !on.IsZero() {
			year = max(year, on.FiscalYear())
		}
	}
	if year == 0 {
		now := clock.System{}.Now()
		year = mentoring.DateOf(now).FiscalYear()
	}
	return year
}

// Handle answers an event and delivers what follows from it at once.
func (d *demo) Handle(ctx context.Context, e chat.Event) (chat.Answer, error) {
	answer, err := d.house.Bot.Handle(ctx, e)
	if err != nil {
		return answer, err
	}
	return answer, d.player.To(context.WithoutCancel(ctx), d.clock.Now())
}

// Now is the playground's time.
func (d *demo) Now() time.Time { return d.clock.Now() }

// Bounds is the fiscal year.
func (d *demo) Bounds() (from, to time.Time) { return d.from, d.to }

// Next plays until something reaches somebody and is the time of that.
func (d *demo) Next(ctx context.Context) (time.Time, error) {
	sent, err := d.player.Next(ctx, d.to)
	if err != nil || !sent {
		return time.Time{}, errors.Join(err, d.remember())
	}
	return d.clock.Now(), d.remember()
}

// To plays until t.
func (d *demo) To(ctx context.Context, t time.Time) error {
	err := d.player.To(ctx, t)
	return errors.Join(err, d.remember())
}

// timeFile holds the playground's time between runs.
func (d *demo) timeFile() string { return filepath.Join(d.dir, "demo-time") }

func (d *demo) remember() error {
	if !d.keep {
		return nil
	}
	beside := d.timeFile() + ".new"
	if err := os.WriteFile(beside, []byte(d.clock.Now().Format(time.RFC3339Nano)), 0o600); err != nil {
		return fmt.Errorf("demo: keep the time: %w", err)
	}
	return os.Rename(beside, d.timeFile())
}

// left is the time at which an earlier run ended; resumed says that there was
// one.
func (d *demo) left() (at time.Time, resumed bool, err error) {
	raw, err := os.ReadFile(d.timeFile())
	switch {
	case errors.Is(err, os.ErrNotExist):
		return at, false, nil
	case err != nil:
		return at, false, fmt.Errorf("demo: %w", err)
	}
	if at, err = time.Parse(time.RFC3339Nano, string(raw)); err != nil {
		return at, false, fmt.Errorf("demo: %s does not hold a time: remove the directory to begin anew", d.timeFile())
	}
	return at, true, nil
}

func (d *demo) lang(a chat.Account) string {
	lang, err := d.house.Bot.LanguageOf(context.Background(), a)
	if err != nil {
		return ""
	}
	return lang
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

// seats is who can be played: first a mentee with a likely mentor, their head
// and HR side by side, then everybody else by section.
func (d *demo) seats(ctx context.Context, lang string) ([]web.Seat, error) {
	people, err := d.everybody(ctx)
	if err != nil {
		return nil, err
	}
	first := cast(people, lang)
	slices.SortStableFunc(people, func(a, b mentoring.Person) int { return rank(first, a.ID) - rank(first, b.ID) })
	var out []web.Seat
	for _, p := range people {
		if !p.Active {
			continue
		}
		group := p.Department + " " + p.Section
		if slices.Contains(first, p.ID) {
			group = d.house.Bot.Words(lang).T(catalog.DemoFirst)
		}
		out = append(out, web.Seat{Account: demoAccount(p)[0], Name: p.Name, Role: d.role(p, lang), Group: group})
	}
	if len(out) == 0 {
		return nil, errors.New("demo: the roster has nobody in office")
	}
	return out, nil
}

func rank(first []string, id string) int {
	if i := slices.Index(first, id); i >= 0 {
		return i
	}
	return len(first)
}

// cast chooses the four who are shown first.
func cast(people []mentoring.Person, lang string) []string {
	var out []string
	pick := func(ok func(mentoring.Person) bool) mentoring.Person {
		for _, p := range people {
			if p.Active && !slices.Contains(out, p.ID) && ok(p) {
				out = append(out, p.ID)
				return p
			}
		}
		return mentoring.Person{}
	}
	mentee := pick(func(p mentoring.Person) bool {
		return p.Has(mentoring.RoleMentee) && (p.Locale == "" || p.Locale == lang)
	})
	pick(func(p mentoring.Person) bool {
		return p.Section == mentee.Section && p.Grade >= 3 && len(p.Roles) == 0 && p.ID != mentee.Appraiser
	})
	pick(func(p mentoring.Person) bool { return p.Heads(mentee.Section) })
	pick(func(p mentoring.Person) bool { return p.Has(mentoring.RoleHR) && !p.Has(mentoring.RoleHead) })
	return out
}

// role is what a person is, in a word for the list.
func (d *demo) role(p mentoring.Person, lang string) string {
	w := d.house.Bot.Words(lang)
	var out []string
	for _, r := range []mentoring.Role{mentoring.RoleMentee, mentoring.RoleMentor, mentoring.RoleHead, mentoring.RoleHR} {
		if p.Has(r) {
			out = append(out, w.T(roleWord(r)))
		}
	}
	if len(out) == 0 {
		return p.Post
	}
	return strings.Join(out, "・")
}

func nameOf(seats []web.Seat) func(chat.Account) string {
	return func(a chat.Account) string {
		for _, s := range seats {
			if s.Account == a {
				return s.Name
			}
		}
		return ""
	}
}
