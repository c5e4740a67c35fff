// Package jscrypto is crypto for scripts: of Node's module what needs no
// streams and no keys but secrets (hashes, HMACs, AES, key derivation, random
// values, comparison in constant time), and the Web Crypto API with digest and
// HMAC, as crypto.subtle and crypto.webcrypto.
//
// The classes and their checks are JavaScript, in the directory js; what
// computes is Go's own crypto.
package jscrypto

import (
	"crypto/hmac"
	"crypto/subtle"
	"embed"
	"hash"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/native"
)

//go:embed js/*.js
var files embed.FS

var source = native.Body("crypto", native.Files(files,
	"js/data.js", "js/hash.js", "js/random.js", "js/webcrypto.js", "js/cipher.js", "js/derive.js", "js/crypto.js",
), []string{"native", "errors", "Buffer"}, nil)

// Load makes crypto, as a member of an object. random fills bytes with random
// ones; errors is what native.LoadErrors made, buffer the class Buffer.
func Load(rt *goja.Runtime, random func([]byte), errors *goja.Object, buffer goja.Value) *goja.Object {
	b := binding{rt, random}
	return source.Load(rt, native.Functions{
		"hash":   b.hash,
		"hmac":   b.hmac,
		"update": b.update,
		"digest": b.digest,
		"copy":   b.copy,
		"hashes": b.hashes,
		"fill":   b.fill,
		"equal":  b.equal,

		"ciphers":       b.ciphers,
		"cipher":        b.cipher,
		"cipherUpdate":  b.cipherUpdate,
		"cipherFinal":   b.cipherFinal,
		"cipherPadding": b.cipherPadding,
		"cipherData":    b.cipherData,
		"cipherTag":     b.cipherTag,
		"pbkdf2":        b.pbkdf2,
		"hkdf":          b.hkdf,
	}, errors, buffer)
}

// A binding is the Go functions beneath the JavaScript.
type binding struct {
	rt     *goja.Runtime
	random func([]byte)
}

// hash takes the name of an algorithm, and a length in bytes where that can be
// chosen; it returns a computation, or null for an algorithm it does not know.
func (b binding) hash(call goja.FunctionCall) goja.Value {
	make, ok := algorithm(call.Argument(0).String())
	if !ok {
		return goja.Null()
	}
	return b.rt.ToValue(&computation{make()})
}

// hmac takes an algorithm and a key as bytes.
func (b binding) hmac(call goja.FunctionCall) goja.Value {
	make, ok := algorithm(call.Argument(0).String())
	if !ok {
		return goja.Null()
	}
	return b.rt.ToValue(&computation{hmac.New(make, b.bytes(call.Argument(1)))})
}

// A computation is a hash on its way.
type computation struct{ hash.Hash }

func (b binding) computation(v goja.Value) *computation {
	c, ok := v.Export().(*computation)
	if !ok {
		panic(b.rt.NewTypeError("argument must be a hash"))
	}
	return c
}

func (b binding) bytes(v goja.Value) []byte { return native.MustBytes(b.rt, v) }

func (b binding) update(call goja.FunctionCall) goja.Value {
	b.computation(call.Argument(0)).Write(b.bytes(call.Argument(1))) // a hash takes everything
	return goja.Undefined()
}

// digest returns an ArrayBuffer.
func (b binding) digest(call goja.FunctionCall) goja.Value {
	return b.rt.ToValue(b.rt.NewArrayBuffer(b.computation(call.Argument(0)).Sum(nil)))
}

// copy returns a computation that goes on from where another is.
func (b binding) copy(call goja.FunctionCall) goja.Value {
	cloner, ok := b.computation(call.Argument(0)).Hash.(hash.Cloner)
	if !ok {
		return goja.Null()
	}
	clone, err := cloner.Clone()
	if err != nil {
		return goja.Null()
	}
	return b.rt.ToValue(&computation{clone})
}

func (b binding) hashes(goja.FunctionCall) goja.Value {
	var names []any
	for _, name := range algorithmNames() {
		names = append(names, name)
	}
	return b.rt.NewArray(names...)
}

// fill makes bytes random.
func (b binding) fill(call goja.FunctionCall) goja.Value {
	b.random(b.bytes(call.Argument(0)))
	return goja.Undefined()
}

// equal compares byte sequences of the same length in constant time.
func (b binding) equal(call goja.FunctionCall) goja.Value {
	return b.rt.ToValue(subtle.ConstantTimeCompare(b.bytes(call.Argument(0)), b.bytes(call.Argument(1))) == 1)
}
