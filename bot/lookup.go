package bot

import (
	"slices"
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// HR looks somebody up: how they are reached, what reached them last, what comes
// next. Every look is in the audit log. Of a pair in which the reader has a part
// it shows nothing.

const (
	actFind   = "hr.find"
	actPerson = "hr.person" // arg: person
	formFind  = "hr.find"
)

func (t *turn) openFind(string) error { return t.openForm(formFind, "") }

func findForm(s *scene, _ string) (chat.Form, bool, error) {
	return chat.Form{
		Title:  s.w.T(catalog.FindTitle),
		Intro:  []chat.Block{chat.Line(s.w.T(catalog.FindIntro))},
		Submit: s.w.T(catalog.FindSubmit),
		Fields: []chat.Field{{ID: "who", Kind: chat.FieldShort, Label: s.w.T(catalog.FindWho), Required: true, Max: 60}},
	}, s.hr, nil
}

func (t *turn) find(_ string, v chat.Values) error {
	p, _, err := t.picked(v, "", "who")
	if err != nil || t.refused {
		return err
	}
	return t.showPerson(p)
}

// openPerson is the look from elsewhere.
func (t *turn) openPerson(id string) error {
	p, ok, err := store.People.Get(t.tx, id)
	if err != nil {
		return err
	}
	if !ok || !t.hr {
		return t.sorry(catalog.FormGone)
	}
	return t.showPerson(p)
}

// showPerson is what HR sees of somebody, and what they can do for them.
func (t *turn) showPerson(p mentoring.Person) error {
	t.audit("read-person", "person/"+p.ID)
	reach, err := t.reachFacts(p)
	if err != nil {
		return err
	}
	mates, err := t.mates()
	if err != nil {
		return err
	}
	for _, l := range p.Leave {
		if !mates[p.ID] && len(reach) < chat.MaxFacts-2 { // a partner's leave shows as a month that does not count
			reach = append(reach, chat.Pair(t.w.T(catalog.FactLeave), l.From.String()+" – "+l.To.String()))
		}
	}
	failed, err := t.failedTo(p.ID)
	if err != nil {
		return err
	}
	first := chat.Section{Title: p.Name, Body: []chat.Block{chat.Facts{Rows: append([]chat.Fact{
		chat.Pair(t.w.T(catalog.FactNumber), p.ID),
		chat.Pair(t.w.T(catalog.FactWorkplace), strings.TrimSpace(p.Department+" "+workplace(p)+" ")+"・"+p.Post),
	}, reach...)}}}
	if len(failed) > 0 {
		first.Body = append(first.Body, chat.Line(t.w.T(catalog.FindFailed, catalog.N(len(failed)))))
		first.Actions = append(first.Actions, t.button(actSendAgain, catalog.ActSendAgain, p.ID, chat.StylePrimary))
	}
	first.Actions = append(first.Actions, t.button(actAudit, catalog.ActAuditOf, auditPage{person: p.ID}.arg(), chat.StyleNormal))
	sections := []chat.Section{first}
	next, err := t.nextFacts(p)
	if err != nil {
		return err
	}
	if len(next) > 0 {
		sec := chat.Section{Title: t.w.T(catalog.FindNext), Body: []chat.Block{chat.Facts{Rows: next}}}
		if sec.Actions, err = t.behalfButtons(p); err != nil {
			return err
		}
		sections = append(sections, sec)
	}
	reasons, err := t.reasonsOf(p)
	if err != nil {
		return err
	}
	sections = append(sections, reasons...)
	entered, err := t.enteredFor(p)
	if err != nil {
		return err
	}
	return t.show(t.w.T(catalog.FindTitle), append(sections, entered...)...)
}

// reachFacts is the person's accounts, the last message that reached them and
// what has not.
func (s *scene) reachFacts(p mentoring.Person) (rows []chat.Fact, err error) {
	rules, known, err := s.currentRules()
	if err != nil || !known {
		return nil, err
	}
	contacts, err := store.Contacts.All(s.tx, store.Span{Index: "person", Prefix: store.Under(p.ID)})
	if err != nil {
		return nil, err
	}
	for _, c := range contacts[:min(len(contacts), 4)] {
		state := s.w.T(catalog.FindSeen, catalog.A("When", s.w.Moment(s.local(rules, c.SeenAt))))
		if c.Blocked {
			state = s.w.T(catalog.FindBlocked)
		}
		rows = append(rows, chat.Pair(s.w.T(catalog.FindAccount, catalog.A("Platform", c.Account.Platform)), state))
	}
	if len(contacts) == 0 {
		rows = append(rows, chat.Pair(s.w.T(catalog.FindAccounts), s.w.T(catalog.FindNoAccount)))
	}
	last := s.w.T(catalog.FindNothing)
	sent, err := store.Refs.All(s.tx, store.Span{Prefix: store.Under(p.ID)})
	if err != nil {
		return nil, err
	}
	if len(sent) > 0 {
		latest := slices.MaxFunc(sent, func(a, b store.Sending) int { return a.At.Compare(b.At) })
		last = s.w.Moment(s.local(rules, latest.At))
	}
	rows = append(rows, chat.Pair(s.w.T(catalog.FindLast), last))
	waiting, _, err := store.Outbox.List(s.tx, store.Span{Index: "to", Prefix: store.Under(p.ID)}, chat.MaxTableRows)
	if err == nil && len(waiting) > 0 {
		rows = append(rows, chat.Pair(s.w.T(catalog.FindWaiting), s.w.T(catalog.CountMessages, catalog.N(len(waiting)))))
	}
	return rows, err
}

// nextFacts is what comes next in the person's pairs, without the reader's own:
// facts only.
func (s *scene) nextFacts(p mentoring.Person) (rows []chat.Fact, err error) {
	pairs, err := store.PairsOf(s.tx, p.ID)
	if err != nil {
		return nil, err
	}
	for _, pair := range pairs {
		r, err := s.rules(pair.Programme)
		if err != nil {
			return nil, err
		}
		if ended(pair, r, s.now) || pair.Voluntary || pair.PartOf(s.me.ID) != "" || len(rows) == chat.MaxFacts-1 {
			continue
		}
		_, mentee, mentor, ok, err := s.bothOf(subject("pair", pair.ID))
		if err != nil || !ok {
			return nil, err
		}
		st, err := s.standing(pair)
		if err != nil {
			return nil, err
		}
		text := s.w.T(catalog.NotPlanned)
		switch m, planned := st.NextPlanned(s.now); {
		case pair.ToldAt.IsZero():
			text = s.w.T(catalog.FindUntold)
		case planned:
			text = s.w.Day(s.local(r, m.Start))
		}
		rows = append(rows, chat.Pair(s.w.T(catalog.PairNames, catalog.A("Mentee", mentee.Name), catalog.A("Mentor", mentor.Name)), text))
	}
	if _, open, err := s.seeking(p); err != nil || !open {
		return rows, err
	}
	return append(rows, chat.Pair(s.w.T(catalog.FactMentor), s.w.T(catalog.FindNoMentor))), nil
}
