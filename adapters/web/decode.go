package web

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
)

// What a post may hold. A text may be longer than its field allows, so that
// the core can say so and nothing typed is lost.
const (
	maxBody   = 512 << 10
	maxTyped  = 4 * chat.MaxLongText // characters of one value
	maxTokens = 100                  // renewed at once
)

var (
	errBad   = errors.New("web: post cannot be read")
	errLong  = errors.New("web: post is too long")
	errStale = errors.New("web: token is too old")
)

// decode reads what a person did. Its errors wrap errBad, errLong, errStale
// or errToken and hold nothing that was posted.
func (s signer) decode(r *http.Request, a chat.Account, now time.Time) (token, chat.What, error) {
	form, err := posted(r)
	if err != nil {
		return token{}, nil, err
	}
	if len(form["token"]) != 1 {
		return token{}, nil, errToken
	}
	t, err := s.open(form["token"][0], a)
	if err != nil {
		return token{}, nil, err
	}
	what, err := t.what(form)
	if err == nil && t.stale(now) {
		err = errStale
	}
	return t, what, err
}

// posted reads the body, which is far smaller than its limit allows unless
// somebody means harm.
func posted(r *http.Request) (url.Values, error) {
	r.Body = http.MaxBytesReader(nil, r.Body, maxBody)
	if err := r.ParseForm(); err != nil {
		if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
			return nil, errLong
		}
		return nil, errBad // the error quotes the body
	}
	for name, values := range r.PostForm {
		for _, v := range values {
			if !utf8.ValidString(name) || !utf8.ValidString(v) {
				return nil, errBad
			}
		}
	}
	return r.PostForm, nil
}

func (t token) what(form url.Values) (chat.What, error) {
	switch t.Kind {
	case kindPress:
		if err := only(form, "token"); err != nil {
			return nil, err
		}
		return chat.Pressed{Action: t.Action, Arg: t.Arg, Dialogs: true}, nil
	case kindSay:
		return said(form)
	case kindSubmit:
		return t.submitted(form)
	}
	return nil, errBad
}

func said(form url.Values) (chat.What, error) {
	if err := only(form, "token", "text"); err != nil {
		return nil, err
	}
	if len(form["text"]) > 1 {
		return nil, errBad
	}
	text := strings.TrimSpace(clean(form.Get("text")))
	switch {
	case text == "":
		return nil, errBad
	case utf8.RuneCountInString(text) > chat.MaxLongText:
		return nil, errLong
	}
	return chat.Said{Text: private.New("", text)}, nil
}

func (t token) submitted(form url.Values) (chat.What, error) {
	names := []string{"token"}
	values := chat.Values{}
	for i, id := range t.Fields {
		name := fieldName(i)
		names = append(names, name)
		if len(form[name]) > chat.MaxShownOptions {
			return nil, errBad
		}
		for _, v := range form[name] {
			if v = clean(v); utf8.RuneCountInString(v) > maxTyped {
				return nil, errLong
			} else if v != "" {
				values[id] = append(values[id], private.New("", v))
			}
		}
	}
	if err := only(form, names...); err != nil {
		return nil, err
	}
	return chat.Submitted{Form: t.Form, Version: t.Version, Arg: t.Arg, Values: values}, nil
}

// only refuses posts with names that the page did not offer.
func only(form url.Values, names ...string) error {
	known := map[string]bool{}
	for _, n := range names {
		known[n] = true
	}
	for n := range form {
		if !known[n] {
			return errBad
		}
	}
	return nil
}

// clean gives line breaks one shape and drops control characters.
func clean(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case r < ' ' && r != '\n' && r != '\t', r == 0x7f:
			return -1
		}
		return r
	}, s)
}

func fieldName(i int) string { return "f" + strconv.Itoa(i) }
