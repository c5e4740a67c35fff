package store

import (
	"context"
	"fmt"
	"sync"

	"rocketscript/integrations"
)

// knownScripts are the hashes of scripts that are in the store for sure. The
// zero value is ready. It grows with every version of a script, by 64 bytes.
type knownScripts struct {
	mu     sync.Mutex
	hashes map[string]bool
}

func (k *knownScripts) has(hash string) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.hashes[hash]
}

func (k *knownScripts) add(hash string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.hashes == nil {
		k.hashes = map[string]bool{}
	}
	k.hashes[hash] = true
}

// keepScript keeps the text of the script that an execution ran, unless it is
// kept already.
func (s *Store) keepScript(t *tx, x *integrations.Execution) error {
	if x.ScriptSource == "" || s.scripts.has(x.ScriptHash) {
		return nil
	}
	_, err := t.exec(`INSERT INTO scripts (hash, source, first_seen) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
		x.ScriptHash, x.ScriptSource, s.now().UnixNano())
	return err
}

// ScriptSource returns the text of a script that ran, by its ScriptHash;
// integrations.ErrNotFound when it is not kept.
func (s *Store) ScriptSource(ctx context.Context, hash string) (string, error) {
	source, err := one(ctx, s.reader, value[string], `SELECT source FROM scripts WHERE hash = ?`, hash)
	if err != nil {
		return "", fmt.Errorf("script %s: %w", hash, err)
	}
	return source, nil
}
