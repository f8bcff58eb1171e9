package teams

import "tsukiichi/bot/chat"

// dialog is a form as a dialog. Where something is wrong with what was filled
// in, sentences stand beside the fields and together above them: Teams draws
// the dialog anew, from its top, and it holds what f is filled with.
func (r *renderer) dialog(f chat.Form, errs []chat.FieldError) task {
	d := r.inDialog()
	var fields []element
	for _, fd := range f.Fields {
		fields = append(fields, d.field(fd, wrongWith(errs, fd.ID))...)
	}
	top := d.problems(f, errs)
	send := d.submit(f.Submit, carried{Form: &submitData{Form: f.ID, Version: f.Version, Arg: f.Arg}}, false)
	send["style"] = "positive"
	room := maxCardUnits - size(fields) - size(top) - size(send) - ownUnits
	body := append(top, d.intro(f.Intro, room)...)
	c := d.card(append(body, fields...))
	c["actions"] = []element{send}
	t := task{Title: f.Title, Width: sizeMedium, Height: sizeMedium, Card: c}
	if len(f.Fields) > 2 || len(errs) > 0 {
		t.Height = sizeLarge
	}
	return t
}

// ownUnits is room for what stands around a card's body.
const ownUnits = 1_500

// intro is what stands above the fields, as far as there is room beside them.
func (d *drawing) intro(in chat.Blocks, room int) []element {
	var out []element
	for _, e := range d.blocks(in) {
		if room -= size(e); room < 0 {
			return append(out, said(d.words.Cut, subtle()))
		}
		out = append(out, e)
	}
	return out
}

// wrongWith are the sentences about one field.
func wrongWith(errs []chat.FieldError, field string) []string {
	var out []string
	for _, e := range errs {
		if e.Field == field && e.Text != "" {
			out = append(out, e.Text)
		}
	}
	return out
}

// problems says on top what is wrong: first what is about no field of the
// form, then each field's sentence behind its label.
func (d *drawing) problems(f chat.Form, errs []chat.FieldError) []element {
	if len(errs) == 0 {
		return nil
	}
	items := []element{said(d.words.CheckInput, look{"weight": "bolder", "color": "attention"})}
	add := func(sentence string) {
		if e := said("・"+sentence, nil); e != nil {
			items = append(items, merge(element{"spacing": "small"}, e))
		}
	}
	for _, e := range errs {
		if _, ok := f.Field(e.Field); !ok {
			add(e.Text)
		}
	}
	for _, fd := range f.Fields {
		for _, sentence := range wrongWith(errs, fd.ID) {
			add(fd.Label + ": " + sentence)
		}
	}
	return []element{{"type": "Container", "style": "attention", "items": items}}
}

// notice is a dialog with one sentence.
func (r *renderer) notice(text string) task {
	d := r.inDialog()
	return task{Title: r.words.Product, Width: sizeSmall, Height: sizeSmall, Card: d.card([]element{said(text, nil)})}
}
