package slack_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"tsukiichi/adapters/slack/slacktown"
)

// signText signs with a timestamp of any text.
func signText(secret, stamp string, body []byte) (timestamp, signature string) {
	mac := hmac.New(sha256.New, []byte(secret))
	_, _ = fmt.Fprintf(mac, "v0:%s:%s", stamp, body)
	return stamp, "v0=" + hex.EncodeToString(mac.Sum(nil))
}

// badSignatures are signatures that are none.
func badSignatures(s *stage, body []byte, good string, now time.Time) map[string]string {
	flip := []byte(good)
	flip[10] ^= 1
	by := func(secret string) string { _, sig := slacktown.SignWith(secret, now, body); return sig }
	bare := hmac.New(sha256.New, []byte(s.town.SigningSecret))
	bare.Write(body)
	weak := hmac.New(sha1.New, []byte(s.town.SigningSecret))
	weak.Write(body)
	_, early := slacktown.SignWith(s.town.SigningSecret, now.Add(-time.Second), body)
	sum := sha256.Sum256(body)
	return map[string]string{
		"missing": "", "version alone": "v0=", "too short": good[:len(good)-1], "too long": good + "0", "doubled": good + good[3:],
		"other version": "v1=" + good[3:], "no version": good[3:], "upper version": "V0=" + good[3:], "zeros": "v0=" + strings.Repeat("0", 64),
		"no hex": "v0=" + strings.Repeat("z", 64), "one bit": string(flip), "other secret": by("another secret"), "empty secret": by(""),
		"the bot's token as secret": by(s.town.BotToken), "secret in upper case": by(strings.ToUpper(s.town.SigningSecret)),
		"without the stamp": "v0=" + hex.EncodeToString(bare.Sum(nil)), "SHA-1": "v0=" + hex.EncodeToString(weak.Sum(nil)),
		"plain hash": "v0=" + hex.EncodeToString(sum[:]), "of another second": early, "list": good[:20] + "," + good, "quoted": `"` + good + `"`,
		"the secret itself": "v0=" + s.town.SigningSecret,
	}
}

// badStamps are times that are none, or not now.
func badStamps(now time.Time) map[string]string {
	at := func(d time.Duration) string { return strconv.FormatInt(now.Add(d).Unix(), 10) }
	return map[string]string{
		"missing": "", "zero": "0", "negative": "-" + at(0), "301 s old": at(-301 * time.Second), "an hour old": at(-time.Hour),
		"a day old": at(-24 * time.Hour), "301 s ahead": at(301 * time.Second), "an hour ahead": at(time.Hour), "a year ahead": at(8760 * time.Hour),
		"words": "now", "fraction": at(0) + ".5", "hex": "0x69cc6a80", "milliseconds": at(0) + "000", "ISO": now.UTC().Format(time.RFC3339),
		"beyond int64": "99999999999999999999", "exponent": "1.7e9", "comma": at(0) + "," + at(0), "underscores": "1_775_001_600",
	}
}

// malformed are requests with a genuine signature over something that is none
// of ours to answer.
func malformed(s *stage, base map[string]*slacktown.Delivery) map[string]*http.Request {
	out := map[string]*http.Request{}
	form := func(payload string) []byte { return []byte(url.Values{"payload": {payload}}.Encode()) }
	bodies := map[string][]byte{
		"empty": {}, "null": []byte("null"), "a number": []byte("7"), "a list": []byte("[]"), "a text": []byte(`"x"`), "an object": []byte("{}"),
		"not UTF-8": []byte("{\"type\":\"event_callback\",\"event_id\":\"\xff\xfe\",\"event\":{}}"), "zeros": make([]byte, 64),
		"unknown type": []byte(`{"type":"who_knows","event_id":"E1"}`), "event null": []byte(`{"type":"event_callback","event_id":"E1","team_id":"T0TOWN","event":null}`),
		"event a text":    []byte(`{"type":"event_callback","event_id":"E1","team_id":"T0TOWN","event":"x"}`),
		"unknown event":   []byte(`{"type":"event_callback","event_id":"E1","team_id":"T0TOWN","event":{"type":"reaction_added","user":"U20104"}}`),
		"no team":         []byte(`{"type":"event_callback","event_id":"E1","event":{"type":"message","channel_type":"im","user":"U20104","text":"x","ts":"1.1"}}`),
		"no event id":     []byte(`{"type":"event_callback","team_id":"T0TOWN","event":{"type":"message","channel_type":"im","user":"U20104","text":"x","ts":"1.1"}}`),
		"user a number":   []byte(`{"type":"event_callback","event_id":"E1","team_id":"T0TOWN","event":{"type":"message","channel_type":"im","user":5,"text":"x","ts":"1.1"}}`),
		"a bot's message": []byte(`{"type":"event_callback","event_id":"E1","team_id":"T0TOWN","event":{"type":"message","channel_type":"im","user":"U20104","bot_id":"B1","text":"x","ts":"1.1"}}`),
		"payload null":    form("null"), "payload empty": form(""), "payload a list": form("[]"), "payload an object": form("{}"),
		"payload unknown": form(`{"type":"who_knows"}`), "payload truncated": form(`{"type":"block_actions","user":{"id":"U20104"`),
		"press without actions": form(`{"type":"block_actions","team":{"id":"T0TOWN"},"user":{"id":"U20104"},"actions":[]}`),
		"press without user":    form(`{"type":"block_actions","team":{"id":"T0TOWN"},"actions":[{"action_id":"p0|help.show","type":"button","action_ts":"1.1"}]}`),
		"actions null":          form(`{"type":"block_actions","team":{"id":"T0TOWN"},"user":{"id":"U20104"},"actions":null}`),
		"submission of nothing": form(`{"type":"view_submission","team":{"id":"T0TOWN"},"user":{"id":"U20104"}}`),
		"view null":             form(`{"type":"view_submission","team":{"id":"T0TOWN"},"user":{"id":"U20104"},"view":null}`),
		"metadata garbage":      form(`{"type":"view_submission","team":{"id":"T0TOWN"},"user":{"id":"U20104"},"view":{"id":"V1","callback_id":"form","private_metadata":"{{"}}`),
		"values a list":         form(`{"type":"view_submission","team":{"id":"T0TOWN"},"user":{"id":"U20104"},"view":{"id":"V1","callback_id":"form","private_metadata":"{}","state":{"values":[]}}}`),
		"two payloads":          []byte("payload=null&payload=null"), "bad escape": []byte("payload=%zz"), "semicolons": []byte("payload=1;team_id=2"),
		"command of nobody": []byte("command=%2F1on1&text=help"), "user id hostile": []byte("command=%2F1on1&text=help&team_id=T0TOWN&user_id=..%2F..%2Fx&trigger_id=1"),
		"deep": []byte(strings.Repeat("[", 20000)), "text not UTF-8": []byte("command=%2F1on1&text=%ff%fe&team_id=T0TOWN&user_id=U20104&trigger_id=1"),
	}
	for kind, d := range base {
		good := s.town.Request(d)
		for name, body := range bodies {
			ts, sig := s.town.Sign(s.Now(), body)
			out[kind+": "+name] = with(good, body, map[string]string{timestamp: ts, signature: sig})
		}
		body, _ := d.Body()
		for other, o := range base { // the right words at the wrong door
			if there := s.town.Request(o).URL.Path; there != good.URL.Path {
				r := with(good, body, nil)
				r.URL = s.town.Request(o).URL
				out[kind+" at the door of "+other] = r
			}
		}
	}
	return out
}
