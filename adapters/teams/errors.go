package teams

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"tsukiichi/bot/chat"
)

// callError is an answer of the connector or the issuer that is not a yes. It
// holds codes, never the words of a response.
type callError struct {
	status int
	code   string        // as the platform names it, "" where it does not
	after  time.Duration // that it asks us to wait; 0 where it does not say
}

func (e *callError) Error() string { return "teams: " + e.word() }

// word is the error in a word: the platform's code, or "http-500".
func (e *callError) word() string {
	if e.code != "" {
		return e.code
	}
	return "http-" + strconv.Itoa(e.status)
}

// readError reads an error response in both of the connector's shapes:
//
//	{"error":{"code":"ConversationNotFound","message":"…"}}
//	{"errorCode":209,"message":"{\"subCode\":\"MessageWritesBlocked\",…}"}
func readError(status int, h http.Header, raw []byte, now time.Time) *callError {
	e := &callError{status: status, after: retryAfter(h.Get("Retry-After"), now)}
	var body struct {
		Error struct {
			Code plainText `json:"code"`
		} `json:"error"`
		Sub     plainText `json:"subCode"`
		Message plainText `json:"message"`
		Number  plainText `json:"errorCode"`
	}
	if json.Unmarshal(raw, &body) != nil {
		return e
	}
	var inner struct {
		Sub plainText `json:"subCode"`
	}
	_ = json.Unmarshal([]byte(body.Message), &inner) // most messages are words
	for _, code := range []plainText{body.Error.Code, body.Sub, inner.Sub, body.Number} {
		if c := plainCode(string(code)); c != "" {
			e.code = c
			break
		}
	}
	return e
}

// plainText reads a string or a number, and anything else as nothing.
type plainText string

func (p *plainText) UnmarshalJSON(raw []byte) error {
	var s string
	var n json.Number
	switch {
	case json.Unmarshal(raw, &s) == nil:
		*p = plainText(s)
	case json.Unmarshal(raw, &n) == nil:
		*p = plainText(n)
	}
	return nil
}

// plainCode is an error code as it is written in the platform's pages, or "".
func plainCode(code string) string {
	if len(code) > 60 {
		return ""
	}
	for _, r := range code {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '_' && r != '-' && r != '.' {
			return ""
		}
	}
	return code
}

// longestWait bounds what a response may ask for.
const longestWait = time.Hour

// retryAfter reads the header Retry-After: seconds, or a date.
func retryAfter(s string, now time.Time) time.Duration {
	s = strings.TrimSpace(s)
	if n, err := strconv.ParseFloat(s, 64); err == nil && n > 0 {
		return time.Duration(min(n, longestWait.Seconds()) * float64(time.Second))
	}
	if at, err := http.ParseTime(s); err == nil && at.After(now) {
		return min(at.Sub(now), longestWait)
	}
	return 0
}

// codeOf is a word for what went wrong, never the words of a response.
func codeOf(err error) string {
	var call *callError
	var login *oauth2.RetrieveError
	var no *loginRefusal
	switch {
	case errors.As(err, &call):
		return call.word()
	case errors.As(err, &no):
		return no.code
	case errors.As(err, &login):
		if code := plainCode(login.ErrorCode); code != "" {
			return code
		}
		if login.Response != nil {
			return "http-" + strconv.Itoa(login.Response.StatusCode)
		}
		return "no-answer"
	case errors.Is(err, errHost):
		return "host"
	case errors.Is(err, errGarbage):
		return "garbage"
	case errors.Is(err, context.DeadlineExceeded):
		return "timeout"
	case errors.Is(err, context.Canceled):
		return "cancelled"
	default:
		return "no-answer"
	}
}

// meaning is what an error means for a message.
type meaning int

const (
	retry    meaning = iota // worth another try
	gone                    // chat.ErrGone
	blocked                 // chat.ErrBlocked
	rejected                // chat.ErrRejected
	limited                 // chat.RateLimited
	refused                 // the token or the app's set-up: somebody must act, messages wait
	doubtful                // blocked or refused: see doubts
)

// operation is what was asked of the connector.
type operation string

const (
	opPost   operation = "post"
	opChange operation = "change"
	opCreate operation = "create"
)

// blocking reports whether a code with 403 concerns one person: stop until
// they come back. A block is visible in no other way. BotDisabledByAdmin is not
// among them: an administrator allows an app to everybody or to some.
func blocking(code string) bool {
	switch code {
	case "BotNotInConversationRoster", "ConversationBlockedByUser", "MessageWritesBlocked",
		"ForbiddenOperationException": // not installed for them
		return true
	}
	return false
}

// meaningOf is what an error of the connector means. A conversation that cannot
// be made may be that of a person whom the directory does not know, or the app
// is refused.
func meaningOf(op operation, e *callError) meaning {
	switch e.status {
	case http.StatusUnauthorized:
		return refused
	case http.StatusForbidden:
		switch {
		case blocking(e.code):
			return blocked
		case op == opCreate, e.code == "BotDisabledByAdmin":
			return doubtful
		}
		return refused
	case http.StatusNotFound, http.StatusGone:
		if op == opCreate {
			return doubtful
		}
		return gone
	case http.StatusTooManyRequests:
		return limited
	case http.StatusBadRequest:
		if op == opCreate {
			return doubtful
		}
		return rejected
	case http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity:
		return rejected
	default:
		return retry
	}
}

var (
	errRefused = errors.New("teams: token or app refused")
	errHost    = errors.New("teams: host is not one of the service hosts")
	errGarbage = errors.New("teams: the answer cannot be read")
)

// sendError turns an error of the connector or the issuer into one that
// package chat names; whom the call was for is an account or a conversation.
func (a *Adapter) sendError(op operation, whom string, err error) error {
	var call *callError
	if !errors.As(err, &call) {
		return a.callFailed(op, err)
	}
	m := meaningOf(op, call)
	if m == doubtful {
		m = refused
		if a.doubts.theirs(op, whom) {
			m = blocked
		}
	}
	switch m {
	case gone:
		return fmt.Errorf("teams: %s: %s: %w", op, call.word(), chat.ErrGone)
	case blocked:
		if op == opCreate {
			a.unreachable(call)
		}
		return fmt.Errorf("teams: %s: %s: %w", op, call.word(), chat.ErrBlocked)
	case limited:
		return fmt.Errorf("teams: %s: %w", op, chat.RateLimited{After: call.after})
	case rejected, refused:
		a.trouble(string(op), err, m == refused)
		return fmt.Errorf("teams: %s: %s: %w", op, call.word(), map[meaning]error{rejected: chat.ErrRejected, refused: errRefused}[m])
	default:
		a.trouble(string(op), err, false)
		return fmt.Errorf("teams: %s: %s", op, call.word())
	}
}

// callFailed is about a call that got no answer of the connector.
func (a *Adapter) callFailed(op operation, err error) error {
	var later chat.Later
	switch {
	case errors.As(err, &later): // nothing was called
		return fmt.Errorf("teams: %s: %w", op, later)
	case errors.Is(err, errRefused):
		a.trouble(string(op), err, true)
		return fmt.Errorf("teams: %s: %w", op, errRefused)
	case errors.Is(err, errHost):
		a.trouble(string(op), err, false)
		return fmt.Errorf("teams: %s: %w", op, errHost)
	case errors.Is(err, context.DeadlineExceeded):
		a.trouble(string(op), err, false)
		return fmt.Errorf("teams: %s: %w", op, context.DeadlineExceeded)
	case errors.Is(err, context.Canceled):
		return fmt.Errorf("teams: %s: %w", op, context.Canceled)
	default:
		a.trouble(string(op), err, false)
		return fmt.Errorf("teams: %s: %s", op, codeOf(err))
	}
}

// unreachable tells the log that people cannot be written to who have not
// written yet.
func (a *Adapter) unreachable(call *callError) {
	if a.told.again("unreachable "+call.word(), a.o.Now()) {
		a.o.Log.Warn().Int("status", call.status).Str("code", call.word()).
			Msg("teams: somebody cannot be written to: the app is not installed for them, or the roster's teams_id is nobody's")
	}
}

// trouble tells the log that a call failed: what and with which code, and what
// an operator can do where only they can.
func (a *Adapter) trouble(what string, err error, refused bool) {
	code := codeOf(err)
	if !a.told.again(what+" "+code, a.o.Now()) {
		return
	}
	if refused {
		a.o.Log.Error().Str("call", what).Str("code", code).
			Msg("teams: refused: check the app id, its secret and the tenant (tsukiichi doctor), and whether the app is allowed in the Teams admin center; messages wait until it works")
		return
	}
	a.o.Log.Warn().Str("call", what).Str("code", code).Msg("teams: call failed")
}
