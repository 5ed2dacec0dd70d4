// Package sqlite3 stands in for the cgo driver of the same module path.
//
// gofiber/storage/sqlite3 opens the driver named "sqlite3". Two SQLite engines
// on one file in one process can corrupt it (POSIX locks belong to the process;
// sqlite.org/howtocorrupt.html, 2.2.1), so go.mod replaces the cgo module by
// this one, which hands that name to the engine the store uses.
package sqlite3

import (
	"database/sql"

	"modernc.org/sqlite"
)

func init() {
	sql.Register("sqlite3", &sqlite.Driver{})
}
