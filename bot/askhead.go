package bot

import (
	"slices"
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// HR asks a head how a pair is doing that did not meet: once for a pair and
// month, answered by one tap, facts only.

const (
	kindAskHead     = "ask-head"     // subject pair/<id>, arg: the period
	kindHeadReplied = "head-replied" // to who asked; subject pair/<id>, arg: the period

	actAskHead   = "hr.ask-head" // arg: pair|period
	actHeadReply = "head.reply"  // arg: pair|period|reply
)

// The replies of a head.
const (
	replyDefer   = "defer"
	replyMeet    = "meet"
	replyContact = "contact"
)

func replyLabel(reply string) catalog.Key {
	switch reply {
	case replyDefer:
		return catalog.ActReplyDefer
	case replyMeet:
		return catalog.ActReplyMeet
	default:
		return catalog.ActReplyContact
	}
}

// askHead sends the question to whoever looks after the pair's section. A pair
// in which the reader has a part is somebody else's of HR to ask about.
func (t *turn) askHead(arg string) error {
	pairID, month, _ := strings.Cut(arg, "|")
	period, bad := mentoring.ParsePeriod(month)
	pair, ok, err := store.Pairs.Get(t.tx, pairID)
	if err != nil {
		return err
	}
	if bad != nil || !ok || !t.hr || pair.Voluntary || pair.PartOf(t.me.ID) != "" {
		return t.notice(catalog.NoticeOldButton)
	}
	listed, err := t.needAHand(pair.Programme, period)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(listed, func(p mentoring.Pair) bool { return p.ID == pair.ID }) {
		return t.notice(catalog.AskHeadMet)
	}
	mentee, err := t.person(pair.Mentee)
	if err != nil {
		return err
	}
	rules, err := t.rules(pair.Programme)
	if err != nil {
		return err
	}
	heads, err := store.InCharge(t.tx, store.Matter{Section: mentee.Section, On: rules.Date(t.now), Parts: []string{pair.Mentee, pair.Mentor}})
	switch {
	case err != nil:
		return err
	case len(heads) == 0:
		return t.notice(catalog.AskHeadNobody)
	}
	fresh, err := store.Inquiries.Insert(t.tx, store.Inquiry{Pair: pair.ID, Period: period, By: t.me.ID, At: t.now})
	if err != nil {
		return err
	}
	if !fresh {
		return t.notice(catalog.AskHeadTwice)
	}
	t.audit("ask-head", "pair/"+pair.ID+"/"+month)
	for _, h := range heads {
		if err := t.tell(h.Person.ID, kindAskHead, subject("pair", pair.ID), month, "ask-head/"+pair.ID+"/"+month); err != nil {
			return err
		}
	}
	return t.notice(catalog.AskHeadSent)
}

// inquired is the pair and HR's question about it, for whoever looks after the
// pair's section.
func (s *scene) inquired(pairID, month string) (pair mentoring.Pair, q store.Inquiry, ok bool, err error) {
	period, bad := mentoring.ParsePeriod(month)
	pair, mentee, _, ok, err := s.bothOf(subject("pair", pairID))
	if err != nil || !ok || bad != nil {
		return pair, q, false, err
	}
	rules, err := s.rules(pair.Programme)
	if err != nil || ended(pair, rules, s.now) {
		return pair, q, false, err
	}
	c, ok, err := s.sayOverPair(pair, mentee, rules.Date(s.now))
	if err != nil || !ok || c.hr {
		return pair, q, false, err
	}
	q, ok, err = store.Inquiries.Get(s.tx, store.Inquiries.Key(store.Inquiry{Pair: pair.ID, Period: period}))
	return pair, q, ok, err
}

func askHeadCard(s *scene, in store.Intent) (card, error) {
	pair, q, ok, err := s.inquired(idOf("pair", in.Subject), in.Arg)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	_, mentee, mentor, _, err := s.bothOf(in.Subject)
	if err != nil {
		return card{}, err
	}
	month := catalog.A("Month", s.w.Month(q.Period.Month))
	title := s.w.T(catalog.AskHeadTitle, month)
	names := chat.Facts{Rows: []chat.Fact{chat.Pair(mentee.Section, s.w.T(catalog.PairNames, catalog.A("Mentee", mentee.Name), catalog.A("Mentor", mentor.Name)))}}
	if q.Reply != "" {
		return say(title, []chat.Block{names, chat.Line(s.w.T(catalog.AskHeadReplied, catalog.A("Reply", s.w.T(replyLabel(q.Reply)))))})
	}
	st, err := s.standing(pair)
	if err != nil {
		return card{}, err
	}
	rules, err := s.rules(pair.Programme)
	if err != nil || st.MetIn(q.Period, rules.Zone()) > 0 {
		return card{drop: "met"}, err
	}
	var actions []chat.Action
	for _, reply := range []string{replyMeet, replyContact, replyDefer} {
		actions = append(actions, s.button(actHeadReply, replyLabel(reply), pair.ID+"|"+in.Arg+"|"+reply, chat.StyleNormal))
	}
	return say(title, []chat.Block{chat.Line(s.w.T(catalog.AskHeadText, month)), names, chat.Remark(s.w.T(catalog.AskHeadNote))}, actions...)
}

// headReply takes the head's tap. The last one counts.
func (t *turn) headReply(arg string) error {
	parts := strings.Split(arg, "|")
	if len(parts) != 3 || !slices.Contains([]string{replyDefer, replyMeet, replyContact}, parts[2]) {
		return t.notice(catalog.NoticeOldButton)
	}
	pair, q, ok, err := t.inquired(parts[0], parts[1])
	if err != nil {
		return err
	}
	if !ok {
		return t.notice(catalog.GonePair)
	}
	news := q.Reply != parts[2]
	q.Head, q.Reply, q.RepliedAt = t.me.ID, parts[2], t.now
	if err := store.Inquiries.Put(t.tx, q); err != nil {
		return err
	}
	subj := subject("pair", pair.ID)
	if err := t.face(kindAskHead, subj, parts[1]); err != nil {
		return err
	}
	if news {
		if err := t.tell(q.By, kindHeadReplied, subj, parts[1], "head-replied/"+pair.ID+"/"+parts[1]+"/"+q.Reply+"/"+t.once()); err != nil {
			return err
		}
	}
	return t.notice(catalog.AskHeadThanks)
}

// headRepliedCard tells who asked.
func headRepliedCard(s *scene, in store.Intent) (card, error) {
	period, err := mentoring.ParsePeriod(in.Arg)
	if err != nil {
		return card{}, err
	}
	pair, mentee, mentor, ok, err := s.bothOf(in.Subject)
	if err != nil || !ok || !s.hr || pair.PartOf(s.me.ID) != "" {
		return card{drop: "gone"}, err
	}
	q, ok, err := store.Inquiries.Get(s.tx, store.Inquiries.Key(store.Inquiry{Pair: pair.ID, Period: period}))
	if err != nil || !ok || q.Reply == "" {
		return card{drop: "gone"}, err
	}
	head, err := s.person(q.Head)
	if err != nil {
		return card{}, err
	}
	c, err := say(s.w.T(catalog.HeadRepliedTitle), []chat.Block{
		chat.Facts{Rows: []chat.Fact{chat.Pair(mentee.Section, s.w.T(catalog.PairNames, catalog.A("Mentee", mentee.Name), catalog.A("Mentor", mentor.Name)))}},
		chat.Line(s.w.T(catalog.HeadRepliedText, catalog.A("Name", head.Name), catalog.A("Reply", s.w.T(replyLabel(q.Reply))))),
	})
	return s.noted(c, "told-reply", in.Subject+"/"+in.Arg), err
}

// askButtons are HR's questions that can be asked, and the replies beside the
// pairs, one or the other for each pair.
func (s *scene) askButtons(pairs []mentoring.Pair, period mentoring.Period) (out []chat.Action, replies []chat.Fact, err error) {
	for _, pair := range pairs {
		q, asked, err := store.Inquiries.Get(s.tx, store.Inquiries.Key(store.Inquiry{Pair: pair.ID, Period: period}))
		if err != nil {
			return nil, nil, err
		}
		mentee, err := s.person(pair.Mentee)
		if err != nil {
			return nil, nil, err
		}
		switch {
		case !asked:
			out = append(out, s.button(actAskHead, catalog.ActAskHead, pair.ID+"|"+period.String(), chat.StyleNormal, catalog.A("Name", mentee.Name)))
		default:
			text := s.w.T(catalog.AskHeadWaiting)
			if q.Reply != "" {
				text = s.w.T(replyLabel(q.Reply))
			}
			replies = append(replies, chat.Pair(s.w.T(catalog.AskHeadFact, catalog.A("Name", mentee.Name)), text))
		}
	}
	return out, replies, nil
}
