package slacktown

// richText checks a rich text block: what stands in it and that nothing is
// empty, which the platform refuses.
func (i *inspection) richText(where string, b object) {
	list := listAt(b, "elements")
	i.count(where+" elements", len(list), 1, 300)
	for _, v := range list {
		section, _ := v.(object)
		switch textAt(section, "type") {
		case "rich_text_section", "rich_text_quote", "rich_text_preformatted":
			i.runs(where, listAt(section, "elements"))
		case "rich_text_list":
			i.richText(where, section)
		default:
			i.bad("%s: element of type %q", where, textAt(section, "type"))
		}
	}
}

func (i *inspection) runs(where string, elements []any) {
	i.count(where+" runs", len(elements), 1, 300)
	for _, v := range elements {
		e, _ := v.(object)
		switch kind := textAt(e, "type"); kind {
		case "text":
			i.text(where, textAt(e, "text"), 1, mostBlockText)
		case "link":
			i.text(where+" url", textAt(e, "url"), 1, 3000)
		case "user":
			i.text(where+" user", textAt(e, "user_id"), 2, 30)
		case "emoji", "date":
		case "broadcast", "usergroup":
			i.bad("%s rings everybody", where)
		default:
			i.bad("%s: run of type %q", where, kind)
		}
	}
}
