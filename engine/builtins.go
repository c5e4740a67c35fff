package engine

import (
	"github.com/dop251/goja"

	"rocketscript/engine/internal/jsonobject"
)

// replaceBuiltins takes goja's own version of the built-ins that the list of
// globals has, so that the lazy one is found.
func (s *sandbox) replaceBuiltins() {
	for _, name := range []string{"JSON"} {
		s.removeBuiltin(name)
	}
}

func (s *sandbox) removeBuiltin(name string) {
	if err := s.rt.GlobalObject().Delete(name); err != nil {
		panic(err) // built-ins are configurable
	}
}

func (s *sandbox) newJSON() goja.Value {
	return jsonobject.New(s.rt, s.realm, s.instance.isInterrupted)
}
