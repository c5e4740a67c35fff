package wording

import (
	"strconv"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"

	"rocketscript/engine/internal/treewalk"
)

// unpack gives what a function or a loop takes apart a name first, as Babel
// does: ({a}) => a becomes (%0) => { var {a} = %0; return a; }. The name can be
// looked at, so null is told from undefined, and the fault has a place.
func unpack(tree *ast.Program) {
	w := treewalk.Walker{OutOf: unpackParameters, Statement: unpackStatement}
	w.Walk(tree)
}

func unpackStatement(s ast.Statement) {
	switch s := s.(type) {
	case *ast.ForOfStatement:
		unpackItems(s)
	case *ast.LexicalDeclaration:
		s.List = flat(s.List)
	case *ast.TryStatement:
		unpackCaught(s.Catch)
	}
}

// flat takes patterns out of lists: [a, {b}] = x becomes [a, %1] = x, {b} = %1.
func flat(list []*ast.Binding) []*ast.Binding {
	var all []*ast.Binding
	for _, b := range list {
		all = append(all, b)
		p, ok := b.Target.(*ast.ArrayPattern)
		if !ok {
			continue
		}
		var inner []*ast.Binding
		for i, element := range p.Elements {
			if x, ok := element.(*ast.AssignExpression); ok && isPattern(x.Left) {
				inner = append(inner, named(x.Left))
				x.Left = inner[len(inner)-1].Initializer
			} else if isPattern(element) {
				inner = append(inner, named(element))
				p.Elements[i] = inner[len(inner)-1].Initializer
			}
		}
		all = append(all, flat(inner)...)
	}
	return all
}

// named is the binding of a pattern to a name of its own.
func named(pattern ast.Expression) *ast.Binding {
	at := pattern.Idx0()
	return &ast.Binding{
		Target:      pattern.(ast.BindingTarget), // as isPattern says
		Initializer: &ast.Identifier{Name: unistring.String("%" + strconv.Itoa(int(at))), Idx: at},
	}
}

func unpackParameters(node ast.Node) {
	switch f := node.(type) {
	case *ast.FunctionLiteral:
		if f.Generator || f.Body == nil { // its parameters are taken apart before its body runs
			return
		}
		if statement, names := unpacked(f.ParameterList, f.Body.List); statement != nil {
			f.Body.List = append([]ast.Statement{statement}, f.Body.List...)
			f.DeclarationList = append(f.DeclarationList, declaration(names))
		}
	case *ast.ArrowFunctionLiteral:
		body, isBlock := f.Body.(*ast.BlockStatement)
		if !isBlock {
			result := f.Body.(*ast.ExpressionBody).Expression
			body = block(result.Idx0(), &ast.ReturnStatement{Return: result.Idx0(), Argument: result})
		}
		if statement, names := unpacked(f.ParameterList, body.List); statement != nil {
			body.List = append([]ast.Statement{statement}, body.List...)
			f.Body, f.DeclarationList = body, append(f.DeclarationList, declaration(names))
		}
	}
}

// unpacked names parameters that are patterns and returns the statement that
// takes them apart; nil when there is none, or when parameters depend on each
// other.
func unpacked(parameters *ast.ParameterList, body []ast.Statement) (*ast.VariableStatement, []*ast.Identifier) {
	if parameters == nil {
		return nil, nil
	}
	var names []*ast.Identifier
	var patterns []*ast.Binding
	for _, b := range parameters.List {
		if b.Initializer != nil && !isPlain(b.Initializer) {
			return nil, nil
		}
		if isPattern(b.Target) {
			patterns = append(patterns, b)
			names = append(names, treewalk.BoundNames(b.Target)...)
		}
	}
	if len(patterns) == 0 || declaresFunction(body, names) {
		return nil, nil
	}
	s := &ast.VariableStatement{Var: patterns[0].Target.Idx0()}
	for _, b := range patterns {
		taken := named(b.Target)
		b.Target = taken.Initializer.(*ast.Identifier)
		all := flat([]*ast.Binding{taken})
		s.List = append(s.List, all...)
		for _, more := range all[1:] {
			names = append(names, more.Initializer.(*ast.Identifier))
		}
	}
	return s, names
}

// isPlain tells whether a default value uses nothing.
func isPlain(x ast.Expression) bool {
	switch x := x.(type) {
	case *ast.ObjectLiteral:
		return len(x.Value) == 0
	case *ast.ArrayLiteral:
		return len(x.Value) == 0
	case *ast.StringLiteral, *ast.NumberLiteral, *ast.BooleanLiteral, *ast.NullLiteral:
		return true
	}
	return false
}

// declaresFunction tells whether a body has a function of one of the names; it
// would be lost.
func declaresFunction(body []ast.Statement, names []*ast.Identifier) bool {
	for _, s := range body {
		if f, ok := s.(*ast.FunctionDeclaration); ok {
			for _, id := range names {
				if f.Function.Name.Name == id.Name {
					return true
				}
			}
		}
	}
	return false
}

func declaration(names []*ast.Identifier) *ast.VariableDeclaration {
	d := &ast.VariableDeclaration{}
	for _, id := range names {
		d.Var = id.Idx
		d.List = append(d.List, &ast.Binding{Target: id})
	}
	return d
}

// itemName is the name of what a loop takes apart.
const itemName = "%item"

func unpackItems(loop *ast.ForOfStatement) {
	into, ok := loop.Into.(*ast.ForDeclaration)
	if !ok || !isPattern(into.Target) {
		return
	}
	at := into.Target.Idx0()
	item := func() *ast.Identifier { return &ast.Identifier{Name: itemName, Idx: at} }
	loop.Body = &ast.BlockStatement{LeftBrace: at, RightBrace: at, List: []ast.Statement{
		lexical(at, into, item()),
		loop.Body,
	}}
	into.Target = item()
}

// lexical declares what a loop's head did, in the loop.
func lexical(at file.Idx, into *ast.ForDeclaration, item ast.Expression) ast.Statement {
	d := &ast.LexicalDeclaration{Idx: at, Token: token.LET}
	if into.IsConst {
		d.Token = token.CONST
	}
	d.List = flat([]*ast.Binding{{Target: into.Target, Initializer: item}})
	return d
}

// unpackCaught takes what was thrown apart in the clause.
func unpackCaught(c *ast.CatchStatement) {
	if c == nil || c.Parameter == nil || !isPattern(c.Parameter) {
		return
	}
	at := c.Parameter.Idx0()
	list := flat([]*ast.Binding{{Target: c.Parameter, Initializer: &ast.Identifier{Name: caughtName, Idx: at}}})
	c.Parameter = &ast.Identifier{Name: caughtName, Idx: at}
	c.Body = &ast.BlockStatement{LeftBrace: at, RightBrace: at, List: []ast.Statement{&ast.LexicalDeclaration{Idx: at, Token: token.LET, List: list}, c.Body}}
}
