package wording

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"

	"rocketscript/engine/internal/treewalk"
)

// The names of the functions that an instrumented script calls. No script can
// write them, so none is in their way; the runtime has to provide them.
const (
	// Caught is called with what a catch clause caught, and with every value
	// whose property stack is read, and returns it.
	Caught = "%caught"
	// Nullish is called with null or undefined where a property of it is about
	// to be read or set, the place in the source, and the name of the property
	// when that is computed. It returns the first.
	Nullish = "%nullish"
	// caughtName is the variable of a catch clause that had a pattern.
	caughtName = "%error"
)

// Instrument changes a tree so that the runtime hears of what is caught before
// the script sees it, and of the null or undefined that causes a TypeError.
// What the script does stays the same, and so do the positions of its errors.
//
// It costs one instruction, which tests for null and undefined, at the reading
// of a property, and nothing else where no exception is caught.
func Instrument(tree *ast.Program) {
	w := treewalk.Walker{Expression: instrumented, Binding: instrumentBinding, Statement: instrumentCatch}
	w.Walk(tree)
}

func instrumented(x ast.Expression) ast.Expression {
	switch x := x.(type) {
	case *ast.DotExpression:
		x.Left = watched(x.Left, x.Identifier.Idx, nil)
		if x.Identifier.Name == "stack" && !isSuper(x.Left) {
			x.Left = heard(x.Left)
		}
	case *ast.BracketExpression:
		x.Left = watched(x.Left, x.LeftBracket, x.Member)
	case *ast.AssignExpression:
		if p, ok := x.Left.(*ast.ObjectPattern); ok {
			x.Right = watched(x.Right, p.LeftBrace, nil)
		}
	}
	return x
}

func instrumentBinding(b *ast.Binding) {
	if p, ok := b.Target.(*ast.ObjectPattern); ok {
		b.Initializer = watched(b.Initializer, p.LeftBrace, nil)
	}
}

// watched returns x ?? %nullish(x, at, key), which is x, when x can be evaluated
// a second time without anybody noticing; otherwise x itself.
func watched(x ast.Expression, at file.Idx, key ast.Expression) ast.Expression {
	again := repeated(x, 0)
	if again == nil || isNamespace(x) {
		return x
	}
	where := place(x)
	arguments := []ast.Expression{again, &ast.NumberLiteral{Idx: where, Value: int64(at)}}
	if key = repeated(key, 0); key != nil {
		arguments = append(arguments, key)
	}
	return &ast.BinaryExpression{
		Operator: token.COALESCE, Left: x,
		Right: &ast.CallExpression{Callee: &ast.Identifier{Name: Nullish, Idx: where}, LeftParenthesis: where, RightParenthesis: where, ArgumentList: arguments},
	}
}

// heard returns %caught(x).
func heard(x ast.Expression) ast.Expression {
	if _, ok := x.(*ast.Optional); ok {
		return x
	}
	where := place(x)
	return &ast.CallExpression{
		Callee: &ast.Identifier{Name: Caught, Idx: where}, LeftParenthesis: where, RightParenthesis: where, ArgumentList: []ast.Expression{x},
	}
}

func isSuper(x ast.Expression) bool {
	_, ok := x.(*ast.SuperExpression)
	return ok
}

// isNamespace tells whether x names a built-in object that is never null.
func isNamespace(x ast.Expression) bool {
	id, ok := x.(*ast.Identifier)
	if !ok {
		_, ok = x.(*ast.ThisExpression)
		return ok
	}
	switch id.Name {
	case "console", "JSON", "Math", "Object", "Array", "String", "Number", "Date", "Promise", "Symbol", "Reflect", "RegExp", "Store":
		return true
	}
	return false
}

// maxRepeated bounds the length of an expression that is evaluated twice.
const maxRepeated = 12

// repeated copies an expression made of names and members alone; nil for any
// other.
func repeated(x ast.Expression, depth int) ast.Expression {
	if depth > maxRepeated {
		return nil
	}
	switch x := x.(type) {
	case *ast.Identifier, *ast.ThisExpression, *ast.StringLiteral, *ast.NumberLiteral, *ast.NullLiteral:
		return x
	case *ast.DotExpression:
		if left := repeated(x.Left, depth+1); left != nil {
			return &ast.DotExpression{Left: left, Identifier: x.Identifier}
		}
	case *ast.BracketExpression:
		left, key := repeated(x.Left, depth+1), repeated(x.Member, depth+1)
		if left != nil && key != nil {
			return &ast.BracketExpression{Left: left, Member: key, LeftBracket: x.LeftBracket, RightBracket: x.RightBracket}
		}
	case *ast.BinaryExpression:
		if call, ok := x.Right.(*ast.CallExpression); ok && x.Operator == token.COALESCE && isCallOf(call, Nullish) {
			return repeated(x.Left, depth)
		}
	}
	return nil
}

func isCallOf(call *ast.CallExpression, name unistring.String) bool {
	id, ok := call.Callee.(*ast.Identifier)
	return ok && id.Name == name
}

// place is where goja's compiler says that an expression is.
func place(x ast.Expression) file.Idx {
	switch x := x.(type) {
	case *ast.DotExpression:
		return x.Identifier.Idx
	case *ast.BracketExpression:
		return x.LeftBracket
	case *ast.CallExpression:
		return x.LeftParenthesis
	case *ast.BinaryExpression:
		return place(x.Left)
	case *ast.OptionalChain:
		return place(x.Expression)
	case *ast.Optional:
		return place(x.Expression)
	}
	return x.Idx0()
}

// instrumentCatch makes a catch clause tell the runtime what it caught. A
// pattern must not take the error apart before; it is given to a clause
// inside.
func instrumentCatch(s ast.Statement) {
	try, ok := s.(*ast.TryStatement)
	if !ok || try.Catch == nil || try.Catch.Parameter == nil {
		return
	}
	c := try.Catch
	name, ok := c.Parameter.(*ast.Identifier)
	if ok {
		tell := &ast.ExpressionStatement{Expression: heard(&ast.Identifier{Name: name.Name, Idx: name.Idx})}
		c.Body.List = append([]ast.Statement{tell}, c.Body.List...)
		return
	}
	at := c.Parameter.Idx0()
	inner := &ast.TryStatement{
		Try:   at,
		Body:  block(at, &ast.ThrowStatement{Throw: at, Argument: heard(&ast.Identifier{Name: caughtName, Idx: at})}),
		Catch: &ast.CatchStatement{Catch: at, Parameter: c.Parameter, Body: c.Body},
	}
	c.Parameter = &ast.Identifier{Name: caughtName, Idx: at}
	c.Body = block(at, inner)
}

func block(at file.Idx, s ast.Statement) *ast.BlockStatement {
	return &ast.BlockStatement{LeftBrace: at, List: []ast.Statement{s}, RightBrace: at}
}
