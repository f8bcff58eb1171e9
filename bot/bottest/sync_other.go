//go:build !linux

package bottest

import "os"

func fdatasync(f *os.File) error { return f.Sync() }
