// Package timetracker takes over the data of TimeTracker (DRYTRIX/TimeTracker) from its
// SQLite file, of version 3.10 and later, as far as Foyer has a place for it.
//
// Rows are found again by the ids that they have there, so importing again brings what
// changed and adds nothing twice. The source wins, except about access: see clients.go
// and users.go. What is gone from the source stays, save payments and credits.
package timetracker

import (
	"context"
	"errors"
	"fmt"
	"time"

	"foyer/portal"
	"foyer/store"
)

// Options say how to import. The zero value of all but Now is sensible.
type Options struct {
	TimeZone string         // of local times in the source; empty for the one in its settings
	DryRun   bool           // do everything and keep nothing
	Now      time.Time      // for what has no time of its own
	Progress func(Progress) // is told now and then how far the import is; may be nil
}

// Progress is how far an import is, in rows of the source.
type Progress struct {
	Table string // that is being read
	Done  int
	Total int
}

// Import takes over a database file in one transaction, all or nothing. Its errors are
// sentences that say what to do. Where it returns one, or a report that is not OK, which
// says where the result would differ from the source, nothing was written.
func Import(ctx context.Context, into *store.Store, file string, o Options) (*Report, error) {
	r, err := importFile(ctx, into, file, o)
	if ctx.Err() != nil && err != nil {
		return nil, fmt.Errorf("the import of %s was stopped and nothing was written (%w): run it again when there is time", file, ctx.Err())
	}
	return r, err
}

func importFile(ctx context.Context, into *store.Store, file string, o Options) (*Report, error) {
	if err := CheckTimeZone(o.TimeZone); err != nil {
		return nil, err
	}
	src, err := openSource(ctx, file)
	if err != nil {
		return nil, err
	}

	im := &importer{Options: o, src: src, report: &Report{File: file, DryRun: o.DryRun}}
	err = into.Import(ctx, o.DryRun, func(dst *store.Import) error {
		im.dst = dst
		return im.run(ctx)
	})
	closing := src.close()
	if err != nil && !errors.Is(err, errDiffers) {
		return nil, err
	}
	if closing != nil {
		im.report.note(fmt.Sprintf("The file could not be put away as it should be (%v).", closing))
	}
	im.report.sortFindings()
	return im.report, nil
}

// errDiffers takes everything back; the report says why.
var errDiffers = errors.New("the result is not what the source has")

// importer is an import under way. The maps lead from ids of the source to what was
// made of them.
type importer struct {
	Options
	src    *source
	dst    *store.Import
	report *Report

	clock    clock          // of the business time zone
	currency string         // of the settings
	rows     map[string]int // of the source's tables
	done     int
	total    int

	known    map[account]store.KnownAccount
	names    map[account]string
	taken    map[string]bool // sign-in names
	clients  map[int64]clientRef
	users    map[int64]int64
	former   map[int64]bool // users that the source lacks
	projects map[int64]projectRef
	sums     sums
}

type clientRef struct {
	id       portal.ClientID
	currency string
}

type projectRef struct {
	id     int64
	client portal.ClientID
}

func (im *importer) run(ctx context.Context) error {
	if err := im.countRows(ctx); err != nil {
		return err
	}
	steps := []func(context.Context) error{
		im.readZone, im.importSettings, im.planAccounts, im.importClients, im.importUsers, im.importProjects,
		im.importTimeEntries, im.importInvoices, im.removeParts, im.check, im.adviseAdmin, im.audit,
	}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
	}
	im.noteOtherTables(ctx)
	if im.Progress != nil {
		im.Progress(Progress{Done: im.total, Total: im.total})
	}
	if !im.report.OK() {
		return errDiffers
	}
	return nil
}

func (im *importer) audit(ctx context.Context) error {
	return im.dst.Audit(ctx, portal.AuditEntry{
		At: im.Now, Actor: portal.System, Action: "imported", Subject: portal.Subject{Kind: "timetracker"}, Detail: im.src.file,
	})
}
