package slacktown

import (
	"net/http"
	"strconv"
	"time"

	"tsukiichi/adapters/townhall"
)

// Limited asks for a pause.
func Limited(d time.Duration) townhall.Fault {
	return townhall.Fault{
		Code: http.StatusTooManyRequests, Retry: strconv.Itoa(int(d.Seconds())),
		Body: `{"ok":false,"error":"ratelimited"}`,
	}
}

// LimitedSilently refuses with a 429 that does not say for how long.
func LimitedSilently() townhall.Fault {
	return townhall.Fault{Code: http.StatusTooManyRequests, Body: `{"ok":false,"error":"message_limit_exceeded"}`}
}

// Refuse answers with an error of the API.
func Refuse(code string) townhall.Fault {
	return townhall.Fault{Code: http.StatusOK, Body: `{"ok":false,"error":"` + code + `"}`}
}
