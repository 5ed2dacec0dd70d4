package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// create makes a new database under another name and gives it its own when it is whole,
// so that a start that is cut short leaves nothing that looks like a database.
func create(ctx context.Context, path string) error {
	draft := path + ".new"
	for _, leftover := range []string{draft, draft + "-journal", draft + "-wal", draft + "-shm"} {
		if err := os.Remove(leftover); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("what a start cut short has left, %s, cannot be removed (%w): remove it", leftover, reason(err))
		}
	}
	if err := writable(draft); err != nil {
		return err
	}
	if err := fillDraft(ctx, draft); err != nil {
		return explain(path, err)
	}

	if err := os.Rename(draft, path); err != nil {
		return fmt.Errorf("the database %s cannot be made (%w): give this user write access to its folder", path, reason(err))
	}
	return syncFolder(filepath.Dir(path))
}

// fillDraft gives a new file its tables. Closing it folds the write-ahead log in, and
// one sync at the end does for all steps, as nobody needs half a draft.
func fillDraft(ctx context.Context, draft string) error {
	db, err := sql.Open(driverName, dsn(draft, "synchronous(OFF)"))
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	if err := errors.Join(migrate(ctx, db, draft), db.Close()); err != nil {
		return err
	}

	file, err := os.OpenFile(draft, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}

// syncFolder puts a new name in a folder on the disk, where folders can be synced.
func syncFolder(folder string) error {
	f, err := os.Open(folder)
	if err != nil {
		return fmt.Errorf("the data folder %s cannot be read (%w): give this user access to it", folder, reason(err))
	}
	_ = f.Sync()
	return f.Close()
}
