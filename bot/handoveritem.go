package bot

import (
	"slices"
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// What a mentee may pass on: what they wrote for the mentors before and shared
// with them, and the note that one of them left. What a mentor wrote for the
// mentee is that mentor's own and does not pass.

// itemKind is a kind of what may be passed on; it begins the item's id.
type itemKind string

// The kinds, in the order in which they are asked.
const (
	passReflection  itemKind = "reflection"  // reflection/<meeting>
	passPreparation itemKind = "preparation" // preparation/<meeting>
	passVision      itemKind = "vision"      // vision/<id>
	passLookBack    itemKind = "look-back"   // look-back/<id>
	passNote        itemKind = "note"        // note/<pair>
)

func itemKinds() []itemKind {
	return []itemKind{passVision, passLookBack, passReflection, passPreparation, passNote}
}

// passItem is one thing that may be passed on, as it is now.
type passItem struct {
	id   string
	kind itemKind
	at   time.Time
	body []chat.Block // as the new mentor would read it
}

func itemID(kind itemKind, of string) string { return string(kind) + "/" + of }

// items is everything of the pairs before that the mentee may pass on to the
// mentor of this one, the oldest first.
func (s *scene) items(pair mentoring.Pair) (out []passItem, err error) {
	rules, err := s.rules(pair.Programme)
	if err != nil {
		return nil, err
	}
	before, err := store.Before(s.tx, pair)
	if err != nil {
		return nil, err
	}
	for _, b := range before {
		p := part{pair: b, side: menteeSide, rules: rules}
		for _, some := range []func(part) ([]passItem, error){s.reflectionItems, s.preparationItems, s.visionItems, s.noteItems} {
			more, err := some(p)
			if err != nil {
				return nil, err
			}
			out = append(out, more...)
		}
	}
	slices.SortStableFunc(out, func(a, b passItem) int { return a.at.Compare(b.at) })
	return out, nil
}

func (s *scene) reflectionItems(p part) (out []passItem, err error) {
	for r, err := range store.Reflections.Each(s.tx, store.Span{Index: "pair", Prefix: store.Under(p.pair.ID)}) {
		if err != nil {
			return nil, err
		}
		if r.Author != p.pair.Mentee || r.Line.Share != private.Partner || r.Line.Words.Empty() {
			continue
		}
		m, err := store.Meetings.Must(s.tx, r.Meeting)
		if err != nil {
			return nil, err
		}
		// The scores were the former mentor's to see, if anybody's.
		out = append(out, passItem{itemID(passReflection, r.Meeting), passReflection, m.Start, []chat.Block{s.quoted(catalog.LineLabel, r.Line.Words)}})
	}
	return out, nil
}

func (s *scene) preparationItems(p part) (out []passItem, err error) {
	for rec, err := range store.Preparations.Each(s.tx, store.Span{Index: "pair", Prefix: store.Under(p.pair.ID)}) {
		if err != nil {
			return nil, err
		}
		m, err := store.Meetings.Must(s.tx, rec.Meeting)
		if err != nil {
			return nil, err
		}
		if body := s.preparedWhole(p, rec); len(body) > 0 && !rec.Free {
			out = append(out, passItem{itemID(passPreparation, rec.Meeting), passPreparation, m.Start, body})
		}
	}
	return out, nil
}

func (s *scene) visionItems(p part) (out []passItem, err error) {
	visions, err := store.VisionsOf(s.tx, p.pair.ID)
	if err != nil {
		return nil, err
	}
	for _, v := range visions {
		out = append(out, passItem{itemID(passVision, v.ID), passVision, v.WrittenAt, []chat.Block{chat.Paragraph(chat.Words(v.Words))}})
	}
	backs, err := store.LookBacksOf(s.tx, p.pair.ID)
	for _, l := range backs {
		out = append(out, passItem{itemID(passLookBack, l.ID), passLookBack, l.WrittenAt, s.lookBackSection(p, l).Body})
	}
	return out, err
}

func (s *scene) noteItems(p part) ([]passItem, error) {
	n, ok, err := store.HandoverNotes.Get(s.tx, p.pair.ID)
	if err != nil || !ok {
		return nil, err
	}
	return []passItem{{itemID(passNote, p.pair.ID), passNote, n.At, []chat.Block{chat.Paragraph(chat.Words(n.Words))}}}, nil
}

// itemWord names an item by its kind and day, never by what it says.
func (s *scene) itemWord(r mentoring.Rules, it passItem) string {
	k := catalog.ItemReflection
	switch it.kind {
	case passPreparation:
		k = catalog.ItemPreparation
	case passVision:
		k = catalog.ItemVision
	case passLookBack:
		k = catalog.ItemLookBack
	case passNote:
		k = catalog.ItemNote
	}
	return s.w.T(k, catalog.A("Day", s.w.Day(s.local(r, it.at))))
}

// itemKindWord names a kind above its list.
func itemKindWord(k itemKind) catalog.Key {
	switch k {
	case passPreparation:
		return catalog.KindPreparation
	case passVision:
		return catalog.KindVision
	case passLookBack:
		return catalog.KindLookBack
	case passNote:
		return catalog.KindNote
	default:
		return catalog.KindReflection
	}
}
