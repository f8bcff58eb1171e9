package slacktown

import (
	"net/http"
	"strconv"
	"time"
)

// Fault is one way in which the API misbehaves. Make it with [Status],
// [Limited] and their siblings.
type Fault struct {
	// Method is the one that fails; "" is every one.
	Method string
	// Times is how often; 0 is until [Town.Heal].
	Times int
	// AfterEffect does what was asked and then fails.
	AfterEffect bool

	status int
	retry  string
	body   string
	hang   bool
}

// Status answers with the code and a page.
func Status(code int) Fault { return Fault{status: code, body: "<html>Something went wrong</html>"} }

// Garbage answers 200 with something that is no JSON.
func Garbage() Fault { return Fault{status: http.StatusOK, body: "\x00\xff{{]"} }

// Hang never answers.
func Hang() Fault { return Fault{hang: true} }

// Limited asks for a pause.
func Limited(d time.Duration) Fault {
	return Fault{
		status: http.StatusTooManyRequests, retry: strconv.Itoa(int(d.Seconds())),
		body: `{"ok":false,"error":"ratelimited"}`,
	}
}

// LimitedSilently refuses with a 429 that does not say for how long.
func LimitedSilently() Fault {
	return Fault{status: http.StatusTooManyRequests, body: `{"ok":false,"error":"message_limit_exceeded"}`}
}

// Refuse answers with an error of the API.
func Refuse(code string) Fault {
	return Fault{status: http.StatusOK, body: `{"ok":false,"error":"` + code + `"}`}
}

// On is the fault for one method.
func (f Fault) On(method string) Fault { f.Method = method; return f }

// Once is the fault for n calls.
func (f Fault) Once(n int) Fault { f.Times = n; return f }

// Late is the fault after the effect.
func (f Fault) Late() Fault { f.AfterEffect = true; return f }

// Fail makes the API misbehave from now on.
func (t *Town) Fail(f Fault) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.faults = append(t.faults, &f)
}

// Weather asks fn about every call; nil is fine weather.
func (t *Town) Weather(fn func(Call) *Fault) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.weather = fn
}

// Heal ends all faults and bad weather.
func (t *Town) Heal() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.faults, t.weather = nil, nil
}

// fault is what happens to the call, or nil. The caller holds the lock.
func (t *Town) fault(c Call) *Fault {
	for i, f := range t.faults {
		if f.Method != "" && f.Method != c.Method {
			continue
		}
		if f.Times > 0 {
			if f.Times--; f.Times == 0 {
				t.faults = append(t.faults[:i:i], t.faults[i+1:]...)
			}
		}
		return f
	}
	if t.weather != nil {
		return t.weather(c)
	}
	return nil
}

func (f *Fault) strike(w http.ResponseWriter, r *http.Request) {
	if f.hang {
		<-r.Context().Done()
		return
	}
	if f.retry != "" {
		w.Header().Set("Retry-After", f.retry)
	}
	kind := "application/json"
	if f.status >= 500 {
		kind = "text/html"
	}
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(f.status)
	_, _ = w.Write([]byte(f.body))
}
