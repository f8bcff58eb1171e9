package bot

import (
	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
)

// Tips: on a card before a talk, at most one a month for each person, and which
// one grows with the number of talks.

// tipBlocks is the tip that stands beside the talk, if it is the person's first
// in its month.
func (s *scene) tipBlocks(p part, m mentoring.Meeting) ([]chat.Block, error) {
	parts, err := s.parts()
	if err != nil {
		return nil, err
	}
	month := p.rules.Date(m.Start).Period()
	met := 0
	for _, other := range parts {
		if other.side != p.side {
			continue
		}
		st, err := s.standing(other.pair)
		if err != nil {
			return nil, err
		}
		for _, x := range st.Meetings {
			held := x.Counts() || x.State == mentoring.MeetingPlanned
			if held && x.ID != m.ID && x.Start.Before(m.Start) && other.rules.Date(x.Start).Period() == month {
				return nil, nil
			}
		}
		if other.pair.ID == p.pair.ID {
			met = st.Met()
		}
	}
	tip, ok := p.rules.Programme().TipFor(p.side, met)
	if !ok {
		return nil, nil
	}
	lang := s.w.Lang()
	title := s.w.T(catalog.TipTitle, catalog.A("Title", tip.Title.In(lang)))
	return []chat.Block{chat.Paragraph(chat.Bold(title), chat.Plain("\n"+tip.Text.In(lang)))}, nil
}
