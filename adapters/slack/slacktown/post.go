package slacktown

import (
	"time"
	"unicode/utf16"
)

// channel is a conversation of one person with the bot.
type channel struct {
	id, user string
	messages []*message
}

// message is what stands in a channel.
type message struct {
	ts     string
	text   string
	blocks []any
	files  []string
	edited bool
	gone   bool
	fleet  bool // only the person sees it, and it cannot be changed
	own    bool // typed by the person
}

// im is the person's conversation with the bot. The caller holds the lock.
func (t *Town) im(user string) *channel {
	id := "D" + user
	if t.channels[id] == nil {
		t.channels[id] = &channel{id: id, user: user}
	}
	return t.channels[id]
}

// channelFor is the channel that an id means: a person's is their IM.
func (t *Town) channelFor(id string) *channel {
	if ch := t.channels[id]; ch != nil {
		return ch
	}
	if u := t.users[id]; u != nil {
		return t.im(u.ID)
	}
	return nil
}

// mostText is the limit of a message's text argument.
const mostText = 4000

func (t *Town) postMessage(c call) object {
	ch := t.channelFor(c.text("channel"))
	if ch == nil {
		return no("channel_not_found")
	}
	if t.tooFast() {
		return no("ratelimited")
	}
	if t.users[ch.user].Deleted {
		return no("user_disabled")
	}
	blocks, given, bad := t.messageBlocks(c)
	if bad != nil {
		return bad
	}
	if !given && c.Text == "" {
		return no("no_text")
	}
	m := &message{ts: t.ts(), text: c.Text, blocks: blocks}
	t.posts = append(t.posts, Post{User: ch.user, Text: c.Text, At: t.Now()})
	ch.messages = append(ch.messages, m)
	t.echo(ch, m, "")
	return object{"channel": ch.id, "ts": m.ts, "message": t.messageObject(m)}
}

// Post is a message that the bot posted.
type Post struct {
	User, Text string
	At         time.Time
}

// Posts is every message that was posted, in order.
func (t *Town) Posts() []Post {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]Post(nil), t.posts...)
}

// messageBlocks reads and checks a call's text and blocks.
func (t *Town) messageBlocks(c call) (blocks []any, given bool, bad object) {
	t.counts.Messages++
	if len(utf16.Encode([]rune(c.Text))) > mostText {
		t.Refuse(c.Method, "text is too long")
		return nil, false, no("msg_too_long")
	}
	raw, given := c.args["blocks"]
	if !given || raw == "" || raw == nil { // null stands for none
		return nil, false, nil
	}
	blocks, ok := c.json("blocks").([]any)
	if !ok {
		t.Refuse(c.Method, "blocks are no list")
		return nil, true, no("invalid_blocks_format")
	}
	code, problems := t.checkMessage(blocks)
	if code != "" {
		t.Refuse(c.Method, problems...)
		return nil, true, object{"ok": false, "error": code, "response_metadata": object{"messages": problems}}
	}
	if c.Text == "" && len(blocks) > 0 {
		t.Refuse(c.Method, "blocks without a text line for older clients and notices")
	}
	return blocks, true, nil
}

// tooFast notes a post and says whether it came too fast.
func (t *Town) tooFast() bool {
	if t.PerSecond == 0 {
		return false
	}
	now := t.Now()
	recent := t.posted[:0]
	for _, at := range t.posted {
		if now.Sub(at) < time.Second {
			recent = append(recent, at)
		}
	}
	t.posted = recent
	if len(recent) >= t.PerSecond {
		t.counts.limited++
		return true
	}
	t.posted = append(recent, now)
	return false
}

func (t *Town) messageObject(m *message) object {
	out := object{"type": "message", "user": "U0BOT", "bot_id": "B0BOT", "app_id": "A0TOWN", "team": t.Team,
		"ts": m.ts, "text": m.text}
	if m.blocks != nil {
		out["blocks"] = m.blocks
	}
	return out
}

func (t *Town) find(channelID, ts string) (*channel, *message) {
	ch := t.channels[channelID]
	if ch == nil {
		return nil, nil
	}
	for _, m := range ch.messages {
		if m.ts == ts && !m.gone && !m.fleet {
			return ch, m
		}
	}
	return ch, nil
}

func (t *Town) update(c call) object {
	ch, m := t.find(c.text("channel"), c.text("ts"))
	switch {
	case ch == nil:
		return no("channel_not_found")
	case m == nil:
		return no("message_not_found")
	case m.own:
		return no("cant_update_message")
	}
	blocks, given, bad := t.messageBlocks(c)
	if bad != nil {
		return bad
	}
	if given {
		m.blocks = blocks
	}
	m.text, m.edited = c.Text, true
	t.echo(ch, m, "message_changed")
	return object{"channel": ch.id, "ts": m.ts, "text": m.text, "message": t.messageObject(m)}
}

func (t *Town) delete(c call) object {
	ch, m := t.find(c.text("channel"), c.text("ts"))
	if ch == nil {
		return no("channel_not_found")
	}
	if m == nil {
		return no("message_not_found")
	}
	m.gone = true
	return object{"channel": ch.id, "ts": m.ts}
}

// Clear deletes everything in the person's conversation, as an administrator
// would.
func (t *Town) Clear(user string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, m := range t.im(user).messages {
		m.gone = true
	}
}

func (t *Town) openConversation(c call) object {
	u := t.users[c.text("users")]
	switch {
	case u == nil:
		return no("user_not_found")
	case u.Deleted:
		return no("user_disabled")
	}
	return object{"channel": object{"id": t.im(u.ID).id, "is_im": true, "user": u.ID}}
}

// echo keeps what Slack tells the bot about its own messages.
func (t *Town) echo(ch *channel, m *message, subtype string) {
	inner := t.messageObject(m)
	e := inner
	if subtype != "" {
		e = object{"type": "message", "subtype": subtype, "message": inner, "hidden": true, "ts": t.ts()}
	}
	e["channel"], e["channel_type"], e["event_ts"] = ch.id, "im", m.ts
	t.echoes = append(t.echoes, e)
}
