package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// writer is the one connection for writing and the statements that are prepared on it.
type writer struct {
	*sql.DB
	statements statements
}

// transaction runs statements that are prepared already, and notes the others: while it
// lasts it holds the one connection on which they could be.
type transaction struct {
	*sql.Tx
	statements *statements
	unknown    []string
}

func (t *transaction) statement(ctx context.Context, query string) *sql.Stmt {
	if kept := t.statements.known(query); kept != nil {
		return t.StmtContext(ctx, kept)
	}
	t.unknown = append(t.unknown, query)
	return nil
}

// ExecContext runs a statement without rows.
func (t *transaction) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if prepared := t.statement(ctx, query); prepared != nil {
		return prepared.ExecContext(ctx, args...)
	}
	return t.Tx.ExecContext(ctx, query, args...)
}

// QueryContext runs a query that returns rows.
func (t *transaction) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if prepared := t.statement(ctx, query); prepared != nil {
		return prepared.QueryContext(ctx, args...)
	}
	return t.Tx.QueryContext(ctx, query, args...)
}

// QueryRowContext runs a query for one row.
func (t *transaction) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if prepared := t.statement(ctx, query); prepared != nil {
		return prepared.QueryRowContext(ctx, args...)
	}
	return t.Tx.QueryRowContext(ctx, query, args...)
}

// tx runs do in a write transaction and commits unless it fails.
func (s *Store) tx(ctx context.Context, do func(*transaction) error) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	t := &transaction{Tx: tx, statements: &s.write.statements}
	if err := do(t); err != nil {
		return errors.Join(translate(err), tx.Rollback())
	}
	if err := translate(tx.Commit()); err != nil {
		return err
	}
	for _, query := range t.unknown {
		s.write.statements.prepare(ctx, s.write.DB, query)
	}
	return nil
}
