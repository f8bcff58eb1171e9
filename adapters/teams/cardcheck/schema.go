package cardcheck

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// schema is the schema of Adaptive Cards 1.5; nil where no folder is named.
var schema = sync.OnceValues(func() (*jsonschema.Schema, error) {
	dir := os.Getenv("TSUKIICHI_SCHEMAS")
	if dir == "" {
		return nil, nil
	}
	return jsonschema.NewCompiler().Compile(filepath.Join(dir, "adaptive-card-1.5.0.json"))
})

// AtHand reports whether cards are held against the schema, or the error of
// reading it.
func AtHand() (bool, error) {
	s, err := schema()
	return s != nil, err
}

// held is what the schema says of a card, by its digest: many conversations end
// in the same one.
var held sync.Map

// against holds a card, given as JSON too, against the schema.
func against(card []byte, root object) []string {
	s, err := schema()
	switch {
	case err != nil:
		return []string{"the schema cannot be read: " + err.Error()}
	case s == nil:
		return nil
	}
	counts.schema.Add(1)
	sum := sha256.Sum256(card)
	if known, ok := held.Load(sum); ok {
		return known.([]string)
	}
	plain := maps.Clone(root)
	delete(plain, "msteams")
	var problems []string
	if err := s.Validate(standIn(plain)); err != nil {
		problems = []string{fmt.Sprintf("schema: %.4000s", err.Error())}
	}
	held.Store(sum, problems)
	return problems
}

// standIn is v with each chart replaced by what stands in for it, as on a
// client that has never heard of charts, and with lists that are searched as
// plain lists.
func standIn(v any) any {
	switch v := v.(type) {
	case []any:
		out := make([]any, 0, len(v))
		for _, e := range v {
			if o, ok := e.(object); ok && isChart(o) {
				fallback, ok := o["fallback"].(object)
				if !ok {
					continue
				}
				e = fallback
			}
			out = append(out, standIn(e))
		}
		return out
	case object:
		out := make(object, len(v))
		for _, k := range slices.Sorted(maps.Keys(v)) {
			out[k] = standIn(v[k])
		}
		if out["type"] == "Input.ChoiceSet" && out["style"] == "filtered" {
			out["style"] = "compact"
		}
		return out
	default:
		return v
	}
}

func isChart(o object) bool {
	kind, _ := o["type"].(string)
	return strings.HasPrefix(kind, "Chart.")
}
