package timetracker

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"

	"modernc.org/sqlite"
	sqlite3lib "modernc.org/sqlite/lib"
)

// source is TimeTracker's database, open for reading and seen as it was at one moment.
type source struct {
	file    string // as it was given, for messages
	db      *sql.DB
	tx      *sql.Tx
	columns map[string]map[string]bool // by table
	scratch string                     // folder of the copy, if one was needed
}

// needed are the columns without which a database is not TimeTracker's. All others may
// be missing: schemas differ by version, and some upgrades stopped half-way.
func needed() map[string][]string {
	return map[string][]string{
		"users":        {"id", "username"},
		"clients":      {"id", "name"},
		"projects":     {"id", "name", "client_id"},
		"time_entries": {"id", "user_id", "project_id", "start_time", "end_time", "duration_seconds"},
	}
}

// openSource opens a database without ever writing to it or beside it. Its errors are
// sentences that say what to do.
func openSource(ctx context.Context, file string) (_ *source, err error) {
	path, err := inspectFile(file)
	if err != nil {
		return nil, err
	}
	s := &source{file: file}
	mode := "ro"
	if needsCopy(path) {
		mode = "rw" // SQLite repairs the copy from its log
		if s.scratch, err = copyAside(path); err != nil {
			return nil, err
		}
		path = filepath.Join(s.scratch, copyName)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.close())
		}
	}()

	query := url.Values{"mode": {mode}, "_pragma": {"busy_timeout(5000)", "query_only(1)"}}
	s.db, err = sql.Open("sqlite", "file:"+(&url.URL{Path: filepath.ToSlash(path)}).EscapedPath()+"?"+query.Encode())
	if err != nil {
		return nil, s.explain(err)
	}
	s.db.SetMaxOpenConns(1)
	if s.tx, err = s.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true}); err != nil {
		return nil, s.explain(err)
	}
	if err := s.readSchema(ctx); err != nil {
		return nil, s.explain(err)
	}
	return s, s.recognize()
}

func (s *source) close() error {
	var errs []error
	if s.tx != nil {
		if err := s.tx.Rollback(); !errors.Is(err, sql.ErrTxDone) {
			errs = append(errs, err)
		}
	}
	if s.db != nil {
		errs = append(errs, s.db.Close())
	}
	if s.scratch != "" {
		errs = append(errs, os.RemoveAll(s.scratch))
	}
	return errors.Join(errs...)
}

// inspectFile says what is wrong with a file before SQLite sees it, which would take an
// empty one for a database.
func inspectFile(file string) (path string, err error) {
	path, err = filepath.EvalSymlinks(file)
	if errors.Is(err, os.ErrNotExist) {
		return "", fmt.Errorf("there is no file %s: check the path of TimeTracker's database", file)
	}
	if err != nil {
		return "", fmt.Errorf("%s cannot be read (%w): give this user read access to it", file, err)
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return "", fmt.Errorf("%s cannot be read (%w): give this user read access to it", file, err)
	case info.IsDir():
		return "", fmt.Errorf("%s is a folder: give the database file in it, usually timetracker.db", file)
	case !info.Mode().IsRegular():
		return "", fmt.Errorf("%s is no plain file: give TimeTracker's SQLite file, usually timetracker.db", file)
	case info.Size() == 0:
		return "", fmt.Errorf("%s is empty: give TimeTracker's SQLite file, usually timetracker.db", file)
	}
	return path, checkHeader(file, path)
}

func checkHeader(file, path string) error {
	const magic = "SQLite format 3\x00"
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("%s cannot be read (%w): give this user read access to it", file, err)
	}
	head := make([]byte, len(magic))
	_, readErr := io.ReadFull(f, head)
	if err := f.Close(); err != nil || readErr != nil || string(head) != magic {
		return fmt.Errorf("%s is no SQLite database: give TimeTracker's own file, usually timetracker.db, not an export of it", file)
	}
	return nil
}

// readSchema lists the tables and their columns, in lower case.
func (s *source) readSchema(ctx context.Context) (err error) {
	s.columns = map[string]map[string]bool{}
	rows, err := s.tx.QueryContext(ctx, `
		SELECT lower(m.name), lower(c.name) FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table'`)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()

	for rows.Next() {
		var table, column string
		if err := rows.Scan(&table, &column); err != nil {
			return err
		}
		if s.columns[table] == nil {
			s.columns[table] = map[string]bool{}
		}
		s.columns[table][column] = true
	}
	return rows.Err()
}

// recognize refuses databases of other programs, Foyer's own among them.
func (s *source) recognize() error {
	for _, table := range []string{"users", "clients", "projects", "time_entries"} {
		if s.columns[table] == nil {
			return fmt.Errorf("%s is a SQLite database but not TimeTracker's, it has no table %s: give TimeTracker's own file, usually timetracker.db", s.file, table)
		}
		for _, column := range needed()[table] {
			if !s.columns[table][column] {
				return fmt.Errorf("%s is not a TimeTracker database that can be read, %s has no column %s: give TimeTracker's own file, or start a current TimeTracker on it once", s.file, table, column)
			}
		}
	}
	return nil
}

// sourceError is a sentence about the source. What SQLite said is text in it, so that
// nobody takes it for an error of Foyer's own database.
type sourceError struct{ sentence string }

func (e *sourceError) Error() string { return e.sentence }

// explain turns what reading met into a sentence that says what to do.
func (s *source) explain(err error) error {
	se, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return err
	}
	sentence := "%s is damaged or cut short (%v): make a new copy of it while TimeTracker is stopped, and import that"
	switch se.Code() & 0xff {
	case sqlite3lib.SQLITE_BUSY, sqlite3lib.SQLITE_LOCKED:
		sentence = "%s is in use by another program (%v): stop TimeTracker first, or import a copy"
	case sqlite3lib.SQLITE_CANTOPEN, sqlite3lib.SQLITE_READONLY, sqlite3lib.SQLITE_PERM:
		sentence = "%s cannot be read (%v): give this user read access to it and its folder, or import a copy"
	}
	return &sourceError{fmt.Sprintf(sentence, s.file, err)}
}
