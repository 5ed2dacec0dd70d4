package store

import (
	"context"
	"database/sql"
)

// reader is the pool of connections for reading. It keeps the statements that it once
// prepared, as preparing one takes SQLite longer than most of them take to run.
type reader struct {
	*sql.DB
	statements statements
}

// QueryContext runs a query that returns rows.
func (r *reader) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if prepared := r.statements.prepare(ctx, r.DB, query); prepared != nil {
		return prepared.QueryContext(ctx, args...)
	}
	return r.DB.QueryContext(ctx, query, args...)
}

// QueryRowContext runs a query for one row.
func (r *reader) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if prepared := r.statements.prepare(ctx, r.DB, query); prepared != nil {
		return prepared.QueryRowContext(ctx, args...)
	}
	return r.DB.QueryRowContext(ctx, query, args...)
}
