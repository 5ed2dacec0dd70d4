package store

import (
	"database/sql"
	"errors"
	"fmt"
	"reflect"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// connection is one of brief's, with the statements that are prepared on it: there are no
// more of them than client pages have filters.
type connection struct {
	*sqlite.Conn
	kept map[string]*sqlite.Stmt
}

func connect(path string) (*connection, error) {
	c, err := sqlite.OpenConn(fileURI(path), sqlite.OpenReadWrite|sqlite.OpenURI)
	if err != nil {
		return nil, err
	}
	c.SetBusyTimeout(busyTimeout)
	for _, pragma := range append([]string{readOnly}, inMemory...) {
		if err := sqlitex.ExecuteTransient(c, "PRAGMA "+pragma, nil); err != nil {
			return nil, errors.Join(err, c.Close())
		}
	}
	return &connection{c, map[string]*sqlite.Stmt{}}, nil
}

// lend hands a statement with its values to use, which takes its rows.
func (c *connection) lend(query string, args []any, use func(*sqlite.Stmt) error) error {
	s, err := c.prepared(query)
	if err != nil {
		return err
	}
	// One left in the middle of its rows would keep the log from being folded in. What Reset
	// tells, Step told.
	defer func() { _ = s.Reset() }()
	if err := bind(s, args); err != nil {
		return err
	}
	return use(s)
}

func (c *connection) prepared(query string) (*sqlite.Stmt, error) {
	if s := c.kept[query]; s != nil {
		return s, nil
	}
	s, err := c.Prepare(query)
	if err == nil {
		c.kept[query] = s
	}
	return s, err
}

// bind gives a statement its values: texts, whole numbers and truths, of whatever name.
func bind(s *sqlite.Stmt, args []any) error {
	if want := s.BindParamCount(); len(args) != want {
		return fmt.Errorf("%d values for %d parameters", len(args), want)
	}
	for i, arg := range args {
		switch v := reflect.ValueOf(arg); v.Kind() {
		case reflect.String:
			s.BindText(i+1, v.String())
		case reflect.Int, reflect.Int64:
			s.BindInt64(i+1, v.Int())
		case reflect.Bool:
			s.BindBool(i+1, v.Bool())
		default:
			return fmt.Errorf("parameter %d is of type %T", i+1, arg)
		}
	}
	return nil
}

// row is the row that a statement is at.
type row struct{ *sqlite.Stmt }

// Scan copies columns to where dest points, each to a text, a whole number or a truth, of
// whatever name.
func (r row) Scan(dest ...any) error {
	if have := r.ColumnCount(); len(dest) != have {
		return fmt.Errorf("%d places for %d columns", len(dest), have)
	}
	for i, to := range dest {
		if err := r.scan(i, to); err != nil {
			return fmt.Errorf("column %d: %w", i+1, err)
		}
	}
	return nil
}

func (r row) scan(i int, to any) error {
	switch to := to.(type) {
	case *string:
		*to = r.ColumnText(i)
	case *int64:
		*to = r.ColumnInt64(i)
	case *bool:
		*to = r.ColumnBool(i)
	case *[]byte:
		*to = []byte(r.ColumnText(i))
	case *sql.NullInt64:
		to.Int64, to.Valid = r.ColumnInt64(i), !r.ColumnIsNull(i)
	default:
		return r.scanNamed(i, reflect.ValueOf(to))
	}
	return nil
}

// scanNamed copies to a type of portal's.
func (r row) scanNamed(i int, to reflect.Value) error {
	if to.Kind() != reflect.Pointer {
		return fmt.Errorf("%s is no pointer", to.Type())
	}
	switch v := to.Elem(); v.Kind() {
	case reflect.String:
		v.SetString(r.ColumnText(i))
	case reflect.Int, reflect.Int64:
		v.SetInt(r.ColumnInt64(i))
	case reflect.Bool:
		v.SetBool(r.ColumnBool(i))
	default:
		return fmt.Errorf("nothing is read into %s", v.Type())
	}
	return nil
}
