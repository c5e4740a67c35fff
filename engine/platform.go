package engine

import (
	"github.com/dop251/goja"

	"rocketscript/engine/internal/buffer"
	"rocketscript/engine/internal/clone"
	"rocketscript/engine/internal/jscrypto"
	"rocketscript/engine/internal/native"
	"rocketscript/engine/internal/textcoding"
	"rocketscript/engine/internal/weburl"
)

// A platform is what Node and browsers give scripts besides the language.
// Each room is made when one of its globals, or another room, first asks.
type platform struct {
	sandbox                    *sandbox
	errors, buffers, addresses *goja.Object
	texts, clones, crypto      *goja.Object
	timers, fetch, meteor      *goja.Object
}

// room makes a room once.
func room(made **goja.Object, load func() *goja.Object) *goja.Object {
	if *made == nil {
		*made = load()
	}
	return *made
}

func (p *platform) errorRoom() *goja.Object {
	return room(&p.errors, func() *goja.Object { return native.LoadErrors(p.sandbox.rt) })
}

// said returns the name and the message of a DOMException, which keeps them in
// getters; nil for anything else. p may be nil.
func (p *platform) said(o *goja.Object) *goja.Object {
	if p == nil || p.errors == nil {
		return nil
	}
	said, _ := goja.AssertFunction(p.errors.Get("said"))
	v, err := said(goja.Undefined(), o)
	if err != nil {
		return nil
	}
	own, _ := v.(*goja.Object)
	return own
}

func (p *platform) bufferRoom() *goja.Object {
	return room(&p.buffers, func() *goja.Object { return buffer.Load(p.sandbox.rt, p.errorRoom()) })
}

func (p *platform) urlRoom() *goja.Object {
	return room(&p.addresses, func() *goja.Object { return weburl.Load(p.sandbox.rt, p.errorRoom()) })
}

func (p *platform) textRoom() *goja.Object {
	return room(&p.texts, func() *goja.Object { return textcoding.Load(p.sandbox.rt, p.errorRoom()) })
}

func (p *platform) cloneRoom() *goja.Object {
	return room(&p.clones, func() *goja.Object { return clone.Load(p.sandbox.rt, p.errorRoom()) })
}

func (p *platform) cryptoRoom() *goja.Object {
	return room(&p.crypto, func() *goja.Object {
		return jscrypto.Load(p.sandbox.rt, p.sandbox.instance.randomBytes, p.errorRoom(), p.bufferRoom().Get("Buffer"))
	})
}

// provide makes a global out of the member of that name of a room.
func provide(name string, room func(*platform) *goja.Object) global {
	return global{name, func(s *sandbox) goja.Value { return room(s.onPlatform()).Get(name) }}
}

// onPlatform is the platform of the sandbox, made when first asked for.
func (s *sandbox) onPlatform() *platform {
	if s.platform == nil {
		s.platform = &platform{sandbox: s}
	}
	return s.platform
}
