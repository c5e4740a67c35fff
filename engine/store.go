package engine

import (
	"github.com/dop251/goja"

	"rocketscript/engine/internal/jsvalue"
)

// newStore makes the Store of a sandbox: values kept as long as the instance
// lives, set returning the value (reference §5.4).
func (s *sandbox) newStore() goja.Value {
	kept := make(map[string]goja.Value)
	return s.realm.Object(
		jsvalue.Member{Name: "set", Value: s.native("set", func(call goja.FunctionCall) goja.Value {
			kept[call.Argument(0).String()] = call.Argument(1)
			return call.Argument(1)
		})},
		jsvalue.Member{Name: "get", Value: s.native("get", func(call goja.FunctionCall) goja.Value {
			if v, ok := kept[call.Argument(0).String()]; ok {
				return v
			}
			return goja.Undefined()
		})},
	)
}
