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
	if err := timetracker.CheckTimeZone(c.String("time-zone")); err != nil {
		return err
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
	return withNewData(ctx, folder, func(s *store.Store) error {
		return runImport(ctx, c, s, file)
	})
}

// withNewData opens the data folder. A database that is made here goes again if do fails:
// an empty one would look like the result.
func withNewData(ctx context.Context, folder string, do func(*store.Store) error) error {
	fresh := !store.Exists(folder)
	data, err := openData(ctx, folder)
	if err != nil {
		return err
	}
	err = do(data.Store)
	if err != nil && fresh {
		return errors.Join(err, data.Discard())
	}
	return errors.Join(err, data.Close())
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
		return errors.New("nothing was written, as the result would not add up to what the file has: put the end of the report to the project")
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
