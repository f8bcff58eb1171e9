package teams

import (
	"context"
	"net/http"

	"tsukiichi/bot/chat"
)

// known reports whether an invoke is one of ours.
func known(name string) bool {
	return name == invokeFetch || name == invokeSubmit || name == invokeAction
}

// invoke answers a press or a submission within the five seconds that Teams
// waits. An invoke is not sent again by Teams but by the person: whether their
// press counted is always said, and nothing that was typed is taken from them.
func (a *Adapter) invoke(ctx context.Context, in inbound) (response, error) {
	p, s, err := readData(in.carries())
	if err != nil {
		return response{}, err
	}
	switch {
	case in.Name == invokeAction && p != nil:
		return a.act(ctx, in, p), nil
	case in.Name == invokeSubmit && s != nil:
		return a.submit(ctx, in, s)
	case in.Name != invokeAction && p != nil:
		return a.open(ctx, in, p), nil
	default:
		return response{}, errBad
	}
}

// open answers a press that opens a dialog, or one inside a dialog.
func (a *Adapter) open(ctx context.Context, in inbound, p *pressed) response {
	e := in.event(a.o.TenantID)
	what, from := p.what(true)
	e.What = what
	answer, err := a.inTime(a.hand(ctx, e), invokeLimit)
	r := a.renderer(e.From, e.Profile.Locale, a.pageFile(e.From, from))
	switch {
	case err != nil:
		return dialog(r.notice(r.words.Failed))
	case answer.Form != nil:
		return dialog(r.dialog(*answer.Form, answer.Errors))
	case answer.Page != nil:
		return dialog(r.pageDialog(*answer.Page, from, p.Part))
	case in.Name == invokeSubmit:
		return ok() // closes; the rest comes as a message
	default: // Teams has opened the dialog already, and says so if it stays empty
		return dialog(r.notice(r.words.Accepted))
	}
}

// submit answers a form that was sent off. What cannot be taken now is not
// acknowledged: the dialog stays open with what was typed, and Teams says that
// something went wrong.
func (a *Adapter) submit(ctx context.Context, in inbound, s *submitted) (response, error) {
	e := in.event(a.o.TenantID)
	e.What = chat.Submitted{Form: s.Form, Version: s.Version, Arg: s.Arg, Values: s.Values}
	answer, err := a.inTime(a.hand(ctx, e), invokeLimit)
	if err != nil {
		return response{}, err
	}
	r := a.renderer(e.From, e.Profile.Locale, a.pageFile(e.From, unasked))
	switch {
	case answer.Form != nil: // the next one, or this one with what is wrong
		return dialog(r.dialog(*answer.Form, answer.Errors)), nil
	case len(answer.Errors) > 0: // of a form that cannot be drawn any more
		return dialog(r.notice(sentences(answer.Errors))), nil
	case answer.Page != nil:
		return dialog(r.pageDialog(*answer.Page, unasked, 0)), nil
	default:
		return ok(), nil
	}
}

func sentences(errs []chat.FieldError) string {
	out := ""
	for _, e := range errs {
		if out != "" {
			out += "\n\n"
		}
		out += e.Text
	}
	return out
}

// act answers the press of a card's button. The new look in the answer is for
// the one who pressed; the message itself is changed too.
func (a *Adapter) act(ctx context.Context, in inbound, p *pressed) response {
	e := in.event(a.o.TenantID)
	e.What, _ = p.what(false)
	done := a.hand(ctx, e)
	answer, err := a.inTime(done, invokeLimit)
	r := a.renderer(e.From, e.Profile.Locale, a.messageFile)
	if err != nil {
		if err == errLate { // it may still come
			a.background(ctx, func(ctx context.Context) { a.face(ctx, in, (<-done).answer.Face) })
		}
		return okWith(actionAnswer{http.StatusInternalServerError, "application/vnd.microsoft.error",
			actionError{Code: "InternalServerError", Message: r.words.Failed}})
	}
	if answer.Face == nil {
		return okWith(actionAnswer{http.StatusOK, "application/vnd.microsoft.activity.message", r.words.Accepted})
	}
	a.background(ctx, func(ctx context.Context) { a.face(ctx, in, answer.Face) })
	return okWith(actionAnswer{http.StatusOK, cardType, r.message(*answer.Face)})
}

// actionAnswer answers an adaptiveCard/action.
type actionAnswer struct {
	Status int    `json:"statusCode"`
	Type   string `json:"type"`
	Value  any    `json:"value"`
}

type actionError struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// taskAnswer answers a task/fetch or task/submit with a dialog.
type taskAnswer struct {
	Task struct {
		Type  string    `json:"type"`
		Value taskValue `json:"value"`
	} `json:"task"`
}

type taskValue struct {
	Title  string   `json:"title"`
	Height any      `json:"height,omitempty"`
	Width  any      `json:"width,omitempty"`
	Card   taskCard `json:"card"`
}

type taskCard struct {
	Type    string `json:"contentType"`
	Content card   `json:"content"`
}

func dialog(t task) response {
	var out taskAnswer
	out.Task.Type = "continue"
	out.Task.Value = taskValue{Title: t.Title, Height: t.Height, Width: t.Width, Card: taskCard{cardType, t.Card}}
	return okWith(out)
}
