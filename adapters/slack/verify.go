package slack

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// What a request may be: at most maxBody long, and at most maxSkew away from
// our clock, in the past or the future.
const (
	maxBody = 1 << 20
	maxSkew = 300 * time.Second
)

const (
	headerSignature = "X-Slack-Signature"
	headerTimestamp = "X-Slack-Request-Timestamp"
)

var (
	errForged = errors.New("slack: request is not signed by Slack")
	errStale  = errors.New("slack: request is too old, or from the future")
	errLong   = errors.New("slack: request is too long")
	errBad    = errors.New("slack: request cannot be read")
)

// signed reads the body of a request and returns it if Slack signed it. Its
// errors hold nothing of the request.
func signed(r *http.Request, secret string, now time.Time) ([]byte, error) {
	if secret == "" {
		return nil, errForged
	}
	stamp := r.Header.Get(headerTimestamp)
	sum, err := hex.DecodeString(strings.TrimPrefix(r.Header.Get(headerSignature), "v0="))
	if err != nil || len(sum) != sha256.Size || !strings.HasPrefix(r.Header.Get(headerSignature), "v0=") {
		return nil, errForged
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	switch {
	case err != nil:
		return nil, errBad
	case len(body) > maxBody:
		return nil, errLong
	}
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("v0:" + stamp + ":"))
	mac.Write(body)
	if !hmac.Equal(mac.Sum(nil), sum) {
		return nil, errForged
	}
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil || seconds < 0 || seconds > 1<<40 {
		return nil, errForged
	}
	if now.Sub(time.Unix(seconds, 0)).Abs() > maxSkew {
		return nil, errStale
	}
	return body, nil
}
