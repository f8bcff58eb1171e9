package slack

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	sdk "github.com/slack-go/slack"

	"tsukiichi/bot/chat"
)

// meaning is what an error code of the Web API means for a message.
type meaning int

const (
	retry    meaning = iota // worth another try
	gone                    // chat.ErrGone
	blocked                 // chat.ErrBlocked
	rejected                // chat.ErrRejected
	limited                 // chat.RateLimited
	refused                 // the token or the app's set-up: somebody must act, messages wait
)

// meanings lists the codes of chat.postMessage, chat.update and the file
// methods that are not simply worth another try.
func meanings() map[string]meaning {
	out := map[string]meaning{}
	for m, codes := range map[meaning]string{
		gone:    "channel_not_found user_not_found message_not_found cant_update_message edit_window_closed not_in_channel is_archived",
		blocked: "user_disabled user_not_visible user_is_bot cannot_dm_bot users_not_found messages_from_bot_blocked",
		rejected: "invalid_blocks invalid_blocks_format msg_too_long msg_blocks_too_long no_text invalid_arguments invalid_arg_name " +
			"invalid_array_arg invalid_charset invalid_form_data invalid_post_type too_many_attachments invalid_attachments " +
			"duplicate_message_not_found block_mismatch slack_connect_blocked_file_type",
		limited: "ratelimited rate_limited message_limit_exceeded",
		refused: "invalid_auth not_authed token_revoked token_expired account_inactive missing_scope no_permission not_allowed_token_type " +
			"access_denied org_login_required ekm_access_denied team_access_not_granted messages_tab_disabled two_factor_setup_required " +
			"restricted_action team_not_found method_deprecated deprecated_endpoint",
	} {
		for code := range strings.FieldsSeq(codes) {
			out[code] = m
		}
	}
	return out
}

// codeOf is a word for what went wrong, never the words of a response: an
// error code of the Web API, "http-500", "timeout", "no-answer" or "garbage".
func codeOf(err error) string {
	var api sdk.SlackErrorResponse
	var status sdk.StatusCodeError
	var pace *sdk.RateLimitedError
	switch {
	case errors.As(err, &api):
		return plainCode(api.Err)
	case errors.As(err, &pace):
		return "ratelimited"
	case errors.As(err, &status):
		return "http-" + strconv.Itoa(status.Code)
	case errors.Is(err, context.DeadlineExceeded):
		return "timeout"
	case errors.Is(err, context.Canceled):
		return "cancelled"
	default:
		return "no-answer"
	}
}

// plainCode is an error code as it is written in the platform's pages.
func plainCode(code string) string {
	if code == "" || len(code) > 60 {
		return "unknown"
	}
	for _, r := range code {
		if (r < 'a' || r > 'z') && r != '_' && (r < '0' || r > '9') {
			return "unknown"
		}
	}
	return code
}

// errRefused says that Slack does not accept the token or the app's set-up.
var errRefused = errors.New("slack: token or app refused")

// sendError turns an error of the Web API into one that package chat names.
func (a *Adapter) sendError(method string, err error) error {
	var pace *sdk.RateLimitedError
	if errors.As(err, &pace) {
		return fmt.Errorf("slack: %s: %w", method, chat.RateLimited{After: max(0, pace.RetryAfter)})
	}
	var status sdk.StatusCodeError
	if errors.As(err, &status) && status.Code == http.StatusTooManyRequests {
		return fmt.Errorf("slack: %s: %w", method, chat.RateLimited{})
	}
	code := codeOf(err)
	var api sdk.SlackErrorResponse
	if !errors.As(err, &api) {
		a.trouble(method, err)
		switch {
		case errors.Is(err, context.DeadlineExceeded):
			return fmt.Errorf("slack: %s: %w", method, context.DeadlineExceeded)
		case errors.Is(err, context.Canceled):
			return fmt.Errorf("slack: %s: %w", method, context.Canceled)
		}
		return fmt.Errorf("slack: %s: %s", method, code)
	}
	switch meanings()[code] {
	case gone:
		return fmt.Errorf("slack: %s: %s: %w", method, code, chat.ErrGone)
	case blocked:
		return fmt.Errorf("slack: %s: %s: %w", method, code, chat.ErrBlocked)
	case rejected:
		a.trouble(method, err)
		return fmt.Errorf("slack: %s: %s: %w", method, code, chat.ErrRejected)
	case limited:
		return fmt.Errorf("slack: %s: %w", method, chat.RateLimited{})
	case refused:
		a.trouble(method, err)
		return fmt.Errorf("slack: %s: %s: %w", method, code, errRefused)
	default:
		a.trouble(method, err)
		return fmt.Errorf("slack: %s: %s", method, code)
	}
}

// trouble tells the log that a call failed: the method and the code, and what
// an operator can do where only they can.
func (a *Adapter) trouble(method string, err error) {
	code := codeOf(err)
	if !a.told.again(method+" "+code, a.o.Now()) {
		return
	}
	if meanings()[code] == refused {
		a.o.Log.Error().Str("method", method).Str("code", code).
			Msg("slack: refused: check the token and the scopes (tsukiichi doctor); messages wait until it works")
		return
	}
	a.o.Log.Warn().Str("method", method).Str("code", code).Msg("slack: call failed")
}
