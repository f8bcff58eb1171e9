package main

import (
	"cmp"
	"context"
	"time"

	"tsukiichi/bot/chat"
)

// deed is something that a person is going to do.
type deed func(ctx context.Context) error

type entry struct {
	at  time.Time
	seq int
	who *person
	do  deed

	about chat.Ref // the message that moved them to it; "" for none
}

// agenda is a heap of deeds, the earliest first.
type agenda struct {
	entries []entry
	seq     int
}

func (a *agenda) Len() int      { return len(a.entries) }
func (a *agenda) Swap(i, j int) { a.entries[i], a.entries[j] = a.entries[j], a.entries[i] }
func (a *agenda) Push(x any)    { a.entries = append(a.entries, x.(entry)) }
func (a *agenda) Less(i, j int) bool {
	x, y := a.entries[i], a.entries[j]
	return cmp.Or(x.at.Compare(y.at), cmp.Compare(x.seq, y.seq)) < 0
}

func (a *agenda) Pop() any {
	last := a.entries[len(a.entries)-1]
	a.entries = a.entries[:len(a.entries)-1]
	return last
}
