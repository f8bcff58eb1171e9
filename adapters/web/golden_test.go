package web

import (
	"bytes"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"tsukiichi/adapters/adaptertest"
)

// golden renders a template and compares it, without the tokens, whose shape
// is nobody's business, and without what a template leaves between its lines.
func golden(t *testing.T, w *world, file, name string, data any) {
	t.Helper()
	var out bytes.Buffer
	if err := w.pages.view.all.ExecuteTemplate(&out, name, data); err != nil {
		t.Fatal(err)
	}
	page := out.String()
	inert(t, page)
	page = regexp.MustCompile(`name="token" value="[^"]+"`).ReplaceAllString(page, `name="token" value="TOKEN"`)
	page = regexp.MustCompile(`\n\s*\n+`).ReplaceAllString(page, "\n")
	adaptertest.Golden(t, filepath.Join("testdata", file+".html"), []byte(page))
}

// inert fails the test where markup carries a style or a script of its own,
// which the policy forbids, or where a fixture's markup has come alive.
func inert(t *testing.T, page string) {
	t.Helper()
	tags := regexp.MustCompile(`<[a-zA-Z][^>]*>`).FindAllString(page, -1)
	for _, tag := range tags {
		bare := regexp.MustCompile(`"[^"]*"`).ReplaceAllString(tag, `""`)
		if regexp.MustCompile(`(?i)\s(style|on[a-z]+)\s*=|<style|<script(\s*>|\s+[^s])`).MatchString(bare) {
			t.Errorf("style or script inside the page: %s", tag)
		}
	}
	for _, alive := range []string{"<script>", "<at>", "<img src=x", "<!channel>", "<i>", "javascript:", "ZgotmplZ"} {
		if strings.Contains(page, alive) {
			t.Errorf("page holds %q", alive)
		}
	}
}

func (w *world) builder(t testing.TB) *builder {
	t.Helper()
	return w.pages.builder(&visit{account: mentee(), words: DefaultWords("ja")})
}

func TestMessagesRender(t *testing.T) {
	t.Parallel()
	for _, m := range adaptertest.Messages(t) {
		t.Run(m.Name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			line := w.builder(t).line(Line{ID: m.Name, At: w.clock.Now(), Message: &m.Message})
			golden(t, w, "message-"+m.Name, "line", line)
		})
	}
}

func TestFormsRender(t *testing.T) {
	t.Parallel()
	for _, f := range adaptertest.Forms(t) {
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			golden(t, w, "form-"+f.Name, "form", w.builder(t).form(f.Form))
			if f.Errors == nil {
				return
			}
			var ids []string
			for _, fd := range f.Form.Fields {
				ids = append(ids, fd.ID)
			}
			golden(t, w, "errors-"+f.Name, "errors", w.builder(t).errors(token{Fields: ids}, f.Errors))
		})
	}
}

func TestPagesRender(t *testing.T) {
	t.Parallel()
	for _, p := range adaptertest.Pages(t) {
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			golden(t, w, "page-"+p.Name, "sheet-page", w.builder(t).page(p.Page))
		})
	}
}
