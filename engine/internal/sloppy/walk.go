package sloppy

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"

	"rocketscript/engine/internal/treewalk"
)

// Lower rewrites every class of the program, in place, so that its body runs
// sloppy when the program is compiled so, and this at top level is undefined,
// as in a module. The runtime has to offer what [New] makes as [Global].
func Lower(program *ast.Program) *Methods { return rewrite(program, false) }

// Keep leaves class bodies strict; functions in blocks and exports are as with
// [Lower].
func Keep(program *ast.Program) *Methods { return rewrite(program, true) }

func rewrite(program *ast.Program, strict bool) *Methods {
	dropExports(program)
	if !strict {
		openEarly(program)
	}
	var functions []blockFunction
	l := &lowering{strict: strict, methods: &Methods{file: program.File}, owner: &program.DeclarationList, blockFunctions: &functions}
	if !strict {
		l.this = moduleThis
	}
	l.walker = &treewalk.Walker{EnterExpression: l.expression, EnterStatement: l.statement, EnterBlock: l.noteFunctions}
	l.walker.Walk(program)
	hoist(program, functions)
	return l.methods
}

// Unstrict takes the meaning from a "use strict" at the top of the program: in
// Rocket.Chat code of its own stood before the script.
func Unstrict(program *ast.Program) {
	program.Body = append([]ast.Statement{&ast.EmptyStatement{Semicolon: 1}}, program.Body...)
}

// A lowering replaces what has to be, on a walk over a tree.
type lowering struct {
	walker  *treewalk.Walker
	methods *Methods
	// strict leaves classes as they are.
	strict, inStrictClass bool
	// owner has the variables of the function around.
	owner          *[]*ast.VariableDeclaration
	blockFunctions *[]blockFunction
	// this tells what this, super and return mean where the walk is.
	this meaning
	// inArrow is set within an arrow function of a constructor: its return is
	// not the constructor's.
	inArrow bool
	// maker is the class whose constructor the walk is in.
	maker *loweredClass
	// private has, for every class around, the private names it declares.
	private []map[unistring.String]bool
	// early is set when a derived constructor's this was met.
	early bool
}

// A meaning of this.
type meaning int

const (
	ownThis     meaning = iota // of a function or a method
	moduleThis                 // of the top level: undefined
	baseThis                   // of a constructor
	derivedThis                // of a constructor of a class that extends another
)

// within walks with another meaning of this.
func (l *lowering) within(this meaning, walk func()) {
	saved := *l
	l.this, l.inArrow, l.maker, l.early, l.owner = this, false, nil, false, nil
	walk()
	*l = saved
}

// statement enters a statement.
func (l *lowering) statement(s ast.Statement) (ast.Statement, bool) {
	switch s := s.(type) {
	case *ast.ReturnStatement:
		s.Argument = l.walker.Replace(s.Argument)
		if l.this == derivedThis && !l.inArrow {
			s.Argument = at(s.Return).result(s.Argument)
		}
		return s, true
	case *ast.FunctionDeclaration:
		l.function(s.Function)
		return s, true
	case *ast.ClassDeclaration:
		return l.declaration(s), true
	case *ast.LabelledStatement:
		return l.labelled(s)
	case *ast.IfStatement:
		l.noteBranch(&s.Consequent)
		l.noteBranch(&s.Alternate)
	}
	return s, false
}

// expression enters an expression.
func (l *lowering) expression(x ast.Expression, name unistring.String) (ast.Expression, bool) {
	switch x := x.(type) {
	case *ast.ThisExpression:
		return l.thisExpression(x), true
	case *ast.ClassLiteral:
		return l.class(x, name), true
	case *ast.CallExpression:
		return l.call(x)
	case *ast.SuperExpression:
		return l.superObject(x), true
	case *ast.PrivateDotExpression:
		return l.privateMember(x), true
	case *ast.BinaryExpression:
		if p, private := x.Left.(*ast.PrivateIdentifier); private && l.declares(p.Name) {
			x.Left, x.Operator = privateName(p), token.IN // goja's parser leaves the operator out
		}
	case *ast.FunctionLiteral:
		l.methods.nameless(x)
		l.function(x)
		return x, true
	case *ast.ArrowFunctionLiteral:
		l.methods.nameless(x)
		l.arrow(x)
		return x, true
	}
	return x, false
}

func (l *lowering) function(f *ast.FunctionLiteral) {
	l.within(ownThis, func() {
		l.owner = &f.DeclarationList
		l.walker.Within(f)
	})
}

func (l *lowering) arrow(f *ast.ArrowFunctionLiteral) {
	inArrow, owner := l.inArrow, l.owner
	l.inArrow, l.owner = true, &f.DeclarationList
	l.walker.Within(f)
	l.inArrow, l.owner = inArrow, owner
}
