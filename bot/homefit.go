package bot

import (
	"slices"
	"strconv"
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
)

// A home holds what fits on it. Every part of it has its place on the page and
// a rank for the room there is; what does not fit is said, with a button to the
// page of the part, where all of it stands. Nothing is cut silently.

const actHomePart = "home.part" // arg: a homePart's id, and behind | the section to go on from

// homePart is what a home shows of one thing that the reader has to do with.
type homePart struct {
	id    string
	label catalog.Key // of the button to its page, and the page's title
	// rank is who gets room first: 0 does, whatever the place on the page.
	rank int
	// whole says that it is worth nothing in pieces.
	whole bool
	// build makes its sections; whole is all of it, for its page.
	build func(parts []part, whole bool) ([]chat.Section, error)
	// sections are what build made for the home.
	sections []chat.Section
}

// room is what is left of a page.
type room struct{ sections, blocks int }

func roomFor(p ...chat.Section) (r room) {
	for _, sec := range p {
		r.sections, r.blocks = r.sections+1, r.blocks+len(sec.Body)+2 // as chat.NewPage counts
	}
	return r
}

func (r room) plus(o room) room  { return room{r.sections + o.sections, r.blocks + o.blocks} }
func (r room) less(o room) room  { return room{r.sections - o.sections, r.blocks - o.blocks} }
func (r room) holds(o room) bool { return r.sections >= o.sections && r.blocks >= o.blocks }
func pageRoom() room             { return room{chat.MaxSections, chat.MaxPageBlocks} }

// restRoom is what so many rows of buttons take that lead to what is missing.
func restRoom(rows int) room { return room{rows, 2*rows + 1} }

// buttonRows is how many sections as many buttons take.
func buttonRows(buttons int) int { return (buttons + chat.MaxActions - 1) / chat.MaxActions }

// fit lays the parts out in their order, above what stands last on every home.
func (s *scene) fit(laid []homePart, last []chat.Section) []chat.Section {
	left, all := pageRoom().less(roomFor(last...)), room{}
	for _, p := range laid {
		all = all.plus(roomFor(p.sections...))
	}
	if !left.holds(all) {
		laid = s.cutTo(left, laid)
	}
	var out []chat.Section
	for _, p := range laid {
		out = append(out, p.sections...)
	}
	return append(out, last...)
}

// cutTo leaves of each part what there is room for beside the buttons that lead
// to what is missing, and adds those.
func (s *scene) cutTo(left room, laid []homePart) []homePart {
	for rows := 1; ; rows++ {
		kept := share(left.less(restRoom(rows)), laid)
		hidden := 0
		var actions []chat.Action
		for i, p := range laid {
			if n := len(p.sections) - len(kept[i].sections); n > 0 {
				hidden += n
				actions = append(actions, s.button(actHomePart, p.label, p.id, chat.StyleNormal))
			}
		}
		if buttonRows(len(actions)) <= rows {
			return append(kept, homePart{sections: s.restSections(hidden, actions)})
		}
	}
}

// share gives the room away: a section to each part, those of the first ranks
// before the others, then a second one, as long as there is any. A part that is
// worth nothing in pieces gets all that it needs or nothing.
func share(left room, laid []homePart) []homePart {
	out := slices.Clone(laid)
	order := make([]int, len(out))
	for i := range out {
		out[i].sections, order[i] = nil, i
	}
	slices.SortStableFunc(order, func(a, b int) int { return laid[a].rank - laid[b].rank })
	full := map[int]bool{}
	for round, more := 0, true; more; round++ {
		more = false
		for _, i := range order {
			all := laid[i].sections
			if full[i] || round >= len(all) {
				continue
			}
			next := all[round : round+1]
			if laid[i].whole {
				next, full[i] = all, true
			}
			if need := roomFor(next...); left.holds(need) {
				left, more = left.less(need), true
				out[i].sections = append(out[i].sections, next...)
			} else {
				full[i] = true // what comes after it would stand out of its place
			}
		}
	}
	return out
}

// restSections says how many sections a home had no room for, and leads to them.
func (s *scene) restSections(hidden int, actions []chat.Action) []chat.Section {
	out := buttonSections(actions)
	if len(out) > 0 {
		out[0].Title = s.w.T(catalog.HomeRest)
		out[0].Body = []chat.Block{chat.Line(s.w.T(catalog.HomeRestText, catalog.N(hidden)))}
	}
	return out
}

// buttonSections is the buttons in as many sections as they need, about as many in
// each.
func buttonSections(actions []chat.Action) (out []chat.Section) {
	if len(actions) == 0 {
		return nil
	}
	rows := buttonRows(len(actions))
	for some := range slices.Chunk(actions, (len(actions)+rows-1)/rows) {
		out = append(out, chat.Section{Actions: some})
	}
	return out
}

// openHomePart is the page of a part, with all of it; arg names the section to
// go on from.
func (t *turn) openHomePart(arg string) error {
	id, from := cutFrom(arg)
	parts, err := t.parts()
	if err != nil {
		return err
	}
	order := t.homeOrder()
	i := slices.IndexFunc(order, func(p homePart) bool { return p.id == id })
	if i < 0 {
		return t.sorry(catalog.FormGone)
	}
	sections, err := order[i].build(parts, true)
	if err != nil {
		return err
	}
	return t.showFrom(t.w.T(order[i].label), sections, from, func(next string) chat.Action {
		return t.button(actHomePart, catalog.ActHomeNext, id+"|"+next, chat.StyleNormal)
	})
}

// cutFrom takes the section to go on from off a page's arg.
func cutFrom(arg string) (id, from string) {
	id, from, _ = strings.Cut(arg, "|")
	return id, from
}

// showFrom answers with a page of the sections from one on, by its number in
// words; a page that ends before they do says how many are left and leads on.
func (t *turn) showFrom(title string, sections []chat.Section, from string, next func(from string) chat.Action) error {
	first, err := strconv.Atoi(from)
	if err != nil || first < 0 || first >= len(sections) {
		first = 0
	}
	if sections = sections[first:]; len(sections) == 0 {
		return t.show(title, chat.Section{Body: []chat.Block{chat.Line(t.w.T(catalog.HomePartEmpty))}})
	}
	if pageRoom().holds(roomFor(sections...)) {
		return t.show(title, sections...)
	}
	left, n := pageRoom().less(restRoom(1)), 0
	for n < len(sections) && left.holds(roomFor(sections[n])) {
		left = left.less(roomFor(sections[n]))
		n++
	}
	rest := chat.Section{
		Body:    []chat.Block{chat.Remark(t.w.T(catalog.HomeRestText, catalog.N(len(sections)-n)))},
		Actions: []chat.Action{next(strconv.Itoa(first + n))},
	}
	return t.show(title, append(slices.Clone(sections[:n]), rest)...)
}
