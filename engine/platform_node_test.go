package engine_test

import (
	"encoding/json"
	"maps"
	"path/filepath"
	"testing"
	"time"

	"rocketscript/engine/internal/nodetest"
)

// TestPlatformAgreesWithNode evaluates every line of testdata/platform/*.js
// here and in node, and compares what comes out, type by type. What differs on
// purpose stands in differences.txt beside them: the expression, and before it
// a comment with the reason.
func TestPlatformAgreesWithNode(t *testing.T) {
	known := platformDifferences(t, "testdata/platform/differences.txt")
	lists := map[string][]string{}
	unlisted := maps.Clone(known)
	for _, name := range []string{"url", "params", "buffer", "text", "clone", "crypto", "cipher"} {
		lists[name] = nodetest.Lines(t, filepath.Join("testdata/platform", name+".js"), "// ")
		for _, expression := range lists[name] {
			delete(unlisted, expression)
		}
	}
	for expression := range unlisted {
		t.Errorf("known difference is in none of the lists: %s", expression)
	}
	for name, expressions := range lists {
		t.Run(name, func(t *testing.T) {
			var theirs []string
			nodetest.Run(t, "Object.defineProperty(globalThis, 'crypto', {value: require('crypto')});\n"+evaluateAll+"\nevaluateAll(input).then(done)", expressions, &theirs)
			ours := evaluateHere(t, expressions)
			equal := 0
			for i, expression := range expressions {
				_, expected := known[expression]
				switch {
				case ours[i] != theirs[i] && !expected:
					t.Errorf("%s\n ours %s\n node %s", expression, ours[i], theirs[i])
				case ours[i] == theirs[i] && expected:
					t.Errorf("%s\n is listed as a known difference, but is equal: %s", expression, ours[i])
				case ours[i] == theirs[i]:
					equal++
				}
			}
			t.Logf("%d of %d expressions equal", equal, len(expressions))
		})
	}
}

// evaluateAll evaluates expressions and shows what they give; it runs here and
// in node.
const evaluateAll = `
function show(value, depth = 0) {
	if (typeof value === 'string') return JSON.stringify(value);
	if (typeof value === 'bigint') return value + 'n';
	if (typeof value === 'symbol') return value.toString();
	if (typeof value === 'function') return 'function ' + value.name + '/' + value.length;
	if (Object.is(value, -0)) return '-0';
	if (typeof value !== 'object' || value === null) return String(value);
	if (depth > 4) return '...';
	const inner = (v) => show(v, depth + 1);
	const type = value.constructor && value.constructor.name;
	if (value instanceof Error) return type + ':' + value.name + ':' + value.message + ':' + value.code;
	if (Array.isArray(value)) return '[' + value.map(inner).join(',') + ']';
	if (ArrayBuffer.isView(value) && 'length' in value) return type + '<' + Array.from(value).join(',') + '>';
	if (value instanceof ArrayBuffer) return 'ArrayBuffer<' + Array.from(new Uint8Array(value)).join(',') + '>';
	if (value instanceof Date) return 'Date:' + value.getTime();
	if (value instanceof RegExp) return String(value);
	if (value instanceof Map) return 'Map{' + [...value].map(inner).join(',') + '}';
	if (value instanceof Set) return 'Set{' + [...value].map(inner).join(',') + '}';
	return type + '{' + Object.keys(value).map((k) => k + ':' + inner(value[k])).join(',') + '}';
}
async function evaluateAll(expressions) {
	const answers = [];
	for (const expression of expressions) {
		try {
			answers.push(show(await (0, eval)('(' + expression + ')')));
		} catch (e) {
			answers.push('throws ' + show(e) + ' ' + String(e));
		}
	}
	return answers;
}`

func evaluateHere(t *testing.T, expressions []string) (answers []string) {
	t.Helper()
	given, err := json.Marshal(expressions)
	if err != nil {
		t.Fatal(err)
	}
	source := evaluateAll + "\n" + method("return evaluateAll(request.content).then((answers) => ({content: {answers}}))")
	call := content(string(given))
	call.Timeout = time.Minute
	r := run(t, source, call)
	var got struct{ Answers []string }
	if err := json.Unmarshal(r.Content, &got); err != nil || len(got.Answers) != len(expressions) {
		t.Fatalf("%d answers to %d expressions: %v", len(got.Answers), len(expressions), r.Exception)
	}
	return got.Answers
}

func platformDifferences(t *testing.T, path string) map[string]struct{} {
	known := make(map[string]struct{})
	for _, line := range nodetest.Lines(t, path, "// ") {
		known[line] = struct{}{}
	}
	return known
}
