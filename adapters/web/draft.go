package web

import (
	"fmt"
	"net/http"

	"tsukiichi/bot/chat"
)

// keepDraft keeps what somebody has filled in of a form that they were offered.
// A token that is old is as good as a new one here: nothing happens by it.
func (p *Pages) keepDraft(v *visit) {
	form, err := posted(v.r)
	if err == nil && len(form["token"]) != 1 {
		err = errToken
	}
	if err != nil {
		p.refuseError(v, err)
		return
	}
	t, err := p.sign.open(form["token"][0], v.account)
	if err == nil && t.Kind != kindSubmit {
		err = errBad
	}
	var what chat.What
	if err == nil {
		what, err = t.submitted(form)
	}
	if err != nil {
		p.refuseError(v, err)
		return
	}
	values := what.(chat.Submitted).Values
	if err := p.o.Drafts.Keep(v.r.Context(), v.account, t.Form, t.Arg, values); err != nil {
		p.refuseError(v, fmt.Errorf("web: keep draft: %w", err))
		return
	}
	v.w.WriteHeader(http.StatusNoContent)
}

// drafted reports whether the form comes with a draft.
func (p *Pages) drafted(v *visit, f chat.Form) bool {
	if p.o.Drafts == nil {
		return false
	}
	held, err := p.o.Drafts.Held(v.r.Context(), v.account, f.ID, f.Arg)
	if err != nil { // the form opens all the same
		p.o.Report(fmt.Errorf("web: look for draft: %w", err))
	}
	return held
}
