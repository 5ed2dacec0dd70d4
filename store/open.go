package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

// Data is an opened data folder: the database, held against other processes.
type Data struct {
	*Store
	path string
	lock *flock.Flock
}

// Open takes the data folder for this process alone, makes the database or brings it
// to the newest schema, and looks it over. Its errors are sentences that say what to do.
func Open(ctx context.Context, folder string) (*Data, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("the data folder %s cannot be made (%w): choose another with --data", folder, reason(err))
	}
	path := filepath.Join(folder, FileName)
	lock, err := acquire(path)
	if err != nil {
		return nil, err
	}

	if !Exists(folder) {
		if err := create(ctx, path); err != nil {
			return nil, errors.Join(err, lock.Unlock())
		}
	}
	s, err := openChecked(ctx, path, migrate)
	if err != nil {
		return nil, errors.Join(err, lock.Unlock())
	}
	return &Data{Store: s, path: path, lock: lock}, nil
}

// OpenShared opens an existing database beside a running server, for a short command.
// Its schema must be current.
func OpenShared(ctx context.Context, folder string) (*Data, error) {
	if !Exists(folder) {
		return nil, fmt.Errorf("there is no database in the data folder %s: start foyer serve once, or choose the folder with --data", folder)
	}
	path := filepath.Join(folder, FileName)
	s, err := openChecked(ctx, path, requireCurrent)
	if err != nil {
		return nil, err
	}
	return &Data{Store: s, path: path}, nil
}

// Exists reports whether the data folder holds a database, whatever its condition.
func Exists(folder string) bool {
	_, err := os.Lstat(filepath.Join(folder, FileName))
	return !errors.Is(err, os.ErrNotExist)
}

// Close closes the database and lets others have the folder.
func (d *Data) Close() error {
	err := d.Store.Close()
	if d.lock != nil {
		err = errors.Join(err, d.lock.Unlock())
	}
	return err
}

// openChecked finds out what is wrong while nothing is served yet, as most of it would
// otherwise show itself on the one page that needs the bad spot.
func openChecked(ctx context.Context, path string, schema func(context.Context, *sql.DB, string) error) (*Store, error) {
	if err := writable(path); err != nil {
		return nil, err
	}
	s, err := openPools(path)
	if err != nil {
		return nil, explain(path, err)
	}

	if err := s.check(ctx, path, schema); err != nil {
		return nil, errors.Join(explain(path, err), s.brief.Close(), s.read.Close(), s.write.Close())
	}
	return s, nil
}

func (s *Store) check(ctx context.Context, path string, schema func(context.Context, *sql.DB, string) error) error {
	if err := checkEngine(ctx, s.write.DB); err != nil {
		return err
	}
	if err := checkSmall(ctx, s.write.DB, path); err != nil {
		return err
	}
	if err := schema(ctx, s.write.DB, path); err != nil {
		return err
	}
	if err := checkEngine(ctx, s.read.DB); err != nil {
		return err
	}
	return s.startSessions(path)
}

// startSessions turns the panics of the session storage into errors.
func (s *Store) startSessions(path string) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("open the sessions: %v", fault)
			if cause, ok := fault.(error); ok {
				err = fmt.Errorf("open the sessions: %w", cause)
			}
		}
	}()
	s.openSessions(path)
	return nil
}
