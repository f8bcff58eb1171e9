package web

import (
	"mime"
	"net"
	"net/http"
	"strings"

	"tsukiichi/bot/chat"
)

// policy lets a page load what this host serves and nothing else. Styles and
// scripts stand in files; files offered inside a page are data addresses,
// which are followed, not loaded.
const policy = "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors "

// hstsFor is how long a browser keeps to https once it has seen the pages.
const hstsFor = "max-age=31536000"

// shield sets the headers of every answer and refuses posts from other sites.
type shield struct {
	frames string // who may frame a page, as the policy says it
	frame  string // the same for older browsers
	hsts   bool
	origin string // where people open the pages, "" for wherever they do
}

// framed lets a page stand in a frame of the same host: the playground's.
func framed() shield { return shield{frames: "'self'", frame: "SAMEORIGIN"} }

func (s shield) around(words Words, next http.Handler) http.Handler {
	guard := http.NewCrossOriginProtection()
	if s.origin != "" { // a proxy may pass another host on
		if err := guard.AddTrustedOrigin(s.origin); err != nil {
			return refuseAll(words)
		}
	}
	guard.SetDenyHandler(refuseAll(words))
	inner := guard.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy+s.frames)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", s.frame)
		h.Set("Referrer-Policy", "same-origin") // none at all would hide the origin of our own posts from us
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		h.Set("Cache-Control", "no-store")
		if s.hsts {
			h.Set("Strict-Transport-Security", hstsFor)
		}
		inner.ServeHTTP(w, r)
	})
}

func refuseAll(words Words) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, words.NotYours, http.StatusForbidden)
	})
}

// LoopbackOnly refuses requests that were not addressed to the own machine by
// name: a page elsewhere whose name was made to point here (DNS rebinding)
// still sends its own name as Host.
func LoopbackOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !loopback(r.Host) {
			http.Error(w, "open this page as http://localhost or http://127.0.0.1", http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func loopback(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = strings.Trim(host, "[]")
	}
	if strings.EqualFold(name, "localhost") {
		return true
	}
	ip := net.ParseIP(name)
	return ip != nil && ip.IsLoopback()
}

// download sends a file to be kept, never shown: its type is the sender's word.
func download(w http.ResponseWriter, f chat.File) {
	h := w.Header()
	h.Set("Content-Type", mediaType(f.Type))
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	_, _ = w.Write(f.Data) // a reader who left is no failure of ours
}

func mediaType(s string) string {
	t, params, err := mime.ParseMediaType(s)
	if err != nil {
		return "application/octet-stream"
	}
	return mime.FormatMediaType(t, params)
}
