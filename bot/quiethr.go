package bot

import (
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// HR's side of the quiet way: reading, answering within the days, and, when the
// mentee agrees, asking whoever decides for a change.

const (
	kindQuiet     = store.KindQuiet // to HR; subject store.QuietSubject
	kindQuietDone = "quiet-done"    // receipt; subject quiet/<id>

	actQuietAnswer  = "quiet.answer" // arg: quiet request
	actQuietGo      = "quiet.go"     // arg: quiet request
	formQuietAnswer = "quiet.answer" // arg: quiet request
)

// heldQuiet is a request that the reader, of HR, may know of.
func (s *scene) heldQuiet(id string) (q store.Quiet, rules mentoring.Rules, ok bool, err error) {
	if q, ok, err = store.Quiets.Get(s.tx, id); err != nil || !ok || !s.hr {
		return q, rules, false, err
	}
	pair, err := store.Pairs.Must(s.tx, q.Pair)
	if err != nil {
		return q, rules, false, err
	}
	readers, err := s.quietReaders(pair)
	if err != nil {
		return q, rules, false, err
	}
	for _, h := range readers {
		if h.ID == s.me.ID {
			rules, err = s.rules(pair.Programme)
			return q, rules, err == nil, err
		}
	}
	return q, rules, false, nil
}

// quietCard tells HR that somebody waits; who it is stands on the page.
func quietCard(s *scene, in store.Intent) (card, error) {
	id, news, _ := strings.Cut(idOf("quiet", in.Subject), "/")
	q, rules, ok, err := s.heldQuiet(id)
	if err != nil || !ok {
		return card{drop: "not-theirs"}, err
	}
	text, button := catalog.QuietCard, catalog.ActQuietAnswer
	answered := !q.AnsweredAt.IsZero()
	switch {
	case !q.ClosedAt.IsZero() || answered && news != store.QuietAgreed:
		if !in.Edit {
			return unwanted("settled")
		}
		return say("", []chat.Block{chat.Remark(s.w.T(catalog.QuietSettled))})
	case news == store.QuietAgreed:
		text, button = catalog.QuietCardAgreed, catalog.ActRead
	case news == store.QuietNear:
		text = catalog.QuietCardNear
	case news == store.QuietLate:
		text = catalog.QuietCardLate
	}
	return say(s.w.T(catalog.QuietCardTitle), []chat.Block{
		chat.Line(s.w.T(text, catalog.A("Day", s.w.Day(noonOf(rules, q.AnswerBy))))),
		chat.Remark(s.w.T(catalog.QuietKeep)),
	}, s.button(actQuietAnswer, button, q.ID, chat.StylePrimary))
}

// openQuietAnswer opens the form, or the page of what is answered.
func (t *turn) openQuietAnswer(id string) error {
	q, rules, ok, err := t.heldQuiet(id)
	if err != nil {
		return err
	}
	if !ok {
		return t.sorry(catalog.FormGone)
	}
	t.audit("read-quiet", "quiet/"+q.ID)
	if q.AnsweredAt.IsZero() && q.ClosedAt.IsZero() {
		return t.openForm(formQuietAnswer, id)
	}
	body, err := t.quietBlocks(q, rules)
	if err != nil {
		return err
	}
	if !q.Answer.Empty() {
		body = append(body, t.quoted(catalog.QuietAnswer, q.Answer))
	}
	sec := chat.Section{Body: body}
	switch {
	case !q.ClosedAt.IsZero():
		sec.Body = append(sec.Body, chat.Remark(t.w.T(catalog.QuietSettled)))
	case q.AgreedAt.IsZero():
		sec.Body = append(sec.Body, chat.Remark(t.w.T(catalog.QuietNotYet)))
	default:
		sec.Body = append(sec.Body, chat.Remark(t.w.T(catalog.QuietMayGo)))
		sec.Actions = []chat.Action{
			t.button(actQuietGo, catalog.ActQuietGo, q.ID, chat.StylePrimary),
			t.button(actQuietClose, catalog.ActQuietClose, q.ID, chat.StyleNormal),
		}
	}
	return t.show(t.w.T(catalog.QuietCardTitle), sec)
}

// quietBlocks is what the mentee wants, with their name.
func (s *scene) quietBlocks(q store.Quiet, rules mentoring.Rules) ([]chat.Block, error) {
	mentee, err := s.person(q.Mentee)
	if err != nil {
		return nil, err
	}
	out := []chat.Block{chat.Facts{Rows: []chat.Fact{
		chat.Pair(s.w.T(catalog.FactName), mentee.Name),
		chat.Pair(s.w.T(catalog.QuietWish), s.w.T(wishWord(q.Wish))),
		chat.Pair(s.w.T(catalog.QuietBy), s.w.Day(noonOf(rules, q.AnswerBy))),
	}}}
	if !q.Words.Empty() {
		out = append(out, s.quoted(catalog.QuietWords, q.Words))
	}
	return out, nil
}

func quietAnswerForm(s *scene, id string) (chat.Form, bool, error) {
	q, rules, ok, err := s.heldQuiet(id)
	if err != nil || !ok || !q.AnsweredAt.IsZero() || !q.ClosedAt.IsZero() {
		return chat.Form{}, false, err
	}
	body, err := s.quietBlocks(q, rules)
	return chat.Form{
		Title:  s.w.T(catalog.QuietAnswerTitle),
		Intro:  append(body, chat.Remark(s.w.T(catalog.QuietKeep))),
		Submit: s.w.T(catalog.QuietAnswerSubmit),
		Fields: []chat.Field{{ID: "answer", Kind: chat.FieldLong, Label: s.w.T(catalog.QuietAnswer), Hint: s.w.T(catalog.QuietAnswerHint), Required: true, Max: quietMax, Dialog: true}},
	}, true, err
}

// answerQuiet gives the answer to the mentee, who reads it on a page.
func (t *turn) answerQuiet(id string, v chat.Values) error {
	q, _, ok, err := t.heldQuiet(id)
	if err != nil || !ok {
		return err
	}
	q.Answer, q.AnsweredBy, q.AnsweredAt = v.Text("answer").OwnedBy(q.Mentee), t.me.ID, t.now
	if err := t.keepQuiet(q); err != nil {
		return err
	}
	t.audit("answer-quiet", "quiet/"+q.ID)
	subj := subject("quiet", q.ID)
	if err := t.tell(q.Mentee, kindQuietCame, subj, "", "quiet-came/"+q.ID); err != nil {
		return err
	}
	return t.reply(kindQuietDone, subj, "")
}

func quietDoneCard(s *scene, in store.Intent) (card, error) {
	if _, _, ok, err := s.heldQuiet(idOf("quiet", in.Subject)); err != nil || !ok {
		return card{drop: "gone"}, err
	}
	return say("", []chat.Block{chat.Line(s.w.T(catalog.QuietDone))})
}

// endQuiet closes the request.
func (t *turn) endQuiet(q store.Quiet) error {
	q.ClosedAt = t.now
	return t.keepQuiet(q)
}

// keepQuiet writes a request that nobody is to be reminded of any more, and
// brings HR's cards up to date.
func (t *turn) keepQuiet(q store.Quiet) error {
	if err := store.Quiets.Put(t.tx, q); err != nil {
		return err
	}
	if err := store.Unschedule(t.tx, store.DueQuiet, q.ID); err != nil {
		return err
	}
	staff, err := store.WithRole(t.tx, mentoring.RoleHR)
	if err != nil {
		return err
	}
	for _, h := range staff {
		for _, news := range []string{"", store.QuietNear, store.QuietLate, store.QuietAgreed} {
			if err := t.redrawSent(h.ID, kindQuiet, store.QuietSubject(q.ID, news)); err != nil {
				return err
			}
		}
	}
	return nil
}

// goOnQuietly asks whoever decides for another mentor, now that the mentee
// agrees.
func (t *turn) goOnQuietly(id string) error {
	q, rules, ok, err := t.heldQuiet(id)
	if err != nil {
		return err
	}
	if !ok || q.AgreedAt.IsZero() || !q.ClosedAt.IsZero() {
		return t.notice(catalog.QuietOver)
	}
	pair, err := store.Pairs.Must(t.tx, q.Pair)
	if err != nil {
		return err
	}
	if ended(pair, rules, t.now) || rules.WindowOver(t.now) {
		return t.notice(catalog.ChangeClosed)
	}
	if err := t.beginChange(pair, store.Change{ID: t.b.NewID(), Pair: pair.ID, Cause: store.ChangeQuiet, By: q.Mentee, At: t.now}); err != nil {
		return err
	}
	t.audit("quiet-go-on", "pair/"+pair.ID)
	if err := t.endQuiet(q); err != nil {
		return err
	}
	return t.notice(catalog.QuietGone)
}
