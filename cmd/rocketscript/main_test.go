package main

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"rocketscript/engine/worker"
)

// TestMain makes the command "rocketscript" of the test scripts, and of the
// child processes that tests start, this very program.
func TestMain(m *testing.M) {
	worker.Main()
	testscript.Main(m, map[string]func(){"rocketscript": main})
}

// TestScripts runs the command lines in testdata/script.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script", UpdateScripts: *update})
}
