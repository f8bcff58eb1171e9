package scheduler

import (
	"time"

	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// lookAtTalks sends what belongs before the pair's planned talks: on the eve
// the mentee is asked to prepare, on the day the mentor gets what they need.
// Each happens once for a meeting and its date: whoever plans, moves or calls
// off a meeting has the pair looked at anew, and once a week it is anyway, after
// the programme's months only while a talk is ahead.
func lookAtTalks(v view) (p plan, err error) {
	pair, ok, err := store.Pairs.Get(v.tx, v.subject)
	if err != nil || !ok {
		return p, err
	}
	rules, err := v.rules(pair.Programme)
	if err != nil || ended(pair, rules, v.now) {
		return p, err
	}
	standing, err := store.Standing(v.tx, pair)
	if err != nil {
		return p, err
	}
	goesOn := !rules.WindowOver(v.now)
	for _, m := range standing.Meetings {
		if m.State != mentoring.MeetingPlanned || !m.Start.After(v.now) || ended(pair, rules, m.Start) {
			continue
		}
		goesOn = true
		if at, ok := rules.PrepareAt(m); ok {
			p.before(v.now, at, talkIntent(store.KindPrepare, m, rules, pair.Mentee, rules.PrepareUntil(m)))
		}
		if at, ok := rules.DayCardAt(m); ok {
			p.before(v.now, at, talkIntent(store.KindTalkDay, m, rules, pair.Mentor, m.Start))
		}
	}
	if again := v.now.Add(talksAgain); goesOn && rules.Date(again).FiscalYear() == rules.Programme().Year && (p.next.IsZero() || again.Before(p.next)) {
		p.next = again
	}
	return p, nil
}

// talksAgain is how long a pair's talks may stay unlooked at.
const talksAgain = 7 * 24 * time.Hour

// before tells what is due and not too late, and looks again at what is to
// come.
func (p *plan) before(now, at time.Time, in store.Intent) {
	switch {
	case at.After(now) && (p.next.IsZero() || at.Before(p.next)):
		p.next = at
	case !at.After(now) && now.Before(in.Expires):
		p.tell(in)
	}
}

func talkIntent(kind string, m mentoring.Meeting, r mentoring.Rules, to string, until time.Time) store.Intent {
	on := r.Date(m.Start).String()
	return store.Intent{
		Key:     kind + "/" + m.ID + "/" + on + "/" + to,
		Kind:    kind,
		Subject: "meeting/" + m.ID,
		Arg:     on,
		To:      to,
		Expires: until,
	}
}
