package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"tsukiichi/bot/chat"
)

// journey is one way through time, under way.
type journey struct {
	from, to time.Time
	stop     context.CancelFunc
}

// clockView is the state of the playground's time, as the page's script
// reads it.
type clockView struct {
	Text    string `json:"text"`    // 7月15日（水） 9:00
	Day     int    `json:"day"`     // since the first one
	Playing bool   `json:"playing"` // a journey is under way
	Percent int    `json:"percent"` // of the journey
	Failed  bool   `json:"failed"`  // the last journey ended in an error
}

func (g *Playground) clock() clockView {
	now := g.o.Player.Now()
	g.mu.Lock()
	defer g.mu.Unlock()
	v := clockView{Text: g.words.moment(now.In(g.o.Zone)), Day: g.dayOf(now), Failed: g.failed}
	if j := g.journey; j != nil {
		v.Playing = true
		if whole := j.to.Sub(j.from); whole > 0 {
			v.Percent = int(100 * now.Sub(j.from) / whole)
		}
	}
	return v
}

// dayOf counts calendar days from the first bound's.
func (g *Playground) dayOf(t time.Time) int {
	from, _ := g.o.Player.Bounds()
	return int(midnight(t.In(g.o.Zone)).Sub(midnight(from.In(g.o.Zone))) / (24 * time.Hour))
}

// midnight is the date alone, in UTC, where every day has 24 hours.
func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

// target is where a post to the clock wants to go: a day of the slider (at
// the first bound's time of day), a step of days, or the next event.
func (g *Playground) target(r *http.Request) (time.Time, error) {
	form, err := posted(r)
	if err != nil {
		return time.Time{}, err
	}
	if form.Get("to") == "next" {
		return g.o.Player.Next(r.Context())
	}
	from, _ := g.o.Player.Bounds()
	start, days := from, form.Get("day")
	if form.Has("step") {
		start, days = g.o.Player.Now(), form.Get("step")
	}
	n, err := strconv.Atoi(days)
	if err != nil || n < 0 || n > 1000 {
		return time.Time{}, errBad
	}
	return start.In(g.o.Zone).AddDate(0, 0, n), nil
}

// move starts a journey and answers at once; the stream tells how it goes.
func (g *Playground) move(v *visit) {
	to, err := g.target(v.r)
	if err != nil {
		g.pages.refuseError(v, err)
		return
	}
	_, last := g.o.Player.Bounds()
	switch {
	case to.IsZero():
		g.pages.refuse(v, http.StatusConflict, g.words.Nothing)
		return
	case !g.o.Player.Now().Before(last):
		g.pages.refuse(v, http.StatusConflict, g.words.End)
		return
	case to.After(last):
		to = last
	}
	g.depart(to)
	g.sendClock(v)
}

// depart plays until to, unless a journey is under way or time would go back.
func (g *Playground) depart(to time.Time) {
	now := g.o.Player.Now()
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed || g.journey != nil || !to.After(now) {
		return
	}
	ctx, stop := context.WithCancel(context.Background()) // it outlives the request
	g.journey, g.failed = &journey{from: now, to: to, stop: stop}, false
	g.wait.Go(func() {
		defer stop()
		err := g.o.Player.To(ctx, to)
		g.arrive(err, ctx.Err() != nil)
	})
	g.wait.Go(func() { g.tellWhile(ctx) })
}

func (g *Playground) arrive(err error, stopped bool) {
	g.mu.Lock()
	g.journey, g.failed = nil, err != nil && !stopped
	g.mu.Unlock()
	if err != nil && !stopped {
		g.o.Report(fmt.Errorf("web: play: %w", err))
	}
	g.o.Live.Moved()
}

// tellWhile keeps the pages' clocks moving during a journey.
func (g *Playground) tellWhile(ctx context.Context) {
	tick := time.NewTicker(2 * gather)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			g.o.Live.Moved()
		}
	}
}

// halt stops the journey under way, if there is one.
func (g *Playground) halt(v *visit) {
	g.mu.Lock()
	if g.journey != nil {
		g.journey.stop()
	}
	g.mu.Unlock()
	g.sendClock(v)
}

func (g *Playground) sendClock(v *visit) {
	v.w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(v.w).Encode(g.clock()); err != nil {
		g.o.Report(fmt.Errorf("web: clock: %w", err))
	}
}

// streamAll tells the playground which seats changed and where the clock is.
func (g *Playground) streamAll(v *visit) {
	stream(v.w, v.r, g.o.Live, chat.Account{}, func(changed []chat.Account, _ bool) string {
		state := struct {
			Clock clockView `json:"clock"`
			Seats []int     `json:"seats"`
		}{Clock: g.clock(), Seats: []int{}}
		for _, a := range changed {
			if n, ok := g.seat[a]; ok {
				state.Seats = append(state.Seats, n)
			}
		}
		raw, err := json.Marshal(state)
		if err != nil { // numbers and fixed words only
			return ""
		}
		return "event: state\ndata: " + string(raw) + "\n\n"
	})
}
