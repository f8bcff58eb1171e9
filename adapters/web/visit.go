package web

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"tsukiichi/bot/chat"
)

// visit is one request to somebody's page.
type visit struct {
	w       http.ResponseWriter
	r       *http.Request
	account chat.Account
	words   Words
}

func (p *Pages) visit(w http.ResponseWriter, r *http.Request, who Who) (*visit, bool) {
	a, ok := who(r)
	v := &visit{w: w, r: r, account: a}
	if !ok && p.o.Stranger != nil {
		p.o.Stranger(w, r)
		return nil, false
	}
	if !ok {
		v.words = p.o.Words("ja")
		p.refuse(v, http.StatusForbidden, v.words.NotYours)
		return nil, false
	}
	v.words = p.o.Words(p.o.Lang(a))
	return v, true
}

// render shows a template, or a failure: never half of it.
func (p *Pages) render(v *visit, name string, data any) {
	if err := p.view.write(v.w, http.StatusOK, name, data); err != nil {
		p.o.Report(fmt.Errorf("web: show %s: %w", name, err))
		p.refuse(v, http.StatusInternalServerError, v.words.Busy)
	}
}

// refuse answers with a sentence for the person. The page's script shows it
// where it belongs and leaves everything else as it is.
func (p *Pages) refuse(v *visit, status int, sentence string) {
	err := p.view.write(v.w, status, "failure", failure{Words: v.words, Version: p.view.version, Sentence: sentence})
	if err != nil {
		p.o.Report(fmt.Errorf("web: show failure: %w", err))
	}
}

type failure struct {
	Words             Words
	Version, Sentence string
}

// refuseError chooses the sentence for an error by its kind.
func (p *Pages) refuseError(v *visit, err error) {
	switch {
	case errors.Is(err, errStale):
		p.refuse(v, http.StatusConflict, v.words.Stale)
	case errors.Is(err, errLong):
		p.refuse(v, http.StatusRequestEntityTooLarge, v.words.Long)
	case errors.Is(err, errToken), errors.Is(err, errBad):
		p.refuse(v, http.StatusBadRequest, v.words.Bad)
	default:
		p.o.Report(err)
		p.refuse(v, http.StatusServiceUnavailable, v.words.Busy)
	}
}

// event is something that the visitor did just now.
func (p *Pages) event(v *visit, id string, at time.Time, what chat.What) chat.Event {
	return chat.Event{
		ID: id, From: v.account, At: at,
		Profile: chat.Profile{Name: p.o.Name(v.account), Locale: v.words.Lang, Zone: p.o.Zone.String()},
		What:    what,
	}
}

func (p *Pages) builder(v *visit) *builder {
	return &builder{
		words: v.words, zone: p.o.Zone,
		seal: func(t token) string {
			t.ID, t.At, t.Account = p.o.NewID(), p.o.Now().UnixMicro(), v.account.String()
			return p.sign.seal(t)
		},
	}
}

func (p *Pages) showPage(v *visit) {
	c, err := p.chat(v)
	if err != nil {
		p.refuseError(v, err)
		return
	}
	view := personView{
		Words: v.words, Name: p.o.Name(v.account), Chat: c, Version: p.view.version,
		Token: p.builder(v).seal(token{Kind: kindSay}), Drafts: p.o.Drafts != nil, Home: p.o.Signed,
	}
	if p.o.bar != nil {
		view.Bar = p.o.bar(v)
	}
	p.render(v, "person", view)
}

func (p *Pages) showChat(v *visit) {
	c, err := p.chat(v)
	if err != nil {
		p.refuseError(v, err)
		return
	}
	p.render(v, "chat", c)
}

// shownLines is how many lines a chat shows before it is asked for more.
const shownLines = 60

func (p *Pages) chat(v *visit) (chatView, error) {
	limit := shownLines
	if v.r.FormValue("all") == "1" {
		limit = MaxLines
	}
	lines, err := p.o.Inbox.Lines(v.r.Context(), v.account, limit+1)
	if err != nil {
		return chatView{}, fmt.Errorf("web: chat lines: %w", err)
	}
	more := len(lines) > limit
	if more {
		lines = lines[len(lines)-limit:]
	}
	return p.builder(v).chat(lines, more && limit < MaxLines), nil
}

func (p *Pages) showHome(v *visit) {
	answer, err := p.o.Handler.Handle(v.r.Context(), p.event(v, p.o.NewID(), p.o.Now(), chat.Opened{}))
	switch {
	case err != nil:
		p.refuseError(v, fmt.Errorf("web: home: %w", err))
	case answer.Page == nil:
		p.render(v, "nothing", v.words)
	default:
		p.render(v, "page", p.builder(v).page(*answer.Page))
	}
}

// sendFile sends the n-th block of a line, which must be a file.
func (p *Pages) sendFile(v *visit) {
	f, ok, err := p.file(v)
	switch {
	case err != nil:
		p.refuseError(v, fmt.Errorf("web: file: %w", err))
	case !ok:
		p.refuse(v, http.StatusNotFound, v.words.NotFound)
	default:
		download(v.w, f)
	}
}

func (p *Pages) file(v *visit) (f chat.File, ok bool, err error) {
	n, err := strconv.Atoi(v.r.FormValue("n"))
	if err != nil || n < 0 {
		return f, false, nil
	}
	lines, err := p.o.Inbox.Lines(v.r.Context(), v.account, MaxLines)
	if err != nil {
		return f, false, err
	}
	for _, l := range lines {
		if l.ID != v.r.FormValue("line") || l.Message == nil || n >= len(l.Message.Body) {
			continue
		}
		if f, ok = l.Message.Body[n].(chat.File); ok && len(f.Data) == 0 && p.o.Files != nil {
			return p.o.Files.File(v.r.Context(), v.account, l.ID, n)
		}
	}
	return f, ok, nil
}
