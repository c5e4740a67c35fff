package sloppy

import (
	"strconv"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/unistring"

	"rocketscript/engine/internal/treewalk"
)

// nameless is what Babel called a class that nothing gives a name.
const nameless = "_class"

// declaration makes let of a class declaration.
func (l *lowering) declaration(s *ast.ClassDeclaration) ast.Statement {
	name := s.Class.Name
	value := l.class(s.Class, "")
	if c, same := value.(*ast.ClassLiteral); same {
		s.Class = c
		return s
	}
	return at(s.Class.Class).declare(name, value)
}

// class returns what takes the place of a class. hint is the name that a class
// without one gets from where it stands.
func (l *lowering) class(c *ast.ClassLiteral, hint unistring.String) ast.Expression {
	l.methods.of(c, hint)
	private, ok := declaredPrivately(c)
	if !ok || l.strict {
		l.keep(c) // one that is not ok is for the compiler to refuse
		return c
	}
	l.private = append(l.private, private)
	defer func() { l.private = l.private[:len(l.private)-1] }()
	place := at(c.Class)
	lc := &loweredClass{lowering: l, at: place, literal: c, params: place.parameters()}
	lc.evaluateOutside()
	lc.takeMembers()
	return place.call(place.arrow(lc.params, lc.body(hint)...), lc.args...)
}

// keep walks a class that stays strict, for the classes within.
func (l *lowering) keep(c *ast.ClassLiteral) {
	c.SuperClass = l.walker.Replace(c.SuperClass)
	outside := l.inStrictClass
	l.inStrictClass = true
	defer func() { l.inStrictClass = outside }()
	for _, element := range c.Body {
		switch element := element.(type) {
		case *ast.FieldDefinition:
			element.Key = l.walker.Replace(element.Key)
			l.within(ownThis, func() { element.Initializer = l.walker.Named(element.Initializer, treewalk.KeyText(element.Key)) })
		case *ast.MethodDefinition:
			element.Key = l.walker.Replace(element.Key)
			l.function(element.Body)
		case *ast.ClassStaticBlock:
			l.within(ownThis, func() { l.walker.Block(element.Block) })
		}
	}
}

// A loweredClass is a class on its way to a function.
type loweredClass struct {
	*lowering
	at      at
	literal *ast.ClassLiteral
	// params and args are those of the arrow function that makes the class:
	// the parent and the computed keys are evaluated outside of it, where this,
	// yield and await mean what they meant.
	params *ast.ParameterList
	args   []ast.Expression

	constructor     *ast.MethodDefinition
	members, static []ast.Property
	// fields run when an instance is made, statics when the class is.
	fields, statics []ast.Statement
}

func (c *loweredClass) derived() bool { return c.literal.SuperClass != nil }

// pass evaluates an expression outside and returns the name it has inside.
func (c *loweredClass) pass(name unistring.String, e ast.Expression) {
	c.params.List = append(c.params.List, &ast.Binding{Target: at(e.Idx0()).name(name)})
	c.args = append(c.args, e)
}

// evaluateOutside passes the parent and the computed keys, in their order.
func (c *loweredClass) evaluateOutside() {
	if c.derived() {
		c.literal.SuperClass = c.walker.Replace(c.literal.SuperClass)
		c.pass(parentName, c.literal.SuperClass)
	}
	for _, element := range c.literal.Body {
		switch element := element.(type) {
		case *ast.FieldDefinition:
			c.passKey(&element.Key, element.Computed)
		case *ast.MethodDefinition:
			c.passKey(&element.Key, element.Computed)
		}
	}
}

func (c *loweredClass) passKey(key *ast.Expression, computed bool) {
	if !computed {
		return
	}
	if _, plain := (*key).(*ast.StringLiteral); plain {
		return
	}
	*key = c.walker.Replace(*key)
	name := unistring.String(keyName + strconv.Itoa(len(c.args)))
	place := at((*key).Idx0())
	c.pass(name, place.help("key", *key))
	*key = place.name(name)
}

func (c *loweredClass) takeMembers() {
	for _, element := range c.literal.Body {
		switch element := element.(type) {
		case *ast.FieldDefinition:
			c.takeField(element)
		case *ast.MethodDefinition:
			c.takeMethod(element)
		case *ast.ClassStaticBlock:
			c.takeBlock(element)
		}
	}
}

func (c *loweredClass) takeField(f *ast.FieldDefinition) {
	c.within(ownThis, func() { f.Initializer = c.walker.Named(f.Initializer, treewalk.KeyText(f.Key)) })
	place := at(f.Idx)
	value := f.Initializer
	if value == nil {
		value = place.undefined()
	}
	define, key := unistring.String("field"), f.Key
	if p, private := key.(*ast.PrivateIdentifier); private {
		define, key = "hide", privateName(p)
	}
	statement := place.statement(place.help(define, place.this(), key, value))
	if f.Static {
		c.statics = append(c.statics, statement)
	} else {
		c.fields = append(c.fields, statement)
	}
}

func (c *loweredClass) takeMethod(m *ast.MethodDefinition) {
	if !m.Static && !m.Computed && treewalk.KeyText(m.Key) == "constructor" && c.constructor == nil {
		c.constructor = m
		return
	}
	c.function(m.Body)
	// An object literal takes a key __proto__ that is not computed for more.
	member := &ast.PropertyKeyed{Key: m.Key, Kind: m.Kind, Value: m.Body, Computed: m.Computed || treewalk.KeyText(m.Key) == "__proto__"}
	if p, private := m.Key.(*ast.PrivateIdentifier); private {
		member.Key, member.Computed = privateName(p), true
	}
	if m.Static {
		c.static = append(c.static, member)
	} else {
		c.members = append(c.members, member)
	}
}

// takeBlock makes a function of a static block, for its variables.
func (c *loweredClass) takeBlock(b *ast.ClassStaticBlock) {
	c.within(ownThis, func() {
		c.owner = &b.DeclarationList
		c.walker.Block(b.Block)
	})
	place := at(b.Static)
	f := place.function(place.parameters())
	f.Body, f.Source, f.DeclarationList = b.Block, b.Source, b.DeclarationList
	c.statics = append(c.statics, place.statement(place.help("run", place.this(), place.initializer(f))))
}

// staticInitializer and instanceInitializer are V8's names for the functions
// that fields are evaluated in.
const (
	staticInitializer   = "<static_initializer>"
	instanceInitializer = "<instance_members_initializer>"
)

// initializer is an object with one method, which so knows super.
func (i at) initializer(f *ast.FunctionLiteral) ast.Expression {
	return i.object(i.member(staticInitializer, ast.PropertyKindMethod, f))
}

// body is that of the function that makes the class.
func (c *loweredClass) body(hint unistring.String) []ast.Statement {
	statements := append(c.privateNames(), c.constructorStatements(hint)...)
	define := []ast.Expression{
		c.at.name(selfName),
		c.at.object(append([]ast.Property{c.at.member("constructor", ast.PropertyKindValue, c.at.name(selfName))}, c.members...)...),
		c.at.object(c.static...),
	}
	if c.derived() {
		define = append(define, c.at.name(parentName))
	}
	statements = append(statements, c.at.statement(c.at.help("define", define...)))
	if len(c.fields) > 0 {
		f := c.at.function(c.at.parameters(), c.fields...)
		home := c.at.object(c.at.member(instanceInitializer, ast.PropertyKindMethod, f))
		statements = append(statements, c.at.let(fieldsName, c.at.help("initializer", c.at.name(selfName), home)))
	}
	if len(c.statics) > 0 {
		f := c.at.function(c.at.parameters(), c.statics...)
		statements = append(statements, c.at.statement(c.at.help("run", c.at.name(selfName), c.at.initializer(f))))
	}
	return append(statements, c.at.giveBack(c.at.name(selfName)))
}
