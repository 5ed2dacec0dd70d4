package main_test

import "go/ast"

// readName reads a constant, a variable by what is assigned to it, or a parameter by what
// is given for it.
func (r *reader) readName(name string, in *ast.FuncDecl) (text string, good bool) {
	if value, ok := r.consts[name]; ok {
		return r.read(value, in)
	}
	key := in.Name.Name + "." + name
	if r.busy[key] {
		return "", true
	}
	r.busy[key] = true
	defer delete(r.busy, key)

	if at := paramIndex(in.Type, name); at >= 0 {
		return r.readArguments(in.Name.Name, at)
	}
	found := false
	good = true
	take := func(part string, ok bool) { text, good, found = text+part, good && ok, true }
	ast.Inspect(in, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			r.readAssigned(n, name, in, take)
		case *ast.ValueSpec:
			for i, value := range n.Values {
				if n.Names[i].Name == name {
					take(r.read(value, in))
				}
			}
		case *ast.RangeStmt:
			if value, ok := n.Value.(*ast.Ident); ok && value.Name == name {
				take(r.read(n.X, in))
			}
		case *ast.FuncLit:
			if at := paramIndex(n.Type, name); at >= 0 {
				take(r.readClosure(n, at, in))
			}
		}
		return true
	})
	return text, good && found
}

func (r *reader) readAssigned(a *ast.AssignStmt, name string, in *ast.FuncDecl, take func(string, bool)) {
	for i, left := range a.Lhs {
		if indexed, ok := left.(*ast.IndexExpr); ok {
			left = indexed.X
		}
		if to, ok := left.(*ast.Ident); !ok || to.Name != name {
			continue
		}
		if call, ok := a.Rhs[0].(*ast.CallExpr); ok && len(a.Rhs) < len(a.Lhs) {
			take(r.readResult(call, i))
			continue
		}
		take(r.read(a.Rhs[i], in))
	}
}

// readArguments reads what the room's calls of a function give for a parameter.
func (r *reader) readArguments(function string, at int) (text string, good bool) {
	good = true
	for _, decls := range r.funcs {
		for _, f := range decls {
			ast.Inspect(f, func(n ast.Node) bool {
				if call, ok := n.(*ast.CallExpr); ok && calledName(call) == function && at < len(call.Args) && !takesValues(call, at) {
					part, ok := r.read(call.Args[at], f)
					text, good = text+part, good && ok
				}
				return true
			})
		}
	}
	return text, good
}

// readField reads what the room assigns to a field, by its name, or makes values with.
func (r *reader) readField(name string) (text string, good bool) {
	found := false
	good = true
	take := func(part string, ok bool) { text, good, found = text+part, good && ok, true }
	if r.busy["."+name] {
		return "", true
	}
	r.busy["."+name] = true
	defer delete(r.busy, "."+name)
	for _, decls := range r.funcs {
		for _, f := range decls {
			ast.Inspect(f, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.AssignStmt:
					if field, ok := n.Lhs[0].(*ast.SelectorExpr); ok && len(n.Lhs) == 1 && field.Sel.Name == name {
						take(r.read(n.Rhs[0], f))
					}
				case *ast.KeyValueExpr:
					if key, ok := n.Key.(*ast.Ident); ok && key.Name == name {
						take(r.read(n.Value, f))
					}
				}
				return true
			})
		}
	}
	return text, good && found
}

// readClosure reads what the calls of a function kept in a variable give for a parameter.
func (r *reader) readClosure(closure *ast.FuncLit, at int, in *ast.FuncDecl) (text string, good bool) {
	good = true
	kept := ""
	ast.Inspect(in, func(n ast.Node) bool {
		if a, ok := n.(*ast.AssignStmt); ok && len(a.Lhs) == 1 && a.Rhs[0] == ast.Expr(closure) {
			kept = a.Lhs[0].(*ast.Ident).Name
		}
		if call, ok := n.(*ast.CallExpr); ok && kept != "" && calledName(call) == kept && at < len(call.Args) {
			part, ok := r.read(call.Args[at], in)
			text, good = text+part, good && ok
		}
		return true
	})
	return text, good && kept != ""
}
