package bot

import (
	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// Reflection: after a talk each side taps a few figures and writes a line, in
// a dialog or question by question in the chat. Every line is its author's
// alone unless the author shares it with the partner. It may be written late
// and changed until the programme closes.

const (
	kindReflect   = "reflect"   // invitation; subject meeting/<id>
	kindReflected = "reflected" // receipt; subject meeting/<id>
	kindShared    = "shared"    // the partner shared something; subject meeting/<id>

	actReflect     = "reflect.open" // arg: meeting
	actReflectChat = "reflect.chat" // arg: meeting
	actReadShared  = "reflect.read" // arg: meeting
	formReflect    = "reflect"      // arg: meeting

	// shareSuffix makes the id of the field that says who sees the line of
	// the field before it.
	shareSuffix = "_share"
	lineMax     = 400
)

// noteOpen reports whether notes of the pair may still be written: until the
// end of the programme's fiscal year.
func noteOpen(p part, s *scene) bool {
	return !p.rules.YearOver(s.now)
}

func reflectCard(s *scene, in store.Intent) (card, error) {
	m, p, ok, err := s.meetingOf(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	written, done, err := store.Reflections.Get(s.tx, store.Join(m.ID, s.me.ID))
	if err != nil {
		return card{}, err
	}
	day := catalog.A("Day", s.w.Day(s.local(p.rules, m.Start)))
	name := catalog.A("Name", p.mate.Name)
	switch {
	case m.State != mentoring.MeetingMet:
		return unwanted("not-met")
	case done && !in.Edit:
		return unwanted("written")
	case done:
		return say("", []chat.Block{chat.Remark(s.w.T(catalog.ReflectDone, day, name))},
			s.button(actReflect, catalog.ActEdit, written.Meeting, chat.StyleNormal))
	}
	return say(s.w.T(catalog.ReflectTitle, day, name), []chat.Block{
		chat.Line(s.w.T(catalog.ReflectText)),
		chat.Remark(s.w.T(catalog.ReflectNote)),
	},
		s.button(actReflect, catalog.ActWrite, m.ID, chat.StylePrimary),
		s.button(actReflectChat, catalog.ActInChat, m.ID, chat.StyleNormal),
		s.consultButton())
}

func (t *turn) openReflect(meeting string) error {
	return t.openForm(formReflect, meeting)
}

func (t *turn) reflectInChat(meeting string) error {
	return t.ask(formReflect, meeting)
}

// reflect keeps what was written. Nothing at all is asked for again.
func (t *turn) reflect(meeting string, v chat.Values) error {
	m, p, ok, err := t.meetingOf(subject("meeting", meeting))
	if err != nil || !ok {
		return err
	}
	r, before, err := store.Reflections.Get(t.tx, store.Join(m.ID, t.me.ID))
	if err != nil {
		return err
	}
	sharedBefore := shares(r)
	r = t.reflectionOf(m, p, v, r)
	if !wroteSomething(r) {
		t.wrong(firstField(p.side), catalog.ReflectEmpty)
		return nil
	}
	if before {
		r.EditedAt = t.now
	}
	if err := store.Reflections.Put(t.tx, r); err != nil {
		return err
	}
	subj := subject("meeting", m.ID)
	if err := t.redraw(t.me.ID, kindReflect, subj, ""); err != nil {
		return err
	}
	if err := t.reply(kindReflected, subj, ""); err != nil {
		return err
	}
	if shares(r) && !sharedBefore {
		return t.tell(p.mate.ID, kindShared, subj, "", "shared/"+m.ID+"/"+t.once())
	}
	return nil
}

func firstField(side mentoring.Part) string {
	if side == menteeSide {
		return "relief"
	}
	return "went"
}

func (t *turn) reflectionOf(m mentoring.Meeting, p part, v chat.Values, old store.Reflection) store.Reflection {
	r := store.Reflection{
		Meeting: m.ID, Pair: m.Pair, Author: t.me.ID, Part: p.side, WrittenAt: t.now,
		Scores: private.OnlyMe, Relief: v.Scale("relief"), Growth: v.Scale("growth"), Went: v.Scale("went"),
	}
	if !old.WrittenAt.IsZero() {
		r.WrittenAt = old.WrittenAt
	}
	line := func(id string) store.Line {
		l := store.Line{Words: v.Text(id).OwnedBy(t.me.ID), Share: private.OnlyMe}
		if share := v.Option(id + shareSuffix); share == string(private.Partner) || share == shareAll {
			l.Share = private.Partner
		}
		return l
	}
	if p.side == menteeSide {
		r.Line = line("line")
		if v.Option("line"+shareSuffix) == shareAll {
			r.Scores = private.Partner
		}
		return r
	}
	r.Noticed, r.Next = line("noticed"), line("next")
	return r
}

func wroteSomething(r store.Reflection) bool {
	return r.Relief+r.Growth+r.Went > 0 || !r.Line.Words.Empty() || !r.Noticed.Words.Empty() || !r.Next.Words.Empty()
}

// shares reports whether the partner may see anything of it.
func shares(r store.Reflection) bool {
	for _, l := range []store.Line{r.Line, r.Noticed, r.Next} {
		if sees(lineShown(l.Share), asPartner) == seesAll && !l.Words.Empty() {
			return true
		}
	}
	return sees(scoresShown(r.Scores), asPartner) == seesAll && r.Relief+r.Growth > 0
}

func reflectedCard(s *scene, in store.Intent) (card, error) {
	m, p, ok, err := s.meetingOf(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	r, ok, err := store.Reflections.Get(s.tx, store.Join(m.ID, s.me.ID))
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	k := catalog.ReflectedAlone
	if shares(r) {
		k = catalog.ReflectedShared
	}
	actions := []chat.Action{
		s.button(actReflect, catalog.ActEdit, m.ID, chat.StyleNormal),
		s.button(actMyNotes, catalog.ActMyNotes, "", chat.StyleNormal),
	}
	st, err := s.standing(p.pair)
	if err != nil {
		return card{}, err
	}
	why, err := s.closed(p)
	if err != nil {
		return card{}, err
	}
	if _, planned := st.NextPlanned(s.now); !planned && why == "" {
		if p.side == mentorSide {
			actions = append(actions, s.button(actOffer, catalog.ActOfferNext, p.pair.ID, chat.StyleNormal))
		} else {
			actions = append(actions, s.button(actAskDate, catalog.ActAskDate, p.pair.ID, chat.StyleNormal))
		}
	}
	return say("", []chat.Block{chat.Line(s.w.T(k, catalog.A("Name", p.mate.Name)))}, actions...)
}

func sharedCard(s *scene, in store.Intent) (card, error) {
	m, p, ok, err := s.meetingOf(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	r, ok, err := store.Reflections.Get(s.tx, store.Join(m.ID, p.mate.ID))
	if err != nil || !ok || !shares(r) {
		return card{drop: "no-longer-shared"}, err
	}
	return say("", []chat.Block{chat.Line(s.w.T(catalog.SharedText, catalog.A("Name", p.mate.Name)))},
		s.button(actReadShared, catalog.ActRead, m.ID, chat.StylePrimary))
}
