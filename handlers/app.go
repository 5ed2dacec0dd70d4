// Package handlers is Foyer's HTTP: routes, guards, sessions, forms in, pages out.
package handlers

import (
	"log/slog"
	"net/netip"
	"net/url"
	"runtime"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"foyer/portal"
)

// Limits of the server. fasthttp reads header and body within the read timeout, and the
// whole answer has to be written within the write timeout. What the system took at once is
// written, read or not: who never reads it is found out when the idle time is over. A proxy
// gets more of that, as it keeps connections for the next visitor: longer than it does
// itself (Caddy: two minutes), so that it never asks over one that is being closed.
const (
	readTimeout      = 10 * time.Second
	writeTimeout     = 10 * time.Second
	idleTimeout      = 10 * time.Second
	proxyIdleTimeout = 150 * time.Second
	handlerTimeout   = 5 * time.Second
	bodyLimit        = 64 << 10
	headerLimit      = 16 << 10
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
	places  places
	fixed   []header
	macs    sync.Pool // of hash.Hash, which make the forms' tokens

	sessionTexts sessionTexts
	insecure     bool // the site is reached without encryption
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
		Concurrency:                  mostConns,
	}
}

// New builds the server. Its caller listens, through Guard, and shuts down.
func New(c Config) *fiber.App {
	a := &app{Config: c, places: newPlaces(runtime.GOMAXPROCS(0))}
	a.fixed, a.insecure = a.fixedHeaders(), Unencrypted(a.BaseURL)
	config := ServerConfig()
	config.ErrorHandler = a.fail
	if len(c.TrustedProxies) > 0 {
		config.IdleTimeout = proxyIdleTimeout
	}
	server := fiber.New(config)
	server.Server().HeaderReceived = a.sizes
	server.Server().Logger = connectionLog{c.Log}
	server.Server().ConnState = watch

	server.Use(a.observe, a.headers, a.admit, a.survive, a.strict, a.sameOrigin, a.deadline)
	a.routes(server)
	a.edge(server)
	return server
}
