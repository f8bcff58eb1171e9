package slacktown

import (
	"fmt"
	"reflect"
	"regexp"

	"tsukiichi/adapters/townhall"
)

func (i *inspection) elements(where string, list []any) {
	seen := map[string]bool{}
	for _, v := range list {
		e, _ := v.(object)
		id := townhall.TextAt(e, "action_id")
		if id != "" && seen[id] {
			i.bad("%s: action_id appears twice", where)
		}
		seen[id] = true
		i.element(where, e)
	}
}

func (i *inspection) element(where string, e object) {
	kind := townhall.TextAt(e, "type")
	where = fmt.Sprintf("%s %s", where, kind)
	i.text(where+" action_id", townhall.TextAt(e, "action_id"), 0, mostID)
	if e["focus_on_load"] == true {
		i.focused++
	}
	if c := townhall.ObjectAt(e, "confirm"); c != nil {
		i.confirm(where, c)
	}
	if p := townhall.ObjectAt(e, "placeholder"); p != nil {
		i.text(where+" placeholder", townhall.TextAt(p, "text"), 1, 150)
	}
	switch kind {
	case "button":
		i.text(where, plain(e, "text"), 1, 75)
		i.plain(where, townhall.ObjectAt(e, "text"))
		i.text(where+" value", townhall.TextAt(e, "value"), 0, 2000)
		i.text(where+" url", townhall.TextAt(e, "url"), 0, 3000)
		if s := e["style"]; s != nil && s != "primary" && s != "danger" {
			i.bad("%s: style %v", where, s)
		}
	case "static_select", "multi_static_select":
		i.options(where, e, 100)
	case "radio_buttons", "checkboxes":
		i.options(where, e, 10)
	case "overflow":
		i.options(where, e, 5)
	case "plain_text_input":
		i.typed(where, e)
	case "datepicker":
		i.shape(where, e, "initial_date", `^\d{4}-\d{2}-\d{2}$`)
	case "timepicker":
		i.shape(where, e, "initial_time", `^([01]\d|2[0-3]):[0-5]\d$`)
	case "datetimepicker", "users_select", "number_input", "email_text_input", "url_text_input", "external_select":
	default:
		i.bad("%s: unsupported element", where)
	}
}

func (i *inspection) typed(where string, e object) {
	most := 3000.0
	if m, ok := e["max_length"].(float64); ok {
		if m < 1 || m > 3000 {
			i.bad("%s: max_length %v", where, m)
		}
		most = m
	}
	i.text(where+" initial_value", townhall.TextAt(e, "initial_value"), 0, int(most))
}

func (i *inspection) shape(where string, e object, key, pattern string) {
	if v, there := e[key]; there {
		s, _ := v.(string)
		if !regexp.MustCompile(pattern).MatchString(s) {
			i.bad("%s: %s is malformed", where, key)
		}
	}
}

func (i *inspection) options(where string, e object, most int) {
	list := options(e)
	i.count(where+" options", len(list), 1, most)
	for _, v := range list {
		o, _ := v.(object)
		i.text(where+" option", plain(o, "text"), 1, 75)
		i.text(where+" option value", townhall.TextAt(o, "value"), 1, 75)
		if d := townhall.ObjectAt(o, "description"); d != nil {
			i.text(where+" option description", townhall.TextAt(d, "text"), 1, 75)
		}
	}
	chosen := townhall.ListAt(e, "initial_options")
	if o, there := e["initial_option"]; there {
		chosen = append(chosen, o)
	}
	if _, there := e["initial_options"]; there && len(townhall.ListAt(e, "initial_options")) == 0 {
		i.bad("%s: initial_options is empty", where)
	}
	for _, c := range chosen {
		found := false
		for _, o := range list {
			found = found || reflect.DeepEqual(o, c)
		}
		if !found {
			i.bad("%s: what is chosen at first is none of the options", where)
		}
	}
}

func (i *inspection) confirm(where string, c object) {
	i.text(where+" confirm title", plain(c, "title"), 1, 100)
	i.text(where+" confirm text", plain(c, "text"), 1, 300)
	i.text(where+" confirm yes", plain(c, "confirm"), 1, 30)
	i.text(where+" confirm no", plain(c, "deny"), 1, 30)
}

func (i *inspection) input(where string, b object) {
	i.inputs++
	if i.place == "message" {
		i.bad("%s: inputs stand in views", where)
	}
	i.text(where+" label", plain(b, "label"), 1, 2000)
	i.plain(where+" label", townhall.ObjectAt(b, "label"))
	if h := townhall.ObjectAt(b, "hint"); h != nil {
		i.text(where+" hint", townhall.TextAt(h, "text"), 1, 2000)
		i.plain(where+" hint", h)
	}
	e := townhall.ObjectAt(b, "element")
	if townhall.TextAt(e, "type") == "button" || townhall.TextAt(e, "type") == "overflow" {
		i.bad("%s holds a %s", where, townhall.TextAt(e, "type"))
	}
	i.elements(where, []any{e})
}
