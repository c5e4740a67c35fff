package engine_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rocketscript/engine"
)

func TestCompileTellsWhere(t *testing.T) {
	tests := []struct{ name, source, want string }{
		{"token", "class Script {\n  m() {\n    return 1 +;\n  }\n}", "test.js:3:15: SyntaxError: Unexpected token ';'"},
		{"end", "class Script {\n  m() {\n", "test.js:3:1: SyntaxError: Unexpected end of input"},
		{"first of several", "let a = ;\nlet b = ;\n", "test.js:1:9: SyntaxError: Unexpected token ';'"},
		{"after text beyond ASCII", "var s = 'äöü😀'; var t = );", "test.js:1:26: SyntaxError: Unexpected token ')'"},
		{"bad character", "var a = #;", "test.js:1:9: SyntaxError: Invalid or unexpected token"},
		{"unterminated text", "var a = 'x;\nvar b;", "test.js:1:9: SyntaxError: Invalid or unexpected token"},
		{"line ends of Windows", "var a;\r\nvar b = ];\r\n", "test.js:2:9: SyntaxError: Unexpected token ']'"},
		{"line separator", "var a;\u2028var b = ];", "test.js:2:9: SyntaxError: Unexpected token ']'"},
		{"declared twice", "let a;\n  let a;", "test.js:2:7: SyntaxError: Identifier 'a' has already been declared"},
		{"return at top level", "\nreturn 5", "test.js:2:1: SyntaxError: Illegal return statement"},
		{"import", "let a;\nimport x from 'y'", "test.js:2:1: ReferenceError: require is not defined"},
		{"import and export", "import x from 'y'\nexport class Script {}", "test.js:2:1: ReferenceError: exports is not defined"},
		{"export", "\n  export class Script {}", "test.js:2:3: ReferenceError: exports is not defined"},
		{"default export", "// the script\nexport default class {}", "test.js:2:1: ReferenceError: exports is not defined"},
		{"export in a function", "function f() {\n  export class A {}\n}", "test.js:2:3: SyntaxError: Unexpected token 'export'"},
		{"property of import", "import.meta.url", "test.js:1:8: SyntaxError: Cannot use 'import.meta' outside a module"},
		{"for await in a plain function", "function f() { for await (const x of y); }", "test.js:1:20: SyntaxError: Unexpected reserved word"},
		{"for await in", "async function f() { for await (const x in y); }", "test.js:1:41: SyntaxError: Unexpected token 'in'"},
		{"after a field called get", "class A {\n  get = 1;\n  m() { return 1 +; }\n}", "test.js:3:19: SyntaxError: Unexpected token ';'"},
		{"after a pattern in a pattern", "const {a: [b = 1] = []} = {}; let c = );", "test.js:1:39: SyntaxError: Unexpected token ')'"},
		{"after a method that generates", "({ async *['ä'](a) {} }); let c = );", "test.js:1:35: SyntaxError: Unexpected token ')'"},
		{"in a pattern in a pattern", "const {a: [b = 1, c d] = []} = {};", "test.js:1:21: SyntaxError: Unexpected identifier 'd'"},
		{"parameter declared again", "async function* f(a) { let a; }", "test.js:1:28: SyntaxError: Identifier 'a' has already been declared"},
		{"old decimal in a class", "class A { m() { return 08; } }", "test.js:1:24: SyntaxError: Invalid or unexpected token"},
		{"import at run time", "async function f() { await import('x'); }", "test.js:1:28: SyntaxError: import() is not supported: there are no modules to import"},
		{"first column", "var a = 1;\n}", "test.js:2:1: SyntaxError: Unexpected token '}'"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			program, err := engine.Compile(engine.Script{Name: "test.js", Source: tt.source})
			var x *engine.Exception
			if !errors.As(err, &x) || program != nil {
				t.Fatalf("Compile = %v, %v; want an Exception", program, err)
			}
			if diff := cmp.Diff(tt.want, err.Error()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestModulesAreNoScripts holds that without Babel import and export are faults
// of syntax.
func TestModulesAreNoScripts(t *testing.T) {
	for source, want := range map[string]string{
		"import x from 'y'":        "test.js:1:1: SyntaxError: Cannot use import statement outside a module",
		"\nexport class Script {}": "test.js:2:1: SyntaxError: Unexpected token 'export'",
	} {
		if _, err := engine.Compile(engine.Script{Name: "test.js", Source: source, Compat: engine.CompatStrict}); err == nil || err.Error() != want {
			t.Errorf("Compile(%q) = %v, want %s", source, err, want)
		}
	}
}

func TestSourceMapsAreNotRead(t *testing.T) {
	source := "throw new Error('here')\n//# sourceMappingURL=/etc/hostname"
	if r := run(t, source, engine.Call{}); r.Exception == nil || r.Exception.Line != 1 {
		t.Errorf("exception %v, want one at line 1", r.Exception)
	}
}

func TestExceptionsTellWhere(t *testing.T) {
	tests := []struct{ name, source, want, stack string }{
		{
			"throw", "class Script {\n  process_incoming_request() {\n    throw new Error('no');\n  }\n}",
			"test.js:3:11: Error: no", "at Script.process_incoming_request (test.js:3:11)",
		},
		{
			"nested", "function inner() {\n  throw new TypeError('no')\n}\nconst outer = () => inner();\nclass Script {\n  process_incoming_request() {\n    outer();\n  }\n}",
			"test.js:2:9: TypeError: no", "at inner (test.js:2:9)\nat outer (test.js:4:26)\nat Script.process_incoming_request (test.js:7:10)",
		},
		{
			"thrown again", "class Script {\n  process_incoming_request() {\n    try {\n      null.x;\n    } catch (e) {\n      throw e;\n    }\n  }\n}",
			"test.js:4:12: TypeError: ", "at Script.process_incoming_request (test.js:4:12)",
		},
		{
			"text", "class Script {\n  process_incoming_request() {\n    throw 'no';\n  }\n}",
			"test.js:3:5: no", "at Script.process_incoming_request (test.js:3:5)",
		},
		{
			"in a callback of a built-in", "class Script {\n  process_incoming_request() {\n    [1].map(function each(x) {\n      return x.a.b;\n    });\n  }\n}",
			"test.js:4:18: TypeError: ", "at each (test.js:4:18)\nat Script.process_incoming_request (test.js:3:12)",
		},
		{
			"in a built-in", "class Script {\n  process_incoming_request() {\n    JSON.parse('{');\n  }\n}",
			"test.js:3:15: SyntaxError: ", "at Script.process_incoming_request (test.js:3:15)",
		},
		{
			"after await", "class Script {\n  async process_incoming_request() {\n    await null;\n    throw new Error('late');\n  }\n}",
			"test.js:4:11: Error: late", "at Script.process_incoming_request (test.js:4:11)",
		},
		{
			"constructor", "class Script {\n  constructor() {\n    this.x.y = 1;\n  }\n}",
			"test.js:3:12: TypeError: ", "at new Script (test.js:3:12)",
		},
		{
			"error of the script's own class", "class Mine extends Error {\n  constructor(m) {\n    super(m);\n    this.name = 'Mine';\n  }\n}\nclass Script {\n  process_incoming_request() {\n    throw new Mine('no');\n  }\n}",
			"test.js:9:11: Mine: no", "at Script.process_incoming_request (test.js:9:11)",
		},
		{
			"of a class without constructor", "class Mine extends Error {\n}\nclass Script {\n  process_incoming_request() {\n    throw new Mine('no');\n  }\n}",
			"test.js:5:11: Mine: no", "at Script.process_incoming_request (test.js:5:11)",
		},
		{
			"operator between literals", "class Script {\n  process_incoming_request() {\n    let a = null;\n    return 'a' in 'b';\n  }\n}",
			"test.js:4:12: TypeError: Cannot use 'in' operator to search for 'a' in b", "at Script.process_incoming_request (test.js:4:12)",
		},
		{
			"BigInt and number", "class Script {\n  process_incoming_request() {\n    let a = null;\n    return 1n + 1;\n  }\n}",
			"test.js:4:12: TypeError: Cannot mix BigInt and other types, use explicit conversions", "at Script.process_incoming_request (test.js:4:12)",
		},
		{"top level", "const a = 1;\n\nnope();", "test.js:3:5: ReferenceError: nope is not defined", "at test.js:3:5"},
		{
			"beyond ASCII", "class Script {\n  process_incoming_request() {\n    const s = 'äöü😀'; throw new Error('ß');\n  }\n}",
			"test.js:3:30: Error: ß", "at Script.process_incoming_request (test.js:3:30)",
		},
		{
			"result getter", "class Script {\n  process_incoming_request() {\n    return { get content() { throw new Error('get') } };\n  }\n}",
			"test.js:3:36: Error: get", "at content (test.js:3:36)",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := run(t, tt.source, engine.Call{})
			if r.Exception == nil {
				t.Fatalf("outcome %s, want an exception", r.Outcome)
			}
			if got := r.Exception.Error(); !strings.HasPrefix(got, tt.want) {
				t.Errorf("exception %q, want %q", got, tt.want)
			}
			if diff := cmp.Diff(tt.stack, r.Exception.Stack); diff != "" {
				t.Errorf("stack (-want +got):\n%s", diff)
			}
		})
	}
}

func TestExceptionText(t *testing.T) {
	tests := []struct {
		exception engine.Exception
		want      string
	}{
		{engine.Exception{Name: "Error", Message: "no", File: "a.js", Line: 1, Column: 2}, "a.js:1:2: Error: no"},
		{engine.Exception{Name: "Error", Message: "no", File: "a.js"}, "a.js: Error: no"},
		{engine.Exception{Name: "Error", Message: "no"}, "Error: no"},
		{engine.Exception{Name: "Error"}, "Error"},
		{engine.Exception{Message: "no"}, "no"},
	}
	for _, tt := range tests {
		if got := tt.exception.Error(); got != tt.want {
			t.Errorf("%+v: %q, want %q", tt.exception, got, tt.want)
		}
	}
}

// Whatever the text, Compile returns; and what it complains about is in there.
func FuzzCompile(f *testing.F) {
	for _, seed := range []string{cardScript, "class Script {\n  m() {\n    return 1 +;\n", "var s = 'äöü😀'; )", "a\r\nb\u2028c)", "`${`", "/(/", "let a\nlet a", "\xff", "#!x\n)"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		_, err := engine.Compile(engine.Script{Source: source})
		if err == nil {
			return
		}
		var x *engine.Exception
		if !errors.As(err, &x) || x.Name != "SyntaxError" || x.Message == "" || strings.HasPrefix(x.Message, "the script cannot be compiled") {
			t.Fatalf("Compile(%q) = %v", source, err)
		}
		lines := 1
		for _, end := range []string{"\n", "\r", "\u2028", "\u2029"} {
			lines += strings.Count(source, end)
		}
		if x.Line < 1 || x.Line > lines || x.Column < 1 {
			t.Fatalf("Compile(%q) = %v, outside the source", source, err)
		}
	})
}
