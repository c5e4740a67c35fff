package engine

import (
	"github.com/dop251/goja"

	"rocketscript/engine/internal/asyncgen"
	"rocketscript/engine/internal/jsonobject"
	"rocketscript/engine/internal/locale"
	"rocketscript/engine/internal/moment"
	"rocketscript/engine/internal/sloppy"
	"rocketscript/engine/internal/underscore"
)

// newUnderscore makes _, which Rocket.Chat's manual promises to scripts.
func (s *sandbox) newUnderscore() goja.Value { return underscore.New(s.rt) }

// newStringLibrary makes s, promised likewise.
func (s *sandbox) newStringLibrary() goja.Value { return underscore.NewString(s.rt) }

// newMoment makes moment, which scripts had up to Rocket.Chat 6.
func (s *sandbox) newMoment() goja.Value { return moment.New(s.rt) }

// newIntl makes Intl. The toLocale methods of Date, Number and the others are
// put in place apart from it, for programs that name one (newSandbox).
func (s *sandbox) newIntl() goja.Value { return locale.New(s.rt) }

// newJSON makes JSON, in the place of goja's.
func (s *sandbox) newJSON() goja.Value {
	return jsonobject.New(s.rt, s.realm, s.instance.isInterrupted)
}

// newClasses makes what lowered classes need.
func (s *sandbox) newClasses() goja.Value { return sloppy.New(s.rt) }

// newAsync makes what lowered async generators and loops that await need.
func (s *sandbox) newAsync() goja.Value { return asyncgen.Load(s.rt) }

// newGlobal makes global, by which scripts reach the global object as in Node.
func (s *sandbox) newGlobal() goja.Value { return s.rt.GlobalObject() }
