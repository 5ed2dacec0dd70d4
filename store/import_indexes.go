package store

import "context"

// The indexes by which entries are listed, as they stand in migrations/schema.sql: no import
// reads by them.
const (
	dropIndexes = `
	DROP INDEX time_entries_by_client;
	DROP INDEX time_entries_by_project;
	DROP INDEX time_entries_by_user;
	DROP INDEX time_entries_unbilled`
	makeIndexes = `
	CREATE INDEX time_entries_by_client ON time_entries (client_id, started_at);
	CREATE INDEX time_entries_by_project ON time_entries (project_id, started_at) WHERE project_id IS NOT NULL;
	CREATE INDEX time_entries_by_user ON time_entries (user_id, started_at);
	CREATE INDEX time_entries_unbilled ON time_entries (client_id) WHERE invoice_id IS NULL`
)

// fewEntries may be looked through to find those of a project.
const fewEntries = 1_000

// indexAfter runs do, which may write a million entries, and indexes them afterwards, which
// takes a third of keeping their indexes entry by entry and leaves no room in those. Where
// there are many entries already, do may need to find some, and few may be added.
func indexAfter(ctx context.Context, tx *transaction, do func() error) error {
	var many bool
	err := tx.QueryRowContext(ctx, "SELECT count(*) = ?1 FROM (SELECT 1 FROM time_entries LIMIT ?1)", fewEntries).Scan(&many)
	if err != nil {
		return err
	}
	if many {
		return do()
	}
	if _, err := tx.Tx.ExecContext(ctx, dropIndexes); err != nil {
		return err
	}
	if err := do(); err != nil {
		return err
	}
	_, err = tx.Tx.ExecContext(ctx, makeIndexes)
	return err
}
