package bot

import (
	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// The form of a reflection: a few figures, a line or two, and for each line
// who may see it.

func reflectForm(s *scene, meeting string) (chat.Form, bool, error) {
	m, p, ok, err := s.meetingOf(subject("meeting", meeting))
	if err != nil || !ok || m.State != mentoring.MeetingMet || !noteOpen(p, s) {
		return chat.Form{}, false, err
	}
	f := chat.Form{
		Title:  s.w.T(catalog.ReflectFormTitle),
		Intro:  []chat.Block{chat.Line(s.w.T(catalog.ReflectIntro))},
		Submit: s.w.T(catalog.FormSave),
	}
	if p.side == menteeSide {
		f.Fields = s.menteeFields()
	} else {
		f.Fields = s.mentorFields()
	}
	r, ok, err := store.Reflections.Get(s.tx, store.Join(m.ID, s.me.ID))
	if err == nil && ok {
		f = f.Fill(valuesOf(r))
	}
	return f, true, err
}

func (s *scene) menteeFields() []chat.Field {
	return append([]chat.Field{
		{ID: "relief", Kind: chat.FieldScale, Label: s.w.T(catalog.ReliefLabel), Options: s.scale(catalog.ReliefLow, catalog.ReliefHigh)},
		{ID: "growth", Kind: chat.FieldScale, Label: s.w.T(catalog.GrowthLabel), Options: s.scale(catalog.GrowthLow, catalog.GrowthHigh)},
	}, s.lineFields("line", catalog.LineLabel, true)...)
}

func (s *scene) mentorFields() []chat.Field {
	fields := []chat.Field{{ID: "went", Kind: chat.FieldScale, Label: s.w.T(catalog.WentLabel), Options: s.scale(catalog.WentLow, catalog.WentHigh)}}
	fields = append(fields, s.lineFields("noticed", catalog.NoticedLabel, false)...)
	return append(fields, s.lineFields("next", catalog.NextLabel, false)...)
}

// lineFields is a line and, before it, who may see it. The mentee's choice
// covers the scores where they say so.
func (s *scene) lineFields(id string, label catalog.Key, scores bool) []chat.Field {
	options := []chat.Option{
		{Value: string(private.OnlyMe), Label: s.w.T(catalog.ShareOnlyMe)},
		{Value: string(private.Partner), Label: s.w.T(catalog.SharePartner)},
	}
	if scores {
		options = append(options, chat.Option{Value: shareAll, Label: s.w.T(catalog.ShareScores)})
	}
	return []chat.Field{
		{ID: id + shareSuffix, Kind: chat.FieldChoice, Label: s.w.T(catalog.ShareLabel, catalog.A("What", s.w.T(label))), Options: options,
			Initial: []private.Text{private.New("", string(private.OnlyMe))}},
		{ID: id, Kind: chat.FieldLong, Label: s.w.T(label), Hint: s.w.T(catalog.LineHint), Max: lineMax},
	}
}

// shareAll shares the line and the scores.
const shareAll = "partner-scores"

// scale names the two ends of a scale.
func (s *scene) scale(low, high catalog.Key) []chat.Option {
	return []chat.Option{{Value: "1", Label: s.w.T(low)}, {Value: "5", Label: s.w.T(high)}}
}

// valuesOf is a reflection as the form holds it.
func valuesOf(r store.Reflection) chat.Values {
	v := chat.Values{}
	score := func(id string, n int) {
		if n > 0 {
			v[id] = []private.Text{private.New(r.Author, string(rune('0'+n)))}
		}
	}
	line := func(id string, l store.Line, share string) {
		if !l.Words.Empty() {
			v[id] = []private.Text{l.Words}
		}
		v[id+shareSuffix] = []private.Text{private.New(r.Author, share)}
	}
	score("relief", r.Relief)
	score("growth", r.Growth)
	score("went", r.Went)
	if r.Part == menteeSide {
		share := string(visibility(r.Line.Share))
		if r.Scores == private.Partner {
			share = shareAll
		}
		line("line", r.Line, share)
		return v
	}
	line("noticed", r.Noticed, string(visibility(r.Noticed.Share)))
	line("next", r.Next, string(visibility(r.Next.Share)))
	return v
}

func visibility(v private.Visibility) private.Visibility {
	if v == private.Partner {
		return private.Partner
	}
	return private.OnlyMe
}
