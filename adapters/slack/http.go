package slack

import "net/http"

// Handlers are what Slack calls, by path.
func (a *Adapter) Handlers() map[string]http.Handler {
	return map[string]http.Handler{
		"/slack/events": http.NotFoundHandler(), "/slack/interactions": http.NotFoundHandler(), "/slack/commands": http.NotFoundHandler(),
	}
}
