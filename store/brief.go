package store

import (
	"context"
	"database/sql"
	"errors"

	"zombiezen.com/go/sqlite"

	"foyer/portal"
)

// brief reads what is few rows whatever is stored, as a client's pages do. It goes past
// database/sql, which takes longer over such rows than SQLite itself does; engine and file
// are the same. It looks at the context once, before it reads.
type brief struct {
	path string
	idle chan *connection // as many as there may be; nil for one that was not opened yet
}

func newBrief(path string) *brief {
	b := &brief{path: path, idle: make(chan *connection, readers)}
	for range readers {
		b.idle <- nil
	}
	return b
}

// The room that a list starts with. Few lists have more rows, few records more parts of a kind.
const (
	aPage = portal.PageSize + 1
	aFew  = 8
)

// gather runs a query and reads every row.
func gather[T any](ctx context.Context, b *brief, read func(*row) T, query string, args ...any) (list []T, err error) {
	return gatherInto(ctx, b, aPage, read, query, args)
}

// gatherFew is gather where few rows are likely.
func gatherFew[T any](ctx context.Context, b *brief, read func(*row) T, query string, args ...any) (list []T, err error) {
	return gatherInto(ctx, b, aFew, read, query, args)
}

func gatherInto[T any](ctx context.Context, b *brief, room int, read func(*row) T, query string, args []any) (list []T, err error) {
	err = b.run(ctx, query, args, func(s *sqlite.Stmt) error {
		r := row{s: s}
		for {
			if more, err := s.Step(); err != nil || !more {
				return err
			}
			if list == nil {
				list = make([]T, 0, room)
			}
			list = append(list, read(&r))
			if err := r.end(); err != nil {
				return err
			}
		}
	})
	return list, err
}

// first runs a query and reads its first row; sql.ErrNoRows where there is none.
func first[T any](ctx context.Context, b *brief, read func(*row) T, query string, args ...any) (one T, err error) {
	err = b.run(ctx, query, args, func(s *sqlite.Stmt) error {
		found, err := s.Step()
		if err != nil {
			return err
		}
		if !found {
			return sql.ErrNoRows
		}
		r := row{s: s}
		one = read(&r)
		return r.end()
	})
	return one, err
}

// run lends a statement with its values to use, which takes its rows.
func (b *brief) run(ctx context.Context, query string, args []any, use func(*sqlite.Stmt) error) error {
	if still, ok := ctx.Value(snapshotKey{}).(*snapshot); ok {
		if used, err := still.with(ctx, func(c *connection) error { return c.lend(query, args, use) }); used {
			return err
		}
	}
	c, err := b.take(ctx)
	if err != nil {
		return err
	}
	defer func() { b.idle <- c }()
	return c.lend(query, args, use)
}

// take waits for a connection, and opens it where it is a first one.
func (b *brief) take(ctx context.Context) (*connection, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	select {
	case c, open := <-b.idle:
		if !open {
			return nil, sql.ErrConnDone
		}
		if c != nil {
			return c, nil
		}
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	c, err := connect(b.path)
	if err != nil {
		b.idle <- nil
	}
	return c, err
}

// Close waits for what is being read and closes every connection.
func (b *brief) Close() (err error) {
	for range readers {
		if c := <-b.idle; c != nil {
			err = errors.Join(err, c.Close())
		}
	}
	close(b.idle)
	return err
}
