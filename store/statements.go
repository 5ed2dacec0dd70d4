package store

import (
	"context"
	"database/sql"
	"strings"
	"sync"
	"sync/atomic"
)

// mostPrepared bounds how many statements are kept: each costs memory on every connection,
// and the staff's filters can be combined in more ways than are ever used.
const mostPrepared = 200

// statements keeps what was once prepared on a pool of connections, as preparing takes
// SQLite longer than most statements take to run; all the more where triggers go with them.
type statements struct {
	byQuery sync.Map // query text to *sql.Stmt
	kept    atomic.Int64
}

// A pragma may do its work when it is prepared and nothing when it is run.
const pragma = "PRAGMA"

// known is what is kept of a query; nil where nothing is.
func (s *statements) known(query string) *sql.Stmt {
	if kept, ok := s.byQuery.Load(query); ok {
		return kept.(*sql.Stmt)
	}
	return nil
}

// prepare keeps a query's statement. It is nil where there is no room, or something is wrong
// with the query, which running it will tell.
func (s *statements) prepare(ctx context.Context, db *sql.DB, query string) *sql.Stmt {
	if kept := s.known(query); kept != nil || s.kept.Load() >= mostPrepared || strings.HasPrefix(query, pragma) {
		return kept
	}
	prepared, err := db.PrepareContext(ctx, query)
	if err != nil {
		return nil
	}
	if kept, there := s.byQuery.LoadOrStore(query, prepared); there {
		_ = prepared.Close() // somebody else prepared it meanwhile
		return kept.(*sql.Stmt)
	}
	s.kept.Add(1)
	return prepared
}
