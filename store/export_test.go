package store

import (
	"context"
	"maps"
	"slices"
)

// Translate is how the room turns what the driver says into portal's errors.
var Translate = translate

// EntryListQuery is the query of the staff's list of entries, to look at its plan.
var EntryListQuery = entryListQuery

// Queries are the statements that were run so far by the readers.
func (s *Store) Queries() (queries []string) {
	s.read.statements.byQuery.Range(func(query, _ any) bool {
		queries = append(queries, query.(string))
		return true
	})
	for range readers {
		c := <-s.brief.idle
		if c != nil {
			queries = slices.AppendSeq(queries, maps.Keys(c.kept))
		}
		s.brief.idle <- c
	}
	return queries
}

// HoldReaders takes every connection for brief reading until it is freed.
func (s *Store) HoldReaders() (free func()) {
	var held []*connection
	for range readers {
		held = append(held, <-s.brief.idle)
	}
	return func() {
		for _, c := range held {
			s.brief.idle <- c
		}
	}
}

// ReadBriefly runs any query as those of clients are, and reads so many numbers of its
// first row.
func (s *Store) ReadBriefly(query string, columns int, args ...any) ([]int64, error) {
	return first(context.Background(), s.brief, func(r *row) (numbers []int64) {
		for range columns {
			numbers = append(numbers, r.number())
		}
		return numbers
	}, query, args...)
}
