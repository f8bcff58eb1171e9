package bot

import (
	"tsukiichi/bot/catalog"
	"tsukiichi/store"
)

// Send again: what did not reach somebody goes out once more, if it is still
// true by then.

const actSendAgain = "hr.send-again" // arg: person

// failedTo lists what did not reach the person lately. A code to sign in with is
// none of it: it was wanted at that moment, and nobody else asks for one.
func (s *scene) failedTo(person string) (out []store.Delivery, err error) {
	for d, err := range store.Outbox.Each(s.tx, store.Span{Index: "failed", After: store.Stamp(s.now.Add(-failedFor))}) {
		if err != nil {
			return nil, err
		}
		if d.To == person && d.Kind != kindSignIn {
			out = append(out, d)
		}
	}
	return out, nil
}

func (t *turn) sendAgain(person string) error {
	if !t.hr {
		return t.notice(catalog.FormGone)
	}
	failed, err := t.failedTo(person)
	if err != nil {
		return err
	}
	contact, reachable, err := store.AccountOf(t.tx, person)
	switch {
	case err != nil:
		return err
	case len(failed) == 0:
		return t.notice(catalog.SendAgainNone)
	case !reachable:
		return t.notice(catalog.SendAgainNoAccount)
	case contact.Blocked:
		return t.notice(catalog.SendAgainBlocked)
	}
	for _, d := range failed {
		if err := store.SendAgain(t.tx, d, contact, t.now); err != nil {
			return err
		}
	}
	t.audit("send-again", subject("person", person))
	return t.notice(catalog.SendAgainDone)
}
