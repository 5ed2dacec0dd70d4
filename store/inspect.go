package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"modernc.org/sqlite"
	sqlite3lib "modernc.org/sqlite/lib"
)

// EngineVersion is the version of SQLite within the program.
const EngineVersion = sqlite3lib.SQLITE_VERSION

// Earlier engines could corrupt a file while its write-ahead log was reset.
const oldestEngine = 3_051_003

// checkedFirst is the size, in bytes, up to which a file is looked over before anything is
// served; reading through a larger one would take longer than a start may.
const checkedFirst = 4 << 20

var errDamaged = errors.New("it does not hold together")

// writable makes the file, readable by its owner alone, or finds out that it can't be
// written. An empty file that was there before is what a failed copy leaves, and SQLite
// would quietly take it for a new database; create leaves none.
func writable(path string) error {
	before, statErr := os.Stat(path)
	if statErr == nil && before.Mode().IsRegular() && before.Size() == 0 {
		return fmt.Errorf("the database %s is empty: put back a backup of it, or delete it to begin anew", path)
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("the database %s cannot be written (%w): give this user write access to it and to its folder", path, reason(err))
	}
	return f.Close()
}

// checkEngine refuses an engine, or a file system, that could lose what was stored.
func checkEngine(ctx context.Context, db *sql.DB) error {
	var version, journal string
	var synchronous, foreignKeys int
	err := db.QueryRowContext(ctx, `SELECT sqlite_version(), journal_mode, synchronous, foreign_keys
		FROM pragma_journal_mode, pragma_synchronous, pragma_foreign_keys`).
		Scan(&version, &journal, &synchronous, &foreignKeys)
	if err != nil {
		return err
	}
	if engineNumber(version) < oldestEngine {
		return fmt.Errorf("this program was built with SQLite %s, which can damage databases: build it with 3.51.3 or later", version)
	}
	if journal != "wal" || synchronous != 2 || foreignKeys != 1 {
		return fmt.Errorf("the database cannot be kept safely here (journal %s, synchronous %d, foreign keys %d): choose a local disk with --data", journal, synchronous, foreignKeys)
	}
	return nil
}

func engineNumber(version string) int {
	var major, minor, patch int
	if _, err := fmt.Sscanf(version, "%d.%d.%d", &major, &minor, &patch); err != nil {
		return 0
	}
	return major*1_000_000 + minor*1_000 + patch
}

// checkSmall looks whether a file is whole, unless that takes too long.
func checkSmall(ctx context.Context, db *sql.DB, path string) error {
	if info, err := os.Stat(path); err != nil || info.Size() > checkedFirst {
		return err
	}
	return verdict(ctx, db, quickCheck)
}

// CheckLater looks whether a file is whole that was too large to be looked over when it was
// opened. Its error says what to do.
func (d *Data) CheckLater(ctx context.Context) error {
	if info, err := os.Stat(d.path); err != nil || info.Size() <= checkedFirst {
		return err
	}
	return explain(d.path, verdict(ctx, d.read, quickCheck))
}

// The one looks at pages, the other at what indexes say of them too.
const (
	quickCheck = "PRAGMA quick_check(1)"
	fullCheck  = "PRAGMA integrity_check(1)"
)

// verdict runs one of SQLite's own checks.
func verdict(ctx context.Context, db queryer, query string) error {
	lines, err := collect(ctx, db, func(row scanner) (line string, err error) { return line, row.Scan(&line) }, query)
	if err != nil {
		return err
	}
	if said := strings.Join(lines, "\n"); said != "ok" {
		return fmt.Errorf("%w: %s", errDamaged, said[strings.LastIndex(said, "\n")+1:])
	}
	return nil
}

// CheckWhole reads the whole file, and reports what does not hold together: pages,
// indexes, references. It takes about a second for 100 MB.
func (s *Store) CheckWhole(ctx context.Context) error {
	if err := verdict(ctx, s.read, fullCheck); err != nil {
		return explain(FileName, err)
	}
	var lost int
	if err := s.read.QueryRowContext(ctx, "SELECT count(*) FROM pragma_foreign_key_check").Scan(&lost); err != nil {
		return err
	}
	if lost > 0 {
		return fmt.Errorf("the database %s holds %d records that belong to none: put back a backup of it", FileName, lost)
	}
	return nil
}

// explain turns SQLite's words into a sentence that says what to do.
func explain(path string, err error) error {
	code := 0
	if se, ok := errors.AsType[*sqlite.Error](err); ok {
		code = se.Code() & 0xff
	}
	switch {
	case errors.Is(err, errDamaged), code == sqlite3lib.SQLITE_CORRUPT, code == sqlite3lib.SQLITE_NOTADB:
		return fmt.Errorf("the database %s is damaged or no SQLite file (%w): put back a backup of it", path, err)
	case code == sqlite3lib.SQLITE_READONLY, code == sqlite3lib.SQLITE_CANTOPEN:
		return fmt.Errorf("the database %s cannot be written (%w): give this user write access to it and to its folder", path, err)
	case code == sqlite3lib.SQLITE_BUSY, code == sqlite3lib.SQLITE_LOCKED:
		return fmt.Errorf("the database %s is locked by another program (%w): close that one first", path, err)
	case code == sqlite3lib.SQLITE_FULL:
		return fmt.Errorf("the disk with %s is full (%w): make room", path, err)
	case code == sqlite3lib.SQLITE_IOERR:
		return fmt.Errorf("the disk with %s does not work as it should (%w): look into the system's log", path, err)
	}
	return err
}

// reason is what the system said, without the path that the sentence around it names.
func reason(err error) error {
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		return pe.Err
	}
	return err
}
