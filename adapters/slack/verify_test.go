package slack

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"time"
)

const testSecret = "8f742231b10e8888abcd99yyyzzz85a5"

func seal(secret, stamp string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("v0:" + stamp + ":"))
	mac.Write(body)
	return "v0=" + hex.EncodeToString(mac.Sum(nil))
}

func TestSigned(t *testing.T) {
	t.Parallel()
	now := time.Unix(1784073600, 0)
	stamp := func(d time.Duration) string { return strconv.FormatInt(now.Add(d).Unix(), 10) }
	body := []byte("payload=%7B%7D")
	for name, tt := range map[string]struct {
		secret, stamp, signature string
		body                     []byte
		want                     error
	}{
		"good":                {testSecret, stamp(0), seal(testSecret, stamp(0), body), body, nil},
		"five minutes old":    {testSecret, stamp(-300 * time.Second), seal(testSecret, stamp(-300*time.Second), body), body, nil},
		"older":               {testSecret, stamp(-301 * time.Second), seal(testSecret, stamp(-301*time.Second), body), body, errStale},
		"from the future":     {testSecret, stamp(301 * time.Second), seal(testSecret, stamp(301*time.Second), body), body, errStale},
		"another secret":      {testSecret, stamp(0), seal("x", stamp(0), body), body, errForged},
		"empty secret":        {"", stamp(0), seal("", stamp(0), body), body, errForged},
		"another body":        {testSecret, stamp(0), seal(testSecret, stamp(0), []byte("x")), body, errForged},
		"another stamp":       {testSecret, stamp(time.Second), seal(testSecret, stamp(0), body), body, errForged},
		"no signature":        {testSecret, stamp(0), "", body, errForged},
		"no version":          {testSecret, stamp(0), seal(testSecret, stamp(0), body)[3:], body, errForged},
		"cut short":           {testSecret, stamp(0), seal(testSecret, stamp(0), body)[:40], body, errForged},
		"no hex":              {testSecret, stamp(0), "v0=" + string(bytes.Repeat([]byte("zz"), 32)), body, errForged},
		"no number":           {testSecret, "now", seal(testSecret, "now", body), body, errForged},
		"a number too far":    {testSecret, "9223372036854775807", seal(testSecret, "9223372036854775807", body), body, errForged},
		"before all":          {testSecret, "-1", seal(testSecret, "-1", body), body, errForged},
		"just small enough":   {testSecret, stamp(0), seal(testSecret, stamp(0), make([]byte, maxBody)), make([]byte, maxBody), nil},
		"too long to look at": {testSecret, stamp(0), seal(testSecret, stamp(0), make([]byte, maxBody+1)), make([]byte, maxBody+1), errLong},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest(http.MethodPost, "/slack/events", bytes.NewReader(tt.body))
			r.Header.Set(headerTimestamp, tt.stamp)
			r.Header.Set(headerSignature, tt.signature)
			got, err := signed(r, tt.secret, now)
			if !errors.Is(err, tt.want) || (tt.want == nil) != (err == nil) {
				t.Fatalf("got %v, want %v", err, tt.want)
			}
			if err == nil && !bytes.Equal(got, tt.body) {
				t.Error("another body came out")
			}
		})
	}
}

func FuzzSigned(f *testing.F) {
	f.Add([]byte("payload=%7B%7D"), "1784073600", "v0=00")
	f.Fuzz(func(t *testing.T, body []byte, stamp, signature string) {
		if signature == seal(testSecret, stamp, body) {
			t.Skip()
		}
		r := httptest.NewRequest(http.MethodPost, "/slack/events", bytes.NewReader(body))
		r.Header[headerTimestamp] = []string{stamp}
		r.Header[headerSignature] = []string{signature}
		if _, err := signed(r, testSecret, time.Unix(1784073600, 0)); err == nil {
			t.Error("accepted")
		}
	})
}
