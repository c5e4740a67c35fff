package engine

import (
	"crypto/sha256"
	"sync"
	"weak"
)

// programs keeps compiled scripts for as long as anything uses them. The zero
// value is empty and ready for use.
type programs struct {
	mu     sync.Mutex
	byHash map[programKey]weak.Pointer[Program]
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
	key := programKey{script.Name, script.Compat, sha256.Sum256([]byte(script.Source))}
	if program := p.find(key); program != nil {
		return program, nil
	}
	program, err := Compile(script)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if other := p.byHash[key].Value(); other != nil {
		return other, nil // compiled by another call meanwhile
	}
	if p.byHash == nil {
		p.byHash = make(map[programKey]weak.Pointer[Program])
	}
	for key, unused := range p.byHash {
		if unused.Value() == nil {
			delete(p.byHash, key)
		}
	}
	p.byHash[key] = weak.Make(program)
	return program, nil
}

func (p *programs) find(key programKey) *Program {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.byHash[key].Value()
}
