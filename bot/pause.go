package bot

import (
	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Pause: HR stops the nudges of a pair, and the head's and its own lists leave
// it alone. Nobody is told and it shows nowhere but with HR: why a pair rests
// may be the very thing that must not be guessed.

const (
	kindPaused = "paused" // receipt for HR; subject pair/<id>

	actPause    = "pause.open"
	actResume   = "pause.end"     // arg: pair
	formPause   = "pause"         // arg: ""
	formPauseOK = "pause.confirm" // arg: pair
)

func (t *turn) openPause(string) error { return t.openForm(formPause, "") }

// pauseForm asks which pair, by one of its people.
func pauseForm(s *scene, _ string) (chat.Form, bool, error) {
	return chat.Form{
		Title:  s.w.T(catalog.PauseTitle),
		Intro:  []chat.Block{chat.Line(s.w.T(catalog.PauseIntro)), chat.Remark(s.w.T(catalog.PauseNote))},
		Submit: s.w.T(catalog.FormNext),
		Fields: []chat.Field{{ID: "other", Kind: chat.FieldShort, Label: s.w.T(catalog.PauseWho), Required: true, Max: 60}},
	}, s.hr, nil
}

// choosePause finds the pair and goes on to the confirmation.
func (t *turn) choosePause(_ string, v chat.Values) error {
	who, _, err := t.chosen(v)
	if err != nil || t.refused {
		return err
	}
	pairs, err := store.PairsOf(t.tx, who.ID)
	if err != nil {
		return err
	}
	var found []monthOf
	for _, pair := range pairs {
		m, ok, err := t.pausable(pair.ID)
		if err != nil {
			return err
		}
		if ok {
			found = append(found, m)
		}
	}
	switch len(found) {
	case 0:
		t.wrong("other", catalog.PauseNone)
		return nil
	case 1:
	default:
		t.wrong("other", catalog.PauseSeveral)
		return nil
	}
	if found[0].standing.Paused {
		t.wrong("other", catalog.PauseAlready)
		return nil
	}
	f, ok, err := t.buildForm(formPauseOK, found[0].pair.ID)
	if err != nil || !ok {
		return err
	}
	t.audit("read-pair", subject("pair", found[0].pair.ID))
	return t.open(f)
}

// pausable is a live pair that the reader may pause as HR: none of their own.
func (s *scene) pausable(id string) (m monthOf, ok bool, err error) {
	rules, ok, err := s.cityRules()
	if err != nil || !ok || !s.hr {
		return m, false, err
	}
	m, ok, err = s.month(monthArg(id, rules.Date(s.now).Period()))
	return m, ok && m.pair.PartOf(s.me.ID) == "", err
}

func pauseConfirmForm(s *scene, pair string) (chat.Form, bool, error) {
	m, ok, err := s.pausable(pair)
	if err != nil || !ok || m.standing.Paused {
		return chat.Form{}, false, err
	}
	return chat.Form{
		Title: s.w.T(catalog.PauseTitle),
		Intro: []chat.Block{
			chat.Facts{Rows: []chat.Fact{chat.Pair(m.mentee.Section, s.names(m))}},
			chat.Remark(s.w.T(catalog.PauseNote)),
		},
		Submit: s.w.T(catalog.PauseSubmit),
		Fields: []chat.Field{{ID: "sure", Kind: chat.FieldConsent, Label: s.w.T(catalog.PauseSure), Required: true}},
	}, true, nil
}

func (t *turn) pause(pair string, _ chat.Values) error {
	m, ok, err := t.pausable(pair)
	if err != nil || !ok {
		return err
	}
	return t.setPause(m, store.Pause{Pair: pair, By: t.me.ID, Since: t.now}, "paused")
}

// resume ends a pause.
func (t *turn) resume(pair string) error {
	m, ok, err := t.pausable(pair)
	if err != nil {
		return err
	}
	held, _, err := store.Pauses.Get(t.tx, pair)
	switch {
	case err != nil:
		return err
	case !ok:
		return t.notice(catalog.GonePair)
	case !held.Holds():
		return t.notice(catalog.ResumeGone)
	}
	held.Ended = t.now
	return t.setPause(m, held, "resumed")
}

func (t *turn) setPause(m monthOf, p store.Pause, verb string) error {
	if err := store.Pauses.Put(t.tx, p); err != nil {
		return err
	}
	subj := subject("pair", m.pair.ID)
	t.audit(verb, subj)
	if err := t.lookAgain(m.part()); err != nil {
		return err
	}
	if err := t.redraw(t.me.ID, kindPaused, subj, ""); err != nil {
		return err
	}
	return t.reply(kindPaused, subj, "")
}

func pausedCard(s *scene, in store.Intent) (card, error) {
	m, ok, err := s.pausable(idOf("pair", in.Subject))
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	pair := catalog.A("Pair", s.names(m))
	if !m.standing.Paused {
		return say("", []chat.Block{chat.Line(s.w.T(catalog.ResumedText, pair))})
	}
	return say("", []chat.Block{chat.Line(s.w.T(catalog.PausedText, pair)), chat.Remark(s.w.T(catalog.PauseNote))},
		s.button(actResume, catalog.ActResumePair, m.pair.ID, chat.StyleNormal))
}

// deskSections is what HR can do about pairs: those that rest, those that were put
// off, and, once the months are over, those that did not get there.
func (t *turn) deskSections(r mentoring.Rules) ([]chat.Section, error) {
	prog := r.Programme().ID
	head := chat.Section{Title: t.w.T(catalog.HomeDesk), Actions: []chat.Action{
		t.button(actPause, catalog.ActPause, "", chat.StyleNormal),
		t.button(actDeferrals, catalog.ActDeferrals, "", chat.StyleNormal),
	}}
	pairs, err := t.resting(prog)
	if err != nil {
		return nil, err
	}
	var resting listing
	for _, pair := range pairs {
		mentee, err := t.person(pair.Mentee)
		if err != nil {
			return nil, err
		}
		resting.actions = append(resting.actions, t.button(actResume, catalog.ActResumeOf, pair.ID, chat.StyleNormal, catalog.A("Name", mentee.Name)))
	}
	if resting.rows, err = t.pairRows(pairs); err != nil {
		return nil, err
	}
	if len(pairs) > 0 {
		resting.intro = []chat.Block{chat.Line(t.w.T(catalog.PausedNow, catalog.N(len(pairs))))}
	} else {
		head.Body = []chat.Block{chat.Remark(t.w.T(catalog.DeskNone))}
	}
	hand, err := t.handList(r)
	if err != nil {
		return nil, err
	}
	missing, over, err := t.shortPairs(prog)
	if err != nil {
		return nil, err
	}
	var short listing
	if over {
		short.title, short.intro = t.w.T(catalog.HRShort), []chat.Block{chat.Line(t.w.T(catalog.ShortHR, catalog.N(len(missing))))}
		if short.rows, err = t.pairRows(missing); err != nil {
			return nil, err
		}
	}
	return append([]chat.Section{head}, t.laidOut([]listing{resting, hand, short}, "", true)...), nil
}

// resting lists the programme's paused pairs without the reader's own.
func (s *scene) resting(programme string) ([]mentoring.Pair, error) {
	var out []mentoring.Pair
	for p, err := range store.Pauses.Each(s.tx, store.Span{Index: "now"}) {
		if err != nil {
			return nil, err
		}
		m, ok, err := s.pausable(p.Pair)
		if err != nil {
			return nil, err
		}
		if ok && m.pair.Programme == programme {
			out = append(out, m.pair)
		}
	}
	return out, nil
}
