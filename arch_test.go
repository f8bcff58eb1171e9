package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The house keeps its shape through this file: who imports whom, where the
// clock is read, where private words come out, and which words the core never
// says. A new package gets a row in layers; a new place that shows private
// words gets a line in reveals.

const module = "tsukiichi"

// layer is what one directory may import besides the standard library. A path
// that ends in /… stands for everything below it.
type layer struct {
	dir  string
	ours []string // directories of this module
	libs []string // modules of others
}

func layers() []layer {
	log := "github.com/rs/zerolog"
	core := []string{"bot/private", "bot/clock", "bot/chat", "bot/mentoring", "bot/catalog", "bot/calendar",
		"bot/roster", "bot/sheet", "bot/ical", "store"}
	adapter := []string{"bot/chat", "bot/private"}
	return []layer{
		{dir: ".", ours: []string{"bot/…", "store/…", "scheduler/…", "adapters/…"}, libs: []string{"…"}},

		{dir: "bot/private"},
		{dir: "bot/clock"},
		{dir: "bot/chat", ours: []string{"bot/private"}},
		{dir: "bot/mentoring", ours: []string{"bot/private"}},
		{dir: "bot/catalog", ours: []string{"bot/chat"}, libs: []string{"github.com/nicksnyder/go-i18n", "golang.org/x/text"}},
		{dir: "bot/catalog/gen"},
		{dir: "bot/calendar", ours: []string{"bot/mentoring"}, libs: []string{"github.com/rickar/cal"}},
		{dir: "bot/roster", ours: []string{"bot/mentoring", "bot/private"}, libs: []string{"golang.org/x/text"}},
		{dir: "bot/sheet", ours: []string{"bot/mentoring", "bot/private"}, libs: []string{"github.com/xuri/excelize"}},
		{dir: "bot/ical", ours: []string{"bot/mentoring", "bot/private"}, libs: []string{"github.com/arran4/golang-ical"}},
		{dir: "bot", ours: core, libs: []string{log, "github.com/google/uuid"}},
		{dir: "bot/bottest", ours: []string{"bot/…", "store/…", "scheduler/…", "adapters/…"}, libs: append(testLibs(), log, "golang.org/x/text")},

		{dir: "store", ours: []string{"bot/mentoring", "bot/chat", "bot/private"}, libs: []string{"github.com/segmentio/encoding"}},
		{dir: "store/bolt", ours: []string{"store"}, libs: []string{"go.etcd.io/bbolt"}},
		{dir: "store/postgres", ours: []string{"store"}, libs: []string{"github.com/jackc/pgx"}},
		{dir: "store/seal", ours: []string{"store", "bot/private"}, libs: []string{"github.com/tink-crypto/tink-go"}},
		{dir: "store/storetest", ours: []string{"store", "bot/mentoring", "bot/chat", "bot/private"}, libs: testLibs()},

		{dir: "scheduler", ours: []string{"store", "bot/mentoring", "bot/clock"}, libs: []string{"github.com/robfig/cron", log}},
		{dir: "scheduler/delivery", ours: []string{"store", "bot/chat", "bot/clock"}, libs: []string{log}},
		{dir: "scheduler/play", ours: []string{"bot/clock"}},

		{dir: "adapters/slack", ours: adapter, libs: []string{"github.com/slack-go/slack",
			"github.com/gorilla/websocket", log}},
		{dir: "adapters/slack/slacktown", ours: append(adapter, "adapters/townhall"), libs: append(testLibs(), "github.com/gorilla/websocket")},
		{dir: "adapters/teams", ours: adapter, libs: []string{"github.com/infracloudio/msbotbuilder-go",
			"github.com/golang-jwt/jwt", "github.com/MicahParks/jwkset", "golang.org/x/oauth2", "golang.org/x/sync", log}},
		{dir: "adapters/teams/cardcheck", libs: testLibs()},
		{dir: "adapters/teams/teamstown", ours: []string{"adapters/townhall", "adapters/teams/cardcheck"}, libs: testLibs()},
		{dir: "adapters/townhall", libs: testLibs()},
		{dir: "adapters/web", ours: adapter, libs: []string{"github.com/alexedwards/scs", "github.com/coreos/go-oidc",
			"golang.org/x/oauth2", log}},
		{dir: "adapters/adaptertest", ours: adapter, libs: testLibs()},
	}
}

// testLibs is what any test may import.
func testLibs() []string {
	return []string{"pgregory.net/rapid", "github.com/google/go-cmp", "github.com/rogpeppe/go-internal",
		"github.com/santhosh-tekuri/jsonschema", "github.com/chromedp", "go.uber.org/goleak",
		"github.com/anishathalye/porcupine", "github.com/hanwen/go-fuse", "github.com/xuri/excelize"}
}

// reach is how much further the tests of a directory may go.
func reach(dir string) (ours, libs []string) {
	libs = append(testLibs(), "github.com/rs/zerolog")
	switch {
	case dir == "adapters/slack": // its fake platform stands around the whole house
		return []string{"bot/…", "store/…", "scheduler/…", "adapters/adaptertest", "adapters/slack/slacktown", "adapters/townhall"}, libs
	case dir == "adapters/teams": // and Slack's beside it, for a pair that has one on each
		return []string{"bot/…", "store/…", "scheduler/…", "adapters/adaptertest", "adapters/teams/…", "adapters/slack/…", "adapters/townhall"}, libs
	case strings.HasPrefix(dir, "adapters/"):
		return []string{"bot/clock", "adapters/adaptertest", "adapters/slack/slacktown"}, libs
	case strings.HasPrefix(dir, "store"):
		return []string{"bot/…", "store/…"}, append(libs, "go.etcd.io/bbolt")
	default:
		return []string{"bot/…", "store/…", "scheduler/…"}, libs
	}
}

// reveals are the files, or directories with a stroke at the end, in which
// private words may come out.
func reveals() []string {
	return []string{
		"bot/private/",
		"bot/chat/", // what a person filled in, read by shape
		"store/codec.go",
		"adapters/",               // on their way to the person who may see them
		"bot/ask.go",              // an answer typed into the chat, on its way to a form's field
		"bot/say.go",              // a line that may be a command
		"bot/thankssvg.go",        // onto the card that the two of a pair print
		"bot/voiceshow.go",        // what its author has approved for everybody
		"bot/wordsitem.go",        // what HR writes for everybody: topics, tips, places
		"bot/mydatafile.go",       // somebody's own, into a file for them alone
		"bot/form1sheet.go",       // into the author's own sheet, and HR's of what was handed in
		"bot/candidate.go",        // a name beside the list, to look somebody up
		"bot/programmewords.go",   // what HR writes into a programme, for everybody
		"bot/surveytable.go",      // into HR's workbook of what was written to it
		"bot/surveyplain.go",      // HR's words of a questionnaire, for everybody who is asked
		"bot/broadcastpublish.go", // HR's words to everybody, when HR presses send
	}
}

// source is one parsed file; its name is relative to the module, with strokes.
type source struct {
	name string
	text string
	file *ast.File
}

func (s source) dir() string  { return path.Dir(s.name) }
func (s source) isTest() bool { return strings.HasSuffix(s.name, "_test.go") }

// supports reports whether the file is test support: a test that is a package.
func (s source) supports() bool {
	return slices.Contains([]string{"bot/bottest", "store/storetest", "adapters/adaptertest", "adapters/slack/slacktown",
		"adapters/teams/teamstown", "adapters/teams/cardcheck", "adapters/townhall"}, s.dir())
}

func parseSource(name, text string) (source, error) {
	f, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ParseComments|parser.SkipObjectResolution)
	return source{name: name, text: text, file: f}, err
}

// covers reports whether a list names the path, itself or by /… or as the
// module that holds it.
func covers(list []string, p string, module bool) bool {
	return slices.ContainsFunc(list, func(l string) bool {
		if root, all := strings.CutSuffix(l, "…"); all {
			return strings.HasPrefix(p+"/", root)
		}
		return p == l || module && strings.HasPrefix(p, l+"/")
	})
}

// imports says which imports of the file its directory may not have.
func imports(s source) []string {
	i := slices.IndexFunc(layers(), func(l layer) bool { return l.dir == s.dir() })
	if i < 0 {
		return []string{fmt.Sprintf("%s: the package %s has no row in layers (arch_test.go): say what it may import", s.name, s.dir())}
	}
	may := layers()[i]
	if s.isTest() {
		ours, libs := reach(may.dir)
		may.ours, may.libs = slices.Concat(may.ours, ours, []string{may.dir}), slices.Concat(may.libs, libs)
	}
	var out []string
	for _, spec := range s.file.Imports {
		p, _ := strconv.Unquote(spec.Path.Value)
		dir, ours := strings.CutPrefix(p, module+"/")
		first, _, _ := strings.Cut(p, "/")
		switch {
		case p == module:
			out = append(out, fmt.Sprintf("%s imports the root package: nobody does", s.name))
		case ours && !covers(may.ours, dir, false):
			out = append(out, fmt.Sprintf("%s imports %s: the package %s may import %s of ours", s.name, dir, may.dir, list(may.ours)))
		case !ours && strings.Contains(first, ".") && !covers(may.libs, p, true):
			out = append(out, fmt.Sprintf("%s imports %s: the package %s may import %s of others", s.name, p, may.dir, list(may.libs)))
		}
	}
	return out
}

func list(names []string) string {
	if len(names) == 0 {
		return "nothing"
	}
	return strings.Join(names, ", ")
}

// clockReads says where a file outside bot/clock reads the machine's time.
func clockReads(s source) []string {
	if s.isTest() || s.dir() == "bot/clock" {
		return nil
	}
	name := "" // of the package time in this file
	for _, spec := range s.file.Imports {
		if spec.Path.Value == `"time"` {
			name = "time"
			if spec.Name != nil {
				name = spec.Name.Name
			}
		}
	}
	var out []string
	if name == "." {
		return []string{s.name + " imports time with a dot: nobody sees where it reads the clock"}
	}
	ast.Inspect(s.file, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok || name == "" {
			return true
		}
		pkg, ok := sel.X.(*ast.Ident)
		if ok && pkg.Name == name && slices.Contains([]string{"Now", "Since", "Until"}, sel.Sel.Name) {
			out = append(out, fmt.Sprintf("%s calls time.%s: only bot/clock reads the clock; take the time as an argument", s.name, sel.Sel.Name))
		}
		return true
	})
	return out
}

// platformWords says where the core names a platform or its layout.
func platformWords(s source) []string {
	top, _, _ := strings.Cut(s.dir(), "/")
	if s.isTest() || s.supports() || !slices.Contains([]string{"bot", "store", "scheduler"}, top) {
		return nil
	}
	words := regexp.MustCompile(`(?i:slack|ms_?teams|\bteams(\b|_)|block ?kit|adaptive)|[a-z]Teams|Teams[A-Z]`)
	var out []string
	for i, line := range strings.Split(s.text, "\n") {
		if w := words.FindString(line); w != "" {
			out = append(out, fmt.Sprintf("%s:%d says %q: the core names no platform", s.name, i+1, w))
		}
	}
	return out
}

// revealed says where private words come out that should not.
func revealed(s source) []string {
	allowed := func(p string) bool {
		return s.name == p || strings.HasSuffix(p, "/") && strings.HasPrefix(s.name, p)
	}
	if s.isTest() || s.supports() || slices.ContainsFunc(reveals(), allowed) {
		return nil
	}
	var out []string
	ast.Inspect(s.file, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok && sel.Sel.Name == "Reveal" {
			out = append(out, s.name+" calls Reveal: private words come out only in the files that reveals (arch_test.go) lists")
		}
		return true
	})
	return out
}

// checks are the rules by name.
func checks() map[string]func(source) []string {
	return map[string]func(source) []string{
		"imports": imports, "clock": clockReads, "platforms": platformWords, "reveal": revealed,
	}
}

// sources reads every Go file of the module.
func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	err := filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && p != "." && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") || strings.HasPrefix(d.Name(), "_")):
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(p, ".go"):
			return nil
		}
		text, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		s, err := parseSource(filepath.ToSlash(p), string(text))
		all = append(all, s)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestArchitecture(t *testing.T) {
	t.Parallel()
	files := sources(t)
	if len(files) < 20 {
		t.Fatalf("only %d files found: this test must run in the module's root", len(files))
	}
	for name, check := range checks() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, f := range files {
				for _, sentence := range check(f) {
					t.Error(sentence)
				}
			}
		})
	}
}
