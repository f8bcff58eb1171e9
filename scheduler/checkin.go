package scheduler

import (
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// lookAtCheckIn asks each side that has not said so whether they met. It
// happens once for each start of a meeting: whoever moves it schedules anew.
func lookAtCheckIn(v view) (p plan, err error) {
	m, ok, err := store.Meetings.Get(v.tx, v.subject)
	if err != nil || !ok || m.State != mentoring.MeetingPlanned {
		return p, err
	}
	pair, err := store.Pairs.Must(v.tx, m.Pair)
	if err != nil {
		return p, err
	}
	rules, err := v.rules(pair.Programme)
	if err != nil || ended(pair, rules, m.Start) {
		return p, err
	}
	if at := rules.CheckInAt(m); at.After(v.now) {
		p.next = at // the meeting was moved, or working hours were
		return p, nil
	}
	for _, part := range []mentoring.Part{mentoring.Mentee, mentoring.Mentor} {
		if m.Answers[part] != mentoring.CheckInNone {
			continue
		}
		to := pair.Person(part)
		p.tell(store.Intent{
			Key:     "check-in/" + m.ID + "/" + store.Stamp(m.Start) + "/" + to,
			Kind:    store.KindCheckIn,
			Subject: "meeting/" + m.ID,
			To:      to,
			Expires: v.now.Add(checkInFor),
		})
	}
	return p, nil
}
