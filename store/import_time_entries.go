package store

import (
	"context"
	"errors"
	"fmt"

	"foyer/portal"
)

// ImportedEntry is a time entry as another program has it. Times are unix seconds.
type ImportedEntry struct {
	SourceID int64
	Client   portal.ClientID
	Project  int64 // zero: booked on the client; else a project of this client
	User     int64
	Day      portal.Day
	Started  int64
	Ended    *int64 // nil: running
	Seconds  int64  // zero while running
	Notes    string
	Tags     string
	Billable bool
	Created  int64
	Updated  int64
}

// So many entries go into one statement: much of what a single one costs SQLite is
// getting ready for it.
const entriesAtOnce = 64

const (
	insertEntry = `
		INSERT INTO time_entries (client_id, project_id, user_id, day, started_at, ended_at, seconds,
			notes, tags, billable, timetracker_id, created_at, updated_at) VALUES `
	entryRow = "(?, nullif(?, 0), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

	entryRows4    = entryRow + ", " + entryRow + ", " + entryRow + ", " + entryRow
	entryRows16   = entryRows4 + ", " + entryRows4 + ", " + entryRows4 + ", " + entryRows4
	entryRows     = entryRows16 + ", " + entryRows16 + ", " + entryRows16 + ", " + entryRows16
	orChangeEntry = `
		ON CONFLICT (timetracker_id) WHERE timetracker_id IS NOT NULL DO UPDATE SET
			client_id = excluded.client_id, project_id = excluded.project_id, user_id = excluded.user_id,
			day = excluded.day, started_at = excluded.started_at, ended_at = excluded.ended_at, seconds = excluded.seconds,
			notes = excluded.notes, tags = excluded.tags, billable = excluded.billable, updated_at = excluded.updated_at,
			invoice_id = CASE WHEN client_id = excluded.client_id THEN invoice_id END,
			invoice_line_id = CASE WHEN client_id = excluded.client_id THEN invoice_line_id END, revision = revision + 1
		WHERE (client_id, project_id, user_id, day, started_at, ended_at, seconds, notes, tags, billable)
		   IS NOT (excluded.client_id, excluded.project_id, excluded.user_id, excluded.day, excluded.started_at,
		           excluded.ended_at, excluded.seconds, excluded.notes, excluded.tags, excluded.billable)`
)

// SaveEntry adds a time entry or changes the one that was imported before. One that is
// as it was is not written again. What was edited here is replaced by what the other
// program says, what was deleted here comes back, and a timer that was stopped here runs
// again if it still runs there. It holds entries back to save some at once; whatever looks
// for entries saves those first, so an error may come from there.
func (i *Import) SaveEntry(ctx context.Context, e ImportedEntry) error {
	i.entries = append(i.entries, e)
	if len(i.entries) < entriesAtOnce {
		return ctx.Err()
	}
	return i.saveHeld(ctx)
}

// saveHeld saves the entries that are still held back.
func (i *Import) saveHeld(ctx context.Context) error {
	entries := i.entries
	if i.entries = nil; len(entries) == 0 {
		return nil
	}
	known, err := i.knows(ctx, entries)
	if err != nil {
		return err
	}
	one, all := insertEntry+entryRow, insertEntry+entryRows
	if known {
		one, all = one+orChangeEntry, all+orChangeEntry
	}

	if len(entries) == entriesAtOnce {
		if _, err := i.exec(ctx, all, entryValues(entries)...); err == nil {
			return nil // else one by one, to say which it was
		}
	}
	for n, e := range entries {
		if _, err := i.exec(ctx, one, entryValues(entries[n:n+1])...); err != nil {
			return fmt.Errorf("time entry %d: %w", e.SourceID, err)
		}
	}
	return nil
}

// knows reports whether some of the entries may be there already. Beyond the highest id
// there can be none yet, and a plain insert costs SQLite less.
func (i *Import) knows(ctx context.Context, entries []ImportedEntry) (known bool, err error) {
	if i.lastEntry == nil {
		var last int64
		err := i.tx.QueryRowContext(ctx, "SELECT coalesce(max(timetracker_id), -1) FROM time_entries WHERE timetracker_id IS NOT NULL").Scan(&last)
		if err != nil {
			return false, translate(err)
		}
		i.lastEntry = &last
	}
	for _, e := range entries {
		known = known || e.SourceID <= *i.lastEntry
		*i.lastEntry = max(*i.lastEntry, e.SourceID)
	}
	return known, nil
}

// entryValues are the values of entryRow for each entry.
func entryValues(entries []ImportedEntry) []any {
	values := make([]any, 0, 13*len(entries))
	for _, e := range entries {
		var changed any
		if e.Updated != e.Created {
			changed = e.Updated
		}
		values = append(values, e.Client, e.Project, e.User, string(e.Day), e.Started, e.Ended, e.Seconds,
			e.Notes, e.Tags, e.Billable, e.SourceID, e.Created, changed)
	}
	return values
}

// UnlinkEntries takes imported entries off imported invoices, before LinkEntry says
// anew which was billed where. Invoices made in this program keep theirs. It goes
// invoice by invoice, as SQLite keeps in memory what one statement changes.
func (i *Import) UnlinkEntries(ctx context.Context) error {
	invoices, err := i.SourceIDs(ctx, ImportInvoices) // which saves entries held back
	if err != nil {
		return err
	}
	for _, id := range invoices {
		_, err := i.exec(ctx, `
			UPDATE time_entries SET invoice_id = NULL, invoice_line_id = NULL
			WHERE timetracker_id IS NOT NULL AND invoice_id = (SELECT id FROM invoices WHERE timetracker_id = ?)`, id)
		if err != nil {
			return err
		}
	}
	return nil
}

// LinkEntry notes on which invoice an imported entry was billed. It reports false where
// the client has no such entry or the entry is on another invoice.
func (i *Import) LinkEntry(ctx context.Context, client portal.ClientID, sourceID, invoice int64) (bool, error) {
	if err := i.saveHeld(ctx); err != nil {
		return false, err
	}
	n, err := i.exec(ctx, `
		UPDATE time_entries SET invoice_id = ?
		WHERE timetracker_id = ? AND client_id = ? AND (invoice_id IS NULL OR invoice_id = ?)`,
		invoice, sourceID, client, invoice)
	return n == 1, err
}

// StoredEntry is what an import left of an entry, for comparing with its source.
type StoredEntry struct {
	SourceID int64
	Client   portal.ClientID
	Project  int64 // zero: booked on the client
	Seconds  int64
}

// EachEntry shows every imported entry, those of earlier imports included, running ones
// with no seconds, in no certain order.
func (i *Import) EachEntry(ctx context.Context, do func(StoredEntry)) (err error) {
	if err := i.saveHeld(ctx); err != nil {
		return err
	}
	rows, err := i.tx.QueryContext(ctx, `
		SELECT timetracker_id, client_id, coalesce(project_id, 0), seconds FROM time_entries WHERE timetracker_id IS NOT NULL`)
	if err != nil {
		return translate(err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()

	for rows.Next() {
		var e StoredEntry
		if err := rows.Scan(&e.SourceID, &e.Client, &e.Project, &e.Seconds); err != nil {
			return err
		}
		do(e)
	}
	return rows.Err()
}
