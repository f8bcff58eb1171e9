package teams

import "tsukiichi/bot/chat"

// verb is the verb of everything that is executed: what is wanted stands in
// the data.
const verb = "press"

// button is one action: what stands in the row of buttons, and what becomes
// visible below the row when it asks before it acts.
func (d *drawing) button(a chat.Action) (action, asks element) {
	act := d.act(a)
	if a.Confirm == nil {
		return act, nil
	}
	id := d.id("ask")
	c := a.Confirm
	yes, no := act, toggle(c.No, id, false)
	yes["title"] = c.Yes
	if fallback, ok := yes["fallback"].(element); ok {
		fallback["title"] = c.Yes
	}
	ask := toggle(a.Label, id, true)
	if s := style(a.Style); s != "" {
		ask["style"] = s
	}
	return ask, element{
		"type": "Container", "id": id, "isVisible": false, "style": "emphasis",
		"items": []element{
			said(c.Title, strong()), said(c.Text, nil),
			{"type": "ActionSet", "actions": []element{yes, no}},
		},
	}
}

// toggle is a button that shows or hides an element.
func toggle(label, id string, visible bool) element {
	return element{
		"type": "Action.ToggleVisibility", "title": label,
		"targetElements": []element{{"elementId": id, "isVisible": visible}},
	}
}

// act is the action itself. In the chat one that opens something asks for a
// dialog and the others are executed, or submitted where the client is too old
// for that; in a dialog everything is submitted.
func (d *drawing) act(a chat.Action) element {
	data := carried{Press: &pressData{Action: a.ID, Arg: a.Arg}}
	out := d.submit(a.Label, data, a.Opens)
	if s := style(a.Style); s != "" {
		out["style"] = s
	}
	if !d.chat || a.Opens {
		return out
	}
	return merge(element{"type": "Action.Execute", "verb": verb, "fallback": out}, out)
}

// submit is a button that submits data; one that opens something asks for a
// dialog where there is none yet.
func (d *drawing) submit(label string, data carried, opens bool) element {
	if d.chat && opens {
		data.Teams = fetch()
	}
	return element{"type": "Action.Submit", "title": label, "data": data}
}

func style(s chat.Style) string {
	switch s {
	case chat.StylePrimary:
		return "positive"
	case chat.StyleDanger:
		return "destructive"
	default:
		return ""
	}
}

// actions are the buttons of a message or section, with the questions they
// ask below them.
func (d *drawing) actions(in []chat.Action) []element {
	var rows, asks []element
	var row []element
	used := 0
	for _, a := range in {
		b, ask := d.button(a)
		if ask != nil {
			asks = append(asks, ask)
		}
		need := buttonWidth(a.Label)
		if len(row) > 0 && used+need > rowWidth {
			rows, row, used = append(rows, buttonRow(row...)), nil, 0
		}
		row, used = append(row, b), used+need
	}
	if len(row) > 0 {
		rows = append(rows, buttonRow(row...))
	}
	for i := range rows {
		if i > 0 {
			rows[i]["spacing"] = "small"
		}
	}
	return append(rows, asks...)
}

// rowWidth is how wide a card is on a phone, in pixels. Renderers do not break
// a row of buttons that is wider.
const rowWidth = 290

// buttonWidth is about how wide a button is.
func buttonWidth(label string) int { return textWidth(label) + 34 }

func buttonRow(buttons ...element) element { return element{"type": "ActionSet", "actions": buttons} }
