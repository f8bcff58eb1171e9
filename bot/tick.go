package bot

import (
	"slices"
	"strconv"
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Ticking who attended a training, and what becomes of those who did not.

func (t *turn) openTick(arg string) error {
	if r, training, ok, err := t.trainingOf(strings.Split(arg, "|")[0]); err != nil {
		return err
	} else if ok {
		t.audit("read-trainings", "training/"+r.Programme().ID+"/"+training.ID)
	}
	return t.openForm(formTick, arg)
}

// tickees is the people of one page of the list.
func (s *scene) tickees(r mentoring.Rules, training mentoring.Training, page string) ([]trainee, error) {
	all, err := s.trainees(r, training)
	n, bad := strconv.Atoi(page)
	if err != nil || bad != nil || n < 0 || n*tickPage >= len(all) {
		return nil, err
	}
	return all[n*tickPage : min(len(all), (n+1)*tickPage)], nil
}

func tickForm(s *scene, arg string) (chat.Form, bool, error) {
	id, page, _ := strings.Cut(arg, "|")
	r, training, ok, err := s.trainingOf(id)
	if err != nil || !ok {
		return chat.Form{}, false, err
	}
	people, err := s.tickees(r, training, page)
	if err != nil || len(people) == 0 {
		return chat.Form{}, false, err
	}
	f := chat.Form{
		Title:  s.w.T(catalog.TickTitle),
		Intro:  []chat.Block{chat.Line(s.w.T(catalog.TickIntro, catalog.A("Name", training.Name.In(s.w.Lang()))))},
		Submit: s.w.T(catalog.FormSave),
	}
	ticked := chat.Values{}
	for group := range slices.Chunk(people, chat.MaxShownOptions) {
		fd := chat.Field{
			ID: "people" + strconv.Itoa(len(f.Fields)), Kind: chat.FieldSeveral,
			Label: s.w.T(catalog.TickLabel, catalog.A("First", group[0].person.Name), catalog.A("Last", group[len(group)-1].person.Name)),
		}
		var came []string
		for _, p := range group {
			fd.Options = append(fd.Options, chat.Option{Value: p.person.ID, Label: shorten(p.person.Name+"・"+workplace(p.person), chat.MaxOptionLabel)})
			if p.ticked.State == store.AttendedYes {
				came = append(came, fd.ID, p.person.ID)
			}
		}
		for k, texts := range chat.Set(came...) {
			ticked[k] = texts
		}
		f.Fields = append(f.Fields, fd)
	}
	f.Fields = append(f.Fields, chat.Field{ID: "missed", Kind: chat.FieldChoice, Label: s.w.T(catalog.TickMissed), Required: true, Options: s.missedOptions(training)},
		chat.Field{ID: "date", Kind: chat.FieldDate, Label: s.w.T(catalog.TickDate)},
		chat.Field{ID: "time", Kind: chat.FieldTime, Label: s.w.T(catalog.TrainingTime)})
	f = f.Fill(chat.Set("missed", missedLater))
	return f.Fill(ticked), true, nil
}

func (s *scene) missedOptions(training mentoring.Training) []chat.Option {
	out := []chat.Option{
		{Value: missedLater, Label: s.w.T(catalog.MissedLater)},
		{Value: missedDay, Label: s.w.T(catalog.MissedDay)},
	}
	if training.Material != "" {
		return append(out, chat.Option{Value: missedMaterial, Label: s.w.T(catalog.MissedMaterial)})
	}
	return append(out, chat.Option{Value: missedMaterial, Label: s.w.T(catalog.MissedMaterialByHand)})
}

// tick writes who came; of the others it does what was chosen.
func (t *turn) tick(arg string, v chat.Values) error {
	id, page, _ := strings.Cut(arg, "|")
	r, training, ok, err := t.trainingOf(id)
	if err != nil || !ok {
		return err
	}
	people, err := t.tickees(r, training, page)
	if err != nil {
		return err
	}
	again, err := t.another(r, training, v)
	if err != nil || t.refused {
		return err
	}
	came := map[string]bool{}
	for field := range v {
		if strings.HasPrefix(field, "people") {
			for _, id := range v.Options(field) {
				came[id] = true
			}
		}
	}
	for _, p := range people {
		if err := t.tickOne(r, training, p, came[p.person.ID], v.Option("missed"), again); err != nil {
			return err
		}
	}
	t.audit("training-tick", "training/"+r.Programme().ID+"/"+training.ID)
	return t.openTrainings(r.Programme().ID)
}

// another is the new day for who missed the training, if one was chosen. Before
// the first day nobody has missed anything.
func (t *turn) another(r mentoring.Rules, training mentoring.Training, v chat.Values) (again store.Session, err error) {
	if v.Option("missed") == missedLater {
		return again, nil
	}
	sessions, err := store.SessionsOf(t.tx, r.Programme().ID, training.ID)
	if err != nil {
		return again, err
	}
	if len(sessions) == 0 || sessions[0].Start.After(t.now) {
		t.wrong("missed", catalog.MissedEarly)
		return again, nil
	}
	if v.Option("missed") != missedDay {
		return again, nil
	}
	at, given := t.ownTime(part{rules: r}, v, "")
	switch {
	case t.refused:
		return again, nil
	case !given:
		t.wrong("date", catalog.FormMissing)
		return again, nil
	}
	return t.newSession(r, training, at)
}

func (t *turn) tickOne(r mentoring.Rules, training mentoring.Training, p trainee, came bool, missed string, again store.Session) error {
	a := store.Attendance{Programme: r.Programme().ID, Training: training.ID, Person: p.person.ID, By: t.me.ID, At: t.now}
	switch {
	case came && p.ticked.State == store.AttendedYes:
		return nil
	case came:
		a.State = store.AttendedYes
		return store.Attendances.Put(t.tx, a)
	case missed == missedDay:
		a.State, a.Session = store.AttendedAgain, again.ID
	case missed == missedMaterial:
		a.State = store.AttendedPaper
	case p.ticked.State == store.AttendedYes: // ticked by mistake
		return store.Attendances.Delete(t.tx, store.Attendances.Key(a))
	default:
		return nil
	}
	if p.ticked.State == a.State && p.ticked.Session == a.Session {
		return nil
	}
	if err := store.Attendances.Put(t.tx, a); err != nil {
		return err
	}
	return t.tell(p.person.ID, kindTrainingMissed, subject("training", trainingRef(r, training)), string(a.State)+"/"+a.Session,
		"missed/"+a.Programme+"/"+training.ID+"/"+string(a.State)+"/"+a.Session)
}
