package bot

import (
	"slices"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
)

// HR's papers and words in one place: what was handed in, the city's own forms,
// the voices, the lists that people choose from.

const actForms = "form1.forms"

// paperSection is HR's section of the home for them.
func (t *turn) paperSection(prog mentoring.Programme) (chat.Section, error) {
	sec := chat.Section{Title: t.w.T(catalog.PaperTitle)}
	handed, err := t.handed(prog.ID)
	if err != nil {
		return sec, err
	}
	waiting, err := t.waitingVoices()
	if err != nil {
		return sec, err
	}
	sec.Body = []chat.Block{chat.Facts{Rows: []chat.Fact{
		chat.Pair(t.w.T(catalog.HandedTitle), t.w.T(catalog.CountSheets, catalog.N(len(handed)))),
		chat.Pair(t.w.T(catalog.VoicesWaiting), t.w.T(catalog.CountSheets, catalog.N(len(waiting)))),
	}}}
	sec.Actions = []chat.Action{
		t.exportButton(catalog.ActExportYear, exportYear, prog.ID),
		t.button(actHanded, catalog.ActHanded, "", chat.StyleNormal),
		t.button(actVoiceDesk, catalog.ActVoiceDesk, "", chat.StyleNormal),
		t.button(actLists, catalog.ActLists, "", chat.StyleNormal),
		t.button(actForms, catalog.ActForms, "", chat.StyleNormal),
	}
	return sec, nil
}

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
