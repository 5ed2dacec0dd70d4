// Package handlers is Foyer's HTTP: routes, guards, sessions, forms in, pages out.
package handlers

import (
	"log/slog"
	"net/netip"
	"net/url"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"foyer/portal"
)

// Limits of the server. fasthttp reads header and body within the read timeout.
const (
	readTimeout    = 10 * time.Second
	writeTimeout   = 30 * time.Second
	idleTimeout    = 60 * time.Second
	handlerTimeout = 5 * time.Second
	bodyLimit      = 64 << 10
	headerLimit    = 16 << 10
	concurrency    = 4096
	connsPerIP     = 64
)

// Config is what the HTTP side is made of.
type Config struct {
	Clients        ClientData
	Staff          StaffData
	Access         AccessData
	Accounts       *portal.Accounts
	Links          *portal.Links
	Setup          *portal.Setup
	Mail           Mailer
	Sessions       SessionStorage
	Key            []byte   // secret behind the forms' tokens
	BaseURL        *url.URL // the site's public address: scheme and host
	TrustedProxies []netip.Prefix
	Log            *slog.Logger
	Now            func() time.Time
}

// app carries the configuration to the handlers.
type app struct {
	Config
	drawing sync.Mutex
}

// ServerConfig is how fiber serves: limits, times and buffers. It knows no error page
// yet: New adds that.
func ServerConfig() fiber.Config {
	return fiber.Config{
		Immutable:               true, // fiber's strings are borrowed from the next request otherwise
		EnableTrustedProxyCheck: true, // and none is trusted: proxies are read in client_ip.go
		DisableStartupMessage:   true,
		CaseSensitive:           true,
		ReadTimeout:             readTimeout,
		WriteTimeout:            writeTimeout,
		IdleTimeout:             idleTimeout,
		BodyLimit:               bodyLimit,

		DisablePreParseMultipartForm: true, // upload.go reads the one form with a file
		ReadBufferSize:               headerLimit,
		WriteBufferSize:              32 << 10,
		Concurrency:                  concurrency,
	}
}

// New builds the server. Its caller listens and shuts down.
func New(c Config) *fiber.App {
	a := &app{Config: c}
	config := ServerConfig()
	config.ErrorHandler = a.fail
	server := fiber.New(config)
	server.Server().HeaderReceived = sizes
	server.Server().Logger = connectionLog{c.Log}
	if len(c.TrustedProxies) == 0 {
		server.Server().ConnState = newConnections().watch
	}

	server.Use(a.observe, a.headers, a.survive, a.strict, a.sameOrigin, a.deadline)
	a.routes(server)
	a.edge(server)
	return server
}
