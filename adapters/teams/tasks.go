package teams

import (
	"context"
	"runtime/debug"
	"sync"

	"github.com/rs/zerolog"
)

// tasks counts what goes on behind an acknowledgement. Unlike a
// [sync.WaitGroup] it may be waited for while more begins.
type tasks struct {
	mu   sync.Mutex
	n    int
	idle *sync.Cond
}

func newTasks() *tasks {
	t := &tasks{}
	t.idle = sync.NewCond(&t.mu)
	return t
}

// start runs do in its own goroutine.
func (t *tasks) start(do func()) {
	t.mu.Lock()
	t.n++
	t.mu.Unlock()
	go func() {
		defer func() {
			t.mu.Lock()
			defer t.mu.Unlock()
			if t.n--; t.n == 0 {
				t.idle.Broadcast()
			}
		}()
		do()
	}()
}

// wait waits until nothing goes on.
func (t *tasks) wait() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for t.n > 0 {
		t.idle.Wait()
	}
}

// Wait waits until everything that was begun after an acknowledgement is done.
func (a *Adapter) Wait() { a.work.wait() }

// background does what need not be done before the acknowledgement.
func (a *Adapter) background(ctx context.Context, do func(ctx context.Context)) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), backgroundLimit)
	a.work.start(func() {
		defer cancel()
		defer a.recovered()
		do(ctx)
	})
}

// backgroundLimit is how long something behind an acknowledgement may take,
// the waits for a thread's pace included.
const backgroundLimit = 2 * callLimit

// recovered logs where a panic came from, not what it said. It is deferred by a
// function whose error is errPanic until it returns.
func (a *Adapter) recovered() {
	if v := recover(); v != nil {
		logPanic(a.o.Log)
	}
}

// survived does the same for what has no adapter. A fetch in nobody's name has
// a goroutine of its own, where a panic is the end of the process.
func survived(log zerolog.Logger) {
	if v := recover(); v != nil {
		logPanic(log)
	}
}

func logPanic(log zerolog.Logger) {
	log.Error().Bytes("stack", debug.Stack()).Msg("teams: panic")
}
