package teams

import "context"

// Finding is one thing that was looked at.
type Finding struct {
	What string // a few words
	Good bool
	Say  string // what was found, or what to do
}

// Examine looks whether the adapter could work: a finding for each thing.
func (a *Adapter) Examine(ctx context.Context) []Finding { return nil }
