package store

import (
	"context"
	"database/sql"
	"errors"
)

// An import is packed that adds so many entries, and at least as many as there were, where
// the file has at most so many bytes for each: packing wins 7 or 8, and takes the longer
// the more there is of notes.
const (
	packEntries = 20_000
	packBytes   = 300
)

// Pack writes the file anew without the room that is left in it: entries that come in the
// order of time leave a tenth of their indexes empty. Others can read meanwhile, not write.
// It takes up to twice the file's size on the disk until the log is folded in. Where it
// fails the file stays as it was.
func (s *Store) Pack(ctx context.Context) error {
	return explain(FileName, pack(ctx, s.write.DB))
}

func pack(ctx context.Context, db *sql.DB) error {
	if _, err := db.ExecContext(ctx, "PRAGMA temp_store(FILE)"); err != nil {
		return err
	}
	_, err1 := db.ExecContext(ctx, "VACUUM")
	_, err2 := db.ExecContext(context.WithoutCancel(ctx), "PRAGMA temp_store(MEMORY)")
	return errors.Join(err1, err2)
}

// packMultiplied packs after an import that began with so many entries, where that pays.
// What was imported is stored, whether it can be packed or not.
func (s *Store) packMultiplied(ctx context.Context, before int) {
	var bytes int
	err1 := s.read.QueryRowContext(ctx, "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").Scan(&bytes)
	entries, err2 := s.countEntries(ctx)
	if err1 == nil && err2 == nil && entries-before >= max(before, packEntries) && bytes <= packBytes*entries {
		_ = s.Pack(ctx)
	}
}

func (s *Store) countEntries(ctx context.Context) (n int, err error) {
	err = s.read.QueryRowContext(ctx, "SELECT count(*) FROM time_entries").Scan(&n)
	return n, translate(err)
}
