package scheduler

import (
	"time"

	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// lookAtNominee reminds whoever looks after a section while a mentee of theirs
// has no mentor: when it rings on a business day, at most once a day for each of
// them however many mentees wait, until the window ends. When the time to
// nominate is over the deputy is asked as well, and HR hears of it once.
func lookAtNominee(v view) (p plan, err error) {
	mentee, ok, err := store.People.Get(v.tx, v.subject)
	if err != nil || !ok || !mentee.Active || !mentee.Has(mentoring.RoleMentee) {
		return p, err
	}
	rules, ok, err := v.open(mentee)
	if err != nil || !ok {
		return p, err
	}
	wanted, err := store.WantedFrom(v.tx, rules, mentee)
	if err != nil {
		return p, err
	}
	if at := ringOn(rules, wanted); at.After(v.now) {
		p.next = at
		return p, nil
	}
	if at := ringNow(rules, v.now); at.After(v.now) {
		p.next = at
		return p, nil
	}
	late := rules.NominationLateAt(wanted)
	p.next = rules.RemindAfter(v.now)
	if late.After(v.now) && late.Before(p.next) {
		p.next = late
	}
	if mentee.Away(rules.Date(v.now)) {
		return p, nil
	}
	err = v.remind(&p, mentee, rules, wanted, !late.IsZero() && !v.now.Before(late))
	return p, err
}

func (v view) remind(p *plan, mentee mentoring.Person, rules mentoring.Rules, wanted mentoring.Date, late bool) error {
	if rules.Programme().Nomination.By == mentoring.ByMentee {
		return v.remindChooser(p, mentee, rules, wanted, late)
	}
	asked, err := store.InCharge(v.tx, store.Matter{
		Section: mentee.Section, On: rules.Date(v.now), Parts: []string{mentee.ID}, Late: late,
	})
	if err != nil {
		return err
	}
	for _, c := range asked {
		p.tell(store.Intent{
			Key:     "nominate/" + rules.Date(v.now).String() + "/" + c.Person.ID,
			Kind:    store.KindNominate,
			Subject: "head/" + c.Person.ID,
			Arg:     rules.Programme().ID,
			To:      c.Person.ID,
			Expires: p.next,
		})
	}
	switch {
	case late:
		return v.escalate(p, "nominate-late", mentee, rules, wanted)
	case len(asked) == 0:
		return v.escalate(p, "nominate-nobody", mentee, rules, wanted)
	default:
		return nil
	}
}

// remindChooser reminds a mentee who is to choose, or the one whom they asked.
func (v view) remindChooser(p *plan, mentee mentoring.Person, rules mentoring.Rules, wanted mentoring.Date, late bool) error {
	programme, today := rules.Programme().ID, rules.Date(v.now).String()
	open, waits, err := store.OpenInvitation(v.tx, programme, mentee.ID)
	switch {
	case err != nil:
		return err
	case !waits:
		p.tell(store.Intent{
			Key:  "choose/" + programme + "/" + today + "/" + mentee.ID,
			Kind: store.KindChoose, Subject: "programme/" + programme, To: mentee.ID, Expires: p.next,
		})
	case rules.Date(open.At).String() != today:
		p.tell(store.Intent{
			Key:  "invited/" + open.ID + "/" + today + "/" + open.Mentor,
			Kind: store.KindInvited, Subject: "invitation/" + open.ID, Arg: today, To: open.Mentor, Expires: p.next,
		})
	}
	if !late {
		return nil
	}
	return v.escalate(p, "nominate-late", mentee, rules, wanted)
}

// escalate tells HR of the sections without a mentor, once for each why and for
// all mentees for whom one is wanted from the same day: that one section has
// nobody to choose must not use up the word that others are late.
func (v view) escalate(p *plan, why string, mentee mentoring.Person, rules mentoring.Rules, wanted mentoring.Date) error {
	people, err := store.WithRole(v.tx, mentoring.RoleHR)
	if err != nil {
		return err
	}
	programme := rules.Programme().ID
	for _, h := range people {
		if h.ID == mentee.ID {
			continue
		}
		p.tell(store.Intent{
			Key:     why + "/" + programme + "/" + wanted.String() + "/" + h.ID,
			Kind:    store.KindNominateLate,
			Subject: "programme/" + programme,
			To:      h.ID,
			Expires: p.next,
			Keep:    true,
		})
	}
	return nil
}

// intake is the programmes as they take mentees, of what was made of them before:
// it is asked for every mentee.
func (v view) intake() (store.Intake, error) {
	all, err := v.s.rules.All(v.tx)
	programmes := make([]mentoring.Programme, len(all))
	for i, r := range all {
		programmes[i] = r.Programme()
	}
	return store.IntakeOf(v.tx, programmes), err
}

// open is the rules of the programme in which the mentee still needs a mentor;
// ok is false where there is none, or where its window is over.
func (v view) open(mentee mentoring.Person) (rules mentoring.Rules, ok bool, err error) {
	in, err := v.intake()
	if err != nil {
		return rules, false, err
	}
	current, ok := in.Current(v.now)
	if !ok {
		return rules, false, nil
	}
	zone, err := v.rules(current.ID)
	if err != nil {
		return rules, false, err
	}
	p, ok, err := in.Open(mentee, zone.Date(v.now))
	if err != nil || !ok {
		return rules, false, err
	}
	rules, err = v.rules(p.ID)
	return rules, err == nil && !rules.WindowOver(v.now), err
}

// ringOn is when it rings on the day, or on the business day after it.
func ringOn(r mentoring.Rules, on mentoring.Date) time.Time {
	return r.DigestAt(on.Add(-1).At(mentoring.TimeOfDay{}, r.Zone()))
}

// ringNow is now if it has rung today and the office still works, else the
// next ring.
func ringNow(r mentoring.Rules, now time.Time) time.Time {
	ring := r.Date(now).At(r.Programme().RingAt, r.Zone())
	switch {
	case now.Before(ring) && r.Working(ring):
		return ring
	case r.Working(now) && !now.Before(ring):
		return now
	default:
		return r.DigestAt(now)
	}
}
