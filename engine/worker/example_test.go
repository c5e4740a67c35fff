package worker_test

import (
	"context"
	"fmt"

	"rocketscript/engine"
	"rocketscript/engine/worker"
)

// A Pool is used like an engine.Host. The program's main begins with
// worker.Main().
func Example() {
	pool := worker.NewPool(worker.Options{Memory: 64_000_000})
	defer pool.Close()

	script := engine.Script{ID: "greedy", Name: "greedy.js", Source: `
class Script {
  process_incoming_request({ request }) {
    const all = [];
    for (;;) all.push(request.content.text.repeat(2 ** 28));
  }
}`}
	result, err := pool.Run(context.Background(), script, engine.Call{Request: engine.Request{Content: `{"text": "more"}`}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Outcome, result.Exception)
	// Output: script-error greedy.js: Error: killed: over 64 MB
}
