package wording

import (
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
)

// to is a rule's result that is $-expanded from the match alone.
func to(template string) func(*reworder, []string) string {
	return func(_ *reworder, m []string) string {
		text := template
		for i := 1; i < len(m); i++ {
			text = strings.ReplaceAll(text, "$"+string(rune('0'+i)), m[i])
		}
		return text
	}
}

// unchanged is for messages that are V8's already.
func unchanged(r *reworder, _ []string) string { return r.Message }

// An entry of a table of rules; the pattern is of the whole message.
type entry struct {
	pattern string
	reword  func(*reworder, []string) string
}

func compile(table []entry) []rule {
	list := make([]rule, len(table))
	for i, t := range table {
		list[i] = rule{regexp.MustCompile(`(?s)^(?:` + t.pattern + `)$`), t.reword}
	}
	return list
}

// rules word what an instruction of the script raised.
var rules = sync.OnceValue(func() []rule {
	return compile([]entry{
		{`Cannot read property '(.*)' of undefined(?: or null)?`, (*reworder).reading},
		{`Object has no member '.*'`, (*reworder).called},
		{`Value is not an object: .*`, (*reworder).operand},
		{`Value is not callable: (.*)|Not a function: (.*)`, (*reworder).resolver},
		{`Cannot convert a Symbol value to a string`, (*reworder).symbolCalled},
		{`proxy target is not a function`, (*reworder).called},
		{`Proxy already revoked`, to("Cannot perform 'get' on a proxy that has been revoked")},
		{`.* is not a method|iterator\.next is missing or not a function`, (*reworder).badIterator},
		{`Invalid index (-\d+)`, (*reworder).badIndex},
		{`Byte length of (.*)`, to("byte length of $1")},
		{`Constructor TypedArray requires 'new'`, (*reworder).typedArray},
		{`Cannot write private member (.*) from (.*)`, to("Cannot write private member $1 to $2")},
		{`length is not writable`, to("Cannot assign to read only property 'length' of object '[object Array]'")},
		{`\[object Object\] is not extensible`, to("#<Object> is not extensible")},
		{`Value is not an object: .*|Value is not callable: .*|Not a function: .*`, (*reworder).called},
		{`(.*) is not a constructor|Value is not a constructor|Not a constructor.*`, (*reworder).called},
		{`Cannot convert undefined or null to object`, (*reworder).noObject},
		{`object is not iterable`, (*reworder).iterating},
		{`Value is not object coercible`, (*reworder).destructuring},
		{`Cannot access a variable before initialization`, (*reworder).tooEarly},
		{`Class constructor cannot be invoked without 'new'`, (*reworder).classCalled},
		{`Must call super constructor in derived class before .*`, to("Must call super constructor in derived class before accessing 'this' or returning from derived constructor")},
		{`Class extends value is not a constructor or null`, to("Class extends value undefined is not a constructor or null")},
		{`Cannot assign to read only property '(.*)'`, (*reworder).readOnly},
		{`Cannot delete property '(length|\d+)' of (.*)`, to("Cannot delete property '$1' of [object Array]")},
		{`Cannot delete property '(.*)' of (.*)`, to("Cannot delete property '$1' of #<Object>")},
		{`Cannot assign to read only property '(undefined|NaN|Infinity)'`, to("Cannot assign to read only property '$1' of object '[object Object]'")},
		{`Receiver is not an object: (.*)`, (*reworder).onPrimitive},
		{`prototype is not an object`, to("Function has non-object prototype 'undefined' in instanceof check")},
		{`Expecting a function in instanceof check, but got .*`, to("Right-hand side of 'instanceof' is not callable")},
		{`Unterminated group|Unterminated character class|Unmatched '\)'|Invalid regular expression \(re.*`, (*reworder).regularExpression},
		{`Constructor Promise requires 'new'`, to("Promise constructor cannot be invoked without 'new'")},
		{`Illegal generator state`, to("Generator is already running")},
		{`Could not convert .* to primitive`, to(notPrimitive)},
		{`Illegal generator state`, to("Generator is already running")},
		{`exponent must be positive`, to("undefined must be positive")}, // as V8 says
		{``, (*reworder).unnamed},
		{`SyntaxError: [^:]*: Line \d+:(\d+) (.*?)(?: \(and \d+ more errors\))?`, (*reworder).evaluated},
		{`SyntaxError: (.*) at <eval>:\d+:\d+`, to("$1")},
		{`Assignment to constant variable\.`, (*reworder).constant},
		{`Maximum call stack size exceeded|Cannot convert .*|Cannot mix BigInt .*|Assignment to constant variable\.|.* is not defined|Invalid array length|Division by zero`, unchanged},
		{`Cannot add property .*|Cannot define property .*|Cannot redefine property: .*|Invalid flags supplied .*|Cannot create proxy .*|Invalid time value`, unchanged},
	})
})

// nativeRules word what a built-in function raised.
var nativeRules = sync.OnceValue(func() []rule {
	return compile([]entry{
		{`SyntaxError: [^:]*: Line \d+:(\d+) (.*?)(?: \(and \d+ more errors\))?`, (*reworder).evaluated},
		{`SyntaxError: (.*) at <eval>:\d+:\d+`, to("$1")},
		{`Value is not an object: (undefined|null|true|false|-?[\d.e+]+|NaN|-?Infinity)`, (*reworder).argument},
		{`Value is not an object: (.*)`, (*reworder).argument},
		{`Value is not callable: \[object Object\]`, to("#<Object> is not a function")},
		{`Value is not callable: (.*)`, to("$1 is not a function")},
		{`((?:String|Number|Boolean)\.prototype\.\w+) is called on incompatible receiver`, (*reworder).wrongReceiver},
		{`Method ((?:String|Number|Boolean)\.prototype\.\w+) is called on incompatible receiver`, (*reworder).wrongReceiver},
		{`Illegal generator state`, to("Generator is already running")},
		{`Value is not callable: .*|Value is not an object: .*`, (*reworder).mapper},
		{`Invalid index (\d+)`, to("Invalid index : $1")},
		{`Value is not a number.*`, (*reworder).notNumber},
		{`\[object Object\] is not extensible`, to("#<Object> is not extensible")},
		{`Cannot delete property '(length|\d+)' of .*`, to("Cannot delete property '$1' of [object Array]")},
		{``, (*reworder).frozenItems},
		{`Source is too large`, to("offset is out of bounds")},
		{`Index \d+ is out of bounds`, to("Offset is outside the bounds of the DataView")},
		{`No initial value`, to("Reduce of empty array with no initial value")},
		{`Invalid count value`, (*reworder).count},
		{`toFixed\(\) precision must be between 0 and 100`, to("toFixed() digits argument must be between 0 and 100")},
		{`toExponential\(\) precision must be between 0 and 100`, to("toExponential() argument must be between 0 and 100")},
		{`toPrecision\(\) precision must be between 1 and 100`, to("toPrecision() argument must be between 1 and 100")},
		{`Malformed URI`, to("URI malformed")},
		{`Cannot convert .* to a BigInt`, (*reworder).notBigInt},
		{`Cannot convert (-?\d+\.\d+|NaN|-?Infinity) to a BigInt`, to("The number $1 cannot be converted to a BigInt because it is not an integer")},
		{`The normalization form should be one of NFC, NFD, NFKC, NFKD`, to("The normalization form should be one of NFC, NFD, NFKC, NFKD.")},
		{`RegExp doesn't have global flag set`, to("String.prototype.matchAll called with a non-global RegExp argument")},
		{`Value is not object coercible`, (*reworder).onNothing},
		{`Cannot convert undefined or null to object`, (*reworder).fromNothing},
		{`object is not iterable`, (*reworder).iteratingArgument},
		{`Could not convert .* to primitive`, to(notPrimitive)},
		{`Method .* called on incompatible receiver \[object Array\]`, unchanged},
		{`(Method .* called on incompatible receiver )\[object (.*)\]`, to("$1#<$2>")},
		{`Method (.*) is called on incompatible receiver`, (*reworder).receiver},
		{`Constructor Promise requires 'new'`, to("Promise constructor cannot be invoked without 'new'")},
		{`toString\(\) radix argument .*|Object\.defineProperty called on non-object|The comparison function .*|.* must not be a regular expression|String\.prototype\.replaceAll called .*`, unchanged},
		{`Object prototype may only .*|.* is not a function|Invalid code point .*|Invalid (time|date|code|DataView|typed).*|Method .* called on incompatible receiver .*`, unchanged},
		{`Cannot (assign to|delete) .*|Receiver is not .*|prototype is not.*`, func(*reworder, []string) string { return "" }},
	})
})

// evaluated words what eval and Function report of their text, which is known
// when it is written down.
func (r *reworder) evaluated(m []string) string {
	source := ""
	if x, ok := r.calls[r.at]; ok && r.print(x.Callee) == "eval" && len(x.ArgumentList) > 0 {
		if literal, ok := x.ArgumentList[0].(*ast.StringLiteral); ok {
			source = literal.Value.String()
		}
	}
	column, _ := strconv.Atoi(m[1]) // digits, by the expression
	if source != "" && column <= len(source)+1 {
		message, _ := Syntax(source, m[2], column-1)
		return message
	}
	if text, ok := strings.CutPrefix(m[2], "Unexpected token "); ok && text != "ILLEGAL" {
		return "Unexpected token '" + text + "'"
	}
	return strings.Replace(m[2], "Unexpected token ILLEGAL", "Invalid or unexpected token", 1)
}

// argument words a built-in's complaint about what it was given.
func (r *reworder) argument(m []string) string {
	switch r.Native {
	case "fromEntries", "Map", "WeakMap":
		return "Iterator value " + m[1] + " is not an entry object"
	case "apply":
		return "CreateListFromArrayLike called on non-object"
	case "defineProperty", "defineProperties":
		return "Getter must be a function: " + m[1]
	case "set", "add":
		return "Invalid value used " + map[string]string{"set": "as weak map key", "add": "in weak set"}[r.Native]
	case "ownKeys", "getPrototypeOf", "has", "get", "deleteProperty", "getOwnPropertyDescriptor", "isExtensible":
		return "Reflect." + r.Native + " called on non-object"
	}
	if dateMethod.MatchString(r.Native) {
		return "this is not a Date object."
	}
	return m[1] + " is not a function"
}

var dateMethod = regexp.MustCompile(`^(?:get|set)(?:UTC)?(?:Time|FullYear|Month|Date|Day|Hours|Minutes|Seconds|Milliseconds)$`)

// badIterator words the method Symbol.iterator, or what it gave.
func (r *reworder) badIterator([]string) string {
	if _, ok := r.iteration(); ok {
		return r.iterating(nil)
	}
	return ""
}

// typedArray words the call of a class of typed arrays.
func (r *reworder) typedArray([]string) string {
	if x, ok := r.calls[r.at]; ok {
		return "Constructor " + r.print(x.Callee) + " requires 'new'"
	}
	return ""
}

// mapper words what flatMap was given.
func (r *reworder) mapper([]string) string {
	if r.Native == "flatMap" {
		return "flatMap mapper function is not callable"
	}
	return ""
}

func (r *reworder) notNumber([]string) string {
	return "Number.prototype." + r.Native + " requires that 'this' be a Number"
}

// notBigInt leaves a text as it is; a number is shown otherwise.
func (r *reworder) notBigInt([]string) string {
	if r.Name == "SyntaxError" {
		return r.Message
	}
	return ""
}

// frozenItems words a method of arrays that goja has no words for: it changes a
// frozen one.
func (r *reworder) frozenItems([]string) string {
	switch r.Native {
	case "sort", "reverse", "shift", "unshift", "splice", "fill", "copyWithin":
		return "Cannot assign to read only property '0' of object '[object Array]'"
	}
	return ""
}

// count words String.prototype.repeat's complaint, with the count.
func (r *reworder) count([]string) string {
	if r.seen.argumentOf == r.at {
		return "Invalid count value: " + r.seen.argument
	}
	text := ""
	if x, ok := r.calls[r.at]; ok && len(x.ArgumentList) > 0 {
		text = strings.Trim(r.print(x.ArgumentList[0]), "()")
		if text == "1 / 0" {
			text = "Infinity"
		}
	}
	return "Invalid count value: " + text
}

// resolver words new Promise of what is no function.
func (r *reworder) resolver(m []string) string {
	if x, ok := r.news[r.at]; !ok || r.print(x.Callee) != "Promise" {
		return ""
	}
	value := m[1] + m[2]
	if value == "[object Object]" {
		value = "#<Object>"
	}
	return "Promise resolver " + value + " is not a function"
}

// borrowed is the name of the method that is called by call or apply.
func (r *reworder) borrowed() string {
	if x, ok := r.calls[r.at]; ok {
		if method, ok := x.Callee.(*ast.DotExpression); ok {
			name := r.print(method.Left)
			return name[strings.LastIndexByte(name, '.')+1:]
		}
	}
	return ""
}

func (r *reworder) onNothing([]string) string {
	name := r.Native
	switch name {
	case "call", "apply":
		name = r.borrowed()
	case "fromEntries":
		return "undefined is not iterable"
	case "setPrototypeOf":
		return "Object.setPrototypeOf called on null or undefined"
	}
	return "String.prototype." + name + " called on null or undefined"
}

// fromNothing words built-ins that iterate what is null or undefined.
func (r *reworder) fromNothing([]string) string {
	switch r.Native {
	case "filter", "reduce", "reduceRight":
		return "undefined is not a function"
	case "call", "apply":
		if name := r.borrowed(); name != "" && name != "at" && name != "join" {
			return "Array.prototype." + name + " called on null or undefined"
		}
	case "from", "all", "race", "any", "allSettled":
		return r.argumentKind(0) + notIterable
	case "fromEntries":
		return r.argumentKind(0) + " is not iterable"
	}
	return r.Message
}

func (r *reworder) argumentKind(n int) string {
	if x, ok := r.calls[r.at]; ok && n < len(x.ArgumentList) {
		switch a := x.ArgumentList[n].(type) {
		case *ast.NullLiteral:
			return "object null"
		case *ast.NumberLiteral, *ast.BooleanLiteral:
			return r.describe(a)
		}
	}
	return "undefined"
}

func (r *reworder) iteratingArgument([]string) string {
	if kind := r.argumentKind(0); kind != "undefined" {
		return kind + notIterable
	}
	return "object" + notIterable
}

// wrongReceiver words a method of a primitive on something else.
func (r *reworder) wrongReceiver(m []string) string {
	kind, _, _ := strings.Cut(m[1], ".")
	return m[1] + " requires that 'this' be a " + kind
}

// badIndex words a length below zero.
func (r *reworder) badIndex(m []string) string {
	if x, ok := r.news[r.at]; ok && r.print(x.Callee) == "ArrayBuffer" {
		return "Invalid array buffer length"
	}
	return "Invalid typed array length: " + m[1]
}

// constant words the assignment to a constant, which Babel finds when it
// compiles.
func (r *reworder) constant([]string) string {
	if name, ok := r.names[r.at]; ok && r.babel {
		return `"` + name + `" is read-only`
	}
	return r.Message
}

// receiver words a method of Date on something else.
func (r *reworder) receiver(m []string) string {
	if strings.HasPrefix(m[1], "Date.prototype.") {
		return "this is not a Date object."
	}
	return r.Message
}

// operand words the operators in, instanceof and new Promise.
func (r *reworder) operand([]string) string {
	value := strings.TrimPrefix(r.Message, "Value is not an object: ")
	if x, ok := r.news[r.at]; ok && r.print(x.Callee) == "Promise" {
		return "Promise resolver " + value + " is not a function"
	}
	if x, ok := r.news[r.at]; ok && (r.print(x.Callee) == "Map" || r.print(x.Callee) == "WeakMap") {
		return "Iterator value " + value + " is not an entry object"
	}
	_, called := r.calls[r.at]
	_, constructed := r.news[r.at]
	_, tagged := r.tags[r.at]
	if called || constructed || tagged || r.Native != "" {
		return ""
	}
	x, ok := r.test()
	if i, within := r.iteration(); within && (!ok || x.Left.Idx0() > i.to) {
		return "Result of the Symbol.iterator method is not an object"
	}
	switch {
	case !ok:
		return ""
	case x.Operator == token.IN:
		return "Cannot use 'in' operator to search for '" + strings.Trim(r.print(x.Left), `"`) + "' in " + value
	}
	return "Right-hand side of 'instanceof' is not an object"
}

// test is the use of in or instanceof at the fault, or the first after it: they
// have no place of their own, but that of what was evaluated before.
func (r *reworder) test() (*ast.BinaryExpression, bool) {
	var next *ast.BinaryExpression
	for _, x := range r.tests {
		if x.Right.Idx1() >= r.at && (next == nil || x.Left.Idx0() < next.Left.Idx0()) {
			next = x
		}
	}
	return next, next != nil
}

// notPrimitive is for objects whose toString and valueOf give no text or number.
const notPrimitive = "Cannot convert object to primitive value"

// unnamed words what goja has no words for: the writing of an item of a frozen
// array.
func (r *reworder) unnamed([]string) string {
	if a, ok := r.members[r.at]; ok && a.set && a.key != nil {
		return "Cannot assign to read only property '" + r.print(a.key) + "' of object '[object Array]'"
	}
	return ""
}

func (r *reworder) readOnly(m []string) string {
	return "Cannot assign to read only property '" + m[1] + "' of object '#<Object>'"
}

func (r *reworder) onPrimitive(m []string) string {
	a := r.members[r.at]
	return "Cannot create property '" + a.name + "' on " + primitiveKind(a.left, m[1]) + " '" + m[1] + "'"
}

var numeric = regexp.MustCompile(`^(?:-?[\d.]+(?:e[+-]?\d+)?|NaN|-?Infinity)$`)

// primitiveKind is the type of a value shown as text.
func primitiveKind(x ast.Expression, shown string) string {
	if _, literal := x.(*ast.StringLiteral); literal {
		return "string"
	}
	switch {
	case numeric.MatchString(shown):
		return "number"
	case shown == "true" || shown == "false":
		return "boolean"
	}
	return "string"
}

// regularExpression words what is wrong with a pattern, as far as it is known.
func (r *reworder) regularExpression([]string) string {
	var arguments []ast.Expression
	if x, ok := r.news[r.at]; ok {
		arguments = x.ArgumentList
	} else if x, ok := r.calls[r.at]; ok {
		arguments = x.ArgumentList
	}
	if len(arguments) == 0 {
		return r.Message
	}
	flags := ""
	if len(arguments) > 1 {
		if literal, ok := arguments[1].(*ast.StringLiteral); ok {
			flags = literal.Value.String()
		}
	}
	if r.seen.argumentOf == r.at {
		return invalidPattern(r.seen.argument, flags, r.Message)
	}
	if literal, ok := arguments[0].(*ast.StringLiteral); ok {
		return invalidPattern(literal.Value.String(), flags, r.Message)
	}
	return r.Message
}
