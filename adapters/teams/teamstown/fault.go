package teamstown

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"tsukiichi/adapters/townhall"
)

// Refuse answers with an error in the connector's first shape.
func Refuse(status int, code string) townhall.Fault {
	return of(failed(status, code, "The platform says no"))
}

// RefuseNested answers with an error in its second shape.
func RefuseNested(status, code int, sub string) townhall.Fault { return of(nested(status, code, sub)) }

// Limited asks for a pause of so many whole seconds.
func Limited(d time.Duration) townhall.Fault {
	f := Refuse(http.StatusTooManyRequests, "RateLimitExceeded")
	f.Retry = strconv.Itoa(int(d / time.Second))
	return f
}

// LimitedSilently refuses with a 429 that does not say for how long.
func LimitedSilently() townhall.Fault { return Refuse(http.StatusTooManyRequests, "RateLimitExceeded") }

func of(r reply) townhall.Fault {
	raw, err := json.Marshal(r.body)
	if err != nil {
		panic("teamstown: fault: " + err.Error())
	}
	return townhall.Fault{Code: r.status, Body: string(raw)}
}
