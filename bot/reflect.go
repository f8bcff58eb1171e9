package bot

import (
	"strings"

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
	actOpenLine    = "reflect.line" // arg: form|subject of the form
	formReflect    = "reflect"      // arg: meeting
	formLine       = "reflect.line" // arg: form|subject of the form

	// shareSuffix makes the id of the field that says who sees the line of
	// the field before it.
	shareSuffix = "_share"
	lineMax     = 400
)

// noteOpen reports whether notes of the pair may still be written: until the
// end of the programme's fiscal year.
func noteOpen(p part, s *scene) bool {
	year := p.rules.Programme().Year
	return s.now.Before(mentoring.On(year+1, 4, 1).At(mentoring.TimeOfDay{}, p.rules.Zone()))
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
	day := catalog.A("Day", s.w.Day(local(p.rules, m.Start)))
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
		s.button(actReflectChat, catalog.ActInChat, m.ID, chat.StyleNormal))
}

func (t *turn) openReflect(meeting string) error {
	return t.openForm(formReflect, meeting, catalog.GoneMeeting)
}

func (t *turn) reflectInChat(meeting string) error {
	return t.ask(formReflect, meeting, catalog.GoneMeeting)
}

func reflectForm(s *scene, meeting string) (chat.Form, bool, error) {
	m, p, ok, err := s.meetingOf(subject("meeting", meeting))
	if err != nil || !ok || m.State != mentoring.MeetingMet || !noteOpen(p, s) {
		return chat.Form{}, false, err
	}
	f := chat.Form{
		Title:  s.w.T(catalog.ReflectFormTitle),
		Intro:  []chat.Block{chat.Line(s.w.T(catalog.ReflectIntro)), chat.Remark(s.w.T(catalog.NotAppraisal))},
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
	return []chat.Option{
		{Value: "1", Label: "1 " + s.w.T(low)}, {Value: "2", Label: "2"}, {Value: "3", Label: "3"},
		{Value: "4", Label: "4"}, {Value: "5", Label: "5 " + s.w.T(high)},
	}
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
		t.wrong(firstField(p.side), t.w.T(catalog.ReflectEmpty))
		return nil
	}
	if before {
		r.EditedAt = t.now
	}
	if err := store.Reflections.Put(t.tx, r); err != nil {
		return err
	}
	subj := subject("meeting", m.ID)
	if err := t.redraw(t.me.ID, kindReflect, subj); err != nil {
		return err
	}
	if err := t.reply(kindReflected, subj, ""); err != nil {
		return err
	}
	if shares(r) && !sharedBefore {
		return t.tell(p.mate.ID, kindShared, subj, "", "shared/"+m.ID+"/"+store.Stamp(t.now))
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
		if l.Share == private.Partner && !l.Words.Empty() {
			return true
		}
	}
	return r.Scores == private.Partner && r.Relief+r.Growth > 0
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
	actions := []chat.Action{s.button(actReflect, catalog.ActEdit, m.ID, chat.StyleNormal)}
	st, err := s.standing(p.pair)
	if err != nil {
		return card{}, err
	}
	if _, planned := st.NextPlanned(s.now); !planned {
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

// openShared shows what the partner shares of one talk, on a page: it does
// not stay in the chat.
func (t *turn) openShared(meeting string) error {
	m, p, ok, err := t.meetingOf(subject("meeting", meeting))
	if err != nil {
		return err
	}
	if !ok {
		return t.sorry(catalog.GoneMeeting)
	}
	r, ok, err := store.Reflections.Get(t.tx, store.Join(m.ID, p.mate.ID))
	if err != nil {
		return err
	}
	if !ok || !shares(r) {
		return t.sorry(catalog.SharedNone)
	}
	day := catalog.A("Day", t.w.Day(local(p.rules, m.Start)))
	title := t.w.T(catalog.SharedTitle, catalog.A("Name", p.mate.Name), day)
	return t.show(title, chat.Section{Body: t.reflectionBlocks(r, true)})
}

// reflectionBlocks shows a reflection: to its author whole, to the partner
// what is shared.
func (s *scene) reflectionBlocks(r store.Reflection, toPartner bool) []chat.Block {
	var rows []chat.Fact
	score := func(k catalog.Key, n int) {
		if n > 0 && (!toPartner || r.Scores == private.Partner) {
			rows = append(rows, chat.Pair(s.w.T(k), strings.Repeat("●", n)+strings.Repeat("○", chat.ScaleTop-n)+" "+string(rune('0'+n))+" / 5"))
		}
	}
	line := func(k catalog.Key, l store.Line) {
		if l.Words.Empty() || (toPartner && l.Share != private.Partner) {
			return
		}
		label := s.w.T(k)
		if !toPartner {
			label += s.w.T(shareNote(l.Share))
		}
		rows = append(rows, chat.Fact{Label: label, Value: []chat.Span{chat.Words(l.Words)}})
	}
	score(catalog.ReliefLabel, r.Relief)
	score(catalog.GrowthLabel, r.Growth)
	score(catalog.WentLabel, r.Went)
	line(catalog.LineLabel, r.Line)
	line(catalog.NoticedLabel, r.Noticed)
	line(catalog.NextLabel, r.Next)
	return []chat.Block{chat.Facts{Rows: rows}}
}

func shareNote(v private.Visibility) catalog.Key {
	if v == private.Partner {
		return catalog.ShareNotePartner
	}
	return catalog.ShareNoteOnlyMe
}

// notesPage is how many talks the page of one's own notes shows.
const notesPage = 6

// actMyNotes shows the reader's own notes, the latest first.
const actMyNotes = "notes.mine" // arg: position to continue behind

func (t *turn) openNotes(string) error {
	all, err := store.Reflections.All(t.tx, store.Span{Index: "author", Prefix: store.Under(t.me.ID)})
	if err != nil {
		return err
	}
	sections := []chat.Section{}
	for i := len(all) - 1; i >= 0 && len(sections) < notesPage; i-- {
		sec, ok, err := t.noteSection(all[i])
		if err != nil {
			return err
		}
		if ok {
			sections = append(sections, sec)
		}
	}
	if len(sections) == 0 {
		sections = append(sections, chat.Section{Body: []chat.Block{chat.Line(t.w.T(catalog.NotesEmpty))}})
	}
	return t.show(t.w.T(catalog.NotesTitle), sections...)
}

func (s *scene) noteSection(r store.Reflection) (chat.Section, bool, error) {
	m, ok, err := store.Meetings.Get(s.tx, r.Meeting)
	if err != nil || !ok {
		return chat.Section{}, false, err
	}
	pair, err := store.Pairs.Must(s.tx, m.Pair)
	if err != nil {
		return chat.Section{}, false, err
	}
	rules, err := s.rules(pair.Programme)
	if err != nil {
		return chat.Section{}, false, err
	}
	mate, err := s.person(pair.Person(r.Part.Other()))
	if err != nil {
		return chat.Section{}, false, err
	}
	title := s.w.T(catalog.NoteOf, catalog.A("Day", s.w.Day(local(rules, m.Start))), catalog.A("Name", mate.Name))
	return chat.Section{
		Title: title, Body: s.reflectionBlocks(r, false),
		Actions: []chat.Action{s.button(actReflect, catalog.ActEdit, m.ID, chat.StyleNormal)},
	}, true, nil
}

// openLine opens the dialog for a line that its author keeps, in the middle
// of a form that is answered in the chat.
func (t *turn) openLine(arg string) error { return t.openForm(formLine, arg, catalog.AskOver) }

func lineForm(s *scene, arg string) (chat.Form, bool, error) {
	mark, f, ok, err := s.current()
	if err != nil || !ok || mark.Form+"|"+mark.Arg != arg || !strings.HasSuffix(mark.Field, shareSuffix) {
		return chat.Form{}, false, err
	}
	fd, ok := f.Field(strings.TrimSuffix(mark.Field, shareSuffix))
	if !ok {
		return chat.Form{}, false, nil
	}
	fd.Required = true
	return chat.Form{
		Title: s.w.T(catalog.LineTitle), Intro: []chat.Block{chat.Line(s.w.T(catalog.LineIntro))},
		Fields: []chat.Field{fd}, Submit: s.w.T(catalog.FormSave),
	}, true, nil
}

// keepLine takes the line and goes on with the next question.
func (t *turn) keepLine(_ string, v chat.Values) error {
	mark, f, ok, err := t.current()
	if err != nil || !ok {
		return err
	}
	i, _ := at(f, mark.Field)
	id := strings.TrimSuffix(mark.Field, shareSuffix)
	if mark.Values == nil {
		mark.Values = chat.Values{}
	}
	mark.Values[mark.Field] = []private.Text{private.New(t.me.ID, string(private.OnlyMe))}
	mark.Values[id] = v[id]
	return t.askFrom(mark, f, i+2)
}
