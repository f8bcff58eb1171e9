package teamstown

import (
	"errors"

	"tsukiichi/adapters/townhall"
)

// What a person may meet.
var (
	// ErrNoButton is a label that nothing in view has.
	ErrNoButton = errors.New("teamstown: no such button")
	// ErrNoDialog is a form sent off where none is open.
	ErrNoDialog = errors.New("teamstown: no dialog is open")
	// ErrNoField is a field that the open dialog does not have.
	ErrNoField = errors.New("teamstown: no such field")
	// ErrNotShown is an answer that the client cannot show: the person reads
	// that something went wrong.
	ErrNotShown = errors.New("teamstown: something went wrong")
	// ErrSaidNo is a press at which the app itself said that it did not work.
	ErrSaidNo = errors.New("teamstown: the app said no")
)

// Say types a line into the conversation with the bot.
func (t *Town) Say(user, text string) error {
	return t.tell(func() []*Delivery { return []*Delivery{t.said(user, text)} })
}

// Add installs the app, as the person or an administrator does.
func (t *Town) Add(user string) error {
	return t.tell(func() []*Delivery {
		t.person(user).Installed = true
		return t.installation(user, "add")
	})
}

// Upgrade installs a newer version of the app.
func (t *Town) Upgrade(user string) error {
	return t.tell(func() []*Delivery { return t.installation(user, "add-upgrade")[:1] })
}

// Take removes the app.
func (t *Town) Take(user string) error {
	return t.tell(func() []*Delivery {
		t.person(user).Installed = false
		return t.installation(user, "remove")
	})
}

// Happens delivers an activity of any kind of the person's, with more in it.
func (t *Town) Happens(user, kind string, more map[string]any) error {
	return t.tell(func() []*Delivery { return []*Delivery{t.activity(user, kind, more)} })
}

func (t *Town) tell(make func() []*Delivery) error {
	t.mu.Lock()
	all := make()
	t.mu.Unlock()
	var errs []error
	for _, d := range all {
		errs = append(errs, t.turn(d))
	}
	return errors.Join(errs...)
}

// Last is what was delivered last because of the person, nil for nothing.
func (t *Town) Last(user string) *Delivery {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.last[user]
}

// Again delivers the person's last activity once more.
func (t *Town) Again(user string) error {
	d := t.Last(user)
	if d == nil {
		return errors.New("teamstown: nothing was done yet")
	}
	return t.hand(&Delivery{User: d.User, Activity: d.Activity})
}

// hand delivers an activity and carries out the answer to an invoke.
func (t *Town) hand(d *Delivery) error {
	if d.kind() != "invoke" {
		return t.turn(d)
	}
	if t.keep(d) {
		return nil
	}
	a, err := t.Deliver(d)
	if err != nil {
		return err
	}
	return t.CarryOut(d, a)
}

// CarryOut shows the person the answer to an invoke.
func (t *Town) CarryOut(d *Delivery, a townhall.Answered) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch d.Name() {
	case "adaptiveCard/action":
		return t.showCard(d, a)
	case "task/fetch", "task/submit":
		return t.showTask(d, a)
	}
	return nil
}
