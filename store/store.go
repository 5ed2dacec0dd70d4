// Package store keeps Foyer's data in one SQLite file. It finds and saves; what
// the data means is decided in package portal.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/gofiber/storage/sqlite3/v2"
	"modernc.org/sqlite"
	sqlite3lib "modernc.org/sqlite/lib"
	zombiezen "zombiezen.com/go/sqlite"

	"foyer/portal"
)

// FileName is the database's name in the data folder.
const FileName = "foyer.db"

const (
	readers     = 4
	sessionGC   = 10 * time.Minute
	noMaxLife   = -1
	busyTimeout = 5 * time.Second
	driverName  = "sqlite"

	readOnly = "query_only(1)"
)

// inMemory is where SQLite keeps what it sorts, and how much of the file: KiB per connection.
var inMemory = []string{"temp_store(MEMORY)", "cache_size(-8000)"}

// Store holds one connection for writing, so that writers queue here rather than in
// SQLite, a few for reading, and the sessions, all on one file.
type Store struct {
	write    *writer
	read     *reader
	brief    *brief
	sessions *sqlite3.Storage
	zones    zoneCache
	close    func() error
}

// dsn carries every pragma, as each pooled connection is a SQLite connection of its own.
// busy_timeout stands first, since switching to WAL may already have to wait; FULL keeps
// an answered write through a power cut; _txlock=immediate because a transaction that
// reads and then writes can't be helped by busy_timeout.
func dsn(path string, extra ...string) string {
	pragmas := slices.Concat([]string{
		fmt.Sprintf("busy_timeout(%d)", busyTimeout.Milliseconds()), "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)",
		"journal_size_limit(67108864)",
	}, inMemory, extra)
	query := url.Values{"_pragma": pragmas, "_txlock": {"immediate"}, "_dqs": {"0"}}
	return fileURI(path) + "?" + query.Encode()
}

func fileURI(path string) string {
	return "file:" + (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath()
}

func openPools(path string) (*Store, error) {
	write, err := sql.Open(driverName, dsn(path))
	if err != nil {
		return nil, err
	}
	read, err := sql.Open(driverName, dsn(path, readOnly))
	if err != nil {
		return nil, errors.Join(err, write.Close())
	}

	write.SetMaxOpenConns(1)
	write.SetConnMaxLifetime(noMaxLife)
	read.SetMaxOpenConns(readers)
	read.SetMaxIdleConns(readers)
	read.SetConnMaxLifetime(noMaxLife)
	s := &Store{write: &writer{DB: write}, read: &reader{DB: read}, brief: newBrief(path)}
	s.close = sync.OnceValue(s.closeAll)
	return s, nil
}

// openSessions starts the session storage on the same file and engine.
func (s *Store) openSessions(path string) {
	s.sessions = sqlite3.New(sqlite3.Config{
		Database:        dsn(path),
		Table:           "sessions",
		GCInterval:      sessionGC,
		MaxOpenConns:    readers,
		MaxIdleConns:    readers,
		ConnMaxLifetime: noMaxLife,
	})
}

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	var one int
	return s.read.QueryRowContext(ctx, "SELECT 1").Scan(&one)
}

// Close lets SQLite tidy up and closes the file; closing again does nothing.
func (s *Store) Close() error {
	return s.close()
}

func (s *Store) closeAll() error {
	_, optimize := s.write.Exec("PRAGMA optimize")
	var sessions error
	if s.sessions != nil {
		sessions = s.sessions.Close()
	}
	return errors.Join(optimize, sessions, s.brief.Close(), s.read.Close(), s.write.Close())
}

// translate turns what the driver says into the errors that portal knows, by code.
func translate(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return portal.ErrNotFound
	}
	code := errorCode(err)
	switch code & 0xff {
	case sqlite3lib.SQLITE_FULL, sqlite3lib.SQLITE_IOERR, sqlite3lib.SQLITE_BUSY, sqlite3lib.SQLITE_LOCKED, sqlite3lib.SQLITE_READONLY:
		return fmt.Errorf("%w: %w", portal.ErrNoRoom, err)
	}
	switch code {
	case sqlite3lib.SQLITE_CONSTRAINT_UNIQUE, sqlite3lib.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3lib.SQLITE_CONSTRAINT_TRIGGER:
		return fmt.Errorf("%w: %w", portal.ErrConflict, err)
	case sqlite3lib.SQLITE_CONSTRAINT_FOREIGNKEY:
		return fmt.Errorf("%w: %w: %w", portal.ErrInvalid, portal.ErrGone, err)
	case sqlite3lib.SQLITE_CONSTRAINT_CHECK, sqlite3lib.SQLITE_CONSTRAINT_NOTNULL:
		return fmt.Errorf("%w: %w", portal.ErrInvalid, err)
	}
	return err
}

// errorCode is SQLite's own for an error of either way to it.
func errorCode(err error) int {
	var se *sqlite.Error
	if errors.As(err, &se) {
		return se.Code()
	}
	return int(zombiezen.ErrCode(err))
}

// limit is a LIMIT as a parameter. As a bare parameter SQLite would take its value into
// account, and prepare the statement anew for every value that is bound.
const limit = " LIMIT ? + 0"

// scanner is a row, single or among many.
type scanner interface{ Scan(dest ...any) error }

// queryer reads: the pool of readers or a transaction.
type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// collect runs a query and scans every row.
func collect[T any](ctx context.Context, q queryer, scan func(scanner) (T, error), query string, args ...any) (list []T, err error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()

	for rows.Next() {
		row, err := scan(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, row)
	}
	return list, rows.Err()
}

// instant reads unix seconds that may be missing.
func instant(n sql.NullInt64) time.Time {
	if !n.Valid {
		return time.Time{}
	}
	return time.Unix(n.Int64, 0).UTC()
}
