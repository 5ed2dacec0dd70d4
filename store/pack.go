package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
)

// foldWAL empties the log into the file.
const foldWAL = "PRAGMA wal_checkpoint(TRUNCATE)"

// Pack writes the file anew without the room that is left in it: entries that come in the
// order of time leave a tenth of their indexes empty. Others can read meanwhile, not write.
// It takes up to twice the file's size on the disk until the log is folded in. Where it
// fails the file stays as it was.
func (s *Store) Pack(ctx context.Context) error {
	return explain(FileName, pack(ctx, s.write.DB))
}

func pack(ctx context.Context, db *sql.DB) error {
	return onDisk(ctx, db, func() error {
		_, err := db.ExecContext(ctx, "VACUUM")
		return err
	})
}

// onDisk runs do while SQLite keeps in temporary files what it sorts and sets aside, as
// a million entries are too much for memory.
func onDisk(ctx context.Context, db *sql.DB, do func() error) error {
	if _, err := db.ExecContext(ctx, "PRAGMA temp_store(FILE)"); err != nil {
		return err
	}
	err1 := do()
	_, err2 := db.ExecContext(context.WithoutCancel(ctx), "PRAGMA temp_store(MEMORY)")
	return errors.Join(err1, err2)
}

// withRoom is onDisk for what must be done: memory has to do where no file can be made.
func (s *Store) withRoom(ctx context.Context, do func() error) error {
	file, err := os.CreateTemp("", "foyer-")
	if err != nil {
		return do()
	}
	if err := errors.Join(file.Close(), os.Remove(file.Name())); err != nil {
		return err
	}
	return onDisk(ctx, s.write.DB, do)
}
