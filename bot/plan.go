package bot

import (
	"slices"
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
	kindOffer    = "offer"    // to the mentee; subject offer/<id>
	kindOffered  = "offered"  // receipt for the mentor
	kindPlanned  = "planned"  // to both; subject meeting/<id>
	kindNoneFit  = "none-fit" // to the mentor; subject offer/<id>
	kindAskDate  = "ask-date" // to the mentor; subject pair/<id>
	kindAskedFor = "asked-for"

	actOffer       = "plan.offer"  // arg: pair
	actQuickOffer  = "plan.quick"  // arg: pair|unix|unix|…
	actTakeSlot    = "slot.take"   // arg: offer|unix
	actNoneFit     = "slot.none"   // arg: offer
	actAskDate     = "plan.ask"    // arg: pair
	actAlreadyMet  = "met.already" // arg: pair
	formOffer      = "plan.offer"
	formAlreadyMet = "met.already"

	// quickSlots is how many times a nudge has at hand.
	quickSlots = 3
	// suggestDays is how many business days ahead the form suggests.
	suggestDays = 5
)

// suggestions is n likely times, on the business days after now: mid-morning
// and mid-afternoon in turn. Everything else can be typed.
func suggestions(r mentoring.Rules, now time.Time, n int) []time.Time {
	hours := [...]mentoring.TimeOfDay{{Hour: 10, Minute: 30}, {Hour: 15, Minute: 30}}
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

func fromUnix(s string) (time.Time, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	return time.Unix(n, 0).UTC(), err == nil
}

func (t *turn) openOffer(pair string) error {
	return t.openForm(formOffer, pair, catalog.GonePair)
}

func offerForm(s *scene, pair string) (chat.Form, bool, error) {
	p, ok, err := s.partIn(pair)
	if err != nil || !ok || p.side != mentorSide {
		return chat.Form{}, false, err
	}
	prog := p.rules.Programme()
	var slots []chat.Option
	for _, at := range suggestions(p.rules, s.now, 2*suggestDays) {
		slots = append(slots, chat.Option{Value: unix(at), Label: s.w.Moment(local(p.rules, at))})
	}
	var places []chat.Option
	for _, pl := range prog.Places {
		places = append(places, chat.Option{Value: pl.ID, Label: pl.Label.In(s.w.Lang())})
	}
	f := chat.Form{
		Title:  s.w.T(catalog.OfferTitle),
		Intro:  []chat.Block{chat.Line(s.w.T(catalog.OfferIntro, catalog.A("Name", p.mate.Name), catalog.N(prog.MaxSlots)))},
		Submit: s.w.T(catalog.OfferSubmit),
		Fields: []chat.Field{
			{ID: "slots", Kind: chat.FieldSeveral, Label: s.w.T(catalog.OfferSlots), Max: prog.MaxSlots, Options: slots},
			{ID: "date", Kind: chat.FieldDate, Label: s.w.T(catalog.OfferDate), Hint: s.w.T(catalog.OfferDateHint)},
			{ID: "time", Kind: chat.FieldTime, Label: s.w.T(catalog.OfferTime)},
		},
	}
	if len(places) > 0 {
		f.Fields = append(f.Fields, chat.Field{ID: "place", Kind: chat.FieldChoice, Label: s.w.T(catalog.OfferPlace), Hint: s.w.T(catalog.OfferPlaceHint), Required: true, Options: places})
	}
	return f, true, nil
}

func (t *turn) offer(pair string, v chat.Values) error {
	p, ok, err := t.partIn(pair)
	if err != nil || !ok {
		return err
	}
	var slots []time.Time
	for _, o := range v.Options("slots") {
		if at, ok := fromUnix(o); ok {
			slots = append(slots, at)
		}
	}
	own, given := t.ownTime(p, v)
	if t.refused {
		return nil
	}
	if given {
		slots = append(slots, own)
	}
	if len(slots) == 0 {
		t.wrong("slots", t.w.T(catalog.OfferNone))
		return nil
	}
	if limit := p.rules.Programme().MaxSlots; len(slots) > limit {
		t.wrong("date", t.w.T(catalog.FormTooMany, catalog.A("Limit", strconv.Itoa(limit))))
		return nil
	}
	return t.makeOffer(p, slots, v.Option("place"))
}

// ownTime is the date and time typed beside the suggestions. Half of it, or a
// time that has passed, refuses the form.
func (t *turn) ownTime(p part, v chat.Values) (time.Time, bool) {
	y, m, d, hasDate := v.Date("date")
	hour, minute, hasTime := v.Clock("time")
	switch {
	case !hasDate && !hasTime:
		return time.Time{}, false
	case !hasTime:
		t.wrong("time", t.w.T(catalog.OfferNeedTime))
		return time.Time{}, false
	case !hasDate:
		t.wrong("date", t.w.T(catalog.OfferNeedDate))
		return time.Time{}, false
	}
	at := mentoring.On(y, m, d).At(mentoring.TimeOfDay{Hour: hour, Minute: minute}, p.rules.Zone())
	if !at.After(t.now) {
		t.wrong("date", t.w.T(catalog.OfferPast))
	}
	return at, true
}

// quickOffer sends the times that a nudge had at hand.
func (t *turn) quickOffer(arg string) error {
	parts := strings.Split(arg, "|")
	p, ok, err := t.partIn(parts[0])
	if err != nil {
		return err
	}
	if !ok || p.side != mentorSide {
		return t.notice(catalog.GonePair)
	}
	var slots []time.Time
	for _, s := range parts[1:] {
		if at, ok := fromUnix(s); ok && at.After(t.now) {
			slots = append(slots, at)
		}
	}
	if len(slots) == 0 {
		return t.notice(catalog.OfferStale)
	}
	place := ""
	if places := p.rules.Programme().Places; len(places) > 0 {
		place = places[0].ID
	}
	if err := t.makeOffer(p, slots, place); err != nil {
		return err
	}
	return t.sentFace(catalog.OfferSentFace, p.mate.Name)
}

// sentFace turns the pressed card into one sentence about what was done.
func (t *turn) sentFace(k catalog.Key, name string) error {
	m, err := chat.NewMessage("", []chat.Block{chat.Remark(t.w.T(k, catalog.A("Name", name)))})
	t.answer.Face = &m
	return err
}

func (t *turn) makeOffer(p part, slots []time.Time, place string) error {
	slices.SortFunc(slots, time.Time.Compare)
	slots = slices.CompactFunc(slots, time.Time.Equal)
	if err := t.closeOffers(p.pair, mentoring.OfferReplaced); err != nil {
		return err
	}
	o := mentoring.Offer{
		ID: t.b.NewID(), Pair: p.pair.ID, Slots: slots, Place: place, MadeAt: t.now,
		Minutes: p.rules.Programme().Minutes,
	}
	if _, err := store.Offers.Insert(t.tx, o); err != nil {
		return err
	}
	if err := t.tell(p.mate.ID, kindOffer, subject("offer", o.ID), "", "offer/"+o.ID); err != nil {
		return err
	}
	return t.reply(kindOffered, subject("offer", o.ID), "")
}

// closeOffers ends the pair's open offers and redraws the mentee's cards.
func (t *turn) closeOffers(pair mentoring.Pair, end mentoring.OfferEnd) error {
	offers, err := store.Offers.All(t.tx, store.Span{Index: "pair", Prefix: store.Under(pair.ID)})
	if err != nil {
		return err
	}
	for _, o := range offers {
		if o.Closed != mentoring.OfferOpen {
			continue
		}
		o.Closed = end
		if err := store.Offers.Put(t.tx, o); err != nil {
			return err
		}
		if err := t.redraw(pair.Mentee, kindOffer, subject("offer", o.ID)); err != nil {
			return err
		}
	}
	return nil
}

// offerOf is the offer in a card's subject with the reader's part in its pair.
func (s *scene) offerOf(subj string) (o mentoring.Offer, p part, ok bool, err error) {
	id, err := idOf("offer", subj)
	if err != nil {
		return o, p, false, err
	}
	if o, ok, err = store.Offers.Get(s.tx, id); err != nil || !ok {
		return o, p, false, err
	}
	p, ok, err = s.partIn(o.Pair)
	return o, p, ok, err
}

func offerCard(s *scene, in store.Intent) (card, error) {
	o, p, ok, err := s.offerOf(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	name := catalog.A("Name", p.mate.Name)
	switch o.Closed {
	case mentoring.OfferTaken:
		return s.closedOffer(in, catalog.OfferTaken, name)
	case mentoring.OfferNoneFit:
		return s.closedOffer(in, catalog.OfferNoneFit, name)
	case mentoring.OfferReplaced:
		return s.closedOffer(in, catalog.OfferReplaced, name)
	}
	body := []chat.Block{chat.Line(s.w.T(catalog.OfferText, name, catalog.N(o.Minutes)))}
	if place := s.place(p.rules, o.Place); place != "" {
		body = append(body, chat.Facts{Rows: []chat.Fact{chat.Pair(s.w.T(catalog.FactPlace), place)}})
	}
	var actions []chat.Action
	var more []string
	for _, at := range o.Slots {
		if !at.After(s.now) {
			continue
		}
		label := s.w.Moment(local(p.rules, at))
		if len(actions) == chat.MaxActions-1 {
			more = append(more, label)
			continue
		}
		actions = append(actions, chat.Action{ID: actTakeSlot, Label: label, Arg: o.ID + "|" + unix(at)})
	}
	if len(actions) == 0 {
		return s.closedOffer(in, catalog.OfferStale, name)
	}
	actions = append(actions, s.button(actNoneFit, catalog.ActNoneFit, o.ID, chat.StyleNormal))
	body = append(body, chat.Remark(s.w.T(catalog.OfferNote)))
	return say(s.w.T(catalog.OfferCardTitle), body, actions...)
}

// closedOffer is the offer's card after it has ended; a new message is not
// worth sending for that.
func (s *scene) closedOffer(in store.Intent, k catalog.Key, name catalog.Arg) (card, error) {
	if !in.Edit {
		return unwanted("offer-closed")
	}
	return say(s.w.T(catalog.OfferCardTitle), []chat.Block{chat.Remark(s.w.T(k, name))})
}

func (s *scene) place(r mentoring.Rules, id string) string {
	for _, pl := range r.Programme().Places {
		if pl.ID == id {
			return pl.Label.In(s.w.Lang())
		}
	}
	return ""
}

func offeredCard(s *scene, in store.Intent) (card, error) {
	o, p, ok, err := s.offerOf(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	var rows []chat.Fact
	for i, at := range o.Slots {
		rows = append(rows, chat.Pair(s.w.T(catalog.FactSlot, catalog.N(i+1)), s.w.Moment(local(p.rules, at))))
	}
	if place := s.place(p.rules, o.Place); place != "" {
		rows = append(rows, chat.Pair(s.w.T(catalog.FactPlace), place))
	}
	return say(s.w.T(catalog.OfferedTitle), []chat.Block{
		chat.Line(s.w.T(catalog.OfferedText, catalog.A("Name", p.mate.Name))), chat.Facts{Rows: rows},
	})
}

// takeSlot plans the meeting. A slot that was taken, replaced or has passed
// says so on the card.
func (t *turn) takeSlot(arg string) error {
	id, at, _ := strings.Cut(arg, "|")
	start, okTime := fromUnix(at)
	o, p, ok, err := t.offerOf(subject("offer", id))
	if err != nil {
		return err
	}
	if !ok || !okTime || p.side != menteeSide || !slices.ContainsFunc(o.Slots, start.Equal) {
		return t.notice(catalog.GoneOffer)
	}
	if o.Closed != mentoring.OfferOpen || !start.After(t.now) {
		if err := t.face(kindOffer, subject("offer", id), ""); err != nil {
			return err
		}
		return t.notice(catalog.OfferOver)
	}
	o.Closed = mentoring.OfferTaken
	if err := store.Offers.Put(t.tx, o); err != nil {
		return err
	}
	m := mentoring.Meeting{
		ID: t.b.NewID(), Pair: p.pair.ID, State: mentoring.MeetingPlanned, Start: start,
		Minutes: o.Minutes, Place: o.Place, BookedBy: t.me.ID, BookedAt: t.now,
	}
	if err := t.book(p, m); err != nil {
		return err
	}
	return t.face(kindOffer, subject("offer", id), "")
}

// book writes the meeting, tells both and sees to it that they are asked
// afterwards.
func (t *turn) book(p part, m mentoring.Meeting) error {
	if _, err := store.Meetings.Insert(t.tx, m); err != nil {
		return err
	}
	if err := store.Schedule(t.tx, store.DueCheckIn, m.ID, p.rules.CheckInAt(m)); err != nil {
		return err
	}
	if err := t.lookAgain(p); err != nil {
		return err
	}
	if err := t.reply(kindPlanned, subject("meeting", m.ID), ""); err != nil {
		return err
	}
	return t.tell(p.mate.ID, kindPlanned, subject("meeting", m.ID), "", "planned/"+m.ID)
}

// lookAgain puts the pair back on the agenda after something about it changed.
func (t *turn) lookAgain(p part) error {
	st, err := t.standing(p.pair)
	if err != nil {
		return err
	}
	return store.Schedule(t.tx, store.DuePair, p.pair.ID, p.rules.NextLook(st, t.now))
}

// meetingOf is the meeting in a card's subject with the reader's part in it.
func (s *scene) meetingOf(subj string) (m mentoring.Meeting, p part, ok bool, err error) {
	id, err := idOf("meeting", subj)
	if err != nil {
		return m, p, false, err
	}
	if m, ok, err = store.Meetings.Get(s.tx, id); err != nil || !ok {
		return m, p, false, err
	}
	p, ok, err = s.partIn(m.Pair)
	return m, p, ok, err
}

func plannedCard(s *scene, in store.Intent) (card, error) {
	m, p, ok, err := s.meetingOf(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	if m.State != mentoring.MeetingPlanned {
		return unwanted("no-longer-planned")
	}
	rows := []chat.Fact{
		{Label: s.w.T(catalog.FactWhen), Value: []chat.Span{chat.Bold(s.w.Moment(local(p.rules, m.Start)))}},
		chat.Pair(s.w.T(catalog.FactWith), p.mate.Name),
		chat.Pair(s.w.T(catalog.FactLength), s.w.T(catalog.Minutes, catalog.N(m.Minutes))),
	}
	if place := s.place(p.rules, m.Place); place != "" {
		rows = append(rows, chat.Pair(s.w.T(catalog.FactPlace), place))
	}
	body := []chat.Block{chat.Facts{Rows: rows}}
	st, err := s.standing(p.pair)
	if err != nil {
		return card{}, err
	}
	if st.Met() == 0 {
		body = append(body, chat.Line(s.w.T(firstTime(p.side))))
	}
	body = append(body, chat.Remark(s.w.T(catalog.NotAppraisal)))
	return say(s.w.T(catalog.PlannedTitle), body)
}

// firstTime is what the first talk is for (seeds/000, 前回の振り返り).
func firstTime(side mentoring.Part) catalog.Key {
	if side == mentorSide {
		return catalog.FirstMentor
	}
	return catalog.FirstMentee
}

func (t *turn) noneFit(id string) error {
	o, p, ok, err := t.offerOf(subject("offer", id))
	if err != nil {
		return err
	}
	if !ok || p.side != menteeSide {
		return t.notice(catalog.GoneOffer)
	}
	if o.Closed == mentoring.OfferOpen {
		o.Closed = mentoring.OfferNoneFit
		if err := store.Offers.Put(t.tx, o); err != nil {
			return err
		}
		if err := t.tell(p.mate.ID, kindNoneFit, subject("offer", id), "", "none-fit/"+id); err != nil {
			return err
		}
	}
	return t.face(kindOffer, subject("offer", id), "")
}

func noneFitCard(s *scene, in store.Intent) (card, error) {
	o, p, ok, err := s.offerOf(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	if o.Closed != mentoring.OfferNoneFit {
		return unwanted("answered")
	}
	return say(s.w.T(catalog.NoneFitTitle),
		[]chat.Block{chat.Line(s.w.T(catalog.NoneFitText, catalog.A("Name", p.mate.Name)))},
		s.button(actOffer, catalog.ActOfferAgain, p.pair.ID, chat.StylePrimary),
		s.button(actAlreadyMet, catalog.ActAlreadyMet, p.pair.ID, chat.StyleNormal))
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
	key := "ask-date/" + pair + "/" + p.rules.Date(t.now).String()
	if err := t.tell(p.mate.ID, kindAskDate, subject("pair", pair), "", key); err != nil {
		return err
	}
	return t.reply(kindAskedFor, subject("pair", pair), "")
}

// pairOf is the pair in a card's subject from the reader's side.
func (s *scene) pairOf(subj string) (p part, ok bool, err error) {
	id, err := idOf("pair", subj)
	if err != nil {
		return p, false, err
	}
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
	if _, planned := st.NextPlanned(s.now); planned {
		return unwanted("planned")
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
		labels = append(labels, s.w.Moment(local(p.rules, at)))
	}
	line := s.w.T(catalog.QuickTimes, catalog.A("Times", strings.Join(labels, s.w.T(catalog.Comma))))
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
	return say("", []chat.Block{chat.Line(s.w.T(catalog.AskedFor, catalog.A("Name", p.mate.Name)))})
}
