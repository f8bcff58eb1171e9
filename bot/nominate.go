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

	actNominate  = "nominate.open"    // arg: mentee
	formNominate = "nominate"         // arg: mentee
	formConfirm  = "nominate.confirm" // arg: mentee|mentor
)

// nominee is a mentee of a section that the reader heads, who has no mentor.
type nominee struct {
	mentee mentoring.Person
	rules  mentoring.Rules
}

func (s *scene) nominee(id string) (n nominee, ok bool, err error) {
	if n.mentee, ok, err = store.People.Get(s.tx, id); err != nil || !ok {
		return n, false, err
	}
	if !s.me.Heads(n.mentee.Section) || !n.mentee.Has(mentoring.RoleMentee) || !n.mentee.Active {
		return n, false, nil
	}
	if n.mentee.ID == s.me.ID {
		return n, false, nil // a part outranks the role: nobody chooses their own mentor
	}
	if n.rules, ok, err = s.currentRules(); err != nil || !ok {
		return n, false, err
	}
	_, paired, err := store.LivePair(s.tx, n.rules.Programme().ID, id, n.rules.Date(s.now))
	return n, !paired, err
}

// menteesWithout lists the mentees of the reader's sections without a mentor.
func (s *scene) menteesWithout() ([]nominee, error) {
	sections := append([]string{s.me.Section}, s.me.HeadsSections...)
	var out []nominee
	seen := map[string]bool{}
	for _, sec := range sections {
		people, err := store.People.All(s.tx, store.Span{Index: "section", Prefix: store.Under(sec)})
		if err != nil {
			return nil, err
		}
		for _, p := range people {
			if seen[p.ID] {
				continue
			}
			seen[p.ID] = true
			n, ok, err := s.nominee(p.ID)
			if err != nil {
				return nil, err
			}
			if ok {
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
		if len(rows) < chat.MaxFacts {
			rows = append(rows, chat.Pair(n.mentee.Section, n.mentee.Name))
		}
		if len(actions) < chat.MaxActions {
			actions = append(actions, s.nominateButton(n))
		}
	}
	return say(s.w.T(catalog.NominateTitle), []chat.Block{
		chat.Line(s.w.T(catalog.NominateText, catalog.N(len(waiting)))),
		chat.Facts{Rows: rows},
		chat.Remark(s.w.T(catalog.NominateRule)),
	}, actions...)
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
			chat.Remark(s.w.T(catalog.NominateRule)),
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
	if err != nil || !ok || !mentor.Active || mentor.ID == n.mentee.ID {
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
	subj := subject("pair", pair.ID)
	if err := t.tell(mentor.ID, kindAnnounceMentor, subj, "", "announce/"+pair.ID); err != nil {
		return err
	}
	return t.reply(kindNominated, subj, "")
}

// newPair inserts the pair. Its id counts the mentee's pairs, so that two
// nominations at once cannot both be made.
func (t *turn) newPair(n nominee, mentor mentoring.Person) (mentoring.Pair, error) {
	prog := n.rules.Programme().ID
	before, err := store.Pairs.All(t.tx, store.Span{Index: "mentee", Prefix: store.Under(prog, n.mentee.ID)})
	if err != nil {
		return mentoring.Pair{}, err
	}
	pair := mentoring.Pair{
		ID:        prog + ":" + n.mentee.ID + ":" + strconv.Itoa(len(before)+1),
		Programme: prog, Mentee: n.mentee.ID, Mentor: mentor.ID,
		NominatedBy: t.me.ID, NominatedAt: t.now,
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
	return say(s.w.T(catalog.NominatedTitle), []chat.Block{
		chat.Line(s.w.T(catalog.NominatedText, catalog.A("Mentee", mentee.Name), catalog.A("Mentor", mentor.Name))),
	})
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
