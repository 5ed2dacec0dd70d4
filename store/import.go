package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"foyer/portal"
)

var errDryRun = errors.New("dry run")

// Import is another program's data on its way in. Its rows are found again by the ids
// that they have there (timetracker_id), so a later import changes them and adds no
// second ones. What is saved must keep the schema's rules: see each Save method.
type Import struct {
	tx        *transaction
	stmts     map[string]*sql.Stmt
	entries   []ImportedEntry // held back, see SaveEntry
	lastEntry *int64          // the highest source id of an entry; nil before it was looked up
}

// Import runs do in one transaction. All of it is stored or, where do fails or dryRun
// asks for it, nothing.
func (s *Store) Import(ctx context.Context, dryRun bool, do func(*Import) error) error {
	err := s.withRoom(ctx, func() error { return s.importAll(ctx, dryRun, do) })
	_, _ = s.write.ExecContext(context.WithoutCancel(ctx), foldWAL) // what is stored is stored, even if this has to wait
	switch {
	case errors.Is(err, errDryRun):
		return nil
	case errors.Is(err, portal.ErrConflict), errors.Is(err, portal.ErrInvalid):
		return fmt.Errorf("a row of the source cannot be stored and nothing was written (%w): put this message to the project", err)
	}
	return explain(FileName, err)
}

func (s *Store) importAll(ctx context.Context, dryRun bool, do func(*Import) error) error {
	return s.tx(ctx, func(tx *transaction) error {
		// A project that moved to another client takes its entries along one by one.
		if _, err := tx.ExecContext(ctx, "PRAGMA defer_foreign_keys(1)"); err != nil {
			return err
		}
		i := &Import{tx: tx, stmts: map[string]*sql.Stmt{}}
		err := countAfter(ctx, tx, func() error {
			return indexAfter(ctx, tx, func() error { return i.whole(ctx, do) })
		})
		if err == nil && dryRun {
			return errDryRun
		}
		return err
	})
}

// whole runs do and saves what it left to be saved.
func (i *Import) whole(ctx context.Context, do func(*Import) error) error {
	if err := do(i); err != nil {
		return err
	}
	return i.saveHeld(ctx)
}

// Discard closes a database that Open made for an import which failed, and removes it
// before others can have the folder.
func (d *Data) Discard() error {
	path := filepath.Join(filepath.Dir(d.lock.Path()), FileName)
	err := d.Store.Close()
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if left := os.Remove(path + suffix); !errors.Is(left, os.ErrNotExist) {
			err = errors.Join(err, left)
		}
	}
	return errors.Join(err, d.lock.Unlock())
}

// prepared keeps statements for the length of the import, which closes them.
func (i *Import) prepared(ctx context.Context, query string) (*sql.Stmt, error) {
	if stmt, ok := i.stmts[query]; ok {
		return stmt, nil
	}
	stmt, err := i.tx.PrepareContext(ctx, query)
	if err == nil {
		i.stmts[query] = stmt
	}
	return stmt, err
}

// exec looks at the context itself: the driver would start a goroutine per statement to
// watch it, which takes longer than the statement.
func (i *Import) exec(ctx context.Context, query string, args ...any) (changed int64, err error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	stmt, err := i.prepared(ctx, query)
	if err != nil {
		return 0, err
	}
	result, err := stmt.ExecContext(context.WithoutCancel(ctx), args...)
	if err != nil {
		return 0, translate(err)
	}
	return result.RowsAffected()
}

// save runs an upsert that returns the row's id.
func (i *Import) save(ctx context.Context, query string, args ...any) (id int64, err error) {
	if err := i.saveHeld(ctx); err != nil {
		return 0, err
	}
	stmt, err := i.prepared(ctx, query)
	if err != nil {
		return 0, err
	}
	return id, translate(stmt.QueryRowContext(ctx, args...).Scan(&id))
}

// ImportTable is a table whose imported rows can be found again.
type ImportTable string

// The tables that an import fills and finds again.
const (
	ImportClients     ImportTable = "clients"
	ImportUsers       ImportTable = "users"
	ImportProjects    ImportTable = "projects"
	ImportTimeEntries ImportTable = "time_entries"
	ImportInvoices    ImportTable = "invoices"
	ImportPayments    ImportTable = "payments"
	ImportCredits     ImportTable = "credits"
)

// Count is the number of a table's rows that come from an import, this one included.
func (i *Import) Count(ctx context.Context, table ImportTable) (n int, err error) {
	if err := i.saveHeld(ctx); err != nil {
		return 0, err
	}
	err = i.tx.QueryRowContext(ctx, "SELECT count(*) FROM "+string(table)+" WHERE timetracker_id IS NOT NULL").Scan(&n)
	return n, translate(err)
}

// SourceIDs lists the ids that a table's imported rows have where they come from,
// lowest first.
func (i *Import) SourceIDs(ctx context.Context, table ImportTable) ([]int64, error) {
	if err := i.saveHeld(ctx); err != nil {
		return nil, err
	}
	return collect(ctx, i.tx, func(row scanner) (id int64, err error) {
		return id, row.Scan(&id)
	}, "SELECT timetracker_id FROM "+string(table)+" WHERE timetracker_id IS NOT NULL ORDER BY timetracker_id")
}
