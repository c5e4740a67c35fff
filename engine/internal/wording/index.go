package wording

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"

	"rocketscript/engine/internal/syntax"
	"rocketscript/engine/internal/treewalk"
)

// An Index finds the expression that an error in a script is about, by the
// position goja gives it. It is made from the source, as it was written, and is
// safe for concurrent use.
type Index struct {
	// babel is set for a script that is to seem compiled by Babel. arrowThis
	// are the variables that it keeps this in for arrow functions.
	babel     bool
	arrowThis map[file.Idx]string
	calls     map[file.Idx]*ast.CallExpression
	news      map[file.Idx]*ast.NewExpression
	tags      map[file.Idx]*ast.TemplateLiteral
	names     map[file.Idx]string
	members   map[file.Idx]access
	// after finds a member by the place of the object it is a member of; so
	// goja places the callee of a call.
	after      map[file.Idx][]access
	iterations []iteration
	patterns   []pattern
	// nested are the patterns within others, by their place.
	nested map[file.Idx]*ast.ObjectPattern
	// tests are the uses of in and instanceof.
	tests     []*ast.BinaryExpression
	functions []function
}

// An access is the reading of a property, or the setting.
type access struct {
	at   file.Idx
	left ast.Expression
	key  ast.Expression
	name string
	// set is for one that is only set, updated for one that is read first, as
	// by +=.
	set, updated bool
}

// An iteration is a place where something must be iterable.
type iteration struct {
	from, to file.Idx
	source   ast.Expression
	kind     iterationKind
	// at is the place where the runtime hears of the source; 0 for none.
	at file.Idx
}

type iterationKind int

const (
	loop iterationKind = iota
	spread
	spreadArgument
	arrayPattern
	assignedPattern
	parameterPattern
	restPattern // with ...rest
	builtIn
)

// A pattern is an object taken apart.
type pattern struct {
	from, to file.Idx
	pattern  *ast.ObjectPattern
	source   ast.Expression
	// element is set for one within a list that is taken apart, defaulted for a
	// parameter with a default value.
	element, defaulted bool
}

// A function is where one is.
type function struct{ from, to file.Idx }

// NewIndex indexes a source; one that cannot be parsed gives an empty Index.
// With babel, messages are those of V8 for what Babel makes of the source.
func NewIndex(source string, babel bool) *Index {
	ix := &Index{
		babel: babel, arrowThis: map[file.Idx]string{},
		calls: map[file.Idx]*ast.CallExpression{}, news: map[file.Idx]*ast.NewExpression{}, tags: map[file.Idx]*ast.TemplateLiteral{},
		names: map[file.Idx]string{}, members: map[file.Idx]access{}, after: map[file.Idx][]access{}, nested: map[file.Idx]*ast.ObjectPattern{},
	}
	tree, err := syntax.Parse("", source)
	if err != nil {
		return ix
	}
	n := indexer{Index: ix, derived: map[*ast.FunctionLiteral]bool{}}
	w := treewalk.Walker{EnterExpression: n.enterExpression, EnterStatement: n.enterStatement, Expression: n.expression, Binding: n.binding, Statement: n.statement, Into: n.into, OutOf: n.outOf}
	w.Walk(tree)
	return ix
}

// An indexer fills an Index on a walk over the tree.
type indexer struct {
	*Index
	// around are the functions around.
	around []around
	// thisNames counts the variables made for this.
	thisNames int
	// derived are the constructors of classes that extend others.
	derived map[*ast.FunctionLiteral]bool
}

func (n *indexer) enterExpression(x ast.Expression, _ unistring.String) (ast.Expression, bool) {
	if c, ok := x.(*ast.ClassLiteral); ok {
		n.class(c)
	}
	return x, false
}

func (n *indexer) enterStatement(s ast.Statement) (ast.Statement, bool) {
	if d, ok := s.(*ast.ClassDeclaration); ok {
		n.class(d.Class)
	}
	return s, false
}

func (n *indexer) class(c *ast.ClassLiteral) {
	for _, element := range c.Body {
		if m, ok := element.(*ast.MethodDefinition); ok && c.SuperClass != nil && !m.Static && treewalk.KeyText(m.Key) == "constructor" {
			n.derived[m.Body] = true
		}
	}
}

// around is a function that the walk is in.
type around struct {
	// arrow is set for one whose this is that of the function around it, derived
	// for the constructor of a class that extends another: its this is what
	// super returned.
	arrow, derived bool
	// this is the variable for its own this; "" until one is needed.
	this string
}

func (n *indexer) into(node ast.Node) {
	f := around{}
	switch x := node.(type) {
	case *ast.ArrowFunctionLiteral:
		f.arrow = true
	case *ast.FunctionLiteral:
		f.derived = n.derived[x]
	}
	n.around = append(n.around, f)
}

// thisName names the variable that Babel keeps this in where the walk is; ""
// where this stays.
func (n *indexer) thisName() string {
	arrow := false
	for i := len(n.around) - 1; i >= 0; i-- {
		f := &n.around[i]
		if f.arrow {
			arrow = true
			continue
		}
		if f.this == "" && (arrow || f.derived) {
			if n.thisNames++; n.thisNames > 1 {
				f.this = "_this" + strconv.Itoa(n.thisNames)
			} else {
				f.this = "_this"
			}
		}
		if arrow || f.derived {
			return f.this
		}
		return ""
	}
	return ""
}

func (n *indexer) outOf(node ast.Node) {
	n.around = n.around[:len(n.around)-1]
	switch node.(type) {
	case *ast.FunctionLiteral, *ast.ArrowFunctionLiteral:
		n.functions = append(n.functions, function{node.Idx0(), node.Idx1()})
	}
	for _, b := range parameters(node) {
		if p := n.patternOf(b.Target); p != nil {
			p.defaulted = b.Initializer != nil
		}
	}
}

// parameters are those of a function.
func parameters(node ast.Node) []*ast.Binding {
	switch f := node.(type) {
	case *ast.ArrowFunctionLiteral:
		return f.ParameterList.List
	case *ast.FunctionLiteral:
		return f.ParameterList.List
	}
	return nil
}

// patternOf is what is known of a pattern; nil of any other target.
func (n *indexer) patternOf(target ast.BindingTarget) *pattern {
	for i := range n.patterns {
		if ast.BindingTarget(n.patterns[i].pattern) == target {
			return &n.patterns[i]
		}
	}
	return nil
}

func (n *indexer) expression(x ast.Expression) ast.Expression {
	switch x := x.(type) {
	case *ast.Identifier:
		n.names[x.Idx] = x.Name.String()
	case *ast.ThisExpression:
		if n.babel {
			n.arrowThis[x.Idx] = n.thisName()
		}
	case *ast.CallExpression:
		n.calls[x.LeftParenthesis] = x
		n.arguments(x.ArgumentList, x.Callee.Idx0(), x.RightParenthesis)
	case *ast.NewExpression:
		n.news[x.New] = x
		n.arguments(x.ArgumentList, x.New, max(x.RightParenthesis, x.New))
		if len(x.ArgumentList) > 0 {
			n.iterations = append(n.iterations, iteration{x.New, x.RightParenthesis, x.ArgumentList[0], builtIn, place(x.ArgumentList[0])})
		}
	case *ast.TemplateLiteral:
		if x.Tag != nil {
			n.tags[x.Tag.Idx0()] = x
		}
	case *ast.DotExpression:
		n.member(access{at: x.Identifier.Idx, left: x.Left, name: x.Identifier.Name.String()})
	case *ast.BracketExpression:
		n.member(access{at: x.LeftBracket, left: x.Left, key: x.Member})
	case *ast.AssignExpression:
		n.assignment(x)
	case *ast.ArrayLiteral:
		n.spreads(x)
	case *ast.BinaryExpression:
		if x.Operator == token.IN || x.Operator == token.INSTANCEOF {
			n.tests = append(n.tests, x)
		}
	}
	return x
}

func (n *indexer) member(a access) {
	n.members[a.at] = a
	left := place(a.left)
	n.after[left] = append(n.after[left], a)
}

func (n *indexer) arguments(list []ast.Expression, from, to file.Idx) {
	for _, a := range list {
		if s, ok := a.(*ast.SpreadElement); ok {
			n.iterations = append(n.iterations, iteration{from, to, s.Expression, spreadArgument, place(s.Expression)})
		}
	}
}

func (n *indexer) spreads(x *ast.ArrayLiteral) {
	for _, item := range x.Value {
		if s, ok := item.(*ast.SpreadElement); ok {
			n.iterations = append(n.iterations, iteration{x.LeftBracket, x.RightBracket, s.Expression, spread, place(s.Expression)})
		}
	}
}

func (n *indexer) assignment(x *ast.AssignExpression) {
	switch left := x.Left.(type) {
	case *ast.DotExpression:
		n.set(left.Identifier.Idx, x)
	case *ast.BracketExpression:
		n.set(left.LeftBracket, x)
	case *ast.ObjectPattern:
		n.takenApart(left, x.Right, x.Right.Idx1())
	case *ast.ArrayPattern:
		kind := assignedPattern
		if left.Rest != nil && n.babel {
			kind = restPattern
		}
		n.iterations = append(n.iterations, iteration{left.LeftBracket, x.Right.Idx1(), x.Right, kind, left.LeftBracket})
	}
}

func (n *indexer) set(at file.Idx, x *ast.AssignExpression) {
	a := n.members[at]
	a.set = x.Operator == token.ASSIGN
	a.updated = !a.set
	n.members[at] = a
}

func (n *indexer) binding(b *ast.Binding) {
	to := b.Target.Idx0()
	if b.Initializer != nil {
		to = b.Initializer.Idx1()
	}
	n.takenApart(b.Target, b.Initializer, to)
}

func (n *indexer) takenApart(target ast.BindingTarget, source ast.Expression, to file.Idx) {
	switch p := target.(type) {
	case *ast.ObjectPattern:
		n.patterns = append(n.patterns, pattern{from: p.LeftBrace, to: max(to, p.RightBrace), pattern: p, source: source})
		n.within(p)
		if n.babel {
			n.nestedLists(p, p.LeftBrace, max(to, p.RightBrace))
		}
	case *ast.ArrayPattern:
		kind := arrayPattern
		if source == nil {
			kind = parameterPattern
		}
		if p.Rest != nil {
			kind = restPattern
		}
		n.iterations = append(n.iterations, iteration{p.LeftBracket, max(to, p.RightBracket), source, kind, p.LeftBracket})
		for _, element := range p.Elements {
			if x, ok := element.(*ast.AssignExpression); ok {
				element = x.Left
			}
			if inner, ok := element.(ast.BindingTarget); ok && isPattern(inner) {
				before := len(n.patterns)
				n.takenApart(inner, nil, inner.Idx1())
				if len(n.patterns) > before {
					n.patterns[before].element = true
				}
			}
		}
	}
}

// within finds the patterns within one.
func (n *indexer) within(p *ast.ObjectPattern) {
	for _, property := range p.Properties {
		if keyed, ok := property.(*ast.PropertyKeyed); ok {
			value := keyed.Value
			if x, ok := value.(*ast.AssignExpression); ok {
				value = x.Left
			}
			if inner, ok := value.(*ast.ObjectPattern); ok {
				n.nested[inner.LeftBrace] = inner
				n.within(inner)
			}
		}
	}
}

// nestedLists are the lists that a pattern, or one within it, takes apart;
// whose faults lie in a range.
func (n *indexer) nestedLists(p *ast.ObjectPattern, from, to file.Idx) {
	for _, property := range p.Properties {
		keyed, ok := property.(*ast.PropertyKeyed)
		if !ok {
			continue
		}
		value := keyed.Value
		if x, ok := value.(*ast.AssignExpression); ok {
			value = x.Left
		}
		switch inner := value.(type) {
		case *ast.ObjectPattern:
			n.nestedLists(inner, from, to)
		case *ast.ArrayPattern:
			kind := parameterPattern
			if inner.Rest != nil {
				kind = restPattern
			}
			n.iterations = append(n.iterations, iteration{from, to, nil, kind, inner.LeftBracket})
		}
	}
}

func (n *indexer) statement(s ast.Statement) {
	if try, ok := s.(*ast.TryStatement); ok && try.Catch != nil && try.Catch.Parameter != nil {
		n.takenApart(try.Catch.Parameter, &ast.Identifier{Name: ".catch"}, try.Catch.Parameter.Idx1())
	}
	if loopOf, ok := s.(*ast.ForOfStatement); ok {
		to := loopOf.Source.Idx1()
		n.iterations = append(n.iterations, iteration{loopOf.For, to, loopOf.Source, loop, place(loopOf.Source)})
		if into, ok := loopOf.Into.(*ast.ForDeclaration); ok {
			// V8 shows its own name for the item.
			n.takenApart(into.Target, &ast.Identifier{Name: ".for"}, into.Target.Idx1())
		}
	}
}

// innermost returns the smallest range that holds a position.
func innermost[T any](list []T, bounds func(T) (from, to file.Idx), at file.Idx) (T, bool) {
	var found []T
	for _, x := range list {
		if from, to := bounds(x); from <= at && at <= to {
			found = append(found, x)
		}
	}
	if len(found) == 0 {
		var none T
		return none, false
	}
	return slices.MinFunc(found, func(a, b T) int {
		fromA, toA := bounds(a)
		fromB, toB := bounds(b)
		return cmp.Compare(toA-fromA, toB-fromB)
	}), true
}
