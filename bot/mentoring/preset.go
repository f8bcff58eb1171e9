package mentoring

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

//go:embed presets/*.json
var presets embed.FS

// ErrNoPreset says that no preset has the name.
var ErrNoPreset = errors.New("mentoring: no such preset")

// Presets lists the names that [LoadPreset] takes, in order.
func Presets() []string {
	files, _ := fs.Glob(presets, "presets/*.json")
	names := make([]string, len(files))
	for i, f := range files {
		names[i] = strings.TrimSuffix(strings.TrimPrefix(f, "presets/"), ".json")
	}
	slices.Sort(names)
	return names
}

// LoadPreset returns the preset for the fiscal year that begins in April of
// year, with the id "name-year". The contacts in it are samples that HR
// replaces. The error is [ErrNoPreset], or what [Programme.Validate] found.
func LoadPreset(name string, year int) (Programme, error) {
	if !slices.Contains(Presets(), name) {
		return Programme{}, fmt.Errorf("%w: %q", ErrNoPreset, name)
	}
	raw, err := presets.ReadFile("presets/" + name + ".json")
	if err != nil {
		return Programme{}, fmt.Errorf("mentoring: preset %s: %w", name, err)
	}
	var p Programme
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&p); err != nil {
		return Programme{}, fmt.Errorf("mentoring: preset %s: %w", name, err)
	}
	if len(p.Survey.Sets) == 0 {
		if p.Survey, err = defaultSurvey(); err != nil {
			return Programme{}, err
		}
	}
	p.ID, p.Preset, p.Year = fmt.Sprintf("%s-%d", name, year), name, year
	return p, p.Validate()
}
