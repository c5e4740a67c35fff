package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "rocketscript/"

// allowedImports is the map of the house (DESIGN §1): who may import whom of
// our own packages. Imports run downward only; siblings never import each other.
var allowedImports = map[string][]string{
	"cmd/rocketscript": {
		"engine", "engine/worker", "scripts", "integrations", "integrations/cases", "integrations/delivery", "integrations/destination",
		"integrations/message", "integrations/outbound", "integrations/server", "integrations/store",
	},
	"engine": {
		"engine/internal/annexb", "engine/internal/arraysort", "engine/internal/asyncgen", "engine/internal/buffer", "engine/internal/clone", "engine/internal/dates", "engine/internal/fetch", "engine/internal/inspect",
		"engine/internal/jscrypto", "engine/internal/jsonobject", "engine/internal/jsstring", "engine/internal/jsvalue", "engine/internal/locale", "engine/internal/meteorhttp",
		"engine/internal/moment", "engine/internal/native", "engine/internal/qs", "engine/internal/recursion", "engine/internal/sloppy", "engine/internal/syntax",
		"engine/internal/textcoding", "engine/internal/timers", "engine/internal/underscore", "engine/internal/weburl",
		"engine/internal/regex", "engine/internal/treewalk", "engine/internal/wording",
	},

	"engine/worker":               {"engine", "engine/worker/internal/wire"},
	"engine/worker/internal/wire": {"engine"},

	"engine/internal/inspect":    {"engine/internal/jsvalue"},
	"engine/internal/jsonobject": {"engine/internal/jsvalue", "engine/internal/native"},
	"engine/internal/jsvalue":    {},
	"engine/internal/moment":     {"engine/internal/native"},
	"engine/internal/nodetest":   {}, // compares with node, in tests only
	"engine/internal/qs":         {},
	"engine/internal/recursion":  {"engine/internal/treewalk"},
	"engine/internal/timers":     {"engine/internal/native"},
	"engine/internal/fetch":      {"engine/internal/native", "engine/internal/buffer", "engine/internal/jsvalue", "engine/internal/weburl"},
	"engine/internal/meteorhttp": {"engine/internal/native", "engine/internal/fetch"},
	"engine/internal/underscore": {"engine/internal/native"},
	"engine/internal/annexb":     {"engine/internal/native"},
	"engine/internal/locale":     {"engine/internal/jsstring"},
	"engine/internal/jsstring":   {},
	"engine/internal/dates":      {"engine/internal/locale"},
	"engine/internal/sloppy":     {"engine/internal/treewalk"},
	"engine/internal/arraysort":  {},
	"engine/internal/asyncgen":   {"engine/internal/native", "engine/internal/treewalk"},
	"engine/internal/syntax":     {"engine/internal/asyncgen", "engine/internal/treewalk"},
	"engine/internal/native":     {},
	// What the tests of rooms with JavaScript share.
	"engine/internal/native/nativetest": {"engine/internal/native"},
	"engine/internal/weburl":            {"engine/internal/jsvalue", "engine/internal/native"},
	"engine/internal/buffer":            {"engine/internal/jsvalue", "engine/internal/native"},
	"engine/internal/textcoding":        {"engine/internal/jsvalue", "engine/internal/native"},
	"engine/internal/clone":             {"engine/internal/native"},
	"engine/internal/regex":             {"engine/internal/treewalk", "engine/internal/jsstring"},
	"engine/internal/treewalk":          {},
	"engine/internal/wording":           {"engine/internal/treewalk", "engine/internal/regex", "engine/internal/syntax"},
	"engine/internal/jscrypto":          {"engine/internal/native"},
	"scripts":                           {},
	"integrations":                      {"integrations/card", "integrations/message", "engine"},
	"integrations/card":                 {},
	"integrations/cases":                {"integrations", "integrations/message", "engine"},
	"integrations/delivery":             {"integrations", "integrations/message", "engine"},
	"integrations/destination":          {"integrations", "integrations/message", "engine"},
	// The contract suite of destinations, for tests only.
	"integrations/destination/destinationtest": {"integrations", "integrations/message", "engine"},
	"integrations/message":                     {},
	"integrations/outbound":                    {"engine"},
	"integrations/server":                      {"integrations", "integrations/cases", "integrations/message", "integrations/server/render", "engine"},
	"integrations/server/render":               {"integrations", "integrations/message"},
	"integrations/store":                       {"integrations", "integrations/message", "engine"},
	// A PostgreSQL for tests only.
	"integrations/store/storetest": {},
}

// engineDependencies are the modules the engine may stand on; it is a library
// that others embed.
var engineDependencies = []string{
	"github.com/dop251/goja",
	"github.com/dlclark/regexp2/v2",
	"github.com/go-sourcemap/sourcemap", // goja's
	"github.com/google/pprof",           // goja's profiler
	"golang.org/x/net",                  // IDNA, for URLs
	"golang.org/x/text",
	"github.com/rivo/uniseg",       // text segmentation, for Intl.Segmenter
	"github.com/robertkrimen/otto", // carries underscore as text
}

// workerDependencies are those a worker needs besides: what locks it in.
var workerDependencies = append(slices.Clone(engineDependencies),
	"golang.org/x/sys",
	"github.com/elastic/go-seccomp-bpf",
	"github.com/landlock-lsm/go-landlock",
	"kernel.org/pub/linux/libs/security/libcap/psx", // Landlock's way to every thread
)

type listedPackage struct {
	ImportPath string
	Imports    []string
	Deps       []string
	Standard   bool
	Module     *struct{ Path string }
}

func listPackages(t *testing.T) map[string]listedPackage {
	t.Helper()
	var stderr bytes.Buffer
	cmd := exec.Command("go", "list", "-deps", "-json", module+"...")
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, &stderr)
	}
	packages := map[string]listedPackage{}
	decoder := json.NewDecoder(bytes.NewReader(out))
	for {
		var p listedPackage
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		packages[p.ImportPath] = p
	}
}

func TestImportsRunDownward(t *testing.T) {
	packages := listPackages(t)
	seen := 0
	for path, p := range packages {
		own, isOurs := strings.CutPrefix(path, module)
		if !isOurs {
			continue
		}
		seen++
		allowed, known := allowedImports[own]
		if !known {
			t.Errorf("package %s has no place in the house; give it one in allowedImports", own)
			continue
		}
		for _, imported := range p.Imports {
			if room, ours := strings.CutPrefix(imported, module); ours && !slices.Contains(allowed, room) {
				t.Errorf("%s imports %s; it may import of ours only %v", own, room, allowed)
			}
		}
	}
	for own := range allowedImports {
		if _, exists := packages[module+own]; !exists {
			t.Errorf("allowedImports names %s, which does not exist", own)
		}
	}
	if seen < len(allowedImports) {
		t.Errorf("only %d packages seen", seen)
	}
}

func TestEngineStandsOnFewModules(t *testing.T) {
	packages := listPackages(t)
	for room, allowed := range map[string][]string{"engine": engineDependencies, "engine/worker": workerDependencies} {
		for _, dep := range packages[module+room].Deps {
			p := packages[dep]
			if p.Standard || p.Module == nil || strings.HasPrefix(dep, module) {
				continue
			}
			if !slices.Contains(allowed, p.Module.Path) {
				t.Errorf("%s depends on %s (package %s), which is not in its list", room, p.Module.Path, dep)
			}
		}
	}
}

// TestOneFileNamesEachFramework holds the promise that viper and mux can be
// replaced in one file each.
func TestOneFileNamesEachFramework(t *testing.T) {
	home := map[string]string{
		"github.com/spf13/viper": "cmd/rocketscript/config.go",
		"github.com/gorilla/mux": "integrations/server/routes.go",
	}
	root := filepath.Join("..", "..")
	seen := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, path)
		for _, imported := range file.Imports {
			name := strings.Trim(imported.Path.Value, `"`)
			only, framework := home[name]
			if framework && filepath.ToSlash(relative) != only {
				t.Errorf("%s imports %s; only %s may", relative, name, only)
			}
			seen[name] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range home {
		if !seen[name] {
			t.Errorf("%s does not import %s", file, name)
		}
	}
}
