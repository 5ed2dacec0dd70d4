package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"os"
	"strings"
	"syscall"
	"text/tabwriter"
	"time"

	"github.com/urfave/cli/v3"

	"foyer/portal"
	"foyer/store"
	"foyer/store/demodata"
)

// demo serves invented data from a folder that goes when it stops.
func demo(ctx context.Context, c *cli.Command) (err error) {
	conf, err := readConfig(c)
	if err != nil {
		return err
	}
	listener, taken, err := listenSomewhere(ctx, conf.addr)
	if err != nil {
		return unlessEnding(ctx, err)
	}
	defer func() { _ = listener.Close() }()

	folder, err := os.MkdirTemp("", "foyer-demo-")
	if err != nil {
		return fmt.Errorf("no folder for the demo can be made (%w): name one with TMPDIR", reason(err))
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	data, err := store.Open(ctx, folder)
	if err != nil {
		return unlessEnding(ctx, err)
	}
	defer func() { err = errors.Join(err, data.Close()) }()

	return serveDemo(ctx, c.Root().Writer, conf.at(listener), taken, data, folder, listener)
}

func serveDemo(ctx context.Context, w io.Writer, conf config, taken string, data *store.Data, folder string, listener net.Listener) error {
	logins, err := demodata.Fill(ctx, data.Store, time.Now(), portal.HashPassword)
	if err != nil {
		return unlessEnding(ctx, err)
	}
	key, err := secretKey(folder)
	if err != nil {
		return err
	}
	if taken != "" {
		if _, err := fmt.Fprintf(w, "%s is in use by another program, so the demo is elsewhere.\n", taken); err != nil {
			return err
		}
	}
	if err := printLogins(w, conf.baseURL, logins); err != nil {
		return err
	}
	return newSite(conf, data, key, slog.LevelWarn).run(ctx, listener)
}

// listenSomewhere takes any free port where the wanted one is taken, which it returns then.
func listenSomewhere(ctx context.Context, addr string) (listener net.Listener, taken string, err error) {
	listener, err = listen(ctx, addr)
	if !errors.Is(err, syscall.EADDRINUSE) {
		return listener, "", err
	}
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, "", err
	}
	listener, err = listen(ctx, net.JoinHostPort(host, "0"))
	return listener, addr, err
}

// printLogins says where to go and as whom.
func printLogins(w io.Writer, base *url.URL, logins []demodata.Login) error {
	var text strings.Builder
	fmt.Fprintf(&text, "The demo of Foyer is running, with invented data.\n")
	table := tabwriter.NewWriter(&text, 0, 0, 3, ' ', 0)
	for _, door := range []struct {
		portal.Door
		title, path string
	}{{portal.PortalDoor, "Client portal", "/client-portal/login"}, {portal.StaffDoor, "Staff", "/login"}} {
		fmt.Fprintf(table, "\n%s: %s%s\n", door.title, base, door.path)
		for _, l := range logins {
			if l.Door == door.Door {
				fmt.Fprintf(table, "  %s\t%s\t%s\n", l.Username, l.Who, l.Shows)
			}
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(&text, "\nThe password is always  %s\nCtrl-C stops the demo and throws its data away.\n\n", demodata.Password)
	_, err := io.WriteString(w, text.String())
	return err
}
