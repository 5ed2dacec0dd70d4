package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
	"modernc.org/sqlite"
	sqlite3lib "modernc.org/sqlite/lib"
)

// checkTime bounds the look for corruption before serving.
const checkTime = 700 * time.Millisecond

// Data is an opened data folder: the database, held against other processes.
type Data struct {
	*Store
	lock *flock.Flock
}

// Open takes the data folder for this process alone, makes the database or brings it
// to the newest schema, and looks it over. Its errors are sentences that say what to do.
func Open(ctx context.Context, folder string) (*Data, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("the data folder %s cannot be made (%w): choose another with --data", folder, err)
	}
	path := filepath.Join(folder, FileName)
	lock, err := acquire(path)
	if err != nil {
		return nil, err
	}

	s, err := openChecked(ctx, path, migrate)
	if err != nil {
		return nil, errors.Join(err, lock.Unlock())
	}
	return &Data{Store: s, lock: lock}, nil
}

// OpenShared opens an existing database beside a running server, for a short command.
// Its schema must be current.
func OpenShared(ctx context.Context, folder string) (*Data, error) {
	path := filepath.Join(folder, FileName)
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("there is no database at %s: start foyer serve once, or choose the folder with --data", path)
	}
	s, err := openChecked(ctx, path, requireCurrent)
	if err != nil {
		return nil, err
	}
	return &Data{Store: s}, nil
}

// Close closes the database and lets others have the folder.
func (d *Data) Close() error {
	err := d.Store.Close()
	if d.lock != nil {
		err = errors.Join(err, d.lock.Unlock())
	}
	return err
}

func acquire(path string) (*flock.Flock, error) {
	lock := flock.New(path+".lock", flock.SetPermissions(0o600))
	taken, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("the data folder %s cannot be written (%w): give this user write access, or choose another with --data", filepath.Dir(path), err)
	}
	if !taken {
		return nil, fmt.Errorf("the database %s is already open in another foyer: stop that one first, or choose another folder with --data", path)
	}
	return lock, nil
}

func openChecked(ctx context.Context, path string, schema func(context.Context, *sql.DB, string) error) (*Store, error) {
	if err := writable(path); err != nil {
		return nil, err
	}
	s, err := openPools(path)
	if err != nil {
		return nil, explain(path, err)
	}
	err = errors.Join(inspect(ctx, s.write), nil)
	if err == nil {
		err = schema(ctx, s.write, path)
	}
	if err != nil {
		return nil, errors.Join(explain(path, err), s.read.Close(), s.write.Close())
	}
	s.openSessions(path)
	return s, nil
}

// writable makes the file, readable by its owner alone, or finds out that it can't be written.
func writable(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("the database %s cannot be written (%w): give this user write access to it and to its folder", path, err)
	}
	return f.Close()
}

var errCorrupt = errors.New("it is damaged")

// inspect asks SQLite whether the file is whole, for as long as a start may take.
func inspect(ctx context.Context, db *sql.DB) error {
	if err := db.PingContext(ctx); err != nil {
		return err
	}
	limited, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()

	var verdict string
	err := db.QueryRowContext(limited, "PRAGMA quick_check(1)").Scan(&verdict)
	switch {
	case limited.Err() != nil && ctx.Err() == nil:
		return nil
	case err != nil:
		return err
	case verdict != "ok":
		return fmt.Errorf("%w: %s", errCorrupt, verdict)
	}
	return nil
}

// explain turns SQLite's words into a sentence that says what to do.
func explain(path string, err error) error {
	var se *sqlite.Error
	code := 0
	if errors.As(err, &se) {
		code = se.Code() & 0xff
	}
	switch {
	case errors.Is(err, errCorrupt), code == sqlite3lib.SQLITE_CORRUPT, code == sqlite3lib.SQLITE_NOTADB:
		return fmt.Errorf("the database %s is damaged or no SQLite file (%w): put back a backup of it", path, err)
	case code == sqlite3lib.SQLITE_READONLY, code == sqlite3lib.SQLITE_CANTOPEN:
		return fmt.Errorf("the database %s cannot be written (%w): give this user write access to it and to its folder", path, err)
	case code == sqlite3lib.SQLITE_BUSY:
		return fmt.Errorf("the database %s is locked by another program (%w): close that one first", path, err)
	case code == sqlite3lib.SQLITE_FULL:
		return fmt.Errorf("the disk with %s is full (%w): make room", path, err)
	}
	return err
}
