package web

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// SlipDesk prints one-time codes for HR. It asks the core again whether the
// guest is HR.
type SlipDesk interface {
	// Unreached lists people without an account in a chat whose number, name
	// or section holds the words; more says that there are others.
	Unreached(ctx context.Context, g Guest, words string) (list []Unreached, more bool, err error)
	// Print makes a code for each, good until then, and takes the old ones
	// back. Its error wraps [ErrNoSlip] where somebody may have none.
	Print(ctx context.Context, g Guest, people []string, until time.Time) ([]Slip, error)
	// TakeBack makes the people's codes worthless.
	TakeBack(ctx context.Context, g Guest, people []string) error
}

// ErrNoSlip says that somebody chosen may have no code on paper.
var ErrNoSlip = errors.New("web: no slip for somebody")

// Unreached is somebody without an account in a chat.
type Unreached struct {
	Person, Name, Section string
	Slip, Visited         time.Time // the end of their code; when they were here last
}

// Slip is a code to be printed, shown once.
type Slip struct {
	Person, Name, Section, Code string
	Expires                     time.Time
}

// maxSlips is how many people can be chosen at once.
const maxSlips = 200

type slipsView struct {
	deskView
	Search string
	People []unreachedView
	More   bool
	Back   bool // some code was taken back
	Wrong  string
}

type unreachedView struct {
	Unreached
	Has, Seen string // in words, "" for never
}

type printView struct {
	deskView
	Address string // where the codes are typed in
	Slips   []slipView
}

type slipView struct {
	Slip
	Until string
}

func (d *Desk) showSlips(v *visit, g Guest) { d.slipsPage(v, g, slipsView{}) }

// findSlips narrows the list. A name is posted: addresses stay in histories and
// in the logs of proxies.
func (d *Desk) findSlips(v *visit, g Guest) {
	form, err := posted(v.r)
	if err == nil {
		err = only(form, "q")
	}
	if err != nil {
		d.pages.refuseError(v, err)
		return
	}
	d.slipsPage(v, g, slipsView{Search: form.Get("q")})
}

func (d *Desk) slipsPage(v *visit, g Guest, view slipsView) {
	view.Search = cut(strings.TrimSpace(clean(view.Search)), maxCode)
	list, more, err := d.o.Slips.Unreached(v.r.Context(), g, view.Search)
	if err != nil {
		d.pages.refuseError(v, fmt.Errorf("web: people without chat: %w", err))
		return
	}
	view.deskView, view.More = d.deskPage(v, g, "slips"), more
	for _, u := range list {
		row := unreachedView{Unreached: u}
		if !u.Slip.IsZero() {
			row.Has = v.words.day(u.Slip.In(d.o.Zone))
		}
		if !u.Visited.IsZero() {
			row.Seen = v.words.day(u.Visited.In(d.o.Zone))
		}
		view.People = append(view.People, row)
	}
	d.pages.render(v, "slips", view)
}

// chosen reads who was ticked; false where that was nobody, and it was said.
func (d *Desk) chosen(v *visit, g Guest) ([]string, bool) {
	form, err := posted(v.r)
	if err == nil {
		err = only(form, "person")
	}
	switch {
	case err != nil:
		d.pages.refuseError(v, err)
	case len(form["person"]) == 0:
		d.slipsPage(v, g, slipsView{Wrong: v.words.NobodyChosen})
	case len(form["person"]) > maxSlips:
		d.slipsPage(v, g, slipsView{Wrong: fill(v.words.TooManyChosen, "n", maxSlips)})
	default:
		return form["person"], true
	}
	return nil, false
}

// printSlips shows the codes, this once.
func (d *Desk) printSlips(v *visit, g Guest) {
	people, ok := d.chosen(v, g)
	if !ok {
		return
	}
	slips, err := d.o.Slips.Print(v.r.Context(), g, people, d.o.Now().Add(d.o.SlipFor))
	switch {
	case errors.Is(err, ErrNoSlip):
		d.slipsPage(v, g, slipsView{Wrong: v.words.SlipRefused})
		return
	case err != nil:
		d.pages.refuseError(v, fmt.Errorf("web: print codes: %w", err))
		return
	}
	view := printView{deskView: d.deskPage(v, g, ""), Address: d.codeAddress()}
	for _, s := range slips {
		view.Slips = append(view.Slips, slipView{Slip: s, Until: v.words.day(s.Expires.In(d.o.Zone))})
	}
	d.pages.render(v, "print", view)
}

func (d *Desk) codeAddress() string {
	at, err := url.JoinPath(d.o.PublicURL, "code")
	if err != nil {
		return d.o.PublicURL
	}
	return at
}

func (d *Desk) takeBackSlips(v *visit, g Guest) {
	people, ok := d.chosen(v, g)
	if !ok {
		return
	}
	if err := d.o.Slips.TakeBack(v.r.Context(), g, people); err != nil {
		d.pages.refuseError(v, fmt.Errorf("web: take codes back: %w", err))
		return
	}
	d.slipsPage(v, g, slipsView{Back: true})
}
