// Package treewalk goes over the syntax tree of a script and lets what stands in
// it be replaced.
package treewalk

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"
)

// A Walker goes over a tree. Each function may be nil. Those that begin with
// Enter see a node before what is in it: when they return true, what they
// returned stands in its place, and nothing in it is walked. The others see a
// node after what is in it.
type Walker struct {
	// EnterExpression is also given the name that the place of the expression
	// gives to a function or class without one; "" when it gives none.
	EnterExpression func(x ast.Expression, name unistring.String) (ast.Expression, bool)
	EnterStatement  func(ast.Statement) (ast.Statement, bool)
	// EnterBlock sees the statements of every block that is not the body of a
	// function.
	EnterBlock func(list *[]ast.Statement)
	// Expression returns what is to stand in an expression's place.
	Expression func(ast.Expression) ast.Expression
	// Binding sees every declared or parameter binding.
	Binding func(*ast.Binding)
	// Statement sees every statement.
	Statement func(ast.Statement)
	// Into sees every function before its body, OutOf after what is in it.
	Into, OutOf func(ast.Node)
}

// Walk goes over the body of a script.
func (w *Walker) Walk(tree *ast.Program) { w.statements(tree.Body) }

// Block goes over the body of a function, or what runs like one.
func (w *Walker) Block(b *ast.BlockStatement) { w.statements(b.List) }

// Named goes over an expression that stands where functions and classes get
// this name, and returns what is to stand in its place; nil stays nil.
func (w *Walker) Named(x ast.Expression, name unistring.String) ast.Expression {
	if x == nil {
		return nil
	}
	if w.EnterExpression != nil {
		if replacement, done := w.EnterExpression(x, name); done {
			return replacement
		}
	}
	w.Within(x)
	if w.Expression != nil {
		return w.Expression(x)
	}
	return x
}

// Replace is Named of an expression where none gets a name.
func (w *Walker) Replace(x ast.Expression) ast.Expression { return w.Named(x, "") }

// ReplaceAll is Replace of every expression of a list.
func (w *Walker) ReplaceAll(list []ast.Expression) {
	for i := range list {
		list[i] = w.Replace(list[i])
	}
}

func (w *Walker) statements(list []ast.Statement) {
	for i, s := range list {
		list[i] = w.stmt(s)
	}
}

func (w *Walker) block(list *[]ast.Statement) {
	if w.EnterBlock != nil {
		w.EnterBlock(list)
	}
	w.statements(*list)
}

// NameOf is the name that a declaration of or an assignment to a target gives
// to a function or class without one.
func NameOf(target ast.Expression) unistring.String {
	if id, ok := target.(*ast.Identifier); ok {
		return id.Name
	}
	return ""
}

// KeyText is the text of a key that is written down.
func KeyText(key ast.Expression) unistring.String {
	if s, ok := key.(*ast.StringLiteral); ok {
		return s.Value
	}
	return ""
}

// assignedName is NameOf for an assignment: not every operator gives names.
func assignedName(x *ast.AssignExpression) unistring.String {
	switch x.Operator {
	case token.ASSIGN, token.LOGICAL_AND, token.LOGICAL_OR, token.COALESCE:
		return NameOf(x.Left)
	}
	return ""
}

// Within goes over what is in an expression.
func (w *Walker) Within(x ast.Expression) {
	switch x := x.(type) {
	case *ast.AssignExpression:
		x.Left = w.Replace(x.Left)
		x.Right = w.Named(x.Right, assignedName(x))
	case *ast.BinaryExpression:
		x.Left, x.Right = w.Replace(x.Left), w.Replace(x.Right)
	case *ast.BracketExpression:
		x.Left, x.Member = w.Replace(x.Left), w.Replace(x.Member)
	case *ast.DotExpression:
		x.Left = w.Replace(x.Left)
	case *ast.PrivateDotExpression:
		x.Left = w.Replace(x.Left)
	case *ast.CallExpression:
		x.Callee = w.Replace(x.Callee)
		w.ReplaceAll(x.ArgumentList)
	case *ast.NewExpression:
		x.Callee = w.Replace(x.Callee)
		w.ReplaceAll(x.ArgumentList)
	case *ast.ConditionalExpression:
		x.Test, x.Consequent, x.Alternate = w.Replace(x.Test), w.Replace(x.Consequent), w.Replace(x.Alternate)
	case *ast.UnaryExpression:
		x.Operand = w.Replace(x.Operand)
	case *ast.AwaitExpression:
		x.Argument = w.Replace(x.Argument)
	case *ast.YieldExpression:
		x.Argument = w.Replace(x.Argument)
	case *ast.OptionalChain:
		x.Expression = w.Replace(x.Expression)
	case *ast.Optional:
		x.Expression = w.Replace(x.Expression)
	case *ast.SpreadElement:
		x.Expression = w.Replace(x.Expression)
	case *ast.SequenceExpression:
		w.ReplaceAll(x.Sequence)
	case *ast.ArrayLiteral:
		w.ReplaceAll(x.Value)
	case *ast.TemplateLiteral:
		x.Tag = w.Replace(x.Tag)
		w.ReplaceAll(x.Expressions)
	default:
		w.compound(x)
	}
}

// compound is Within for what holds properties, bindings or statements.
func (w *Walker) compound(x ast.Expression) {
	switch x := x.(type) {
	case *ast.ObjectLiteral:
		w.properties(x.Value)
	case *ast.ObjectPattern:
		w.properties(x.Properties)
		x.Rest = w.Replace(x.Rest)
	case *ast.ArrayPattern:
		w.ReplaceAll(x.Elements)
		x.Rest = w.Replace(x.Rest)
	case *ast.FunctionLiteral:
		w.function(x)
	case *ast.ArrowFunctionLiteral:
		w.arrow(x)
	case *ast.ClassLiteral:
		w.class(x)
	case *ast.Binding: // an element of a pattern with a default
		w.bind(x)
	}
}

func (w *Walker) properties(list []ast.Property) {
	for _, p := range list {
		switch p := p.(type) {
		case *ast.PropertyKeyed:
			if p.Computed {
				p.Key = w.Replace(p.Key)
			}
			p.Value = w.Named(p.Value, KeyText(p.Key))
		case *ast.PropertyShort:
			p.Initializer = w.Named(p.Initializer, p.Name.Name)
		case *ast.SpreadElement:
			p.Expression = w.Replace(p.Expression)
		}
	}
}

func (w *Walker) enter(n ast.Node) {
	if w.Into != nil {
		w.Into(n)
	}
}

func (w *Walker) leave(n ast.Node) {
	if w.OutOf != nil {
		w.OutOf(n)
	}
}

func (w *Walker) function(x *ast.FunctionLiteral) {
	w.Parameters(x.ParameterList)
	w.enter(x)
	if x.Body != nil {
		w.Block(x.Body)
	}
	w.leave(x)
}

func (w *Walker) arrow(x *ast.ArrowFunctionLiteral) {
	w.Parameters(x.ParameterList)
	w.enter(x)
	switch body := x.Body.(type) {
	case *ast.BlockStatement:
		w.Block(body)
	case *ast.ExpressionBody:
		body.Expression = w.Replace(body.Expression)
	}
	w.leave(x)
}

// Parameters goes over the parameters of a function.
func (w *Walker) Parameters(list *ast.ParameterList) {
	if list == nil {
		return
	}
	w.bindings(list.List)
	list.Rest = w.Replace(list.Rest)
}

func (w *Walker) bindings(list []*ast.Binding) {
	for _, b := range list {
		w.bind(b)
	}
}

func (w *Walker) bind(b *ast.Binding) {
	w.target(b.Target)
	b.Initializer = w.Named(b.Initializer, NameOf(b.Target))
	if w.Binding != nil {
		w.Binding(b)
	}
}

// target walks a pattern; a plain name is nothing to walk.
func (w *Walker) target(t ast.BindingTarget) {
	if t != nil {
		w.Within(t)
	}
}

func (w *Walker) class(x *ast.ClassLiteral) {
	x.SuperClass = w.Replace(x.SuperClass)
	for _, element := range x.Body {
		switch m := element.(type) {
		case *ast.MethodDefinition:
			if m.Computed {
				m.Key = w.Replace(m.Key)
			}
			w.Within(m.Body)
		case *ast.FieldDefinition:
			if m.Computed {
				m.Key = w.Replace(m.Key)
			}
			m.Initializer = w.Named(m.Initializer, KeyText(m.Key))
		case *ast.ClassStaticBlock:
			w.Block(m.Block)
		}
	}
}

// stmt walks a statement and returns what is to stand in its place.
func (w *Walker) stmt(s ast.Statement) ast.Statement {
	if s == nil {
		return nil
	}
	if w.EnterStatement != nil {
		if replacement, done := w.EnterStatement(s); done {
			return replacement
		}
	}
	w.parts(s)
	if w.Statement != nil {
		w.Statement(s)
	}
	return s
}

func (w *Walker) parts(s ast.Statement) {
	switch s := s.(type) {
	case *ast.BlockStatement:
		w.block(&s.List)
	case *ast.ExpressionStatement:
		s.Expression = w.Replace(s.Expression)
	case *ast.ReturnStatement:
		s.Argument = w.Replace(s.Argument)
	case *ast.ThrowStatement:
		s.Argument = w.Replace(s.Argument)
	case *ast.VariableStatement:
		w.bindings(s.List)
	case *ast.LexicalDeclaration:
		w.bindings(s.List)
	case *ast.FunctionDeclaration:
		w.Within(s.Function)
	case *ast.ClassDeclaration:
		w.Within(s.Class)
	case *ast.IfStatement:
		s.Test = w.Replace(s.Test)
		s.Consequent = w.stmt(s.Consequent)
		s.Alternate = w.stmt(s.Alternate)
	case *ast.LabelledStatement:
		s.Statement = w.stmt(s.Statement)
	case *ast.WithStatement:
		s.Object = w.Replace(s.Object)
		s.Body = w.stmt(s.Body)
	default:
		w.branching(s)
	}
}

// branching is parts of loops, switch and try.
func (w *Walker) branching(s ast.Statement) {
	switch s := s.(type) {
	case *ast.WhileStatement:
		s.Test = w.Replace(s.Test)
		s.Body = w.stmt(s.Body)
	case *ast.DoWhileStatement:
		s.Test = w.Replace(s.Test)
		s.Body = w.stmt(s.Body)
	case *ast.ForStatement:
		w.initializer(s.Initializer)
		s.Test, s.Update = w.Replace(s.Test), w.Replace(s.Update)
		s.Body = w.stmt(s.Body)
	case *ast.ForInStatement:
		w.forInto(s.Into)
		s.Source = w.Replace(s.Source)
		s.Body = w.stmt(s.Body)
	case *ast.ForOfStatement:
		w.forInto(s.Into)
		s.Source = w.Replace(s.Source)
		s.Body = w.stmt(s.Body)
	case *ast.SwitchStatement:
		s.Discriminant = w.Replace(s.Discriminant)
		for _, c := range s.Body {
			c.Test = w.Replace(c.Test)
			w.block(&c.Consequent)
		}
	case *ast.TryStatement:
		w.try(s)
	}
}

func (w *Walker) try(s *ast.TryStatement) {
	w.block(&s.Body.List)
	if s.Catch != nil {
		w.target(s.Catch.Parameter)
		w.block(&s.Catch.Body.List)
	}
	if s.Finally != nil {
		w.block(&s.Finally.List)
	}
}

func (w *Walker) initializer(i ast.ForLoopInitializer) {
	switch i := i.(type) {
	case *ast.ForLoopInitializerExpression:
		i.Expression = w.Replace(i.Expression)
	case *ast.ForLoopInitializerVarDeclList:
		w.bindings(i.List)
	case *ast.ForLoopInitializerLexicalDecl:
		w.bindings(i.LexicalDeclaration.List)
	}
}

func (w *Walker) forInto(i ast.ForInto) {
	switch i := i.(type) {
	case *ast.ForIntoVar:
		w.bind(i.Binding)
	case *ast.ForDeclaration:
		w.target(i.Target)
	case *ast.ForIntoExpression:
		i.Expression = w.Replace(i.Expression)
	}
}
