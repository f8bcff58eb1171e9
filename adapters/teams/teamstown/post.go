package teamstown

import (
	"net/http"
	"slices"
	"strconv"
	"time"
)

// thread is a conversation of one person with the bot.
type thread struct {
	id, user string
	gone     bool // its history was cleared: another took its place
	messages []*message
}

// message is what stands in a conversation.
type message struct {
	id    string
	text  string
	card  object // as it is stored
	shown object // as its reader sees it
	// answered says that the card was shown in the answer to a press.
	answered bool
	edited   bool
	gone     bool
	own      bool // typed by the person
}

// open opens a new conversation with a person, whose old one is stale from now
// on. The caller holds the lock.
func (t *Town) open(user string) *thread {
	if was := t.current[user]; was != nil {
		was.gone = true
	}
	t.seq++
	n := strconv.Itoa(t.seq)
	// A stroke, a colon, a semicolon and an at sign: callers must escape.
	th := &thread{id: "a:1" + digest("thread", user, n) + "/;x@" + n, user: user}
	t.threads[th.id], t.current[user] = th, th
	return th
}

// Thread is the person's conversation and the connector's address for it.
func (t *Town) Thread(user string) (service, conversation string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.person(user)
	return t.region(), t.current[user].id
}

// Forget clears the person's history: the conversation that there was is not
// found any more.
func (t *Town) Forget(user string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.person(user)
	t.open(user)
}

// thread is the conversation of a call.
func (t *Town) thread(c *call) (*thread, *reply) {
	th := t.threads[c.conv]
	if th == nil || th.gone {
		out := failed(http.StatusNotFound, "ConversationNotFound", "Conversation not found.")
		return nil, &out
	}
	if no := t.blocked(t.people[th.user]); no != nil {
		return nil, no
	}
	return th, nil
}

// Post is an activity that the bot sent.
type Post struct {
	User   string
	Text   string // as a reader sees it; "" for typing
	At     time.Time
	Card   bool
	Update bool // changes one that was sent
}

// Posts is every message that was sent or changed, in order.
func (t *Town) Posts() []Post {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]Post(nil), t.posts...)
}

func (t *Town) post(c *call) reply {
	th, bad := t.thread(c)
	if bad != nil {
		return *bad
	}
	if c.Method == "typing" {
		return reply{status: http.StatusAccepted, body: object{"id": t.id()}}
	}
	m := &message{id: t.id()}
	if no := t.fillMessage(c, th, m); no != nil {
		return *no
	}
	th.messages = append(th.messages, m)
	return reply{status: http.StatusCreated, body: object{"id": m.id}}
}

// fillMessage checks an activity and gives the message what it says.
func (t *Town) fillMessage(c *call, th *thread, m *message) *reply {
	t.counts.Messages++
	card, no := t.takeActivity(c)
	if no != nil {
		return no
	}
	m.text, m.card, m.shown, m.answered = c.Text, card, clone(card), false
	t.posts = append(t.posts, Post{User: th.user, Text: showMessage(m), At: t.Now(), Card: card != nil, Update: c.Method == "update"})
	return nil
}

// find is the message that the bot sent.
func (t *Town) find(c *call) (*thread, *message, *reply) {
	th, bad := t.thread(c)
	if bad != nil {
		return nil, nil, bad
	}
	i := slices.IndexFunc(th.messages, func(m *message) bool { return m.id == c.act && !m.gone && !m.own })
	if i < 0 {
		out := failed(http.StatusNotFound, "ActivityNotFoundInConversation", "The message could not be found")
		return nil, nil, &out
	}
	return th, th.messages[i], nil
}

func (t *Town) update(c *call) reply {
	th, m, bad := t.find(c)
	if bad != nil {
		return *bad
	}
	if no := t.fillMessage(c, th, m); no != nil {
		return *no
	}
	m.edited = true
	return reply{body: object{"id": m.id}}
}

func (t *Town) remove(c *call) reply {
	_, m, bad := t.find(c)
	if bad != nil {
		return *bad
	}
	m.gone = true
	return reply{}
}

// Unlike is how many messages their readers see otherwise than they are stored:
// a card that came in an answer, and was not changed for everybody.
func (t *Town) Unlike() (n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, th := range t.current {
		for _, m := range th.messages {
			if !m.gone && m.answered && canonical(m.shown) != canonical(m.card) {
				n++
			}
		}
	}
	return n
}
