package store

import (
	"errors"
	"fmt"
	"reflect"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"foyer/portal"
)

// connection is one of brief's, with the statements that are prepared on it: there are no
// more of them than client pages have filters.
type connection struct {
	*sqlite.Conn
	kept map[string]*sqlite.Stmt

	version  int64            // of the file, while a moment is held
	settings *portal.Settings // of that version; nil where they were not read yet
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
	return &connection{Conn: c, kept: map[string]*sqlite.Stmt{}}, nil
}

// fileVersion changes with everything that others write, in this process or another.
const fileVersion = "PRAGMA data_version"

// hold begins to read of one moment: SQLite keeps to it as long as a statement stands at its
// row, which takes less than BEGIN and COMMIT. What is remembered of another version
// of the file is forgotten.
func (c *connection) hold() error {
	s, err := c.prepared(fileVersion)
	if err != nil {
		return err
	}
	if _, err := s.Step(); err != nil {
		_ = s.Reset() // tells what Step told
		return err
	}
	if version := s.ColumnInt64(0); version != c.version {
		c.version, c.settings = version, nil
	}
	return nil
}

// release ends what hold began.
func (c *connection) release() { _ = c.kept[fileVersion].Reset() }

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
