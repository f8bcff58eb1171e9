package bot

import (
	"context"
	"fmt"
	"strings"
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// cards is every kind of intent there is, with what it becomes.
func cards() map[string]cardFunc {
	return map[string]cardFunc{
		kindNotice: noticeCard, kindMenu: menuCard, kindHelp: helpCard,
		kindWelcome: welcomeCard, kindStranger: strangerCard, kindQuestion: questionCard,

		store.KindNominate: nominateCard, kindNominated: nominatedCard, kindUndone: undoneCard,
		store.KindNominateLate: nominateLateCard, kindMentorLost: mentorLostCard,
		store.KindChoose: chooseCard, kindAsked: askedCard, store.KindInvited: invitedCard,
		kindChooseOver: chooseOverCard, kindChooseWithdrew: chooseWithdrewCard,
		store.KindOpenDay: openDayCard, kindOpenDayOff: openDayOffCard,
		kindAnnounceMentor: announceMentorCard, kindAnnounceMentee: announceMenteeCard,

		kindOffer: offerCard, kindOffered: offeredCard, kindPlanned: plannedCard,
		kindNoneFit: noneFitCard, kindAskDate: askDateCard, kindAskedFor: askedForCard,

		kindCancelled: cancelledCard, kindSchedule: scheduleCard,
		kindSeries: seriesCard, kindSeriesStopped: seriesStoppedCard, store.KindSeriesSkipped: seriesSkippedCard,

		store.KindCheckIn: checkInCard, kindMissed: missedCard, kindDiffer: differCard,
		kindReflect: reflectCard, kindReflected: reflectedCard, kindShared: sharedCard,
		kindVisionAsk: visionAskCard, kindVisionKept: visionKeptCard, kindVisionShared: visionSharedCard,

		store.KindPrepare: prepareCard, kindPrepared: preparedCard, store.KindTalkDay: talkDayCard, kindGuide: guideCard,
		store.KindLookBack: lookBackCard, kindLookedBack: lookedBackCard, kindLookBackCame: lookBackCameCard,

		kindEntered: enteredCard, kindUnentered: unenteredCard, kindEnteredFor: enteredForCard,
		kindMyErased: myErasedCard, store.KindRetention: retentionCard,

		kindPairEnded: pairEndedCard,
		kindAskHead:   askHeadCard, kindHeadReplied: headRepliedCard,
		store.KindTraining: trainingCard, kindTrainingMissed: trainingMissedCard,

		store.KindSurvey: surveyCard, store.KindSurveyRemind: surveyRemindCard, store.KindSurveyMoved: surveyMovedCard,
		store.KindSurveyOver: surveyOverCard, kindSurveySent: surveySentCard, kindSurveyKeyed: surveyKeyedCard,
		kindSurveyAsk: surveyAskCard,

		kindDeferred: deferredCard, kindDeferBack: deferBackCard, kindPutOff: putOffCard,
		kindPlea: pleaCard, kindPleaSent: pleaSentCard, kindPleaMeet: pleaMeetCard,
		kindSnoozed: snoozedCard, kindPaused: pausedCard,
		store.KindClosing: closingCard, store.KindShortfall: shortfallCard,
		kindGoOn: goOnCard, kindGoOnSent: goOnSentCard, kindGoingOn: goingOnCard,
		kindMoved: menteeMovedCard,

		store.KindBroadcast: broadcastCard, store.KindBroadcastAgain: broadcastAgainCard, kindBroadcastPreview: broadcastPreviewCard,
		store.KindBroadcastDesk: broadcastDeskCard, store.KindBroadcastDone: broadcastDoneCard, kindBroadcastSaid: broadcastSaidCard, kindBroadcastAimed: broadcastAimedCard,
		kindSignIn: signInCard, kindSlipUsed: slipUsedCard,
		kindChange: changeCard, kindChangeSent: changeSentCard, kindChangeKept: changeKeptCard,
		kindThanked: thankedCard, kindNoteKept: noteKeptCard, kindNoteCame: noteCameCard,
		kindConsented: consentedCard, kindHandoverCame: handoverCameCard,
		kindQuiet: quietCard, kindQuietSent: quietSentCard, kindQuietWait: quietWaitCard,
		kindQuietCame: quietCameCard, kindQuietDone: quietDoneCard,
		kindExport: exportCard, kindHandedIn: handedInCard,
		kindVoiceOffered: voiceOfferedCard, kindVoiceAsk: voiceAskCard, kindVoicePassed: voicePassedCard,
		kindCardSent: cardSentCard, kindCardCame: cardCameCard,

		store.KindNudge: nudgeCard, store.KindHeadDigest: headDigestCard, store.KindMonthOver: monthOverCard,
	}
}

// Compose says what a delivery has become at now: a message in the
// recipient's language, or later, or no longer wanted. It only reads, and keeps
// the figures that it is the first to look at.
func (b *Bot) Compose(ctx context.Context, d store.Delivery, now time.Time) (out store.Composed, err error) {
	compose, ok := b.cards[d.Kind]
	if !ok {
		return store.Composed{Unknown: true}, nil
	}
	var freezes []store.Frozen
	err = b.Store.View(ctx, func(tx store.Tx) error {
		out, freezes, err = b.compose(tx, d, now, compose)
		return err
	})
	if err == nil && len(freezes) > 0 {
		err = b.Store.Update(ctx, func(tx store.Tx) error { return freeze(tx, freezes) })
		if err == nil {
			return b.Compose(ctx, d, now)
		}
	}
	if err != nil {
		return out, fmt.Errorf("bot: compose %s: %w", d.Kind, err)
	}
	return out, nil
}

func (b *Bot) compose(tx store.Tx, d store.Delivery, now time.Time, compose cardFunc) (store.Composed, []store.Frozen, error) {
	contact, ok, err := store.AccountOf(tx, d.To)
	if err != nil {
		return store.Composed{}, nil, err
	}
	if !ok {
		return store.Composed{Drop: "no-account"}, nil, nil
	}
	var me mentoring.Person
	person, account := d.To, strings.HasPrefix(d.To, "@")
	if account { // a stranger's, or one of the web
		person = contact.Person
	}
	if !account || contact.Visited {
		if me, ok, err = store.People.Get(tx, person); err != nil {
			return store.Composed{}, nil, err
		}
		if !ok || !me.Active {
			return store.Composed{Drop: "left"}, nil, nil
		}
	}
	s, err := b.scene(tx, me, contact, now)
	if err != nil {
		return store.Composed{}, nil, err
	}
	if at, err := s.opening(); err != nil || (!d.Urgent && at.After(now)) {
		return store.Composed{Later: at}, nil, err
	}
	var ref chat.Ref
	if d.Edit {
		sent, ok, err := store.Refs.Get(tx, store.Join(d.To, d.Kind, d.Subject))
		if err != nil {
			return store.Composed{}, nil, err
		}
		if !ok || sent.Account != contact.Account {
			return store.Composed{Drop: "nothing-to-change"}, nil, nil
		}
		ref = sent.Ref
		if d.Arg == argEnded {
			compose = overCard
		}
	}
	c, err := compose(s, d.Intent)
	if err != nil {
		return store.Composed{}, nil, err
	}
	return store.Composed{
		To:      chat.Address{Account: contact.Account, Route: contact.Route},
		Message: c.message, Replace: ref, Later: c.later, Drop: c.drop, Sent: c.sent,
	}, s.freezes, nil
}

// opening is when somebody may be written to who did not just do something:
// now, or when the office opens.
func (s *scene) opening() (time.Time, error) {
	rules, ok, err := s.currentRules()
	if err != nil || !ok {
		return s.now, err
	}
	return rules.NextWorking(s.now), nil
}
