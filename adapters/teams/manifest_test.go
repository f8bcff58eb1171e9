package teams

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"tsukiichi/adapters/adaptertest"
)

func cityApp() ManifestOptions {
	return ManifestOptions{
		AppID: "AAAAAAAA-1111-2222-3333-444444444444",
		Developer: Developer{
			Name: "例市 人事課", Website: "https://www.city.example.lg.jp",
			Privacy: "https://www.city.example.lg.jp/privacy", Terms: "https://www.city.example.lg.jp/terms",
		},
	}
}

func TestManifest(t *testing.T) {
	t.Parallel()
	named := cityApp()
	named.Name, named.Version, named.Developer.Privacy, named.Developer.Terms = "例市の月イチ", "1.2.10", "", ""
	cases := map[string]ManifestOptions{"city": cityApp(), "named": named}
	checked := 0
	schema := manifestSchema(t)
	for name, o := range cases {
		raw, err := Manifest(o)
		if err != nil {
			t.Fatal(err)
		}
		adaptertest.Golden(t, "testdata/manifest-"+name+".json", raw)
		if schema == nil {
			continue
		}
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(v); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		checked++
	}
	if schema != nil {
		t.Logf("manifests checked by the schema: %d", checked)
		if schema.Validate(map[string]any{"manifestVersion": "1.29"}) == nil {
			t.Error("a manifest without anything passes: the schema checks nothing")
		}
	}
}

// lookahead is what Go's expressions do not have: it keeps line breaks out of the
// name of a spreadsheet's add-in, and the manifest names none.
var lookahead = regexp.MustCompile(`\(\?[!=][^()]*\)`)

// manifestSchema is the manifest's schema, or nil where it is not at hand.
func manifestSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	dir := os.Getenv("TSUKIICHI_SCHEMAS")
	if dir == "" {
		return nil // TestSchemaIsAtHand says so
	}
	c := jsonschema.NewCompiler()
	c.UseRegexpEngine(func(pattern string) (jsonschema.Regexp, error) {
		return regexp.Compile(lookahead.ReplaceAllString(pattern, ""))
	})
	s, err := c.Compile(filepath.Join(dir, "teams-manifest-1.29.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestManifestAsksForLittle(t *testing.T) {
	t.Parallel()
	raw, err := Manifest(cityApp())
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(raw, &m); err != nil {
		t.Fatal(err)
	}
	for _, right := range []string{"permissions", "devicePermissions", "authorization", "webApplicationInfo", "validDomains", "staticTabs", "composeExtensions"} {
		if _, there := m[right]; there {
			t.Errorf("asks for %s", right)
		}
	}
	bot := m["bots"].([]any)[0].(map[string]any)
	if bot["supportsFiles"] != false || bot["isNotificationOnly"] != false || compact(bot["scopes"]) != `["personal"]` || m["defaultInstallScope"] != "personal" {
		t.Errorf("the bot is not for personal chats alone: %v", bot)
	}
	if bot["botId"] != "aaaaaaaa-1111-2222-3333-444444444444" || m["id"] == bot["botId"] {
		t.Errorf("bot %v in the app %v", bot["botId"], m["id"])
	}
}

func TestAppID(t *testing.T) {
	t.Parallel()
	one := appID("aaaaaaaa-1111-2222-3333-444444444444")
	if want := "5af83f22-b93a-8618-adf6-14d3d23f6328"; one != want || !isGUID(one) { // for ever: another id would be another app
		t.Errorf("got %s, want %s", one, want)
	}
	if one == appID("aaaaaaaa-1111-2222-3333-444444444445") {
		t.Error("two bots are one app")
	}
}

func TestManifestSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		change func(*ManifestOptions)
		want   []string
	}{
		"everything":          {func(o *ManifestOptions) { *o = ManifestOptions{} }, []string{"app id", "developer's name is missing", "website is missing"}},
		"no id":               {func(o *ManifestOptions) { o.AppID = "28:aaaaaaaa-1111-2222-3333-444444444444" }, []string{"app id"}},
		"a version's letter":  {func(o *ManifestOptions) { o.Version = "v1.0.0" }, []string{"like 1.0.0"}},
		"a leading zero":      {func(o *ManifestOptions) { o.Version = "1.02.0" }, []string{"like 1.0.0"}},
		"a long name":         {func(o *ManifestOptions) { o.Name = long(31) }, []string{"31 characters of at most 30"}},
		"a long developer":    {func(o *ManifestOptions) { o.Developer.Name = long(33) }, []string{"33 characters of at most 32"}},
		"a blank developer":   {func(o *ManifestOptions) { o.Developer.Name = " " }, []string{"name is missing"}},
		"an open website":     {func(o *ManifestOptions) { o.Developer.Website = "http://a.example" }, []string{"website address must begin with https://"}},
		"no host":             {func(o *ManifestOptions) { o.Developer.Privacy = "https://" }, []string{"privacy address must begin with https://"}},
		"no address":          {func(o *ManifestOptions) { o.Developer.Terms = "terms.pdf" }, []string{"terms address must begin with https://"}},
		"two things together": {func(o *ManifestOptions) { o.AppID, o.Developer.Terms = "", "x" }, []string{"app id", "terms address"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := cityApp()
			tt.change(&o)
			_, err := Manifest(o)
			if !errors.Is(err, ErrManifest) {
				t.Fatalf("got %v", err)
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q does not say %q", err, want)
				}
			}
			if _, err := Package(o); !errors.Is(err, ErrManifest) {
				t.Errorf("package: %v", err)
			}
		})
	}
}

// TestCommandsAreUnderstood looks for each line that Teams offers among the
// words that the core knows.
func TestCommandsAreUnderstood(t *testing.T) {
	t.Parallel()
	core, err := os.ReadFile("../../bot/say.go")
	if err != nil {
		t.Fatal(err)
	}
	ja, en := japaneseApp().Commands, englishApp().Commands
	if len(ja) != len(en) || len(ja) > 12 {
		t.Fatalf("%d commands in Japanese, %d in English", len(ja), len(en))
	}
	for _, c := range append(ja, en...) {
		if !strings.Contains(string(core), `"`+strings.ToLower(c.Title)+`"`) {
			t.Errorf("the core does not know %q", c.Title)
		}
	}
}

func TestAppWordsFit(t *testing.T) {
	t.Parallel()
	for _, w := range []appWords{japaneseApp(), englishApp()} {
		for s, limit := range map[string]int{w.Short: 30, w.Full: 100, w.Text: 80, w.LongText: 4000} {
			if n := units(s); n == 0 || n > limit {
				t.Errorf("%d characters of at most %d: %s", n, limit, s)
			}
		}
		for _, c := range w.Commands { // as far as Teams shows them
			if units(c.Title) > 32 || units(c.Description) > 64 {
				t.Errorf("a long command: %s", c.Title)
			}
		}
	}
}

func TestPackage(t *testing.T) {
	t.Parallel()
	o := cityApp()
	o.Name = "例市の月イチ"
	raw, err := Package(o)
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := Package(o); !bytes.Equal(raw, again) {
		t.Error("the same options give other bytes")
	}
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	if manifest, _ := Manifest(o); len(files) != 4 || !bytes.Equal(files["manifest.json"], manifest) {
		t.Errorf("%d files in the package, or another manifest", len(files))
	}
	adaptertest.Golden(t, "testdata/manifest-en.json", files["en.json"])
	var m struct {
		Icons     struct{ Color, Outline string }
		Languages struct {
			Default string                  `json:"defaultLanguageTag"`
			More    []struct{ File string } `json:"additionalLanguages"`
		} `json:"localizationInfo"`
	}
	if err := json.Unmarshal(files["manifest.json"], &m); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{m.Icons.Color, m.Icons.Outline, m.Languages.More[0].File} {
		if files[name] == nil {
			t.Errorf("the manifest names %s, which is not there", name)
		}
	}
	for name, size := range map[string]int{m.Icons.Color: 192, m.Icons.Outline: 32} {
		icon(t, files[name], size, name == m.Icons.Outline)
	}
}

// icon holds an icon against Teams' rules: its size; the outline white, and
// clear where it is not; the other one full.
func icon(t *testing.T, data []byte, size int, outline bool) {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if b := img.Bounds(); b.Dx() != size || b.Dy() != size {
		t.Fatalf("%v, want %d", b, size)
	}
	clear := 0
	for y := range size {
		for x := range size {
			r, g, b, a := img.At(x, y).RGBA()
			switch {
			case a == 0:
				clear++
			case outline && (r != a || g != a || b != a):
				t.Fatalf("not white at %d, %d", x, y)
			}
		}
	}
	if outline != (clear > size*size/2) || !outline && clear > 0 {
		t.Errorf("%d clear pixels of %d", clear, size*size)
	}
}
