package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/urfave/cli/v3"
	"golang.org/x/term"

	"foyer/importer/timetracker"
	"foyer/store"
)

// importTimeTracker needs the data folder for itself, as it changes much in one go.
func importTimeTracker(ctx context.Context, c *cli.Command) error {
	file := c.Args().First()
	if _, err := os.Stat(file); err != nil {
		return fmt.Errorf("the file %s cannot be read (%w): name the SQLite file of a TimeTracker", file, reason(err))
	}
	folder := or(c.String("data"), defaultData)
	if c.Bool("dry-run") && !store.Exists(folder) {
		scratch, err := os.MkdirTemp("", "foyer-dry-run-")
		if err != nil {
			return fmt.Errorf("no folder for the dry run can be made (%w): name one with TMPDIR", reason(err))
		}
		defer func() { _ = os.RemoveAll(scratch) }()
		folder = scratch
	}
	return withData(ctx, folder, openData, func(s *store.Store) error {
		return runImport(ctx, c, s, file)
	})
}

func runImport(ctx context.Context, c *cli.Command, s *store.Store, file string) error {
	show, wipe := progressLine(c.Root().ErrWriter)
	report, err := timetracker.Import(ctx, s, file, timetracker.Options{
		TimeZone: c.String("time-zone"),
		DryRun:   c.Bool("dry-run"),
		Now:      time.Now(),
		Progress: show,
	})
	wipe()
	if err != nil {
		return err
	}
	if _, err := report.WriteTo(c.Root().Writer); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	if !report.OK() {
		return errors.New("what was imported does not add up to what the file has: see the end of the report")
	}
	return nil
}

// progressLine draws over one line of a terminal, and nothing elsewhere.
func progressLine(w io.Writer) (show func(timetracker.Progress), wipe func()) {
	terminal, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(terminal.Fd())) {
		return nil, func() {}
	}
	const emptyLine = "\r\033[K"
	show = func(p timetracker.Progress) {
		_, _ = fmt.Fprintf(terminal, "%s%3d %%  %s", emptyLine, 100*p.Done/max(p.Total, 1), p.Table)
	}
	return show, func() { _, _ = io.WriteString(terminal, emptyLine) }
}
