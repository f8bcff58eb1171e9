package teams

import "tsukiichi/bot/chat"

// message is a message as a card. A message that builds fits: where drawn
// charts are too much beside their figures, the figures stay.
func (r *renderer) message(m chat.Message) card {
	c := r.inChat().messageCard(m)
	if size(c) <= maxCardUnits {
		return c
	}
	d := r.inChat()
	d.undrawn = true
	return d.messageCard(m)
}

func (d *drawing) messageCard(m chat.Message) card {
	var body []element
	if m.Title != "" {
		body = append(body, heading(m.Title, "large"))
	}
	body = append(body, d.blocks(m.Body)...)
	return d.card(append(body, d.actions(m.Actions)...))
}

// heading is a line above what belongs to it.
func heading(s, sizeOf string) element {
	if !calm(s) {
		return said(s, look{"weight": "bolder", "size": sizeOf})
	}
	return element{"type": "TextBlock", "text": s, "style": "heading", "weight": "bolder", "size": sizeOf, "wrap": true}
}
