package teams

import (
	"context"
	"errors"

	"tsukiichi/bot/chat"
)

// Send brings one message to one person, or changes one that was sent.
func (a *Adapter) Send(ctx context.Context, d chat.Dispatch) (chat.Sent, error) {
	return chat.Sent{}, errors.New("teams: no way to the connector")
}
