package main

import (
	"container/heap"
	"context"
	"runtime"
	"time"

	"golang.org/x/sync/errgroup"
)

// People act in waves, everybody of half an hour at once: those who
// have to do with each other one after the other, the others side by side, as
// in a town. What a circle does depends on nobody outside it, so that the same
// seed plays the same year. Where more than simBatch messages wait for one
// moment, the ids that the circles got side by side decide which go first, and
// a year may differ by a few talks.

// Waves come this far apart, in between the rings of the scheduler.
const (
	waveEvery = 30 * time.Minute
	waveAt    = 7*time.Minute + 30*time.Second
)

// moment is the first wave that is not before t.
func moment(t time.Time) time.Time {
	wave := t.Truncate(waveEvery).Add(waveAt)
	if wave.Before(t) {
		wave = wave.Add(waveEvery)
	}
	return wave
}

// act lets people do what they are going to do at the time.
func (s *simulation) act(ctx context.Context, at time.Time) error {
	byCircle := map[string][]entry{}
	var circles []string
	var acting []*person
	for s.deeds.Len() > 0 && !s.deeds.entries[0].at.After(at) {
		e := heap.Pop(&s.deeds).(entry)
		acting = append(acting, e.who)
		c := s.circles.of(e.who.id)
		if byCircle[c] == nil {
			circles = append(circles, c)
		}
		byCircle[c] = append(byCircle[c], e)
	}
	g, acts := errgroup.WithContext(ctx)
	g.SetLimit(256 * runtime.GOMAXPROCS(0))
	for _, c := range circles {
		g.Go(func() error {
			for _, e := range byCircle[c] {
				if err := e.do(acts); err != nil {
					return err
				}
				s.phones.done(e.about)
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	for _, p := range acting {
		s.takeUp(p)
	}
	return nil
}

// takeUp writes down what the person has made up their mind to do.
func (s *simulation) takeUp(p *person) {
	for _, e := range p.plans {
		s.deeds.seq++
		e.seq = s.deeds.seq
		heap.Push(&s.deeds, e)
	}
	p.plans = nil
}

// circles is who has to do with whom: the people of a section, its heads, and
// the two of a pair with all of theirs.
type circles map[string]string

func (c circles) of(who string) string {
	next, joined := c[who]
	if !joined {
		return who
	}
	root := c.of(next)
	c[who] = root
	return root
}

func (c circles) join(a, b string) {
	if a, b = c.of(a), c.of(b); a != b {
		c[a] = b
	}
}
