package syntax

import (
	"reflect"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/unistring"
)

// A restorer makes the tree of a rewritten text that of the source. Package ast
// has no walk of its own that reaches every position, so it goes by reflection;
// it has few to do.
type restorer struct {
	*rewriting
	// marks are what is to be put right, by position in the text.
	marks map[file.Idx]edit
	// found are the marks that were found where they should be.
	found map[file.Idx]bool
	seen  map[any]bool
}

// restore puts a tree right, and tells whether all of it could be.
func (r *rewriting) restore(tree *ast.Program) bool {
	w := &restorer{rewriting: r, marks: map[file.Idx]edit{}, found: map[file.Idx]bool{}, seen: map[any]bool{}}
	for i, e := range r.edits {
		switch e.mark {
		case none:
		case awaited: // the position is that of the loop's keyword
			w.marks[file.Idx(r.places[i].start-e.start+e.means)+1] = e
		default:
			w.marks[file.Idx(r.places[i].start)+1] = e
		}
	}
	w.walk(reflect.ValueOf(&tree.Body).Elem())
	w.walk(reflect.ValueOf(&tree.DeclarationList).Elem())
	tree.File = file.NewFile(tree.File.Name(), r.source, 1)
	return len(w.found) == len(w.marks)
}

func (w *restorer) marked(at file.Idx, m mark) (edit, bool) {
	e, ok := w.marks[at]
	if !ok || e.mark != m {
		return e, false
	}
	w.found[at] = true
	return e, true
}

func (w *restorer) walk(v reflect.Value) {
	switch v.Kind() {
	case reflect.Interface:
		w.unwrap(v)
		w.walk(v.Elem())
	case reflect.Pointer:
		if v.IsNil() || w.seen[v.Interface()] {
			return
		}
		w.seen[v.Interface()] = true
		w.walk(v.Elem())
	case reflect.Slice:
		for i := range v.Len() {
			w.walk(v.Index(i))
		}
	case reflect.Struct:
		if v.Type() == fileType {
			return
		}
		if v.CanAddr() {
			w.node(v.Addr().Interface())
		}
		for i := range v.NumField() {
			w.walk(v.Field(i))
		}
	case reflect.Int:
		if v.Type() == idxType && v.Int() > 0 {
			v.SetInt(int64(w.origin(int(v.Int())-1) + 1))
		}
	}
}

var (
	idxType  = reflect.TypeFor[file.Idx]()
	fileType = reflect.TypeFor[file.File]()
)

// unwrap takes x out of {0:x}.
func (w *restorer) unwrap(v reflect.Value) {
	for {
		var inner ast.Expression
		switch x := v.Interface().(type) {
		case *ast.ObjectLiteral:
			inner = w.inner(x.LeftBrace, x.Value)
		case *ast.ObjectPattern:
			inner = w.inner(x.LeftBrace, x.Properties)
		}
		if inner == nil || !reflect.TypeOf(inner).AssignableTo(v.Type()) {
			return
		}
		v.Set(reflect.ValueOf(inner))
	}
}

func (w *restorer) inner(at file.Idx, members []ast.Property) ast.Expression {
	if len(members) != 1 {
		return nil
	}
	member, ok := members[0].(*ast.PropertyKeyed)
	if !ok {
		return nil
	}
	if _, ok := w.marked(at, wrapped); !ok {
		return nil
	}
	return member.Value
}

// node puts a node right before its positions are mapped back.
func (w *restorer) node(n any) {
	switch n := n.(type) {
	case *ast.Identifier:
		if e, ok := w.marked(n.Idx, renamed); ok {
			n.Name = unistring.String(w.source[e.start:e.end])
		}
	case *ast.StringLiteral:
		if e, ok := w.marked(n.Idx, renamed); ok {
			n.Literal = w.source[e.start:e.end]
			n.Value = unistring.String(n.Literal)
		}
	case *ast.PropertyKeyed:
		if f, ok := n.Value.(*ast.FunctionLiteral); ok {
			if _, ok := w.marked(f.Function, method); ok {
				n.Kind = ast.PropertyKindMethod
			}
		}
	case *ast.ForOfStatement:
		if _, ok := w.marked(n.For, awaited); ok {
			await(n)
		}
	case *ast.FunctionLiteral:
		n.Source = w.origins(n.Function, n.Source)
	case *ast.ArrowFunctionLiteral:
		n.Source = w.origins(n.Start, n.Source)
	case *ast.ClassLiteral:
		n.Source = w.origins(n.Class, n.Source)
	case *ast.ClassStaticBlock:
		n.Source = w.origins(n.Block.LeftBrace, n.Source)
	}
}

// origins is the source of what is a part of the text.
func (w *restorer) origins(from file.Idx, text string) string {
	start := int(from) - 1
	return w.source[w.origin(start):w.origin(start+len(text))]
}
