package bot

import (
	"slices"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
)

// HR's papers and words in one place: what was handed in, the city's own forms,
// the voices, the lists that people choose from.

const actForms = "form1.forms"

// openForms shows HR the two forms in use and what may stand in them.
func (t *turn) openForms(string) error {
	if !t.hr {
		return t.sorry(catalog.FormGone)
	}
	var out []chat.Section
	for _, form := range []string{menteeForm, mentorForm} {
		sec, err := t.templateSection(form)
		if err != nil {
			return err
		}
		out = append(out, sec)
	}
	return t.show(t.w.T(catalog.ActForms), out...)
}

// saysItIsDone reports whether the sentence says that something worked, so that
// nobody need be asked.
func saysItIsDone(k catalog.Key) bool {
	return slices.Contains([]catalog.Key{
		catalog.HandedBack, catalog.TemplateDropped, catalog.ListDropped,
		catalog.VoiceApprovedNow, catalog.VoiceDeclinedNow, catalog.VoiceWithdrawnNow, catalog.VoiceProposedNow, catalog.VoiceLeft,
	}, k)
}
