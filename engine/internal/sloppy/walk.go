package sloppy

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"
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
	var functions []blockFunction
	l := &lowering{strict: strict, methods: &Methods{file: program.File}, owner: &program.DeclarationList, blockFunctions: &functions}
	if !strict {
		l.this = moduleThis
	}
	l.statements(program.Body)
	hoist(program, functions)
	return l.methods
}

// Unstrict takes the meaning from a "use strict" at the top of the program: in
// Rocket.Chat code of its own stood before the script.
func Unstrict(program *ast.Program) {
	program.Body = append([]ast.Statement{&ast.EmptyStatement{Semicolon: 1}}, program.Body...)
}

// A lowering walks a tree and replaces what has to be.
type lowering struct {
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

func (l *lowering) statements(list []ast.Statement) {
	for i, s := range list {
		list[i] = l.statement(s)
	}
}

// statement walks a statement and returns it, or what takes its place.
func (l *lowering) statement(s ast.Statement) ast.Statement {
	switch s := s.(type) {
	case *ast.BlockStatement:
		l.nested(&s.List)
	case *ast.ExpressionStatement:
		l.replace(&s.Expression)
	case *ast.ReturnStatement:
		l.replace(&s.Argument)
		if l.this == derivedThis && !l.inArrow {
			s.Argument = at(s.Return).result(s.Argument)
		}
	case *ast.ThrowStatement:
		l.replace(&s.Argument)
	case *ast.VariableStatement:
		l.bindings(s.List)
	case *ast.LexicalDeclaration:
		l.bindings(s.List)
	case *ast.FunctionDeclaration:
		l.function(s.Function)
	case *ast.ClassDeclaration:
		return l.declaration(s)
	case *ast.IfStatement:
		l.replace(&s.Test)
		l.branch(&s.Consequent)
		l.branch(&s.Alternate)
	case *ast.LabelledStatement:
		s.Statement = l.statement(s.Statement)
	case *ast.SwitchStatement:
		l.replace(&s.Discriminant)
		for _, c := range s.Body {
			l.replace(&c.Test)
			l.nested(&c.Consequent)
		}
	case *ast.TryStatement:
		l.try(s)
	case *ast.WithStatement:
		l.replace(&s.Object)
		s.Body = l.statement(s.Body)
	default:
		l.loop(s)
	}
	return s
}

func (l *lowering) block(b *ast.BlockStatement) {
	if b != nil {
		l.statements(b.List)
	}
}

func (l *lowering) try(s *ast.TryStatement) {
	l.nested(&s.Body.List)
	if s.Catch != nil {
		l.target(s.Catch.Parameter)
		l.nested(&s.Catch.Body.List)
	}
	if s.Finally != nil {
		l.nested(&s.Finally.List)
	}
}

func (l *lowering) loop(s ast.Statement) {
	switch s := s.(type) {
	case *ast.DoWhileStatement:
		s.Body = l.statement(s.Body)
		l.replace(&s.Test)
	case *ast.WhileStatement:
		l.replace(&s.Test)
		s.Body = l.statement(s.Body)
	case *ast.ForStatement:
		l.initializer(s.Initializer)
		l.replace(&s.Test)
		l.replace(&s.Update)
		s.Body = l.statement(s.Body)
	case *ast.ForInStatement:
		l.into(s.Into)
		l.replace(&s.Source)
		s.Body = l.statement(s.Body)
	case *ast.ForOfStatement:
		l.into(s.Into)
		l.replace(&s.Source)
		s.Body = l.statement(s.Body)
	}
}

func (l *lowering) initializer(i ast.ForLoopInitializer) {
	switch i := i.(type) {
	case *ast.ForLoopInitializerExpression:
		l.replace(&i.Expression)
	case *ast.ForLoopInitializerVarDeclList:
		l.bindings(i.List)
	case *ast.ForLoopInitializerLexicalDecl:
		l.bindings(i.LexicalDeclaration.List)
	}
}

func (l *lowering) into(i ast.ForInto) {
	switch i := i.(type) {
	case *ast.ForIntoVar:
		l.binding(i.Binding)
	case *ast.ForDeclaration:
		l.target(i.Target)
	case *ast.ForIntoExpression:
		l.replace(&i.Expression)
	}
}

func (l *lowering) bindings(list []*ast.Binding) {
	for _, b := range list {
		l.binding(b)
	}
}

func (l *lowering) binding(b *ast.Binding) {
	l.target(b.Target)
	l.named(&b.Initializer, nameOf(b.Target))
}

func (l *lowering) target(t ast.BindingTarget) {
	switch t := t.(type) {
	case *ast.ObjectPattern:
		l.objectPattern(t)
	case *ast.ArrayPattern:
		l.arrayPattern(t)
	}
}

func (l *lowering) objectPattern(p *ast.ObjectPattern) {
	l.properties(p.Properties)
	l.replace(&p.Rest)
}

func (l *lowering) arrayPattern(p *ast.ArrayPattern) {
	l.expressions(p.Elements)
	l.replace(&p.Rest)
}

func (l *lowering) function(f *ast.FunctionLiteral) {
	l.within(ownThis, func() {
		l.owner = &f.DeclarationList
		l.parameters(f.ParameterList)
		l.block(f.Body)
	})
}

func (l *lowering) arrow(f *ast.ArrowFunctionLiteral) {
	inArrow, owner := l.inArrow, l.owner
	l.inArrow, l.owner = true, &f.DeclarationList
	l.parameters(f.ParameterList)
	switch body := f.Body.(type) {
	case *ast.BlockStatement:
		l.block(body)
	case *ast.ExpressionBody:
		l.replace(&body.Expression)
	}
	l.inArrow, l.owner = inArrow, owner
}

func (l *lowering) parameters(p *ast.ParameterList) {
	if p != nil {
		l.bindings(p.List)
		l.replace(&p.Rest)
	}
}

func (l *lowering) expressions(list []ast.Expression) {
	for i := range list {
		l.replace(&list[i])
	}
}

func (l *lowering) properties(list []ast.Property) {
	for _, p := range list {
		switch p := p.(type) {
		case *ast.PropertyShort:
			l.named(&p.Initializer, p.Name.Name)
		case *ast.PropertyKeyed:
			l.replace(&p.Key)
			l.named(&p.Value, keyText(p.Key))
		case *ast.SpreadElement:
			l.replace(&p.Expression)
		}
	}
}

// named is replace for what gives its name to an anonymous class.
func (l *lowering) named(e *ast.Expression, name unistring.String) {
	if c, ok := (*e).(*ast.ClassLiteral); ok {
		*e = l.class(c, name)
		return
	}
	l.replace(e)
}

// nameOf is the name that a binding or an assignment gives.
func nameOf(target ast.Expression) unistring.String {
	if id, ok := target.(*ast.Identifier); ok {
		return id.Name
	}
	return ""
}

// keyText is the text of a key that is written down.
func keyText(key ast.Expression) unistring.String {
	if s, ok := key.(*ast.StringLiteral); ok {
		return s.Value
	}
	return ""
}

// replace walks an expression and puts in its place what has to be there.
func (l *lowering) replace(e *ast.Expression) {
	switch x := (*e).(type) {
	case *ast.ThisExpression:
		*e = l.thisExpression(x)
	case *ast.ClassLiteral:
		*e = l.class(x, "")
	case *ast.CallExpression:
		*e = l.call(x)
	case *ast.SuperExpression:
		*e = l.superObject(x)
	case *ast.DotExpression:
		l.replace(&x.Left)
	case *ast.PrivateDotExpression:
		*e = l.privateMember(x)
	case *ast.BracketExpression:
		l.replace(&x.Left)
		l.replace(&x.Member)
	case *ast.AssignExpression:
		l.replace(&x.Left)
		l.named(&x.Right, assignedName(x))
	case *ast.FunctionLiteral:
		l.methods.nameless(x)
		l.function(x)
	case *ast.ArrowFunctionLiteral:
		l.methods.nameless(x)
		l.arrow(x)
	default:
		l.operands(x)
	}
}

// assignedName is the name that an assignment gives to an anonymous class.
func assignedName(x *ast.AssignExpression) unistring.String {
	switch x.Operator {
	case token.ASSIGN, token.LOGICAL_AND, token.LOGICAL_OR, token.COALESCE:
		return nameOf(x.Left)
	}
	return ""
}

// operands walks expressions that stay what they are.
func (l *lowering) operands(e ast.Expression) {
	switch x := e.(type) {
	case *ast.BinaryExpression:
		if p, private := x.Left.(*ast.PrivateIdentifier); private && l.declares(p.Name) {
			x.Left, x.Operator = privateName(p), token.IN // goja's parser leaves the operator out
		}
		l.replace(&x.Left)
		l.replace(&x.Right)
	case *ast.UnaryExpression:
		l.replace(&x.Operand)
	case *ast.ConditionalExpression:
		l.replace(&x.Test)
		l.replace(&x.Consequent)
		l.replace(&x.Alternate)
	case *ast.SequenceExpression:
		l.expressions(x.Sequence)
	case *ast.NewExpression:
		l.replace(&x.Callee)
		l.expressions(x.ArgumentList)
	case *ast.YieldExpression:
		l.replace(&x.Argument)
	case *ast.AwaitExpression:
		l.replace(&x.Argument)
	case *ast.OptionalChain:
		l.replace(&x.Expression)
	case *ast.Optional:
		l.replace(&x.Expression)
	case *ast.SpreadElement:
		l.replace(&x.Expression)
	case *ast.TemplateLiteral:
		l.replace(&x.Tag)
		l.expressions(x.Expressions)
	case *ast.Binding:
		l.binding(x)
	default:
		l.literal(x)
	}
}

func (l *lowering) literal(e ast.Expression) {
	switch x := e.(type) {
	case *ast.ArrayLiteral:
		l.expressions(x.Value)
	case *ast.ObjectLiteral:
		l.properties(x.Value)
	case *ast.ArrayPattern:
		l.arrayPattern(x)
	case *ast.ObjectPattern:
		l.objectPattern(x)
	}
}
