package slack

import (
	"context"
	"errors"

	"tsukiichi/bot/chat"
)

// Send brings one message to one person, or changes one that was sent.
func (a *Adapter) Send(_ context.Context, _ chat.Dispatch) (chat.Ref, error) {
	return "", errors.New("slack: send: not built yet")
}
