package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// healthCmd asks a serve on this machine whether it is well. A container
// without a shell has nothing else to ask with.
type healthCmd struct {
	Listen string `help:"Address that serve listens on." default:"127.0.0.1:8080"`
}

// Help is shown below the command's usage.
func (healthCmd) Help() string {
	return "Example: tsukiichi health --listen 127.0.0.1:8080\n\nEnds with 0 where serve answers and can read its data, with 1 otherwise."
}

// healthLimit is how long the answer may take.
const healthLimit = 3 * time.Second

var errUnwell = errors.New("health: serve answers, and cannot read its data")

// Run asks /readyz.
func (c healthCmd) Run(s *streams) error {
	host, port, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return errors.New("health: listen: not an address like 127.0.0.1:8080")
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1" // it listens everywhere
	}
	ctx, cancel := context.WithTimeout(context.Background(), healthLimit)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/readyz", http.NoBody)
	if err != nil {
		return errors.New("health: listen: not an address like 127.0.0.1:8080")
	}
	direct := &http.Client{Transport: &http.Transport{Proxy: nil}}
	answer, err := direct.Do(r)
	if err != nil {
		return fmt.Errorf("health: nobody answers at %s", c.Listen)
	}
	defer func() { _ = answer.Body.Close() }()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, 1<<10))
	if answer.StatusCode != http.StatusOK {
		return errUnwell
	}
	_, err = fmt.Fprintln(s.out, "well")
	return err
}
