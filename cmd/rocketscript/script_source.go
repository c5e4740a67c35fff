package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"rocketscript/integrations"
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
	// Without its folder: stacks name it, and scripts put stacks into messages.
	return filepath.Base(script), strings.TrimPrefix(string(text), "\ufeff"), nil
}

// inlineGlobal is what a library that stands in the configuration itself is
// called in positions.
const inlineGlobal = "inline global"

// ReadGlobal returns the text of a library and its name in positions. Its path
// is relative to the configuration, which has resolved it.
func (f scriptFolder) ReadGlobal(value string) (name, source string, err error) {
	if strings.Contains(value, "\n") {
		return inlineGlobal, value, nil
	}
	text, err := os.ReadFile(value)
	return filepath.Base(value), strings.TrimPrefix(string(text), "\ufeff"), err
}

// adapterFolder is where adapters are, below the folder of scripts.
const adapterFolder = "adapters"

// ReadAdapter returns the text of an adapter and its name in positions. The
// adapter of name X is adapters/X.js; any other file can be named by its path.
func (f scriptFolder) ReadAdapter(adapter string) (name, source string, err error) {
	return f.ReadScript(adapterFile(adapter))
}

func adapterFile(adapter string) string {
	if adapter == "" || strings.ContainsAny(adapter, "/\\\n") || strings.HasSuffix(adapter, ".js") {
		return adapter
	}
	return adapterFolder + "/" + adapter + ".js"
}

// A listedAdapter is an adapter by name, and where it comes from.
type listedAdapter struct{ name, from string }

// adapters lists the adapters in the folder, then those that ship and are not
// replaced by one of the same name.
func (f scriptFolder) adapters() ([]listedAdapter, error) {
	own, err := filepath.Glob(filepath.Join(f.dir, adapterFolder, "*.js"))
	if err != nil {
		return nil, err
	}
	shipped, err := fs.Glob(scripts.Files, adapterFolder+"/*.js")
	if err != nil {
		return nil, err
	}
	var all []listedAdapter
	seen := map[string]bool{}
	for _, path := range own {
		name := strings.TrimSuffix(filepath.Base(path), ".js")
		seen[name] = true
		all = append(all, listedAdapter{name, path})
	}
	for _, file := range shipped {
		if name := strings.TrimSuffix(path.Base(file), ".js"); !seen[name] {
			all = append(all, listedAdapter{name, "ships with rocketscript"})
		}
	}
	return all, nil
}

// candidates are the files that an integration's scripts may come from.
func (f scriptFolder) candidates(i integrations.Integration) []string {
	var files []string
	for _, script := range []string{i.Script, adapterFile(i.Adapter)} {
		if script != "" && !strings.Contains(script, "\n") {
			files = append(files, f.path(script))
		}
	}
	for _, g := range i.Globals {
		if !strings.Contains(g.Value, "\n") {
			files = append(files, g.Value)
		}
	}
	return files
}

func (f scriptFolder) path(script string) string {
	if filepath.IsAbs(script) {
		return script
	}
	return filepath.Join(f.dir, filepath.FromSlash(script))
}
