package private_test

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"html/template"
	"log/slog"
	"strings"
	"testing"

	"github.com/rs/zerolog"

	"tsukiichi/bot/private"
)

const secret = "最近よく眠れない"

// hidden holds a text where fmt cannot reach its methods.
type hidden struct{ text private.Text }

// shown holds one where every encoder looks.
type shown struct {
	Text  private.Text
	Point *private.Text
	List  []private.Text
	ByKey map[string]private.Text
	Any   any
}

// element is a text in both places that XML has.
type element struct {
	Text private.Text `xml:"text,attr"`
	Body private.Text
}

func words() private.Text { return private.New("p1", secret) }

func everywhere() shown {
	t := words()
	return shown{Text: t, Point: &t, List: []private.Text{t}, ByKey: map[string]private.Text{"k": t}, Any: t}
}

// leaks looks for the words and for their bytes in the ways fmt writes them.
func leaks(out string) bool {
	return strings.Contains(out, secret) ||
		strings.Contains(strings.ToLower(out), fmt.Sprintf("%x", secret)) ||
		strings.Contains(out, fmt.Sprintf("%+q", secret)[1:7]) ||
		strings.Contains(out, fmt.Sprint([]byte(secret))[1:12])
}

func TestLeaksItself(t *testing.T) {
	t.Parallel()
	for _, out := range []string{secret, fmt.Sprintf("%x", secret), fmt.Sprintf("%X", secret),
		fmt.Sprintf("%+q", secret), fmt.Sprintf("%d", []byte(secret))} {
		if !leaks(out) {
			t.Errorf("would not see %s", out)
		}
	}
}

// format keeps vet from reading the verbs, most of which do not fit on purpose.
var format = fmt.Sprintf

func TestNoVerbShowsTheWords(t *testing.T) {
	t.Parallel()
	values := map[string]any{
		"text": words(), "pointer": new(words()), "slice": []private.Text{words()},
		"struct": everywhere(), "unexported": hidden{words()}, "unexported pointer": &hidden{words()},
		"field": private.Field{Name: "x", Text: new(words())},
	}
	for name, v := range values {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for verb := 'A'; verb <= 'z'; verb++ {
				for _, flags := range []string{"", "+", "#", "-", " ", "0", "#+", "10.3"} {
					if out := format("%"+flags+string(verb), v); leaks(out) {
						t.Errorf("%%%s%c shows %s", flags, verb, out)
					}
				}
			}
			for _, out := range []string{fmt.Sprint(v), fmt.Sprintln(v), format("", v), format("%[3]d", v), format("%*d", v, 1)} {
				if leaks(out) {
					t.Errorf("shows %s", out)
				}
			}
		})
	}
}

func TestMask(t *testing.T) {
	t.Parallel()
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		if got := format(verb, words()); got != private.Mask {
			t.Errorf("%s: got %s, want %s", verb, got, private.Mask)
		}
	}
}

func TestNoEncoderShowsTheWords(t *testing.T) {
	t.Parallel()
	for name, encode := range map[string]func() (string, error){
		"json": func() (string, error) {
			out, err := json.Marshal(everywhere())
			return string(out), err
		},
		"json key": func() (string, error) {
			out, err := json.Marshal(map[private.Text]int{words(): 1})
			return string(out), err
		},
		"json of an unexported field": func() (string, error) {
			out, err := json.Marshal([]any{hidden{words()}})
			return string(out), err
		},
		"xml": func() (string, error) {
			out, err := xml.Marshal(element{words(), words()})
			return string(out), err
		},
		"html/template": func() (string, error) {
			var sb strings.Builder
			err := template.Must(template.New("").Parse(`<p title="{{.}}">{{.}}</p><script>var a = {{.}}</script>`)).Execute(&sb, words())
			return sb.String(), err
		},
		"zerolog": func() (string, error) {
			var buf bytes.Buffer
			log := zerolog.New(&buf)
			log.Info().Interface("a", words()).Any("b", everywhere()).Stringer("c", words()).Fields(map[string]any{"d": words()}).
				Err(fmt.Errorf("e: %v", words())).Msgf("f %+v", hidden{words()})
			log.Info().Interface("a", hidden{words()}).Array("b", zerolog.Arr().Interface(words())).Send()
			return buf.String(), nil
		},
		"slog": func() (string, error) {
			var buf bytes.Buffer
			slog.New(slog.NewJSONHandler(&buf, nil)).Info("a", "t", words(), "s", everywhere(), "h", hidden{words()})
			slog.New(slog.NewTextHandler(&buf, nil)).Info("a", "t", words(), "s", everywhere(), "h", hidden{words()})
			return buf.String(), nil
		},
		"an error":       func() (string, error) { return fmt.Errorf("a: %v %+v", words(), everywhere()).Error(), nil },
		"a joined error": func() (string, error) { return errors.Join(fmt.Errorf("a: %s", words())).Error(), nil },
		"a wrong %w":     func() (string, error) { return format("a: %w", words()), nil },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out, err := encode()
			if err != nil {
				t.Fatal(err)
			}
			if out == "" || leaks(out) {
				t.Errorf("shows %q", out)
			}
		})
	}
}

// A gob refuses a text, which shows nothing either.
func TestGobRefuses(t *testing.T) {
	t.Parallel()
	for name, v := range map[string]any{"text": words(), "field": struct{ Text private.Text }{words()}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var buf bytes.Buffer
			err := gob.NewEncoder(&buf).Encode(v)
			if err == nil || leaks(err.Error()) || leaks(buf.String()) {
				t.Errorf("got %v and %q", err, buf.String())
			}
		})
	}
}

func TestPanicShowsNothing(t *testing.T) {
	t.Parallel()
	defer func() {
		if out := fmt.Sprint(recover()); leaks(out) {
			t.Errorf("shows %s", out)
		}
	}()
	panic(everywhere())
}

func TestText(t *testing.T) {
	t.Parallel()
	t.Run("reveals its words", func(t *testing.T) {
		t.Parallel()
		if got := words().Reveal(); got != secret {
			t.Errorf("got %q", got)
		}
	})
	t.Run("names its owner", func(t *testing.T) {
		t.Parallel()
		a := words()
		b := a.OwnedBy("p2")
		if a.Owner() != "p1" || b.Owner() != "p2" || b.Reveal() != secret {
			t.Errorf("got %q and %q", a.Owner(), b.Owner())
		}
	})
	t.Run("counts letters", func(t *testing.T) {
		t.Parallel()
		if got := words().Len(); got != 8 {
			t.Errorf("got %d, want 8", got)
		}
	})
	t.Run("empty", func(t *testing.T) {
		t.Parallel()
		var zero private.Text
		if !zero.Empty() || zero.Reveal() != "" || zero.Len() != 0 || words().Empty() {
			t.Error("the zero text is empty, and only an empty one")
		}
		if private.New("", "") != zero {
			t.Error("no words of nobody are the zero text")
		}
	})
	t.Run("equal by owner and words", func(t *testing.T) {
		t.Parallel()
		if same := words(); same != words() || words() == words().OwnedBy("p2") || words() == private.New("p1", "a") {
			t.Error("texts compare by owner and words")
		}
	})
	t.Run("comes back from JSON without its words", func(t *testing.T) {
		t.Parallel()
		raw, err := json.Marshal(words())
		if err != nil {
			t.Fatal(err)
		}
		back := words()
		if err := json.Unmarshal(raw, &back); err != nil || back != (private.Text{}) {
			t.Errorf("got %q of %q, %v", back.Reveal(), back.Owner(), err)
		}
	})
}

func Example() {
	note := private.New("p1", "最近よく眠れない")
	fmt.Println(note, note.Owner(), note.Len())
	fmt.Printf("%+v\n", struct{ Note private.Text }{note})
	// Output:
	// [private] p1 8
	// {Note:[private]}
}
