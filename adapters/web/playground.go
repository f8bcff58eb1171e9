package web

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"tsukiichi/bot/chat"
)

// Player moves the playground's time. To plays everything on the way.
type Player interface {
	// Now is the simulated time. It may be asked while To is under way.
	Now() time.Time
	// Bounds are the first and the last moment that can be reached.
	Bounds() (from, to time.Time)
	// Next is when the next thing happens, or the zero time for nothing more.
	Next(ctx context.Context) (time.Time, error)
	// To plays until t. It stops early, without harm, when ctx ends.
	To(ctx context.Context, t time.Time) error
}

// Seat is one person of the playground.
type Seat struct {
	Account chat.Account
	Name    string
	Role    string // in words, such as メンティ
	Group   string // heading above several people in the list; may be empty
}

// PlaygroundOptions is what the playground needs besides the pages' own
// options, whose Now should be the player's.
type PlaygroundOptions struct {
	Options
	People []Seat // the first four are shown side by side
	Player Player
	UILang string // of the frame around the people; default "ja"
}

// columns is how many people are shown side by side where there is room.
const columns = 4

// Playground shows several people side by side and a slider for the time.
// Build it with [NewPlayground], serve it to the own machine only and call
// Close before the process ends.
type Playground struct {
	o     PlaygroundOptions
	pages *Pages
	words Words
	seat  map[chat.Account]int
	serve http.Handler
	wait  sync.WaitGroup

	mu      sync.Mutex
	journey *journey // nil while time stands still
	failed  bool     // the last journey ended in an error
	closed  bool
}

// NewPlayground returns a playground, or an error wrapping [ErrOptions].
func NewPlayground(o PlaygroundOptions) (*Playground, error) {
	if len(o.People) == 0 || o.Player == nil {
		return nil, fmt.Errorf("%w: People and Player are required", ErrOptions)
	}
	if o.UILang == "" {
		o.UILang = "ja"
	}
	g := &Playground{seat: map[chat.Account]int{}}
	for i, s := range o.People {
		g.seat[s.Account] = i
	}
	if o.Name == nil {
		o.Name = g.name
	}
	o.Options.defaults()
	g.o, g.words = o, o.Words(o.UILang)
	pages, err := New(o.Options)
	if err != nil {
		return nil, err
	}
	g.pages = pages
	g.serve = LoopbackOnly(framed().around(g.words, g.routes()))
	return g, nil
}

// ServeHTTP implements [http.Handler]. Requests for another host name than
// the own machine's are refused (see [LoopbackOnly]).
func (g *Playground) ServeHTTP(w http.ResponseWriter, r *http.Request) { g.serve.ServeHTTP(w, r) }

// Close ends all streams, stops a journey under way and waits for it.
func (g *Playground) Close() {
	g.mu.Lock()
	g.closed = true
	if g.journey != nil {
		g.journey.stop()
	}
	g.mu.Unlock()
	g.o.Live.Close()
	g.wait.Wait()
}

func (g *Playground) routes() http.Handler {
	mux := http.NewServeMux()
	route := func(pattern string, h func(*visit)) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			h(&visit{w: w, r: r, words: g.words})
		})
	}
	route("GET /{$}", g.show)
	route("GET /events", g.streamAll)
	route("GET /clock", g.sendClock)
	route("POST /clock", g.move)
	route("POST /stop", g.halt)
	mux.Handle("GET /static/", http.StripPrefix("/static/", static()))
	for i, s := range g.o.People {
		path := "/p/" + strconv.Itoa(i)
		person := g.pages.Person(func(*http.Request) (chat.Account, bool) { return s.Account, true })
		mux.Handle(path+"/", http.StripPrefix(path, person))
	}
	return mux
}

func (g *Playground) name(a chat.Account) string {
	if n, ok := g.seat[a]; ok {
		return g.o.People[n].Name
	}
	return ""
}

type playgroundView struct {
	Words   Words
	Version string
	Clock   clockView
	First   string // the slider's first day, 2026-04-01
	Last    int    // the slider's last day
	Months  []string
	Columns []columnView
}

type columnView struct {
	Number int
	Seat   int
	Title  string
	Groups []groupView
}

type groupView struct {
	Name  string
	Seats []seatView
}

type seatView struct {
	Number int
	Label  string
	Chosen bool
}

func (g *Playground) show(v *visit) {
	from, to := g.o.Player.Bounds()
	view := playgroundView{
		Words: g.words, Version: g.pages.view.version, Clock: g.clock(),
		First: from.In(g.o.Zone).Format(time.DateOnly), Last: g.dayOf(to),
	}
	for t := from.In(g.o.Zone); t.Before(to); t = t.AddDate(0, 1, 0) {
		view.Months = append(view.Months, g.words.month(t))
	}
	for n := range min(columns, len(g.o.People)) {
		view.Columns = append(view.Columns, columnView{
			Number: n + 1, Seat: n, Title: g.label(g.o.People[n]), Groups: g.groups(n),
		})
	}
	g.pages.render(v, "playground", view)
}

// groups lists everybody, in the order given, under their headings.
func (g *Playground) groups(chosen int) []groupView {
	var gs []groupView
	for i, s := range g.o.People {
		if len(gs) == 0 || gs[len(gs)-1].Name != s.Group {
			gs = append(gs, groupView{Name: s.Group})
		}
		last := &gs[len(gs)-1]
		last.Seats = append(last.Seats, seatView{Number: i, Label: g.label(s), Chosen: i == chosen})
	}
	return gs
}

// label is a person as the list of seats shows them: 山田 さくら（メンティ）.
func (g *Playground) label(s Seat) string {
	if s.Role == "" {
		return s.Name
	}
	return s.Name + paren(g.words, s.Role)
}
