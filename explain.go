package main

import (
	"errors"
	"fmt"

	"tsukiichi/store"
)

// explain says what went wrong and what to do next, in the words of somebody
// who runs the program.
func explain(err error) string {
	switch {
	case errors.Is(err, store.ErrInUse):
		return fmt.Sprintf("%v.\nStop the process that holds the file (“tsukiichi serve” or another “demo”), or give another --data.", err)
	case errors.Is(err, store.ErrNewer):
		return fmt.Sprintf("%v.\nInstall the version that wrote it, or a newer one. Nothing was changed.", err)
	case errors.Is(err, store.ErrDamaged):
		return fmt.Sprintf("%v.\nThe file was left as it is. Put the last backup in its place, or look at it with “tsukiichi check”.", err)
	default:
		return err.Error()
	}
}
