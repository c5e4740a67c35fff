package engine

import (
	"github.com/dop251/goja"

	"rocketscript/engine/internal/locale"
)

// newIntl makes Intl. The toLocale methods of Date, Number and the others are
// put in place apart from it, for programs that name one (newSandbox).
func (s *sandbox) newIntl() goja.Value { return locale.New(s.rt) }
