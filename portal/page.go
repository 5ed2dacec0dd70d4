package portal

import (
	"strconv"
	"strings"
)

// PageSize is the number of rows on one page of a list.
const PageSize = 25

// Cursor names a page by the row at its edge, so that reaching the end of a long list
// costs no more than its start and a link stays right while rows are added.
// The zero value is the first page.
type Cursor struct {
	Kind CursorKind
	Sort int64 // the edge row's place: unix seconds for entries, the issue day's for invoices
	ID   int64 // the edge row's id, which decides between equals
}

// CursorKind is where a page lies relative to its edge row.
type CursorKind string

// The four pages that a pager links to.
const (
	FirstPage CursorKind = ""
	LastPage  CursorKind = "last"
	AfterRow  CursorKind = "after"
	BeforeRow CursorKind = "before"
)

const cursorDots = "."

// Backwards reports whether rows are read from the end of the list towards its start.
func (c Cursor) Backwards() bool { return c.Kind == LastPage || c.Kind == BeforeRow }

// ParseCursor reads what String wrote.
func ParseCursor(s string) (Cursor, bool) {
	switch s {
	case "":
		return Cursor{}, true
	case string(LastPage):
		return Cursor{Kind: LastPage}, true
	}

	parts := strings.Split(s, cursorDots)
	if len(parts) != 3 {
		return Cursor{}, false
	}
	kind := CursorKind(parts[0])
	sort, err := strconv.ParseInt(parts[1], 10, 64)
	id, ok := ParseID(parts[2])
	if err != nil || !ok || (kind != AfterRow && kind != BeforeRow) {
		return Cursor{}, false
	}
	return Cursor{kind, sort, id}, true
}

// String is the cursor as a URL parameter; empty for the first page.
func (c Cursor) String() string {
	if c.Kind == FirstPage || c.Kind == LastPage {
		return string(c.Kind)
	}
	return string(c.Kind) + cursorDots + strconv.FormatInt(c.Sort, 10) + cursorDots + strconv.FormatInt(c.ID, 10)
}

// Page is a stretch of a list with the cursors of its neighbours; a nil one does not exist.
type Page[T any] struct {
	Rows []T
	Prev *Cursor
	Next *Cursor
}

// NewPage makes a page of rows in list order. edge gives a row's place in the order,
// more says whether rows follow in the direction of reading.
func NewPage[T any](rows []T, at Cursor, more bool, edge func(T) (sort, id int64)) Page[T] {
	p := Page[T]{Rows: rows}
	if len(rows) == 0 {
		return p
	}

	hasPrev, hasNext := at.Kind == AfterRow, more
	if at.Backwards() {
		hasPrev, hasNext = more, at.Kind == BeforeRow
	}
	if hasPrev {
		sort, id := edge(rows[0])
		p.Prev = &Cursor{BeforeRow, sort, id}
	}
	if hasNext {
		sort, id := edge(rows[len(rows)-1])
		p.Next = &Cursor{AfterRow, sort, id}
	}
	return p
}
