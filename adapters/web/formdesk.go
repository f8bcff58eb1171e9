package web

import (
	"context"
	"errors"
	"fmt"
)

// FormDesk takes the city's own forms (workbooks) in for HR. It asks the core
// again whether the guest is HR.
type FormDesk interface {
	// SetForm puts the workbook in the place of the form ("1" or "2"). Sentences
	// say what is wrong with it; then nothing has changed.
	SetForm(ctx context.Context, g Guest, form string, file []byte) (wrong []string, err error)
}

// formsView is the page on which forms are taken in.
type formsView struct {
	deskView
	Forms []formSlot
	Megas int
	Done  bool
}

// formSlot is the place of one form.
type formSlot struct {
	Form, Name string
	Wrong      []string // of the file that was just brought
}

func (d *Desk) showForms(v *visit, g Guest) { d.formsPage(v, g, "", nil, false) }

func (d *Desk) formsPage(v *visit, g Guest, form string, wrong []string, done bool) {
	view := formsView{deskView: d.deskPage(v, g, "forms"), Megas: int(d.o.MaxForm >> 20), Done: done}
	for _, slot := range []formSlot{{Form: "1", Name: v.words.Form1}, {Form: "2", Name: v.words.Form2}} {
		if slot.Form == form {
			slot.Wrong = wrong
		}
		view.Forms = append(view.Forms, slot)
	}
	d.pages.render(v, "forms", view)
}

// setForm takes a workbook as the form.
func (d *Desk) setForm(form string) func(*visit, Guest) {
	return func(v *visit, g Guest) {
		file, err := d.uploaded(v.r, d.o.MaxForm)
		switch {
		case errors.Is(err, errLong):
			d.formsPage(v, g, form, []string{fill(v.words.FileBig, "n", int(d.o.MaxForm>>20))}, false)
			return
		case err != nil || len(file.data) == 0:
			d.formsPage(v, g, form, []string{v.words.FileMissing}, false)
			return
		}
		wrong, err := d.o.Forms.SetForm(v.r.Context(), g, form, file.data)
		if err != nil {
			d.pages.refuseError(v, fmt.Errorf("web: set form: %w", err))
			return
		}
		d.formsPage(v, g, form, wrong, len(wrong) == 0)
	}
}
