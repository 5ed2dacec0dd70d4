package main_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"testing"
)

// source is the parsed code of one folder, tests left out. It follows a string back to
// the literals it is made of, by names alone: where it can't, the string counts as built
// from values.
type source struct {
	set    *token.FileSet
	files  []*ast.File
	funcs  map[string][]*ast.FuncDecl
	consts map[string]ast.Expr
}

func parseFolder(t *testing.T, folder string) *source {
	t.Helper()
	s := &source{set: token.NewFileSet(), funcs: map[string][]*ast.FuncDecl{}, consts: map[string]ast.Expr{}}
	entries, err := fs.ReadDir(os.DirFS(folder), ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if strings.HasSuffix(entry.Name(), ".go") && !strings.HasSuffix(entry.Name(), "_test.go") {
			s.add(t, folder+"/"+entry.Name(), nil)
		}
	}
	return s
}

func parseText(t *testing.T, text string) *source {
	t.Helper()
	s := &source{set: token.NewFileSet(), funcs: map[string][]*ast.FuncDecl{}, consts: map[string]ast.Expr{}}
	s.add(t, "text.go", "package store\n"+text)
	return s
}

func (s *source) add(t *testing.T, name string, text any) {
	t.Helper()
	file, err := parser.ParseFile(s.set, name, text, 0)
	if err != nil {
		t.Fatal(err)
	}
	s.files = append(s.files, file)
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			s.funcs[d.Name.Name] = append(s.funcs[d.Name.Name], d)
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if v, ok := spec.(*ast.ValueSpec); ok && d.Tok == token.CONST {
					for i, value := range v.Values {
						s.consts[v.Names[i].Name] = value
					}
				}
			}
		}
	}
}

// runs are the calls that give SQL to the database, and where in them the SQL stands.
var runs = map[string]int{
	"Query": 0, "QueryRow": 0, "Exec": 0, "Prepare": 0,
	"QueryContext": 1, "QueryRowContext": 1, "ExecContext": 1, "PrepareContext": 1,
}

// statements finds the SQL that a function runs, itself or through a helper of the room
// which takes it as a parameter named query.
func (s *source) statements(f *ast.FuncDecl) (list []ast.Expr) {
	ast.Inspect(f, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		name := calledName(call)
		at, runner := runs[name]
		for _, helper := range s.funcs[name] {
			if i := paramIndex(helper.Type, "query"); i >= 0 {
				at, runner = i, true
			}
		}
		if runner && at < len(call.Args) && !takesValues(call, at) {
			list = append(list, call.Args[at])
		}
		return true
	})
	return list
}

// takesValues says whether a call gives a list of values at a place, as to what is prepared.
func takesValues(call *ast.CallExpr, at int) bool {
	return call.Ellipsis.IsValid() && at == len(call.Args)-1
}

func calledName(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// paramIndex counts parameters by name; -1 where there is none of that name.
func paramIndex(f *ast.FuncType, name string) int {
	i := 0
	for _, field := range f.Params.List {
		for _, n := range field.Names {
			if n.Name == name {
				return i
			}
			i++
		}
	}
	return -1
}

// reader follows one string; it remembers what it is at, as strings may be made in loops.
type reader struct {
	*source
	busy map[string]bool
}

// literal is the text that an expression is made of, and whether it is nothing but
// literals and constants of the room.
func (s *source) literal(e ast.Expr, in *ast.FuncDecl) (string, bool) {
	return (&reader{s, map[string]bool{}}).read(e, in)
}

func (r *reader) read(e ast.Expr, in *ast.FuncDecl) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil && e.Kind == token.STRING
	case *ast.ParenExpr:
		return r.read(e.X, in)
	case *ast.BinaryExpr:
		return r.readAll([]ast.Expr{e.X, e.Y}, in)
	case *ast.CompositeLit:
		return r.readAll(e.Elts, in)
	case *ast.CallExpr:
		return r.readCall(e, in)
	case *ast.Ident:
		return r.readName(e.Name, in)
	case *ast.SelectorExpr:
		return r.readField(e.Sel.Name)
	}
	return "", false
}

func (r *reader) readAll(list []ast.Expr, in *ast.FuncDecl) (text string, good bool) {
	good = true
	for _, e := range list {
		part, ok := r.read(e, in)
		text, good = text+part, good && ok
	}
	return text, good
}

func (r *reader) readCall(call *ast.CallExpr, in *ast.FuncDecl) (string, bool) {
	switch name := calledName(call); {
	case name == "Join", name == "append":
		return r.readAll(call.Args, in)
	case name == "make":
		return "", true
	case name == "string":
		return "", r.typedConstant(call.Args[0], in)
	}
	return r.readResult(call, 0)
}

// typedConstant allows a name of a type whose values are the room's own constants.
func (r *reader) typedConstant(e ast.Expr, in *ast.FuncDecl) bool {
	name, ok := e.(*ast.Ident)
	if !ok {
		return false
	}
	for _, field := range in.Type.Params.List {
		typed, local := field.Type.(*ast.Ident)
		if paramIndex(&ast.FuncType{Params: &ast.FieldList{List: []*ast.Field{field}}}, name.Name) >= 0 {
			return local && typed.Name == "ImportTable"
		}
	}
	return false
}

// readResult reads what a function of the room returns at a place.
func (r *reader) readResult(call *ast.CallExpr, at int) (text string, good bool) {
	decls := r.funcs[calledName(call)]
	good = len(decls) > 0
	for _, f := range decls {
		ast.Inspect(f, func(n ast.Node) bool {
			if give, ok := n.(*ast.ReturnStmt); ok && at < len(give.Results) {
				part, ok := r.read(give.Results[at], f)
				text, good = text+part, good && ok
			}
			return true
		})
	}
	return text, good
}
