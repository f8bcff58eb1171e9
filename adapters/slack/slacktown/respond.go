package slacktown

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"tsukiichi/adapters/townhall"
)

// respond takes what is sent to a response_url.
func (t *Town) respond(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	var m object
	if err != nil || json.Unmarshal(body, &m) != nil {
		http.Error(w, "invalid_payload", http.StatusBadRequest)
		return
	}
	id, ts, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/response/"), "/")
	t.mu.Lock()
	defer t.mu.Unlock()
	t.Count("response_url")
	ch := t.channels[id]
	if ch == nil {
		http.Error(w, "not found", http.StatusNotFound)
		return
	}
	blocks, given, bad := t.messageBlocks(call{Call: townhall.Call{Method: "response_url", Text: townhall.TextAt(m, "text")}, args: m})
	if bad != nil {
		w.WriteHeader(http.StatusBadRequest)
		writeJSON(w, bad)
		return
	}
	if _, old := t.find(id, ts); old != nil && (m["replace_original"] == true || m["delete_original"] == true) {
		if old.gone = m["delete_original"] == true; !old.gone {
			old.text, old.edited = townhall.TextAt(m, "text"), true
			if given {
				old.blocks = blocks
			}
		}
	} else {
		ch.messages = append(ch.messages, &message{ts: t.ts(), text: townhall.TextAt(m, "text"), blocks: blocks,
			fleet: m["response_type"] != "in_channel"})
	}
	_, _ = io.WriteString(w, "ok")
}
