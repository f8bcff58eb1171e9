package teamstown

import (
	"strings"

	"tsukiichi/adapters/townhall"
)

// input is a field of a card.
type input struct {
	id, kind, label string
	element         object
	said            string // the error that stands beside it
}

// named finds a field by its id, the last part of it, or its label.
func named(inputs []input, name string) (input, bool) {
	last := func(id string) string { return id[strings.LastIndexAny(id, ":/|.#")+1:] }
	for _, is := range []func(input) bool{
		func(i input) bool { return i.id == name },
		func(i input) bool { return last(i.id) == name },
		func(i input) bool { return i.label == name },
	} {
		for _, i := range inputs {
			if is(i) {
				return i, true
			}
		}
	}
	return input{}, false
}

// initial is what a field holds when it is drawn.
func (i input) initial() string {
	v := townhall.TextAt(i.element, "value")
	if i.kind == "Input.Toggle" && v == "" {
		return i.off()
	}
	return v
}

func (i input) on() string {
	v := townhall.TextAt(i.element, "valueOn")
	fill(&v, "true")
	return v
}

func (i input) off() string {
	v := townhall.TextAt(i.element, "valueOff")
	fill(&v, "false")
	return v
}

// filled is what the field holds after a person put something in. A choice is
// named by its title, its value or the beginning of its title; what is not
// offered is sent as a forged client would.
func (i input) filled(texts []string) string {
	switch i.kind {
	case "Input.ChoiceSet":
		var out []string
		for _, s := range texts {
			out = append(out, i.choice(s))
		}
		return strings.Join(out, ",")
	case "Input.Toggle":
		if len(texts) == 0 {
			return i.off()
		}
		if texts[0] == "yes" {
			return i.on()
		}
	}
	return strings.Join(texts, "\n")
}

func (i input) choice(name string) string {
	for _, is := range []func(o object) bool{
		func(o object) bool { return hidden.Replace(townhall.TextAt(o, "title")) == name },
		func(o object) bool { return o["value"] == name },
		func(o object) bool { return strings.HasPrefix(unmark(townhall.TextAt(o, "title")), name) },
	} {
		for _, v := range townhall.ListAt(i.element, "choices") {
			if o, _ := v.(object); is(o) {
				return townhall.TextAt(o, "value")
			}
		}
	}
	return name
}

// sent is how the client sends the field; has is false where it leaves an empty
// one out, as some do.
func (i input) sent(held string, terse bool) (v any, has bool) {
	if held == "" && terse {
		return nil, false
	}
	return held, true
}

// show shows a field: its id, label, choices and what it holds.
func (i input) show(held string) string {
	s := i.id[strings.LastIndexAny(i.id, ":/|.#")+1:] + " " + i.label
	for _, v := range townhall.ListAt(i.element, "choices") {
		o, _ := v.(object)
		s += " (" + hidden.Replace(townhall.TextAt(o, "title")) + ")"
	}
	for _, one := range strings.Split(held, ",") {
		if one != "" && (i.kind != "Input.Toggle" || one == i.on()) {
			s += " = " + one
		}
	}
	return s
}
