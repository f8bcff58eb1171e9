//go:build unix && !solaris && !aix

package bolt

import (
	"os"
	"syscall"
)

// unlock lets go of a file that bbolt panicked over. Closing is not enough:
// the mapping it left behind keeps the lock.
func unlock(f *os.File) {
	_ = syscall.Flock(int(f.Fd()), syscall.LOCK_UN)
	_ = f.Close()
}
