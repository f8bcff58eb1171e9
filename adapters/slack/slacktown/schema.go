package slacktown

import (
	"path/filepath"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// schemas are the Block Kit schemas by what they are for; none without their
// folder.
type schemas map[string]*jsonschema.Schema

var compiled struct {
	mu    sync.Mutex
	byDir map[string]schemas
}

// readSchemas compiles the schemas in the folder, once for each folder.
func readSchemas(t testing.TB, dir string) schemas {
	t.Helper()
	if dir == "" {
		return nil
	}
	compiled.mu.Lock()
	defer compiled.mu.Unlock()
	if s := compiled.byDir[dir]; s != nil {
		return s
	}
	out := schemas{}
	for _, kind := range []string{"message", "modal", "home"} {
		s, err := jsonschema.NewCompiler().Compile(filepath.Join(dir, "slack-blockkit-"+kind+".schema.json"))
		if err != nil {
			t.Fatalf("slacktown: schema: %v", err)
		}
		out[kind] = s
	}
	if compiled.byDir == nil {
		compiled.byDir = map[string]schemas{}
	}
	compiled.byDir[dir] = out
	return out
}

// against holds a value against the schema of the kind. The schemas do not
// know data_visualization, which has its own check.
func (t *Town) against(kind string, blocks []any, wrap func([]any) any) []string {
	s := t.schemas[kind]
	if s == nil {
		return nil
	}
	t.counts.Schemas++
	known := []any{}
	for _, b := range blocks {
		if o, ok := b.(object); !ok || o["type"] != "data_visualization" {
			known = append(known, b)
		}
	}
	if err := s.Validate(wrap(known)); err != nil {
		return []string{"schema: " + err.Error()}
	}
	return nil
}
