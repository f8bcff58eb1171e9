package bot

import (
	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// Vision: after the first talk the mentee writes what they want to be in half
// a year and shares it with the mentor (seeds/000). It can be rewritten.

const (
	kindVisionAsk    = "vision-ask"    // to the mentee; subject pair/<id>
	kindVisionKept   = "vision-kept"   // receipt
	kindVisionShared = "vision-shared" // to the mentor; subject pair/<id>

	actVision     = "vision.open" // arg: pair
	actReadVision = "vision.read" // arg: pair
	formVision    = "vision"

	visionMax = 400
)

// askVisionOnce asks the mentee after the pair's first talk, and never again.
func (t *turn) askVisionOnce(p part) error {
	st, err := t.standing(p.pair)
	if err != nil || st.Met() != 1 {
		return err
	}
	to := p.pair.Mentee
	return t.enqueue(store.Intent{
		Key:  "vision-ask/" + p.pair.ID + "/" + to,
		Kind: kindVisionAsk, Subject: subject("pair", p.pair.ID), To: to, Keep: true,
	})
}

// visionOf is the pair's latest vision.
func (s *scene) visionOf(pair string) (store.Vision, bool, error) {
	all, err := store.VisionsOf(s.tx, pair)
	if err != nil || len(all) == 0 {
		return store.Vision{}, false, err
	}
	return all[len(all)-1], true, nil
}

// visionBefore is the latest vision of the pairs that this one took over from.
func (s *scene) visionBefore(pair mentoring.Pair) (v store.Vision, ok bool, err error) {
	before, err := store.Before(s.tx, pair)
	for _, b := range before {
		if v, ok, err = s.visionOf(b.ID); err != nil || ok {
			return v, ok, err
		}
	}
	return v, false, err
}

func visionAskCard(s *scene, in store.Intent) (card, error) {
	p, ok, err := s.pairOf(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	_, written, err := s.visionOf(p.pair.ID)
	switch {
	case err != nil:
		return card{}, err
	case written && !in.Edit:
		return unwanted("written")
	case written:
		return say("", []chat.Block{chat.Remark(s.w.T(catalog.VisionDone))},
			s.button(actReadVision, catalog.ActRead, p.pair.ID, chat.StyleNormal))
	}
	return say(s.w.T(catalog.VisionTitle), []chat.Block{
		chat.Line(s.w.T(catalog.VisionText, catalog.A("Name", p.mate.Name))),
		chat.Remark(s.w.T(catalog.VisionNote, catalog.A("Name", p.mate.Name))),
	}, s.button(actVision, catalog.ActVision, p.pair.ID, chat.StylePrimary))
}

func (t *turn) openVision(pair string) error { return t.openForm(formVision, pair) }
func visionForm(s *scene, pair string) (chat.Form, bool, error) {
	p, ok, err := s.partIn(pair)
	if err != nil || !ok || p.side != menteeSide || !noteOpen(p, s) {
		return chat.Form{}, false, err
	}
	f := chat.Form{
		Title:  s.w.T(catalog.VisionFormTitle),
		Intro:  []chat.Block{chat.Line(s.w.T(catalog.VisionIntro, catalog.A("Name", p.mate.Name)))},
		Submit: s.w.T(catalog.FormSave),
		Fields: []chat.Field{{ID: "vision", Kind: chat.FieldLong, Label: s.w.T(catalog.VisionLabel), Hint: s.w.T(catalog.VisionHint), Required: true, Max: visionMax}},
	}
	v, ok, err := s.visionOf(pair)
	if err == nil && !ok { // written for a mentor before: a beginning, which nobody else sees as long as it is not sent
		v, ok, err = s.visionBefore(p.pair)
	}
	if err == nil && ok {
		f = f.Fill(chat.Values{"vision": []private.Text{v.Words}})
	}
	return f, true, err
}

func (t *turn) vision(pair string, v chat.Values) error {
	p, ok, err := t.partIn(pair)
	if err != nil || !ok {
		return err
	}
	last, written, err := t.visionOf(pair)
	if err != nil {
		return err
	}
	if err := t.reply(kindVisionKept, subject("pair", pair), ""); err != nil {
		return err
	}
	words := v.Text("vision").OwnedBy(t.me.ID)
	if written && last.Words == words {
		return nil // saved once more as it was
	}
	rec, err := t.keepVision(pair, words)
	if err != nil {
		return err
	}
	if err := t.redraw(t.me.ID, kindVisionAsk, subject("pair", pair), ""); err != nil {
		return err
	}
	return t.tell(p.mate.ID, kindVisionShared, subject("pair", pair), "", "vision-shared/"+rec.ID)
}

// keepVision writes a new vision beside the ones before it, and sees to it that
// the mentee is invited to look back.
func (t *turn) keepVision(pair string, words private.Text) (store.Vision, error) {
	rec := store.Vision{ID: t.b.NewID(), Pair: pair, Mentee: t.me.ID, Words: words, WrittenAt: t.now}
	if _, err := store.Visions.Insert(t.tx, rec); err != nil {
		return rec, err
	}
	return rec, store.Schedule(t.tx, store.DueVision, pair, t.now)
}

func visionKeptCard(s *scene, in store.Intent) (card, error) {
	p, ok, err := s.pairOf(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	return say("", []chat.Block{chat.Line(s.w.T(catalog.VisionKept, catalog.A("Name", p.mate.Name)))},
		s.button(actReadVision, catalog.ActRead, p.pair.ID, chat.StyleNormal),
		s.button(actVision, catalog.ActEdit, p.pair.ID, chat.StyleNormal))
}

func visionSharedCard(s *scene, in store.Intent) (card, error) {
	p, ok, err := s.pairOf(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	return say("", []chat.Block{chat.Line(s.w.T(catalog.VisionShared, catalog.A("Name", p.mate.Name)))},
		s.button(actReadVision, catalog.ActRead, p.pair.ID, chat.StylePrimary))
}

// openReadVision shows the vision to either side, on a page, with how the
// mentee looked back at it and what it was before.
func (t *turn) openReadVision(pair string) error {
	p, ok, err := t.partIn(pair)
	if err != nil {
		return err
	}
	if !ok {
		return t.sorry(catalog.GonePair)
	}
	all, err := store.VisionsOf(t.tx, pair)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return t.sorry(catalog.VisionNone)
	}
	now := chat.Section{Body: t.visionBlocks(p, all[len(all)-1])}
	if p.side == menteeSide && noteOpen(p, t.scene) {
		now.Actions = []chat.Action{
			t.button(actVision, catalog.ActEdit, pair, chat.StyleNormal),
			t.button(actLookBack, catalog.ActLookBack, pair, chat.StyleNormal),
		}
	}
	sections, err := t.visionHistory(p, all[:len(all)-1])
	if err != nil {
		return err
	}
	return t.show(t.w.T(catalog.VisionFormTitle), append([]chat.Section{now}, sections...)...)
}

func (s *scene) visionBlocks(p part, v store.Vision) []chat.Block {
	return []chat.Block{
		chat.Paragraph(chat.Words(v.Words)),
		chat.Remark(s.w.T(catalog.VisionWritten, catalog.A("Day", s.w.Day(s.local(p.rules, v.WrittenAt))))),
	}
}

// visionPage is how many looks back, and how many earlier visions, the page of
// a vision shows.
const visionPage = 4

// visionHistory is the looks back and the visions before, the latest first.
func (s *scene) visionHistory(p part, before []store.Vision) (out []chat.Section, err error) {
	backs, err := store.LookBacksOf(s.tx, p.pair.ID)
	if err != nil {
		return nil, err
	}
	for i := len(backs) - 1; i >= max(0, len(backs)-visionPage); i-- {
		out = append(out, s.lookBackSection(p, backs[i]))
	}
	sec := chat.Section{Title: s.w.T(catalog.VisionBefore)}
	for i := len(before) - 1; i >= max(0, len(before)-visionPage); i-- {
		sec.Body = append(sec.Body, s.visionBlocks(p, before[i])...)
	}
	if len(sec.Body) > 0 {
		out = append(out, sec)
	}
	return out, nil
}
