package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"rocketscript/integrations"
	"rocketscript/integrations/delivery"
	"rocketscript/integrations/destination"
	"rocketscript/integrations/outbound"
	"rocketscript/integrations/server"
	"rocketscript/integrations/store"
)

func serveCommand(std streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve the webhooks, the chat page and the API",
		Long: `Serve the webhook URLs of all integrations, the chat page and the API.

Without a configuration file it serves the built-in one: the PagerDuty
integration, posting to #alerts on the chat page. It stops on SIGTERM or
Ctrl-C, after requests under way have finished; a second Ctrl-C stops at once.`,
		Args: cobra.NoArgs,
	}
	for _, s := range settings {
		if s.flag != "" {
			cmd.Flags().String(s.flag, "", s.usage)
		}
	}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return serve(cmd.Context(), configFlag(cmd), cmd.Flags(), std)
	}
	return cmd
}

// serve runs until ctx ends.
func serve(ctx context.Context, configPath string, flags *pflag.FlagSet, std streams) error {
	c, err := loadConfig(configPath, flags)
	if err != nil {
		return wrongUse(err)
	}
	log := newLogger(std.err)
	running, err := start(ctx, c, std.out, log)
	if err != nil {
		return err
	}
	defer running.close()
	running.announce(std.out)
	reload := func() ([]string, bool) {
		again := running.hosting.reload(ctx, configPath, flags)
		return running.hosting.watched(), again
	}
	return running.run(ctx, reload)
}

// A service is everything that runs under `serve`.
type service struct {
	config     *config
	adminToken string
	log        *slog.Logger
	store      *store.Store
	engine     scriptEngine
	outbound   *outbound.Doer
	recorded   *integrations.RecordedAnswers
	hosting    *hosting
	dispatcher *delivery.Dispatcher
	server     *server.Server
	listener   net.Listener
	// base is the URL the server is reached at.
	base    string
	watcher *fileWatcher
}

// storePatience is how long a start waits for the process before it to be gone.
const storePatience = 3 * time.Second

// start opens the store and the port, and makes all parts out of c.
func start(ctx context.Context, c *config, out io.Writer, log *slog.Logger) (s *service, err error) {
	s = &service{config: c, log: log}
	defer func() {
		if err != nil {
			s.close()
		}
	}()
	if s.adminToken = c.adminToken; s.adminToken == "" {
		if s.adminToken, err = loadAdminToken(adminTokenFile(c)); err != nil {
			return s, outside(err)
		}
	}
	if s.store, err = store.Open(ctx, c.storage, store.Options{Logger: log, Patience: storePatience}); err != nil {
		return s, outside(err)
	}
	if s.outbound, err = outbound.New(outbound.Options{Allow: c.allow, UserAgent: "rocketscript/" + versionText()}); err != nil {
		return s, wrongUse(err)
	}
	s.recorded = integrations.NewRecordedAnswers(s.outbound)
	s.engine = newScriptEngine(c, s.recorded, log)
	s.hosting = &hosting{log: log, store: s.store, engine: s.engine, started: c, deps: destination.Deps{
		Users: s.store, Out: out, Version: versionText(),
	}}
	if err = s.hosting.apply(ctx, c); err != nil {
		return s, wrongUse(err)
	}
	s.dispatcher = delivery.New(s.store, s.hosting.poster, delivery.Options{
		Logger: log, Pace: s.hosting.pace, GiveUpAfter: c.giveUpAfter,
	})
	if s.watcher, err = newFileWatcher(log); err != nil {
		return s, outside(err)
	}
	if s.listener, err = new(net.ListenConfig).Listen(ctx, "tcp", c.address); err != nil {
		return s, outside(fmt.Errorf("%w; is another server running there? Choose another address with --address", err))
	}
	s.makeServer()
	return s, nil
}

func (s *service) makeServer() {
	processor := integrations.NewProcessor(s.hosting.Catalog, s.engine, s.store, s.dispatcher, integrations.ProcessorOptions{
		Timeout: s.config.timeout, Message: s.config.message, AnswerWithin: s.config.answerWithin, Recorded: s.recorded, Logger: s.log,
	})
	access := server.AccessOptions{Token: s.adminToken, Address: s.config.address, Logger: s.log}
	if s.config.publicURL != nil {
		access.PublicURL = s.config.publicURL.String()
	}
	desk := delivery.NewDesk(s.store, s.dispatcher, func(name string) (integrations.Destination, bool) { return s.hosting.Catalog().Destination(name) })
	s.base = baseURL(s.config.publicURL, s.listener.Addr().String())
	s.server = server.New(server.Options{
		Hooks: processor, Replayer: processor, History: s.store, Catalog: s.hosting.Catalog, Chat: s.store, Deliveries: desk, Definitions: s.hosting, Access: access, Paused: s.engine.Paused,
		BaseURL: s.base, MaxBody: s.config.maxBody, Logger: s.log,
	})
}

// run serves until ctx ends, then stops in order: requests first, because they
// still need everything else.
func (s *service) run(ctx context.Context, reload following) error {
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	refresh := func() ([]string, bool) {
		again := s.hosting.follow(background)
		return s.hosting.watched(), again
	}
	var group sync.WaitGroup
	changes := s.store.DefinitionChanges(background)
	group.Go(func() { s.watcher.run(background, reload, changes, refresh) })
	group.Go(func() { s.dispatcher.Run(background) })
	group.Go(func() { s.store.Retain(background, s.config.retention) })
	err := s.server.Serve(ctx, s.listener)
	stop()
	group.Wait()
	if err != nil {
		return outside(err)
	}
	s.log.Info("stopped")
	return nil
}

// close releases what start opened, the newest first.
func (s *service) close() {
	if s.listener != nil {
		if err := s.listener.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
			s.log.Warn("close the listener", "error", err)
		}
	}
	if s.engine != nil {
		s.engine.Close()
	}
	if s.outbound != nil {
		s.outbound.Close()
	}
	if s.store != nil {
		if err := s.store.Close(); err != nil {
			s.log.Error("close the store", "error", err)
		}
	}
}
