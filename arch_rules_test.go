package main

import (
	"strings"
	"testing"
)

// TestArchitectureRules proves each rule on a file made up for it: it speaks
// when it must, and only then.
func TestArchitectureRules(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		rule, file, text string
		want             string // part of the sentence; "" for silence
	}{
		"std is for everybody":           {"imports", "bot/private/x.go", `import "fmt"`, ""},
		"private imports nothing":        {"imports", "bot/private/x.go", `import "tsukiichi/bot/chat"`, "may import nothing of ours"},
		"chat imports private":           {"imports", "bot/chat/x.go", `import "tsukiichi/bot/private"`, ""},
		"chat knows no rules":            {"imports", "bot/chat/x.go", `import "tsukiichi/bot/mentoring"`, "bot/chat may import bot/private of ours"},
		"mentoring knows no chat":        {"imports", "bot/mentoring/x.go", `import "tsukiichi/bot/chat"`, "imports bot/chat"},
		"mentoring knows no store":       {"imports", "bot/mentoring/x.go", `import "tsukiichi/store"`, "imports store"},
		"catalog has its library":        {"imports", "bot/catalog/x.go", `import "github.com/nicksnyder/go-i18n/v2/i18n"`, ""},
		"calendar has no other":          {"imports", "bot/calendar/x.go", `import "github.com/robfig/cron/v3"`, "github.com/rickar/cal of others"},
		"roster knows no chat":           {"imports", "bot/roster/x.go", `import "tsukiichi/bot/chat"`, "imports bot/chat"},
		"store knows no engine":          {"imports", "store/x.go", `import "tsukiichi/store/bolt"`, "imports store/bolt"},
		"store has no engine":            {"imports", "store/x.go", `import "go.etcd.io/bbolt"`, "segmentio/encoding of others"},
		"an engine knows the store":      {"imports", "store/bolt/x.go", `import "tsukiichi/store"`, ""},
		"an engine knows no bot":         {"imports", "store/bolt/x.go", `import "tsukiichi/bot/chat"`, "imports bot/chat"},
		"the bot knows no engine":        {"imports", "bot/x.go", `import "tsukiichi/store/bolt"`, "imports store/bolt"},
		"the bot knows no adapter":       {"imports", "bot/x.go", `import "tsukiichi/adapters/web"`, "imports adapters/web"},
		"the bot's tests know an engine": {"imports", "bot/x_test.go", `import "tsukiichi/store/bolt"`, ""},
		"and no adapter":                 {"imports", "bot/x_test.go", `import "tsukiichi/adapters/web"`, "imports adapters/web"},
		"test support knows all":         {"imports", "bot/bottest/x.go", `import "tsukiichi/store/bolt"`, ""},
		"but the root":                   {"imports", "bot/bottest/x.go", `import "tsukiichi"`, "root package"},
		"the scheduler knows no bot":     {"imports", "scheduler/x.go", `import "tsukiichi/bot"`, "imports bot:"},
		"delivery knows no rules":        {"imports", "scheduler/delivery/x.go", `import "tsukiichi/bot/mentoring"`, "imports bot/mentoring"},
		"an adapter knows no bot":        {"imports", "adapters/web/x.go", `import "tsukiichi/bot"`, "imports bot:"},
		"an adapter knows no store":      {"imports", "adapters/web/x.go", `import "tsukiichi/store"`, "imports store"},
		"its tests neither":              {"imports", "adapters/web/x_test.go", `import "tsukiichi/store"`, "imports store"},
		"an adapter knows no other":      {"imports", "adapters/web/x.go", `import "tsukiichi/adapters/slack"`, "imports adapters/slack"},
		"its tests share the suite":      {"imports", "adapters/web/x_test.go", `import "tsukiichi/adapters/adaptertest"`, ""},
		"an SDK in its adapter":          {"imports", "adapters/slack/x.go", `import "github.com/slack-go/slack/slackevents"`, ""},
		"an SDK elsewhere":               {"imports", "adapters/web/x.go", `import "github.com/slack-go/slack"`, "imports github.com/slack-go/slack"},
		"an SDK in another's test":       {"imports", "adapters/web/x_test.go", `import "github.com/slack-go/slack"`, "imports github.com/slack-go/slack"},
		"a module is not a prefix":       {"imports", "adapters/slack/x.go", `import "github.com/slack-go/slackutil"`, "slackutil"},
		"the root sees all":              {"imports", "main.go", "import (\n_ \"tsukiichi/store/bolt\"\n_ \"github.com/alecthomas/kong\")", ""},
		"a package without a row":        {"imports", "bot/util/x.go", "", "no row in layers"},

		"the clock reads":       {"clock", "bot/clock/x.go", "import \"time\"\nvar _ = time.Now()", ""},
		"nobody else":           {"clock", "main.go", "import \"time\"\nvar _ = time.Now()", "calls time.Now"},
		"not as a value":        {"clock", "bot/x.go", "import \"time\"\nvar _ = time.Now", "calls time.Now"},
		"not under a name":      {"clock", "bot/x.go", "import t \"time\"\nvar _ = t.Since(t.Time{})", "calls time.Since"},
		"not until":             {"clock", "store/x.go", "import \"time\"\nvar _ = time.Until(time.Time{})", "calls time.Until"},
		"not with a dot":        {"clock", "bot/x.go", "import . \"time\"\nvar _ = Now()", "with a dot"},
		"tests may":             {"clock", "bot/x_test.go", "import \"time\"\nvar _ = time.Now()", ""},
		"another Now is no one": {"clock", "bot/x.go", "var _ = clock.Now()", ""},

		"a comment names one":       {"platforms", "bot/x.go", "// as Slack does", `says "Slack"`},
		"an identifier names one":   {"platforms", "store/x.go", "var postToSlack int", `says "Slack"`},
		"the plural":                {"platforms", "scheduler/x.go", "// sent to Teams", `says "Teams"`},
		"in a name":                 {"platforms", "bot/x.go", "var TeamsID int", `says "TeamsI"`},
		"at a name's end":           {"platforms", "bot/x.go", "var toTeams int", `says "oTeams"`},
		"a layout":                  {"platforms", "bot/x.go", "// an adaptive card", `says "adaptive"`},
		"a layout in two words":     {"platforms", "bot/x.go", "// Block Kit", `says "Block Kit"`},
		"somebody's team":           {"platforms", "bot/x.go", "var Team, SameTeam int // the mentee's team", ""},
		"adapters may":              {"platforms", "adapters/slack/x.go", "// Slack", ""},
		"test support may too":      {"platforms", "store/storetest/x.go", "// Slack", ""},
		"the store may not":         {"platforms", "store/bolt/x.go", "// Slack", `says "Slack"`},
		"tests may name a platform": {"platforms", "bot/x_test.go", "// Slack", ""},

		"words come out":           {"reveal", "bot/report.go", "var _ = t.Reveal()", "calls Reveal"},
		"words come out by a name": {"reveal", "scheduler/x.go", "var _ = t.Reveal", "calls Reveal"},
		"where they are sealed":    {"reveal", "store/codec.go", "var _ = t.Reveal()", ""},
		"not beside it":            {"reveal", "store/codec2.go", "var _ = t.Reveal()", "calls Reveal"},
		"in an adapter":            {"reveal", "adapters/web/x.go", "var _ = t.Reveal()", ""},
		"in test support":          {"reveal", "store/storetest/x.go", "var _ = t.Reveal()", ""},
		"in a test":                {"reveal", "bot/x_test.go", "var _ = t.Reveal()", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := parseSource(tt.file, "package x\n"+tt.text)
			if err != nil {
				t.Fatal(err)
			}
			got := strings.Join(checks()[tt.rule](s), "\n")
			if tt.want == "" && got != "" || !strings.Contains(got, tt.want) {
				t.Errorf("%s of %s:\n got %q\nwant %q", tt.rule, tt.file, got, tt.want)
			}
		})
	}
}

// TestArchitectureTable keeps the table itself honest.
func TestArchitectureTable(t *testing.T) {
	t.Parallel()
	sdks := map[string]string{
		"github.com/slack-go/slack":               "adapters/slack",
		"github.com/infracloudio/msbotbuilder-go": "adapters/teams",
		"go.etcd.io/bbolt":                        "store/bolt",
		"github.com/jackc/pgx":                    "store/postgres",
		"github.com/robfig/cron":                  "scheduler",
	}
	seen := map[string]bool{}
	for _, l := range layers() {
		if seen[l.dir] {
			t.Errorf("%s has two rows", l.dir)
		}
		seen[l.dir] = true
		for lib, home := range sdks {
			if l.dir != "." && l.dir != home && covers(l.libs, lib, true) {
				t.Errorf("%s may import %s, which belongs to %s", l.dir, lib, home)
			}
		}
	}
}
