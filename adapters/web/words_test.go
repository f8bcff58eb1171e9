package web

import (
	"math"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestNoWordIsMissing(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"ja", "en"} {
		words := reflect.ValueOf(DefaultWords(lang))
		for i := range words.NumField() {
			if words.Field(i).String() == "" {
				t.Errorf("%s: no %s", lang, words.Type().Field(i).Name)
			}
		}
	}
}

func TestTimesInWords(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 7, 15, 9, 5, 0, 0, time.UTC)
	for lang, want := range map[string]string{"ja": "7月15日（水） 9:05", "en": "Wed 15 July 9:05"} {
		if got := DefaultWords(lang).moment(at); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestContrast holds the colours to WCAG 2.2 AA: 4.5:1 for text, 3:1 for the
// edges of controls and the lines of charts.
func TestContrast(t *testing.T) {
	t.Parallel()
	css, err := staticFiles.ReadFile("static/app.css")
	if err != nil {
		t.Fatal(err)
	}
	roots := regexp.MustCompile(`(?s):root \{(.*?)\n\s*\}`).FindAllStringSubmatch(string(css), 2)
	if len(roots) != 2 {
		t.Fatal("no light and dark colours")
	}
	text := "text/paper text/ground text/soft text/mine text/danger-soft text/moon-soft quiet/paper quiet/ground quiet/soft main/paper main/soft main/ground on-main/main on-main/main-over danger/paper danger/danger-soft moon/moon-soft moon/paper"
	edge := "control/paper control/ground danger/paper focus/paper focus/ground c1/paper c2/paper c3/paper c4/paper c5/paper c6/paper"
	for i, scheme := range []string{"light", "dark"} {
		colours := map[string]string{}
		for _, m := range regexp.MustCompile(`--([a-z0-9-]+): (#[0-9a-f]{6})`).FindAllStringSubmatch(roots[i][1], -1) {
			colours[m[1]] = m[2]
		}
		for pairs, least := range map[string]float64{text: 4.5, edge: 3} {
			for _, pair := range strings.Fields(pairs) {
				over, under, _ := strings.Cut(pair, "/")
				if got := contrast(colours[over], colours[under]); got < least {
					t.Errorf("%s: %s is %.2f, want %.1f", scheme, pair, got, least)
				}
			}
		}
	}
}

func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + .05) / (min(x, y) + .05)
}

func luminance(hex string) float64 {
	sum := 0.0
	for i, weight := range []float64{.2126, .7152, .0722} {
		n, err := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
		if err != nil {
			return math.NaN()
		}
		c := float64(n) / 255
		if c <= .04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}
