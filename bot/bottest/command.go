package bottest

import (
	"errors"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

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
	plain("paired", 3, (*performance).paired)
	plain("say", 1, act(func(p *performance, args []string) error { return p.stage.Say(p.who, strings.Join(args, " ")) }))
	plain("press", 1, act(func(p *performance, args []string) error { return p.stage.Press(p.who, strings.Join(args, " ")) }))
	plain("submit", 0, act((*performance).submit))
	plain("home", 0, act(func(p *performance, _ []string) error { return p.stage.Home(p.who) }))
	plain("joined", 0, act(func(p *performance, _ []string) error { return p.stage.Join(p.who) }))
	plain("left", 0, act(func(p *performance, _ []string) error { return p.stage.Leave(p.who) }))
	plain("email", 1, act(func(p *performance, args []string) error { p.stage.Email(p.who, args[0]); return nil }))
	plain("press-old", 1, act(func(p *performance, args []string) error {
		return p.stage.PressOld(p.who, args[0], strings.Join(args[1:], " "))
	}))
	plain("slip", 1, act((*performance).slip))
	plain("enter", 0, act((*performance).enter))
	plain("plain", 0, act((*performance).plain))
	plain("chat", 1, act((*performance).chat))
	plain("once", 1, act((*performance).once))
	plain("file", 1, act((*performance).file))
	plain("no-file", 2, act((*performance).noFile))
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
	plain("import", 1, (*performance).take)
	plain("preview", 2, (*performance).preview)
	plain("year", 1, act((*performance).year))
	plain("template", 2, (*performance).template)
	plain("refused", 3, (*performance).refused)
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
