package bot

import (
	"maps"
	"strconv"
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
)

// The lists of a programme that HR edits in a form: trainings, where to turn to.

// How many of a list one form shows; the rest stays as it is.
const (
	trainingsShown   = 4
	counsellorsShown = 4
)

func trainingsFields(s *scene, r mentoring.Rules) (fields []chat.Field, held chat.Values, err error) {
	held = chat.Values{}
	for i, tr := range r.Programme().Trainings {
		if i == trainingsShown {
			break
		}
		n := strconv.Itoa(i)
		fields = append(fields,
			must(short("name"+n, s.w.T(catalog.ProgrammeFTraining, catalog.N(i+1)), 60)),
			must(short("minutes"+n, s.w.T(catalog.ProgrammeFTrainingMinutes, catalog.N(i+1)), 4)),
			short("material"+n, s.w.T(catalog.ProgrammeFTrainingMaterial, catalog.N(i+1)), chat.MaxShortText))
		maps.Copy(held, chat.Set("name"+n, tr.Name.In(s.w.Lang()), "minutes"+n, strconv.Itoa(tr.Minutes)))
		if tr.Material != "" {
			maps.Copy(held, chat.Set("material"+n, tr.Material))
		}
	}
	return fields, held, nil
}

func (t *turn) applyTrainings(_ mentoring.Rules, p *mentoring.Programme, v chat.Values) error {
	out := append([]mentoring.Training(nil), p.Trainings...)
	for i := range out[:min(len(out), trainingsShown)] {
		n := strconv.Itoa(i)
		out[i].Name = renamed(out[i].Name, v.Text("name"+n), t.w.Lang())
		out[i].Minutes = t.number(v, "minutes"+n, 5, trainingMinutes)
		out[i].Material = cityWords(v.Text("material" + n))
		if m := out[i].Material; m != "" && !strings.HasPrefix(m, "https://") {
			t.wrong("material"+n, catalog.ProgrammeHttps)
		}
	}
	p.Trainings = out
	return nil
}

func contactFields(s *scene, r mentoring.Rules) ([]chat.Field, chat.Values, error) {
	c := r.Programme().Contact
	return []chat.Field{
		must(short("name", s.w.T(catalog.ProgrammeFName), 60)),
		short("phones", s.w.T(catalog.ProgrammeFPhones), 100),
		short("mail", s.w.T(catalog.ProgrammeFMail), 100),
	}, filled("name", c.Name.In(s.w.Lang()), "phones", strings.Join(c.Phones, "、"), "mail", c.Mail), nil
}

// filled is [chat.Set] without what is empty.
func filled(pairs ...string) chat.Values {
	v := chat.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			maps.Copy(v, chat.Set(pairs[i], pairs[i+1]))
		}
	}
	return v
}

func (t *turn) applyContact(_ mentoring.Rules, p *mentoring.Programme, v chat.Values) error {
	p.Contact = mentoring.Contact{
		Name: renamed(p.Contact.Name, v.Text("name"), t.w.Lang()), Phones: cityList(v.Text("phones")), Mail: cityWords(v.Text("mail")),
	}
	if len(p.Contact.Phones) == 0 && p.Contact.Mail == "" {
		t.wrong("phones", catalog.ProgrammeNeedReach)
	}
	return nil
}

func counsellorsFields(s *scene, r mentoring.Rules) (fields []chat.Field, held chat.Values, err error) {
	held = chat.Values{}
	for i := range counsellorsShown {
		n := strconv.Itoa(i)
		fields = append(fields,
			short("name"+n, s.w.T(catalog.ProgrammeFCounsellor, catalog.N(i+1)), 60),
			chat.Field{ID: "phones" + n, Kind: chat.FieldShort, Label: s.w.T(catalog.ProgrammeFCounsellorPhones, catalog.N(i+1)), Max: 100, With: "name" + n})
		if all := r.Programme().Counselors; i < len(all) {
			maps.Copy(held, filled("name"+n, all[i].Name.In(s.w.Lang()), "phones"+n, strings.Join(all[i].Phones, "、")))
		}
	}
	return fields, held, nil
}

func (t *turn) applyCounsellors(_ mentoring.Rules, p *mentoring.Programme, v chat.Values) error {
	var out []mentoring.Contact
	for i := range counsellorsShown {
		n := strconv.Itoa(i)
		var c mentoring.Contact
		if i < len(p.Counselors) {
			c = p.Counselors[i]
		}
		c.Name, c.Phones = renamed(c.Name, v.Text("name"+n), t.w.Lang()), cityList(v.Text("phones"+n))
		name := c.Name.In(t.w.Lang())
		switch {
		case name == "":
			continue
		case len(c.Phones) == 0 && c.Mail == "":
			t.wrong("phones"+n, catalog.ProgrammeNoPhone, catalog.A("Name", name))
		}
		out = append(out, c)
	}
	p.Counselors = append(out, p.Counselors[min(counsellorsShown, len(p.Counselors)):]...)
	return nil
}

func roomFields(s *scene, r mentoring.Rules) ([]chat.Field, chat.Values, error) {
	held := chat.Set("notice", "3")
	if room := r.Programme().OpenRoom; room != nil {
		held = chat.Set("name", room.Name.In(s.w.Lang()), "notice", strconv.Itoa(room.Notice))
	}
	return []chat.Field{
		short("name", s.w.T(catalog.ProgrammeFRoom), 60),
		must(short("notice", s.w.T(catalog.ProgrammeFNotice), 4)),
	}, held, nil
}

// applyRoom names the open room; without a name there is none.
func (t *turn) applyRoom(_ mentoring.Rules, p *mentoring.Programme, v chat.Values) error {
	var was mentoring.OpenRoom
	if p.OpenRoom != nil {
		was = *p.OpenRoom
	}
	room := mentoring.OpenRoom{Name: renamed(was.Name, v.Text("name"), t.w.Lang()), Notice: t.number(v, "notice", 1, noticeMost)}
	p.OpenRoom = &room
	if room.Name.In(t.w.Lang()) == "" {
		p.OpenRoom = nil
	}
	return nil
}
