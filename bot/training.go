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

// Trainings: HR sets the day, everybody who is to come hears on the business day
// before, HR ticks who came, and who missed it gets another day or the material.

const (
	actTraining     = "training.page" // arg: programme, and behind | the section to go on from
	actTrainingDay  = "training.day"  // arg: programme/training
	actTrainingTick = "training.tick" // arg: programme/training|page
	formTrainingDay = "training.day"  // arg: programme/training
	formTick        = "training.tick" // arg: programme/training|page

	missedLater    = "later"
	missedDay      = "day"
	missedMaterial = "material"

	tickPage = 100 // people whom one form holds, ten to a field
)

// trainee is somebody who is to attend a training, with what HR has ticked.
type trainee struct {
	person mentoring.Person
	ticked store.Attendance // the zero Attendance for nothing
}

// trainees lists who is to attend, by section and reading of the name. A part
// outranks HR's and the head's view: the reader's partners are left out.
func (s *scene) trainees(r mentoring.Rules, training mentoring.Training) ([]trainee, error) {
	people, err := store.Trainees(s.tx, r, training, r.Date(s.now))
	if err != nil {
		return nil, err
	}
	mates, err := s.mates()
	if err != nil {
		return nil, err
	}
	var out []trainee
	for _, p := range people {
		if mates[p.ID] {
			continue
		}
		a, _, err := store.Attendances.Get(s.tx, store.Join(r.Programme().ID, training.ID, p.ID))
		if err != nil {
			return nil, err
		}
		out = append(out, trainee{p, a})
	}
	slices.SortStableFunc(out, func(a, b trainee) int { return bySection(a.person, b.person) })
	return out, nil
}

// bySection is the order of a list of people: by section and reading of the
// name.
func bySection(a, b mentoring.Person) int {
	return strings.Compare(a.Section+"\x00"+a.Kana, b.Section+"\x00"+b.Kana)
}

// mates is everybody with whom the reader is or was in a pair: what somebody
// wrote about that time is not for them when the pair is over either.
func (s *scene) mates() (map[string]bool, error) { return s.matesOf(s.me.ID) }

// matesOf is those with whom the person is or was in a pair.
func (s *scene) matesOf(person string) (map[string]bool, error) {
	pairs, err := store.PairsOf(s.tx, person)
	out := map[string]bool{}
	for _, pair := range pairs {
		out[pair.Person(pair.PartOf(person).Other())] = true
	}
	return out, err
}

// openTrainings shows HR every training with its days and who attended.
func (t *turn) openTrainings(arg string) error {
	programme, from := cutFrom(arg)
	rules, ok, err := t.deskRules(programme)
	if err != nil {
		return err
	}
	if !ok || !t.hr {
		return t.sorry(catalog.FormGone)
	}
	t.audit("read-trainings", "programme/"+rules.Programme().ID)
	out, err := t.switcher(rules, actTraining, same)
	if err != nil {
		return err
	}
	for _, training := range rules.Programme().Trainings {
		sec, err := t.trainingSection(rules, training)
		if err != nil {
			return err
		}
		out = append(out, sec)
	}
	if len(rules.Programme().Trainings) == 0 {
		out = append(out, chat.Section{Body: []chat.Block{chat.Line(t.w.T(catalog.TrainingNone))}})
	}
	return t.showFrom(t.w.T(catalog.TrainingTitle), out, from, func(next string) chat.Action {
		return t.button(actTraining, catalog.ActHomeNext, rules.Programme().ID+"|"+next, chat.StyleNormal)
	})
}

func (t *turn) trainingSection(r mentoring.Rules, training mentoring.Training) (chat.Section, error) {
	sec := chat.Section{Title: training.Name.In(t.w.Lang()), Actions: []chat.Action{
		t.button(actTrainingDay, catalog.ActTrainingDay, trainingRef(r, training), chat.StyleNormal),
	}}
	days, err := t.sessionDays(r, training)
	if err != nil {
		return sec, err
	}
	people, err := t.trainees(r, training)
	if err != nil {
		return sec, err
	}
	came := 0
	table := chat.Table{Caption: sec.Title, Head: []string{t.w.T(catalog.FactSection), t.w.T(catalog.FactName), t.w.T(catalog.FactAttended)}}
	for i, p := range people {
		if p.ticked.State == store.AttendedYes {
			came++
		}
		if len(table.Rows) < chat.MaxTableRows {
			state, err := t.attended(r, p.ticked)
			if err != nil {
				return sec, err
			}
			table.Rows = append(table.Rows, []string{p.person.Section, p.person.Name, state})
		}
		if i%tickPage == 0 && len(sec.Actions) < chat.MaxActions {
			tick := t.button(actTrainingTick, catalog.ActTrainingTick, trainingRef(r, training)+"|"+strconv.Itoa(i/tickPage), chat.StyleNormal)
			if i > 0 {
				tick.Label = shorten(tick.Label+"（"+strconv.Itoa(i+1)+"～）", chat.MaxActionLabel)
			}
			sec.Actions = append(sec.Actions, tick)
		}
	}
	sec.Body = []chat.Block{
		chat.Facts{Rows: []chat.Fact{
			chat.Pair(t.w.T(catalog.FactDay), days),
			chat.Pair(t.w.T(catalog.FactAttended), t.w.T(catalog.TrainingCount, catalog.A("Came", strconv.Itoa(came)), catalog.N(len(people)))),
		}},
	}
	if len(table.Rows) > 0 {
		sec.Body = append(sec.Body, table)
	}
	return sec, nil
}

// sessionDays is the training's days in words, or when it usually is.
func (s *scene) sessionDays(r mentoring.Rules, training mentoring.Training) (string, error) {
	sessions, err := store.SessionsOf(s.tx, r.Programme().ID, training.ID)
	if err != nil {
		return "", err
	}
	var days []string
	for _, d := range sessions {
		days = append(days, s.w.Moment(s.local(r, d.Start)))
	}
	if len(days) == 0 {
		text := catalog.TrainingUsual
		if training.FromWeek == training.ToWeek {
			text = catalog.TrainingUsualWeek
		}
		return s.w.T(text, catalog.A("Month", s.w.Month(r.Periods()[0].Month)),
			catalog.A("From", strconv.Itoa(training.FromWeek)), catalog.A("To", strconv.Itoa(training.ToWeek))), nil
	}
	return shorten(strings.Join(days, s.w.T(catalog.Comma)), chat.MaxFactValue), nil
}

// attended is a tick in words.
func (s *scene) attended(r mentoring.Rules, a store.Attendance) (string, error) {
	switch a.State {
	case store.AttendedYes:
		return s.w.T(catalog.AttendedYes), nil
	case store.AttendedPaper:
		return s.w.T(catalog.AttendedMaterial), nil
	case store.AttendedAgain:
		d, ok, err := store.Sessions.Get(s.tx, a.Session)
		if err != nil || !ok {
			return s.w.T(catalog.AttendedNot), err
		}
		return s.w.T(catalog.AttendedAgain, catalog.A("When", s.w.Moment(s.local(r, d.Start)))), nil
	default:
		return s.w.T(catalog.AttendedNot), nil
	}
}

func (t *turn) openTrainingDay(training string) error { return t.openForm(formTrainingDay, training) }

// trainingOf is the training that the reference names, for HR.
func (s *scene) trainingOf(ref string) (r mentoring.Rules, training mentoring.Training, ok bool, err error) {
	if !s.hr {
		return r, training, false, nil
	}
	return s.trainingIn(ref)
}

func trainingDayForm(s *scene, arg string) (chat.Form, bool, error) {
	r, training, ok, err := s.trainingOf(arg)
	if err != nil || !ok {
		return chat.Form{}, false, err
	}
	usual, err := s.sessionDays(r, training)
	if err != nil {
		return chat.Form{}, false, err
	}
	return chat.Form{
		Title:  s.w.T(catalog.TrainingDayTitle),
		Intro:  []chat.Block{chat.Line(training.Name.In(s.w.Lang())), chat.Remark(usual)},
		Submit: s.w.T(catalog.FormSave),
		Fields: []chat.Field{
			{ID: "date", Kind: chat.FieldDate, Label: s.w.T(catalog.FactDay), Required: true},
			{ID: "time", Kind: chat.FieldTime, Label: s.w.T(catalog.TrainingTime), Required: true},
		},
	}, true, nil
}

func (t *turn) trainingDay(arg string, v chat.Values) error {
	r, training, ok, err := t.trainingOf(arg)
	if err != nil || !ok {
		return err
	}
	at, given := t.ownTime(part{rules: r}, v, "")
	if !given || t.refused {
		return nil
	}
	if _, err := t.newSession(r, training, at); err != nil {
		return err
	}
	return t.openTrainings(r.Programme().ID)
}

// newSession sets a day, or finds the one that is set already.
func (t *turn) newSession(r mentoring.Rules, training mentoring.Training, at time.Time) (store.Session, error) {
	programme := r.Programme().ID
	there, err := store.SessionsOf(t.tx, programme, training.ID)
	if err != nil {
		return store.Session{}, err
	}
	if i := slices.IndexFunc(there, func(s store.Session) bool { return s.Start.Equal(at) }); i >= 0 {
		return there[i], nil
	}
	s := store.Session{ID: t.b.NewID(), Programme: programme, Training: training.ID, Start: at, SetBy: t.me.ID}
	if _, err := store.Sessions.Insert(t.tx, s); err != nil {
		return s, err
	}
	t.audit("training-day", "session/"+s.ID)
	return s, store.Schedule(t.tx, store.DueTraining, s.ID, r.EveOf(at))
}
