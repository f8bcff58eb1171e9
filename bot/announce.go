package bot

import (
	"strings"
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Telling a new pair: the mentor first, then the mentee, in the head's name.

// announceMentorCard tells the mentor. With its sending the nudges begin and
// the mentee is told.
func announceMentorCard(s *scene, in store.Intent) (card, error) {
	pair, mentee, _, ok, err := s.bothOf(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	by, err := s.by(pair)
	if err != nil {
		return card{}, err
	}
	p, ok, err := s.sideOf(pair)
	if err != nil || !ok {
		return card{drop: "ended"}, err
	}
	text := catalog.AnnounceMentorText
	if pair.NominatedBy == s.me.ID {
		text = catalog.AnnounceMentorSelf
	}
	line, actions := s.quickTimes(p)
	actions = actions[:2]
	actions[0].Arg += "|" + fromAnnounce
	if in.Edit {
		line, actions = s.w.T(catalog.OfferSentFace, catalog.A("Name", mentee.Name)), actions[1:]
	}
	monthly, purpose := s.w.T(catalog.VoluntaryPace, catalog.N(p.rules.Programme().Minutes)), catalog.VoluntaryPurpose
	if !pair.Voluntary {
		purpose = catalog.PurposeMentor
		first, last := s.window(p.rules)
		monthly = s.w.T(catalog.AnnounceMentorMonthly, first, last, catalog.N(p.rules.Programme().Minutes))
	}
	taken, err := s.takenOver(p)
	if err != nil {
		return card{}, err
	}
	c, err := say(s.w.T(catalog.AnnounceMentorTitle, catalog.A("Name", mentee.Name)), append(append([]chat.Block{
		chat.Line(s.w.T(text, catalog.A("Head", by), catalog.A("Name", mentee.Name), catalog.A("Team", workplace(mentee)))),
	}, taken...),
		chat.Line(monthly),
		chat.Line(s.w.T(purpose)),
		chat.Line(s.w.T(catalog.Confidential)),
		chat.Line(line),
		chat.Remark(s.w.T(catalog.NotAppraisal)),
	), actions...)
	c.sent = s.b.told(pair.ID)
	return c, err
}

// window is the first and the last month in which pairs meet.
func (s *scene) window(r mentoring.Rules) (first, last catalog.Arg) {
	periods := r.Periods()
	return catalog.A("First", s.w.Month(periods[0].Month)), catalog.A("Last", s.w.Month(periods[len(periods)-1].Month))
}

func workplace(p mentoring.Person) string {
	if p.Team == "" {
		return p.Section
	}
	return strings.TrimSpace(p.Section + " " + p.Team)
}

// told notes that the mentor knows, puts the pair on the agenda and has the
// mentee told.
func (b *Bot) told(pairID string) func(store.Tx, time.Time) error {
	return func(tx store.Tx, now time.Time) error {
		pair, err := store.Pairs.Must(tx, pairID)
		if err != nil || !pair.ToldAt.IsZero() {
			return err
		}
		pair.ToldAt = now
		if err := store.Pairs.Put(tx, pair); err != nil {
			return err
		}
		rules, err := b.rules.Get(tx, pair.Programme)
		if err != nil {
			return err
		}
		if ended(pair, rules, now) { // taken back while it was on its way
			return b.windUp(tx, pair, pair.Mentor, now)
		}
		var after []store.Intent
		if pair.Follows != "" {
			if after, err = b.takeOver(tx, pair, rules, now); err != nil {
				return err
			}
			if pair, err = store.Pairs.Must(tx, pairID); err != nil {
				return err
			}
		}
		if !pair.Voluntary { // until now the nomination could be taken back
			if err := store.Vacancies.Delete(tx, pair.Mentee); err != nil {
				return err
			}
		}
		st, err := store.Standing(tx, pair)
		if err != nil {
			return err
		}
		if err := store.Schedule(tx, store.DuePair, pair.ID, rules.NextLook(st, now)); err != nil {
			return err
		}
		if err := store.Schedule(tx, store.DueLeave, pair.ID, now); err != nil {
			return err
		}
		first := store.Intent{
			Key:  "announce/" + pair.ID + "/" + pair.Mentee,
			Kind: kindAnnounceMentee, Subject: subject("pair", pair.ID), To: pair.Mentee, Keep: true,
		}
		for _, in := range append([]store.Intent{first}, after...) {
			if err := b.send(tx, in, now); err != nil {
				return err
			}
		}
		return nil
	}
}

func announceMenteeCard(s *scene, in store.Intent) (card, error) {
	pair, _, mentor, ok, err := s.bothOf(in.Subject)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	if _, ok, err = s.partOf(pair); err != nil || !ok {
		return card{drop: "ended"}, err
	}
	by, err := s.by(pair)
	if err != nil {
		return card{}, err
	}
	if pair.Follows != "" {
		return s.changedCard(pair, mentor, by)
	}
	return say(s.w.T(catalog.AnnounceMenteeTitle, catalog.A("Name", mentor.Name)), []chat.Block{
		chat.Line(s.w.T(catalog.AnnounceMenteeText, catalog.A("Head", by), catalog.A("Name", mentor.Name), catalog.A("Team", workplace(mentor)))),
		chat.Line(s.w.T(catalog.PurposeMentee)),
		chat.Line(s.w.T(catalog.Confidential)),
		chat.Remark(s.w.T(catalog.NotAppraisal)),
	},
		s.button(actAskDate, catalog.ActAskDate, pair.ID, chat.StylePrimary),
		s.button(actHelp, catalog.ActHelp, "", chat.StyleNormal))
}
