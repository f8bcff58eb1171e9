package slacktown

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"tsukiichi/adapters/townhall"
)

// What a person may meet.
var (
	// ErrNoButton is a label that nothing in view has.
	ErrNoButton = errors.New("slacktown: no such button")
	// ErrNoDialog is a form sent off where none is open.
	ErrNoDialog = errors.New("slacktown: no dialog is open")
	// ErrNoField is a field that the open dialog does not have.
	ErrNoField = errors.New("slacktown: no such field")
)

// Say types a line into the conversation with the bot.
func (t *Town) Say(user, text string) error {
	return t.tell(user, func() *Delivery { return t.saidEvent(user, text) })
}

// OpenHome opens the home tab.
func (t *Town) OpenHome(user string) error {
	return t.tell(user, func() *Delivery { return t.homeEvent(user, "home") })
}

// OpenMessages opens the messages tab.
func (t *Town) OpenMessages(user string) error {
	return t.tell(user, func() *Delivery { return t.homeEvent(user, "messages") })
}

// Joins is a new member, or a deactivated one that is back.
func (t *Town) Joins(user string) error {
	return t.tell(user, func() *Delivery {
		back := t.user(user).Deleted
		t.user(user).Deleted = false
		if back {
			return t.memberEvent(user, "user_change")
		}
		return t.memberEvent(user, "team_join")
	})
}

// Leaves deactivates a member.
func (t *Town) Leaves(user string) error {
	return t.tell(user, func() *Delivery {
		t.user(user).Deleted = true
		return t.memberEvent(user, "user_change")
	})
}

// Changed tells the app about a member's profile.
func (t *Town) Changed(user string) error {
	return t.tell(user, func() *Delivery { return t.memberEvent(user, "user_change") })
}

// Happens delivers an event of any kind about the workspace.
func (t *Town) Happens(event map[string]any) error {
	return t.tell("", func() *Delivery { return t.callback("", event) })
}

func (t *Town) tell(user string, make func() *Delivery) error {
	t.mu.Lock()
	d := make()
	t.last[user] = d
	t.mu.Unlock()
	return t.event(d)
}

// Last is what was delivered last because of the person, nil for nothing.
func (t *Town) Last(user string) *Delivery {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.last[user]
}

// Again delivers the person's last delivery once more: an event as a repeat,
// anything else as it was.
func (t *Town) Again(user string) error {
	d := t.Last(user)
	if d == nil {
		return errors.New("slacktown: nothing was done yet")
	}
	if d.Kind == "events_api" {
		return t.event(&Delivery{Kind: d.Kind, User: d.User, Payload: d.Payload, Retry: 1, Reason: "http_timeout"})
	}
	return t.interact(d)
}

// interact delivers what is not repeated by itself and carries out the answer.
func (t *Town) interact(d *Delivery) error {
	t.mu.Lock()
	t.last[d.User] = d
	t.mu.Unlock()
	if t.Keep(d) {
		return nil
	}
	a, err := t.Deliver(d)
	if err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case d.Payload["type"] == "view_submission":
		return t.carryOut(d, a)
	case d.Kind == "slash_commands":
		return t.fleeting(t.im(d.User), a.Body)
	}
	return nil
}

// Command sends a slash command, such as "/1on1 help".
func (t *Town) Command(user, line string) error {
	name, text, _ := strings.Cut(line, " ")
	t.mu.Lock()
	d := t.command(user, name, text)
	t.mu.Unlock()
	return t.interact(d)
}

// fleeting shows an answer that only the person sees.
func (t *Town) fleeting(ch *channel, body []byte) error {
	if len(strings.TrimSpace(string(body))) == 0 {
		return nil
	}
	var m object
	if json.Unmarshal(body, &m) != nil {
		m = object{"text": string(body)}
	}
	blocks, _, bad := t.messageBlocks(call{Call: townhall.Call{Method: "response", Text: townhall.TextAt(m, "text")}, args: m})
	if bad != nil {
		return fmt.Errorf("slacktown: answer: %v", bad["error"])
	}
	if townhall.TextAt(m, "text") != "" || len(blocks) > 0 {
		ch.messages = append(ch.messages, &message{ts: t.ts(), text: townhall.TextAt(m, "text"), blocks: blocks, fleet: true})
	}
	return nil
}

// Submit sends the person's open dialog off, with the fields given over what
// it holds. A field is named by its block_id, its action_id, the last part of
// one of them or its label.
func (t *Town) Submit(user string, fields map[string][]string) error {
	t.mu.Lock()
	v := t.top(user)
	if v == nil {
		t.mu.Unlock()
		return ErrNoDialog
	}
	for name, texts := range fields {
		in, ok := named(v.body, name)
		if !ok {
			t.mu.Unlock()
			return fmt.Errorf("%w: %s", ErrNoField, name)
		}
		state, err := filled(in.element, texts)
		if err != nil {
			t.mu.Unlock()
			return err
		}
		v.typed[in.key()] = state
	}
	d := t.submission(v)
	t.mu.Unlock()
	return t.interact(d)
}

// carryOut does what the answer to a submission says.
func (t *Town) carryOut(d *Delivery, a townhall.Answered) error {
	v := t.views[townhall.TextAt(townhall.ObjectAt(d.Payload, "view"), "id")]
	if len(strings.TrimSpace(string(a.Body))) == 0 {
		t.close(v)
		return nil
	}
	var answer object
	if err := json.Unmarshal(a.Body, &answer); err != nil {
		t.Refuse("view_submission", "answer is no JSON")
		return fmt.Errorf("slacktown: answer to a submission: %w", err)
	}
	switch action := townhall.TextAt(answer, "response_action"); action {
	case "":
		t.close(v)
	case "errors":
		return t.showErrors(v, townhall.ObjectAt(answer, "errors"))
	case "clear":
		t.stacks[v.user] = nil
	case "update", "push":
		body, bad := t.takeView(action, "modal", answer["view"])
		if bad != nil {
			return fmt.Errorf("slacktown: %s: %v", action, bad)
		}
		if action == "push" {
			if _, bad := t.push(v.user, body); bad != nil {
				return fmt.Errorf("slacktown: push: %v", bad["error"])
			}
			return nil
		}
		if !t.isOpen(v) {
			t.stacks[v.user] = append(t.stacks[v.user], v)
		}
		t.draw(v, body)
	default:
		t.Refuse("view_submission", "response_action "+action)
		return fmt.Errorf("slacktown: response_action %q", action)
	}
	return nil
}

// showErrors puts sentences beside the fields; one beside no input is refused
// by the platform.
func (t *Town) showErrors(v *view, errs object) error {
	if len(errs) == 0 {
		t.Refuse("view_submission", "errors without any")
		return errors.New("slacktown: errors without any")
	}
	shown := map[string]string{}
	for block, text := range errs {
		known := slices.ContainsFunc(inputs(v.body), func(i input) bool { return i.block == block })
		s, ok := text.(string)
		if !known || !ok || s == "" {
			t.Refuse("view_submission", "error beside no input: "+block)
			return fmt.Errorf("slacktown: error beside no input %q", block)
		}
		shown[block] = s
	}
	v.errors = shown
	return nil
}

// close takes a modal away.
func (t *Town) close(v *view) {
	t.stacks[v.user] = slices.DeleteFunc(t.stacks[v.user], func(o *view) bool { return o == v })
}

// Close closes all modals of the person.
func (t *Town) Close(user string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.stacks[user] = nil
}

// Undo takes back what the person typed into the open modal: its fields hold
// again what they held when it opened.
func (t *Town) Undo(user string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if v := t.top(user); v != nil {
		for _, in := range inputs(v.body) {
			v.typed[in.key()] = initial(in.element)
		}
	}
}
