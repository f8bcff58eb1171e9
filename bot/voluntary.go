package bot

import (
	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Voluntary pairs, for a first transfer or a new team leader: a head or HR
// starts one, the two are told as any pair is. There is no minimum; nobody but
// the two hears of their months (seeds/000: open to others too).

const (
	actVoluntary    = "voluntary.open"
	actEndVoluntary = "voluntary.end" // arg: pair
	formVoluntary   = "voluntary"
)

func (t *turn) openVoluntary(string) error { return t.openForm(formVoluntary, "") }

// mayStart reports whether the reader starts voluntary pairs: HR, and who heads
// a section.
func (s *scene) mayStart() bool { return s.me.Active && (s.hr || s.me.Has(mentoring.RoleHead)) }

func voluntaryForm(s *scene, _ string) (chat.Form, bool, error) {
	_, known, err := s.currentRules()
	if err != nil || !known || !s.mayStart() {
		return chat.Form{}, false, err
	}
	own, err := s.colleagues()
	if err != nil {
		return chat.Form{}, false, err
	}
	f := chat.Form{
		Title:  s.w.T(catalog.VoluntaryTitle),
		Intro:  []chat.Block{chat.Line(s.w.T(catalog.VoluntaryIntro))},
		Submit: s.w.T(catalog.VoluntarySubmit),
	}
	for _, who := range []struct {
		id    string
		label catalog.Key
	}{{"mentee", catalog.VoluntaryMentee}, {"mentor", catalog.VoluntaryMentor}} {
		other := chat.Field{ID: who.id + "_other", Kind: chat.FieldShort, Label: s.w.T(who.label), Hint: s.w.T(catalog.VoluntaryMenteeOther), Max: 60}
		if len(own) > 0 {
			f.Fields = append(f.Fields, chat.Field{ID: who.id, Kind: chat.FieldPerson, Label: s.w.T(who.label), Options: own})
			other.Unless, other.Label, other.Hint = who.id, s.w.T(catalog.VoluntaryMenteeOther), ""
		}
		f.Fields = append(f.Fields, other)
	}
	f.Fields = append(f.Fields, chat.Field{ID: "spoken", Kind: chat.FieldConsent, Label: s.w.T(catalog.VoluntarySpoken), Required: true})
	return f, true, nil
}

// colleagues are the people of the sections that the reader heads.
func (s *scene) colleagues() (out []chat.Option, err error) {
	if !s.me.Has(mentoring.RoleHead) {
		return nil, nil
	}
	for _, sec := range append([]string{s.me.Section}, s.me.HeadsSections...) {
		people, err := store.People.All(s.tx, store.Span{Index: "section", Prefix: store.Under(sec)})
		if err != nil {
			return nil, err
		}
		for _, p := range people {
			if p.Active && len(out) < chat.MaxOptions {
				out = append(out, chat.Option{Value: p.ID, Label: s.label(mentoring.Candidate{Person: p}, "")})
			}
		}
	}
	return out, nil
}

// voluntary makes the pair and has the mentor told.
func (t *turn) voluntary(_ string, v chat.Values) error {
	mentee, fieldMentee, err := t.picked(v, "mentee", "mentee_other")
	if err != nil || t.refused {
		return err
	}
	mentor, fieldMentor, err := t.picked(v, "mentor", "mentor_other")
	if err != nil || t.refused {
		return err
	}
	rules, err := t.besides(mentee)
	if err != nil {
		return err
	}
	there, err := t.pairedWith(mentee, mentor, rules)
	switch {
	case err != nil:
		return err
	case mentee.ID == mentor.ID:
		t.wrong(fieldMentor, catalog.FindingSelf)
	case mentee.ID == t.me.ID:
		t.wrong(fieldMentee, catalog.VoluntaryNotOneself)
	case !t.hr && !t.me.Heads(mentee.Section):
		t.wrong(fieldMentee, catalog.VoluntaryNotYours)
	case there:
		t.wrong(fieldMentor, catalog.VoluntaryKnown)
	}
	if t.refused {
		return nil
	}
	pair := mentoring.Pair{Programme: rules.Programme().ID, Mentee: mentee.ID, Mentor: mentor.ID, Voluntary: true}
	if !t.me.Heads(mentee.Section) {
		pair.NominatedAs = mentoring.RoleHR
	}
	if pair, err = t.insertPair(pair); err != nil {
		return err
	}
	subj := subject("pair", pair.ID)
	if err := t.tell(mentor.ID, kindAnnounceMentor, subj, "", "announce/"+pair.ID); err != nil {
		return err
	}
	return t.reply(kindNominated, subj, "")
}

// besides is the rules of the programme beside which a voluntary pair runs, for
// its hours, places and topics: the one that would take the person as a mentee,
// else the one to speak of.
func (s *scene) besides(p mentoring.Person) (mentoring.Rules, error) {
	r, ok, err := s.programmeOf(p)
	if err != nil || ok {
		return r, err
	}
	r, _, err = s.cityRules()
	return r, err
}

// pairedWith reports whether the two are a pair now.
func (s *scene) pairedWith(mentee, mentor mentoring.Person, r mentoring.Rules) (bool, error) {
	pairs, err := store.PairsOf(s.tx, mentee.ID)
	for _, p := range pairs {
		if p.Mentee == mentee.ID && p.Mentor == mentor.ID && !ended(p, r, s.now) {
			return true, err
		}
	}
	return false, err
}

// voluntaryPart is where a head starts and ends pairs on the home. HR has it on
// the page of people and pairs.
func (t *turn) voluntaryPart(_ []part, whole bool) ([]chat.Section, error) {
	if t.hr && !t.me.Has(mentoring.RoleHead) {
		return nil, nil
	}
	return t.voluntarySections(whole)
}

// voluntarySections is where pairs are started and ended: the names, never
// whether they talk.
func (t *turn) voluntarySections(whole bool) ([]chat.Section, error) {
	rules, known, err := t.currentRules()
	if err != nil || !known || !t.mayStart() {
		return nil, err
	}
	l := listing{title: t.w.T(catalog.VoluntaryHome), intro: []chat.Block{chat.Remark(t.w.T(catalog.VoluntaryHomeText))}}
	for pair, err := range store.Pairs.Each(t.tx, store.Span{Index: "starter", Prefix: store.Under(t.me.ID)}) {
		if err != nil {
			return nil, err
		}
		if ended(pair, rules, t.now) {
			continue
		}
		mentee, err := t.person(pair.Mentee)
		if err != nil {
			return nil, err
		}
		mentor, err := t.person(pair.Mentor)
		if err != nil {
			return nil, err
		}
		l.rows = append(l.rows, chat.Pair(mentee.Section, t.w.T(catalog.PairNames, catalog.A("Mentee", mentee.Name), catalog.A("Mentor", mentor.Name))))
		l.actions = append(l.actions, t.endButton(pair, mentee))
	}
	if len(l.rows) > 0 {
		l.title, l.intro = t.w.T(catalog.VoluntaryOwn), nil
	}
	l.actions = append([]chat.Action{t.button(actVoluntary, catalog.ActVoluntary, "", chat.StyleNormal)}, l.actions...)
	return l.sections(t.scene, partOfVoluntary, whole), nil
}

func (s *scene) endButton(pair mentoring.Pair, mentee mentoring.Person) chat.Action {
	a := s.button(actEndVoluntary, catalog.ActEndVoluntary, pair.ID, chat.StyleNormal, catalog.A("Name", mentee.Name))
	a.Confirm = &chat.Confirm{
		Title: s.w.T(catalog.EndedTitle), Text: s.w.T(catalog.VoluntaryConfirm),
		Yes: s.w.T(catalog.VoluntaryEndYes), No: s.w.T(catalog.VoluntaryEndNo),
	}
	return a
}

// endVoluntary ends a voluntary pair for who started it.
func (t *turn) endVoluntary(pairID string) error {
	pair, ok, err := store.Pairs.Get(t.tx, pairID)
	if err != nil {
		return err
	}
	rules, err := t.rulesFor(pair, ok)
	if err != nil {
		return err
	}
	if !ok || !pair.Voluntary || pair.NominatedBy != t.me.ID || ended(pair, rules, t.now) {
		return t.notice(catalog.GonePair)
	}
	pair.Ended = rules.Date(t.now)
	if err := store.Pairs.Put(t.tx, pair); err != nil {
		return err
	}
	if err := t.b.windUpFor(t.tx, pair, t.now, pair.Mentor, pair.Mentee); err != nil {
		return err
	}
	return t.notice(catalog.VoluntaryEnded)
}

func (s *scene) rulesFor(pair mentoring.Pair, known bool) (r mentoring.Rules, err error) {
	if known {
		r, err = s.rules(pair.Programme)
	}
	return r, err
}
