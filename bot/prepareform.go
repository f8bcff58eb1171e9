package bot

import (
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// The form of a preparation, and how what was chosen is shown.

const (
	// topicFree is the first choice: no topic at all.
	topicFree = "free"
	ownMax    = 60
)

func prepareForm(s *scene, meeting string) (chat.Form, bool, error) {
	m, p, ok, err := s.preparing(meeting)
	if err != nil || !ok {
		return chat.Form{}, false, err
	}
	prog, name := p.rules.Programme(), catalog.A("Name", p.mate.Name)
	topics := append([]chat.Option{{Value: topicFree, Label: s.w.T(catalog.ActPrepareFree)}}, s.options(prog.Topics)...)
	f := chat.Form{
		Title:  s.w.T(catalog.PrepareFormTitle),
		Intro:  []chat.Block{chat.Line(s.w.T(catalog.PrepareIntro, name))},
		Submit: s.w.T(catalog.FormSave),
		Fields: []chat.Field{
			{ID: "topic", Kind: chat.FieldChoice, Label: s.w.T(catalog.PrepareTopic), Hint: s.w.T(catalog.PrepareTopicHint), Options: topics},
			{ID: "own", Kind: chat.FieldShort, Label: s.w.T(catalog.PrepareOwn), Hint: s.w.T(catalog.PrepareOnly, name), Max: ownMax, Unless: "topic"},
			{ID: "response", Kind: chat.FieldChoice, Label: s.w.T(catalog.PrepareResponse), Options: s.options(prog.Responses)},
			{ID: "line", Kind: chat.FieldLong, Label: s.w.T(catalog.PrepareLine, name), Hint: s.w.T(catalog.PrepareOnly, name), Max: lineMax},
		},
	}
	rec, chosen, err := store.PreparationFor(s.tx, m)
	if err == nil && chosen {
		v := preparedValues(rec)
		f = f.Fill(fitting(f, v))
	}
	return f, true, err
}

// options are the items of a list that HR edits, with their examples.
func (s *scene) options(list []mentoring.Choice) []chat.Option {
	lang := s.w.Lang()
	out := make([]chat.Option, len(list))
	for i, c := range list {
		out[i] = chat.Option{Value: c.ID, Label: shorten(c.Label.In(lang), chat.MaxOptionLabel)}
		var notes []string
		for _, n := range c.Notes {
			notes = append(notes, n.In(lang))
		}
		if len(notes) > 0 {
			examples := s.w.T(catalog.Examples, catalog.A("Examples", strings.Join(notes, s.w.T(catalog.Or))))
			out[i].Hint = shorten(examples, chat.MaxOptionLabel)
		}
	}
	return out
}

func preparedValues(rec store.Preparation) chat.Values {
	v := chat.Values{}
	set := func(id string, words private.Text) {
		if !words.Empty() {
			v[id] = []private.Text{words}
		}
	}
	topic := rec.Topic
	if rec.Free {
		topic = topicFree
	}
	set("topic", private.New(rec.Mentee, topic))
	set("own", rec.Own)
	set("response", private.New(rec.Mentee, rec.Response))
	set("line", rec.Line)
	return v
}

// choiceLabel is the item's label, or "" where HR has taken it off the list.
func (s *scene) choiceLabel(list []mentoring.Choice, id string) string {
	for _, c := range list {
		if c.ID == id {
			return c.Label.In(s.w.Lang())
		}
	}
	return ""
}

// preparedFacts is what may stand in a message: what was chosen from lists,
// and that there are own words.
func (s *scene) preparedFacts(p part, rec store.Preparation) (rows []chat.Fact) {
	prog := p.rules.Programme()
	topic := s.choiceLabel(prog.Topics, rec.Topic)
	switch {
	case topic == "" && !rec.Own.Empty():
		topic = s.w.T(catalog.PrepareInOwnWords)
	case topic == "" && rec.Free:
		topic = s.w.T(catalog.ActPrepareFree)
	}
	if topic != "" {
		rows = append(rows, chat.Pair(s.w.T(catalog.FactTopic), topic))
	}
	if response := s.choiceLabel(prog.Responses, rec.Response); response != "" {
		rows = append(rows, chat.Pair(s.w.T(catalog.FactResponse), response))
	}
	return rows
}

// preparedBlocks is preparedFacts for the mentee's own cards, with a word that
// more was written.
func (s *scene) preparedBlocks(p part, rec store.Preparation, chosen bool) (out []chat.Block) {
	if !chosen {
		return nil
	}
	if rows := s.preparedFacts(p, rec); len(rows) > 0 {
		out = append(out, chat.Facts{Rows: rows})
	}
	if !rec.Line.Empty() {
		out = append(out, chat.Line(s.w.T(catalog.PrepareHasLine)))
	}
	return out
}

// preparedWhole is all of it, for a page.
func (s *scene) preparedWhole(p part, rec store.Preparation) (out []chat.Block) {
	if rows := s.preparedFacts(p, rec); len(rows) > 0 {
		out = append(out, chat.Facts{Rows: rows})
	}
	if !rec.Own.Empty() {
		out = append(out, s.quoted(catalog.PrepareOwn, rec.Own))
	}
	if !rec.Line.Empty() {
		out = append(out, s.quoted(catalog.LineLabel, rec.Line))
	}
	return out
}

// quoted is a person's words below their label, for a page.
func (s *scene) quoted(label catalog.Key, words private.Text) chat.Block {
	return chat.Paragraph(chat.Bold(s.w.T(label)), chat.Plain("\n"), chat.Words(words))
}
