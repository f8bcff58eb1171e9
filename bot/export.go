package bot

import (
	"strings"
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/sheet"
	"tsukiichi/store"
)

// Files that somebody takes away. They open on a page, which every platform
// brings to the person who asked: in a message a workbook would stay in the
// chat, and some platforms take none. Who has no pages is sent a message, unless
// the file holds anybody's own words. Every file that is not the reader's own is
// in the audit log, each time it is made.

const (
	kindExport = "export"      // subject export/<what>; arg: what|arg
	actExport  = "export.open" // arg: what|arg
)

// exporter makes one kind of file.
type exporter struct {
	// may reports whether the reader may have such files at all; what stands in
	// one is for make to choose.
	may func(s *scene) bool
	// make makes the file, and may note in the log whom it read about; the zero
	// File says that there is nothing to take.
	make func(s *scene, arg string) (chat.File, error)
	// about is what the audit log says that the file is about; nil is the file's
	// own name.
	about func(arg string) string
	// words is whose words the file holds, if anybody's.
	words wordsIn
}

// wordsIn is whose own words a file holds. Those of anybody stay out of messages:
// such a file opens on a page alone.
type wordsIn int

// Whose words there are.
const (
	noWords     wordsIn = iota // facts, figures, and what is meant for everybody
	ownWords                   // the reader's, or what they were given
	othersWords                // what others wrote to HR
)

// onPageAlone says that the file never stands in a message.
func (e exporter) onPageAlone() bool { return e.words != noWords }

// noted says that taking the file is in the audit log.
func (e exporter) noted() bool { return e.words != ownWords }

// exports is every file there is, by the name that a button's arg begins with.
func exports() map[string]exporter {
	return map[string]exporter{
		exportMonths:    {may: forHR, make: monthsFile},
		exportYear:      {may: forHR, make: yearFile},
		exportSheet:     {may: forAnybody, make: sheetFile, words: ownWords},
		exportHanded:    {may: forHR, make: handedFile, about: aboutHanded, words: othersWords},
		exportAllHanded: {may: forHR, make: allHandedFile, words: othersWords},
		exportFigures:   {may: forHR, make: figuresFile},
		exportMine:      {may: forAnybody, make: mineFile, words: ownWords},
		exportTemplate:  {may: forHR, make: templateFile},
		exportFailed:    {may: forHR, make: failedFile},
		exportSurvey:    {may: forHR, make: surveyFile, words: othersWords},
		exportCards:     {may: forAnybody, make: cardFile, words: ownWords},
	}
}

func forHR(s *scene) bool { return s.hr }

// forAnybody is for files that hold what is the reader's own.
func forAnybody(*scene) bool { return true }

// exportButton leads to a file.
func (s *scene) exportButton(label catalog.Key, what, arg string) chat.Action {
	return s.button(actExport, label, what+"|"+arg, chat.StyleNormal)
}

// export makes the file that a button names; ok is false where the reader may
// not have it.
func (s *scene) export(arg string) (e exporter, f chat.File, ok bool, err error) {
	what, rest, _ := strings.Cut(arg, "|")
	e, ok = s.b.exports[what]
	if !ok || !e.may(s) {
		return e, f, false, nil
	}
	f, err = e.make(s, rest)
	return e, f, true, err
}

// openExport shows the file on a page.
func (t *turn) openExport(arg string) error {
	e, f, ok, err := t.export(arg)
	switch {
	case err != nil:
		return err
	case !ok:
		return t.sorry(catalog.ExportGone)
	case len(f.Data) == 0:
		return t.sorry(catalog.ExportEmpty)
	}
	note := catalog.ExportOwn
	if e.noted() {
		note = catalog.ExportNoted
		t.audit("read-export", e.subject(arg))
	}
	return t.show(t.w.T(catalog.ExportTitle), chat.Section{Body: []chat.Block{f, chat.Remark(t.w.T(note))}})
}

// exportInChat sends the file where there are no pages.
func (t *turn) exportInChat(arg string) error {
	what, _, _ := strings.Cut(arg, "|")
	e, ok := t.b.exports[what]
	switch {
	case !ok || !e.may(t.scene):
		return t.notice(catalog.ExportGone)
	case e.onPageAlone():
		return t.noDialogs("")
	}
	return t.reply(kindExport, subject("export", what), arg)
}

// exportCard is the file in a message: never one with somebody's own words.
func exportCard(s *scene, in store.Intent) (card, error) {
	what, _, _ := strings.Cut(in.Arg, "|")
	if s.b.exports[what].onPageAlone() {
		return unwanted("words")
	}
	e, f, ok, err := s.export(in.Arg)
	switch {
	case err != nil || !ok:
		return card{drop: "gone"}, err
	case len(f.Data) == 0:
		return say("", []chat.Block{chat.Line(s.w.T(catalog.ExportEmpty))})
	}
	s.audit("read-export", e.subject(in.Arg))
	c, err := say(s.w.T(catalog.ExportTitle), []chat.Block{f, chat.Remark(s.w.T(catalog.ExportNoted))})
	c.sent = func(tx store.Tx, _ time.Time) error { return writeAudits(tx, s.audits) }
	return c, err
}

// subject is what the file is about, for the audit log.
func (e exporter) subject(arg string) string {
	what, rest, _ := strings.Cut(arg, "|")
	if e.about == nil {
		return subject("export", what)
	}
	return e.about(rest)
}

// workbook is tables as a file with the name.
func (s *scene) workbook(name catalog.Key, tables []sheet.Table, args ...catalog.Arg) (f chat.File, err error) {
	f = chat.File{Name: s.w.T(name, args...) + ".xlsx", Type: sheet.Type}
	f.Data, err = sheet.Write(tables)
	return f, err
}
