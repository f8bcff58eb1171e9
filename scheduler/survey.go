package scheduler

import (
	"strconv"

	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// surveyChunk is how many people one look at a questionnaire writes to; the
// others come with the next ring.
const surveyChunk = 500

// lookAtSurvey invites who is to answer the questionnaire of October, says that
// its deadline was moved, reminds who has not answered, and tells HR that the
// deadline is over. Each is one for a person and deadline for ever, and nobody
// hears two of them on one day: after an outage only the latest remains.
func lookAtSurvey(v view) (p plan, err error) {
	rec, ok, err := store.Surveys.Get(v.tx, v.subject)
	if err != nil || !ok {
		return p, err
	}
	rules, err := v.rules(v.subject)
	if err != nil {
		return p, err
	}
	p.next = rules.SurveyLook(rec.Window, v.now)
	switch rules.SurveyPhase(rec.Window, v.now) {
	case mentoring.SurveyOpen:
		err = v.survey(&p, rules, rec.Window)
	case mentoring.SurveyOver:
		if !rules.SurveyOverAt(rec.Window).After(v.now) {
			err = v.surveyOver(&p, rec)
		}
	}
	return p, err
}

func (v view) survey(p *plan, rules mentoring.Rules, w mentoring.SurveyWindow) error {
	people, err := store.SurveyAsked(v.tx, rules, w, rules.Date(v.now))
	if err != nil {
		return err
	}
	for _, who := range people {
		if len(p.intents) >= surveyChunk {
			p.next = v.now // the others with the next ring
			break
		}
		if who.Person.Away(rules.Date(v.now)) {
			continue
		}
		in, wanted, err := v.surveyWord(rules, w, who)
		if err != nil {
			return err
		}
		if wanted {
			p.tell(in)
		}
	}
	return nil
}

// surveyWord is the one thing to say to somebody now: the invitation, else that
// the deadline was moved, else the reminder that is due.
func (v view) surveyWord(rules mentoring.Rules, w mentoring.SurveyWindow, who store.SurveyPerson) (in store.Intent, wanted bool, err error) {
	programme, deadline := rules.Programme().ID, w.Deadline.String()
	subj := store.SurveySubject(programme, who.Part)
	if sent, err := store.SurveyAnswered(v.tx, programme, who.Part, who.Person.ID); err != nil || sent {
		return in, false, err
	}
	in = store.Intent{Subject: subj, To: who.Person.ID, Expires: rules.SurveyEnd(w), Keep: true}
	invitation, invited, err := store.Outbox.Get(v.tx, store.SurveyKey(programme, who.Part, who.Person.ID))
	if err != nil {
		return in, false, err
	}
	if !invited {
		in.Key, in.Kind = store.SurveyKey(programme, who.Part, who.Person.ID), store.KindSurvey
		return in, true, nil
	}
	rem, due := rules.SurveyReminderDue(w, v.now)
	due = due && rem.At.After(invitation.Created) // who was invited later, back from leave, has just heard
	moved := w.Moves > 0 && invitation.Created.Before(w.Since)
	switch {
	case due:
		arg := deadline + "/" + strconv.Itoa(rem.Days)
		in.Key, in.Kind, in.Arg = "survey-remind/"+subj+"/"+arg+"/"+in.To, store.KindSurveyRemind, arg
		in.Expires = rem.Until
	case moved:
		in.Key, in.Kind, in.Arg = "survey-moved/"+subj+"/"+deadline+"/"+strconv.Itoa(w.Moves)+"/"+in.To, store.KindSurveyMoved, deadline
		if next := rules.SurveyReminders(w); len(next) > 0 {
			in.Expires = next[0].At
		}
	default:
		return in, false, nil
	}
	_, there, err := store.Outbox.Get(v.tx, in.Key)
	return in, !there, err
}

// surveyOver tells HR, once for a deadline.
func (v view) surveyOver(p *plan, rec store.Survey) error {
	people, err := store.WithRole(v.tx, mentoring.RoleHR)
	if err != nil {
		return err
	}
	deadline := rec.Window.Deadline.String()
	for _, h := range people {
		p.tell(store.Intent{
			Key:  "survey-over/" + rec.Programme + "/" + deadline + "/" + h.ID,
			Kind: store.KindSurveyOver, Subject: "programme/" + rec.Programme, Arg: deadline, To: h.ID, Keep: true,
		})
	}
	return nil
}
