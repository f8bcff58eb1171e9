package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/alecthomas/kong"
	"go.yaml.in/yaml/v3"
)

// settingsFiles gives kong what stands in the settings files. A key is a
// flag's name, in one piece (slack.bot-token) or in parts below each other;
// what the environment cannot set, a file cannot either, so none of them
// reaches the demo. A flag goes before the environment, the environment before
// a file, --config before ./tsukiichi.yaml before /etc.
//
// kong-yaml is not used: it looks for a command's flags below the command's
// name, goes before the environment, and keeps silent about a key that nobody
// knows.
type settingsFiles struct {
	paths    []string // those that need not be there, the last one first
	loaded   bool
	values   map[string]any
	problems []error // what is wrong with the files, each naming its line
}

var _ kong.Resolver = (*settingsFiles)(nil)

func newSettingsFiles() *settingsFiles {
	return &settingsFiles{paths: []string{"tsukiichi.yaml", "/etc/tsukiichi.yaml"}}
}

// Validate finds fault with nothing: the commands that use the files report
// what is wrong with them.
func (*settingsFiles) Validate(*kong.Application) error { return nil }

// Resolve is the value of a flag, nil for none.
func (f *settingsFiles) Resolve(ctx *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	if len(flag.Envs) == 0 || slices.ContainsFunc(flag.Envs, isSet) {
		return nil, nil
	}
	if !f.loaded {
		f.load(ctx)
	}
	return f.values[flag.Name], nil
}

func isSet(env string) bool {
	_, ok := os.LookupEnv(env)
	return ok
}

// err is everything that is wrong with the files.
func (f *settingsFiles) err() error { return errors.Join(f.problems...) }

func (f *settingsFiles) load(ctx *kong.Context) {
	f.loaded, f.values = true, map[string]any{}
	known := settingNames(ctx.Model.Node)
	if path, ok := configOf(ctx); ok {
		if !f.read(path, known) {
			f.problems = append(f.problems, fmt.Errorf("config: %s cannot be read", path))
		}
	}
	for _, path := range f.paths {
		f.read(path, known)
	}
}

// configOf is the file that somebody named.
func configOf(ctx *kong.Context) (string, bool) {
	for _, flag := range ctx.Flags() {
		if flag.Name == "config" {
			path, _ := ctx.FlagValue(flag).(string)
			return path, path != ""
		}
	}
	return "", false
}

// settingNames are the flags that a file may set.
func settingNames(n *kong.Node) map[string]bool {
	out := map[string]bool{}
	for _, flag := range n.Flags {
		if len(flag.Envs) > 0 && flag.Name != "config" {
			out[flag.Name] = true
		}
	}
	for _, child := range n.Children {
		for name := range settingNames(child) {
			out[name] = true
		}
	}
	return out
}

// read takes over what the file says and no file before it said; false says
// that it cannot be read.
func (f *settingsFiles) read(path string, known map[string]bool) bool {
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer func() { _ = file.Close() }()
	var doc yaml.Node
	err = yaml.NewDecoder(file).Decode(&doc)
	switch {
	case errors.Is(err, io.EOF): // nothing but comments
	case err != nil:
		f.problems = append(f.problems, fmt.Errorf("%s: %w", path, err))
	default:
		r := settingsReader{path: path, known: known, seen: map[string]any{}}
		r.walk("", doc.Content[0])
		f.problems = append(f.problems, r.problems...)
		for name, v := range r.seen {
			if _, before := f.values[name]; !before {
				f.values[name] = v
			}
		}
	}
	return true
}

// settingsReader reads one file.
type settingsReader struct {
	path     string
	known    map[string]bool
	seen     map[string]any
	problems []error
}

// bad never quotes a value: it may be a secret.
func (r *settingsReader) bad(n *yaml.Node, what string) {
	r.problems = append(r.problems, fmt.Errorf("%s, line %d: %s", r.path, n.Line, what))
}

func (r *settingsReader) walk(prefix string, n *yaml.Node) {
	if n.Kind != yaml.MappingNode {
		r.bad(n, "settings look like “listen: 127.0.0.1:8080”")
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		name := prefix + key.Value
		switch {
		case r.known[name]:
			r.take(name, key, value)
		case value.Kind == yaml.MappingNode:
			r.walk(name+".", value)
		default:
			r.bad(key, "there is no setting "+name+"; “tsukiichi serve --help” lists them")
		}
	}
}

func (r *settingsReader) take(name string, key, value *yaml.Node) {
	if _, twice := r.seen[name]; twice {
		r.bad(key, name+" stands there twice")
		return
	}
	var v any
	if value.Kind == yaml.MappingNode || value.Decode(&v) != nil {
		r.bad(key, name+" has no value that can be read")
		return
	}
	if value.Kind == yaml.ScalarNode && v != nil {
		v = value.Value // as written: kong reads it as if it came from a flag
	}
	r.seen[name] = v
}
