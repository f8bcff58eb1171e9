package main

import (
	"context"
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// October's questionnaire: HR sets its days and opens it, people answer at
// once, after a reminder, in part, too late or never.

// Buttons of the questionnaire.
const (
	pressSurvey     = "survey.open"
	pressSurveyChat = "survey.chat"
)

// questionnaire is October's, by its days: both are included.
type questionnaire struct{ opens, deadline time.Time }

// blank is one person's form on their part.
type blank struct{ who, part string }

// The parts that are asked.
const (
	partMentee = "mentee"
	partMentor = "mentor"
)

// questionnaire runs from the middle of October to the end of the month.
func (a almanac) questionnaire() questionnaire {
	return questionnaire{opens: a.from(a.day(time.October, 13)), deadline: a.before(a.day(time.November, 1), 1)}
}

// holds reports whether the questionnaire can be answered at the time.
func (q questionnaire) holds(t time.Time) bool { return span{q.opens, q.over()}.holds(t) }

// over is the first moment after the deadline.
func (q questionnaire) over() time.Time { return q.deadline.AddDate(0, 0, 1) }

func (s *simulation) opensSurvey(ctx context.Context, clerk *person) error {
	v := clerk.walks(ctx)
	v.press(ctx, pressSurveyDesk, s.programme)
	v.press(ctx, pressSurveyWindow, s.programme)
	v.send(ctx, "opens", s.survey.opens.Format(time.DateOnly), "deadline", s.survey.deadline.Format(time.DateOnly))
	v.press(ctx, pressSurveyBegin, s.programme)
	v.send(ctx, "sure", "yes")
	return v.err
}

func (s *simulation) closesSurvey(ctx context.Context, clerk *person) error {
	v := clerk.walks(ctx)
	v.press(ctx, pressSurveyDesk, s.programme)
	v.press(ctx, pressSurveyClose, s.programme)
	v.send(ctx, "sure", "yes")
	return v.err
}

// fillsIn: in the dialogs, question by question in the chat, another day, or
// not before the next reminder. What was sent is seldom changed.
func (p *person) fillsIn(a arrival, m []chat.Action, _ chat.Action) {
	if _, open := button(m, pressSurveyChat); !open {
		if p.chance(5) {
			p.pressLater(p.soon(), a.ref, pressSurvey)
		}
		return
	}
	switch n := p.rng.IntN(100); {
	case n < 32:
		p.pressLater(p.soon(), a.ref, pressSurvey)
	case n < 40:
		p.pressLater(p.soon(), a.ref, pressSurveyChat)
	case n < 55:
		p.pressLater(p.days(1+p.rng.IntN(8)), a.ref, pressSurvey)
	}
}

// noteSheets notes which of their forms the person has sent off by now.
func (s *simulation) noteSheets(tx store.Tx, p *person, now time.Time) error {
	if !s.survey.holds(now) {
		return nil
	}
	for _, part := range []string{partMentee, partMentor} {
		if p.sheets.has(part) {
			continue
		}
		sent, err := store.SurveyAnswered(tx, s.programme, mentoring.Part(part), p.id)
		if err != nil {
			return err
		}
		if sent {
			p.sheets = p.sheets.with(part, now)
		}
	}
	return nil
}
