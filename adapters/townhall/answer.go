package townhall

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// Answered is what an app said to a delivery.
type Answered struct {
	Status int
	Body   []byte
	Header http.Header
}

// Errors of a delivery that the app did not take.
var (
	// ErrNotTaken is an answer that is no 2xx.
	ErrNotTaken = errors.New("townhall: the app did not take it")
	// ErrTooLate is no answer within the platform's patience.
	ErrTooLate = errors.New("townhall: the app took longer than the platform waits")
)

// Ask sends a request and reads the answer.
func Ask(client *http.Client, r *http.Request) (Answered, error) {
	resp, err := client.Do(r)
	if err != nil {
		return Answered{}, fmt.Errorf("%w: %w", ErrNotTaken, err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	a := Answered{Status: resp.StatusCode, Body: body, Header: resp.Header}
	if err != nil || a.Status/100 != 2 {
		return a, fmt.Errorf("%w: status %d", ErrNotTaken, a.Status)
	}
	return a, nil
}

// Within waits that long for an answer, by the given time; a nil after never
// gives up by itself.
func Within(now func() time.Time, after func(time.Duration) <-chan time.Time, patience time.Duration,
	do func() (Answered, error)) (Answered, error) {
	began := now()
	type result struct {
		a   Answered
		err error
	}
	done := make(chan result, 1)
	go func() {
		a, err := do()
		done <- result{a, err}
	}()
	var late <-chan time.Time
	if after != nil {
		late = after(patience)
	}
	select {
	case r := <-done:
		if r.err == nil && now().Sub(began) > patience {
			return r.a, ErrTooLate
		}
		return r.a, r.err
	case <-late:
		return Answered{}, ErrTooLate
	}
}
