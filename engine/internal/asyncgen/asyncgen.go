// Package asyncgen runs async generators and for await, which goja has not.
//
// [Lower] rewrites the parsed tree. An async generator becomes a function that
// makes the generator of an async arrow function, which knows this, arguments
// and super as the generator does:
//
//	async function* f(a) { const b = yield a; return b }
//
//	function f(a) {
//		return %async.generator(async (%generator) => {
//			const b = (await %generator.yield(a)).value;
//			return await b;
//		});
//	}
//
// Await stays await. What next is given comes back as the value of a yield,
// what throw is given is thrown there. For return something is thrown that no
// catch clause of the generator keeps (%generator.pass), so that only its
// finally clauses run.
//
// A loop that awaits becomes one that asks an object for what comes next:
//
//	for await (const x of y) { … }
//
//	{
//		let %loop = %async.loop(y);
//		try {
//			for (; %loop.more(await %loop.next());) { const x = %loop.value; { … } }
//		} catch (%error) {
//			throw %loop.failed(%error);
//		} finally {
//			if (%loop.open) await %loop.close();
//		}
//	}
//
// Nodes are those of the source, so positions in errors and stacks stay true.
// Names that begin with % cannot be written in JavaScript and collide with none.
// Unlike the real ones, lowered generators can be called with new.
package asyncgen

import (
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"

	"rocketscript/engine/internal/treewalk"
)

// Names of the lowered code, which no script can write.
const (
	// Global is the name under which lowered code finds what [Load] makes.
	Global = "%async"
	// Awaited is called with what a loop goes over, in a tree that [Lower] is to
	// see, when the loop awaits. Nothing provides it.
	Awaited = "%awaited"

	generatorName = "%generator"
	loopName      = "%loop"
	errorName     = "%error"
)

// Needed tells whether the text of a program may have anything to lower.
func Needed(source string) bool { return strings.Contains(source, "async") }

// Awaits tells whether a loop awaits.
func Awaits(loop *ast.ForOfStatement) bool {
	call, ok := loop.Source.(*ast.CallExpression)
	if !ok {
		return false
	}
	id, ok := call.Callee.(*ast.Identifier)
	return ok && id.Name == Awaited
}

// Lower rewrites the async generators and the loops that await of a program, in
// place. The runtime has to offer what [Load] makes as [Global].
func Lower(program *ast.Program) {
	var l lowering
	l.walker = &treewalk.Walker{EnterStatement: l.enter, Expression: l.expression, Statement: l.statement, Into: l.into, OutOf: l.outOf}
	l.walker.Walk(program)
}

// A lowering replaces what has to be, on a walk over a tree.
type lowering struct {
	walker *treewalk.Walker
	// generators has, for every function around, whether it is an async generator.
	generators []bool
}

func (l *lowering) into(n ast.Node) {
	f, ok := n.(*ast.FunctionLiteral)
	l.generators = append(l.generators, ok && f.Async && f.Generator)
}

func (l *lowering) inGenerator() bool {
	return len(l.generators) > 0 && l.generators[len(l.generators)-1]
}

func (l *lowering) outOf(n ast.Node) {
	if l.inGenerator() {
		lowerFunction(n.(*ast.FunctionLiteral))
	}
	l.generators = l.generators[:len(l.generators)-1]
}

// expression makes an await of a yield.
func (l *lowering) expression(x ast.Expression) ast.Expression {
	yield, ok := x.(*ast.YieldExpression)
	if !ok || !l.inGenerator() {
		return x
	}
	place := at(yield.Yield)
	how, argument := unistring.String("yield"), yield.Argument
	if yield.Delegate {
		how = "delegate"
	}
	if argument == nil {
		argument = place.undefined()
	}
	given := place.await(place.call(place.member(generatorName, how), argument))
	return &ast.DotExpression{Left: given, Identifier: *place.name("value")}
}

// statement sees to what ends the body of a generator, and what would keep it.
func (l *lowering) statement(s ast.Statement) {
	if !l.inGenerator() {
		return
	}
	switch s := s.(type) {
	case *ast.ReturnStatement:
		if s.Argument != nil {
			s.Argument = at(s.Return).await(s.Argument)
		}
	case *ast.TryStatement:
		if s.Catch != nil {
			letPass(s.Catch)
		}
	}
}

// letPass makes a catch clause throw again what ends the generator.
func letPass(c *ast.CatchStatement) {
	place := at(c.Catch)
	caught, plain := c.Parameter.(*ast.Identifier)
	if !plain {
		caught = place.name(errorName)
	}
	pass := place.statement(place.call(place.member(generatorName, "pass"), place.name(caught.Name)))
	switch pattern := c.Parameter.(type) {
	case nil, *ast.Identifier:
		c.Body.List = append([]ast.Statement{pass}, c.Body.List...)
	default:
		taken := &ast.LexicalDeclaration{Idx: c.Catch, Token: token.LET, List: []*ast.Binding{{Target: pattern, Initializer: place.name(errorName)}}}
		c.Body = place.block(pass, taken, c.Body)
	}
	c.Parameter = caught
}

// lowerFunction makes an async generator a function that makes one.
func lowerFunction(f *ast.FunctionLiteral) {
	place := at(f.Body.LeftBrace)
	body := &ast.ArrowFunctionLiteral{
		Start: f.Body.LeftBrace, Async: true, Body: f.Body, Source: f.Source,
		ParameterList:   &ast.ParameterList{Opening: file.Idx(place), List: []*ast.Binding{{Target: place.name(generatorName)}}, Closing: file.Idx(place)},
		DeclarationList: withoutParameters(f),
	}
	list := directives(f.Body.List)
	list = append(list, &ast.ReturnStatement{Return: file.Idx(place), Argument: place.call(place.member(Global, "generator"), body)})
	f.Body = &ast.BlockStatement{LeftBrace: f.Body.LeftBrace, List: list, RightBrace: f.Body.RightBrace}
	f.DeclarationList, f.Async, f.Generator = nil, false, false
}

// directives returns the texts that a function begins with, such as "use strict".
func directives(list []ast.Statement) []ast.Statement {
	var found []ast.Statement
	for _, s := range list {
		x, ok := s.(*ast.ExpressionStatement)
		if !ok {
			break
		}
		text, ok := x.Expression.(*ast.StringLiteral)
		if !ok {
			break
		}
		found = append(found, at(text.Idx).statement(text))
	}
	return found
}

// withoutParameters returns the variables of a generator that are no parameters:
// those stand one function further out, and a variable of the same name would
// hide their values. What a let or const of the same name does is an error, and
// becomes that of a variable beside it.
func withoutParameters(f *ast.FunctionLiteral) []*ast.VariableDeclaration {
	parameters := map[unistring.String]bool{}
	note := func(target ast.Expression) {
		for _, id := range treewalk.BoundNames(target) {
			parameters[id.Name] = true
		}
	}
	for _, b := range f.ParameterList.List {
		note(b.Target)
	}
	note(f.ParameterList.Rest)
	var kept []*ast.VariableDeclaration
	keep := func(id *ast.Identifier) {
		kept = append(kept, &ast.VariableDeclaration{Var: id.Idx, List: []*ast.Binding{{Target: &ast.Identifier{Name: id.Name, Idx: id.Idx}}}})
	}
	for _, d := range f.DeclarationList {
		for _, b := range d.List {
			for _, id := range treewalk.BoundNames(b.Target) {
				if !parameters[id.Name] {
					keep(id)
				}
			}
		}
	}
	for _, id := range declared(f.Body.List) {
		if parameters[id.Name] {
			keep(id)
		}
	}
	return kept
}

// declared returns the names that let, const and class declare in a list.
func declared(list []ast.Statement) []*ast.Identifier {
	var names []*ast.Identifier
	for _, s := range list {
		switch s := s.(type) {
		case *ast.LexicalDeclaration:
			for _, b := range s.List {
				names = append(names, treewalk.BoundNames(b.Target)...)
			}
		case *ast.ClassDeclaration:
			names = append(names, s.Class.Name)
		}
	}
	return names
}
