package bot

import (
	"slices"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// An approved voice is for everybody: here, and only here, its words become
// plain, each time they are drawn. One that was taken back is drawn no more.

// kickOffVoices is how many voices stand where somebody begins.
const kickOffVoices = 3

// approvedVoices is the words of the programme's approved voices, the oldest
// first.
func approvedVoices(tx store.Tx, programme string) ([]string, error) {
	return voicesOf(tx, programme, "")
}

// voicesOf is approvedVoices of one part; "" for both.
func voicesOf(tx store.Tx, programme string, part mentoring.Part) (out []string, err error) {
	span := store.Span{Index: "state", Prefix: store.Under(string(store.VoiceApproved), programme)}
	for v, err := range store.Voices.Each(tx, span) {
		if err != nil {
			return nil, err
		}
		if part == "" || v.Part == part {
			out = append(out, v.Wording.Reveal())
		}
	}
	return out, nil
}

// voicesBefore is a few voices of the part from the years before the programme,
// the latest first.
func (s *scene) voicesBefore(r mentoring.Rules, part mentoring.Part) (out []string, err error) {
	programmes, err := store.Programmes.All(s.tx, store.Span{})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(programmes, func(a, b mentoring.Programme) int { return b.Year - a.Year })
	for _, p := range programmes {
		if p.Year >= r.Programme().Year {
			continue
		}
		words, err := voicesOf(s.tx, p.ID, part)
		if err != nil {
			return nil, err
		}
		slices.Reverse(words)
		if out = append(out, words...); len(out) >= kickOffVoices {
			return out[:kickOffVoices], nil
		}
	}
	return out, nil
}

// voiceBlocks is the voices of those who were there before, for somebody who
// begins; nothing where there is none.
func (s *scene) voiceBlocks(p part) (out []chat.Block, err error) {
	words, err := s.voicesBefore(p.rules, p.side)
	if err != nil || len(words) == 0 {
		return nil, err
	}
	title := catalog.VoicesOfMentees
	if p.side == mentorSide {
		title = catalog.VoicesOfMentors
	}
	spans := []chat.Span{chat.Bold(s.w.T(title))}
	for _, w := range words {
		spans = append(spans, chat.Plain("\n・"+w))
	}
	return []chat.Block{chat.Paragraph(spans...)}, nil
}
