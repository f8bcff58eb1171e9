package townhall

import "sync"

// Book is what a fake platform keeps of what happens, D being what it delivers:
// the calls, what goes wrong with them, what it would not have taken, and what
// it holds back. It is safe for concurrent use.
type Book[D any] struct {
	mu       sync.Mutex
	faults   faults
	calls    map[string]int
	refusals []Refusal
	holding  bool
	held     []D
}

// Refusal is something that the platform would not have taken.
type Refusal struct{ Where, Problem string }

// Fail makes the API misbehave from now on.
func (b *Book[D]) Fail(f Fault) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.faults.list = append(b.faults.list, &f)
}

// Weather asks fn about every call; nil is fine weather.
func (b *Book[D]) Weather(fn func(Call) *Fault) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.faults.weather = fn
}

// Heal ends all faults and bad weather.
func (b *Book[D]) Heal() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.faults = faults{}
}

// Note counts a call, says how often there was one like it, and what happens to
// it, or nil.
func (b *Book[D]) Note(c *Call) *Fault {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.count(c.Method)
	c.Nth = b.calls[c.Method]
	return b.faults.of(*c)
}

// Count counts a call that nothing happens to.
func (b *Book[D]) Count(method string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.count(method)
}

func (b *Book[D]) count(method string) {
	if b.calls == nil {
		b.calls = map[string]int{}
	}
	b.calls[method]++
}

// Calls is how often a method was called, answered well or not; "" is all of
// them.
func (b *Book[D]) Calls(method string) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	if method != "" {
		return b.calls[method]
	}
	n := 0
	for _, c := range b.calls {
		n += c
	}
	return n
}

// Refuse records problems.
func (b *Book[D]) Refuse(where string, problems ...string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, p := range problems {
		b.refusals = append(b.refusals, Refusal{where, p})
	}
}

// Refusals is everything that broke a limit or a rule.
func (b *Book[D]) Refusals() []Refusal {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]Refusal(nil), b.refusals...)
}

// Hold keeps what people do from being delivered until [Book.Held] is asked for
// it.
func (b *Book[D]) Hold() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.holding = true
}

// Held is what was kept; from now on everything is delivered again.
func (b *Book[D]) Held() []D {
	b.mu.Lock()
	defer b.mu.Unlock()
	out := b.held
	b.held, b.holding = nil, false
	return out
}

// Keep reports whether the delivery is kept.
func (b *Book[D]) Keep(d D) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.holding {
		b.held = append(b.held, d)
	}
	return b.holding
}
