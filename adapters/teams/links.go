package teams

import (
	"bytes"
	"compress/flate"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"tsukiichi/bot/chat"
)

// A bot in Teams cannot upload a file without its person's OneDrive. A file
// becomes a link to us instead, whose address is sealed: it holds the file
// itself, if that is small, or who asked for which page and which file of it,
// so that the page is asked for again. Whoever has the address may read it
// until it ends.

const (
	filesPath    = "/teams/files/"
	maxLink      = 6 << 10 // characters of a token; longer addresses break on the way
	pageLinkFor  = 15 * time.Minute
	messageLinks = 60 * 24 * time.Hour
	maxLinkFile  = 256 << 10 // bytes that a link may unpack to
)

// errLink says that a link is none of ours, or over.
var errLink = errors.New("teams: link is not good")

// link is what a file's address holds.
type link struct {
	Until  int64  `json:"u"` // Unix seconds
	Name   string `json:"n"`
	Type   string `json:"t,omitempty"` // of the file that follows
	Person string `json:"p,omitempty"` // who asked for the page
	Action string `json:"a,omitempty"` // with which press, "" for the home
	Arg    string `json:"g,omitempty"`
}

// sealer seals links with a key made of the app's password.
type sealer struct{ box cipher.AEAD }

func newSealer(o Options) (sealer, error) {
	key, err := hkdf.Key(sha256.New, []byte(o.AppPassword), []byte(o.AppID), "tsukiichi teams file links 1", 32)
	if err != nil {
		return sealer{}, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return sealer{}, err
	}
	box, err := cipher.NewGCMWithRandomNonce(block)
	return sealer{box: box}, err
}

// seal is the token of a link with a file's bytes, if any; ok is false where
// it is too long.
func (s sealer) seal(l link, data []byte) (token string, ok bool) {
	head := []byte(compact(l))
	var packed bytes.Buffer
	w, err := flate.NewWriter(&packed, flate.BestCompression)
	if err != nil {
		return "", false
	}
	for _, part := range [][]byte{binary.AppendUvarint(nil, uint64(len(head))), head, data} {
		if _, err := w.Write(part); err != nil {
			return "", false
		}
	}
	if err := w.Close(); err != nil || len(data) > maxLinkFile || packed.Len() > maxLink {
		return "", false
	}
	token = base64.RawURLEncoding.EncodeToString(s.box.Seal(nil, nil, packed.Bytes(), nil))
	return token, len(token) <= maxLink
}

// open reads a token. The error is errLink.
func (s sealer) open(token string, now time.Time) (l link, data []byte, err error) {
	sealed, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(token) > maxLink {
		return link{}, nil, errLink
	}
	packed, err := s.box.Open(nil, nil, sealed, nil)
	if err != nil {
		return link{}, nil, errLink
	}
	raw, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), 2*maxLinkFile))
	n, used := binary.Uvarint(raw)
	if err != nil || used <= 0 || n > uint64(len(raw)-used) {
		return link{}, nil, errLink
	}
	if json.Unmarshal(raw[used:used+int(n)], &l) != nil || now.Unix() >= l.Until {
		return link{}, nil, errLink
	}
	return l, raw[used+int(n):], nil
}

// address is where a token leads.
func (a *Adapter) address(l link, data []byte) (address string, ok bool) {
	if a.o.PublicURL == "" {
		return "", false
	}
	token, ok := a.seals.seal(l, data)
	return a.o.PublicURL + filesPath + token, ok
}

// messageFile is the address of a message's file, which is in the address.
func (a *Adapter) messageFile(f chat.File) (string, bool) {
	until := a.o.Now().Add(messageLinks).Unix()
	return a.address(link{Until: until, Name: f.Name, Type: f.Type}, f.Data)
}

// pageFile gives the addresses of a page's files. A page that cannot be asked
// for again has its small files in them.
func (a *Adapter) pageFile(who chat.Account, from source) func(chat.File) (string, bool) {
	return func(f chat.File) (string, bool) {
		until := a.o.Now().Add(pageLinkFor).Unix()
		if from == unasked {
			return a.address(link{Until: until, Name: f.Name, Type: f.Type}, f.Data)
		}
		return a.address(link{Until: until, Name: f.Name, Person: who.ID, Action: from.Action, Arg: from.Arg}, nil)
	}
}

// files answers a link. What is wrong with one is never said: 404.
func (a *Adapter) files(w http.ResponseWriter, r *http.Request) {
	for name, value := range map[string]string{
		"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff",
		"Content-Security-Policy": "default-src 'none'; sandbox", "Referrer-Policy": "no-referrer",
		"X-Robots-Tag": "noindex",
	} {
		w.Header().Set(name, value)
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	f, err := a.guardedFile(r)
	switch {
	case errors.Is(err, errLink):
		a.sorry(w, http.StatusNotFound)
		return
	case err != nil:
		a.sorry(w, http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", mediaType(f.Type))
	w.Header().Set("Content-Disposition", attachment(f.Name))
	w.Header().Set("Content-Length", strconv.Itoa(len(f.Data)))
	if r.Method == http.MethodGet {
		_, _ = w.Write(f.Data) // who went away needs no file
	}
}

// guardedFile turns a panic into an error.
func (a *Adapter) guardedFile(r *http.Request) (f chat.File, err error) {
	err = errPanic
	defer a.recovered()
	return a.fileOf(r.Context(), strings.TrimPrefix(r.URL.Path, filesPath))
}

// fileOf is the file that a token leads to. The error is errLink where there
// is none any more, or the core's.
func (a *Adapter) fileOf(ctx context.Context, token string) (chat.File, error) {
	now := a.o.Now()
	l, data, err := a.seals.open(token, now)
	if err != nil {
		return chat.File{}, err
	}
	if l.Person == "" {
		return chat.File{Name: l.Name, Type: l.Type, Data: data}, nil
	}
	who, ok := a.Member(l.Person)
	if !ok {
		return chat.File{}, errLink
	}
	e := chat.Event{
		ID: stable("file", token, strconv.FormatInt(now.UnixNano(), 10)), From: who, At: now,
		What: source{Action: l.Action, Arg: l.Arg}.what(true),
	}
	answer, err := a.inTime(a.hand(ctx, e), turnLimit)
	if err != nil {
		return chat.File{}, err
	}
	if answer.Page != nil {
		for _, s := range answer.Page.Sections {
			for _, b := range s.Body {
				if f, ok := b.(chat.File); ok && f.Name == l.Name {
					return f, nil
				}
			}
		}
	}
	return chat.File{}, errLink
}

// sorry says in both languages, because nobody knows who asks, that a link is
// over.
func (a *Adapter) sorry(w http.ResponseWriter, status int) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	for _, lang := range []string{"ja", "en"} {
		words := a.o.Words(lang)
		say := words.LinkOver
		if status != http.StatusNotFound {
			say = words.Failed
		}
		_, _ = io.WriteString(w, say+"\n")
	}
}

// mediaType is a file's type, or that of plain bytes.
func mediaType(s string) string {
	if kind, params, err := mime.ParseMediaType(s); err == nil {
		if out := mime.FormatMediaType(kind, params); out != "" {
			return out
		}
	}
	return "application/octet-stream"
}

// attachment makes a browser keep the file under its name.
func attachment(name string) string {
	if out := mime.FormatMediaType("attachment", map[string]string{"filename": name}); out != "" {
		return out
	}
	return "attachment"
}
