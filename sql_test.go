package main_test

import (
	"go/ast"
	"regexp"
	"strings"
	"testing"
)

// built lists the statements that hold more than literals and constants.
func (s *source) built() (found []string) {
	for _, decls := range s.funcs {
		for _, f := range decls {
			for _, statement := range s.statements(f) {
				if _, ok := s.literal(statement, f); !ok {
					found = append(found, s.set.Position(statement.Pos()).String())
				}
			}
		}
	}
	return found
}

// C57: SQL is made of literals and constants; values come as parameters and no other way.
// The importer is left out: names of a foreign file's tables can't be parameters.
func TestSQLIsNeverBuiltFromValues(t *testing.T) {
	t.Parallel()
	s := parseFolder(t, "store")
	statements := 0
	for _, decls := range s.funcs {
		for _, f := range decls {
			statements += len(s.statements(f))
		}
	}
	if statements < 50 {
		t.Errorf("only %d statements found: the check is blind", statements)
	}
	for _, place := range s.built() {
		t.Errorf("%s: SQL that is not made of literals alone", place)
	}
}

// The check above, checked.
func TestBuiltSQLIsNoticed(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		`func f(name string) { db.Exec("SELECT '" + name + "'") }; func g() { f(os.Args[1]) }`:           1,
		`func f(id int) { q := fmt.Sprintf("SELECT %d", id); db.QueryContext(ctx, q) }`:                  1,
		`func f(query string) { db.Query(query) }; func g(v string) { f("SELECT " + v[1:]) }`:            2,
		`func f() { c := []string{"a = ?"}; c = append(c, user()); db.Query(strings.Join(c,""))}`:        1,
		`const a = "SELECT "; func f() { q := a; if x { q = a + "1" }; db.Query(q + "2", value) }`:       0,
		`func f(query string) { db.Query(query) }; func g() { f("SELECT ?") }`:                           0,
		`func f() { t.q = append(t.q, os.Args[1]) }; func g() { for _, q := range t.q { db.Query(q) } }`: 1,
		`func f() { p := part{q: os.Args[1]}; db.Query("SELECT " + p.q) }`:                               1,
		`func f() { p := part{q: "1"}; db.Query("SELECT " + p.q) }`:                                      0,
		`func f() { t.q = append(t.q, "SELECT ?") }; func g() { for _, q := range t.q { db.Query(q) } }`: 0,
	} {
		if got := parseText(t, text).built(); len(got) != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}

var (
	scope    = regexp.MustCompile(`\bclient_id = \?|FROM clients WHERE id = \?`)
	brackets = regexp.MustCompile(`\([^()]*\)`)
	or       = regexp.MustCompile(`(?i)\bOR\b`)
)

// unscoped lists what is wrong with a method of the store that works for a client.
func (s *source) unscoped(f *ast.FuncDecl) (faults []string) {
	if clientParam(f) != 1 {
		faults = append(faults, f.Name.Name+" takes the client's id elsewhere than after the context")
	}
	statements := s.statements(f)
	if len(statements) == 0 {
		faults = append(faults, f.Name.Name+" runs no SQL that the check can see")
	}
	for _, statement := range statements {
		text, _ := s.literal(statement, f)
		if !scope.MatchString(text) {
			faults = append(faults, f.Name.Name+" asks for more than the client's: "+text)
		}
		for brackets.MatchString(text) {
			text = brackets.ReplaceAllString(text, "")
		}
		if or.MatchString(text) {
			faults = append(faults, f.Name.Name+" has an OR without brackets: "+text)
		}
	}
	return faults
}

// clientParam is the place of the client's id among a method's parameters.
func clientParam(f *ast.FuncDecl) int {
	i := 0
	for _, field := range f.Type.Params.List {
		if typed, ok := field.Type.(*ast.SelectorExpr); ok && typed.Sel.Name == "ClientID" {
			return i
		}
		i += len(field.Names)
	}
	return -1
}

func ofStore(f *ast.FuncDecl) bool {
	if f.Recv == nil {
		return false
	}
	pointer, ok := f.Recv.List[0].Type.(*ast.StarExpr)
	if !ok {
		return false
	}
	name, ok := pointer.X.(*ast.Ident)
	return ok && name.Name == "Store"
}

// clientQueries are the names of all that the client's pages can ask for.
func clientQueries(t *testing.T) (names []string) {
	t.Helper()
	for _, file := range parseFolder(t, "handlers").files {
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok || spec.Name.Name != "ClientData" {
				return true
			}
			for _, method := range spec.Type.(*ast.InterfaceType).Methods.List {
				for _, name := range method.Names {
					names = append(names, name.Name)
				}
			}
			return false
		})
	}
	return names
}

// C41: whatever the store does for a client's page, it does with that client's id, in
// every statement.
func TestEveryClientQueryIsScoped(t *testing.T) {
	t.Parallel()
	s := parseFolder(t, "store")
	names := clientQueries(t)
	if len(names) < 10 {
		t.Errorf("only %d methods work for a client: the check is blind", len(names))
	}
	for _, name := range names {
		checked := 0
		for _, f := range s.funcs[name] {
			if !ofStore(f) {
				continue
			}
			checked++
			for _, fault := range s.unscoped(f) {
				t.Error(fault)
			}
		}
		if checked != 1 {
			t.Errorf("%s: %d methods of the store checked", name, checked)
		}
	}
}

// The check above, checked. C41: an OR that reaches past the client's id is what
// CVE-2026-35596 was.
func TestUnscopedSQLIsNoticed(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`func (s *Store) A(ctx C, client portal.ClientID) { db.Query("SELECT * FROM t WHERE client_id = ?", client) }`:                "",
		`func (s *Store) A(ctx C, client portal.ClientID) { db.Query("SELECT * FROM t WHERE id = ?", client) }`:                       "more than",
		`func (s *Store) A(ctx C, id int, client portal.ClientID) { db.Query("SELECT * FROM t WHERE client_id = ?", client) }`:        "elsewhere",
		`func (s *Store) A(ctx C, client portal.ClientID) { db.Query("SELECT * FROM t WHERE client_id = ? AND a = 1 OR b = 2") }`:     "OR",
		`func (s *Store) A(ctx C, client portal.ClientID) { db.Query("SELECT * FROM t WHERE client_id = ? AND (a = 1 OR (b = 2))") }`: "",
		`func (s *Store) A(ctx C, client portal.ClientID) { q := w(); db.Query("SELECT " + q) }; func w() string { return "1" }`:      "more than",
		`func (s *Store) A(ctx C, client portal.ClientID) { db.Query("client_id = ?"); db.Query("SELECT 1") }`:                        "more than",
		`func (s *Store) A(ctx C, client portal.ClientID) error { return other(client) }`:                                             "no SQL",
	} {
		s := parseText(t, text)
		got := strings.Join(s.unscoped(s.funcs["A"][0]), "; ")
		if want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%s: %q", text, got)
		}
	}
}
