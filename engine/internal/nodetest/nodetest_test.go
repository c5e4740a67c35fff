package nodetest_test

import (
	"testing"

	"rocketscript/engine/internal/nodetest"
)

func TestRun(t *testing.T) {
	var version string
	nodetest.Run(t, "done(input + require('underscore').VERSION)", "underscore ", &version, "underscore")
	if version != "underscore 1.13.8" {
		t.Errorf("node answered %q", version)
	}
}
