package townhall

import (
	"net/http"
	"net/http/httptest"
)

// Carry makes a client of a handler: what it is asked is served in process, in
// the caller's goroutine, without a network.
func Carry(h http.Handler) *http.Client { return &http.Client{Transport: inProcess{h}} }

// inProcess carries requests to a handler.
type inProcess struct{ h http.Handler }

func (p inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	in := r.Clone(r.Context())
	in.RequestURI = r.URL.RequestURI()
	if in.Body == nil {
		in.Body = http.NoBody
	}
	p.h.ServeHTTP(w, in)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return w.Result(), nil
}
