package slack

import (
	"context"

	sdk "github.com/slack-go/slack"

	"tsukiichi/bot/chat"
)

// submit hands a form over. Slack does not send a submission again, so what
// cannot be taken now is answered beside a field: the dialog stays open, and
// what was typed stays in it.
func (a *Adapter) submit(ctx context.Context, s *submitted) *sdk.ViewSubmissionResponse {
	answer, err := a.inTime(a.hand(ctx, s.event))
	words := a.words(s.event.From)
	if err != nil {
		return s.errors([]chat.FieldError{{Text: words.Busy}})
	}
	r := a.renderer(s.event.From)
	switch {
	case len(answer.Errors) > 0:
		return s.errors(answer.Errors)
	case answer.Form != nil:
		modal, err := r.form(*answer.Form)
		if err != nil {
			a.o.Log.Error().Str("form", answer.Form.ID).Msg("slack: a form does not fit into a dialog")
			modal = r.notice(r.words.CannotShow)
		}
		return sdk.NewUpdateViewSubmissionResponse(&modal)
	case answer.Page != nil:
		modal := r.sheet(*answer.Page, nil, 0)
		return sdk.NewUpdateViewSubmissionResponse(&modal)
	default:
		return sdk.NewClearViewSubmissionResponse()
	}
}

// errors puts sentences beside their fields; what is about no field of the
// form stands at the topmost.
func (s *submitted) errors(in []chat.FieldError) *sdk.ViewSubmissionResponse {
	out := map[string]string{}
	for _, e := range in {
		block, ok := s.blocks[e.Field]
		if !ok {
			block = s.first
		}
		if out[block] != "" {
			out[block] += " "
		}
		out[block] += e.Text
	}
	return sdk.NewErrorsViewSubmissionResponse(out)
}
