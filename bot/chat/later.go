package chat

import (
	"fmt"
	"time"
)

// Later is the error of a sender that may not write to this person yet: their
// conversation has had what the platform allows it in a while. Others need not
// wait, as they must after [RateLimited]; After is how long this one does.
type Later struct{ After time.Duration }

func (l Later) Error() string { return fmt.Sprintf("chat: not to this person for %s", l.After) }
