package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"tsukiichi/bot/chat"
)

// RosterDesk takes rosters in for HR. It asks the core again whether the guest
// is HR.
type RosterDesk interface {
	// Preview says what the file would change. Nothing is changed.
	Preview(ctx context.Context, g Guest, file []byte) (RosterPreview, error)
	// Import changes what the preview with the mark said; where it would be
	// something else by now, it changes nothing, and done is false.
	Import(ctx context.Context, g Guest, file []byte, mark string) (p RosterPreview, done bool, err error)
}

// RosterPreview is what a file changes.
type RosterPreview struct {
	Page    chat.Page
	Mark    string // of all that it changes
	Blocked bool   // there are errors: it cannot be imported
	Empty   bool   // it changes nothing
}

// Uploads wait in memory between preview and import.
const (
	uploadFor  = 15 * time.Minute
	maxUploads = 8 // at once; the oldest one makes room
)

// uploads is the files that wait, one for each person.
type uploads struct {
	mu    sync.Mutex
	files map[string]upload
}

type upload struct {
	name string
	data []byte
	at   time.Time
}

func (u *uploads) put(person string, file upload) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.files == nil {
		u.files = map[string]upload{}
	}
	u.files[person] = file
	for len(u.files) > maxUploads {
		oldest := person
		for p, f := range u.files {
			if f.at.Before(u.files[oldest].at) {
				oldest = p
			}
		}
		delete(u.files, oldest)
	}
}

// get is the person's file, if it has not waited for too long.
func (u *uploads) get(person string, now time.Time) (upload, bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	file, ok := u.files[person]
	if ok && now.Sub(file.at) > uploadFor {
		delete(u.files, person)
		return upload{}, false
	}
	return file, ok
}

func (u *uploads) drop(person string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	delete(u.files, person)
}

// rosterView is the page on which a roster is taken in.
type rosterView struct {
	deskView
	File    string
	Mark    string // not empty where the preview can be imported
	Empty   bool
	Blocked bool
	Changed bool // since the preview
	Done    bool
	Preview []sectionView
	Megas   int // the most that a file may have
	Wrong   string
}

// deskView is what every page of HR's own has.
type deskView struct {
	Words   Words
	Version string
	Bar     *menuView
}

func (d *Desk) deskPage(v *visit, g Guest, here string) deskView {
	return deskView{
		Words: v.words, Version: d.pages.view.version,
		Bar: &menuView{HR: g.HR, Name: g.Name, Here: here, Words: v.words},
	}
}

func (d *Desk) rosterPage(v *visit, g Guest, view rosterView) {
	view.deskView, view.Megas = d.deskPage(v, g, "roster"), int(d.o.MaxUpload>>20)
	d.pages.render(v, "roster", view)
}

func (d *Desk) showRoster(v *visit, g Guest) { d.rosterPage(v, g, rosterView{}) }

// preview takes a file and shows what it would change.
func (d *Desk) preview(v *visit, g Guest) {
	file, err := d.uploaded(v.r, d.o.MaxUpload)
	switch {
	case errors.Is(err, errLong):
		d.rosterPage(v, g, rosterView{Wrong: fill(v.words.FileBig, "n", int(d.o.MaxUpload>>20))})
		return
	case err != nil || len(file.data) == 0:
		d.rosterPage(v, g, rosterView{Wrong: v.words.FileMissing})
		return
	}
	p, err := d.o.Roster.Preview(v.r.Context(), g, file.data)
	if err != nil {
		d.pages.refuseError(v, fmt.Errorf("web: preview roster: %w", err))
		return
	}
	d.uploads.put(g.Person, file)
	d.rosterPage(v, g, d.previewView(v, file, p))
}

func (d *Desk) previewView(v *visit, file upload, p RosterPreview) rosterView {
	view := rosterView{
		File: file.name, Blocked: p.Blocked, Empty: p.Empty && !p.Blocked,
		Preview: d.pages.builder(v).page(p.Page).Sections,
	}
	if !p.Blocked && !p.Empty {
		view.Mark = p.Mark
	}
	return view
}

// uploaded reads the file of a form, of limit bytes at most.
func (d *Desk) uploaded(r *http.Request, limit int64) (upload, error) {
	const room = 1 << 20 // for the form around the file
	r.Body = http.MaxBytesReader(nil, r.Body, limit+room)
	parts, err := r.MultipartReader()
	if err != nil {
		return upload{}, errBad
	}
	for {
		part, err := parts.NextPart()
		if err != nil {
			return upload{}, tooLong(err)
		}
		if part.FormName() != "file" {
			continue
		}
		data, err := io.ReadAll(io.LimitReader(part, limit+1))
		if err != nil {
			return upload{}, tooLong(err)
		}
		if int64(len(data)) > limit {
			return upload{}, errLong
		}
		return upload{name: cut(clean(part.FileName()), chat.MaxFileName), data: data, at: d.o.Now()}, nil
	}
}

func tooLong(err error) error {
	if big := new(http.MaxBytesError); errors.As(err, &big) {
		return errLong
	}
	return errBad
}

func cut(s string, limit int) string {
	if r := []rune(s); len(r) > limit {
		return string(r[:limit])
	}
	return s
}

// importRoster does what was shown, and no more than that.
func (d *Desk) importRoster(v *visit, g Guest) {
	form, err := posted(v.r)
	if err == nil {
		err = only(form, "mark")
	}
	if err != nil {
		d.pages.refuseError(v, err)
		return
	}
	file, ok := d.uploads.get(g.Person, d.o.Now())
	if !ok {
		d.rosterPage(v, g, rosterView{Wrong: v.words.FileGone})
		return
	}
	p, done, err := d.o.Roster.Import(v.r.Context(), g, file.data, form.Get("mark"))
	if err != nil {
		d.pages.refuseError(v, fmt.Errorf("web: import roster: %w", err))
		return
	}
	view := d.previewView(v, file, p)
	view.Done, view.Changed = done, !done
	if done {
		d.uploads.drop(g.Person)
		view.Mark = ""
	}
	d.rosterPage(v, g, view)
}
