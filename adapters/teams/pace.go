package teams

import "time"

// ThreadLimit is how many messages one conversation takes in a time.
type ThreadLimit struct {
	N   int
	Per time.Duration
}

// DefaultThreadLimits are the limits that the platform documents for one bot
// in one conversation.
func DefaultThreadLimits() []ThreadLimit {
	return []ThreadLimit{{7, time.Second}, {8, 2 * time.Second}, {60, 30 * time.Second}, {1_800, time.Hour}}
}
