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
	expressions := nodetest.Lines(t, "testdata/results.js", "// ")
	var theirs []struct{ JSON, Text string }
	nodetest.Run(t, `
	const cloned = (value) => {
		try {
			return structuredClone(value);
		} catch {
			return value;
		}
	};
	// What String() gives, when JSON does not tell; a DataView is as any object.
	const text = (value) => {
		try {
			const copy = structuredClone(value);
			if (!copy || Array.isArray(copy) || copy instanceof DataView) return '';
			const told = JSON.parse(JSON.stringify({ v: copy })).v;
			return String(copy) === String(told) ? '' : String(copy);
		} catch {
			return '';
		}
	};
	(async () => {
		const answers = [];
		for (const expression of input) {
			try {
				const value = await (0, eval)('(' + expression + ')');
				answers.push({ JSON: JSON.stringify({ v: cloned(value) }), Text: text(value) });
			} catch (e) {
				answers.push({ JSON: 'throws ' + e });
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
		r := runIn(t, h, source, call)
		if got := kept(r); got != theirs[i].JSON {
			t.Errorf("%s\n ours %.300s\n node %.300s", expression, got, theirs[i].JSON)
		}
		if got := textOfObject(r, "v"); theirs[i].Text != "" && got != theirs[i].Text {
			t.Errorf("String(%s)\n ours %.300s\n node %.300s", expression, got, theirs[i].Text)
		}
	}
	if len(expressions) < 150 {
		t.Errorf("%d values, want 150 or more", len(expressions))
	}
	t.Logf("%d values", len(expressions))
}

// textOfObject is the text of the object at a path of the content.
func textOfObject(r engine.Result, path string) string {
	for _, o := range r.Objects {
		if o.Path == path {
			return o.Text
		}
	}
	return ""
}

// kept is what became of a result, as text.
func kept(r engine.Result) string {
	if r.Exception != nil {
		return "throws " + r.Exception.Name + ": " + r.Exception.Message
	}
	return string(r.Content)
}
