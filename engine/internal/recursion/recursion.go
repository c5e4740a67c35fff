// Package recursion lets a script catch that its functions called each other
// too deep, as it can in V8. The interpreter's own limit ends the call and runs
// no catch clause.
package recursion

import (
	"slices"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/unistring"

	"rocketscript/engine/internal/treewalk"
)

// Deeper is the name of the function that a function which calls itself calls
// first. No script can write it; the runtime has to provide it: see [Watch].
const Deeper = "%deeper"

// Guard makes functions that call themselves, by their name or as a method of
// this, tell when they are entered. Others cost nothing.
func Guard(tree *ast.Program) {
	g := &guard{names: map[ast.Node]unistring.String{}}
	w := treewalk.Walker{
		EnterExpression: g.named, EnterStatement: g.declared, Expression: g.expression,
		Into:  func(f ast.Node) { g.around = append(g.around, function{name: g.names[f]}) },
		OutOf: g.leave,
	}
	w.Walk(tree)
}

type guard struct {
	names  map[ast.Node]unistring.String
	around []function
}

// A function is one that the walk is in.
type function struct {
	name unistring.String
	// recursive is set when it calls itself.
	recursive bool
}

func (g *guard) named(x ast.Expression, name unistring.String) (ast.Expression, bool) {
	switch f := x.(type) {
	case *ast.FunctionLiteral:
		if f.Name != nil {
			name = f.Name.Name
		}
		g.names[f] = name
	case *ast.ArrowFunctionLiteral:
		g.names[f] = name
	}
	return x, false
}

func (g *guard) declared(s ast.Statement) (ast.Statement, bool) {
	if d, ok := s.(*ast.FunctionDeclaration); ok && d.Function.Name != nil {
		g.names[d.Function] = d.Function.Name.Name
	}
	return s, false
}

func (g *guard) expression(x ast.Expression) ast.Expression {
	if call, ok := x.(*ast.CallExpression); ok {
		if name := calledName(call.Callee); name != "" {
			for i := range g.around {
				g.around[i].recursive = g.around[i].recursive || g.around[i].name == name
			}
		}
	}
	return x
}

// calledName is the name in f() and this.f(); "" of any other callee.
func calledName(callee ast.Expression) unistring.String {
	switch callee := callee.(type) {
	case *ast.Identifier:
		return callee.Name
	case *ast.DotExpression:
		if _, ok := callee.Left.(*ast.ThisExpression); ok {
			return callee.Identifier.Name
		}
	}
	return ""
}

func (g *guard) leave(node ast.Node) {
	last := len(g.around) - 1
	if g.around[last].recursive {
		enter(node)
	}
	g.around = g.around[:last]
}

// enter puts the call in front of what a function does.
func enter(node ast.Node) {
	switch f := node.(type) {
	case *ast.FunctionLiteral:
		f.Body.List = afterDirectives(f.Body.List, f.Function)
	case *ast.ArrowFunctionLiteral:
		switch body := f.Body.(type) {
		case *ast.BlockStatement:
			body.List = afterDirectives(body.List, f.Start)
		case *ast.ExpressionBody:
			body.Expression = &ast.SequenceExpression{Sequence: []ast.Expression{deeper(f.Start), body.Expression}}
		}
	}
}

func afterDirectives(list []ast.Statement, at file.Idx) []ast.Statement {
	n := slices.IndexFunc(list, func(s ast.Statement) bool {
		e, ok := s.(*ast.ExpressionStatement)
		if ok {
			_, ok = e.Expression.(*ast.StringLiteral)
		}
		return !ok
	})
	if n < 0 {
		n = len(list)
	}
	return slices.Insert(slices.Clip(list), n, ast.Statement(&ast.ExpressionStatement{Expression: deeper(at)}))
}

func deeper(at file.Idx) ast.Expression {
	return &ast.CallExpression{Callee: &ast.Identifier{Name: Deeper, Idx: at}, LeftParenthesis: at, RightParenthesis: at}
}

// every is at which entry the depth is looked at: to find it costs as much as
// it is deep.
const every = 32

// Watch returns what [Deeper] does: it throws V8's RangeError when functions
// have called each other more than limit deep. The runtime's own limit has to be
// a good deal higher.
func Watch(rt *goja.Runtime, limit int) func(goja.FunctionCall) goja.Value {
	entries := 0
	class := rt.Get("RangeError")
	return func(goja.FunctionCall) goja.Value {
		if entries++; entries%every != 0 || len(rt.CaptureCallStack(limit+1, nil)) <= limit {
			return goja.Undefined()
		}
		fault, err := rt.New(class, rt.ToValue("Maximum call stack size exceeded"))
		if err != nil {
			panic(err) // stopped
		}
		panic(fault)
	}
}
