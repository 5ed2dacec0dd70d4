package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strconv"
	"sync"
	"syscall"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/urfave/cli/v3"

	"foyer/handlers"
	"foyer/portal"
	"foyer/store"
)

// stopTime is for requests in flight; closing the database has to fit into the ten
// seconds that a stop may take in all.
const stopTime = 8 * time.Second

// lookOverAfter is how long a large database is served before all of it is read once.
const lookOverAfter = 3 * time.Second

// site is what is served: a data folder at an address.
type site struct {
	config
	data *store.Data
	key  []byte
	log  *slog.Logger

	setup *portal.Setup
}

func newSite(conf config, data *store.Data, key []byte, level slog.Level) site {
	return site{
		config: conf, data: data, key: key, log: newLog(conf.logFormat, level),
		setup: &portal.Setup{Store: data.Store, Now: time.Now},
	}
}

// serve answers requests until it is asked to stop.
func serve(ctx context.Context, c *cli.Command) error {
	conf, err := readConfig(c)
	if err != nil {
		return err
	}
	data, err := openData(ctx, conf.data)
	if err != nil {
		return unlessEnding(ctx, err)
	}
	return errors.Join(serveFolder(ctx, c, conf, data), data.Close())
}

func serveFolder(ctx context.Context, c *cli.Command, conf config, data *store.Data) error {
	key, err := secretKey(conf.data)
	if err != nil {
		return err
	}
	admins, err := data.CountAdmins(ctx)
	if err != nil {
		return unlessEnding(ctx, err)
	}
	listener, err := listen(ctx, conf.addr)
	if err != nil {
		return unlessEnding(ctx, err)
	}

	s := newSite(conf.at(listener), data, key, slog.LevelInfo)
	greeting := fmt.Sprintf("Foyer is at %s\n", s.baseURL)
	if admins == 0 {
		greeting += firstStart(handlers.SetupLink(s.baseURL, s.setup.Begin()), conf.data)
	}
	if _, err := fmt.Fprint(c.Root().Writer, greeting); err != nil {
		return errors.Join(err, listener.Close())
	}
	return s.run(ctx, listener)
}

// firstStart says how to make the first admin: here alone, and never in the log.
func firstStart(link, folder string) string {
	return fmt.Sprintf(`
There is no admin yet. Open this link to create the first one:

  %s

It works once and for %d minutes. Start Foyer again for a new one, or create an admin
from the shell: foyer --data %s admin create NAME

`, link, int(portal.SetupLife.Minutes()), quoted(folder))
}

// run serves a listener, and tidies up beside that, until ctx ends.
func (s site) run(ctx context.Context, listener net.Listener) error {
	post, err := s.post()
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	app := s.app(post)
	ctx, end := context.WithCancel(ctx)
	var beside sync.WaitGroup
	beside.Go(func() { s.pruneLimits(ctx) })
	beside.Go(func() { s.sendMail(ctx, post.Outbox) })
	beside.Go(func() { post.AnswerForgotten(ctx) })
	defer beside.Wait()
	defer end()

	failed, damaged := make(chan error, 1), make(chan error, 1)
	beside.Go(func() { s.lookOver(ctx, damaged) })
	go func() { failed <- app.Listener(handlers.Guard(listener, len(s.proxies) > 0)) }()
	s.log.Info("started", "address", listener.Addr().String(), "base_url", s.baseURL.String())
	if handlers.Unencrypted(s.baseURL) {
		s.log.Warn("passwords and pages travel unencrypted: put https in front", "base_url", s.baseURL.String())
	}
	select {
	case err := <-failed:
		return fmt.Errorf("serve at %s: %w", s.addr, err)
	case err := <-damaged:
		return errors.Join(err, s.stop(app))
	case <-ctx.Done():
		return s.stop(app)
	}
}

// lookOver looks for damage in a database that was too large to be looked over before: to
// go on with it would spread it. The first visitors go first.
func (s site) lookOver(ctx context.Context, damaged chan<- error) {
	select {
	case <-time.After(lookOverAfter):
	case <-ctx.Done():
		return
	}
	if err := s.data.CheckLater(ctx); err != nil && ctx.Err() == nil {
		damaged <- err
	}
}

// stop takes no more requests and lets those in flight finish, as long as there is time.
func (s site) stop(app *fiber.App) error {
	s.log.Info("stopping")
	err := app.ShutdownWithTimeout(stopTime)
	if errors.Is(err, context.DeadlineExceeded) {
		s.log.Warn("stopped before every request was answered")
		err = nil
	}
	s.log.Info("stopped")
	return err
}

// unlessEnding drops a fault that only echoes being asked to end while starting.
func unlessEnding(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// at is the configuration with the address that was really given.
func (conf config) at(listener net.Listener) config {
	host, _, _ := net.SplitHostPort(conf.addr)
	tcp, ok := listener.Addr().(*net.TCPAddr)
	if !ok {
		return conf
	}
	conf.addr = net.JoinHostPort(host, strconv.Itoa(tcp.Port))
	if conf.baseURL == nil {
		conf.baseURL = &url.URL{Scheme: "http", Host: conf.addr}
	}
	return conf
}

func listen(ctx context.Context, addr string) (net.Listener, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("the address %s is in use by another program (%w): stop that one, or choose another with --addr", addr, syscall.EADDRINUSE)
	case errors.Is(err, syscall.EACCES):
		return nil, fmt.Errorf("the address %s is not for this user: choose a port above 1023 with --addr", addr)
	case err != nil:
		return nil, fmt.Errorf("the address %s cannot be listened on (%w): choose another with --addr", addr, err)
	}
	return listener, nil
}
