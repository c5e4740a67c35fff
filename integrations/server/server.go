package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"time"

	"rocketscript/integrations"
)

const (
	// maxHeaderBytes bounds a request's header block.
	maxHeaderBytes = 64 << 10
	// stopWithin is how long requests under way may take after a stop.
	stopWithin = 10 * time.Second
	// DefaultMaxBody is the longest request body where Options say nothing.
	DefaultMaxBody = 5_000_000
)

// Options are what a Server is made of.
type Options struct {
	Hooks   Hooks
	Catalog func() *integrations.Catalog
	Chat    Chat
	// History is what the API tells of requests that came in, Replayer what
	// runs them again.
	History  History
	Replayer Replayer
	// Deliveries is what is known of messages on their way.
	Deliveries Deliveries
	// Definitions changes the integrations that are no part of the configuration.
	Definitions Definitions
	// Paused says why the script of an integration is not run for now, because
	// it killed the process it ran in; empty when it is. Nil: none ever is.
	Paused func(integrationID string) string
	// Access settles who may do what.
	Access AccessOptions
	// BaseURL is how the server is reached, without a slash at the end; it is
	// what webhook URLs and sign-in links start with.
	BaseURL string
	// MaxBody is the longest request body in bytes, after decompression; zero
	// means DefaultMaxBody.
	MaxBody int64
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// Logger; nil discards.
	Logger *slog.Logger
}

// A Server serves the webhooks, the API and the pages.
type Server struct {
	options    Options
	log        *slog.Logger
	webhooks   *webhooks
	access     *access
	pages      *pages
	messages   *messagesAPI
	history    *executionsAPI
	deliveries *deliveriesAPI
	define     *definitionsAPI
	handler    http.Handler
	// stopping ends when live streams are to end.
	stopping context.Context
	stop     context.CancelFunc
}

// New returns a Server.
func New(options Options) *Server {
	if options.Paused == nil {
		options.Paused = func(string) string { return "" }
	}
	if options.MaxBody <= 0 {
		options.MaxBody = DefaultMaxBody
	}
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.Logger == nil {
		options.Logger = slog.New(slog.DiscardHandler)
	}
	s := &Server{options: options, log: options.Logger}
	s.stopping, s.stop = context.WithCancel(context.Background())
	s.webhooks = &webhooks{hooks: options.Hooks, maxBody: options.MaxBody, now: options.Now, log: options.Logger}
	s.access = newAccess(options.Access)
	s.pages = newPages(s.stopping, options.Chat, options.Logger)
	if options.Deliveries != nil {
		s.pages.health = options.Deliveries.Health
	}
	s.messages = newMessagesAPI(options.Chat, options.Logger)
	s.history = &executionsAPI{s, options.History, options.Replayer}
	s.deliveries = &deliveriesAPI{options.Deliveries, options.Catalog, options.Hooks, options.Logger}
	s.define = &definitionsAPI{s, options.Definitions}
	s.handler = s.routes()
	return s
}

// ServeHTTP serves one request. Headers come in the sender's order only through
// Serve, which sees the connections.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Serve serves until ctx ends: then no new connections, live streams end, and
// requests under way finish for at most ten seconds. It returns nil after that.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	httpServer := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    maxHeaderBytes,
		ConnContext:       rememberConn,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
	}
	served := make(chan error, 1)
	go func() { served <- httpServer.Serve(orderListener{listener}) }()
	select {
	case err := <-served:
		return fmt.Errorf("serve %s: %w", listener.Addr(), err)
	case <-ctx.Done():
	}
	s.stop()
	finish, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
	defer cancel()
	if err := httpServer.Shutdown(finish); err != nil {
		s.log.Warn("requests were cut off at the stop", "after", stopWithin)
		return errors.Join(httpServer.Close())
	}
	return nil
}

// contain answers 500 when a handler panics, and lets everyone else live on.
func (s *Server) contain(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			fault := recover()
			if fault == nil {
				return
			}
			if err, ok := fault.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(fault)
			}
			s.log.Error("a handler panicked", "panic", fmt.Sprint(fault), "stack", string(debug.Stack()))
			writeFailure(w, http.StatusInternalServerError, "Internal Server Error")
		}()
		next.ServeHTTP(w, r)
	})
}
