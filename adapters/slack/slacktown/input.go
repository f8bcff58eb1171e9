package slacktown

import (
	"fmt"
	"strings"

	"tsukiichi/adapters/townhall"
)

// input is a field of a view.
type input struct {
	block, action string
	label         string
	optional      bool
	element       object
}

func (i input) key() string { return i.block + "\x00" + i.action }

// plain is the text of a text object.
func plain(o object, key string) string { return townhall.TextAt(townhall.ObjectAt(o, key), "text") }

// inputs lists a view's fields.
func inputs(body object) []input {
	var out []input
	for _, b := range townhall.ListAt(body, "blocks") {
		block, _ := b.(object)
		if block["type"] != "input" {
			continue
		}
		e := townhall.ObjectAt(block, "element")
		optional, _ := block["optional"].(bool)
		out = append(out, input{
			block: townhall.TextAt(block, "block_id"), action: townhall.TextAt(e, "action_id"),
			label: plain(block, "label"), optional: optional, element: e,
		})
	}
	return out
}

// named finds a field by its block_id, its action_id, the last part of either,
// or its label.
func named(body object, name string) (input, bool) {
	last := func(id string) string { return id[strings.LastIndexAny(id, ":/|.#")+1:] }
	for _, is := range []func(input) bool{
		func(i input) bool { return i.block == name || i.action == name },
		func(i input) bool { return last(i.block) == name || last(i.action) == name },
		func(i input) bool { return i.label == name },
	} {
		for _, i := range inputs(body) {
			if is(i) {
				return i, true
			}
		}
	}
	return input{}, false
}

// initial is what a field holds when it is drawn.
func initial(e object) object {
	kind := townhall.TextAt(e, "type")
	out := object{"type": kind}
	switch kind {
	case "plain_text_input", "number_input", "email_text_input", "url_text_input":
		out["value"] = e["initial_value"]
	case "static_select", "external_select", "radio_buttons":
		out["selected_option"] = e["initial_option"]
	case "checkboxes", "multi_static_select":
		out["selected_options"] = []any{}
		if l := townhall.ListAt(e, "initial_options"); l != nil {
			out["selected_options"] = l
		}
	case "datepicker":
		out["selected_date"] = e["initial_date"]
	case "timepicker":
		out["selected_time"] = e["initial_time"]
	case "datetimepicker":
		out["selected_date_time"] = e["initial_date_time"]
	case "users_select":
		out["selected_user"] = e["initial_user"]
	}
	return out
}

// filled is the field's state with what a person puts in. An option is named
// by its text, its value or the beginning of its text; what is not offered is
// sent as a forged client would.
func filled(e object, texts []string) (object, error) {
	kind := townhall.TextAt(e, "type")
	out := object{"type": kind}
	var first any
	if len(texts) > 0 {
		first = texts[0]
	}
	switch kind {
	case "plain_text_input", "number_input", "email_text_input", "url_text_input":
		out["value"] = first
	case "datepicker":
		out["selected_date"] = first
	case "timepicker":
		out["selected_time"] = first
	case "static_select", "radio_buttons", "external_select":
		out["selected_option"] = nil
		if len(texts) > 0 {
			out["selected_option"] = option(e, texts[0])
		}
	case "checkboxes", "multi_static_select":
		list := []any{}
		for _, s := range texts {
			list = append(list, option(e, s))
		}
		out["selected_options"] = list
	default:
		return nil, fmt.Errorf("slacktown: nobody knows how to fill a %q", kind)
	}
	return out, nil
}

func option(e object, name string) object {
	for _, is := range []func(o object) bool{
		func(o object) bool { return plain(o, "text") == name },
		func(o object) bool { return o["value"] == name },
		func(o object) bool { return strings.HasPrefix(plain(o, "text"), name) },
		func(o object) bool { return strings.HasPrefix(unmark(plain(o, "text")), name) },
	} {
		for _, v := range options(e) {
			if o, _ := v.(object); is(o) {
				return o
			}
		}
	}
	return object{"text": object{"type": "plain_text", "text": name}, "value": name}
}

// options are an element's options, those in groups too.
func options(e object) []any {
	out := townhall.ListAt(e, "options")
	for _, g := range townhall.ListAt(e, "option_groups") {
		group, _ := g.(object)
		out = append(out, townhall.ListAt(group, "options")...)
	}
	return out
}
