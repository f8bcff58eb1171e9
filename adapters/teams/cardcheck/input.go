package cardcheck

import (
	"net/url"
	"strings"
	"time"
)

func (c *check) input(kind string, o object) {
	counts.inputs.Add(1)
	id, _ := o["id"].(string)
	if id == "" {
		c.fail("%s without an id", kind)
	}
	if label, _ := o["label"].(string); strings.TrimSpace(label) == "" {
		c.fail("%s %q without a label", kind, id)
	}
	if sentence, _ := o["errorMessage"].(string); o["isRequired"] == true && sentence == "" {
		c.fail("%s %q is required and has no error message", kind, id)
	}
	value, held := o["value"].(string)
	if !held {
		if o["value"] != nil {
			c.fail("%s %q holds something that is no text", kind, id)
		}
		value = ""
	}
	switch kind {
	case "Input.ChoiceSet":
		c.choices(id, o, value)
	case "Input.Date":
		if _, err := time.Parse(time.DateOnly, value); held && err != nil {
			c.fail("%s %q holds no date", kind, id)
		}
	case "Input.Time":
		if _, err := time.Parse("15:04", value); held && err != nil {
			c.fail("%s %q holds no time", kind, id)
		}
	case "Input.Toggle":
		if held && value != o["valueOn"] && value != o["valueOff"] {
			c.fail("%s %q holds neither of its values", kind, id)
		}
	}
}

func (c *check) choices(id string, o object, value string) {
	list, _ := o["choices"].([]any)
	if len(list) == 0 {
		c.fail("choice %q without choices", id)
	}
	values, titles := map[string]bool{}, map[string]bool{}
	many := o["isMultiSelect"] == true
	for _, e := range list {
		one, _ := e.(object)
		title, _ := one["title"].(string)
		v, _ := one["value"].(string)
		switch {
		case title == "" || v == "":
			c.fail("choice %q has an option without title or value", id)
		case values[v]:
			c.fail("choice %q has a value twice", id)
		case titles[title] && o["style"] == "filtered":
			c.fail("choice %q is searched by title and has one twice", id)
		case many && strings.Contains(v, ","):
			c.fail("choice %q has a value with a comma, which parts values", id)
		}
		values[v], titles[title] = true, true
	}
	held := []string{value}
	if many {
		held = strings.Split(value, ",")
	}
	for _, v := range held {
		if v != "" && !values[v] {
			c.fail("choice %q holds what it does not offer", id)
		}
	}
}

func (c *check) action(kind string, o object) {
	counts.actions.Add(1)
	if title, _ := o["title"].(string); title == "" && kind != "Action.OpenUrl" {
		c.fail("%s without a title", kind)
	}
	fallback, _ := o["fallback"].(object)
	switch kind {
	case "Action.Execute":
		if o["verb"] == nil || fallback["type"] != "Action.Submit" {
			c.fail("%s without a verb, or without a way for older clients", kind)
		}
	case "Action.OpenUrl":
		address, _ := o["url"].(string)
		if u, err := url.Parse(address); err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
			c.fail("%s leads nowhere", kind)
		}
	case "Action.ToggleVisibility":
		targets, _ := o["targetElements"].([]any)
		for _, t := range targets {
			target, _ := t.(object)
			id, _ := target["elementId"].(string)
			c.targets[id] = true
		}
		if len(targets) == 0 {
			c.fail("%s of nothing", kind)
		}
	case "Action.Submit":
		if _, ok := o["data"].(object); !ok {
			c.fail("%s without data", kind)
		}
	}
}
