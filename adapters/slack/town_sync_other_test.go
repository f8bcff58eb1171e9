//go:build !linux

package slack_test

import "os"

func fdatasync(f *os.File) error { return f.Sync() }
