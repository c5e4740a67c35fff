package cases

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rocketscript/engine"
	"rocketscript/integrations"
)

func quarter() *float64 { q := 0.25; return &q }

func TestParse(t *testing.T) {
	for _, test := range []struct {
		name, file, text string
		// want changes the case a file starts from.
		want func(*Case)
	}{
		{"a body", "event.json", "{\"a\" : 1}\n", func(c *Case) { c.Body = []byte("{\"a\" : 1}\n") }},
		{"a body that is not JSON", "event.txt", "x", func(c *Case) { c.Body = []byte("x") }},
		{"an empty case", "a.case.yaml", "", func(*Case) {}},
		{"everything in YAML", "a.case.yaml", `
request:
  method: put
  query: {a: 1, "b c": [x, "&"], d: true}
  headers: {X-Zeta: 1, Accept: "a: b"}
  body:
    z: 1.50
    "2": b
    "1": <a>
    list: [null, 1e3, 2026-03-14]
integration:
  id: it
  token: t
  channel: "#a, @b"
  alias: Al
  avatar: http://a.example/x.png
  emoji: ":x:"
  override_destination_channel_enabled: false
  compat: strict
  adapter: pagerduty-v3-to-v2
  globals: [{name: teams, value: teams.json}]
user: {_id: u, name: Noor Bakker, username: noor}
now: 2026-03-14T08:02:11+01:00
zone: Europe/Berlin
random: 0.25
`, func(c *Case) {
			c.Method, c.Query = "PUT", "a=1&b+c=x&b+c=%26&d=true"
			c.Headers = []engine.Header{{Name: "X-Zeta", Value: "1"}, {Name: "Accept", Value: "a: b"}}
			// As JSON.stringify prints it: integer keys first, no zeros at the end.
			c.Body = []byte(`{"1":"<a>","2":"b","z":1.5,"list":[null,1000,"2026-03-14"]}`)
			c.Integration = integrations.Integration{
				ID: "it", Token: "t", Enabled: true, ScriptEnabled: true, Channel: []string{"#a", "@b"}, Username: "noor",
				Alias: "Al", Avatar: "http://a.example/x.png", Emoji: ":x:", Compat: engine.CompatStrict, Adapter: "pagerduty-v3-to-v2",
				Globals: []integrations.Global{{Name: "teams", Value: "teams.json"}},
			}
			c.User = engine.User{ID: "u", Name: "Noor Bakker", Username: "noor"}
			c.Now = time.Date(2026, 3, 14, 7, 2, 11, 0, time.UTC)
			c.Zone, c.Random = "Europe/Berlin", quarter()
		}},
		{"JSON with raw text", "a.case.json", `{"request": {"query": "?x=1", "headers": {"B": 2, "A": "\ud83d\ude00"}, "raw": "{\r\n"}, "now": "1773475331000"}`, func(c *Case) {
			c.Query, c.Body = "x=1", []byte("{\r\n")
			c.Headers = []engine.Header{{Name: "B", Value: "2"}, {Name: "A", Value: "😀"}}
			c.Now = time.UnixMilli(1773475331000)
		}},
		{"a body of null", "a.case.json", `{"request": {"body": null}}`, func(c *Case) { c.Body = []byte("null") }},
		{"a whole request", "a.http", "# who sent it\n\nPOST https://x.example/hooks/a/b?q=1&r HTTP/1.1\r\nHost: x.example\r\nX-Event:  push \r\nX-Event: again\r\n\r\n{\r\n}\n", func(c *Case) {
			c.Query, c.Body = "q=1&r", []byte("{\r\n}\n")
			c.Headers = []engine.Header{{Name: "Host", Value: "x.example"}, {Name: "X-Event", Value: "push"}, {Name: "X-Event", Value: "again"}}
		}},
		{"a request without a body", "a.http", "GET /?a=1", func(c *Case) { c.Method, c.Query, c.Body = "GET", "a=1", []byte{} }},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := Parse(test.file, []byte(test.text))
			if err != nil {
				t.Fatal(err)
			}
			want := New()
			test.want(want)
			if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b []byte) bool { return string(a) == string(b) })); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseFaults(t *testing.T) {
	for _, test := range []struct{ file, text, want string }{
		{"a.case.yaml", "request: {metod: POST}", "line 1: field metod not found"},
		{"a.case.yaml", "nonsense: []", "field nonsense not found"},
		{"a.case.yaml", "request:\n  headers: [a]", "line 2: headers: it has to be a map"},
		{"a.case.yaml", "request:\n  query: {a: {b: 1}}", `line 2: query: a: {"b":1} is not a text`},
		{"a.case.yaml", "request:\n  body: &a [*a]", "line 2: nested too deeply"},
		{"a.case.yaml", "request:\n  body: {a: &a [1,1,1,1,1,1,1,1], b: &b [*a,*a,*a,*a,*a,*a,*a,*a], c: &c [*b,*b,*b,*b,*b,*b,*b,*b], d: &d [*c,*c,*c,*c,*c,*c,*c,*c],\n" +
			"    e: &e [*d,*d,*d,*d,*d,*d,*d,*d], f: &f [*e,*e,*e,*e,*e,*e,*e,*e], g: &g [*f,*f,*f,*f,*f,*f,*f,*f], h: [*g,*g,*g,*g,*g,*g,*g,*g]}", "with its aliases this is over 1000000 values"},
		{"a.case.yaml", "request: {body: .nan}", "line 1: JSON has no .nan"},
		{"a.case.json", `{"request": {"metod": 1}}`, `unknown field "metod"`},
		{"a.case.json", `{"request": `, "at byte "},
		{"a.case.json", `{"request": {"body": 1, "raw": "x"}}`, "request: body and raw exclude each other"},
		{"a.case.json", `{"now": "yesterday"}`, `now: "yesterday" is no time`},
		{"a.case.json", `{"integration": {"compat": "9"}}`, `integration: compat: "9" is neither sloppy (`},
		{"a.case.json", `{"integration": {"channel": "alerts"}}`, "integration: channel: Invalid channel. Start with @ or #"},
		{"a.case.json", `{"integration": {"globals": [{"name": "x"}]}}`, "integration: globals: x needs a value"},
		{"a.case.json", `{"zone": "Mars/Olympus"}`, `zone: "Mars/Olympus" is no time zone`},
		{"a.case.json", `{"random": 1}`, "random: 1 is not in [0, 1)"},
		{"a.http", "", "there is no request line"},
		{"a.http", "{\"text\": 1}", "is no request line"},
		{"a.http", "POST / HTTP/1.1\nno header\n\n", `"no header" is not a header`},
	} {
		_, err := Parse(test.file, []byte(test.text))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s %q: got %v, want %q", test.file, test.text, err, test.want)
		}
	}
}

func TestFilledHeaders(t *testing.T) {
	c := New()
	c.Body = []byte("12")
	c.Headers = []engine.Header{{Name: "Content-Type", Value: "text/plain"}, {Name: "X-A", Value: "1"}}
	want := []engine.Header{
		{Name: "host", Value: "localhost"}, {Name: "user-agent", Value: "rocketscript"}, {Name: "content-length", Value: "2"},
		{Name: "Content-Type", Value: "text/plain"}, {Name: "X-A", Value: "1"},
	}
	if diff := cmp.Diff(want, c.filledHeaders()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range [][2]string{
		{"a.case.yaml", "request: {query: {a: [1]}, headers: {A: b}, body: {x: &a [1, *a]}}"},
		{"a.case.json", `{"request": {"body": {"a": [1e400]}}, "now": "2026-01-01"}`},
		{"a.http", "POST /?a HTTP/1.1\r\nA: b\r\n\r\nx"}, {"a.json", "{}"},
	} {
		f.Add(seed[0], []byte(seed[1]))
	}
	f.Fuzz(func(t *testing.T, name string, text []byte) {
		c, err := Parse(name, text)
		if err != nil {
			return
		}
		in := c.incoming()
		if strings.ContainsAny(in.Target, " \r\n") && !strings.ContainsAny(c.Query, " \r\n") {
			t.Errorf("target %q", in.Target)
		}
		if len(in.Headers) < 4 {
			t.Errorf("headers %v", in.Headers)
		}
	})
}
