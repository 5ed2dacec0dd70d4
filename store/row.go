package store

import (
	"fmt"
	"time"

	"zombiezen.com/go/sqlite"
)

// row is the row that a statement is at. Each call reads the next column, from the first
// on, so that reading it stands in the order of the query.
type row struct {
	s  *sqlite.Stmt
	at int
}

// end is after the last column of a row: none may be left.
func (r *row) end() error {
	if have := r.s.ColumnCount(); r.at != have {
		return fmt.Errorf("%d of %d columns were read", r.at, have)
	}
	r.at = 0
	return nil
}

func (r *row) next() int {
	r.at++
	return r.at - 1
}

// text is empty for NULL, as the others are zero.
func (r *row) text() string { return r.s.ColumnText(r.next()) }

func (r *row) number() int64 { return r.s.ColumnInt64(r.next()) }

func (r *row) truth() bool { return r.number() != 0 }

// instant reads unix seconds.
func (r *row) instant() time.Time { return time.Unix(r.number(), 0).UTC() }

// duration reads seconds.
func (r *row) duration() time.Duration { return time.Duration(r.number()) * time.Second }

// isNull says whether the next column is NULL, and stays before it.
func (r *row) isNull() bool { return r.s.ColumnIsNull(r.at) }
