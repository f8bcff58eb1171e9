package bot

import (
	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/store"
)

// How the first talk goes: the scheme and its purpose, the vision that the two
// find together, and something of oneself (seeds/000 and 003). Nobody's words
// stand in it, so it is a page or a message.

const (
	kindGuide = "guide"      // subject pair/<id>
	actGuide  = "guide.open" // arg: pair
)

func (t *turn) openGuide(pair string) error {
	p, ok, err := t.partIn(pair)
	if err != nil {
		return err
	}
	if !ok {
		return t.sorry(catalog.GonePair)
	}
	var sections []chat.Section
	for _, g := range guideFor(p) {
		sections = append(sections, chat.Section{Title: t.w.T(g.title), Body: []chat.Block{chat.Line(t.guideText(p, g))}})
	}
	if p.side == mentorSide {
		sections = append(sections, t.flowSection(true))
	}
	voices, err := t.voiceBlocks(p)
	if err != nil {
		return err
	}
	if len(voices) > 0 {
		sections = append(sections, chat.Section{Body: voices})
	}
	end := chat.Section{Body: []chat.Block{chat.Remark(t.w.T(catalog.NotAppraisal))}, Actions: []chat.Action{t.consultButton()}}
	return t.show(t.w.T(catalog.ActGuide), append(sections, end)...)
}

func (t *turn) guideInChat(pair string) error {
	return t.reply(kindGuide, subject("pair", pair), "")
}

func guideCard(s *scene, in store.Intent) (card, error) {
	p, ok, err := s.pairOf(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	var body []chat.Block
	for _, g := range guideFor(p) {
		body = append(body, chat.Paragraph(chat.Bold(s.w.T(g.title)), chat.Plain("\n"+s.guideText(p, g))))
	}
	voices, err := s.voiceBlocks(p)
	if err != nil {
		return card{}, err
	}
	body = append(body, voices...)
	return say(s.w.T(catalog.ActGuide), append(body, chat.Remark(s.w.T(catalog.NotAppraisal))), s.consultButton())
}

// guideStep is one step of the first talk.
type guideStep struct{ title, text catalog.Key }

func guideFor(p part) []guideStep {
	if p.side == mentorSide {
		return []guideStep{
			{catalog.GuideSchemeTitle, catalog.GuideSchemeMentor},
			{catalog.VisionFormTitle, catalog.GuideVisionMentor},
			{catalog.GuideSelfTitle, catalog.GuideSelfMentor},
		}
	}
	return []guideStep{
		{catalog.GuideSchemeTitle, catalog.GuideSchemeMentee},
		{catalog.VisionFormTitle, catalog.GuideVisionMentee},
		{catalog.GuideSelfTitle, catalog.GuideSelfMentee},
	}
}

func (s *scene) guideText(p part, g guideStep) string {
	return s.w.T(g.text, catalog.A("Name", p.mate.Name), catalog.N(p.rules.Programme().Minutes))
}
