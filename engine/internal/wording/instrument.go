package wording

import (
	"strings"

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
	// Entered is called with the name of a property that a pattern takes apart,
	// before it does, and the place of that pattern. It returns the first.
	Entered = "%entered"
	// Nullish is called with null or undefined where a property of it is about
	// to be read or set, the place in the source, and the name of the property
	// when that is computed. It returns the first.
	Nullish = "%nullish"
	// Argument is called with an argument that a message of V8 shows, and the
	// place of the call, and returns the first.
	Argument = "%argument"
	// caughtName is the variable of a catch clause that had a pattern.
	caughtName = "%error"
	// heldName is the variable of a function that keeps a value while it is
	// looked at.
	heldName = "%held"
)

// Instrument changes a tree so that the runtime hears of what is caught before
// the script sees it, and of the null or undefined that causes a TypeError.
// What the script does stays the same, and so do the positions of its errors.
//
// It costs one instruction, which tests for null and undefined, at the reading
// of a property, two where the object is the result of a call or the like, and
// nothing else where no exception is caught.
func Instrument(tree *ast.Program) {
	unpack(tree)
	i := instrumenter{kept: keptChains(tree)}
	w := treewalk.Walker{Expression: i.expression, Binding: i.binding, Statement: i.statement, Into: i.into, OutOf: i.outOf}
	w.Walk(tree)
	guardIterators(tree)
}

type instrumenter struct {
	// holding has, for every function around, whether it needs heldName.
	holding []bool
	// kept are the chains with ?. that have to stay chains.
	kept map[*ast.OptionalChain]bool
}

func (i *instrumenter) into(ast.Node) { i.holding = append(i.holding, false) }

func (i *instrumenter) outOf(node ast.Node) {
	last := len(i.holding) - 1
	if i.holding[last] {
		at := node.Idx0()
		declaration := &ast.VariableDeclaration{Var: at, List: []*ast.Binding{{Target: &ast.Identifier{Name: heldName, Idx: at}}}}
		switch f := node.(type) {
		case *ast.FunctionLiteral:
			f.DeclarationList = append(f.DeclarationList, declaration)
		case *ast.ArrowFunctionLiteral:
			f.DeclarationList = append(f.DeclarationList, declaration)
		}
	}
	i.holding = i.holding[:last]
}

func (i *instrumenter) expression(x ast.Expression) ast.Expression {
	switch x := x.(type) {
	case *ast.DotExpression:
		x.Left = i.watched(x.Left, x.Identifier.Idx, nil)
		if x.Identifier.Name == "stack" && !isSuper(x.Left) {
			x.Left = heard(x.Left)
		}
	case *ast.BracketExpression:
		x.Left = i.watched(x.Left, x.LeftBracket, x.Member)
	case *ast.AssignExpression:
		switch p := x.Left.(type) {
		case *ast.ObjectPattern:
			x.Right = i.watched(x.Right, p.LeftBrace, firstKey(p))
			watchNested(p)
		case *ast.ArrayPattern:
			x.Right = i.watched(x.Right, p.LeftBracket, nil)
		}
	case *ast.BinaryExpression:
		if isFolded(x) {
			x.Right = &ast.SequenceExpression{Sequence: []ast.Expression{x.Right}}
		}
	case *ast.OptionalChain:
		return i.unchained(x)
	case *ast.SpreadElement:
		x.Expression = i.watched(x.Expression, place(x.Expression), nil)
	case *ast.NewExpression:
		showPattern(x.Callee, x.ArgumentList, x.New)
	case *ast.CallExpression:
		showPattern(x.Callee, x.ArgumentList, x.LeftParenthesis)
		i.showCount(x)
	}
	return x
}

// isFolded tells of an operation on literals that may fail: it would when it is
// compiled, which leaves the fault without a place.
func isFolded(x *ast.BinaryExpression) bool {
	if !isLiteral(x.Left) || !isLiteral(x.Right) {
		return false
	}
	return x.Operator == token.IN || x.Operator == token.INSTANCEOF || isBigInt(x.Left) || isBigInt(x.Right)
}

func isBigInt(x ast.Expression) bool {
	number, ok := x.(*ast.NumberLiteral)
	return ok && strings.HasSuffix(number.Literal, "n")
}

// showPattern tells of the pattern of a RegExp, RegExp(%argument(pattern, at)).
func showPattern(callee ast.Expression, arguments []ast.Expression, at file.Idx) {
	id, ok := callee.(*ast.Identifier)
	if !ok || id.Name != "RegExp" || len(arguments) == 0 || isLiteral(arguments[0]) {
		return
	}
	if _, spread := arguments[0].(*ast.SpreadElement); !spread {
		arguments[0] = shown(arguments[0], arguments[0], at)
	}
}

func isLiteral(x ast.Expression) bool {
	switch x.(type) {
	case *ast.StringLiteral, *ast.RegExpLiteral, *ast.NumberLiteral, *ast.BooleanLiteral, *ast.NullLiteral:
		return true
	}
	return false
}

// showCount tells of a count that repeat refuses: text.repeat((%held = count) >=
// 0 ? %held : %argument(%held, at)).
func (i *instrumenter) showCount(x *ast.CallExpression) {
	method, ok := x.Callee.(*ast.DotExpression)
	if !ok || method.Identifier.Name != "repeat" || len(x.ArgumentList) != 1 || len(i.holding) == 0 || isLiteral(x.ArgumentList[0]) {
		return
	}
	count := x.ArgumentList[0]
	if _, spread := count.(*ast.SpreadElement); spread {
		return
	}
	i.holding[len(i.holding)-1] = true
	where := place(count)
	x.ArgumentList[0] = &ast.ConditionalExpression{
		Test: &ast.BinaryExpression{
			Operator: token.GREATER_OR_EQUAL, Comparison: true,
			Left:  &ast.AssignExpression{Operator: token.ASSIGN, Left: held(where), Right: count},
			Right: &ast.NumberLiteral{Idx: where, Literal: "0", Value: int64(0)},
		},
		Consequent: held(where), Alternate: shown(held(where), count, x.LeftParenthesis),
	}
}

// shown is %argument(x, at).
func shown(x, written ast.Expression, at file.Idx) ast.Expression {
	where := place(written)
	return &ast.CallExpression{
		Callee: &ast.Identifier{Name: Argument, Idx: where}, LeftParenthesis: where, RightParenthesis: where,
		ArgumentList: []ast.Expression{x, &ast.NumberLiteral{Idx: where, Value: int64(at)}},
	}
}

func (i *instrumenter) binding(b *ast.Binding) {
	switch p := b.Target.(type) {
	case *ast.ObjectPattern:
		b.Initializer = i.watched(b.Initializer, p.LeftBrace, firstKey(p))
		watchNested(p)
	case *ast.ArrayPattern:
		if p.Rest != nil {
			b.Initializer = i.watched(b.Initializer, p.LeftBracket, nil)
		}
	}
}

// firstKey is the key that a pattern reads first, if that is computed.
func firstKey(p *ast.ObjectPattern) ast.Expression {
	if len(p.Properties) > 0 {
		if first, ok := p.Properties[0].(*ast.PropertyKeyed); ok && first.Computed {
			return first.Key
		}
	}
	return nil
}

// watchNested lets a pattern within another tell that it comes next, by a key
// that is computed, and gives it a default value, which is undefined and tells
// of it: so it is known whether it was that or null.
func watchNested(p *ast.ObjectPattern) {
	for _, property := range p.Properties {
		keyed, ok := property.(*ast.PropertyKeyed)
		if !ok {
			continue
		}
		switch inner := keyed.Value.(type) {
		case *ast.ObjectPattern:
			keyed.Value = orUndefined(inner, inner.LeftBrace)
			keyed.Key, keyed.Computed = entered(keyed, inner.LeftBrace), true
			watchNested(inner)
		case *ast.ArrayPattern:
			if inner.Rest != nil {
				keyed.Value = orUndefined(inner, inner.LeftBracket)
				keyed.Key, keyed.Computed = entered(keyed, inner.LeftBracket), true
			}
		}
		if value, ok := keyed.Value.(*ast.AssignExpression); ok && !keyed.Computed {
			switch inner := value.Left.(type) {
			case *ast.ObjectPattern:
				keyed.Key, keyed.Computed = entered(keyed, inner.LeftBrace), true
			case *ast.ArrayPattern:
				if inner.Rest != nil {
					keyed.Key, keyed.Computed = entered(keyed, inner.LeftBracket), true
				}
			}
		}
	}
}

// entered is %entered(key, at).
func entered(p *ast.PropertyKeyed, at file.Idx) ast.Expression {
	key := p.Key
	if id, ok := key.(*ast.Identifier); ok && !p.Computed {
		key = &ast.StringLiteral{Idx: id.Idx, Literal: id.Name.String(), Value: id.Name}
	}
	return hidden(Entered, p.Key.Idx0(), key, &ast.NumberLiteral{Idx: at, Value: int64(at)})
}

// orUndefined is a pattern with a default value that tells of its use.
func orUndefined(p ast.Expression, at file.Idx) ast.Expression {
	return &ast.AssignExpression{Operator: token.ASSIGN, Left: p, Right: tell(at, void(at), at, nil)}
}

// watched returns x ?? %nullish(x, at, key), which is x, when x can be evaluated
// a second time without anybody noticing, or else (%held = x) ?? %nullish(%held,
// at, key), when x may be null at all; otherwise x itself.
func (i *instrumenter) watched(x ast.Expression, at file.Idx, key ast.Expression) ast.Expression {
	if x == nil || isNamespace(x) {
		return x
	}
	again, where := repeated(x, 0), place(x)
	if again == nil {
		if !isComputed(x) || inChain(x) || len(i.holding) == 0 {
			return x
		}
		i.holding[len(i.holding)-1] = true
		again = held(where)
		x = &ast.AssignExpression{Operator: token.ASSIGN, Left: held(where), Right: x}
	}
	return &ast.BinaryExpression{Operator: token.COALESCE, Left: x, Right: tell(where, again, at, repeated(key, 0))}
}

// tell is %nullish(x, at, key).
func tell(where file.Idx, x ast.Expression, at file.Idx, key ast.Expression) ast.Expression {
	arguments := []ast.Expression{x, &ast.NumberLiteral{Idx: where, Value: int64(at)}}
	if key != nil {
		arguments = append(arguments, key)
	}
	return hidden(Nullish, where, arguments...)
}

// hidden calls a function that the runtime provides.
func hidden(name unistring.String, where file.Idx, arguments ...ast.Expression) *ast.CallExpression {
	return &ast.CallExpression{Callee: &ast.Identifier{Name: name, Idx: where}, LeftParenthesis: where, RightParenthesis: where, ArgumentList: arguments}
}

// isComputed tells whether an expression, which is more than names and members,
// may be null or undefined.
func isComputed(x ast.Expression) bool {
	switch x := x.(type) {
	case *ast.CallExpression:
		return !isSuper(x.Callee)
	case *ast.DotExpression, *ast.BracketExpression, *ast.PrivateDotExpression, *ast.AwaitExpression, *ast.ConditionalExpression, *ast.SequenceExpression, *ast.OptionalChain:
		return true
	case *ast.BinaryExpression:
		return x.Operator == token.LOGICAL_AND || x.Operator == token.LOGICAL_OR || x.Operator == token.COALESCE
	case *ast.AssignExpression:
		return x.Operator == token.ASSIGN && !isPattern(x.Left)
	}
	return false
}

func isPattern(x ast.Expression) bool {
	switch x.(type) {
	case *ast.ObjectPattern, *ast.ArrayPattern:
		return true
	}
	return false
}

// inChain tells whether an expression is part of a chain with ?., which may not
// be taken apart.
func inChain(x ast.Expression) bool {
	for {
		switch y := x.(type) {
		case *ast.Optional:
			return true
		case *ast.DotExpression:
			x = y.Left
		case *ast.BracketExpression:
			x = y.Left
		case *ast.PrivateDotExpression:
			x = y.Left
		case *ast.CallExpression:
			x = y.Callee
		case *ast.BinaryExpression:
			x = y.Left
		case *ast.AssignExpression:
			x = y.Right
		default:
			return false
		}
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

func (i *instrumenter) statement(s ast.Statement) {
	if loop, ok := s.(*ast.ForOfStatement); ok {
		loop.Source = i.watched(loop.Source, place(loop.Source), nil)
	}
	instrumentCatch(s)
}

// instrumentCatch makes a catch clause tell the runtime what it caught.
func instrumentCatch(s ast.Statement) {
	try, ok := s.(*ast.TryStatement)
	if !ok || try.Catch == nil {
		return
	}
	if name, ok := try.Catch.Parameter.(*ast.Identifier); ok { // unpack left no patterns
		tell := &ast.ExpressionStatement{Expression: heard(&ast.Identifier{Name: name.Name, Idx: name.Idx})}
		try.Catch.Body.List = append([]ast.Statement{tell}, try.Catch.Body.List...)
	}
}

func block(at file.Idx, s ast.Statement) *ast.BlockStatement {
	return &ast.BlockStatement{LeftBrace: at, List: []ast.Statement{s}, RightBrace: at}
}
