package bot

import (
	"errors"
	"slices"
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Deciding about a change: whoever looks after the section keeps the mentor or
// chooses another one, with the form and the rules of every nomination. A head
// who is the mentor does not decide: the deputy does, or HR.

const (
	kindChange = store.KindChange // to who decides; subject change/<id>

	actChangeKeep = "change.keep" // arg: change
	actChangeRead = "change.read" // arg: change
)

// changeCard asks who decides. HR, whom a leave concerns as well, reads whom it
// is asked of.
func changeCard(s *scene, in store.Intent) (card, error) {
	c, pair, ok, err := s.changeIn(in.Subject)
	if err != nil || !ok || pair.PartOf(s.me.ID) != "" {
		return card{drop: "gone"}, err
	}
	mine, err := s.decides(pair)
	if err != nil || !mine && !s.hr {
		return card{drop: "not-theirs"}, err
	}
	names, err := s.namesOf(pair)
	if err != nil {
		return card{}, err
	}
	if k := changeOutcome(c); k != "" {
		if !in.Edit {
			return unwanted("settled")
		}
		return say("", []chat.Block{chat.Remark(s.w.T(k, catalog.A("Pair", names)))})
	}
	body, actions, err := s.changeBody(c, pair, names, mine)
	if err != nil {
		return card{}, err
	}
	out, err := say(s.w.T(catalog.ChangeTitle), body, actions...)
	if s.hr {
		out = s.noted(out, "told-change", in.Subject)
	}
	return out, err
}

// changeBody is what there is to decide, and the buttons of who does.
func (s *scene) changeBody(c store.Change, pair mentoring.Pair, names string, mine bool) ([]chat.Block, []chat.Action, error) {
	body := s.changeFacts(c, names)
	if !mine {
		asked, err := s.deciders(pair)
		if err != nil || len(asked) == 0 {
			return body, nil, err
		}
		return append(body, chat.Remark(s.w.T(catalog.ChangeAskedOf, catalog.A("Head", asked[0].Name)))), nil, nil
	}
	body = append(body, chat.Remark(s.w.T(catalog.ChangeDiscreet)))
	read, err := s.readButton(c, pair)
	return body, append(s.changeActions(c, pair), read...), err
}

// changeFacts is the pair and what a change came of.
func (s *scene) changeFacts(c store.Change, names string) []chat.Block {
	text := catalog.ChangeCardAsked
	switch c.Cause {
	case store.ChangeQuiet:
		text = catalog.ChangeCardQuiet
	case store.ChangeLeave:
		text = catalog.ChangeCardLeave
	}
	return []chat.Block{chat.Facts{Rows: []chat.Fact{chat.Pair(s.w.T(catalog.FactPair), names)}}, chat.Line(s.w.T(text))}
}

// readButton leads to who asked and why, where somebody did and the reader may
// know.
func (s *scene) readButton(c store.Change, pair mentoring.Pair) ([]chat.Action, error) {
	may, err := s.mayRead(pair)
	if err != nil || !may || c.Cause != store.ChangeAsked {
		return nil, err
	}
	return []chat.Action{s.button(actChangeRead, catalog.ActChangeRead, c.ID, chat.StyleNormal)}, nil
}

// changeActions decides.
func (s *scene) changeActions(c store.Change, pair mentoring.Pair) []chat.Action {
	keep := s.button(actChangeKeep, catalog.ActChangeKeep, c.ID, chat.StyleNormal)
	keep.Confirm = &chat.Confirm{
		Title: s.w.T(catalog.ActChangeKeep), Text: s.w.T(catalog.ChangeKeepAsk), Yes: s.w.T(catalog.ChangeKeepYes), No: s.w.T(catalog.AskStop),
	}
	return []chat.Action{s.button(actNominate, catalog.ActChangeNew, pair.Mentee, chat.StylePrimary), keep}
}

// changeOutcome is what became of a change, "" for nothing yet.
func changeOutcome(c store.Change) catalog.Key {
	switch c.State {
	case store.ChangeChosen:
		return catalog.ChangeIsChosen
	case store.ChangeKept:
		return catalog.ChangeIsKept
	case store.ChangeDone:
		return catalog.ChangeIsDone
	case store.ChangeVoid:
		return catalog.ChangeIsVoid
	default:
		return ""
	}
}

// namesOf is the two in a line.
func (s *scene) namesOf(pair mentoring.Pair) (string, error) {
	mentee, err := s.person(pair.Mentee)
	if err != nil {
		return "", err
	}
	mentor, err := s.person(pair.Mentor)
	return s.w.T(catalog.PairNames, catalog.A("Mentee", mentee.Name), catalog.A("Mentor", mentor.Name)), err
}

// changeRead is a change on a page of its own: for who decides, and for HR. Who
// asked and why stands there for those who may know.
func (t *turn) changeRead(id string) error {
	c, pair, ok, err := t.changeIn(subject("change", id))
	if err != nil {
		return err
	}
	if !ok {
		return t.sorry(catalog.FormGone)
	}
	reads, err := t.mayRead(pair)
	if err != nil {
		return err
	}
	mine, err := t.decides(pair)
	if err != nil {
		return err
	}
	if !reads && !mine {
		return t.sorry(catalog.FormGone)
	}
	t.audit("read-change", "change/"+c.ID)
	names, err := t.namesOf(pair)
	if err != nil {
		return err
	}
	sec := chat.Section{Body: t.changeFacts(c, names)}
	if reads && c.Cause == store.ChangeAsked {
		if sec.Body, err = t.askedFor(c, pair, names); err != nil {
			return err
		}
	}
	sec.Body = append(sec.Body, chat.Remark(t.w.T(catalog.ChangeDiscreet)))
	if mine && c.State == store.ChangeOpen {
		sec.Actions = t.changeActions(c, pair)
	}
	return t.show(t.w.T(catalog.ChangeTitle), sec)
}

// askedFor is who asked for the change, and why.
func (t *turn) askedFor(c store.Change, pair mentoring.Pair, names string) ([]chat.Block, error) {
	by, err := t.person(c.By)
	if err != nil {
		return nil, err
	}
	rules, err := t.rules(pair.Programme)
	if err != nil {
		return nil, err
	}
	facts := chat.Facts{Rows: []chat.Fact{
		chat.Pair(t.w.T(catalog.FactPair), names),
		chat.Pair(t.w.T(catalog.FactAskedBy), by.Name),
		chat.Pair(t.w.T(catalog.FactDay), t.w.Day(t.local(rules, c.At))),
	}}
	if c.Reason.Empty() {
		return []chat.Block{facts, chat.Line(t.w.T(catalog.ChangeNoReason))}, nil
	}
	return []chat.Block{facts, t.quoted(catalog.ChangeReason, c.Reason)}, nil
}

// mayRead reports whether the reader may know why a change was asked for: who
// decides, and HR. Whoever is or was in a pair with the mentee may not.
func (s *scene) mayRead(pair mentoring.Pair) (bool, error) {
	if pair.ID == "" || pair.PartOf(s.me.ID) != "" {
		return false, nil
	}
	pairs, err := store.PairsOf(s.tx, s.me.ID)
	if err != nil || slices.ContainsFunc(pairs, func(p mentoring.Pair) bool { return p.PartOf(pair.Mentee) != "" }) {
		return false, err
	}
	if s.hr {
		return true, nil
	}
	return s.decides(pair)
}

// keepMentor decides that the pair goes on as it is.
func (t *turn) keepMentor(id string) error {
	c, pair, ok, err := t.changeIn(subject("change", id))
	if err != nil {
		return err
	}
	if !ok {
		return t.notice(catalog.NoticeOldButton)
	}
	if mine, err := t.decides(pair); err != nil || !mine {
		return errors.Join(err, t.notice(catalog.ChangeNotYours))
	}
	if k := changeOutcome(c); k != "" {
		return errors.Join(t.face(kindChange, subject("change", id), ""), t.notice(catalog.ChangeOver))
	}
	all, err := store.ChangesOf(t.tx, pair.ID)
	if err != nil {
		return err
	}
	for _, c := range all {
		if c.State != store.ChangeOpen {
			continue
		}
		c.State, c.Over, c.OverAt = store.ChangeKept, t.me.ID, t.now
		if err := t.b.settle(t.tx, pair, c, t.now); err != nil {
			return err
		}
		if c.By == "" {
			continue
		}
		if err := t.tell(c.By, kindChangeKept, subject("change", c.ID), "", "change-kept/"+c.ID); err != nil {
			return err
		}
	}
	t.audit("change-kept", "pair/"+pair.ID)
	if err := t.face(kindChange, subject("change", id), ""); err != nil {
		return err
	}
	return t.notice(catalog.ChangeKeptDone)
}

// settle writes what became of a change and brings the cards of those who were
// asked up to date.
func (b *Bot) settle(tx store.Tx, pair mentoring.Pair, c store.Change, now time.Time) error {
	if err := store.Changes.Put(tx, c); err != nil {
		return err
	}
	rules, err := b.rules.Get(tx, pair.Programme)
	if err != nil {
		return err
	}
	asked, err := decidersOf(tx, pair, rules, now)
	if err != nil {
		return err
	}
	staff, err := store.WithRole(tx, mentoring.RoleHR)
	if err != nil {
		return err
	}
	for _, d := range append(asked, staff...) {
		subj := subject("change", c.ID)
		sent, err := store.HasCard(tx, d.ID, kindChange, subj)
		if err != nil {
			return err
		}
		if !sent {
			continue
		}
		if err := b.send(tx, store.Intent{
			Key:  "edit/" + kindChange + "/" + c.ID + "/" + string(c.State) + "/" + store.Stamp(now) + "/" + d.ID,
			Kind: kindChange, Subject: subj, To: d.ID, Urgent: true, Edit: true,
		}, now); err != nil {
			return err
		}
	}
	return nil
}
