package timetracker

import (
	"context"
	"database/sql"
	"errors"
	"strings"
)

// walk goes through the rows of a table of the source, one in memory at a time.
type walk struct {
	source *source
	rows   *sql.Rows // nil where the source has no such table
	row    row
	into   []any
}

// walk starts at the lowest row of an order. The first column is the row's id; columns
// that this version lacks are NULL, and a table that it lacks has no rows.
func (s *source) walk(ctx context.Context, table, order string, columns []string, report *Report) (*walk, error) {
	w := &walk{row: row{table: table, columns: map[string]int{}, values: make([]any, len(columns)), report: report}, source: s}
	// A plus sign takes the declared type away, or the driver would make times of texts.
	selected := make([]string, len(columns))
	for i, column := range columns {
		w.row.columns[column] = i
		w.into = append(w.into, &w.row.values[i])
		selected[i] = "NULL"
		if s.columns[table][column] {
			selected[i] = `+"` + column + `"`
		}
	}
	if s.columns[table] == nil {
		return w, nil
	}

	rows, err := s.tx.QueryContext(ctx, `SELECT `+strings.Join(selected, ", ")+` FROM "`+table+`" ORDER BY `+order)
	if err != nil {
		return nil, s.explain(err)
	}
	w.rows = rows
	return w, nil
}

// next reads a row; false at the end.
func (w *walk) next() (bool, error) {
	if w.rows == nil {
		return false, nil
	}
	if !w.rows.Next() {
		return false, w.source.explain(w.rows.Err())
	}
	if err := w.rows.Scan(w.into...); err != nil {
		return false, w.source.explain(err)
	}
	w.row.id, _ = w.row.values[0].(int64)
	return true, nil
}

func (w *walk) close() error {
	if w.rows == nil {
		return nil
	}
	return w.rows.Close()
}

// scan looks through a table before its turn, by id, and reports nothing.
func (s *source) scan(ctx context.Context, table string, columns []string, do func(*row)) (err error) {
	w, err := s.walk(ctx, table, `"id"`, columns, &Report{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close()) }()

	for {
		ok, err := w.next()
		if err != nil || !ok {
			return err
		}
		if usableID(&w.row) {
			do(&w.row)
		}
	}
}

// count is the number of a table's rows; the table must exist.
func (s *source) count(ctx context.Context, table string) (n int, err error) {
	err = s.tx.QueryRowContext(ctx, `SELECT count(*) FROM "`+table+`"`).Scan(&n)
	return n, s.explain(err)
}

// filled reports whether a table has rows.
func (s *source) filled(ctx context.Context, table string) (filled bool, err error) {
	quoted := `"` + strings.ReplaceAll(table, `"`, `""`) + `"`
	err = s.tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM `+quoted+`)`).Scan(&filled)
	return filled, s.explain(err)
}
