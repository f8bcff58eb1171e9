package mentoring_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"tsukiichi/bot/mentoring"
)

func TestPresets(t *testing.T) {
	t.Parallel()
	if !slices.Contains(mentoring.Presets(), "aomori") {
		t.Fatalf("got %v, want aomori among them", mentoring.Presets())
	}
	for _, name := range mentoring.Presets() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, err := mentoring.LoadPreset(name, 2026)
			if err != nil {
				t.Fatal(err)
			}
			if p.ID != name+"-2026" || p.Preset != name || p.Year != 2026 {
				t.Errorf("got %s %s %d", p.ID, p.Preset, p.Year)
			}
			raw, err := json.Marshal(p)
			if err != nil {
				t.Fatal(err)
			}
			var back mentoring.Programme
			if err := json.Unmarshal(raw, &back); err != nil || !reflect.DeepEqual(p, back) {
				t.Errorf("does not survive JSON: %v", err)
			}
			speaksBoth(t, raw)
		})
	}
	for _, name := range []string{"nowhere", "", "../presets/aomori"} {
		t.Run("no preset "+name, func(t *testing.T) {
			t.Parallel()
			if _, err := mentoring.LoadPreset(name, 2026); !errors.Is(err, mentoring.ErrNoPreset) {
				t.Errorf("got %v, want ErrNoPreset", err)
			}
		})
	}
	t.Run("a year out of range", func(t *testing.T) {
		t.Parallel()
		if _, err := mentoring.LoadPreset("aomori", 26); !errors.Is(err, mentoring.ErrProgramme) {
			t.Errorf("got %v, want ErrProgramme", err)
		}
	})
}

// speaksBoth checks that every text that has Japanese has English too.
func speaksBoth(t *testing.T, raw []byte) {
	t.Helper()
	var tree any
	if err := json.Unmarshal(raw, &tree); err != nil {
		t.Fatal(err)
	}
	var walk func(string, any)
	walk = func(at string, v any) {
		switch v := v.(type) {
		case map[string]any:
			if ja, ok := v["ja"]; ok && (ja == "" || v["en"] == nil || v["en"] == "") {
				t.Errorf("%s: needs ja and en, has %v", at, v)
			}
			for k, w := range v {
				walk(at+"."+k, w)
			}
		case []any:
			for i, w := range v {
				walk(fmt.Sprintf("%s[%d]", at, i), w)
			}
		}
	}
	walk("programme", tree)
}

// TestAomori holds the preset against the documents (seeds/000 and 001).
func TestAomori(t *testing.T) {
	t.Parallel()
	p := aomori(t, 2026)
	steps := ""
	for _, s := range p.Steps {
		steps += fmt.Sprintf("%s %v %s; ", s.ID, s.To, s.Only)
	}
	ladder := ""
	for _, l := range p.Nomination.Ladder {
		ladder += fmt.Sprintf("%s %d–%d; ", l.Name, l.FromGrade, l.ToGrade)
	}
	n := p.Nomination
	for _, c := range []struct{ name, got, want string }{
		{"window", fmt.Sprint(p.FirstMonth, p.LastMonth), fmt.Sprint(time.April, time.September)},
		{"at least six of a quarter of an hour", fmt.Sprint(p.Minimum, p.Minutes, p.MaxSlots), "6 15 5"},
		{"hours", fmt.Sprint(p.WorkFrom, p.WorkTo, p.RingAt, p.CheckInWait, p.CheckInDays), "08:30 17:15 09:00 30 3"},
		{"steps", steps, "first [mentor] nothing-planned-or-met; tenth [mentor] nothing-planned-or-behind; " +
			"twentieth [mentor mentee] not-met-none-ahead; closing [mentor mentee head] not-met; month-over [hr] not-met; "},
		{"ladder", ladder, "主事 1–2; 技師 1–2; 主査 3–5; 主幹 3–5; 課長 6–6; 副参事 6–6; 次長 7–7; 参事 7–7; 部長 8–8; 理事 8–8; "},
		{"from 主査", n.From + n.Junior + n.Training, "主査主事中堅職員研修"},
		{"years", fmt.Sprint(n.YearsByEntry["high-school"], n.YearsByEntry["university"], n.YearsByEntry["experienced"]), "8 6 5"},
		{"places", labels(p.Places), "会議室 カウンター（周りに職員がいないとき） オンライン"},
		{"topics", labels(p.Topics), "業務の進捗や進め方 業績目標の進捗 人間関係 心身の状態 今後のキャリア スキルや力の向上 プライベート 市や部署の方針"},
		{"responses", labels(p.Responses), "話を聞いてほしい 意見を聞きたい 一緒に考えてほしい 具体的なアドバイスがほしい 報告したい"},
		{"closure", fmt.Sprint(p.Closures[0].From, p.Closures[0].To), "12-29 01-03"},
		{"small groups", fmt.Sprint(p.SmallGroup), "5"},
		{"figures and texts", fmt.Sprint(p.FiguresAfter, p.EraseOn, p.EraseNotice), "10 06-30 30"},
		{"two counsellors", fmt.Sprint(len(p.Counselors)), "2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if c.got != c.want {
				t.Errorf("got %s, want %s", c.got, c.want)
			}
		})
	}
	for _, topic := range p.Topics {
		if len(topic.Notes) != 2 {
			t.Errorf("%s: got %d examples, want 2", topic.ID, len(topic.Notes))
		}
	}
}

func labels(list []mentoring.Choice) string {
	var out []string
	for _, c := range list {
		out = append(out, c.Label.In("ja"))
	}
	return strings.Join(out, " ")
}

// onlyOne is the keys that not every preset has, and the presets that do: what a
// programme has beside the others, never what every programme needs.
func onlyOne() map[string][]string {
	return map[string][]string{
		"look_backs": {"aomori"}, "look_back_gap": {"aomori"}, // at the goal, which the other has not
		"joining":   {"odawara-cross"}, // who was a mentee once may be one again
		"no_vision": {"odawara-cross"},
		"open_room": {"odawara-cross"},
	}
}

// TestPresetsHaveTheSameKeys holds the files of the presets against each other and
// against [Programme.Validate]: what one says every preset says, by name, so that
// none is left with nothing where it meant something; and what Validate does not
// let be missing is in all of them.
func TestPresetsHaveTheSameKeys(t *testing.T) {
	t.Parallel()
	files := map[string]map[string]json.RawMessage{}
	all := map[string]bool{}
	for _, name := range mentoring.Presets() {
		raw, err := os.ReadFile(filepath.Join("presets", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		keys := map[string]json.RawMessage{}
		if err := json.Unmarshal(raw, &keys); err != nil {
			t.Fatal(err)
		}
		files[name] = keys
		for k := range keys {
			all[k] = true
		}
	}
	for key := range all {
		for name, keys := range files {
			_, has := keys[key]
			only, special := onlyOne()[key]
			if wants := !special || slices.Contains(only, name); has != wants {
				t.Errorf("%s has %s: %v, want %v", name, key, has, wants)
			}
		}
	}
	beside := map[string]string{"look_back_gap": "look_backs"} // means nothing without it
	for key := range onlyOne() {
		for name, keys := range files {
			if missed(t, keys, key, beside[key]) {
				t.Errorf("%s needs %s, which not every preset has", name, key)
			}
		}
	}
	for _, key := range []string{"figures_after", "erase_on", "erase_notice", "thank_you_card", "contact", "places"} {
		if !all[key] {
			t.Errorf("no preset has %s", key)
		}
	}
}

// missed reports whether the preset is no programme without the keys.
func missed(t *testing.T, keys map[string]json.RawMessage, gone ...string) bool {
	t.Helper()
	without := maps.Clone(keys)
	for _, key := range gone {
		delete(without, key)
	}
	raw, err := json.Marshal(without)
	if err != nil {
		t.Fatal(err)
	}
	var p mentoring.Programme
	if err := json.Unmarshal(raw, &p); err != nil {
		t.Fatal(err)
	}
	p.ID, p.Year = "preset", 2026
	return p.Validate() != nil
}
