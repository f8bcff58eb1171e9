package bot_test

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"

	"tsukiichi/bot"
	"tsukiichi/bot/bottest"
	"tsukiichi/bot/chat"
	"tsukiichi/store"
)

// path is a way on which something comes to a person's eyes.
type path string

// The paths. A file in a message counts as that message.
const (
	onHome    path = "home"
	onPage    path = "page"
	inForm    path = "form"
	inFile    path = "file on a page"
	inMessage path = "message"
	inAudit   path = "audit log"
)

func paths() []path { return []path{onHome, onPage, inForm, inFile, inMessage, inAudit} }

// shown is everything that somebody can be shown, by the path it takes.
type shown map[path]string

// all is every path in one.
func (s shown) all() string {
	var sb strings.Builder
	for _, p := range paths() {
		sb.WriteString(s[p] + "\n")
	}
	return sb.String()
}

// has lists the paths on which the words come.
func (s shown) has(words string) (on []path) {
	for _, p := range paths() {
		if strings.Contains(s[p], words) {
			on = append(on, p)
		}
	}
	return on
}

// looker looks at everything as one person.
type looker struct {
	t    *testing.T
	w    *bottest.World
	who  string
	seen map[path]*strings.Builder
	read map[[sha256.Size]byte]string // what stands in a file, by the file
}

// everything is all that a person can be shown now: the home, every page and
// form behind a button, every file, every card there could be, and their chat.
// Looking changes nothing but the audit log and the figures that it is the first
// to ask for.
func everything(t *testing.T, w *bottest.World, who string) shown {
	t.Helper()
	l := &looker{t, w, who, map[path]*strings.Builder{}, map[[sha256.Size]byte]string{}}
	for _, p := range paths() {
		l.seen[p] = &strings.Builder{}
	}
	ids := everyID(t, w)
	l.answer(onHome, chat.Opened{})
	for _, action := range w.Bot.Opening() {
		on, args := onPage, ids.args
		switch {
		case action == "export.open":
			args = ids.files
		case strings.HasPrefix(action, "audit."):
			on = inAudit
		}
		for _, arg := range args {
			l.answer(on, chat.Pressed{Action: action, Arg: arg, Dialogs: true})
		}
	}
	for form := range bot.Forms() {
		for _, arg := range ids.args {
			l.form(form, arg)
		}
	}
	for _, whom := range ids.people {
		l.answer(onPage, filled("hr.find", "", "who", whom))
		for _, part := range []string{"mentee", "mentor"} {
			l.answer(onPage, filled("survey.who", "aomori-2026", "who", whom, "part", part))
		}
	}
	for _, kind := range bot.Kinds() {
		if kind == "export" { // which says in its arg what it is about
			for _, arg := range ids.files {
				l.card(kind, "", arg)
			}
			continue
		}
		for _, subject := range ids.subjects {
			for _, arg := range cardArgs(subject) {
				l.card(kind, subject, arg)
			}
		}
	}
	if err := w.Settle(); err != nil {
		t.Fatal(err)
	}
	out := shown{}
	for p, sb := range l.seen {
		out[p] = sb.String()
	}
	out[inMessage] += said(w, who)
	for _, line := range w.Chats.Of(w.Account(who)) {
		out[inMessage] += l.files(line.Message.Body)
	}
	return out
}

// answer keeps what the answer to the event shows.
func (l *looker) answer(on path, what chat.What) {
	l.t.Helper()
	a, err := l.w.Bot.Handle(l.t.Context(), l.w.Event(l.who, what))
	if err != nil {
		l.t.Fatal(err)
	}
	if a.Page != nil {
		fmt.Fprintln(l.seen[on], a.Page.Text(), revealed(a.Page.Private()))
		for _, sec := range a.Page.Sections {
			l.seen[inFile].WriteString(l.files(sec.Body))
		}
	}
	if a.Form != nil {
		l.opened(*a.Form)
	}
	fmt.Fprintln(l.seen[inForm], a.Errors)
}

// form keeps a form as it opens for the person, if it does.
func (l *looker) form(id, arg string) {
	l.t.Helper()
	f, ok, err := l.w.Bot.FormOf(l.t.Context(), l.w.Event(l.who, chat.Opened{}), id, arg)
	if err != nil {
		l.t.Fatal(err)
	}
	if ok {
		l.opened(f)
	}
}

func (l *looker) opened(f chat.Form) {
	fmt.Fprintln(l.seen[inForm], f.Title, chat.Message{Body: f.Intro}.Text(), revealed(f.Private()))
	for _, fd := range f.Fields {
		fmt.Fprintln(l.seen[inForm], fd.Label, fd.Hint, fd.Options)
	}
}

// card keeps a message as it would be composed for the person.
func (l *looker) card(kind, subject, arg string) {
	l.t.Helper()
	c, err := l.w.Bot.Compose(l.t.Context(), store.Delivery{Intent: store.Intent{
		Key: "k", Kind: kind, Subject: subject, Arg: arg, To: l.who, Urgent: true,
	}}, l.w.Clock.Now())
	if err == nil {
		fmt.Fprintln(l.seen[inMessage], c.Message.Text(), l.files(c.Message.Body))
	}
}

// files is what stands in the files among the blocks.
func (l *looker) files(body chat.Blocks) string {
	l.t.Helper()
	var sb strings.Builder
	for _, b := range body {
		f, ok := b.(chat.File)
		if !ok {
			continue
		}
		sum := sha256.Sum256(f.Data)
		text, known := l.read[sum]
		if !known {
			text = fileText(l.t, f)
			l.read[sum] = text
		}
		fmt.Fprintln(&sb, f.Name, text)
	}
	return sb.String()
}

// cardArgs is what a card about the subject may say besides: of those about
// everybody of a programme, a pair or a head the month, of a training which card
// it is.
func cardArgs(subject string) []string {
	switch what, _, _ := strings.Cut(subject, "/"); what {
	case "", "programme", "pair", "head", "person":
		return []string{"", "2026-04", "2026-05", "2026-04/closing"}
	case "training", "session":
		return []string{"", "again/", "material/"}
	default:
		return []string{""}
	}
}
