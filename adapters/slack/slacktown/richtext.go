package slacktown

import "tsukiichi/adapters/townhall"

// richText checks a rich text block: what stands in it and that nothing is
// empty, which the platform refuses.
func (i *inspection) richText(where string, b object) {
	list := townhall.ListAt(b, "elements")
	i.count(where+" elements", len(list), 1, 300)
	for _, v := range list {
		section, _ := v.(object)
		switch townhall.TextAt(section, "type") {
		case "rich_text_section", "rich_text_quote", "rich_text_preformatted":
			i.runs(where, townhall.ListAt(section, "elements"))
		case "rich_text_list":
			i.richText(where, section)
		default:
			i.bad("%s: element of type %q", where, townhall.TextAt(section, "type"))
		}
	}
}

func (i *inspection) runs(where string, elements []any) {
	i.count(where+" runs", len(elements), 1, 300)
	for _, v := range elements {
		e, _ := v.(object)
		switch kind := townhall.TextAt(e, "type"); kind {
		case "text":
			i.text(where, townhall.TextAt(e, "text"), 1, mostBlockText)
		case "link":
			i.text(where+" url", townhall.TextAt(e, "url"), 1, 3000)
		case "user":
			i.text(where+" user", townhall.TextAt(e, "user_id"), 2, 30)
		case "emoji", "date":
		case "broadcast", "usergroup":
			i.bad("%s rings everybody", where)
		default:
			i.bad("%s: run of type %q", where, kind)
		}
	}
}
