package bot

import (
	"slices"
	"strings"
	"time"

	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// The moment a change of mentor takes effect: when the new mentor is told.
//
// Each mentor has a pair of their own. What was written stays with the pair it
// was written in, so the new mentor reads nothing of it and the one before, in
// a pair that is over, nothing any more; what the mentee lets pass is looked up
// by its consent alone (consent.go). What moves is made anew in the pair that
// takes over: planned talks, a series, months put off, a pause. Talks held
// count on (store.Standing).

// from is the pair that a new pair of the mentee takes over from: the one whose
// change is being decided, or the last one that was told.
func (s *scene) from(n nominee) (string, error) {
	if n.from.ID != "" {
		return n.from.ID, nil
	}
	all, err := store.Pairs.All(s.tx, store.Span{Index: "mentee", Prefix: store.Under(n.rules.Programme().ID, n.mentee.ID)})
	if err != nil {
		return "", err
	}
	var last mentoring.Pair
	for _, p := range all {
		if !p.Voluntary && p.Heir == "" && !p.ToldAt.IsZero() && !p.ToldAt.Before(last.ToldAt) {
			last = p
		}
	}
	return last.ID, nil
}

// changing is the mentee's pair about whose mentor a decision waits; ok is
// false where none does, or a new mentor is chosen already.
func (s *scene) changing(pair mentoring.Pair) (bool, error) {
	all, err := store.ChangesOf(s.tx, pair.ID)
	if err != nil || len(all) == 0 {
		return false, err
	}
	return !slices.ContainsFunc(all, func(c store.Change) bool { return c.State == store.ChangeChosen }), nil
}

// chosenAnew notes on the changes of the pair which one is to take over.
func (t *turn) chosenAnew(from mentoring.Pair, next string) error {
	all, err := store.ChangesOf(t.tx, from.ID)
	if err != nil {
		return err
	}
	for _, c := range all {
		c.State, c.Next, c.Over, c.OverAt = store.ChangeChosen, next, t.me.ID, t.now
		if err := t.b.settle(t.tx, from, c, t.now); err != nil {
			return err
		}
	}
	return nil
}

// fellThrough opens the changes again for which the pair was chosen, which came
// to nothing before its mentor was told.
func (b *Bot) fellThrough(tx store.Tx, pair mentoring.Pair, now time.Time) error {
	if pair.Follows == "" || !pair.ToldAt.IsZero() {
		return nil
	}
	before, err := store.Pairs.Must(tx, pair.Follows)
	if err != nil {
		return err
	}
	all, err := store.ChangesOf(tx, before.ID)
	if err != nil {
		return err
	}
	for _, c := range all {
		if c.Next != pair.ID {
			continue
		}
		c.State, c.Next, c.Over, c.OverAt = store.ChangeOpen, "", "", time.Time{}
		if err := b.settle(tx, before, c, now); err != nil {
			return err
		}
	}
	return nil
}

// noChange closes what was asked about a pair that ends, and opens again what it
// was chosen for.
func (b *Bot) noChange(tx store.Tx, pair mentoring.Pair, now time.Time) error {
	if err := b.fellThrough(tx, pair, now); err != nil {
		return err
	}
	all, err := store.ChangesOf(tx, pair.ID)
	if err != nil {
		return err
	}
	for _, c := range all {
		c.State, c.OverAt = store.ChangeVoid, now
		if err := b.settle(tx, pair, c, now); err != nil {
			return err
		}
	}
	return nil
}

// takeOver makes the pair the mentee's from now on. It returns what is to be
// said once the mentee has been told.
func (b *Bot) takeOver(tx store.Tx, pair mentoring.Pair, rules mentoring.Rules, now time.Time) (after []store.Intent, err error) {
	before, err := store.Pairs.Must(tx, pair.Follows)
	if err != nil {
		return nil, err
	}
	live := !ended(before, rules, now)
	if live {
		before.Ended = rules.Date(now)
	}
	before.Heir, pair.Since = pair.ID, rules.Date(now)
	if err := store.Pairs.Put(tx, before); err != nil {
		return nil, err
	}
	if err := store.Pairs.Put(tx, pair); err != nil {
		return nil, err
	}
	if err := b.inheritMonths(tx, before, pair, now); err != nil {
		return nil, err
	}
	all, err := store.ChangesOf(tx, before.ID)
	if err != nil {
		return nil, err
	}
	for _, c := range all {
		c.State, c.Next, c.OverAt = store.ChangeDone, pair.ID, now
		if err := b.settle(tx, before, c, now); err != nil {
			return nil, err
		}
	}
	if !live {
		return nil, nil
	}
	return b.passOn(tx, before, pair, rules, now)
}

// passOn winds up the pair before and makes what it had planned anew in the one
// that takes over.
func (b *Bot) passOn(tx store.Tx, before, pair mentoring.Pair, rules mentoring.Rules, now time.Time) (after []store.Intent, err error) {
	w, err := b.unwind(tx, before, now)
	if err != nil {
		return nil, err
	}
	for _, who := range []string{before.Mentor, before.Mentee} {
		if err := b.deaden(tx, w.dead, who, now); err != nil {
			return nil, err
		}
	}
	series := ""
	if w.runs {
		if series, err = b.passSeries(tx, w.series, pair, now); err != nil {
			return nil, err
		}
	}
	var gone []string
	for _, m := range w.off {
		if !m.Start.After(now) {
			continue
		}
		gone = append(gone, m.ID)
		in := series
		if m.Series == "" || m.Series != w.series.ID {
			in = ""
		}
		m = m.PassedOn(b.NewID(), pair.ID, in, now)
		if _, err := store.Meetings.Insert(tx, m); err != nil {
			return nil, err
		}
		if err := store.Schedule(tx, store.DueCheckIn, m.ID, rules.CheckInAt(m)); err != nil {
			return nil, err
		}
		for _, to := range []string{pair.Mentor, pair.Mentee} {
			after = append(after, store.Intent{Key: store.PlannedKey(m, to), Kind: kindPlanned, Subject: store.PlannedSubject(m), To: to, Expires: m.Start})
		}
	}
	after = append(after, store.Intent{
		Key: "handover-thanked/" + before.ID + "/" + before.Mentor, Keep: true,
		Kind: kindThanked, Subject: subject("pair", before.ID), Arg: strings.Join(gone, ","), To: before.Mentor,
	})
	return after, store.Schedule(tx, store.DueTalks, pair.ID, now)
}

// passSeries begins the series anew in the pair.
func (b *Bot) passSeries(tx store.Tx, series mentoring.Series, pair mentoring.Pair, now time.Time) (string, error) {
	series.ID, series.Pair, series.Stopped, series.MadeAt = b.NewID(), pair.ID, time.Time{}, now
	if series.MadeBy != pair.Mentee {
		series.MadeBy = pair.Mentor
	}
	if _, err := store.Series.Insert(tx, series); err != nil {
		return "", err
	}
	return series.ID, store.Schedule(tx, store.DueSeries, series.ID, now)
}

// inheritMonths copies the months that were put off, and moves a pause.
func (b *Bot) inheritMonths(tx store.Tx, before, pair mentoring.Pair, now time.Time) error {
	put, err := store.Deferrals.All(tx, store.Span{Prefix: store.Under(before.ID)})
	if err != nil {
		return err
	}
	for _, d := range put {
		d.Pair = pair.ID
		if err := store.Deferrals.Put(tx, d); err != nil {
			return err
		}
	}
	pause, ok, err := store.Pauses.Get(tx, before.ID)
	if err != nil || !ok {
		return err
	}
	mine := pause
	mine.Pair = pair.ID
	if err := store.Pauses.Put(tx, mine); err != nil || !pause.Holds() {
		return err
	}
	pause.Ended = now
	return store.Pauses.Put(tx, pause)
}

// nextWait is how long the card of a day's talk waits for another mentor to be
// told: both are ready when the office opens, and the talk may be theirs.
const nextWait = 15 * time.Minute

// nextIsTold is until when the card of the talk waits because another mentor was
// chosen and may be told in these minutes; zero where none was, or they were not.
func (s *scene) nextIsTold(p part, m mentoring.Meeting) (until time.Time, err error) {
	at, ok := p.rules.DayCardAt(m)
	if until = at.Add(nextWait); !ok || !until.After(s.now) || !until.Before(m.Start) {
		return time.Time{}, nil
	}
	all, err := store.ChangesOf(s.tx, p.pair.ID)
	if err != nil || !slices.ContainsFunc(all, func(c store.Change) bool { return c.State == store.ChangeChosen }) {
		return time.Time{}, err
	}
	return until, nil
}

// takesOver reports whether the pair waits for its mentor to be told, while the
// one that it follows goes on.
func (s *scene) takesOver(pair mentoring.Pair) (bool, error) {
	if pair.Follows == "" || !pair.ToldAt.IsZero() {
		return false, nil
	}
	before, err := store.Pairs.Must(s.tx, pair.Follows)
	if err != nil {
		return false, err
	}
	rules, err := s.rules(pair.Programme)
	return !ended(before, rules, s.now), err
}
