package slack

import (
	"errors"
	"strconv"
	"time"

	sdk "github.com/slack-go/slack"

	"tsukiichi/bot/chat"
)

// What a modal is, in its callback id.
const (
	callbackForm    = "form"
	callbackPage    = "page"
	callbackLoading = "loading"
)

// metadata is what a form's modal carries until it is sent off.
type metadata struct {
	Form    string `json:"f"`
	Version int    `json:"v"`
	Arg     string `json:"a,omitempty"`
	// Opened is when the dialog was made, in microseconds: the time of its
	// submission, because a repeat must have the same.
	Opened int64 `json:"t"`
	// First is the topmost field, where a sentence about the whole form goes.
	First string `json:"1,omitempty"`
}

var errMetadata = errors.New("slack: form: what the dialog carries is too long")

// form is a form as a modal. The blocks' ids are new in every dialog, because
// Slack keeps what was typed into a block of the same id when it updates one.
func (r *renderer) form(f chat.Form) (sdk.ModalViewRequest, error) {
	meta := compact(metadata{Form: f.ID, Version: f.Version, Arg: f.Arg, Opened: r.now.UnixMicro(), First: f.Fields[0].ID})
	if units(meta) > maxMetadata {
		return sdk.ModalViewRequest{}, errMetadata
	}
	stamp := "~" + strconv.FormatInt(r.now.UnixMicro(), 36)
	var fields []sdk.Block
	for _, fd := range f.Fields {
		fields = append(fields, r.field(fd, fd.ID+stamp))
	}
	blocks := append(r.intro(f.Intro), fields...)
	v := r.modal(callbackForm, f.Title, blocks)
	v.Submit = r.plain(f.Submit, maxModalTitle)
	v.PrivateMetadata = meta
	return v, nil
}

// intro is what stands above the fields, as far as there is room beside them.
func (r *renderer) intro(in chat.Blocks) []sdk.Block {
	var out []sdk.Block
	room := maxSum - r.size - maxButtonLabel
	for _, p := range r.pieces(in, inView) {
		if room -= p.size; room < 0 || len(out) == maxView-chat.MaxFields-1 {
			return append(out, r.remark("…"))
		}
		out = append(out, p.block)
	}
	return out
}

func (r *renderer) modal(callback, title string, blocks []sdk.Block) sdk.ModalViewRequest {
	return sdk.ModalViewRequest{
		Type: sdk.VTModal, CallbackID: callback, Title: r.plain(title, maxModalTitle),
		Close: r.plain(r.words.Close, maxModalTitle), Blocks: sdk.Blocks{BlockSet: blocks},
	}
}

// loading is what a dialog shows until its content is there.
func (r *renderer) loading() sdk.ModalViewRequest {
	return r.modal(callbackLoading, r.words.Loading, []sdk.Block{r.remark(r.words.LoadingText)})
}

// notice is a modal with one sentence.
func (r *renderer) notice(sentence string) sdk.ModalViewRequest {
	return r.modal(callbackPage, r.words.Product, []sdk.Block{rich(line(r.word(nil, sentence, nil)))})
}

func (m metadata) opened() time.Time { return time.UnixMicro(m.Opened).UTC() }
