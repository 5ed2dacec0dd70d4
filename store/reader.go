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

// brief reads what is few rows whatever is stored, as a client's pages do. It looks at the
// context once: the driver would watch it from a goroutine of its own, which takes longer
// than the query.
type brief struct{ *reader }

// QueryContext runs a query that returns rows.
func (b brief) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return b.reader.QueryContext(context.WithoutCancel(ctx), query, args...)
}

// QueryRowContext runs a query for one row.
func (b brief) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if ctx.Err() != nil {
		return b.reader.QueryRowContext(ctx, query, args...)
	}
	return b.reader.QueryRowContext(context.WithoutCancel(ctx), query, args...)
}
