package worker

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"testing"

	"rocketscript/engine"
)

const good = "class Script { process_incoming_request() { return { content: { text: 'good' } }; } }"

// orphanage is the environment variable by which this test binary is told to
// start workers and wait to be killed.
const orphanage = "ROCKETSCRIPT_TEST_ORPHANAGE"

func TestMain(m *testing.M) {
	Main()
	if os.Getenv(orphanage) != "" {
		raiseOrphans()
	}
	m.Run()
}

func raiseOrphans() {
	pool := NewPool(Options{Workers: 3})
	for i := range 20 {
		if _, err := pool.Run(context.Background(), engine.Script{ID: strconv.Itoa(i), Source: good}, engine.Call{}); err != nil {
			fmt.Println("error", err)
		}
	}
	for _, b := range pool.shared {
		fmt.Println(b.process.cmd.Process.Pid)
	}
	fmt.Println("ready")
	for { // at work when it is killed
		if _, err := pool.Run(context.Background(), engine.Script{ID: "busy", Source: good}, engine.Call{}); err != nil {
			fmt.Println("error", err)
		}
	}
}
