package engine

import (
	"crypto/sha256"
	"encoding/binary"
	"sync"
	"weak"
)

// programs keeps compiled scripts, and compiled globals, for as long as anything
// uses them. The zero value is empty and ready for use.
type programs struct {
	scripts shared[programKey, Program]
	globals shared[programKey, userGlobal]
}

// A programKey tells programs apart; the name counts, since positions show it.
type programKey struct {
	name   string
	compat Compat
	hash   [sha256.Size]byte
}

// compile returns the program of a script, compiled now unless an equal one is
// in use. Scripts that do not compile are not kept.
func (p *programs) compile(script Script) (*Program, error) {
	return p.scripts.get(keyOf(script), func() (*Program, error) { return compile(script, p.global) })
}

func (p *programs) global(g Global) (*userGlobal, error) {
	key := programKey{name: g.File, hash: hashOf(g.Name, g.Source)}
	return p.globals.get(key, func() (*userGlobal, error) { return compileGlobal(g) })
}

func keyOf(script Script) programKey {
	parts := []string{script.Source}
	for _, g := range script.Globals {
		parts = append(parts, g.Name, g.File, g.Source)
	}
	return programKey{script.Name, script.Compat, hashOf(parts...)}
}

// hashOf is a hash of the parts, which tells where each ends.
func hashOf(parts ...string) (sum [sha256.Size]byte) {
	hash := sha256.New()
	for _, part := range parts {
		var length [8]byte
		binary.LittleEndian.PutUint64(length[:], uint64(len(part)))
		hash.Write(length[:])
		hash.Write([]byte(part))
	}
	hash.Sum(sum[:0])
	return sum
}

// shared keeps what was made for a key for as long as anything uses it. The
// zero value is empty and ready for use.
type shared[K comparable, V any] struct {
	mu    sync.Mutex
	byKey map[K]weak.Pointer[V]
}

// get returns the value of a key, made now unless it is in use. Two callers may
// make it at the same time; both get the one that was kept.
func (s *shared[K, V]) get(key K, make func() (*V, error)) (*V, error) {
	if v := s.find(key); v != nil {
		return v, nil
	}
	made, err := make()
	if err != nil {
		return nil, err
	}
	return s.keep(key, made), nil
}

func (s *shared[K, V]) find(key K) *V {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.byKey[key].Value()
}

func (s *shared[K, V]) keep(key K, made *V) *V {
	s.mu.Lock()
	defer s.mu.Unlock()
	if other := s.byKey[key].Value(); other != nil {
		return other // made by another call meanwhile
	}
	if s.byKey == nil {
		s.byKey = make(map[K]weak.Pointer[V])
	}
	for key, unused := range s.byKey {
		if unused.Value() == nil {
			delete(s.byKey, key)
		}
	}
	s.byKey[key] = weak.Make(made)
	return made
}
