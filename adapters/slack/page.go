package slack

import (
	"strconv"
	"strings"

	sdk "github.com/slack-go/slack"

	"tsukiichi/bot/chat"
)

// Room that a part of a page leaves for its own title and its buttons for
// turning.
const (
	partText   = maxSum - 600
	partBlocks = maxView - 4
)

// part is what one view shows of a page.
type part struct {
	blocks []sdk.Block
	size   int
}

// home is a page as a person's App Home.
func (r *renderer) home(p chat.Page, n int) sdk.HomeTabViewRequest {
	return sdk.HomeTabViewRequest{Type: sdk.VTHomeTab, Blocks: sdk.Blocks{BlockSet: r.page(p, &source{Home: true}, n, true)}}
}

// sheet is a page as a modal. src says how to ask for it again; nil says that
// this cannot be done.
func (r *renderer) sheet(p chat.Page, src *source, n int) sdk.ModalViewRequest {
	whole := units(escape(p.Title)) <= maxModalTitle
	return r.modal(callbackPage, p.Title, r.page(p, src, n, !whole))
}

// page draws the n-th part of a page, counted from 0.
func (r *renderer) page(p chat.Page, src *source, n int, titled bool) []sdk.Block {
	parts := r.parts(p, src)
	n = min(max(n, 0), len(parts)-1)
	var out []sdk.Block
	if titled {
		out = append(out, r.header(p.Title))
	}
	out = append(out, parts[n].blocks...)
	switch {
	case len(parts) == 1:
	case src == nil:
		out = append(out, r.remark(r.words.Cut))
	default:
		out = append(out, r.turn(*src, n, len(parts))...)
	}
	return out
}

// turn is how to get to the other parts.
func (r *renderer) turn(src source, n, of int) []sdk.Block {
	var buttons []sdk.BlockElement
	if n > 0 {
		src.Part = n - 1
		buttons = append(buttons, r.own(pressTurn, r.words.Back, src))
	}
	if n < of-1 {
		src.Part = n + 1
		buttons = append(buttons, r.own(pressTurn, r.words.More, src))
	}
	where := strings.NewReplacer("{n}", strconv.Itoa(n+1), "{of}", strconv.Itoa(of)).Replace(r.words.PageOf)
	return []sdk.Block{r.remark(where), sdk.NewActionBlock("", buttons...)}
}

// parts fills views with the page's sections. A heading stays with what
// follows it.
func (r *renderer) parts(p chat.Page, src *source) []part {
	if src != nil && units(src.value()) > maxValue-40 {
		src = nil // no button could carry it
	}
	out, file := []part{{}}, 0
	for _, s := range p.Sections {
		ps := r.section(s, src, &file)
		for i, pc := range ps {
			need := pc.size
			if i == 0 && s.Title != "" && len(ps) > 1 {
				need += ps[1].size
			}
			last := &out[len(out)-1]
			if len(last.blocks) > 0 && (last.size+need > partText || len(last.blocks)+2 > partBlocks) {
				out = append(out, part{})
				last = &out[len(out)-1]
			}
			last.blocks, last.size = append(last.blocks, pc.block), last.size+pc.size
		}
	}
	return out
}

// section is a heading, the body with its files' buttons, and the actions.
func (r *renderer) section(s chat.Section, src *source, file *int) []piece {
	var out []piece
	measured := func(make func() sdk.Block) {
		from := r.size
		if b := make(); b != nil {
			out = append(out, piece{b, r.size - from})
		}
	}
	if s.Title != "" {
		measured(func() sdk.Block { return r.header(s.Title) })
	}
	out = append(out, r.pieces(s.Body, inView)...)
	measured(func() sdk.Block { return r.actions(s.Actions) })
	for _, f := range files(s.Body) {
		if src != nil {
			get := *src
			get.File = *file + 1
			label := strings.ReplaceAll(r.words.GetFile, "{name}", f.Name)
			measured(func() sdk.Block { return sdk.NewActionBlock("", r.own(pressFile, label, get)) })
		}
		*file++
	}
	return out
}

// pageFile is the n-th file of a page, counted from 1.
func pageFile(p chat.Page, n int) (chat.File, bool) {
	for _, s := range p.Sections {
		for _, f := range files(s.Body) {
			if n--; n == 0 {
				return f, true
			}
		}
	}
	return chat.File{}, false
}
