package engine

import (
	"github.com/dop251/goja"

	"rocketscript/engine/internal/moment"
	"rocketscript/engine/internal/underscore"
)

// newUnderscore makes _, which Rocket.Chat's manual promises to scripts.
func (s *sandbox) newUnderscore() goja.Value { return underscore.New(s.rt) }

// newStringLibrary makes s, promised likewise.
func (s *sandbox) newStringLibrary() goja.Value { return underscore.NewString(s.rt) }

// newMoment makes moment, which scripts had up to Rocket.Chat 6.
func (s *sandbox) newMoment() goja.Value { return moment.New(s.rt) }

// newGlobal makes global, by which scripts reach the global object as in Node.
func (s *sandbox) newGlobal() goja.Value { return s.rt.GlobalObject() }
