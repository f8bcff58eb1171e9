package slack

import (
	"context"
	"errors"
)

// RunSocket takes events over a web socket until ctx ends.
func (a *Adapter) RunSocket(context.Context) error { return errors.New("slack: socket: not built yet") }
