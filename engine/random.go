package engine

import (
	cryptorand "crypto/rand"
	"encoding/binary"
	"math"
	"math/rand/v2"
)

// randomBytes fills p for the crypto of scripts. Random values are the
// system's, except in a call whose Random is set: then they come from a stream
// which that number begins, so that the call gives the same UUIDs and keys
// whenever it is run, and yet no two of them are equal.
func (in *Instance) randomBytes(p []byte) {
	c := in.running
	if c == nil || c.Random == nil {
		cryptorand.Read(p) // never fails; it ends the process instead
		return
	}
	if c.stream == nil {
		var seed [32]byte
		binary.BigEndian.PutUint64(seed[:], math.Float64bits(*c.Random))
		c.stream = rand.NewChaCha8(seed)
	}
	_, _ = c.stream.Read(p) // never fails
}
