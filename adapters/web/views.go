package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"

	"tsukiichi/bot/chat"
)

//go:embed template/*.html
var templateFiles embed.FS

//go:embed static
var staticFiles embed.FS

// views are the parsed templates.
type views struct {
	all     *template.Template
	version string // changes with any static file
}

func newViews() (*views, error) {
	all, err := template.New("").Funcs(template.FuncMap{
		"figure": chat.Figure, "fill": fill, "paren": paren, "safeLink": safeLink, "cell": cell,
	}).ParseFS(templateFiles, "template/*.html")
	if err != nil {
		return nil, fmt.Errorf("web: parse templates: %w", err)
	}
	version, err := fingerprint()
	return &views{all: all, version: version}, err
}

// shortCell is how wide a cell is at most that stays on one line: a Latin letter
// is 1, a Japanese one 2.
const shortCell = 20

// cell is the look of a table's cell: a name or a figure is never broken, and a
// sentence gets room, so that a narrow screen scrolls the table instead.
func cell(text string) string {
	wide := 0
	for _, r := range text {
		if wide++; r > 0xff {
			wide++
		}
	}
	if wide > shortCell {
		return "long"
	}
	return "short"
}

// write sends the whole of a template with the status, or nothing.
func (v *views) write(w http.ResponseWriter, status int, name string, data any) error {
	var out bytes.Buffer
	if err := v.all.ExecuteTemplate(&out, name, data); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(out.Bytes()) // a reader who left is no failure of ours
	return nil
}

// fingerprint names the state of all static files, so that browsers may keep
// them until they change.
func fingerprint() (string, error) {
	h := sha256.New()
	err := fs.WalkDir(staticFiles, "static", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := staticFiles.ReadFile(path)
		h.Write(data)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("web: read static files: %w", err)
	}
	return hex.EncodeToString(h.Sum(nil))[:12], nil
}

// static serves the embedded files. Their addresses carry the fingerprint.
func static() http.Handler {
	files := http.FileServerFS(mustSub())
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "private, max-age=31536000, immutable")
		files.ServeHTTP(w, r)
	})
}

// mustSub cannot fail: the folder is embedded above.
func mustSub() fs.FS {
	sub, err := fs.Sub(staticFiles, "static")
	if err != nil {
		return staticFiles
	}
	return sub
}
