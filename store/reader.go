package store

import (
	"context"
	"database/sql"
	"sync"
	"sync/atomic"
)

// mostPrepared bounds how many statements are kept: each costs memory on every connection,
// and the staff's filters can be combined in more ways than are ever used.
const mostPrepared = 200

// reader is the pool of connections for reading. It keeps the statements that it once
// prepared, as preparing one takes SQLite longer than most of them take to run.
type reader struct {
	*sql.DB
	statements sync.Map // query text to *sql.Stmt
	kept       atomic.Int64
}

// QueryContext runs a query that returns rows.
func (r *reader) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if prepared := r.statement(ctx, query); prepared != nil {
		return prepared.QueryContext(ctx, args...)
	}
	return r.DB.QueryContext(ctx, query, args...)
}

// QueryRowContext runs a query for one row.
func (r *reader) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if prepared := r.statement(ctx, query); prepared != nil {
		return prepared.QueryRowContext(ctx, args...)
	}
	return r.DB.QueryRowContext(ctx, query, args...)
}

// statement is what was prepared of a query; nil where there is no room, or something is
// wrong with the query, which running it will tell.
func (r *reader) statement(ctx context.Context, query string) *sql.Stmt {
	if known, ok := r.statements.Load(query); ok {
		return known.(*sql.Stmt)
	}
	if r.kept.Load() >= mostPrepared {
		return nil
	}
	statement, err := r.PrepareContext(ctx, query)
	if err != nil {
		return nil
	}
	if known, there := r.statements.LoadOrStore(query, statement); there {
		_ = statement.Close() // somebody else prepared it meanwhile
		return known.(*sql.Stmt)
	}
	r.kept.Add(1)
	return statement
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
