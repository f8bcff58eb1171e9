package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"time"

	"github.com/rs/zerolog"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/clock"
	"tsukiichi/scheduler"
	"tsukiichi/scheduler/delivery"
)

// serveCmd runs the bot.
type serveCmd struct{ settings }

// Help is shown below the command's usage.
func (serveCmd) Help() string {
	return "Example: TSUKIICHI_SLACK_BOT_TOKEN=… tsukiichi serve --data /var/lib/tsukiichi\n\n" +
		"Settings come from flags, the environment (slack.bot-token is TSUKIICHI_SLACK_BOT_TOKEN) and tsukiichi.yaml."
}

// adapter is one platform as serve sees it.
type adapter struct {
	platform string
	sender   delivery.Sender
	pace     delivery.Pace
	// ours reports whether an account of the platform is in the city's own
	// workspace. It may be nil: then all are.
	ours func(chat.Account) bool
	// open ties the adapter to the house and gives what it listens to, by
	// path. It may be nil.
	open func(h *house) (map[string]http.Handler, error)
	// run works until ctx ends. It may be nil.
	run func(ctx context.Context) error
	// relink links the accounts that the roster names by now. It may be nil.
	relink func(ctx context.Context)
}

// Run serves until it is told to stop.
func (c serveCmd) Run(s *streams) error {
	problems := append(slices.Clone(s.files.problems), c.check()...)
	var adapters []adapter
	if len(problems) == 0 {
		var err error
		if adapters, err = c.adapters(c.logger(s)); err != nil {
			problems = append(problems, err)
		}
	}
	if !c.Slack.given() && !c.Teams.given() && !c.Web.Enabled {
		problems = append(problems, errNoAdapter)
	}
	if len(problems) > 0 {
		for _, p := range problems {
			fmt.Fprintln(s.err, "tsukiichi serve:", p)
		}
		return errSaid
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	l, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	return serve(ctx, c.settings, adapters, l, c.logger(s))
}

// adapters are those that the settings ask for.
func (s settings) adapters(log zerolog.Logger) ([]adapter, error) {
	var out []adapter
	for _, platform := range []struct {
		given bool
		open  func(zerolog.Logger) (adapter, error)
	}{{s.Slack.given(), s.slackAdapter}, {s.Teams.given(), s.teamsAdapter}} {
		if !platform.given {
			continue
		}
		a, err := platform.open(log)
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	if s.Web.Enabled {
		a, err := s.webAdapter(log, out)
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, nil
}

// serve ties the house to the adapters and runs everything until ctx ends:
// then it stops taking requests, lets what is under way finish, and closes in
// reverse. It takes the listener over.
func serve(ctx context.Context, s settings, adapters []adapter, l net.Listener, log zerolog.Logger) error {
	return serveBy(ctx, scheduler.Rings{Clock: clock.System{}}, s, adapters, l, log)
}

// serveBy serves by the clock of the rings; their zone is the programme's.
func serveBy(ctx context.Context, rings scheduler.Rings, s settings, adapters []adapter, l net.Listener, log zerolog.Logger) error {
	defer func() { _ = l.Close() }()
	if err := os.MkdirAll(s.Data, 0o700); err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	path := s.Store
	if path == "" {
		path = filepath.Join(s.Data, dataFile)
	}
	senders, paces := map[string]delivery.Sender{}, map[string]delivery.Pace{}
	for _, a := range adapters {
		senders[a.platform], paces[a.platform] = a.sender, a.pace
	}
	h, err := openHouse(ctx, houseOptions{
		Path: path, Clock: rings.Clock, Log: log, Locale: s.Locale, Senders: senders, Paces: paces, WebURL: s.signInURL(),
		Ours: func(account chat.Account) bool {
			for _, a := range adapters {
				if a.platform == account.Platform && a.ours != nil {
					return a.ours(account)
				}
			}
			return true
		},
	})
	if err != nil {
		return err
	}
	defer func() {
		if err := h.Close(); err != nil {
			log.Error().Msg("closing the data failed")
		}
	}()
	mux := http.NewServeMux()
	health(mux, h)
	var work []func(context.Context) error
	for _, a := range adapters {
		if a.open != nil {
			handlers, err := a.open(h)
			if err != nil {
				return fmt.Errorf("serve: %s: %w", a.platform, err)
			}
			for pattern, handler := range handlers {
				mux.Handle(pattern, handler)
			}
		}
		if a.run != nil {
			work = append(work, a.run)
		}
	}
	prog, err := s.startProgramme(ctx, h)
	if err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	if rings.Zone, err = time.LoadLocation(prog.Zone); err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	work = append(work, h.Courier.Run, func(ctx context.Context) error { return h.Scheduler.Run(ctx, rings) }, listen(l, mux))
	log.Info().Str("listen", l.Addr().String()).Str("version", version()).Msg("serving")
	return together(ctx, work)
}

// health answers whether the process lives and whether the store reads.
func health(mux *http.ServeMux, h *house) {
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		if _, _, err := h.Scheduler.NextDue(r.Context()); err != nil {
			http.Error(w, "the data cannot be read", http.StatusServiceUnavailable)
			return
		}
		_, _ = w.Write([]byte("ready\n"))
	})
}

// stopGrace is how long requests under way may take after the order to stop.
const stopGrace = 10 * time.Second

// listen serves the handler until ctx ends.
func listen(l net.Listener, handler http.Handler) func(context.Context) error {
	return func(ctx context.Context) error {
		srv := &http.Server{
			Handler: handler, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 30 * time.Second,
			WriteTimeout: 60 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		}
		done := make(chan error, 1)
		go func() { done <- srv.Serve(l) }()
		select {
		case err := <-done:
			return fmt.Errorf("serve: %w", err)
		case <-ctx.Done():
		}
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopGrace)
		defer cancel()
		if err := srv.Shutdown(last); err != nil {
			return fmt.Errorf("serve: stop: %w", srv.Close())
		}
		return nil
	}
}

// together runs everything until ctx ends or one of them fails, then waits for
// all.
func together(ctx context.Context, work []func(context.Context) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	errs := make([]error, len(work))
	var wg sync.WaitGroup
	for i, do := range work {
		wg.Go(func() {
			defer cancel()
			if err := do(ctx); err != nil && !errors.Is(err, context.Canceled) {
				errs[i] = err
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}
