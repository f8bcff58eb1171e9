package main

import (
	"context"

	"github.com/rs/zerolog"

	"tsukiichi/bot/chat"
)

// lateHandler is a handler that is there once the house is open: an adapter is
// made before.
type lateHandler struct {
	chat.Handler
	house *house
}

// moveIn is called once, before the first event.
func (l *lateHandler) moveIn(h *house) { l.house, l.Handler = h, h.Bot }

// lang is an account's language, "" where nobody knows.
func (l *lateHandler) lang(a chat.Account) string {
	if l.house == nil {
		return ""
	}
	lang, err := l.house.Bot.LanguageOf(context.Background(), a)
	if err != nil {
		return ""
	}
	return lang
}

// linkNamed links the accounts that the roster names on a platform, so that
// people are reached before they have ever written, and says how many of the
// names cannot be accounts.
func (l *lateHandler) linkNamed(ctx context.Context, platform string, member func(id string) (chat.Account, bool), log zerolog.Logger) {
	strange := map[string]bool{}
	n, err := l.house.Bot.LinkNamed(ctx, platform, func(id string) (chat.Account, bool) {
		account, ok := member(id)
		if !ok && id != "" {
			strange[id] = true
		}
		return account, ok
	})
	if len(strange) > 0 {
		log.Warn().Int("ids", len(strange)).Msg(platform + ": some ids in the roster's column " + platform + "_id are not written like ids")
	}
	if err != nil {
		log.Error().Msg(platform + ": linking the roster's accounts failed")
	} else if n > 0 {
		log.Info().Int("accounts", n).Msg(platform + ": the roster's accounts are linked")
	}
}
