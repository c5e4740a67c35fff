package jscrypto

import (
	"crypto/hkdf"
	"crypto/pbkdf2"
	"hash"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/native"
)

// maxRounds bounds the work of one derivation: about three seconds, which no
// interrupt could end sooner.
const maxRounds = 5_000_000

// pbkdf2 takes password, salt, iterations, the key's length and a hash; it
// returns an ArrayBuffer, or null for a hash it does not know.
func (b binding) pbkdf2(call goja.FunctionCall) goja.Value {
	newHash, ok := algorithm(call.Argument(4).String())
	if !ok {
		return goja.Null()
	}
	rounds, length := call.Argument(2).ToInteger(), call.Argument(3).ToInteger()
	if size := int64(newHash().Size()); length > native.MaxBytes || rounds*((length+size-1)/size) > maxRounds {
		panic(b.rt.NewTypeError("pbkdf2 of %d iterations for %d bytes takes too long here", rounds, length))
	}
	if length == 0 {
		return b.rt.ToValue(b.rt.NewArrayBuffer(nil))
	}
	key, err := pbkdf2.Key(newHash, string(b.bytes(call.Argument(0))), b.bytes(call.Argument(1)), int(rounds), int(length))
	if err != nil {
		panic(b.rt.NewGoError(err))
	}
	return b.rt.ToValue(b.rt.NewArrayBuffer(key))
}

// hkdf takes secret, salt, info, the key's length and a hash; it returns an
// ArrayBuffer, null for a hash it does not know, or "length" for a key that
// would be too long.
func (b binding) hkdf(call goja.FunctionCall) goja.Value {
	newHash, ok := algorithm(call.Argument(4).String())
	if !ok {
		return goja.Null()
	}
	length := call.Argument(3).ToInteger()
	if length > int64(255*newHash().Size()) {
		return b.rt.ToValue("length")
	}
	return b.rt.ToValue(b.rt.NewArrayBuffer(b.expand(newHash, call, int(length))))
}

func (b binding) expand(newHash func() hash.Hash, call goja.FunctionCall, length int) []byte {
	key, err := hkdf.Key(newHash, b.bytes(call.Argument(0)), b.bytes(call.Argument(1)), string(b.bytes(call.Argument(2))), length)
	if err != nil {
		panic(b.rt.NewGoError(err))
	}
	return key
}
