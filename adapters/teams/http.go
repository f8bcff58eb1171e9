package teams

import "net/http"

// Handlers are what Teams and a person's browser call, by path.
func (a *Adapter) Handlers() map[string]http.Handler {
	return map[string]http.Handler{"/api/messages": http.NotFoundHandler()}
}
