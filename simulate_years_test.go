//go:build long

package main

import (
	"flag"
	"fmt"
	"testing"
)

// years is how many years TestSimulateYears plays of each kind: make years.
var years = flag.Uint64("years", 3, "years that TestSimulateYears plays of each kind")

// TestSimulateYears plays years beyond those of TestSimulate, with and without
// an outage.
func TestSimulateYears(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]SimulateCmd{
		"quiet": {}, "40 days asleep": {Outage: 40 * aDay}, "3 days mute": {NoDelivery: 3 * aDay},
	} {
		for c.Seed = 3; c.Seed < 3+*years; c.Seed++ {
			t.Run(fmt.Sprintf("%s, seed %d", name, c.Seed), func(t *testing.T) {
				t.Parallel()
				c.Pairs = 40
				_, r := played(t, c)
				right(t, r)
			})
		}
	}
}
