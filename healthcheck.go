package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/urfave/cli/v3"
)

const healthTime = 5 * time.Second

// healthcheck asks the foyer with the same settings; containers run it.
func healthcheck(ctx context.Context, c *cli.Command) error {
	conf, err := readConfig(c)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, healthTime)
	defer cancel()

	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+nearby(conf.addr)+"/healthz", nil)
	if err != nil {
		return fmt.Errorf("ask for the health: %w", err)
	}
	if conf.baseURL != nil {
		request.Host = conf.baseURL.Host
	}
	answer, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		return fmt.Errorf("no foyer answers at %s (%w): start it, or name its address with --addr", conf.addr, err)
	}
	defer func() { _ = answer.Body.Close() }()

	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("foyer at %s is not well, it answers %s: look into its log", conf.addr, answer.Status)
	}
	_, err = io.WriteString(c.Root().Writer, "well\n")
	return err
}

// nearby is where to reach, from this machine, a foyer that listens on addr.
func nearby(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return addr
	}
	switch host {
	case "", "0.0.0.0":
		host = "127.0.0.1"
	case "::":
		host = "::1"
	}
	return net.JoinHostPort(host, port)
}
