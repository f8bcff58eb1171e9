package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"tsukiichi/store"
)

type versionCmd struct{}

// Help is shown below the command's usage.
func (versionCmd) Help() string { return "Example: tsukiichi version" }

// Run prints the version of the program, of Go and of the data.
func (versionCmd) Run(s *streams) error {
	_, err := fmt.Fprintf(s.out, "tsukiichi %s (%s, data version %d)\n", version(), runtime.Version(), store.Version())
	return err
}

// version is the module's, or the commit it was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return s.Value[:min(12, len(s.Value))]
		}
	}
	return "unreleased"
}
