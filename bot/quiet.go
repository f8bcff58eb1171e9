package bot

import (
	"slices"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// The mentee's quiet way to HR (domain.md, Q4): a receipt with the day by which
// HR answers here. Neither the mentor nor the head learns of it before the
// mentee agrees; who of HR has a part in the pair or looks after the section
// never sees it.

const (
	kindQuietSent = "quiet-sent"        // receipt; subject quiet/<id>
	kindQuietCame = "quiet-came"        // HR has answered; to the mentee, subject quiet/<id>
	kindQuietWait = store.KindQuietWait // the day has passed; to the mentee, subject quiet/<id>

	actQuiet      = "quiet.open"  // arg: pair
	actQuietRead  = "quiet.read"  // arg: quiet request; the mentee's own page
	actQuietAgree = "quiet.agree" // arg: quiet request
	actQuietClose = "quiet.close" // arg: quiet request
	formQuiet     = "quiet"       // arg: pair

	wishChange = "change"
	wishTalk   = "talk"
	quietMax   = 800
)

// quietButtons leads a mentee there.
func (s *scene) quietButtons(p part, pairs int) []chat.Action {
	if p.side != menteeSide {
		return nil
	}
	return []chat.Action{s.buttonFor(p, actQuiet, catalog.ActQuiet, pairs)}
}

// quietReaders lists who of HR would read it.
func (s *scene) quietReaders(pair mentoring.Pair) ([]mentoring.Person, error) {
	rules, err := s.rules(pair.Programme)
	if err != nil {
		return nil, err
	}
	return store.QuietReaders(s.tx, pair, rules.Date(s.now))
}

// unanswered is the mentee's request that waits for HR.
func (s *scene) unanswered() (store.Quiet, bool, error) {
	all, err := store.Quiets.All(s.tx, store.Span{Index: "mentee", Prefix: store.Under(s.me.ID)})
	if err != nil {
		return store.Quiet{}, false, err
	}
	i := slices.IndexFunc(all, func(q store.Quiet) bool { return q.AnsweredAt.IsZero() && q.ClosedAt.IsZero() })
	if i < 0 {
		return store.Quiet{}, false, nil
	}
	return all[i], true, nil
}

// openQuiet opens the form, or the page of the request that waits.
func (t *turn) openQuiet(pair string) error {
	q, waits, err := t.unanswered()
	if err != nil {
		return err
	}
	if waits {
		return t.readQuiet(q.ID)
	}
	return t.openForm(formQuiet, pair)
}

// quietInChat asks where there are no dialogs: a tap, and none of the words.
func (t *turn) quietInChat(pair string) error { return t.ask(formQuiet, pair) }

func quietForm(s *scene, pair string) (chat.Form, bool, error) {
	p, ok, err := s.partIn(pair)
	if err != nil || !ok || p.side != menteeSide {
		return chat.Form{}, false, err
	}
	readers, err := s.quietReaders(p.pair)
	if err != nil || len(readers) == 0 {
		return chat.Form{}, false, err
	}
	if _, waits, err := s.unanswered(); err != nil || waits {
		return chat.Form{}, false, err
	}
	by := catalog.A("Day", s.w.Day(noonOf(p.rules, p.rules.AnswerBy(s.now))))
	return chat.Form{
		Title:  s.w.T(catalog.QuietTitle),
		Intro:  []chat.Block{chat.Line(s.w.T(catalog.QuietIntro, by)), chat.Remark(s.w.T(catalog.QuietWho))},
		Submit: s.w.T(catalog.QuietSubmit),
		Fields: []chat.Field{
			{ID: "wish", Kind: chat.FieldChoice, Label: s.w.T(catalog.QuietWish), Required: true, Options: []chat.Option{
				{Value: wishChange, Label: s.w.T(catalog.QuietWishChange)}, {Value: wishTalk, Label: s.w.T(catalog.QuietWishTalk)},
			}},
			// The chat would keep what is typed.
			{ID: "words", Kind: chat.FieldLong, Label: s.w.T(catalog.QuietWords), Hint: s.w.T(catalog.QuietWordsHint), Max: quietMax, Dialog: true},
		},
	}, true, nil
}

// whyNoQuiet is the sentence for a form that does not open.
func whyNoQuiet(s *scene, pair string) (catalog.Key, error) {
	p, ok, err := s.partIn(pair)
	if err != nil || !ok || p.side != menteeSide {
		return "", err
	}
	if _, waits, err := s.unanswered(); err != nil || waits {
		return catalog.QuietWaits, err
	}
	return catalog.QuietNobody, nil
}

// quiet tells HR alone, and says until when they answer.
func (t *turn) quiet(pair string, v chat.Values) error {
	p, ok, err := t.partIn(pair)
	if err != nil || !ok {
		return err
	}
	q := store.Quiet{
		ID: t.b.NewID(), Pair: p.pair.ID, Mentee: t.me.ID, Wish: v.Option("wish"),
		Words: v.Text("words").OwnedBy(t.me.ID), At: t.now, AnswerBy: p.rules.AnswerBy(t.now),
	}
	if _, err := store.Quiets.Insert(t.tx, q); err != nil {
		return err
	}
	if err := store.Schedule(t.tx, store.DueQuiet, q.ID, p.rules.AnswerNear(q.AnswerBy)); err != nil {
		return err
	}
	if err := t.tellReaders(q, "", "quiet/"+q.ID); err != nil {
		return err
	}
	return t.reply(kindQuietSent, subject("quiet", q.ID), "")
}

// tellReaders writes to those of HR who may know of it.
func (t *turn) tellReaders(q store.Quiet, news, key string) error {
	pair, err := store.Pairs.Must(t.tx, q.Pair)
	if err != nil {
		return err
	}
	readers, err := t.quietReaders(pair)
	if err != nil {
		return err
	}
	for _, h := range readers {
		if err := t.tell(h.ID, kindQuiet, store.QuietSubject(q.ID, news), "", key); err != nil {
			return err
		}
	}
	return nil
}

// myQuiet is the reader's own request.
func (s *scene) myQuiet(id string) (q store.Quiet, rules mentoring.Rules, ok bool, err error) {
	if q, ok, err = store.Quiets.Get(s.tx, id); err != nil || !ok || q.Mentee != s.me.ID {
		return q, rules, false, err
	}
	pair, err := store.Pairs.Must(s.tx, q.Pair)
	if err != nil {
		return q, rules, false, err
	}
	rules, err = s.rules(pair.Programme)
	return q, rules, err == nil, err
}

func quietSentCard(s *scene, in store.Intent) (card, error) {
	q, rules, ok, err := s.myQuiet(idOf("quiet", in.Subject))
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	return say(s.w.T(catalog.QuietSentTitle), []chat.Block{
		chat.Line(s.w.T(catalog.QuietSent, catalog.A("Day", s.w.Day(noonOf(rules, q.AnswerBy))))),
		chat.Line(s.w.T(catalog.QuietUntold)),
	}, s.button(actQuietRead, catalog.ActQuietRead, q.ID, chat.StyleNormal), s.consultButton())
}

// quietWaitCard says that it takes longer, and whom to call.
func quietWaitCard(s *scene, in store.Intent) (card, error) {
	q, _, ok, err := s.myQuiet(idOf("quiet", in.Subject))
	if err != nil || !ok || !q.AnsweredAt.IsZero() || !q.ClosedAt.IsZero() {
		return card{drop: "answered"}, err
	}
	ask, err := s.whomToAsk()
	if err != nil {
		return card{}, err
	}
	return say("", append([]chat.Block{chat.Line(s.w.T(catalog.QuietLateMentee))}, ask...), s.consultButton())
}

// quietCameCard says that HR has answered, never what.
func quietCameCard(s *scene, in store.Intent) (card, error) {
	q, _, ok, err := s.myQuiet(idOf("quiet", in.Subject))
	if err != nil || !ok || q.AnsweredAt.IsZero() {
		return card{drop: "gone"}, err
	}
	return say("", []chat.Block{chat.Line(s.w.T(catalog.QuietCame))},
		s.button(actQuietRead, catalog.ActRead, q.ID, chat.StylePrimary))
}

// readQuiet is the mentee's page: what they wrote, HR's answer, what comes next.
func (t *turn) readQuiet(id string) error {
	q, rules, ok, err := t.myQuiet(id)
	if err != nil {
		return err
	}
	if !ok {
		return t.sorry(catalog.FormGone)
	}
	sec := chat.Section{Body: []chat.Block{chat.Facts{Rows: []chat.Fact{
		chat.Pair(t.w.T(catalog.QuietWish), t.w.T(wishWord(q.Wish))),
		chat.Pair(t.w.T(catalog.FactDay), t.w.Day(t.local(rules, q.At))),
	}}}}
	if !q.Words.Empty() {
		sec.Body = append(sec.Body, t.quoted(catalog.QuietWords, q.Words))
	}
	if q.Answer.Empty() {
		sec.Body = append(sec.Body, chat.Line(t.w.T(catalog.QuietDue, catalog.A("Day", t.w.Day(noonOf(rules, q.AnswerBy))))))
	} else {
		sec.Body = append(sec.Body, t.quoted(catalog.QuietAnswer, q.Answer))
	}
	switch {
	case !q.ClosedAt.IsZero():
		sec.Body = append(sec.Body, chat.Remark(t.w.T(catalog.QuietClosed)))
	case !q.AgreedAt.IsZero():
		sec.Body = append(sec.Body, chat.Remark(t.w.T(catalog.QuietAgreed)))
	default:
		sec.Body = append(sec.Body, chat.Remark(t.w.T(catalog.QuietUntold)))
		sec.Actions = t.quietChoices(q)
	}
	return t.show(t.w.T(catalog.QuietTitle), sec)
}

// quietChoices is what the mentee can say to HR's answer, or take back.
func (s *scene) quietChoices(q store.Quiet) (out []chat.Action) {
	label := catalog.ActQuietDrop
	if !q.AnsweredAt.IsZero() {
		agree := s.button(actQuietAgree, catalog.ActQuietAgree, q.ID, chat.StylePrimary)
		agree.Confirm = &chat.Confirm{
			Title: s.w.T(catalog.ActQuietAgree), Text: s.w.T(catalog.QuietAgreeAsk), Yes: s.w.T(catalog.QuietAgreeYes), No: s.w.T(catalog.AskStop),
		}
		out, label = append(out, agree), catalog.ActQuietDone
	}
	return append(out, s.button(actQuietClose, label, q.ID, chat.StyleNormal))
}

func wishWord(wish string) catalog.Key {
	if wish == wishChange {
		return catalog.QuietWishChange
	}
	return catalog.QuietWishTalk
}

// agreeQuiet lets HR speak with others.
func (t *turn) agreeQuiet(id string) error {
	q, _, ok, err := t.myQuiet(id)
	if err != nil {
		return err
	}
	if !ok || q.AnsweredAt.IsZero() || !q.AgreedAt.IsZero() || !q.ClosedAt.IsZero() {
		return t.notice(catalog.QuietOver)
	}
	q.AgreedAt = t.now
	if err := store.Quiets.Put(t.tx, q); err != nil {
		return err
	}
	if err := t.tellReaders(q, store.QuietAgreed, "quiet-agreed/"+q.ID); err != nil {
		return err
	}
	return t.notice(catalog.QuietAgreed)
}

// closeQuiet needs nothing more: the mentee at any time, HR once the mentee has
// agreed. HR's cards follow.
func (t *turn) closeQuiet(id string) error {
	q, _, mine, err := t.myQuiet(id)
	if err != nil {
		return err
	}
	if !mine {
		if q, _, mine, err = t.heldQuiet(id); err != nil {
			return err
		}
		mine = mine && !q.AgreedAt.IsZero()
	}
	if !mine || !q.ClosedAt.IsZero() {
		return t.notice(catalog.QuietOver)
	}
	if err := t.endQuiet(q); err != nil {
		return err
	}
	if q.Mentee == t.me.ID && q.AnsweredAt.IsZero() {
		return t.notice(catalog.QuietDropped)
	}
	return t.notice(catalog.QuietClosed)
}
