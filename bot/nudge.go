package bot

import (
	"strconv"
	"strings"
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Nudges: the words of the month's steps. A nudge asks the rules again when it
// is sent; one that is no longer true is not sent.

// nudgeCard is a step for the mentor or the mentee.
func nudgeCard(s *scene, in store.Intent) (card, error) {
	p, ok, err := s.pairOf(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	period, step, _ := strings.Cut(in.Arg, "/")
	st, err := s.standing(p.pair)
	if err != nil {
		return card{}, err
	}
	v := p.rules.Due(st, s.now)
	switch {
	case v.Period.String() != period || string(v.Step.ID) != step:
		return unwanted("stale")
	case v.Reason != mentoring.Due:
		return unwanted(string(v.Reason))
	}
	if until, resting, err := s.snoozed(); err != nil || resting {
		return card{later: p.rules.NextWorking(until)}, err
	}
	quiet := []chat.Action{s.snoozeButton()}
	if a, can := s.pleaButton(p, st, 1); can {
		quiet = []chat.Action{a, s.snoozeButton()}
	}
	month := catalog.A("Month", s.w.Month(v.Period.Month))
	name := catalog.A("Name", p.mate.Name)
	if m, planned := st.NextPlanned(s.now); planned && p.rules.Date(m.Start).Period() == v.Period {
		start := s.local(p.rules, m.Start)
		return say(s.w.T(catalog.NudgeTitlePlanned, catalog.A("Day", s.w.Day(start))),
			[]chat.Block{chat.Line(s.w.T(catalog.NudgePlanned, name, catalog.A("When", s.w.Moment(start))))},
			s.button(actAlreadyMet, catalog.ActAlreadyMet, p.pair.ID, chat.StyleNormal), s.snoozeButton())
	}
	open, err := s.offersOpen(p.pair)
	if err != nil {
		return card{}, err
	}
	for _, o := range open {
		if slots := ahead(o, s.now); len(slots) > 0 {
			return s.offerNudge(p, o, slots, s.w.T(catalog.NudgeTitleFirst, month))
		}
	}
	if st.MetIn(v.Period, p.rules.Zone()) > 0 {
		return s.secondTalk(p, st, v.Period)
	}
	body := []chat.Block{chat.Line(s.w.T(nudgeText(v.Step.ID, p.side), name, month, catalog.N(p.rules.Programme().Minutes)))}
	if p.side == menteeSide {
		return say(s.w.T(nudgeTitle(v.Step.ID), month), body, append([]chat.Action{
			s.button(actAskDate, catalog.ActAskDate, p.pair.ID, chat.StylePrimary),
			s.button(actAlreadyMet, catalog.ActAlreadyMet, p.pair.ID, chat.StyleNormal),
		}, quiet...)...)
	}
	line, actions := s.quickTimes(p)
	return say(s.w.T(nudgeTitle(v.Step.ID), month), append(body, chat.Line(line)), append(actions, quiet...)...)
}

// secondTalk asks whether to plan another one in a month in which they have
// met already: the months left would not be enough.
func (s *scene) secondTalk(p part, st mentoring.Standing, month mentoring.Period) (card, error) {
	pr := p.rules.Progress(st, s.now)
	text := catalog.NudgeBehind
	if pr.Fresh == 0 {
		text = catalog.NudgeBehindLast
	}
	line, actions := s.quickTimes(p)
	body := []chat.Block{
		chat.Line(s.w.T(text, catalog.A("Name", p.mate.Name), catalog.A("Months", strconv.Itoa(pr.Fresh)), catalog.N(pr.Lacking()))),
	}
	title := s.w.T(catalog.NudgeTitleBehind, s.monthName(month))
	if p.side == menteeSide {
		return say(title, body, s.button(actAskDate, catalog.ActAskDate, p.pair.ID, chat.StylePrimary), s.snoozeButton())
	}
	return say(title, append(body, chat.Line(line)), append(actions[:2], s.snoozeButton())...)
}

// offerNudge is the step while times wait for the mentee's answer: nobody is
// told to do what they have done.
func (s *scene) offerNudge(p part, o mentoring.Offer, slots []time.Time, title string) (card, error) {
	name := catalog.A("Name", p.mate.Name)
	switch {
	case p.side == o.Taker():
		return say(title, []chat.Block{chat.Line(s.w.T(catalog.NudgeMenteeOffer, name))},
			append(s.slotButtons(p.rules, o, slots), s.button(actNoneFit, catalog.ActNoneFit, o.ID, chat.StyleNormal))...)
	case p.side == menteeSide:
		return say(title, []chat.Block{chat.Line(s.w.T(catalog.NudgeMentorOffer, name))},
			s.button(actPropose, catalog.ActPropose, p.pair.ID, chat.StyleNormal),
			s.button(actAlreadyMet, catalog.ActAlreadyMet, p.pair.ID, chat.StyleNormal))
	}
	return say(title, []chat.Block{chat.Line(s.w.T(catalog.NudgeMentorOffer, name))},
		s.button(actOffer, catalog.ActOfferAgain, p.pair.ID, chat.StyleNormal),
		s.button(actAlreadyMet, catalog.ActAlreadyMet, p.pair.ID, chat.StyleNormal))
}

func nudgeTitle(step mentoring.StepID) catalog.Key {
	switch step {
	case mentoring.StepFirst:
		return catalog.NudgeTitleFirst
	case mentoring.StepClosing:
		return catalog.NudgeTitleClosing
	default:
		return catalog.NudgeTitle
	}
}

func nudgeText(step mentoring.StepID, side mentoring.Part) catalog.Key {
	if side == menteeSide {
		if step == mentoring.StepClosing {
			return catalog.NudgeMenteeClosing
		}
		return catalog.NudgeMentee
	}
	switch step {
	case mentoring.StepFirst:
		return catalog.NudgeMentorFirst
	case mentoring.StepTenth:
		return catalog.NudgeMentorTenth
	case mentoring.StepClosing:
		return catalog.NudgeMentorClosing
	default:
		return catalog.NudgeMentorTwentieth
	}
}
