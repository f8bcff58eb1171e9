package bot

import (
	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// Looking back at the vision: after some months and in September the mentee is
// invited to say how close they have come, and to keep the vision or rewrite
// it. The mentor reads it too.

const (
	kindLookedBack   = "looked-back"    // receipt; subject pair/<id>
	kindLookBackCame = "look-back-sent" // to the mentor; subject pair/<id>

	actLookBack     = "look-back.open" // arg: pair
	actLookBackChat = "look-back.chat" // arg: pair
	formLookBack    = "look-back"      // arg: pair
)

// lastLookBack is how the pair's mentee looked back last.
func (s *scene) lastLookBack(pair string) (l store.LookBack, ok bool, err error) {
	all, err := store.LookBacksOf(s.tx, pair)
	if err != nil || len(all) == 0 {
		return l, false, err
	}
	return all[len(all)-1], true, nil
}

// lookBackCard invites, once; who has looked back hears nothing more.
func lookBackCard(s *scene, in store.Intent) (card, error) {
	p, ok, err := s.pairOf(in.Subject)
	if err != nil || !ok || p.side != menteeSide {
		return card{drop: "gone"}, err
	}
	last, done, err := s.lastLookBack(p.pair.ID)
	if err != nil {
		return card{}, err
	}
	if in.Edit && done {
		return say("", []chat.Block{chat.Remark(s.w.T(catalog.LookBackDone))},
			s.button(actReadVision, catalog.ActRead, p.pair.ID, chat.StyleNormal),
			s.button(actLookBack, catalog.ActEdit, p.pair.ID, chat.StyleNormal))
	}
	day, ok, err := s.invitation(p, in.Arg)
	if err != nil {
		return card{}, err
	}
	switch {
	case !in.Edit && (!ok || done && p.rules.LookedBack(day, last.WrittenAt)):
		return unwanted("looked-back")
	case !in.Edit && s.me.Away(p.rules.Date(s.now)):
		return card{later: p.rules.DigestAt(s.now)}, nil
	}
	return say(s.w.T(catalog.LookBackTitle), []chat.Block{
		chat.Line(s.w.T(catalog.LookBackText)),
		chat.Remark(s.w.T(catalog.VisionNote, catalog.A("Name", p.mate.Name))),
		chat.Remark(s.w.T(catalog.NotAppraisal)),
	},
		s.button(actLookBack, catalog.ActLookBack, p.pair.ID, chat.StylePrimary),
		s.button(actLookBackChat, catalog.ActInChat, p.pair.ID, chat.StyleNormal),
		s.button(actReadVision, catalog.ActVisionRead, p.pair.ID, chat.StyleNormal))
}

// invitation is the one with the id, as the programme has it now.
func (s *scene) invitation(p part, id string) (d mentoring.LookBackDay, ok bool, err error) {
	all, err := store.VisionsOf(s.tx, p.pair.ID)
	if err != nil || len(all) == 0 {
		return d, false, err
	}
	for _, d := range p.rules.LookBacks(all[0].WrittenAt) {
		if d.ID == id {
			return d, true, nil
		}
	}
	return d, false, nil
}

func (t *turn) openLookBack(pair string) error   { return t.openForm(formLookBack, pair) }
func (t *turn) lookBackInChat(pair string) error { return t.ask(formLookBack, pair) }

func lookBackForm(s *scene, pair string) (chat.Form, bool, error) {
	p, ok, err := s.partIn(pair)
	if err != nil || !ok || p.side != menteeSide || !noteOpen(p, s) {
		return chat.Form{}, false, err
	}
	v, ok, err := s.visionOf(pair)
	if err != nil || !ok {
		return chat.Form{}, false, err
	}
	name := catalog.A("Name", p.mate.Name)
	f := chat.Form{
		Title:  s.w.T(catalog.LookBackFormTitle),
		Intro:  []chat.Block{chat.Line(s.w.T(catalog.LookBackIntro, name))},
		Submit: s.w.T(catalog.FormSave),
		Fields: []chat.Field{
			{ID: "near", Kind: chat.FieldScale, Label: s.w.T(catalog.NearLabel), Options: s.scale(catalog.NearLow, catalog.NearHigh)},
			{ID: "line", Kind: chat.FieldLong, Label: s.w.T(catalog.LookBackLine), Hint: s.w.T(catalog.LookBackLineHint, name), Max: lineMax},
			{ID: "vision", Kind: chat.FieldLong, Label: s.w.T(catalog.LookBackVision), Hint: s.w.T(catalog.LookBackVisionHint), Max: visionMax},
		},
	}
	values := chat.Values{"vision": {v.Words}}
	last, recent, err := s.recentLookBack(p)
	if recent {
		if last.Near > 0 {
			values["near"] = []private.Text{private.New(s.me.ID, string(rune('0'+last.Near)))}
		}
		values["line"] = []private.Text{last.Line}
	}
	return f.Fill(values), true, err
}

// recentLookBack is the last one, as long as saving again changes it: later it
// is another one.
func (s *scene) recentLookBack(p part) (store.LookBack, bool, error) {
	last, ok, err := s.lastLookBack(p.pair.ID)
	again := last.WrittenAt.AddDate(0, 0, p.rules.Programme().LookBackGap)
	return last, ok && s.now.Before(again), err
}

// lookBack keeps it, and the vision where it was rewritten. Nothing at all is
// asked for again.
func (t *turn) lookBack(pair string, v chat.Values) error {
	p, ok, err := t.partIn(pair)
	if err != nil || !ok {
		return err
	}
	vision, ok, err := t.visionOf(pair)
	if err != nil || !ok {
		return err
	}
	words := v.Text("vision").OwnedBy(t.me.ID)
	rewritten := !words.Empty() && words != vision.Words
	rec, again, err := t.recentLookBack(p)
	if err != nil {
		return err
	}
	if again {
		rec.EditedAt = t.now
	} else {
		rec = store.LookBack{ID: t.b.NewID(), Pair: pair, Mentee: t.me.ID, Vision: vision.ID, WrittenAt: t.now}
	}
	rec.Near, rec.Line = v.Scale("near"), v.Text("line").OwnedBy(t.me.ID)
	if rec.Near == 0 && rec.Line.Empty() && !rewritten {
		t.wrong("near", catalog.ReflectEmpty)
		return nil
	}
	if err := store.LookBacks.Put(t.tx, rec); err != nil {
		return err
	}
	kind, key := kindLookBackCame, "look-back-sent/"+rec.ID
	if rewritten {
		kept, err := t.keepVision(pair, words)
		if err != nil {
			return err
		}
		if again { // the mentor has heard of the look back alone
			kind, key = kindVisionShared, "vision-shared/"+kept.ID
		}
	}
	if err := t.redrawSent(t.me.ID, store.KindLookBack, subject("pair", pair)); err != nil {
		return err
	}
	if err := t.reply(kindLookedBack, subject("pair", pair), ""); err != nil {
		return err
	}
	return t.tell(p.mate.ID, kind, subject("pair", pair), "", key)
}

func lookedBackCard(s *scene, in store.Intent) (card, error) {
	p, ok, err := s.pairOf(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	return say("", []chat.Block{chat.Line(s.w.T(catalog.VisionKept, catalog.A("Name", p.mate.Name)))},
		s.button(actReadVision, catalog.ActRead, p.pair.ID, chat.StyleNormal),
		s.button(actLookBack, catalog.ActEdit, p.pair.ID, chat.StyleNormal))
}

func lookBackCameCard(s *scene, in store.Intent) (card, error) {
	p, ok, err := s.pairOf(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	return say("", []chat.Block{chat.Line(s.w.T(catalog.LookBackCame, catalog.A("Name", p.mate.Name)))},
		s.button(actReadVision, catalog.ActRead, p.pair.ID, chat.StylePrimary))
}

// lookBackSection shows one look back, on a page.
func (s *scene) lookBackSection(p part, l store.LookBack) chat.Section {
	day := catalog.A("Day", s.w.Day(s.local(p.rules, l.WrittenAt)))
	sec := chat.Section{Title: s.w.T(catalog.LookBackOf, day)}
	if l.Near > 0 {
		sec.Body = append(sec.Body, chat.Facts{Rows: []chat.Fact{s.score(catalog.NearLabel, l.Near)}})
	}
	if !l.Line.Empty() {
		sec.Body = append(sec.Body, chat.Paragraph(chat.Words(l.Line)))
	}
	if len(sec.Body) == 0 {
		sec.Body = []chat.Block{chat.Remark(s.w.T(catalog.LookBackRewritten))}
	}
	return sec
}
