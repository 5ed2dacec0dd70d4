package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"

	_ "modernc.org/sqlite" // the engine

	"foyer/store"
)

// diskTable is what each table and index of a set takes, the largest first, of those that
// take a hundredth of a megabyte. The server must have stopped.
func diskTable(ctx context.Context, folder string) (t *table, err error) {
	path, err := filepath.Abs(filepath.Join(folder, store.FileName))
	if err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: filepath.ToSlash(path)}).EscapedPath()+"?mode=ro")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	rows, err := db.QueryContext(ctx, `
		SELECT name, sum(pgsize), sum(payload) FROM dbstat GROUP BY name HAVING sum(pgsize) >= 10000 ORDER BY 2 DESC, 1`)
	if err != nil {
		return nil, fmt.Errorf("what is in %s: %w", path, err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()

	t = &table{head: []string{"in " + folder, "MB", "filled %"}}
	for rows.Next() {
		var name string
		var bytes, payload float64
		if err := rows.Scan(&name, &bytes, &payload); err != nil {
			return nil, err
		}
		t.add(name, number(bytes/1e6, 2), number(100*payload/bytes, 0))
	}
	return t, rows.Err()
}
