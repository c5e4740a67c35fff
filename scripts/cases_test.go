package scripts_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rocketscript/engine"
	"rocketscript/integrations/cases"
	"rocketscript/integrations/message"
)

var update = flag.Bool("update", false, "record the goldens")

func TestMain(m *testing.M) {
	// Goldens are made in UTC, whatever the machine's zone; goja reads this.
	time.Local = time.UTC
	os.Exit(m.Run())
}

// A shippedCase is a case of a script that ships.
type shippedCase struct{ script, path string }

func (c shippedCase) name() string {
	return strings.TrimSuffix(c.script, ".js") + "/" + filepath.Base(c.path)
}

func (c shippedCase) golden() string {
	base := strings.TrimSuffix(c.path, filepath.Ext(c.path))
	return strings.TrimSuffix(base, ".case") + ".golden.json"
}

// shippedCases lists the cases of all scripts, each beside its script.
func shippedCases(t *testing.T) []shippedCase {
	t.Helper()
	all, err := filepath.Glob("*.js")
	if err != nil || len(all) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	var found []shippedCase
	for _, script := range all {
		files, err := filepath.Glob(strings.TrimSuffix(script, ".js") + "/*")
		if err != nil || len(files) == 0 {
			t.Fatalf("%s has no cases: %v", script, err)
		}
		for _, file := range files {
			if !strings.HasSuffix(file, ".golden.json") {
				found = append(found, shippedCase{script, file})
			}
		}
	}
	return found
}

func runCase(t *testing.T, host *engine.Host, c shippedCase) *cases.Report {
	t.Helper()
	source, err := os.ReadFile(c.script)
	if err != nil {
		t.Fatal(err)
	}
	loaded, err := cases.Load(c.path)
	if err != nil {
		t.Fatal(err)
	}
	report, err := loaded.Run(t.Context(), host, cases.Script{Name: c.script, Source: string(source)}, message.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestGoldens(t *testing.T) {
	host := engine.NewHost(engine.Options{})
	defer host.Close()
	for _, c := range shippedCases(t) {
		t.Run(c.name(), func(t *testing.T) {
			got := runCase(t, host, c).Golden()
			if *update {
				if err := os.WriteFile(c.golden(), got, 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(c.golden())
			if err != nil {
				t.Fatalf("%v; record it with -update and read it", err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestGoodMessages holds what every message of a shipped script has to be:
// nothing in it needs repair, and nothing shows that a value was missing.
func TestGoodMessages(t *testing.T) {
	host := engine.NewHost(engine.Options{})
	defer host.Close()
	for _, c := range shippedCases(t) {
		report := runCase(t, host, c)
		if report.Failed() {
			t.Errorf("%s: outcome %s: %v", c.name(), report.Outcome, report.Exception)
		}
		for _, w := range report.Warnings {
			t.Errorf("%s: %s: %s", c.name(), w.Path, w.Text)
		}
		body, err := os.ReadFile(c.path)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"undefined", "[object Object]", "NaN"} {
			if bytes.Contains(report.Golden(), []byte(word)) && !bytes.Contains(body, []byte(word)) {
				t.Errorf("%s: the message says %q:\n%s", c.name(), word, report.Golden())
			}
		}
	}
}

func TestEveryGoldenHasItsCase(t *testing.T) {
	wanted := map[string]bool{}
	for _, c := range shippedCases(t) {
		wanted[c.golden()] = true
	}
	goldens, err := filepath.Glob("*/*.golden.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, golden := range goldens {
		if !wanted[golden] {
			t.Errorf("%s belongs to no case", golden)
		}
	}
}
