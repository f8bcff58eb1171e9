package bot

import (
	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
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
	all, err := store.Visions.All(s.tx, store.Span{Index: "pair", Prefix: store.Under(pair)})
	if err != nil || len(all) == 0 {
		return store.Vision{}, false, err
	}
	return all[len(all)-1], true, nil
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
	rec := store.Vision{ID: t.b.NewID(), Pair: pair, Mentee: t.me.ID, Words: v.Text("vision").OwnedBy(t.me.ID), WrittenAt: t.now}
	if written && last.Words == rec.Words {
		return nil // saved once more as it was
	}
	if _, err := store.Visions.Insert(t.tx, rec); err != nil {
		return err
	}
	if err := t.redraw(t.me.ID, kindVisionAsk, subject("pair", pair), ""); err != nil {
		return err
	}
	return t.tell(p.mate.ID, kindVisionShared, subject("pair", pair), "", "vision-shared/"+rec.ID)
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

// openReadVision shows the vision to either side, on a page.
func (t *turn) openReadVision(pair string) error {
	p, ok, err := t.partIn(pair)
	if err != nil {
		return err
	}
	if !ok {
		return t.sorry(catalog.GonePair)
	}
	v, ok, err := t.visionOf(pair)
	if err != nil {
		return err
	}
	if !ok {
		return t.sorry(catalog.VisionNone)
	}
	sec := chat.Section{Body: []chat.Block{
		chat.Paragraph(chat.Words(v.Words)),
		chat.Remark(t.w.T(catalog.VisionWritten, catalog.A("Day", t.w.Day(t.local(p.rules, v.WrittenAt))))),
	}}
	if p.side == menteeSide {
		sec.Actions = []chat.Action{t.button(actVision, catalog.ActEdit, pair, chat.StyleNormal)}
	}
	return t.show(t.w.T(catalog.VisionFormTitle), sec)
}
