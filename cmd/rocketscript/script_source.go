package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"rocketscript/scripts"
)

// inlineName is what a script that stands in the configuration itself is
// called in positions.
const inlineName = "inline script"

// A scriptFolder reads scripts: from its folder, then those that ship.
type scriptFolder struct{ dir string }

// ReadScript returns the text of a script and its name in positions; see
// integrations.ScriptSource.
func (f scriptFolder) ReadScript(script string) (name, source string, err error) {
	if strings.Contains(script, "\n") {
		return inlineName, script, nil
	}
	text, err := os.ReadFile(f.path(script))
	if errors.Is(err, fs.ErrNotExist) {
		shipped, shippedErr := fs.ReadFile(scripts.Files, script)
		if shippedErr != nil {
			return script, "", fmt.Errorf("there is no script %s in %s, and none of that name ships with rocketscript", script, f.dir)
		}
		text, err = shipped, nil
	}
	if err != nil {
		return script, "", fmt.Errorf("read script: %w", err)
	}
	return script, strings.TrimPrefix(string(text), "\ufeff"), nil
}

func (f scriptFolder) path(script string) string {
	if filepath.IsAbs(script) {
		return script
	}
	return filepath.Join(f.dir, filepath.FromSlash(script))
}
