package bot

import (
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/store"
)

// What an entry of the audit log says: whom it is about, and what was done.

// byOperator is the actor of what was done on the machine itself.
const byOperator = "operator"

// auditRow reads what an entry is about.
func (s *scene) auditRow(a store.Audit) (r auditRow, err error) {
	r.Audit = a
	kind, id, _ := strings.Cut(a.What, "/")
	id, rest, _ := strings.Cut(id, "/")
	switch a.Verb {
	case "roster-import": // what it is about are numbers
		r.known = true
		return r, nil
	case "grant-hr":
		kind, id = "person", a.What
	}
	switch kind {
	case "person":
		r.people = []string{id}
	case "pair":
		r.pair = id
	case "month":
		r.pair, _, _ = strings.Cut(id, "|")
	case "meeting":
		m, ok, err := store.Meetings.Get(s.tx, id)
		if err != nil || !ok {
			return r, err
		}
		r.pair = m.Pair
	case "training":
		r.known = true
		r.about, err = s.trainingName(id, rest)
		return r, err
	case "session":
		r.known = true
		d, ok, err := store.Sessions.Get(s.tx, id)
		if err == nil && ok {
			r.about, err = s.trainingName(d.Programme, d.Training)
		}
		return r, err
	case "programme":
		return s.ofProgramme(r, id, rest)
	case "change":
		c, ok, err := store.Changes.Get(s.tx, strings.TrimPrefix(a.What, "change/"))
		if err != nil || !ok {
			return r, err
		}
		r.pair = c.Pair
	case "quiet": // who turned to HR is for those of HR who may know
		q, _, ok, err := s.heldQuiet(id)
		if err != nil || !ok {
			return r, err
		}
		r.pair = q.Pair
	case "voice":
		v, ok, err := store.Voices.Get(s.tx, id)
		if err != nil || !ok {
			return r, err
		}
		r.people = []string{v.Author}
	case "survey": // of a programme; of one person's answers there is the person behind it
		if parts := strings.Split(a.What, "/"); len(parts) == 4 {
			r.people = parts[3:]
			if r, err = s.named(r); err != nil || r.known {
				return r, err
			}
			r.people = nil
		}
		return s.ofProgramme(r, id, "")
	case "people", "audits", "programmes", "export", "form", "voices", "list", "broadcast":
		r.known = true
		return r, nil
	default:
		return r, nil
	}
	return s.named(r)
}

// ofProgramme is an entry about a programme, or a part of it.
func (s *scene) ofProgramme(r auditRow, id, part string) (auditRow, error) {
	r.known = true
	p, ok, err := store.Programmes.Get(s.tx, id)
	if ok {
		r.about = p.Name.In(s.w.Lang()) + s.partWords(part)
	}
	return r, err
}

// named fills in who an entry is about.
func (s *scene) named(r auditRow) (auditRow, error) {
	if r.pair != "" {
		pair, ok, err := store.Pairs.Get(s.tx, r.pair)
		if err != nil || !ok {
			return r, err
		}
		r.people = []string{pair.Mentee, pair.Mentor}
	}
	var names []string
	for _, id := range r.people {
		p, ok, err := store.People.Get(s.tx, id)
		if err != nil {
			return r, err
		}
		if ok {
			names = append(names, p.Name)
		}
	}
	r.about, r.known = strings.Join(names, s.w.T(catalog.Comma)), len(names) > 0
	return r, nil
}

func (s *scene) trainingName(programme, training string) (string, error) {
	p, ok, err := store.Programmes.Get(s.tx, programme)
	if err != nil || !ok {
		return "", err
	}
	t, _ := p.Training(training)
	return t.Name.In(s.w.Lang()), nil
}

func (s *scene) actorName(id string) (string, error) {
	switch id {
	case byOperator:
		return s.w.T(catalog.AuditOperator), nil
	case "scheduler":
		return s.w.T(catalog.AuditItself), nil
	}
	p, ok, err := store.People.Get(s.tx, id)
	if err != nil || !ok {
		return id, err
	}
	return p.Name, nil
}

// auditWord is what was done, in a few words.
func auditWord(verb string) catalog.Key {
	if k, ok := auditWords()[verb]; ok {
		return k
	}
	if isRead(verb) {
		return catalog.AuditRead
	}
	return catalog.AuditDid
}

func auditWords() map[string]catalog.Key {
	return map[string]catalog.Key{
		"web-entered": catalog.AuditWeb, "web-slip": catalog.AuditWebSlip,
		"slip-printed": catalog.AuditSlipPrinted, "slip-revoked": catalog.AuditSlipRevoked, "read-roster": catalog.AuditReadRoster,
		"read-home": catalog.AuditReadHome, "read-months": catalog.AuditReadFigures, "read-figures": catalog.AuditReadFigures,
		"read-person": catalog.AuditReadPerson, "read-pair": catalog.AuditReadPair, "read-unreached": catalog.AuditReadUnreached,
		"read-trainings": catalog.AuditReadTrainings, "read-deferral": catalog.AuditReadDeferral, "read-nomination": catalog.AuditReadNomination, "read-audit": catalog.AuditReadAudit,
		"told-reply": catalog.AuditToldReply, "told-month-over": catalog.AuditToldMonth, "told-plea": catalog.AuditToldPlea,
		"told-moved": catalog.AuditToldMoved, "told-vacancies": catalog.AuditToldVacancies,
		"ask-head": catalog.AuditAskHead, "deferred": catalog.AuditDeferred, "deferral-withdrawn": catalog.AuditUndeferred,
		"plea-answered": catalog.AuditPlea, "paused": catalog.AuditPaused, "resumed": catalog.AuditResumed,
		"training-day": catalog.AuditTrainingDay, "training-tick": catalog.AuditTrainingTick,
		"chat-text-on": catalog.AuditChatText, "chat-text-off": catalog.AuditChatText,
		"roster-import": catalog.AuditRoster, "grant-hr": catalog.AuditGrantHR, "programme-amend": catalog.AuditProgramme,
		"told-change": catalog.AuditToldChange, "read-change": catalog.AuditReadChange, "change-kept": catalog.AuditChangeKept,
		"read-quiet": catalog.AuditReadQuiet, "answer-quiet": catalog.AuditAnswerQuiet, "quiet-go-on": catalog.AuditQuietGoOn,
		"send-again": catalog.AuditSendAgain, "entered-met": catalog.AuditEntered, "entry-undone": catalog.AuditEntryUndone,
		"read-export": catalog.AuditReadExport, "read-handed": catalog.AuditReadHanded, "read-voices": catalog.AuditReadVoices,
		"read-broadcast-unread": catalog.AuditReadUnread, "read-broadcast-failed": catalog.AuditReadUnreached,
		"broadcast-write": catalog.AuditBroadcastWrite, "broadcast-discard": catalog.AuditBroadcastDiscard,
		"broadcast-send": catalog.AuditBroadcastSend, "broadcast-unsend": catalog.AuditBroadcastCancel, "broadcast-cancel": catalog.AuditBroadcastCancel,
		"broadcast-correct": catalog.AuditBroadcastCorrect, "broadcast-resend": catalog.AuditBroadcastResend, "broadcast-remind": catalog.AuditBroadcastRemind,
		"voice-word": catalog.AuditVoice, "voice-pass": catalog.AuditVoice,
		"template-set": catalog.AuditTemplate, "template-drop": catalog.AuditTemplate, "list-edit": catalog.AuditList,
		"programme-new": catalog.AuditProgrammeNew, "programme-edit": catalog.AuditProgrammeEdit, "programme-copy": catalog.AuditProgrammeCopy,
		"programme-close": catalog.AuditProgrammeClose, "programme-name": catalog.AuditProgrammeName, "programme-unname": catalog.AuditProgrammeUnname,
		"open-day": catalog.AuditOpenDay, "open-day-off": catalog.AuditOpenDayOff,
		"read-programmes": catalog.AuditReadProgramme, "read-programme": catalog.AuditReadProgramme, "read-former": catalog.AuditReadFormer,
		"read-survey": catalog.AuditReadSurvey, "read-survey-result": catalog.AuditReadSurvey, "read-survey-departments": catalog.AuditReadSurvey,
		"read-survey-missing": catalog.AuditReadSurveyMissing, "read-survey-words": catalog.AuditReadSurveyAnswer, "read-survey-answer": catalog.AuditReadSurveyAnswer,
		"survey-window": catalog.AuditSurveyWindow, "survey-begin": catalog.AuditSurveyBegin, "survey-close": catalog.AuditSurveyClose,
		"survey-set": catalog.AuditSurveySet, "survey-paper": catalog.AuditSurveyPaper, "survey-ask": catalog.AuditSurveyAsk,
		"retention-set": catalog.AuditRetention, "let-go": catalog.AuditLetGo,
	}
}
