package bot

import (
	"errors"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/store"
)

// turn is one event being answered.
type turn struct {
	*scene
	event   chat.Event
	contact store.Contact
	answer  chat.Answer
	refused bool        // the answer says what is wrong; nothing was written
	why     catalog.Key // of the refusal, with what fills it
	whyArgs []catalog.Arg
	reads   bool // the event is answered by reading alone
	// behalf says that HR acts for the reader, who did nothing just now.
	behalf bool
}

// read answers what needs no write; done says whether it was that.
func (t *turn) read() (done bool, err error) {
	if t.me.ID == "" {
		return false, nil
	}
	switch w := t.event.What.(type) {
	case chat.Opened, chat.Said:
		switch {
		case t.wantsHome():
			return true, t.home()
		case t.wantsConsult():
			return true, t.openConsult("")
		}
	case chat.Pressed:
		r, ok := t.b.routes[w.Action]
		if !ok || !r.opens {
			return false, nil
		}
		if !w.Dialogs {
			return false, nil // answered in the chat instead
		}
		return true, r.do(t, w.Arg)
	case chat.Submitted:
		if _, problems, err := t.checkForm(w); err != nil || problems {
			return true, err
		}
	}
	return false, nil
}

// write answers the event with its effects.
func (t *turn) write() error {
	if t.me.ID == "" {
		return t.stranger()
	}
	switch w := t.event.What.(type) {
	case chat.Said:
		return t.said(w)
	case chat.Pressed:
		return t.pressed(w)
	case chat.Submitted:
		return t.submitted(w)
	case chat.Joined:
		return t.joined()
	case chat.Left:
		return t.left()
	case chat.Opened:
		t.reads = true
		return nil
	default:
		return errors.New("bot: unknown kind of event")
	}
}

func (t *turn) pressed(w chat.Pressed) error {
	r, ok := t.b.routes[w.Action]
	switch {
	case !ok:
		return t.notice(catalog.NoticeOldButton)
	case r.opens && w.Dialogs:
		t.reads = true // Handle reads once the account is linked
		return nil
	case r.opens && r.chat != nil:
		return r.chat(t, w.Arg)
	case r.opens:
		return t.inChat(r, w.Arg)
	default:
		return r.do(t, w.Arg)
	}
}

// reply enqueues a message to the person who did something: it goes out at
// once, whatever the hour, and only once for the event.
func (t *turn) reply(kind, subject, arg string) error {
	return t.enqueue(store.Intent{
		Key:  "reply/" + kind + "/" + t.once() + "/" + arg,
		Kind: kind, Subject: subject, Arg: arg, To: t.contact.Recipient(), Urgent: !t.behalf,
	})
}

// once is a key that belongs to this event alone.
func (t *turn) once() string { return store.Stamp(t.event.At) + "/" + eventID(t.event) }

// tell enqueues a message to somebody else, unless one with the key is there:
// the row of one that is done stays for [store.DoneKeep], so the key must name
// something that happens once, or [store.Intent.Keep] must hold it.
func (t *turn) tell(to, kind, subject, arg, key string) error {
	return t.enqueue(store.Intent{Key: key + "/" + to, Kind: kind, Subject: subject, Arg: arg, To: to})
}

// redraw brings the card that the person was sent earlier up to date.
func (t *turn) redraw(to, kind, subject, arg string) error {
	return t.enqueue(store.Intent{
		Key:  "edit/" + kind + "/" + subject + "/" + t.once() + "/" + to,
		Kind: kind, Subject: subject, Arg: arg, To: to, Urgent: true, Edit: true,
	})
}

func (t *turn) enqueue(in store.Intent) error {
	in.ID = t.b.NewID()
	_, err := store.Enqueue(t.tx, in, t.now)
	return err
}

// notice answers with one sentence.
func (t *turn) notice(k catalog.Key) error { return t.reply(kindNotice, "", string(k)) }

// sorry says that something is no longer possible: as a page where a dialog
// was sent off or was to open, else as a notice.
func (t *turn) sorry(keys ...catalog.Key) error {
	opens := false
	switch w := t.event.What.(type) {
	case chat.Pressed:
		opens = t.b.routes[w.Action].opens && w.Dialogs
	case chat.Submitted:
		opens = true
	}
	if !opens {
		return t.notice(keys[0])
	}
	var body []chat.Block
	for _, k := range keys {
		body = append(body, chat.Line(t.w.T(k)))
	}
	ask, err := t.whomToAsk()
	if err != nil {
		return err
	}
	return t.show(t.w.T(catalog.NoticeTitle), chat.Section{Body: append(body, ask...), Actions: []chat.Action{t.consultButton()}})
}

// face gives the pressed card its new look; nothing where nothing was pressed,
// or where the press answered a question of the chat, whose card is another.
func (t *turn) face(kind, subject, arg string) error {
	w, ok := t.event.What.(chat.Pressed)
	if !ok || (w.Action == actAnswer && kind != kindQuestion) {
		return nil
	}
	c, err := t.b.cards[kind](t.scene, store.Intent{Kind: kind, Subject: subject, Arg: arg, To: t.me.ID, Urgent: true, Edit: true})
	if err != nil || c.drop != "" {
		return err
	}
	t.answer.Face = &c.message
	return nil
}

// show answers with a page.
func (t *turn) show(title string, sections ...chat.Section) error {
	for i := range sections {
		sections[i].Title = shorten(sections[i].Title, chat.MaxTitle)
	}
	p, err := chat.NewPage(shorten(title, chat.MaxTitle), sections...)
	t.answer.Page = &p
	return err
}

// open answers with a form.
func (t *turn) open(f chat.Form) error {
	t.answer.Form = &f
	return nil
}
