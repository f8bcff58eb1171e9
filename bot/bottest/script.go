package bottest

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

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
	// PressOld presses a button that no message shows any more.
	PressOld(who, action, arg string) error
	// Join adds the bot or comes back to it, Leave removes it, Email is the
	// address that the workspace vouches for from now on.
	Join(who string) error
	Leave(who string) error
	Email(who, address string)
	// Screen is what the person sees.
	Screen(who string) Screen

	Now() time.Time
	Advance(to time.Time) error
	Down(down bool)
	Restart() error
	Import(file []byte) error
	Logged() string
}

// PlainStage is a stage whose platform has clients without dialogs.
type PlainStage interface {
	Stage
	// Plain gives the person such a client from now on.
	Plain(who string)
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
//	as NAME                         who acts: a name of the roster or its first
//	                                part; anything else is an account's id
//	paired HEAD MENTEE MENTOR       a nomination that needs no reason, played and
//	                                looked at by all three
//	say WORDS · press LABEL · home · joined · left
//	plain                           the person's client has no dialogs from now on
//	repeat                          the last event arrives once more
//	slip NAME                       HR prints a code for somebody without a chat
//	enter                           types that code and is on the web from then on
//	press-old ACTION ARG            a button that is no longer in view
//	email ADDRESS                   what the workspace says the account's is
//	submit FIELD=VALUE …            sends the open dialog; FIELD=a|b ticks several
//	expect WORDS                    in a message not looked at yet; the ones before
//	                                it count as looked at
//	silent                          no message that was not looked at
//	chat WORDS                      in any message of the chat as it looks now
//	once WORDS                      in exactly one of them
//	dialog WORDS                    in the open dialog or page
//	error FIELD WORDS               beside the field
//	file NAME WORDS                 a file is offered whose name begins so, and
//	                                says the words, as far as the stage opens it
//	no-file NAME WORDS              such a file is offered and does not say them
//	until TIME · advance 3d|4h      plays the time forward
//	down · up · restart
//	import FILE [sjis|xlsx]         a roster comes in, as a CSV in UTF-8, in Shift_JIS
//	                                or as a workbook
//	preview FILE WORDS              what is said before a roster comes in
//	year 2027                       the programme of that fiscal year starts
//	template FORM FILE              the person hands over a workbook with the lines
//	                                of FILE as a form; one in .xlsm holds a program
//	refused FORM FILE WORDS         the same, and it is not taken, in these words
//	unlogged WORDS                  the log never says this
//
// expect, chat, dialog, enter, error, import, preview, silent and slip can be
// negated with "!".
func Scripts(t *testing.T, dir string, open func(t testing.TB, at time.Time, roster []byte) Stage) {
	t.Helper()
	testscript.Run(t, testscript.Params{
		Dir:                 dir,
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Values[playKey{}] = &performance{open: open, t: e.T(), read: map[string]int{}, names: map[string]string{}}
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
	p.learn(file)
	tb, ok := p.t.(testing.TB)
	if !ok {
		tb = &scriptTB{T: p.t}
	}
	p.stage = p.open(tb, at, file)
	return nil
}

// learn remembers the names in a roster.
func (p *performance) learn(file []byte) {
	parsed, _ := roster.Parse(bytes.NewReader(file), roster.Options{Platforms: []string{Platform}})
	for _, r := range parsed.Rows {
		p.names[r.Person.Name] = r.Person.ID
		p.names[strings.Fields(r.Person.Name)[0]] = r.Person.ID
	}
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

// paired plays a nomination; all three have looked at what they were sent.
func (p *performance) paired(_ *testscript.TestScript, args []string) error {
	full := map[string]string{}
	for name, id := range p.names {
		if strings.Contains(name, " ") {
			full[id] = name
		}
	}
	head, mentee, mentor := p.names[args[0]], p.names[args[1]], p.names[args[2]]
	if err := p.stage.Press(head, full[mentee]+"さんのメンターを選ぶ"); err != nil {
		return err
	}
	if err := p.stage.Submit(head, map[string][]string{"mentor": {full[mentor]}}); err != nil {
		return err
	}
	if err := p.stage.Submit(head, map[string][]string{"spoken": {"yes"}}); err != nil {
		return err
	}
	if bad := p.stage.Screen(head).Errors; len(bad) > 0 {
		return fmt.Errorf("the nomination is refused: %v", bad)
	}
	for _, who := range []string{head, mentee, mentor} {
		p.read[who] = len(p.stage.Screen(who).Chat)
	}
	return nil
}

func (p *performance) plain([]string) error {
	stage, ok := p.stage.(PlainStage)
	if !ok {
		return errors.New("every client of this stage has dialogs")
	}
	stage.Plain(p.who)
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

// count counts the messages that say the words now.
func (p *performance) count(words string) (n int) {
	for _, line := range p.stage.Screen(p.who).Chat {
		if strings.Contains(line, words) {
			n++
		}
	}
	return n
}

func (p *performance) chat(args []string) error {
	if p.count(strings.Join(args, " ")) == 0 {
		return errors.New("no message in the chat says it")
	}
	return nil
}

func (p *performance) once(args []string) error {
	if n := p.count(strings.Join(args, " ")); n != 1 {
		return fmt.Errorf("%d messages say it", n)
	}
	return nil
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
