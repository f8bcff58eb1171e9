package bot

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Planning: the mentor offers slots and a place, the mentee takes one or says
// that none fits; the mentee may ask for a date; a talk that nobody planned
// can be recorded.

const (
	kindOffer    = store.KindOffer   // to who chooses; subject offer/<id>
	kindOffered  = "offered"         // receipt for who made it
	kindPlanned  = store.KindPlanned // to both
	kindNoneFit  = "none-fit"        // to who made it; subject offer/<id>
	kindAskDate  = "ask-date"        // to the mentor; subject pair/<id>
	kindAskedFor = "asked-for"

	actOffer       = "plan.offer"  // arg: pair
	actQuickOffer  = "plan.quick"  // arg: pair|unix|unix|…, with fromAnnounce behind it on that card
	actTakeSlot    = "slot.take"   // arg: offer|unix
	actMoreSlots   = "slot.more"   // arg: offer
	actNoneFit     = "slot.none"   // arg: offer
	actAskDate     = "plan.ask"    // arg: pair
	actAlreadyMet  = "met.already" // arg: pair
	formOffer      = "plan.offer"  // arg: pair|day of the suggestions
	formSlot       = "slot.choose" // arg: offer
	formAlreadyMet = "met.already" // arg: pair

	// quickSlots is how many times a nudge has at hand.
	quickSlots = 3
	// suggestDays is how many business days ahead the form suggests.
	suggestDays = 5
)

// suggestions is n likely times, on the business days after now: the
// programme's hours in turn. Everything else can be typed.
func suggestions(r mentoring.Rules, now time.Time, n int) []time.Time {
	hours := r.Programme().SuggestAt
	if len(hours) == 0 {
		hours = []mentoring.TimeOfDay{r.Programme().WorkFrom}
	}
	var out []time.Time
	day := now
	for i := 0; len(out) < n; i++ {
		if i%len(hours) == 0 || n <= quickSlots {
			day = r.DigestAt(day)
		}
		out = append(out, r.Date(day).At(hours[i%len(hours)], r.Zone()))
	}
	return out
}

func unix(t time.Time) string { return strconv.FormatInt(t.Unix(), 10) }

// fromUnix reads what unix wrote; a time of another century is none.
func fromUnix(s string) (time.Time, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	t := time.Unix(n, 0).UTC()
	return t, err == nil && t.Year() >= 2000 && t.Year() < 2100
}

// book writes the meeting, tells both and sees to it that they are asked
// afterwards. Times on offer for the month are no longer needed.
func (t *turn) book(p part, m mentoring.Meeting) error {
	if _, err := store.Meetings.Insert(t.tx, m); err != nil {
		return err
	}
	return t.planned(p, m)
}

// planned tells both when the meeting is and has them asked afterwards.
func (t *turn) planned(p part, m mentoring.Meeting) error {
	if err := store.Schedule(t.tx, store.DueCheckIn, m.ID, p.rules.CheckInAt(m)); err != nil {
		return err
	}
	if err := t.closeOffersFor(p, p.rules.Date(m.Start).Period()); err != nil {
		return err
	}
	if err := t.lookAgain(p); err != nil {
		return err
	}
	// Nobody hears of a talk that has begun.
	in := store.Intent{Kind: kindPlanned, Subject: store.PlannedSubject(m), Expires: m.Start}
	mine, theirs := in, in
	mine.Key, mine.To, mine.Urgent = "reply/"+store.PlannedKey(m, t.me.ID), t.me.ID, true
	theirs.Key, theirs.To = store.PlannedKey(m, p.mate.ID), p.mate.ID
	if err := t.enqueue(mine); err != nil {
		return err
	}
	return t.enqueue(theirs)
}

// lookAgain puts the pair back on the agenda after something about it changed.
func (t *turn) lookAgain(p part) error {
	if err := t.talksChanged(p); err != nil {
		return err
	}
	held, ok, err := store.Agenda.Get(t.tx, store.Join(store.DuePair, p.pair.ID))
	if err != nil {
		return err
	}
	if ok && !held.At.After(t.now) {
		return nil // overdue: the scheduler is about to look, and must not miss it
	}
	st, err := t.standing(p.pair)
	if err != nil {
		return err
	}
	return store.Schedule(t.tx, store.DuePair, p.pair.ID, p.rules.NextLook(st, t.now))
}

// firstTime is what the first talk is for (seeds/000, 前回の振り返り).
func firstTime(p part) catalog.Key {
	free := p.rules.Programme().NoVision
	switch {
	case p.side == mentorSide && free:
		return catalog.FirstMentorFree
	case p.side == mentorSide:
		return catalog.FirstMentor
	case free:
		return catalog.FirstMenteeFree
	default:
		return catalog.FirstMentee
	}
}

// askDate asks the mentor for times, at most once a day.
func (t *turn) askDate(pair string) error {
	p, ok, err := t.partIn(pair)
	if err != nil {
		return err
	}
	if !ok {
		return t.notice(catalog.GonePair)
	}
	if p.side == mentorSide {
		return t.notice(catalog.AskDateMentor)
	}
	if why, err := t.closed(p); err != nil || why != "" {
		return errors.Join(err, t.notice(why))
	}
	key := "ask-date/" + pair + "/" + p.rules.Date(t.now).String()
	if _, asked, err := store.Outbox.Get(t.tx, key+"/"+p.mate.ID); err != nil || asked {
		return errors.Join(err, t.notice(catalog.AskedToday))
	}
	if err := t.tell(p.mate.ID, kindAskDate, subject("pair", pair), unix(t.now), key); err != nil {
		return err
	}
	return t.reply(kindAskedFor, subject("pair", pair), "")
}

// pairOf is the pair in a card's subject from the reader's side.
func (s *scene) pairOf(subj string) (p part, ok bool, err error) {
	id := idOf("pair", subj)
	return s.partIn(id)
}

func askDateCard(s *scene, in store.Intent) (card, error) {
	p, ok, err := s.pairOf(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	st, err := s.standing(p.pair)
	if err != nil {
		return card{}, err
	}
	asked, ok := fromUnix(in.Arg)
	if m, planned := st.NextPlanned(s.now); planned && ok && (m.BookedAt.After(asked) || m.MovedAt.After(asked)) {
		return unwanted("planned") // since it was asked for
	}
	line, actions := s.quickTimes(p)
	return say(s.w.T(catalog.AskDateTitle, catalog.A("Name", p.mate.Name)),
		[]chat.Block{chat.Line(s.w.T(catalog.AskDateText)), chat.Line(line)}, actions...)
}

// quickTimes is times at hand, as a sentence, with the buttons to send them or
// to choose others.
func (s *scene) quickTimes(p part) (string, []chat.Action) {
	arg, labels := p.pair.ID, []string{}
	for _, at := range suggestions(p.rules, s.now, quickSlots) {
		arg += "|" + unix(at)
		labels = append(labels, s.w.Moment(s.local(p.rules, at)))
	}
	line := s.w.T(catalog.QuickTimes, catalog.A("Times", strings.Join(labels, "\n")))
	return line, []chat.Action{
		s.button(actQuickOffer, catalog.ActQuickOffer, arg, chat.StylePrimary),
		s.button(actOffer, catalog.ActOffer, p.pair.ID, chat.StyleNormal),
		s.button(actAlreadyMet, catalog.ActAlreadyMet, p.pair.ID, chat.StyleNormal),
	}
}

func askedForCard(s *scene, in store.Intent) (card, error) {
	p, ok, err := s.pairOf(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	return say("", []chat.Block{chat.Line(s.w.T(catalog.AskedFor, catalog.A("Name", p.mate.Name)))},
		s.button(actPropose, catalog.ActPropose, p.pair.ID, chat.StyleNormal))
}
