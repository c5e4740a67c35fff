// Package treewalk goes over the syntax tree of a script and lets what stands in
// it be replaced.
package treewalk

import "github.com/dop251/goja/ast"

// A Walker goes over a tree, innermost nodes first. Each function may be nil.
type Walker struct {
	// Expression returns what is to stand in an expression's place.
	Expression func(ast.Expression) ast.Expression
	// Binding sees every declared or parameter binding.
	Binding func(*ast.Binding)
	// Statement sees every statement.
	Statement func(ast.Statement)
	// OutOf sees every function after what is in it.
	OutOf func(ast.Node)
}

// Walk goes over the body of a script.
func (w *Walker) Walk(tree *ast.Program) { w.statements(tree.Body) }

func (w *Walker) statements(list []ast.Statement) {
	for _, s := range list {
		w.stmt(s)
	}
}

// e walks an expression and returns its replacement; nil stays nil.
func (w *Walker) e(x ast.Expression) ast.Expression {
	if x == nil {
		return nil
	}
	w.children(x)
	if w.Expression != nil {
		return w.Expression(x)
	}
	return x
}

func (w *Walker) list(xs []ast.Expression) {
	for i := range xs {
		xs[i] = w.e(xs[i])
	}
}

func (w *Walker) children(x ast.Expression) {
	switch x := x.(type) {
	case *ast.AssignExpression:
		x.Left, x.Right = w.e(x.Left), w.e(x.Right)
	case *ast.BinaryExpression:
		x.Left, x.Right = w.e(x.Left), w.e(x.Right)
	case *ast.BracketExpression:
		x.Left, x.Member = w.e(x.Left), w.e(x.Member)
	case *ast.DotExpression:
		x.Left = w.e(x.Left)
	case *ast.PrivateDotExpression:
		x.Left = w.e(x.Left)
	case *ast.CallExpression:
		x.Callee = w.e(x.Callee)
		w.list(x.ArgumentList)
	case *ast.NewExpression:
		x.Callee = w.e(x.Callee)
		w.list(x.ArgumentList)
	case *ast.ConditionalExpression:
		x.Test, x.Consequent, x.Alternate = w.e(x.Test), w.e(x.Consequent), w.e(x.Alternate)
	case *ast.UnaryExpression:
		x.Operand = w.e(x.Operand)
	case *ast.AwaitExpression:
		x.Argument = w.e(x.Argument)
	case *ast.YieldExpression:
		x.Argument = w.e(x.Argument)
	case *ast.OptionalChain:
		x.Expression = w.e(x.Expression)
	case *ast.Optional:
		x.Expression = w.e(x.Expression)
	case *ast.SpreadElement:
		x.Expression = w.e(x.Expression)
	case *ast.SequenceExpression:
		w.list(x.Sequence)
	case *ast.ArrayLiteral:
		w.list(x.Value)
	case *ast.TemplateLiteral:
		x.Tag = w.e(x.Tag)
		w.list(x.Expressions)
	default:
		w.compound(x)
	}
}

// compound is children of what holds properties, bindings or statements.
func (w *Walker) compound(x ast.Expression) {
	switch x := x.(type) {
	case *ast.ObjectLiteral:
		w.properties(x.Value)
	case *ast.ObjectPattern:
		w.properties(x.Properties)
		x.Rest = w.e(x.Rest)
	case *ast.ArrayPattern:
		w.list(x.Elements)
		x.Rest = w.e(x.Rest)
	case *ast.FunctionLiteral:
		w.function(x, x.ParameterList, x.Body)
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
				p.Key = w.e(p.Key)
			}
			p.Value = w.e(p.Value)
		case *ast.PropertyShort:
			p.Initializer = w.e(p.Initializer)
		case *ast.SpreadElement:
			p.Expression = w.e(p.Expression)
		}
	}
}

func (w *Walker) leave(n ast.Node) {
	if w.OutOf != nil {
		w.OutOf(n)
	}
}

func (w *Walker) function(n ast.Node, parameters *ast.ParameterList, body *ast.BlockStatement) {
	w.parameters(parameters)
	if body != nil {
		w.stmt(body)
	}
	w.leave(n)
}

func (w *Walker) arrow(x *ast.ArrowFunctionLiteral) {
	w.parameters(x.ParameterList)
	switch body := x.Body.(type) {
	case *ast.BlockStatement:
		w.stmt(body)
	case *ast.ExpressionBody:
		body.Expression = w.e(body.Expression)
	}
	w.leave(x)
}

func (w *Walker) parameters(list *ast.ParameterList) {
	if list == nil {
		return
	}
	w.bindings(list.List)
	list.Rest = w.e(list.Rest)
}

func (w *Walker) bindings(list []*ast.Binding) {
	for _, b := range list {
		w.bind(b)
	}
}

func (w *Walker) bind(b *ast.Binding) {
	w.target(b.Target)
	b.Initializer = w.e(b.Initializer)
	if w.Binding != nil {
		w.Binding(b)
	}
}

// target walks a pattern; a plain name is nothing to walk.
func (w *Walker) target(t ast.BindingTarget) {
	if t != nil {
		w.children(t)
	}
}

func (w *Walker) class(x *ast.ClassLiteral) {
	x.SuperClass = w.e(x.SuperClass)
	for _, element := range x.Body {
		switch m := element.(type) {
		case *ast.MethodDefinition:
			if m.Computed {
				m.Key = w.e(m.Key)
			}
			w.children(m.Body)
		case *ast.FieldDefinition:
			if m.Computed {
				m.Key = w.e(m.Key)
			}
			m.Initializer = w.e(m.Initializer)
		case *ast.ClassStaticBlock:
			w.stmt(m.Block)
		}
	}
}

func (w *Walker) stmt(s ast.Statement) {
	if s == nil {
		return
	}
	w.parts(s)
	if w.Statement != nil {
		w.Statement(s)
	}
}

func (w *Walker) parts(s ast.Statement) {
	switch s := s.(type) {
	case *ast.BlockStatement:
		w.statements(s.List)
	case *ast.ExpressionStatement:
		s.Expression = w.e(s.Expression)
	case *ast.ReturnStatement:
		s.Argument = w.e(s.Argument)
	case *ast.ThrowStatement:
		s.Argument = w.e(s.Argument)
	case *ast.VariableStatement:
		w.bindings(s.List)
	case *ast.LexicalDeclaration:
		w.bindings(s.List)
	case *ast.FunctionDeclaration:
		w.children(s.Function)
	case *ast.ClassDeclaration:
		w.children(s.Class)
	case *ast.IfStatement:
		s.Test = w.e(s.Test)
		w.stmt(s.Consequent)
		w.stmt(s.Alternate)
	case *ast.LabelledStatement:
		w.stmt(s.Statement)
	case *ast.WithStatement:
		s.Object = w.e(s.Object)
		w.stmt(s.Body)
	default:
		w.branching(s)
	}
}

// branching is parts of loops, switch and try.
func (w *Walker) branching(s ast.Statement) {
	switch s := s.(type) {
	case *ast.WhileStatement:
		s.Test = w.e(s.Test)
		w.stmt(s.Body)
	case *ast.DoWhileStatement:
		s.Test = w.e(s.Test)
		w.stmt(s.Body)
	case *ast.ForStatement:
		w.initializer(s.Initializer)
		s.Test, s.Update = w.e(s.Test), w.e(s.Update)
		w.stmt(s.Body)
	case *ast.ForInStatement:
		w.forInto(s.Into)
		s.Source = w.e(s.Source)
		w.stmt(s.Body)
	case *ast.ForOfStatement:
		w.forInto(s.Into)
		s.Source = w.e(s.Source)
		w.stmt(s.Body)
	case *ast.SwitchStatement:
		s.Discriminant = w.e(s.Discriminant)
		for _, c := range s.Body {
			c.Test = w.e(c.Test)
			w.statements(c.Consequent)
		}
	case *ast.TryStatement:
		w.try(s)
	}
}

func (w *Walker) try(s *ast.TryStatement) {
	w.stmt(s.Body)
	if s.Catch != nil {
		w.target(s.Catch.Parameter)
		w.stmt(s.Catch.Body)
	}
	if s.Finally != nil {
		w.stmt(s.Finally)
	}
}

func (w *Walker) initializer(i ast.ForLoopInitializer) {
	switch i := i.(type) {
	case *ast.ForLoopInitializerExpression:
		i.Expression = w.e(i.Expression)
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
		i.Expression = w.e(i.Expression)
	}
}
