package bot

import (
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// The mentee chooses a mentor from another section with a higher post, and that
// one accepts or declines (seeds/002: メンティによるメンターの指名). Nobody gives
// a reason for anything.

const (
	actChoose = "choose.open" // arg: programme

	formChoose        = "choose"         // arg: programme
	formChooseSection = "choose.section" // arg: programme|department|section
)

// chooser is the reader as a mentee who is to choose.
type chooser struct {
	rules mentoring.Rules
	open  store.Invitation // that waits for an answer
	waits bool
	past  []store.Invitation // in this programme, oldest first
}

// chooser says whether the reader chooses their mentor; ok is false where they
// have one, or where somebody else chooses.
func (s *scene) chooser() (c chooser, ok bool, err error) {
	if c.rules, ok, err = s.seeking(s.me); err != nil || !ok {
		return c, false, err
	}
	p := c.rules.Programme()
	if p.Nomination.By != mentoring.ByMentee || c.rules.WindowOver(s.now) {
		return c, false, nil
	}
	if c.past, err = store.Invitations.All(s.tx, store.Span{Index: "mentee", Prefix: store.Under(s.me.ID, p.ID)}); err != nil {
		return c, false, err
	}
	c.open, c.waits, err = store.OpenInvitation(s.tx, p.ID, s.me.ID)
	return c, err == nil, err
}

// chooseText is what a mentee may choose.
func (s *scene) chooseText(r mentoring.Rules) string {
	if n := r.Programme().Nomination; n.OtherSection && n.Higher {
		return s.w.T(catalog.ChooseText)
	}
	return s.w.T(catalog.ChooseTextAny)
}

// chooseSections is the choice on the mentee's home.
func (t *turn) chooseSections([]part, bool) ([]chat.Section, error) {
	c, ok, err := t.chooser()
	if err != nil || !ok {
		return nil, err
	}
	sec := chat.Section{Title: t.w.T(catalog.ChooseTitle), Body: []chat.Block{chat.Line(t.chooseText(c.rules))}}
	if !c.waits {
		sec.Actions = []chat.Action{t.chooseButton(c.rules, catalog.ActChoose)}
		return []chat.Section{sec}, nil
	}
	mentor, err := t.person(c.open.Mentor)
	sec.Body = []chat.Block{chat.Line(t.w.T(catalog.ChooseWaiting, catalog.A("Name", mentor.Name)))}
	sec.Actions = []chat.Action{t.withdrawButton(c.open)}
	return []chat.Section{sec}, err
}

func (s *scene) chooseButton(r mentoring.Rules, label catalog.Key) chat.Action {
	return s.button(actChoose, label, r.Programme().ID, chat.StylePrimary)
}

// chooseCard asks the mentee to choose; the reminder is the same card.
func chooseCard(s *scene, in store.Intent) (card, error) {
	c, ok, err := s.chooser()
	switch {
	case err != nil || !ok || c.rules.Programme().ID != idOf("programme", in.Subject):
		return card{drop: "settled"}, err
	case c.waits:
		return unwanted("waits-for-an-answer")
	}
	return say(s.w.T(catalog.ChooseTitle), []chat.Block{
		chat.Line(s.chooseText(c.rules)), chat.Remark(s.w.T(catalog.ChooseRemind)),
	}, s.chooseButton(c.rules, catalog.ActChoose), s.consultButton())
}

func (t *turn) openChoose(programme string) error { return t.openForm(formChoose, programme) }

// choosing is the reader's choice in the programme while it is open.
func (s *scene) choosing(programme string) (c chooser, ok bool, err error) {
	c, ok, err = s.chooser()
	return c, ok && !c.waits && c.rules.Programme().ID == programme, err
}

// choices lists whom the reader may ask, without those who could not before.
func (s *scene) choices(c chooser) ([]mentoring.Person, error) {
	people, err := store.People.All(s.tx, store.Span{})
	if err != nil {
		return nil, err
	}
	already, err := s.menteesIn(c.rules)
	if err != nil {
		return nil, err
	}
	var out []mentoring.Person
	for _, p := range c.rules.Choices(s.me, people, c.rules.Date(s.now), already) {
		if !c.declinedBy(p.ID) {
			out = append(out, p)
		}
	}
	return out, nil
}

func (c chooser) declinedBy(person string) bool {
	for _, inv := range c.past {
		if inv.Mentor == person && inv.Answer == store.InvitationDeclined {
			return true
		}
	}
	return false
}

// menteesIn counts the mentees that each mentor has in the programme, those who
// wait for an answer included.
func (s *scene) menteesIn(r mentoring.Rules) (map[string]int, error) {
	out := map[string]int{}
	pairs, err := s.livePairs(r)
	if err != nil {
		return nil, err
	}
	for _, pair := range pairs {
		out[pair.Mentor]++
	}
	for inv, err := range store.Invitations.Each(s.tx, store.Span{Index: "open", Prefix: store.Under(r.Programme().ID)}) {
		if err != nil {
			return nil, err
		}
		out[inv.Mentor]++
	}
	return out, nil
}

// chooseForm offers everybody whom the mentee may ask; where they are too many
// for a list, their sections first.
func chooseForm(s *scene, programme string) (chat.Form, bool, error) {
	c, ok, err := s.choosing(programme)
	if err != nil || !ok {
		return chat.Form{}, false, err
	}
	people, err := s.choices(c)
	if err != nil {
		return chat.Form{}, false, err
	}
	list := chat.Field{ID: "mentor", Kind: chat.FieldPerson, Label: s.w.T(catalog.ChoosePerson), Options: choiceOptions(people)}
	if len(people) > chat.MaxOptions {
		list = chat.Field{ID: "section", Kind: chat.FieldChoice, Label: s.w.T(catalog.ChooseSection), Options: sectionOptions(people)}
	}
	return s.chooseForm(c, list), true, nil
}

func (s *scene) chooseForm(c chooser, list chat.Field) chat.Form {
	f := chat.Form{
		Title:  s.w.T(catalog.ChooseFormTitle),
		Intro:  []chat.Block{chat.Line(s.chooseText(c.rules)), chat.Remark(s.w.T(catalog.ChooseFormIntro))},
		Submit: s.w.T(catalog.FormNext),
	}
	other := short("other", s.w.T(catalog.ChooseOther), 60)
	if len(list.Options) > 0 {
		f.Fields = append(f.Fields, list)
		other.Unless = list.ID
	} else {
		f.Intro = append(f.Intro, chat.Line(s.w.T(catalog.ChooseNobody)))
	}
	f.Fields = append(f.Fields, other)
	return f
}

func choiceOptions(people []mentoring.Person) (out []chat.Option) {
	for _, p := range people[:min(len(people), chat.MaxOptions)] {
		out = append(out, chat.Option{Value: p.ID, Label: shorten(strings.Join([]string{p.Name, p.Post, p.Section}, "・"), chat.MaxOptionLabel)})
	}
	return out
}

// sectionOptions is the sections of the people, in their order.
func sectionOptions(people []mentoring.Person) (out []chat.Option) {
	seen := map[string]bool{}
	for _, p := range people {
		at := p.Department + "|" + p.Section
		if seen[at] || chat.Weight(at) > chat.MaxOptionValue || len(out) == chat.MaxOptions {
			continue
		}
		seen[at] = true
		out = append(out, chat.Option{Value: at, Label: shorten(p.Department+" "+p.Section, chat.MaxOptionLabel)})
	}
	return out
}

// chooseSectionForm offers the people of the section that was chosen.
func chooseSectionForm(s *scene, arg string) (chat.Form, bool, error) {
	programme, at, _ := strings.Cut(arg, "|")
	c, ok, err := s.choosing(programme)
	if err != nil || !ok {
		return chat.Form{}, false, err
	}
	people, err := s.choices(c)
	if err != nil {
		return chat.Form{}, false, err
	}
	var there []mentoring.Person
	for _, p := range people {
		if p.Department+"|"+p.Section == at {
			there = append(there, p)
		}
	}
	return s.chooseForm(c, chat.Field{ID: "mentor", Kind: chat.FieldPerson, Label: s.w.T(catalog.ChoosePerson), Options: choiceOptions(there)}), true, nil
}

// chooseMentor asks the chosen one, or goes on to the people of a section.
func (t *turn) chooseMentor(arg string, v chat.Values) error {
	programme, _, _ := strings.Cut(arg, "|")
	c, ok, err := t.choosing(programme)
	if err != nil || !ok {
		return err
	}
	if at := v.Option("section"); at != "" && v.Text("other").Empty() {
		f, ok, err := t.buildForm(formChooseSection, programme+"|"+at)
		if err != nil || !ok {
			return err
		}
		return t.open(f)
	}
	mentor, field, err := t.picked(v, "mentor", "other")
	if err != nil || t.refused {
		return err
	}
	if why, err := t.cannotAsk(c, mentor); err != nil || why != "" {
		t.wrong(field, why, catalog.A("Name", mentor.Name))
		return err
	}
	return t.invite(c, mentor)
}

// cannotAsk is why the mentee cannot ask the person, "" where they can.
func (s *scene) cannotAsk(c chooser, mentor mentoring.Person) (catalog.Key, error) {
	if c.declinedBy(mentor.ID) {
		return catalog.ChooseAskedBefore, nil
	}
	already, err := s.menteesIn(c.rules)
	if err != nil {
		return "", err
	}
	for _, f := range c.rules.Judge(s.me, mentor, c.rules.Date(s.now), already[mentor.ID]) {
		if f.Severity != mentoring.SeverityRefused {
			continue
		}
		switch f.Code {
		case mentoring.CodeSelf:
			return catalog.FindingSelf, nil
		case mentoring.CodeSameSection:
			return catalog.FindingSameSection, nil
		case mentoring.CodeNotHigher:
			return catalog.FindingNotHigher, nil
		case mentoring.CodeAppraiser:
			return catalog.FindingChoiceAppraiser, nil
		case mentoring.CodeCapacity:
			return catalog.ChooseBusy, nil
		default: // on leave, or gone: nobody's business
			return catalog.FindingNotAvailable, nil
		}
	}
	return "", nil
}
