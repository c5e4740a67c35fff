package engine_test

import (
	"context"
	"errors"
	"fmt"

	"rocketscript/engine"
)

// Compile a script and run one request through it.
func Example() {
	program, err := engine.Compile(engine.Script{Name: "greet.js", Source: `
		class Script {
			process_incoming_request({ request }) {
				console.log('from', request.headers['user-agent']);
				return { content: { text: 'Hello ' + request.content.name } };
			}
		}`})
	if err != nil {
		fmt.Println(err)
		return
	}
	instance := engine.NewInstance(program, engine.Options{})
	defer instance.Close()

	result, err := instance.Run(context.Background(), engine.Call{Request: engine.Request{
		Target:  "/hooks/greet/token",
		Headers: []engine.Header{{Name: "User-Agent", Value: "curl/8"}},
		Content: `{"name": "Ada"}`,
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Outcome, string(result.Content))
	for _, line := range result.Console {
		fmt.Println(line.Level, line.Text)
	}
	// Output:
	// content {"text":"Hello Ada"}
	// log from curl/8
}

// Variables of the file, members of the Script object and the Store live as
// long as the instance.
func ExampleInstance() {
	program, err := engine.Compile(engine.Script{Source: `
		let calls = 0;
		class Script {
			process_incoming_request() {
				const last = Store.get('last');
				Store.set('last', ++calls);
				return { content: { calls, last } };
			}
		}`})
	if err != nil {
		fmt.Println(err)
		return
	}
	instance := engine.NewInstance(program, engine.Options{})
	defer instance.Close()
	for range 3 {
		result, err := instance.Run(context.Background(), engine.Call{})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(string(result.Content))
	}
	// Output:
	// {"calls":1}
	// {"calls":2,"last":1}
	// {"calls":3,"last":2}
}

// A script that fails says where.
func ExampleException() {
	host := engine.NewHost(engine.Options{})
	defer host.Close()

	broken := engine.Script{ID: "broken", Name: "broken.js", Source: "class Script {\n  process_incoming_request( {\n}\n"}
	err := host.Check(context.Background(), broken)
	var exception *engine.Exception
	if errors.As(err, &exception) {
		fmt.Printf("line %d, column %d: %s\n", exception.Line, exception.Column, exception.Message)
	}

	failing := engine.Script{ID: "failing", Name: "failing.js", Source: `
class Script {
  process_incoming_request({ request }) {
    throw new Error('no incident in ' + Object.keys(request.content));
  }
}`}
	result, err := host.Run(context.Background(), failing, engine.Call{Request: engine.Request{Content: `{"event": {}}`}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Outcome)
	fmt.Println(result.Exception)
	fmt.Println(result.Exception.Stack)
	// Output:
	// line 4, column 1: Unexpected end of input
	// script-error
	// failing.js:4:11: Error: no incident in event
	// at Script.process_incoming_request (failing.js:4:11)
}

// A host keeps an instance for each script.
func ExampleHost() {
	host := engine.NewHost(engine.Options{})
	defer host.Close()

	source := `
		let n = 0;
		class Script {
			process_incoming_request({ request }) {
				return { content: { text: request.url.query.from + ' has called ' + ++n + ' times' } };
			}
		}`
	for _, id := range []string{"gitlab", "grafana", "gitlab"} {
		result, err := host.Run(context.Background(),
			engine.Script{ID: id, Name: "count.js", Source: source},
			engine.Call{Request: engine.Request{Target: "/hooks/" + id + "/token?from=" + id}})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(string(result.Content))
	}
	// Output:
	// {"text":"gitlab has called 1 times"}
	// {"text":"grafana has called 1 times"}
	// {"text":"gitlab has called 2 times"}
}
