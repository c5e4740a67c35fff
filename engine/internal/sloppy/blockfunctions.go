package sloppy

import (
	"reflect"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"
)

// A blockFunction is a function declared in a block, which a sloppy function
// also sees outside of the block, once the block was entered. goja keeps it to
// the block. So did Babel's output: there the name, outside, was a
// ReferenceError, and no script that ran needs more. One that was written
// without Babel does, and for it the function becomes a variable of the
// function around, if the name means nothing else in the file.
type blockFunction struct {
	literal *ast.FunctionLiteral
	// list is the block's; assign is put in front.
	list *[]ast.Statement
	// single is the place of a function that is the body of an if.
	single *ast.Statement
	owner  *[]*ast.VariableDeclaration
}

// noteFunctions enters the statements of a block.
func (l *lowering) noteFunctions(list *[]ast.Statement) {
	for _, s := range *list {
		if d, ok := s.(*ast.FunctionDeclaration); ok {
			l.note(blockFunction{literal: d.Function, list: list, owner: l.owner})
		}
	}
}

// noteBranch enters what an if leads to.
func (l *lowering) noteBranch(s *ast.Statement) {
	if d, ok := (*s).(*ast.FunctionDeclaration); ok {
		l.note(blockFunction{literal: d.Function, single: s, owner: l.owner})
	}
}

func (l *lowering) note(f blockFunction) {
	if f.literal.Name != nil && !f.literal.Async && !f.literal.Generator && f.owner != nil && !l.inStrictClass {
		*l.blockFunctions = append(*l.blockFunctions, f)
	}
}

// hoist makes variables of the functions that are used outside of their blocks.
func hoist(program *ast.Program, functions []blockFunction) {
	if len(functions) == 0 {
		return
	}
	names := map[unistring.String]bool{}
	for _, f := range functions {
		names[f.literal.Name.Name] = true
	}
	everywhere := uses{names: names, count: map[unistring.String]int{}, declared: map[unistring.String]bool{}, hoisted: map[*ast.FunctionLiteral]bool{}}
	for _, f := range functions {
		everywhere.hoisted[f.literal] = true
	}
	everywhere.walk(reflect.ValueOf(program.Body), false)
	within := map[unistring.String]int{}
	for _, f := range functions {
		inside := everywhere
		inside.count = map[unistring.String]int{}
		inside.walk(f.reach(), false)
		within[f.literal.Name.Name] += inside.count[f.literal.Name.Name]
	}
	for _, f := range functions {
		name := f.literal.Name.Name
		if !everywhere.declared[name] && everywhere.count[name] > within[name] {
			f.hoist()
		}
	}
}

// reach is where the function is seen without help.
func (f blockFunction) reach() reflect.Value {
	if f.single != nil {
		return reflect.ValueOf(f.single).Elem()
	}
	return reflect.ValueOf(*f.list)
}

func (f blockFunction) hoist() {
	name := f.literal.Name
	f.literal.Name = nil // the assignment names it
	place := at(name.Idx)
	assign := place.statement(&ast.AssignExpression{Operator: token.ASSIGN, Left: name, Right: f.literal})
	*f.owner = append(*f.owner, &ast.VariableDeclaration{Var: name.Idx, List: []*ast.Binding{{Target: name}}})
	if f.single != nil {
		*f.single = assign
		return
	}
	rest := []ast.Statement{assign}
	for _, s := range *f.list {
		if d, ok := s.(*ast.FunctionDeclaration); !ok || d.Function != f.literal {
			rest = append(rest, s)
		}
	}
	*f.list = rest
}

// uses counts where names are read, and notes those that are declared.
type uses struct {
	names    map[unistring.String]bool
	count    map[unistring.String]int
	declared map[unistring.String]bool
	hoisted  map[*ast.FunctionLiteral]bool
}

// walk goes through a tree by reflection: package ast has no way of its own,
// and functions in blocks are rare.
func (u uses) walk(v reflect.Value, declaring bool) {
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		if !v.IsNil() {
			u.node(v, declaring)
		}
	case reflect.Slice:
		for i := range v.Len() {
			u.walk(v.Index(i), declaring)
		}
	case reflect.Struct:
		if id, ok := v.Interface().(ast.Identifier); ok {
			u.identifier(id.Name, declaring)
			return
		}
		for i := range v.NumField() {
			if field := v.Type().Field(i).Name; field != "DeclarationList" && field != "File" {
				u.walk(v.Field(i), declaring || field == "Target" || field == "Parameter" || field == "Rest")
			}
		}
	}
}

func (u uses) node(v reflect.Value, declaring bool) {
	switch n := v.Interface().(type) {
	case *ast.DotExpression:
		u.walk(reflect.ValueOf(n.Left), declaring)
	case *ast.FunctionLiteral:
		if n.Name != nil && !u.hoisted[n] {
			u.identifier(n.Name.Name, true)
		}
		u.walk(reflect.ValueOf(n.ParameterList), false)
		u.walk(reflect.ValueOf(n.Body), false)
	case *ast.ClassLiteral:
		if n.Name != nil {
			u.identifier(n.Name.Name, true)
		}
		u.walk(reflect.ValueOf(n.SuperClass), false)
		u.walk(reflect.ValueOf(n.Body), false)
	default:
		u.walk(v.Elem(), declaring)
	}
}

func (u uses) identifier(name unistring.String, declaring bool) {
	switch {
	case !u.names[name]:
	case declaring:
		u.declared[name] = true
	default:
		u.count[name]++
	}
}
