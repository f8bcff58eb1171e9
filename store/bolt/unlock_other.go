//go:build !unix || solaris || aix

package bolt

import "os"

func unlock(f *os.File) { _ = f.Close() }
