// Package catalog holds the words that people read: Japanese first, English
// beside it, in the files ja.json and en.json.
//
// A [Key] is a constant made from the files by go generate, so a word that
// does not exist does not compile. Package tests see to it that every key is
// in both languages with the same placeholders.
//
// # Caveats
//
//   - Arguments are names, dates and figures. What a person wrote is never an
//     argument: it is a span of its own (see chat.Words).
package catalog

import (
	"embed"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:generate go run ./gen

//go:embed ja.json en.json
var files embed.FS

// Key names one text.
type Key string

// Japanese and English are the languages there are.
const (
	Japanese = "ja"
	English  = "en"
)

// Languages lists them, the default first.
func Languages() []string { return []string{Japanese, English} }

// Catalog is all words in all languages.
type Catalog struct {
	words map[string]Words
}

// New reads the embedded words.
func New() (*Catalog, error) {
	bundle := i18n.NewBundle(language.Japanese)
	bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	c := &Catalog{words: map[string]Words{}}
	for _, lang := range Languages() {
		if _, err := bundle.LoadMessageFileFS(files, lang+".json"); err != nil {
			return nil, fmt.Errorf("catalog: %s: %w", lang, err)
		}
	}
	for _, lang := range Languages() {
		plain, err := plainTexts(lang)
		if err != nil {
			return nil, fmt.Errorf("catalog: %s: %w", lang, err)
		}
		c.words[lang] = Words{lang: lang, loc: i18n.NewLocalizer(bundle, lang), plain: plain}
	}
	return c, nil
}

// plainTexts are the texts of a language that have nothing to fill in: most of
// them, and the library would look for it each time.
func plainTexts(lang string) (map[Key]string, error) {
	file, err := files.ReadFile(lang + ".json")
	if err != nil {
		return nil, err
	}
	var texts map[Key]any
	if err := json.Unmarshal(file, &texts); err != nil {
		return nil, err
	}
	plain := map[Key]string{}
	for k, text := range texts {
		if s, one := text.(string); one && !strings.Contains(s, "{{") {
			plain[k] = s
		}
	}
	return plain, nil
}

// In returns the words of the language that the tag asks for ("en-GB" is
// English); anything unknown is Japanese.
func (c *Catalog) In(tag string) Words {
	if len(tag) >= 2 {
		if w, ok := c.words[tag[:2]]; ok {
			return w
		}
	}
	return c.words[Japanese]
}

// Words is the words of one language.
type Words struct {
	lang  string
	loc   *i18n.Localizer
	plain map[Key]string
}

// Lang is the language's tag.
func (w Words) Lang() string { return w.lang }

// Arg fills a placeholder.
type Arg struct{ name, value string }

// A fills the placeholder {{.name}} with a name, a date or another text that
// no person typed into the chat.
func A(name, value string) Arg { return Arg{name, value} }

// N fills {{.Count}} and chooses the plural form.
func N(n int) Arg { return Arg{"Count", strconv.Itoa(n)} }

// Pack writes what fills the placeholders of a key into one word, for an
// intent; [Unpack] reads it. What cannot be read fills nothing.
func Pack(args ...Arg) string {
	v := url.Values{}
	for _, a := range args {
		v.Set(a.name, a.value)
	}
	return v.Encode()
}

// Unpack reads what [Pack] wrote.
func Unpack(s string) []Arg {
	v, err := url.ParseQuery(s)
	if err != nil {
		return nil
	}
	var out []Arg
	for name := range v {
		out = append(out, Arg{name, v.Get(name)})
	}
	return out
}

// T is the text under the key with its placeholders filled. A key that does
// not exist comes back as itself.
func (w Words) T(k Key, args ...Arg) string {
	if s, plain := w.plain[k]; plain {
		return s
	}
	cfg := i18n.LocalizeConfig{MessageID: string(k)}
	if len(args) > 0 {
		data := make(map[string]string, len(args))
		for _, a := range args {
			data[a.name] = a.value
			if a.name == "Count" {
				cfg.PluralCount = a.value
			}
		}
		cfg.TemplateData = data
	}
	s, err := w.loc.Localize(&cfg)
	if err != nil {
		return string(k)
	}
	return s
}

// Has reports whether there is a text under the key.
func (w Words) Has(k Key) bool {
	_, err := w.loc.Localize(&i18n.LocalizeConfig{MessageID: string(k), PluralCount: "2"})
	return err == nil
}
