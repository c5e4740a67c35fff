package sloppy_test

import (
	"fmt"
	"reflect"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
)

// positions counts the statements and the expressions that can fail of a tree,
// by kind and place. What a class is made of changes its kind and is left out:
// class, this, super, private names.
func positions(tree *ast.Program) map[string]int {
	places := map[string]int{}
	seen := map[any]bool{}
	var walk func(v reflect.Value)
	walk = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Interface:
			walk(v.Elem())
		case reflect.Slice:
			for i := range v.Len() {
				walk(v.Index(i))
			}
		case reflect.Struct:
			for i := range v.NumField() {
				if name := v.Type().Field(i).Name; name != "DeclarationList" && name != "File" {
					walk(v.Field(i))
				}
			}
		case reflect.Pointer:
			if v.IsNil() || seen[v.Interface()] {
				return
			}
			seen[v.Interface()] = true
			if place, ok := placeOf(v.Interface()); ok {
				places[fmt.Sprintf("%s@%d", kind(v.Interface()), place)]++
			}
			walk(v.Elem())
		}
	}
	walk(reflect.ValueOf(tree.Body))
	return places
}

// kind tells nodes apart; a function may become an arrow function.
func kind(node any) string {
	switch node.(type) {
	case *ast.FunctionLiteral, *ast.ArrowFunctionLiteral:
		return "function"
	}
	return fmt.Sprintf("%T", node)
}

// placeOf is where the compiler says a node is.
func placeOf(node any) (file.Idx, bool) {
	switch n := node.(type) {
	case *ast.CallExpression:
		if _, super := n.Callee.(*ast.SuperExpression); super {
			return 0, false
		}
		return n.LeftParenthesis, true
	case *ast.NewExpression:
		return n.New, true
	case *ast.DotExpression:
		return n.Identifier.Idx, true
	case *ast.Identifier:
		return n.Idx, true
	case *ast.ThrowStatement:
		return n.Throw, true
	case *ast.ReturnStatement:
		return n.Return, true
	case *ast.IfStatement:
		return n.If, true
	case *ast.VariableStatement:
		return n.Var, true
	case *ast.FunctionLiteral:
		return n.Function, true
	case *ast.ArrowFunctionLiteral:
		return n.Start, true
	case *ast.TemplateLiteral:
		return n.OpenQuote, true
	}
	return 0, false
}
