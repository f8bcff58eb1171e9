package web

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"tsukiichi/bot/chat"
)

// keySize is the least length of a signing key: that of the hash.
const keySize = sha256.Size

// maxAge is how old a token may be. An older one is refused and renewed, so
// that no event claims to have happened long ago.
const maxAge = time.Hour

// kind says what a token's event will be.
type kind string

const (
	kindPress  kind = "press"
	kindSubmit kind = "submit"
	kindSay    kind = "say"
)

// token is an event that a page offers: its id and time, and all of it that
// the person does not fill in. It travels through the browser, signed, so a
// page can send only what it was offered.
type token struct {
	ID      string   `json:"i"`
	At      int64    `json:"t"` // microseconds
	Account string   `json:"w"`
	Kind    kind     `json:"k"`
	Action  string   `json:"a,omitempty"`
	Arg     string   `json:"g,omitempty"`
	Line    string   `json:"l,omitempty"` // whose face may change
	Form    string   `json:"f,omitempty"`
	Version int      `json:"v,omitempty"`
	Fields  []string `json:"n,omitempty"` // ids; field n is posted as "f<n>"
}

func (t token) at() time.Time { return time.UnixMicro(t.At).UTC() }

func (t token) stale(now time.Time) bool { return now.Sub(t.at()) > maxAge }

var errToken = errors.New("web: token is missing, changed or somebody else's")

// signer writes and reads tokens.
type signer struct{ key []byte }

func (s signer) seal(t token) string {
	raw, err := json.Marshal(t)
	if err != nil { // strings and numbers only
		return ""
	}
	body := base64.RawURLEncoding.EncodeToString(raw)
	return body + "." + base64.RawURLEncoding.EncodeToString(s.mac(body))
}

// open returns the token that seal wrote for the account.
func (s signer) open(sealed string, a chat.Account) (token, error) {
	body, sum, found := strings.Cut(sealed, ".")
	mac, err := base64.RawURLEncoding.DecodeString(sum)
	if !found || err != nil || !hmac.Equal(mac, s.mac(body)) {
		return token{}, errToken
	}
	raw, err := base64.RawURLEncoding.DecodeString(body)
	if err != nil {
		return token{}, errToken
	}
	var t token
	if err := json.Unmarshal(raw, &t); err != nil || t.Account != a.String() {
		return token{}, errToken
	}
	return t, nil
}

func (s signer) mac(body string) []byte {
	h := hmac.New(sha256.New, s.key)
	h.Write([]byte(body))
	return h.Sum(nil)
}
