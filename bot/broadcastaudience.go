package bot

import (
	"strconv"
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/store"
)

// Whom a broadcast is for, in words and figures.

// audienceNow is whom the broadcast would go to now.
func (s *scene) audienceNow(b store.Broadcast) ([]string, error) {
	r, err := s.rules(b.Programme)
	if err != nil {
		return nil, err
	}
	return store.AudienceOf(s.tx, r, b.Audience, r.Date(s.now))
}

// countInWords is how many people that is, and how many of them cannot be
// reached now.
func (s *scene) countInWords(people []string) (string, error) {
	mute := 0
	for _, id := range people {
		c, ok, err := store.AccountOf(s.tx, id)
		if err != nil {
			return "", err
		}
		if !ok || c.Blocked {
			mute++
		}
	}
	if mute == 0 {
		return s.people(len(people)), nil
	}
	return s.w.T(catalog.BroadcastMute, catalog.A("Mute", strconv.Itoa(mute)), catalog.N(len(people))), nil
}

// audienceInWords says whom the broadcast is for, and of which programme where
// there are several.
func (s *scene) audienceInWords(b store.Broadcast) (string, error) {
	a := b.Audience
	var who []string
	for _, g := range a.Who {
		who = append(who, s.w.T(groupName(g)))
	}
	if len(who) == 0 {
		return s.w.T(catalog.BroadcastNoAudience), nil
	}
	parts := []string{strings.Join(who, s.w.T(catalog.ListComma))}
	all, err := s.b.rules.All(s.tx)
	if err != nil {
		return "", err
	}
	if len(all) > 1 {
		r, err := s.rules(b.Programme)
		if err != nil {
			return "", err
		}
		parts = append(parts, s.yearName(r))
	}
	if len(a.Departments) > 0 {
		parts = append(parts, strings.Join(a.Departments, s.w.T(catalog.ListComma)))
	}
	switch a.Survey {
	case store.AnsweredYes:
		parts = append(parts, s.w.T(catalog.BroadcastDidAnswer))
	case store.AnsweredNo:
		parts = append(parts, s.w.T(catalog.BroadcastNoAnswer))
	}
	return shorten(strings.Join(parts, " · "), chat.MaxCell), nil
}

// audienceRows says whom the broadcast is for, and how many that are.
func (s *scene) audienceRows(b store.Broadcast, people []string) ([]chat.Fact, error) {
	whom, err := s.audienceInWords(b)
	if err != nil {
		return nil, err
	}
	count, err := s.countInWords(people)
	return []chat.Fact{chat.Pair(s.w.T(catalog.BroadcastWhom), whom), chat.Pair(s.w.T(catalog.BroadcastCount), count)}, err
}

func groupName(g store.Group) catalog.Key {
	switch g {
	case store.GroupMentees:
		return catalog.GroupMentees
	case store.GroupMentors:
		return catalog.GroupMentors
	case store.GroupHeads:
		return catalog.GroupHeads
	case store.GroupHR:
		return catalog.GroupHR
	default:
		return catalog.GroupAll
	}
}
