package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	migrations "github.com/rubenv/sql-migrate"

	files "foyer/migrations"
)

// dialect is sql-migrate's name for SQLite's grammar, whatever the driver is called.
const dialect = "sqlite3"

func source() migrations.MigrationSource {
	return &migrations.EmbedFileSystemMigrationSource{FileSystem: files.FS, Root: "."}
}

// migrate brings the schema to its newest form, each step in a transaction of its own.
// A database that already holds a schema is copied beside itself first.
func migrate(ctx context.Context, db *sql.DB, path string) error {
	applied, pending, err := compare(ctx, db, path)
	if err != nil || len(pending) == 0 {
		return err
	}
	if len(applied) > 0 {
		if err := copyBeside(ctx, db, path, applied[len(applied)-1]); err != nil {
			return err
		}
	}

	set := migrations.MigrationSet{}
	const all = 0
	if _, err := set.ExecMaxContext(ctx, db, dialect, source(), migrations.Up, all); err != nil {
		return stepFault(path, err)
	}
	giveBack(ctx, db)
	return nil
}

// giveBack makes the file smaller where a step that made a table anew left much of it
// empty. Where that can't be done the file stays as it is, and what is written next goes
// into the empty part.
func giveBack(ctx context.Context, db *sql.DB) {
	var much bool
	err := db.QueryRowContext(ctx, "SELECT freelist_count > page_count / 4 FROM pragma_freelist_count, pragma_page_count").Scan(&much)
	if err != nil || !much {
		return
	}
	if err := pack(ctx, db); err == nil {
		_, _ = db.ExecContext(ctx, foldWAL)
	}
}

// stepFault names the step that failed. It holds the cause as text alone, as the whole
// is the sentence to show already.
func stepFault(path string, err error) error {
	step := "to come"
	if failed, ok := errors.AsType[*migrations.TxError](err); ok {
		step, err = failed.Migration.Id, failed.Err
	}
	return fmt.Errorf("the database %s could not be brought to this version, step %s failed and changed nothing (%v): make room if the disk is full, else use the earlier program and report this message", path, step, err)
}

// requireCurrent refuses what migrate would have to change.
func requireCurrent(ctx context.Context, db *sql.DB, path string) error {
	_, pending, err := compare(ctx, db, path)
	if err == nil && len(pending) > 0 {
		return fmt.Errorf("the database %s is from an earlier version: start foyer serve once, which brings it up to date", path)
	}
	return err
}

// compare lists the steps that were applied and those still to come, in order, and
// refuses a database that knows steps which this program does not, and another program's.
func compare(ctx context.Context, db *sql.DB, path string) (applied, pending []string, err error) {
	known, err := source().FindMigrations()
	if err != nil {
		return nil, nil, err
	}
	if applied, err = appliedSteps(ctx, db, path); err != nil {
		return nil, nil, err
	}

	for _, step := range known {
		if !slices.Contains(applied, step.Id) {
			pending = append(pending, step.Id)
		}
	}
	if len(applied)+len(pending) > len(known) {
		return nil, nil, fmt.Errorf("the database %s is from a newer version of foyer: use that version, or put back a backup made before", path)
	}
	return applied, pending, nil
}

// appliedSteps is empty for a database without any table, and only for that: a start
// that was interrupted leaves at least the table of steps.
func appliedSteps(ctx context.Context, db *sql.DB, path string) ([]string, error) {
	var steps, tables int
	err := db.QueryRowContext(ctx, "SELECT count(*) FILTER (WHERE name = 'gorp_migrations'), count(*) FROM sqlite_schema WHERE type = 'table'").
		Scan(&steps, &tables)
	if err != nil {
		return nil, err
	}
	if steps == 0 && tables > 0 {
		return nil, fmt.Errorf("the database %s belongs to another program: choose another folder with --data, or read it with foyer import", path)
	}
	if steps == 0 {
		return nil, nil
	}
	return collect(ctx, db, func(row scanner) (id string, err error) {
		return id, row.Scan(&id)
	}, "SELECT id FROM gorp_migrations ORDER BY id")
}

// copyBeside keeps the database as it was, named after the last step it had.
func copyBeside(ctx context.Context, db *sql.DB, path, last string) error {
	target := path + ".before-" + strings.TrimSuffix(last, ".sql")
	if err := os.Remove(target); err != nil && !os.IsNotExist(err) {
		return fmt.Errorf("the copy %s of before cannot be replaced (%w): move it elsewhere", target, reason(err))
	}
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", target); err != nil {
		return fmt.Errorf("copy the database to %s before the update: %w", target, err)
	}
	return os.Chmod(target, 0o600)
}
