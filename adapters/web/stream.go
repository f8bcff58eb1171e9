package web

import (
	"fmt"
	"net/http"
	"time"

	"tsukiichi/bot/chat"
)

// Streams send a comment when nothing happens, so that proxies keep them, and
// gather what happens close together. After a while they end and the page asks
// anew, so that it is looked at again who it is.
const (
	beat     = 25 * time.Second
	gather   = 150 * time.Millisecond
	longLive = 10 * time.Minute
	stalled  = 20 * time.Second // a reader who has not taken in a line for so long is gone
)

func (p *Pages) streamPerson(v *visit) {
	stream(v.w, v.r, p.o.Live, v.account, func([]chat.Account, bool) string {
		return "event: changed\ndata: \n\n"
	})
}

// stream sends what say makes of each change, until the reader leaves or the
// server ends.
func stream(w http.ResponseWriter, r *http.Request, live *Live, only chat.Account, say func([]chat.Account, bool) string) {
	out := http.NewResponseController(w)
	_ = out.SetWriteDeadline(time.Time{}) // a stream has no end; tests' writers have no deadline
	past := func() { _ = out.SetWriteDeadline(time.Unix(1, 0)) }
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no")
	viewer := live.watch(only)
	defer live.leave(viewer)
	pulse := time.NewTicker(beat)
	defer pulse.Stop()
	end := time.NewTimer(longLive)
	defer end.Stop()
	text := "retry: 2000\n\n"
	for {
		slow := time.AfterFunc(stalled, past)
		if _, err := fmt.Fprint(w, text); err != nil || out.Flush() != nil || !slow.Stop() {
			return
		}
		select {
		case <-r.Context().Done():
			return
		case <-end.C:
			return
		case <-pulse.C:
			text = ": still here\n\n"
		case _, open := <-viewer.wake:
			if !open || !pause(r, gather) {
				return
			}
			text = say(live.take(viewer))
		}
	}
}

// pause waits and reports whether the reader is still there.
func pause(r *http.Request, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-r.Context().Done():
		return false
	case <-t.C:
		return true
	}
}
