package main

import (
	"path/filepath"
	"testing"
)

// Stacks name the script, and scripts post stacks: they must not tell where
// the server keeps it, and be the same in run and serve.
func TestScriptsAreNamedWithoutTheirFolder(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{"hook.js": "1", "team/hook.js": "2"})
	folder := scriptFolder{dir: dir}
	for _, c := range []struct{ script, name, source string }{
		{"hook.js", "hook.js", "1"},
		{"team/hook.js", "hook.js", "2"},
		{filepath.Join(dir, "team", "hook.js"), "hook.js", "2"},
		{"class Script {}\n", inlineName, "class Script {}\n"},
	} {
		if name, source, err := folder.ReadScript(c.script); name != c.name || source != c.source || err != nil {
			t.Errorf("%q: got %q, %q, %v", c.script, name, source, err)
		}
	}
	if name, _, err := folder.ReadAdapter("pagerduty-v3-to-v2"); name != "pagerduty-v3-to-v2.js" || err != nil {
		t.Errorf("a shipped adapter is named %q (%v)", name, err)
	}
}
