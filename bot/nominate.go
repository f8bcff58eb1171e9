package bot

import (
	"fmt"
	"strconv"
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Nomination: the head of a section chooses a mentor for each new hire. The
// rule is explained and a reason asked for; nothing is silently refused. The
// mentor is told first, the mentee next.

const (
	kindNominated      = "nominated"       // receipt for the head; subject pair/<id>
	kindAnnounceMentor = "announce-mentor" // subject pair/<id>
	kindAnnounceMentee = "announce-mentee" // subject pair/<id>

	// fromAnnounce marks a button of the card that tells the mentor: what stands
	// there is worth keeping when the button is pressed.
	fromAnnounce = "announce"

	kindUndone = "nominate-undone" // receipt; subject pair/<id>

	actNominate     = "nominate.open"    // arg: mentee
	actUndoNominate = "nominate.undo"    // arg: pair
	formNominate    = "nominate"         // arg: mentee
	formConfirm     = "nominate.confirm" // arg: mentee|mentor
)

// nominee is a mentee without a mentor, for whom the reader may choose one.
type nominee struct {
	mentee mentoring.Person
	rules  mentoring.Rules
	say    charge
	from   mentoring.Pair // the one whose mentor is to change; the zero Pair for none
}

func (s *scene) nominee(id string) (n nominee, ok bool, err error) {
	if n.mentee, ok, err = store.People.Get(s.tx, id); err != nil || !ok {
		return n, false, err
	}
	if !n.mentee.Active {
		return n, false, nil
	}
	pair, paired, err := s.pairToChange(n.mentee)
	if err != nil || !paired && !n.mentee.Has(mentoring.RoleMentee) {
		return n, false, err
	}
	parts := []string{n.mentee.ID}
	if paired {
		n.from, parts = pair, append(parts, pair.Mentor)
		n.rules, err = s.rules(pair.Programme)
	} else if n.rules, ok, err = s.seeking(n.mentee); !ok || n.rules.Programme().Nomination.By != mentoring.ByHead {
		return n, false, err
	}
	if err != nil {
		return n, false, err
	}
	late, err := s.late(n.mentee, n.rules)
	if err != nil {
		return n, false, err
	}
	// A part outranks the role: nobody chooses their own mentor.
	n.say, ok, err = s.sayOver(store.Matter{
		Section: n.mentee.Section, On: n.rules.Date(s.now), Parts: parts, Late: late && !paired,
	})
	return n, ok, err
}

// late reports whether the time to nominate a mentor for the mentee is over.
func (s *scene) late(mentee mentoring.Person, r mentoring.Rules) (bool, error) {
	from, err := store.WantedFrom(s.tx, r, mentee)
	at := r.NominationLateAt(from)
	return !at.IsZero() && !s.now.Before(at), err
}

// menteesWithout lists the mentees without a mentor in the sections that the
// reader looks after.
func (s *scene) menteesWithout() ([]nominee, error) {
	sections, err := s.sections()
	if err != nil {
		return nil, err
	}
	var out []nominee
	for _, sec := range sections {
		people, err := store.People.All(s.tx, store.Span{Index: "section", Prefix: store.Under(sec)})
		if err != nil {
			return nil, err
		}
		for _, p := range people {
			if !p.Has(mentoring.RoleMentee) {
				continue
			}
			n, ok, err := s.nominee(p.ID)
			if err != nil {
				return nil, err
			}
			if ok && n.from.ID == "" {
				out = append(out, n)
			}
		}
	}
	return out, nil
}

// nominateCard asks the head to choose mentors; the reminder is the same card.
func nominateCard(s *scene, _ store.Intent) (card, error) {
	waiting, err := s.menteesWithout()
	if err != nil {
		return card{}, err
	}
	if len(waiting) == 0 {
		return unwanted("all-nominated")
	}
	var rows []chat.Fact
	var actions []chat.Action
	for _, n := range waiting {
		rows = append(rows, chat.Pair(n.mentee.Section, n.mentee.Name))
		actions = append(actions, s.nominateButton(n))
	}
	body := []chat.Block{chat.Line(s.w.T(catalog.NominateText, catalog.N(len(waiting))))}
	body = append(body, s.inPlaceOf(waiting)...)
	return say(s.w.T(catalog.NominateTitle), append(body,
		chat.Facts{Rows: s.someRows(rows)}, chat.Remark(s.w.T(catalog.NominateRule))), s.someActions(actions, partOfHead)...)
}

// inPlaceOf says for which heads the reader is asked.
func (s *scene) inPlaceOf(waiting []nominee) (out []chat.Block) {
	seen := map[string]bool{}
	for _, n := range waiting {
		if head := n.say.head; head.ID != "" && !seen[head.ID] && len(out) < chat.MaxActions {
			seen[head.ID] = true
			out = append(out, chat.Line(s.w.T(catalog.NominateDeputy, catalog.A("Head", head.Name))))
		}
	}
	return out
}

func (s *scene) nominateButton(n nominee) chat.Action {
	return s.button(actNominate, catalog.ActNominate, n.mentee.ID, chat.StyleNormal, catalog.A("Name", n.mentee.Name))
}

func (t *turn) openNominate(mentee string) error {
	return t.openForm(formNominate, mentee)
}

// nominateForm offers the people of the mentee's section, likely ones first;
// anybody else can be named by number or name.
func nominateForm(s *scene, mentee string) (chat.Form, bool, error) {
	n, ok, err := s.nominee(mentee)
	if err != nil || !ok {
		return chat.Form{}, false, err
	}
	candidates, err := s.candidates(n)
	if err != nil {
		return chat.Form{}, false, err
	}
	f := chat.Form{
		Title: s.w.T(catalog.NominateFormTitle),
		Intro: []chat.Block{
			chat.Line(s.w.T(catalog.NominateIntro, catalog.A("Name", n.mentee.Name))),
			chat.Remark(s.nominateRule(n.rules)),
		},
		Submit: s.w.T(catalog.FormNext),
	}
	other := chat.Field{ID: "other", Kind: chat.FieldShort, Label: s.w.T(catalog.NominateOther), Hint: s.w.T(catalog.NominateOtherHint), Max: 60}
	if len(candidates) > 0 {
		f.Fields = append(f.Fields, chat.Field{ID: "mentor", Kind: chat.FieldPerson, Label: s.w.T(catalog.NominateMentor), Options: candidates})
		other.Unless = "mentor"
	}
	f.Fields = append(f.Fields, other)
	return f, true, nil
}

// nominate takes the choice and answers with what the rule says of it.
func (t *turn) nominate(mentee string, v chat.Values) error {
	n, ok, err := t.nominee(mentee)
	if err != nil || !ok {
		return err
	}
	mentor, field, err := t.chosen(v)
	if err != nil || t.refused {
		return err
	}
	if mentor.ID == n.mentee.ID {
		t.wrong(field, catalog.FindingSelf)
		return nil
	}
	if mentor.ID == n.from.Mentor {
		t.wrong(field, catalog.ChangeSame, catalog.A("Name", mentor.Name))
		return nil
	}
	f, ok, err := t.buildForm(formConfirm, mentee+"|"+mentor.ID)
	if err != nil || !ok {
		return err
	}
	return t.open(f)
}

// confirmForm explains what the rule finds, asks for a reason where it needs
// one, and for the head's word that they have spoken to the mentor.
func confirmForm(s *scene, arg string) (chat.Form, bool, error) {
	menteeID, mentorID, _ := strings.Cut(arg, "|")
	n, ok, err := s.nominee(menteeID)
	if err != nil || !ok {
		return chat.Form{}, false, err
	}
	mentor, ok, err := store.People.Get(s.tx, mentorID)
	if err != nil || !ok || !mentor.Active || mentor.ID == n.mentee.ID || mentor.ID == n.from.Mentor {
		return chat.Form{}, false, err
	}
	findings, err := s.judge(n, mentor)
	if err != nil {
		return chat.Form{}, false, err
	}
	f := chat.Form{
		Title:  s.w.T(catalog.ConfirmTitle),
		Intro:  []chat.Block{chat.Facts{Rows: []chat.Fact{chat.Pair(s.w.T(catalog.FactMentee), n.mentee.Name), chat.Pair(s.w.T(catalog.FactMentor), mentor.Name)}}},
		Submit: s.w.T(catalog.ConfirmSubmit),
	}
	for _, fd := range findings {
		f.Intro = append(f.Intro, chat.Line(s.finding(fd)))
	}
	if mentoring.AsksReason(findings) {
		f.Fields = append(f.Fields, chat.Field{ID: "reason", Kind: chat.FieldLong, Label: s.w.T(catalog.ConfirmReason), Hint: s.w.T(catalog.ConfirmReasonHint), Required: true, Max: 400})
	}
	spoken := s.w.T(catalog.ConfirmSpoken, catalog.A("Name", mentor.Name))
	if mentor.ID == s.me.ID {
		spoken = s.w.T(catalog.ConfirmMyself)
	}
	f.Fields = append(f.Fields, chat.Field{ID: "spoken", Kind: chat.FieldConsent, Label: spoken, Required: true})
	return f, true, nil
}

// confirmNomination makes the pair and has the mentor told.
func (t *turn) confirmNomination(arg string, v chat.Values) error {
	menteeID, mentorID, _ := strings.Cut(arg, "|")
	n, ok, err := t.nominee(menteeID)
	if err != nil || !ok {
		return err
	}
	mentor, err := t.person(mentorID)
	if err != nil {
		return err
	}
	findings, err := t.judge(n, mentor)
	if err != nil {
		return err
	}
	pair, err := t.newPair(n, mentor)
	if err != nil {
		return err
	}
	nom := store.Nomination{Pair: pair.ID, Head: t.me.ID, Reason: v.Text("reason").OwnedBy(t.me.ID), At: t.now}
	for _, f := range findings {
		nom.Codes = append(nom.Codes, string(f.Code))
	}
	if err := store.Nominations.Put(t.tx, nom); err != nil {
		return err
	}
	if err := store.Unschedule(t.tx, store.DueNominee, menteeID); err != nil {
		return err
	}
	if err := t.chosenAnew(n.from, pair.ID); err != nil {
		return err
	}
	subj := subject("pair", pair.ID)
	if err := t.tell(mentor.ID, kindAnnounceMentor, subj, "", "announce/"+pair.ID); err != nil {
		return err
	}
	return t.reply(kindNominated, subj, "")
}

// newPair inserts the pair that the reader nominates.
func (t *turn) newPair(n nominee, mentor mentoring.Person) (mentoring.Pair, error) {
	pair := mentoring.Pair{Programme: n.rules.Programme().ID, Mentee: n.mentee.ID, Mentor: mentor.ID, NominatedFor: n.say.head.ID}
	if n.say.hr {
		pair.NominatedAs = mentoring.RoleHR
	}
	var err error
	if pair.Follows, err = t.from(n); err != nil {
		return pair, err
	}
	return t.insertPair(pair)
}

// insertPair inserts the pair. Its id counts the mentee's pairs, so that two
// nominations at once cannot both be made.
func (t *turn) insertPair(pair mentoring.Pair) (mentoring.Pair, error) {
	before, err := store.Pairs.All(t.tx, store.Span{Index: "mentee", Prefix: store.Under(pair.Programme, pair.Mentee)})
	if err != nil {
		return pair, err
	}
	pair.ID = pair.Programme + ":" + pair.Mentee + ":" + strconv.Itoa(len(before)+1)
	pair.NominatedAt = t.now
	if pair.NominatedBy == "" {
		pair.NominatedBy = t.me.ID
	}
	fresh, err := store.Pairs.Insert(t.tx, pair)
	if err == nil && !fresh {
		err = fmt.Errorf("bot: pair %s is there already", pair.ID)
	}
	return pair, err
}

func nominatedCard(s *scene, in store.Intent) (card, error) {
	pair, mentee, mentor, ok, err := s.bothOf(in.Subject)
	if err != nil || !ok || pair.NominatedBy != s.me.ID {
		return card{drop: "gone"}, err
	}
	names := []catalog.Arg{catalog.A("Mentee", mentee.Name), catalog.A("Mentor", mentor.Name)}
	rules, err := s.rules(pair.Programme)
	if err != nil {
		return card{}, err
	}
	if ended(pair, rules, s.now) {
		return say("", []chat.Block{chat.Remark(s.w.T(catalog.EndedFace))})
	}
	var undo []chat.Action
	if pair.ToldAt.IsZero() {
		undo = append(undo, s.button(actUndoNominate, catalog.ActUndoNominate, pair.ID, chat.StyleNormal))
	}
	text := catalog.NominatedText
	if pair.Voluntary {
		text = catalog.VoluntaryStarted
	}
	body := []chat.Block{chat.Line(s.w.T(text, names...))}
	if pending, err := s.takesOver(pair); err != nil {
		return card{}, err
	} else if pending {
		body = append(body, chat.Line(s.w.T(catalog.HandoverPending)))
	}
	return say(s.w.T(catalog.NominatedTitle), body, undo...)
}

// undoNominate takes a nomination back while the mentor has not been told, as
// if it had never been.
func (t *turn) undoNominate(pairID string) error {
	pair, mentee, mentor, ok, err := t.bothOf(subject("pair", pairID))
	if err != nil {
		return err
	}
	if !ok || pair.NominatedBy != t.me.ID {
		return t.notice(catalog.GoneNominee)
	}
	rules, err := t.rules(pair.Programme)
	switch {
	case err != nil:
		return err
	case ended(pair, rules, t.now):
		return t.notice(catalog.GoneNominee)
	case !pair.ToldAt.IsZero():
		return t.notice(catalog.UndoTooLate)
	}
	pair.Ended = rules.Date(t.now)
	if err := store.Pairs.Put(t.tx, pair); err != nil {
		return err
	}
	if err := t.b.fellThrough(t.tx, pair, t.now); err != nil {
		return err
	}
	if err := t.b.lookForMentor(t.tx, mentee, t.now); err != nil {
		return err
	}
	if err := t.face(kindNominated, subject("pair", pair.ID), ""); err != nil {
		return err
	}
	return t.reply(kindUndone, subject("pair", pair.ID), mentor.ID)
}

// undoneCard confirms it, with the button to choose anew.
func undoneCard(s *scene, in store.Intent) (card, error) {
	pair, mentee, mentor, ok, err := s.bothOf(in.Subject)
	if err != nil || !ok || pair.NominatedBy != s.me.ID {
		return card{drop: "gone"}, err
	}
	var again []chat.Action
	if n, waits, err := s.nominee(mentee.ID); err != nil {
		return card{}, err
	} else if waits {
		again = append(again, s.nominateButton(n))
	}
	return say("", []chat.Block{chat.Line(s.w.T(catalog.NominateUndone,
		catalog.A("Mentee", mentee.Name), catalog.A("Mentor", mentor.Name)))}, again...)
}

// bothOf is the pair in a subject with both its people, for whoever may know
// of it.
func (s *scene) bothOf(subj string) (pair mentoring.Pair, mentee, mentor mentoring.Person, ok bool, err error) {
	id := idOf("pair", subj)
	if pair, ok, err = store.Pairs.Get(s.tx, id); err != nil || !ok {
		return pair, mentee, mentor, false, err
	}
	if mentee, err = s.person(pair.Mentee); err != nil {
		return pair, mentee, mentor, false, err
	}
	mentor, err = s.person(pair.Mentor)
	return pair, mentee, mentor, err == nil, err
}
