package engine_test

import (
	"encoding/json"
	"testing"
	"time"

	"rocketscript/engine"
	"rocketscript/engine/internal/nodetest"
)

// TestResultAgreesWithNode returns every value of testdata/results.js and
// compares what is kept of it with the JSON that node makes of it: of its
// structured clone, which Rocket.Chat takes, or where there is none of the value.
func TestResultAgreesWithNode(t *testing.T) {
	expressions := readLines(t, "testdata/results.js")
	var theirs []string
	nodetest.Run(t, `
	const cloned = (value) => {
		try {
			return structuredClone(value);
		} catch {
			return value;
		}
	};
	(async () => {
		const answers = [];
		for (const expression of input) {
			try {
				const value = await (0, eval)('(' + expression + ')');
				answers.push(JSON.stringify({ v: cloned(value) }));
			} catch (e) {
				answers.push('throws ' + e);
			}
		}
		done(answers);
	})()`, expressions, &theirs)
	h := newHost(t)
	source := "class Script { async process_incoming_request({ request }) { return { content: { v: await (0, eval)('(' + request.content.expression + ')') } } } }"
	for i, expression := range expressions {
		given, err := json.Marshal(map[string]string{"expression": expression})
		if err != nil {
			t.Fatal(err)
		}
		call := content(string(given))
		call.Timeout = time.Minute
		if got := kept(runIn(t, h, source, call)); got != theirs[i] {
			t.Errorf("%s\n ours %.300s\n node %.300s", expression, got, theirs[i])
		}
	}
	if len(expressions) < 150 {
		t.Errorf("%d values, want 150 or more", len(expressions))
	}
	t.Logf("%d values", len(expressions))
}

// kept is what became of a result, as text.
func kept(r engine.Result) string {
	if r.Exception != nil {
		return "throws " + r.Exception.Name + ": " + r.Exception.Message
	}
	return string(r.Content)
}
