package bot

import (
	"strconv"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Closing a programme: its pairs end today, what they had planned is taken back,
// and both hear of it once.

const formProgrammeClose = "programme.close" // arg: programme

func (t *turn) openProgrammeClose(arg string) error { return t.openForm(formProgrammeClose, arg) }

func programmeCloseForm(s *scene, id string) (chat.Form, bool, error) {
	r, ok, err := s.rulesOf(id)
	if err != nil || !ok || !s.hr || !s.editable(r) {
		return chat.Form{}, false, err
	}
	pairs, err := s.livePairs(r)
	if err != nil {
		return chat.Form{}, false, err
	}
	talks := 0
	for _, pair := range pairs {
		planned, err := s.talksAhead(pair)
		if err != nil {
			return chat.Form{}, false, err
		}
		talks += planned
	}
	return chat.Form{
		Title: s.w.T(catalog.ProgrammeCloseTitle),
		Intro: []chat.Block{chat.Line(s.w.T(catalog.ProgrammeCloseIntro, catalog.A("Name", r.Programme().Name.In(s.w.Lang())),
			catalog.A("Pairs", strconv.Itoa(len(pairs))), catalog.A("Talks", strconv.Itoa(talks))))},
		Fields: []chat.Field{{ID: "sure", Kind: chat.FieldConsent, Label: s.w.T(catalog.ProgrammeCloseYes), Required: true}},
		Submit: s.w.T(catalog.ProgrammeCloseSubmit),
	}, true, nil
}

// talksAhead counts the pair's talks that are still ahead.
func (s *scene) talksAhead(pair mentoring.Pair) (n int, err error) {
	st, err := s.standing(pair)
	for _, m := range st.Meetings {
		if m.State == mentoring.MeetingPlanned && m.Start.After(s.now) {
			n++
		}
	}
	return n, err
}

func (t *turn) closeProgramme(id string, _ chat.Values) error {
	r, ok, err := t.rulesOf(id)
	if err != nil || !ok || !t.hr || !t.editable(r) {
		return err
	}
	pairs, err := t.livePairs(r)
	if err != nil {
		return err
	}
	p := r.Programme()
	p.Closed = r.Date(t.now)
	if err := store.Programmes.Put(t.tx, p); err != nil {
		return err
	}
	t.audit("programme-close", "programme/"+id)
	for _, pair := range pairs {
		if err := t.closePair(r, pair); err != nil {
			return err
		}
	}
	if err := t.forgetDays(r); err != nil {
		return err
	}
	if err := t.lapseAll(p.ID); err != nil {
		return err
	}
	t.held = nil
	if err := t.b.lookForMentors(t.tx, t.now); err != nil {
		return err
	}
	if r, err = t.rules(id); err != nil {
		return err
	}
	return t.showProgramme(r)
}

// closePair ends a pair with its programme. Who has heard that the months are
// over hears again only of a talk that is taken back.
func (t *turn) closePair(r mentoring.Rules, pair mentoring.Pair) error {
	planned, err := t.talksAhead(pair)
	if err != nil {
		return err
	}
	pair.Ended = r.Date(t.now)
	if err := store.Pairs.Put(t.tx, pair); err != nil {
		return err
	}
	if err := t.b.noChange(t.tx, pair, t.now); err != nil {
		return err
	}
	if r.WindowOver(t.now) && planned == 0 {
		return t.b.windUpFor(t.tx, pair, t.now)
	}
	return t.b.windUpFor(t.tx, pair, t.now, pair.Mentor, pair.Mentee)
}

// forgetDays has nobody reminded of the trainings and open days that are still
// ahead.
func (t *turn) forgetDays(r mentoring.Rules) error {
	for _, training := range r.Programme().Trainings {
		days, err := store.SessionsOf(t.tx, r.Programme().ID, training.ID)
		if err != nil {
			return err
		}
		for _, d := range days {
			if err := store.Unschedule(t.tx, store.DueTraining, d.ID); err != nil {
				return err
			}
		}
	}
	days, err := store.OpenDaysOf(t.tx, r.Programme().ID)
	if err != nil {
		return err
	}
	for _, d := range days {
		if err := store.Unschedule(t.tx, store.DueOpenDay, d.ID); err != nil {
			return err
		}
	}
	return nil
}
