package store

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
	return queries
}
