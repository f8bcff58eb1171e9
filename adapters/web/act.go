package web

import (
	"encoding/json"
	"fmt"
	"net/http"

	"tsukiichi/bot/chat"
)

// act takes a press, a submission or a line that was typed, and shows what
// the core answers. The events of the page's script are named here and in
// app.js: tsuki-sheet, tsuki-errors, tsuki-done.
func (p *Pages) act(v *visit) {
	t, what, err := p.sign.decode(v.r, v.account, p.o.Now())
	if err != nil {
		p.refuseError(v, err)
		return
	}
	answer, err := p.carryOut(v, t, what)
	if err != nil {
		p.refuseError(v, err)
		return
	}
	p.answer(v, t, answer)
}

// carryOut hands the event over. A repeat is harmless at every step: each
// uses the event's own id.
func (p *Pages) carryOut(v *visit, t token, what chat.What) (chat.Answer, error) {
	ctx := v.r.Context()
	if said, ok := what.(chat.Said); ok {
		if err := p.o.Inbox.Typed(ctx, v.account, t.ID, said.Text, t.at()); err != nil {
			return chat.Answer{}, fmt.Errorf("web: keep typed line: %w", err)
		}
		p.o.Live.Changed(v.account)
	}
	answer, err := p.o.Handler.Handle(ctx, p.event(v, t.ID, t.at(), what))
	if err != nil {
		return chat.Answer{}, fmt.Errorf("web: handle %s: %w", t.Kind, err)
	}
	if answer.Face != nil && t.Line != "" {
		_, err := p.o.Inbox.Post(ctx, v.account, t.ID+"/face", *answer.Face, chat.Ref(t.Line), t.at())
		if err != nil { // the event counts; its card keeps the old look
			p.o.Report(fmt.Errorf("web: change face: %w", err))
		}
		p.o.Live.Changed(v.account)
	}
	return answer, nil
}

func (p *Pages) answer(v *visit, t token, answer chat.Answer) {
	b := p.builder(v)
	switch {
	case len(answer.Errors) > 0 && t.Kind == kindSubmit:
		tell(v.w, "tsuki-errors", t.Kind, "none")
		p.render(v, "errors", b.errors(t, answer.Errors))
	case answer.Form != nil:
		tell(v.w, "tsuki-sheet", t.Kind, "innerHTML")
		form := b.form(*answer.Form)
		form.Restored = p.drafted(v, *answer.Form)
		p.render(v, "form", form)
	case answer.Page != nil:
		tell(v.w, "tsuki-sheet", t.Kind, "innerHTML")
		p.render(v, "sheet-page", b.page(*answer.Page))
	default:
		tell(v.w, "tsuki-done", t.Kind, "none")
		p.render(v, "done", doneView{Words: v.words, Token: b.seal(token{Kind: kindSay}), Said: t.Kind == kindSay})
	}
}

// doneView is an empty answer. A line that was typed is followed by the next,
// perhaps within the second, which needs a token of its own.
type doneView struct {
	Words Words
	Said  bool
	Token string
}

// tell has htmx put the answer into the dialog ("innerHTML") or change only
// the pieces marked in it ("none"), and then raise an event on the page.
func tell(w http.ResponseWriter, event string, k kind, swap string) {
	raw, err := json.Marshal(map[string]map[string]kind{event: {"kind": k}})
	if err != nil { // fixed words only
		return
	}
	h := w.Header()
	h.Set("HX-Retarget", "#sheet-body")
	h.Set("HX-Reswap", swap)
	h.Set("HX-Trigger-After-Settle", string(raw))
}

// renew gives fresh ids and times to tokens that were not used yet, so that a
// page left open tells the right time when it is used.
func (p *Pages) renew(v *visit) {
	form, err := posted(v.r)
	if err == nil && (len(form["token"]) > maxTokens || only(form, "token") != nil) {
		err = errBad
	}
	if err != nil {
		p.refuseError(v, err)
		return
	}
	seal, fresh := p.builder(v).seal, []string{}
	for _, old := range form["token"] {
		t, err := p.sign.open(old, v.account)
		if err != nil {
			p.refuseError(v, err)
			return
		}
		fresh = append(fresh, seal(t))
	}
	v.w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(v.w).Encode(fresh); err != nil {
		p.o.Report(fmt.Errorf("web: renew: %w", err))
	}
}
