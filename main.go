// Foyer is a client portal: one program and one SQLite file.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	_ "time/tzdata" // zones for machines that have none

	"github.com/urfave/cli/v3"
)

// memoryLimit, in bytes, keeps a flood of requests from growing the heap: what connections
// hold is a third of it at most. SQLite and the program itself come on top, with about
// 50 MB. gcPercent lets it grow further before it is collected, as most of what lives on
// it are the word lists behind new passwords, and looking through them again and again was
// a tenth of all work.
const (
	memoryLimit = 128 << 20
	gcPercent   = 200
)

func main() {
	if err := run(os.Args); err != nil {
		fmt.Fprintln(os.Stderr, "foyer: "+oneLine(err))
		os.Exit(1)
	}
}

// run ends by itself, or in good order when the system or the terminal asks for it; a
// second request ends it at once.
func run(args []string) error {
	private()
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	ctx, stop := signal.NotifyContext(context.Background(), endings()...)
	defer stop()
	context.AfterFunc(ctx, stop)

	root := commands()
	if err := root.Walk(plainFaults); err != nil {
		return err
	}
	return root.Run(ctx, args)
}

// endings are the signals that ask for an end. A closed terminal does too, unless the
// program was started to outlive it.
func endings() []os.Signal {
	if signal.Ignored(syscall.SIGHUP) {
		return []os.Signal{syscall.SIGTERM, os.Interrupt}
	}
	return []os.Signal{syscall.SIGTERM, os.Interrupt, syscall.SIGHUP}
}

// plainFaults leaves a fault to main, without the pages of help that the library adds.
func plainFaults(c *cli.Command) error {
	c.OnUsageError = func(_ context.Context, c *cli.Command, err error, _ bool) error {
		return fmt.Errorf("%w: see %s --help", err, c.FullName())
	}
	c.ExitErrHandler = func(context.Context, *cli.Command, error) {}
	return nil
}

// oneLine keeps what went wrong on one line, also where several things did.
func oneLine(err error) string {
	return strings.Join(strings.FieldsFunc(err.Error(), func(r rune) bool { return r == '\n' || r == '\r' }), "; ")
}
