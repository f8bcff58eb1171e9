package main

import (
	"context"
	"hash/fnv"
	"math/rand/v2"
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
)

// person is one of the town's people with habits of their own. They know what
// is in their chat, and nothing else.
type person struct {
	id  string
	sim *simulation
	rng *rand.Rand

	evenings  bool            // looks at the chat after work too
	slowness  int             // how many reminders it takes to nominate somebody
	reminders int             // of those, how many came
	begun     map[string]bool // what they will not do twice
	plans     []entry         // not yet taken up
	rests     []rest          // from nudges
	sheets    marks           // when they sent a form of October's off, by part
	read      marks           // when they said that they read a letter
	lag       time.Duration   // behind everybody else
}

func newPerson(sim *simulation, id string, seed uint64) *person {
	h := fnv.New64a()
	_, _ = h.Write([]byte(id))
	rng := rand.New(rand.NewPCG(seed, h.Sum64()))
	return &person{
		id: id, sim: sim, rng: rng,
		evenings: rng.IntN(4) == 0, slowness: pick(rng, 1, 1, 1, 2, 2, 3),
	}
}

// chance is true so often out of a hundred times.
func (p *person) chance(percent int) bool { return p.rng.IntN(100) < percent }

// minutes is a wait of so many minutes, and a few seconds.
func (p *person) minutes(from, to int) time.Duration {
	return time.Duration(from+p.rng.IntN(to-from+1))*time.Minute + time.Duration(1+p.rng.IntN(58))*time.Second
}

// soon is within the next hours, at work or, for some, in the evening.
func (p *person) soon() time.Time {
	now := p.sim.clock.Now()
	t := now.Add(p.minutes(2, 150))
	day := midnight(t)
	evening := span{day.Add(officeCloses), day.Add(21*time.Hour + 30*time.Minute)}
	if p.sim.almanac.inHours(t) || p.evenings && p.sim.almanac.works(day) && evening.holds(t) {
		return t
	}
	return p.sim.almanac.fromHours(t).Add(p.minutes(5, 120))
}

// days is some time on the n-th working day from now.
func (p *person) days(n int) time.Time {
	day := p.sim.almanac.after(midnight(p.sim.clock.Now()), n)
	return day.Add(officeOpens + p.minutes(10, 480))
}

// later does something at the time.
func (p *person) later(at time.Time, do deed) {
	p.plans = append(p.plans, entry{at: moment(at).Add(p.lag), who: p, do: do})
}

// button is the first action of the message with the id.
func button(m []chat.Action, id string) (chat.Action, bool) {
	for _, a := range m {
		if a.ID == id {
			return a, true
		}
	}
	return chat.Action{}, false
}

// pressLater presses the button at the time, if the message still has it.
func (p *person) pressLater(at time.Time, ref chat.Ref, id string) {
	p.later(at, func(ctx context.Context) error {
		a, there := button(p.sim.phones.actions(ref), id)
		if !there {
			return nil
		}
		return p.press(ctx, ref, a)
	})
}

// press presses a button of a message and goes on with what opens.
func (p *person) press(ctx context.Context, ref chat.Ref, a chat.Action) error {
	answer, err := p.sim.hand(ctx, p, chat.Pressed{Action: a.ID, Arg: a.Arg, Dialogs: true})
	if err != nil {
		return err
	}
	if answer.Face != nil {
		p.sim.phones.face(ref, *answer.Face)
	}
	p.opened(answer)
	return nil
}

// opened goes on with what has opened: a page, or a dialog, which is filled in
// after a few minutes; one in twelve is closed again.
func (p *person) opened(answer chat.Answer) {
	p.browses(answer.Page)
	form := answer.Form
	if form == nil || form.ID != formNominating && form.ID != formConfirming && p.rng.IntN(12) == 0 {
		return
	}
	p.later(p.sim.clock.Now().Add(p.minutes(0, 4)), func(ctx context.Context) error {
		answer, err := p.sim.hand(ctx, p, chat.Submitted{Form: form.ID, Version: form.Version, Arg: form.Arg, Values: p.fill(*form)})
		if err == nil {
			p.opened(answer)
		}
		return err
	})
}

// fill answers a form's questions.
func (p *person) fill(f chat.Form) chat.Values {
	v := chat.Values{}
	for _, fd := range f.Fields {
		if answer := p.answer(fd); len(answer) > 0 {
			v[fd.ID] = answer
		}
	}
	return v
}

// answer is what the person fills in, or leaves as it was.
func (p *person) answer(fd chat.Field) []private.Text {
	text := func(s string) []private.Text { return []private.Text{private.New("", s)} }
	switch fd.Kind {
	case chat.FieldPerson: // the likely ones stand first
		return text(fd.Options[p.rng.IntN(min(3, len(fd.Options)))].Value)
	case chat.FieldChoice:
		if len(fd.Initial) > 0 && p.chance(60) {
			return fd.Initial
		}
		return text(pick(p.rng, fd.Options...).Value)
	case chat.FieldSeveral:
		var out []private.Text
		for _, i := range p.rng.Perm(len(fd.Options))[:min(2+p.rng.IntN(3), fd.Limit(), len(fd.Options))] {
			out = append(out, private.New("", fd.Options[i].Value))
		}
		return out
	case chat.FieldScale:
		return text(string(rune('1' + p.rng.IntN(chat.ScaleTop))))
	case chat.FieldConsent:
		return text("yes")
	case chat.FieldLong:
		if fd.Required || p.chance(70) {
			return text(p.line())
		}
	case chat.FieldDate:
		if fd.Required && p.chance(30) { // it was the working day before
			return text(p.sim.almanac.before(midnight(p.sim.clock.Now()), 1).Format(time.DateOnly))
		}
	}
	return fd.Initial
}

// line is a made-up line.
func (p *person) line() string {
	return pick(p.rng, "窓口の流れがつかめてきました。", "もう少し早く相談すればよかったです。", "来月は起案を一つ任せてもらいます。",
		"話を聞いてもらえて楽になりました。", "次は段取りを先に見せ合います。")
}
