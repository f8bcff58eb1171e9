package bottest

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
	"tsukiichi/bot/roster"
)

// Stage is where a conversation is played: the core alone, or an adapter with
// its platform's fake around it. Times are the stage's own clock.
type Stage interface {
	// Say types a line, Press presses the button with the label in the newest
	// place that shows it, Submit sends the open dialog off, Home opens the
	// person's home. Repeat hands the person's last event over again.
	Say(who, words string) error
	Press(who, label string) error
	Submit(who string, fields map[string][]string) error
	Home(who string) error
	Repeat(who string) error
	// Screen is what the person sees.
	Screen(who string) Screen

	Now() time.Time
	Advance(to time.Time) error
	Down(down bool)
	Restart() error
	Import(file []byte) error
	Logged() string
}

// Screen is what a person sees. Private texts stand in it as they are shown.
type Screen struct {
	Chat   []string // one text for each message, oldest first, buttons in [brackets]
	Dialog string   // the open form or page, "" for none
	Errors map[string]string
}

// Scripts plays every script of the directory, each on a stage of its own.
//
// A script is a testscript file. It begins with the house, then people act:
//
//	house 2026-04-01T09:00 [FILE]   the roster (the sample's without a FILE)
//	as NAME                         who acts: a name, a number, or a role's alias
//	say WORDS · press LABEL · home · repeat
//	submit FIELD=VALUE …            sends the open dialog; FIELD=a,b ticks several
//	expect WORDS                    in a message not looked at yet; the ones before
//	                                it count as looked at
//	dialog WORDS                    in the open dialog or page
//	error FIELD WORDS               beside the field
//	until TIME · advance 3d|4h      plays the time forward
//	down · up · restart · import FILE
//	silent                          no message that was not looked at
//	unlogged WORDS                  the log never says this
//
// expect, dialog, error can be negated with "!".
func Scripts(t *testing.T, dir string, open func(t testing.TB, at time.Time, roster []byte) Stage) {
	t.Helper()
	testscript.Run(t, testscript.Params{
		Dir:                 dir,
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Values[playKey{}] = &performance{open: open, t: e.T(), read: map[string]int{}}
			return nil
		},
		Cmds: commands(),
	})
}

type playKey struct{}

// performance is one script being played.
type performance struct {
	open  func(t testing.TB, at time.Time, roster []byte) Stage
	t     testscript.T
	stage Stage
	who   string
	read  map[string]int // how many messages each person has looked at
	names map[string]string
}

func commands() map[string]func(ts *testscript.TestScript, neg bool, args []string) {
	out := map[string]func(ts *testscript.TestScript, neg bool, args []string){}
	plain := func(name string, atLeast int, do func(p *performance, ts *testscript.TestScript, args []string) error) {
		out[name] = func(ts *testscript.TestScript, neg bool, args []string) {
			p := ts.Value(playKey{}).(*performance)
			if len(args) < atLeast {
				ts.Fatalf("%s: too few words", name)
			}
			if p.stage == nil && name != "house" {
				ts.Fatalf("%s: a script begins with house", name)
			}
			err := do(p, ts, args)
			if neg && err == nil {
				ts.Fatalf("! %s %s: it is so\n%s", name, strings.Join(args, " "), p.view())
			}
			if !neg && err != nil {
				ts.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, p.view())
			}
		}
	}
	plain("house", 1, (*performance).house)
	plain("as", 1, (*performance).as)
	plain("say", 1, act(func(p *performance, args []string) error { return p.stage.Say(p.who, strings.Join(args, " ")) }))
	plain("press", 1, act(func(p *performance, args []string) error { return p.stage.Press(p.who, strings.Join(args, " ")) }))
	plain("submit", 0, act((*performance).submit))
	plain("home", 0, act(func(p *performance, _ []string) error { return p.stage.Home(p.who) }))
	plain("repeat", 0, act(func(p *performance, _ []string) error { return p.stage.Repeat(p.who) }))
	plain("expect", 1, act((*performance).expect))
	plain("dialog", 1, act((*performance).dialog))
	plain("error", 2, act((*performance).fieldError))
	plain("silent", 0, act((*performance).silent))
	plain("until", 1, act((*performance).until))
	plain("advance", 1, act((*performance).advance))
	plain("down", 0, act(func(p *performance, _ []string) error { p.stage.Down(true); return nil }))
	plain("up", 0, act(func(p *performance, _ []string) error { p.stage.Down(false); return nil }))
	plain("restart", 0, act(func(p *performance, _ []string) error { return p.stage.Restart() }))
	plain("import", 1, func(p *performance, ts *testscript.TestScript, args []string) error {
		return p.stage.Import([]byte(ts.ReadFile(args[0])))
	})
	plain("unlogged", 1, act(func(p *performance, args []string) error {
		if strings.Contains(p.stage.Logged(), strings.Join(args, " ")) {
			return errors.New("the log says it")
		}
		return nil
	}))
	return out
}

func act(do func(*performance, []string) error) func(*performance, *testscript.TestScript, []string) error {
	return func(p *performance, _ *testscript.TestScript, args []string) error { return do(p, args) }
}

// japan is the zone of the scripts' times.
func japan() *time.Location { return time.FixedZone("JST", 9*3600) }

func parseTime(s string) (time.Time, error) {
	for _, layout := range []string{"2006-01-02T15:04", time.DateOnly} {
		if t, err := time.ParseInLocation(layout, s, japan()); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("not a time like 2026-07-15T09:00: %s", s)
}

func (p *performance) house(ts *testscript.TestScript, args []string) error {
	at, err := parseTime(args[0])
	if err != nil {
		return err
	}
	file := roster.Sample()
	if len(args) > 1 {
		file = []byte(ts.ReadFile(args[1]))
	}
	parsed, _ := roster.Parse(strings.NewReader(string(file)), roster.Options{Platforms: []string{Platform}})
	p.names = map[string]string{}
	for _, r := range parsed.Rows {
		p.names[r.Person.Name] = r.Person.ID
		p.names[strings.Fields(r.Person.Name)[0]] = r.Person.ID
	}
	tb, ok := p.t.(testing.TB)
	if !ok {
		tb = &scriptTB{T: p.t}
	}
	p.stage = p.open(tb, at, file)
	return nil
}

func (p *performance) as(_ *testscript.TestScript, args []string) error {
	name := strings.Join(args, " ")
	id, ok := p.names[name]
	if !ok {
		id = name
	}
	p.who = id
	return nil
}

func (p *performance) submit(args []string) error {
	fields := map[string][]string{}
	for _, a := range args {
		id, value, ok := strings.Cut(a, "=")
		if !ok {
			return fmt.Errorf("not field=value: %s", a)
		}
		fields[id] = nil
		if value != "" {
			fields[id] = strings.Split(value, "|")
		}
	}
	return p.stage.Submit(p.who, fields)
}

func (p *performance) unread() []string {
	lines := p.stage.Screen(p.who).Chat
	return lines[min(p.read[p.who], len(lines)):]
}

func (p *performance) expect(args []string) error {
	want := strings.Join(args, " ")
	for i, line := range p.unread() {
		if strings.Contains(line, want) {
			p.read[p.who] += i + 1
			return nil
		}
	}
	return errors.New("no message says it")
}

func (p *performance) dialog(args []string) error {
	if want := strings.Join(args, " "); !strings.Contains(p.stage.Screen(p.who).Dialog, want) {
		return errors.New("no dialog says it")
	}
	return nil
}

func (p *performance) fieldError(args []string) error {
	got := p.stage.Screen(p.who).Errors[args[0]]
	if got == "" || !strings.Contains(got, strings.Join(args[1:], " ")) {
		return errors.New("the field has no such error")
	}
	return nil
}

func (p *performance) silent([]string) error {
	if n := len(p.unread()); n > 0 {
		return fmt.Errorf("%d messages not looked at", n)
	}
	return nil
}

func (p *performance) until(args []string) error {
	at, err := parseTime(args[0])
	if err != nil {
		return err
	}
	return p.stage.Advance(at)
}

func (p *performance) advance(args []string) error {
	n, err := strconv.Atoi(args[0][:len(args[0])-1])
	if err != nil {
		return fmt.Errorf("not a span like 3d, 4h or 5m: %s", args[0])
	}
	unit := map[byte]time.Duration{'d': 24 * time.Hour, 'h': time.Hour, 'm': time.Minute}[args[0][len(args[0])-1]]
	if unit == 0 {
		return fmt.Errorf("not a span like 3d, 4h or 5m: %s", args[0])
	}
	return p.stage.Advance(p.stage.Now().Add(time.Duration(n) * unit))
}

// view is what the acting person sees, for a script that fails.
func (p *performance) view() string {
	if p.stage == nil || p.who == "" {
		return ""
	}
	s := p.stage.Screen(p.who)
	var sb strings.Builder
	fmt.Fprintf(&sb, "-- %s, %s --\n", p.who, p.stage.Now().In(japan()).Format("2006-01-02 15:04"))
	for i, line := range s.Chat {
		mark := " "
		if i >= p.read[p.who] {
			mark = "*"
		}
		fmt.Fprintf(&sb, "%s %s\n", mark, strings.ReplaceAll(line, "\n", "\n    "))
	}
	if s.Dialog != "" {
		fmt.Fprintf(&sb, "-- dialog --\n%s\n", s.Dialog)
	}
	for _, f := range slices.Sorted(mapKeys(s.Errors)) {
		fmt.Fprintf(&sb, "! %s: %s\n", f, s.Errors[f])
	}
	return sb.String()
}

func mapKeys(m map[string]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// show writes blocks and buttons as a person reads them.
func show(title string, body chat.Blocks, actions []chat.Action) string {
	var sb strings.Builder
	if title != "" {
		sb.WriteString(title + "\n")
	}
	sb.WriteString(reveal(body))
	for _, a := range actions {
		sb.WriteString("[" + a.Label + "] ")
	}
	return sb.String()
}

// reveal writes blocks with the private words that the page shows.
func reveal(body chat.Blocks) string {
	m := chat.Message{Body: body}
	text := m.Text()
	page := chat.Page{Sections: []chat.Section{{Body: body}}}
	for _, f := range page.Private() {
		text = strings.Replace(text, private.Mask, f.Text.Reveal(), 1)
	}
	if text == "" {
		return ""
	}
	return text + "\n"
}

// scriptTB lets a world live in a testscript, whose T is no testing.TB.
type scriptTB struct {
	testing.TB
	T testscript.T
}

func (s *scriptTB) Helper()                   {}
func (s *scriptTB) Cleanup(func())            {}
func (s *scriptTB) Fatal(args ...any)         { s.T.Fatal(args...) }
func (s *scriptTB) Fatalf(f string, a ...any) { s.T.Fatal(fmt.Sprintf(f, a...)) }
func (s *scriptTB) TempDir() string {
	dir, err := os.MkdirTemp("", "tsukiichi-script")
	if err != nil {
		s.T.Fatal(err)
	}
	return dir
}
