package engine

import (
	"github.com/dop251/goja"

	"rocketscript/engine/internal/sloppy"
)

// newClasses makes what lowered classes need.
func (s *sandbox) newClasses() goja.Value { return sloppy.New(s.rt) }
