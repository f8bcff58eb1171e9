package slacktown

import (
	"io"
	"net/http"
	"strconv"
	"strings"
)

// file is something uploaded.
type file struct {
	id, name string
	length   int
	data     []byte
	done     bool
}

func (t *Town) uploadURL(c call) object {
	n, err := strconv.Atoi(c.text("length"))
	if err != nil || n <= 0 || c.text("filename") == "" {
		return no("invalid_arguments")
	}
	f := &file{id: t.id("F"), name: c.text("filename"), length: n}
	t.files[f.id] = f
	return object{"upload_url": t.root + "/upload/" + f.id, "file_id": f.id}
}

// upload takes the bytes, raw or as a form's file.
func (t *Town) upload(w http.ResponseWriter, r *http.Request) {
	t.mu.Lock()
	f := t.files[strings.TrimPrefix(r.URL.Path, "/upload/")]
	t.mu.Unlock()
	if f == nil || r.Method != http.MethodPost {
		http.Error(w, "no such upload", http.StatusNotFound)
		return
	}
	var from io.Reader = r.Body
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		part, err := r.MultipartReader()
		if err != nil {
			http.Error(w, "bad form", http.StatusBadRequest)
			return
		}
		p, err := part.NextPart()
		for err == nil && p.FileName() == "" {
			p, err = part.NextPart()
		}
		if err != nil {
			http.Error(w, "no file", http.StatusBadRequest)
			return
		}
		from = p
	}
	data, err := io.ReadAll(from)
	if err != nil || len(data) != f.length {
		http.Error(w, "length differs", http.StatusBadRequest)
		return
	}
	t.mu.Lock()
	f.data = data
	t.mu.Unlock()
	_, _ = io.WriteString(w, "OK - "+strconv.Itoa(len(data)))
}

// completeUpload shares files; unlike a message it wants a channel's id.
func (t *Town) completeUpload(c call) object {
	list, _ := c.json("files").([]any)
	if len(list) == 0 {
		return no("invalid_arguments")
	}
	var ch *channel
	if id := c.text("channel_id"); id != "" {
		if ch = t.channels[id]; ch == nil || !isChannel(id) {
			return no("channel_not_found")
		}
	}
	var names []string
	var out []any
	for _, e := range list {
		o, _ := e.(object)
		id, _ := o["id"].(string)
		f := t.files[id]
		if f == nil || f.data == nil || f.done {
			return no("file_not_found")
		}
		f.done = true
		names = append(names, f.name)
		out = append(out, object{"id": f.id, "title": f.name, "name": f.name})
	}
	if ch != nil {
		ch.messages = append(ch.messages, &message{ts: t.ts(), text: c.text("initial_comment"), files: names})
	}
	return object{"files": out}
}

// File is what was uploaded under the name last, nil for nothing.
func (t *Town) File(name string) []byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	var found []byte
	for _, f := range t.files {
		if f.name == name && f.done {
			found = f.data
		}
	}
	return found
}
