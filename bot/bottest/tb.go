package bottest

import (
	"fmt"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// scriptTB lets a world live in a testscript, whose T is no testing.TB.
type scriptTB struct {
	testing.TB
	T testscript.T
}

func (s *scriptTB) Helper()                   {}
func (s *scriptTB) Cleanup(func())            {}
func (s *scriptTB) Fatal(args ...any)         { s.T.Fatal(args...) }
func (s *scriptTB) Fatalf(f string, a ...any) { s.T.Fatal(fmt.Sprintf(f, a...)) }
func (s *scriptTB) TempDir() string {
	dir, err := os.MkdirTemp("", "tsukiichi-script")
	if err != nil {
		s.T.Fatal(err)
	}
	return dir
}
