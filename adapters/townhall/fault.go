package townhall

import (
	"net/http"
	"strings"
)

// Call is one call of a platform's API.
type Call struct {
	Method string
	User   string // who a message or a page is for
	Text   string // of a message
	Nth    int    // how often the method was called, from 1
}

// Fault is one way in which an API misbehaves. Make it with [Status],
// [Garbage] or [Hang]; a fake has more.
type Fault struct {
	// Method is the one that fails; "" is every one.
	Method string
	// Times is how often; 0 is until [Book.Heal].
	Times int
	// AfterEffect does what was asked and then fails.
	AfterEffect bool

	Code  int    // the HTTP status
	Retry string // Retry-After, "" for none
	Body  string // of the answer; JSON unless it begins with <
	Mute  bool   // never answers
}

// Status answers with the code and a page.
func Status(code int) Fault { return Fault{Code: code, Body: "<html>Something went wrong</html>"} }

// Garbage answers 200 with something that is no JSON.
func Garbage() Fault { return Fault{Code: http.StatusOK, Body: "\x00\xff{{]"} }

// Hang never answers.
func Hang() Fault { return Fault{Mute: true} }

// On is the fault for one method.
func (f Fault) On(method string) Fault { f.Method = method; return f }

// Once is the fault for n calls.
func (f Fault) Once(n int) Fault { f.Times = n; return f }

// Late is the fault after the effect.
func (f Fault) Late() Fault { f.AfterEffect = true; return f }

// Strike answers with the fault.
func (f *Fault) Strike(w http.ResponseWriter, r *http.Request) {
	if f.Mute {
		<-r.Context().Done()
		return
	}
	if f.Retry != "" {
		w.Header().Set("Retry-After", f.Retry)
	}
	kind := "application/json"
	if strings.HasPrefix(f.Body, "<") {
		kind = "text/html"
	}
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(f.Code)
	_, _ = w.Write([]byte(f.Body))
}

// Weather strikes every so many calls of a method with what the number leads
// to, and counts the failures after the effect, by person.
func Weather(method string, kinds map[int]func() Fault, late map[string]int) func(Call) *Fault {
	return func(c Call) *Fault {
		if c.Method != method {
			return nil
		}
		for every, kind := range kinds {
			if c.Nth%every == 0 {
				f := kind()
				if f.AfterEffect {
					late[c.User]++
				}
				return &f
			}
		}
		return nil
	}
}

// faults are what goes wrong at present. Their owner locks.
type faults struct {
	list    []*Fault
	weather func(Call) *Fault
}

// of is what happens to the call, or nil.
func (s *faults) of(c Call) *Fault {
	for i, f := range s.list {
		if f.Method != "" && f.Method != c.Method {
			continue
		}
		if f.Times > 0 {
			if f.Times--; f.Times == 0 {
				s.list = append(s.list[:i:i], s.list[i+1:]...)
			}
		}
		return f
	}
	if s.weather != nil {
		return s.weather(c)
	}
	return nil
}
