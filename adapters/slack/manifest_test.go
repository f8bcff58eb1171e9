package slack_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"tsukiichi/adapters/adaptertest"
	"tsukiichi/adapters/slack"
)

// withoutLookahead compiles the schema's patterns, two of which (domains, which
// the manifest does not name) look ahead as Go's do not.
func withoutLookahead(pattern string) (jsonschema.Regexp, error) {
	return regexp.Compile(strings.ReplaceAll(pattern, `(?![\.\-])`, ""))
}

func TestManifest(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]slack.ManifestOptions{
		"http":   {URL: "https://1on1.example.lg.jp/"},
		"socket": {Socket: true, Command: "/mentor"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			raw, err := slack.Manifest(o)
			if err != nil {
				t.Fatal(err)
			}
			adaptertest.Golden(t, "testdata/manifest-"+name+".json", raw)
			var m struct {
				Display struct {
					Name        string `json:"name"`
					Description string `json:"description"`
					Long        string `json:"long_description"`
				} `json:"display_information"`
			}
			if err := json.Unmarshal(raw, &m); err != nil {
				t.Fatal(err)
			}
			if n := utf8.RuneCountInString(m.Display.Long); n < 174 || n > 4000 {
				t.Errorf("the long description has %d characters", n)
			}
			if n := utf8.RuneCountInString(m.Display.Description); n > 140 {
				t.Errorf("the description has %d characters", n)
			}
		})
		t.Run(name+" against the platform's schema", func(t *testing.T) {
			t.Parallel()
			dir := os.Getenv("TSUKIICHI_SCHEMAS")
			if dir == "" {
				t.Skip("TSUKIICHI_SCHEMAS names no folder with the platform's schemas: the manifest is not held against them")
			}
			raw, err := slack.Manifest(o)
			if err != nil {
				t.Fatal(err)
			}
			for _, file := range []string{"slack-manifest-v1.schema.json", "slack-manifest-v2.schema.json"} {
				c := jsonschema.NewCompiler()
				c.UseRegexpEngine(withoutLookahead)
				s, err := c.Compile(filepath.Join(dir, file))
				if err != nil {
					t.Fatal(err)
				}
				v, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
				if err != nil {
					t.Fatal(err)
				}
				if err := s.Validate(v); err != nil {
					t.Errorf("%s: %v", file, err)
				}
			}
		})
	}
	for _, o := range []slack.ManifestOptions{{}, {URL: "http://a.example"}, {URL: "https://"}, {Socket: true, Command: "1on1"}, {Socket: true, Command: "/大"}, {Socket: true, Command: "/A"}} {
		if _, err := slack.Manifest(o); !errors.Is(err, slack.ErrManifest) {
			t.Errorf("%+v: got %v", o, err)
		}
	}
}
