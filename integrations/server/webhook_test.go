package server_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rocketscript/engine"
	"rocketscript/integrations"
)

// A hookCase is one request to a webhook and what is to come of it. Its name
// begins with the row or section of the reference it is about.
type hookCase struct {
	name string
	// setup changes the integration "hook" (enabled, #alerts, post as
	// rocket.cat, no script) before it is served.
	setup func(*integrations.Integration)
	// method is POST when empty; path starts after /hooks/ and is
	// hook/TOKEN when empty.
	method, path string
	header       map[string]string
	body         string
	status       int
	reply        string
	// posted are the texts that arrive in #alerts.
	posted []string
	// unkept requests are of no integration, and not in the history.
	unkept bool
}

// withScript makes an integration run a script: the body of the method.
func withScript(method string) func(*integrations.Integration) {
	return func(i *integrations.Integration) {
		i.ScriptEnabled = true
		i.Script = "class Script {\n  process_incoming_request({ request }) {\n" + method + "\n  }\n}\n"
	}
}

func withSource(source string) func(*integrations.Integration) {
	return func(i *integrations.Integration) { i.ScriptEnabled, i.Script = true, source+"\n" }
}

func both(setups ...func(*integrations.Integration)) func(*integrations.Integration) {
	return func(i *integrations.Integration) {
		for _, setup := range setups {
			setup(i)
		}
	}
}

func withAdapter(source string) func(*integrations.Integration) {
	return func(i *integrations.Integration) { i.Adapter = source + "\n" }
}

func strict(i *integrations.Integration) { i.Compat = engine.CompatStrict }

func overriding(i *integrations.Integration) { i.OverrideDestinationChannelEnabled = true }

func form(charset string) map[string]string {
	return map[string]string{"Content-Type": "application/x-www-form-urlencoded" + charset}
}

const (
	success      = `{"success":true}`
	notRun       = `{"success":false,"error":"error-running-script"}`
	notEvaluated = `{"success":false,"error":"error-evaluating-script"}`
	notObject    = `{"success":false,"error":"Integration payload must be a JSON object, not an array or primitive"}`
	noOverride   = `{"success":false,"error":"overriding destination channel is disabled for this integration"}`
	unknownHook  = `{"success":false,"error":"Invalid integration id or token provided."}`
	echoContent  = "return { content: { text: JSON.stringify(request.content) } };"
	echoRaw      = "return { content: { text: JSON.stringify([request.content, request.content_raw]) } };"
)

var hookCases = []hookCase{
	// §1, in the order of its rows.
	{name: "§1 row 1: more than 500 values of one query name", path: "hook/TOKEN?" + strings.Repeat("a[]=1&", 501), body: `{"text":"x"}`,
		status: 400, reply: `{"success":false,"error":"Invalid query parameters"}`, unkept: true},
	{name: "§1 row 1: 500 values are fine", path: "hook/TOKEN?" + strings.Repeat("a[]=1&", 500), body: `{"text":"x"}`,
		status: 200, reply: success, posted: []string{"x"}},
	{name: "§1 row 2, DESIGN §7: invalid JSON without a script", body: `{"text":`,
		status: 400, reply: `{"success":false,"error":"The request body is not valid JSON: unexpected end of JSON input (at byte 8 of 8)"}`},
	{name: "§1 row 2, DESIGN §7: invalid JSON with a script", setup: withScript(echoRaw), body: `{"text":`,
		status: 200, reply: success, posted: []string{`[{},"{\"text\":"]`}},
	{name: "§1 row 3: wrong token", path: "hook/wrong", body: `{"text":"x"}`, status: 404, reply: unknownHook, unkept: true},
	{name: "§1 row 3: unknown id", path: "nothing/TOKEN", body: `{"text":"x"}`, status: 404, reply: unknownHook, unkept: true},
	{name: "§1 row 6: disabled", setup: func(i *integrations.Integration) { i.Enabled = false }, body: `{"text":"x"}`,
		status: 503, reply: `{"success":false,"error":"Service Unavailable"}`},
	{name: "§1 row 8: payload is an array", header: form(""), body: "payload=%5B1%5D", status: 400, reply: notObject},
	{name: "§1 row 8: payload is an array, with a script", setup: withScript(echoContent), header: form(""), body: "payload=%5B1%5D", status: 400, reply: notObject},
	{name: "§1 row 8: payload is a number", header: form(""), body: "payload=42", status: 400, reply: notObject},
	{name: "§1 row 9a: syntax error", setup: withSource("class Script {\n  process_incoming_request( {"), body: `{"text":"raw"}`, status: 400, reply: notEvaluated},
	{name: "§1 row 9a: no class Script", setup: withSource("var x = 1;"), body: `{"text":"raw"}`, status: 400, reply: notEvaluated},
	{name: "§1 row 9a: constructor throws", setup: withSource("class Script { constructor() { throw new Error('no'); } }"), body: `{"text":"raw"}`, status: 400, reply: notEvaluated},
	{name: "§1 row 9b: method missing", setup: withSource("class Script { other() {} }"), body: `{"text":"x"}`, status: 200, reply: success},
	{name: "§1 row 9c: throws", setup: withScript("throw new Error('secret detail');"), body: `{}`, status: 400, reply: notRun},
	{name: "§1 row 9c: rejects", setup: withScript("return Promise.reject(new Error('no'));"), body: `{}`, status: 400, reply: notRun},
	{name: "§1 row 9c: result cannot be copied", setup: withScript("return { content: { text: () => 1 } };"), body: `{}`, status: 400, reply: notRun},
	{name: "§1 row 9d: undefined", setup: withScript(""), body: `{"text":"x"}`, status: 200, reply: success},
	{name: "§1 row 9d: false", setup: withScript("return false;"), body: `{"text":"x"}`, status: 200, reply: success},
	{name: "§1 row 9e: error text", setup: withScript("return { error: 'broken' };"), body: `{}`, status: 400, reply: `{"success":false,"error":"broken"}`},
	{name: "§1 row 9e: error object", setup: withScript("return { error: { success: true, message: 'Error example' } };"), body: `{}`,
		status: 400, reply: `{"success":false,"message":"Error example"}`},
	{name: "§1 row 9e: error before content", setup: withScript("return { error: 1, content: { text: 'x' } };"), body: `{}`,
		status: 400, reply: `{"success":false,"error":1}`},
	{name: "§1 row 9f: content undefined", setup: withScript("return { content: undefined };"), body: `{}`, status: 400, reply: notRun},
	{name: "§1 row 9f: content null", setup: withScript("return { content: null };"), body: `{}`, status: 400, reply: notRun},
	{name: "§1 row 9f: content a string", setup: withScript("return { content: 'x' };"), body: `{}`, status: 400, reply: notRun},
	{name: "§1 row 9f: truthy without content", setup: withScript("return 'x';"), body: `{}`, status: 400, reply: notRun},
	{name: "§1 row 9g: content replaces the payload", setup: withScript("return { content: { text: 'from script' } };"), body: `{"text":"raw","alias":"Raw"}`,
		status: 200, reply: success, posted: []string{"from script"}},
	{name: "§1 row 10: empty body", body: "", status: 200, reply: success},
	{name: "§1 row 10: empty object", body: " {} ", status: 200, reply: success},
	{name: "§1 row 10: empty body with a script", setup: withScript(echoRaw), body: "", status: 200, reply: success, posted: []string{`[{},""]`}},
	{name: "§1 row 11: payload names a channel", body: `{"text":"x","channel":"#alerts"}`, status: 400, reply: noOverride},
	{name: "§1 row 11: payload names a roomId", body: `{"text":"x","roomId":"r"}`, status: 400, reply: noOverride},
	{name: "§1 row 11: script names a channel", setup: withScript("return { content: { text: 'x', channel: '#alerts' } };"), body: `{}`, status: 400, reply: noOverride},
	{name: "§1 row 11: override allowed", setup: overriding, body: `{"text":"x","channel":"alerts"}`, status: 200, reply: success, posted: []string{"x"}},
	{name: "§1 row 12a: unknown room", setup: overriding, body: `{"text":"x","channel":"#nowhere"}`, status: 400, reply: `{"success":false,"error":"invalid-channel"}`},
	{name: "§1 row 12b, repaired: a list of no channels is none", setup: overriding, body: `{"text":"x","channel":[]}`, status: 200, reply: success, posted: []string{"x"}},
	{name: "§1 row 13: response", setup: withScript("return { content: { text: 'x' }, response: { custom: 'body' } };"), body: `{}`,
		status: 200, reply: `{"custom":"body","success":true}`, posted: []string{"x"}},
	{name: "§1 row 13: response text", setup: withScript("return { content: { text: 'x' }, response: 'thanks' };"), body: `{}`,
		status: 200, reply: `"thanks"`, posted: []string{"x"}},
	{name: "§1 row 13: response wins over separateResponse", setup: withScript("return { content: { text: 'x', separateResponse: true }, response: { a: 1 } };"), body: `{}`,
		status: 200, reply: `{"a":1,"success":true}`, posted: []string{"x"}},
	{name: "§1 row 14: separateResponse, all failed", setup: overriding, body: `{"text":"x","channel":["#no","#none"],"separateResponse":true}`,
		status: 400, reply: `{"responses":[{"channel":"#no","error":"invalid-channel"},{"channel":"#none","error":"invalid-channel"}],"success":false}`},
	{name: "§1 row 16: posted", body: `{"text":"x"}`, status: 200, reply: success, posted: []string{"x"}},
	{name: "§6.4: one failing channel without separateResponse posts nothing", setup: overriding, body: `{"text":"x","channel":["#alerts","#none"]}`,
		status: 400, reply: `{"success":false,"error":"invalid-channel"}`},

	{name: "more channels than anybody means", setup: overriding, body: `{"text":"x","channel":[` + manyChannels(101) + `]}`,
		status: 400, reply: `{"success":false,"error":"One message can go to at most 100 channels, not 101"}`},

	// §2: routes, methods, bodies.
	{name: "§2.1: legacy URL", path: "hook/anyone/TOKEN", body: `{"text":"x"}`, status: 200, reply: success, posted: []string{"x"}},
	{name: "§2.1, DESIGN §7: trailing slash", path: "hook/TOKEN/", body: `{"text":"x"}`, status: 200, reply: success, posted: []string{"x"}},
	{name: "§2.1: token escaped twice", setup: func(i *integrations.Integration) { i.Token = "token with spaces" }, path: "hook/token%2520with%2520spaces",
		body: `{"text":"x"}`, status: 200, reply: success, posted: []string{"x"}},
	{name: "§2.1: token escaped once", setup: func(i *integrations.Integration) { i.Token = "token with spaces" }, path: "hook/token%20with%20spaces",
		body: `{"text":"x"}`, status: 200, reply: success, posted: []string{"x"}},
	{name: "DESIGN §7: other methods", method: http.MethodPut, body: `{"text":"x"}`, status: 405, reply: `{"success":false,"error":"Method Not Allowed: a webhook takes POST and GET"}`, unkept: true},
	{name: "DESIGN §7: GET without a script posts nothing", method: http.MethodGet, status: 200, reply: success},
	{name: "DESIGN §7: GET runs the script", method: http.MethodGet, path: "hook/TOKEN?a=1&b[]=2&c[d]=3", setup: withScript("return { content: { text: JSON.stringify(request.url.query) } };"),
		status: 200, reply: success, posted: []string{`{"a":"1","b":["2"],"c":{"d":"3"}}`}},
	{name: "§2.1: sample", method: http.MethodGet, path: "sample/hook/anyone/wrong", status: 404, reply: unknownHook, unkept: true},
	{name: "§2.1: info", method: http.MethodGet, path: "info/hook/anyone/TOKEN", status: 200, reply: success, unkept: true},
	{name: "§2.2: JSON under a longer type", header: map[string]string{"Content-Type": "application/json; charset=utf-8"}, body: `{"text":"x"}`, status: 200, reply: success, posted: []string{"x"}},
	{name: "§2.2: payload in a form", header: form(""), body: "payload=%7B%22text%22%3A%22a+b%22%7D", status: 200, reply: success, posted: []string{"a b"}},
	{name: "DESIGN §7: payload with a charset", header: form("; charset=UTF-8"), body: `payload={"text":"x"}`, status: 200, reply: success, posted: []string{"x"}},
	{name: "DESIGN §7: raw JSON under the form type", header: form(""), body: `{"text":"a=b&c"}`, status: 200, reply: success, posted: []string{"a=b&c"}},
	{name: "§2.2: bad JSON in payload, with a script", setup: withScript(echoRaw), header: form(""), body: "payload=%7B", status: 200, reply: success, posted: []string{`[{},"payload=%7B"]`}},
	{name: "DESIGN §7: bad JSON in payload, no script", header: form(""), body: "payload=%7B", status: 400,
		reply: `{"success":false,"error":"The form field payload is not valid JSON: unexpected end of JSON input (at byte 1 of 1)"}`},
	{name: "§8.2: payload beside another field is not unwrapped", setup: withScript(echoContent), header: form(""), body: "payload=%7B%7D&x=1", status: 200, reply: success,
		posted: []string{`{"payload":"{}","x":"1"}`}},
	{name: "§8.2: payload under the JSON type is not unwrapped", setup: withScript(echoContent), body: `{"payload":"{}"}`, status: 200, reply: success, posted: []string{`{"payload":"{}"}`}},
	{name: "§2.2: a form is flat, its last value wins", setup: withScript(echoContent), header: form(""), body: "a=1&b[c]=2&a=3%204", status: 200, reply: success,
		posted: []string{`{"a":"3 4","b[c]":"2"}`}},
	{name: "§2.2: a form without a script is the message", header: form(""), body: "text=hello+there&alias=Bob", status: 200, reply: success, posted: []string{"hello there"}},
	{name: "DESIGN §7: an array is content of a script", setup: withScript(echoContent), body: `[1,{"a":2}]`, status: 200, reply: success, posted: []string{`[1,{"a":2}]`}},
	{name: "DESIGN §7: an array without a script", body: `[1]`, status: 400, reply: notObject},
	{name: "DESIGN §7: a scalar is {} to a script", setup: withScript(echoRaw), body: `42`, status: 200, reply: success, posted: []string{`[{},"42"]`}},
	{name: "DESIGN §7: a scalar without a script", body: `"x"`, status: 400, reply: notObject},
	{name: "DESIGN §7: text to a script", setup: withScript(echoRaw), header: map[string]string{"Content-Type": "text/plain"}, body: "disk full ✓", status: 200, reply: success,
		posted: []string{`[{},"disk full ✓"]`}},
	{name: "DESIGN §7: text without a script", header: map[string]string{"Content-Type": "text/plain"}, body: "hello", status: 400, reply: notObject},
	{name: "§2.2: multipart is not parsed", setup: withScript("return { content: { text: JSON.stringify(request.content) + request.content_raw.length } };"),
		header: map[string]string{"Content-Type": "multipart/form-data; boundary=x"}, body: "--x--\r\n", status: 200, reply: success, posted: []string{"{}7"}},
	{name: "DESIGN §7: too large", body: `{"text":"` + strings.Repeat("x", testMaxBody) + `"}`, status: 413,
		reply: fmt.Sprintf(`{"success":false,"error":"The request body is larger than %d bytes (server.max_body)"}`, testMaxBody), unkept: true},
	{name: "DESIGN §7: too large after gzip", header: map[string]string{"Content-Encoding": "gzip"}, body: gzipped(`{"text":"` + strings.Repeat("x", testMaxBody) + `"}`), status: 413,
		reply: fmt.Sprintf(`{"success":false,"error":"The request body is larger than %d bytes (server.max_body)"}`, testMaxBody), unkept: true},
	{name: "gzip", header: map[string]string{"Content-Encoding": "gzip"}, body: gzipped(`{"text":"zipped"}`), status: 200, reply: success, posted: []string{"zipped"}},
	{name: "deflate as zlib", header: map[string]string{"Content-Encoding": "deflate"}, body: zlibbed(`{"text":"zlib"}`), status: 200, reply: success, posted: []string{"zlib"}},
	{name: "deflate as it is", header: map[string]string{"Content-Encoding": "deflate"}, body: deflated(`{"text":"deflated"}`), status: 200, reply: success, posted: []string{"deflated"}},
	{name: "not gzip", header: map[string]string{"Content-Encoding": "gzip"}, body: `{"text":"x"}`, status: 400,
		reply: `{"success":false,"error":"The request body is not gzip as its Content-Encoding says: gzip: invalid header"}`, unkept: true},
	{name: "unknown encoding", header: map[string]string{"Content-Encoding": "br"}, body: `{"text":"x"}`, status: 415,
		reply: `{"success":false,"error":"Content-Encoding \"br\" is not understood; send gzip, deflate or none"}`, unkept: true},

	// DESIGN §4: adapters.
	{name: "an adapter gives the script its content", setup: both(withScript("return { content: { text: JSON.stringify([request.content, request.body, request.content_raw]) } };"),
		withAdapter("class Script { process_incoming_request({ request }) { return { content: { was: request.content.text } }; } }")), body: `{"text":"x"}`,
		status: 200, reply: success, posted: []string{`[{"was":"x"},{"was":"x"},"{\"text\":\"x\"}"]`}},
	{name: "an adapter that returns nothing changes nothing", setup: both(withScript(echoContent), withAdapter("class Script { process_incoming_request() {} }")), body: `{"text":"x"}`,
		status: 200, reply: success, posted: []string{`{"text":"x"}`}},
	{name: "an adapter that fails", setup: both(withScript(echoContent), withAdapter("class Script { process_incoming_request() { throw 1; } }")), body: `{}`, status: 400, reply: notRun},
	{name: "an adapter that does not compile", setup: both(withScript(echoContent), withAdapter("class {")), body: `{}`, status: 400, reply: notEvaluated},

	// DESIGN §3: sloppy classes.
	{name: "§5.4: an undeclared variable makes a global", setup: withScript("msg = 'implicit'; return { content: { text: msg } };"), body: `{}`,
		status: 200, reply: success, posted: []string{"implicit"}},
	{name: "§5.4: but not in Rocket.Chat 9", setup: both(withScript("msg = 'implicit'; return { content: { text: msg } };"), strict), body: `{}`, status: 400, reply: notRun},

	// §8.2 that is not above.
	{name: "§8.2: defaults are passed", setup: both(withScript("return { content: { text: request.user.username + ' ' + request.user._id } };")), body: `{}`, status: 200, reply: success,
		posted: []string{"rocket.cat rocket.cat"}},
	{name: "§8.2: separateResponse turned off by the script", setup: withScript("return { content: { text: 'x', separateResponse: false } };"), body: `{"separateResponse":true}`,
		status: 200, reply: success, posted: []string{"x"}},
	{name: "§4: async method", setup: withSource("class Script { async process_incoming_request({ request }) { await null; return { content: { text: 'later' } }; } }"), body: `{}`,
		status: 200, reply: success, posted: []string{"later"}},
	{name: "§3: what the request says of its URL", path: "hook/legacy/TOKEN?a=1",
		setup: withScript("return { content: { text: JSON.stringify([request.url, request.url_raw, request.url_params]) } };"), body: `{}`, status: 200, reply: success,
		posted: []string{`[{"hash":null,"search":"?a=1","query":{"a":"1"},"pathname":"/hooks/hook/legacy/TOKEN","path":"/hooks/hook/legacy/TOKEN?a=1"},"/hooks/hook/legacy/TOKEN?a=1",{"integrationId":"hook","userId":"legacy","token":"TOKEN"}]`}},
}

func manyChannels(n int) string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("%q", fmt.Sprintf("#c%d", i))
	}
	return strings.Join(names, ",")
}

func TestWebhooks(t *testing.T) {
	for _, c := range hookCases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			runHookCase(t, c)
		})
	}
}

func runHookCase(t *testing.T, c hookCase) {
	hook := testIntegration("hook")
	if c.setup != nil {
		c.setup(&hook)
	}
	s := startServer(t, hook)
	if c.path == "" {
		c.path = "hook/TOKEN"
	}
	if c.method == "" {
		c.method = http.MethodPost
	}
	header := map[string]string{"Content-Type": "application/json"}
	for name, value := range c.header {
		header[name] = value
	}
	status, reply := s.request(t, c.method, "/hooks/"+c.path, header, c.body)
	if status != c.status || reply != c.reply {
		t.Errorf("answer\n%d %s\nwant\n%d %s", status, reply, c.status, c.reply)
	}
	if diff := cmp.Diff(c.posted, s.texts(t, "alerts")); diff != "" {
		t.Errorf("messages in #alerts (-want +got):\n%s", diff)
	}
	kept := s.executions(t, "hook")
	if want := 1; !c.unkept && len(kept) != want || c.unkept && len(kept) != 0 {
		t.Errorf("%d executions kept", len(kept))
	}
	for _, x := range kept {
		if x.Reply.Status != c.status || string(x.Reply.Body) != c.reply {
			t.Errorf("reply kept: %d %s", x.Reply.Status, x.Reply.Body)
		}
		if strings.Contains(x.Request.Target, "TOKEN") || x.Request.Params.Token != "" {
			t.Errorf("the token was kept: %s", x.Request.Target)
		}
	}
}

func gzipped(text string) string {
	return packed(text, func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) })
}

func zlibbed(text string) string {
	return packed(text, func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) })
}

func deflated(text string) string {
	return packed(text, func(w io.Writer) io.WriteCloser {
		writer, err := flate.NewWriter(w, flate.DefaultCompression)
		if err != nil {
			panic(err)
		}
		return writer
	})
}

func packed(text string, pack func(io.Writer) io.WriteCloser) string {
	var out bytes.Buffer
	w := pack(&out)
	_, err := io.WriteString(w, text)
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		panic(err)
	}
	return out.String()
}

func TestLongAnswersTellTheirLength(t *testing.T) {
	hook := testIntegration("hook")
	withScript("return { error: 'x'.repeat(10000) }")(&hook)
	s := startServer(t, hook)
	response, err := http.Post(s.base+"/hooks/hook/TOKEN", "application/json", strings.NewReader("{}"))
	must(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	must(t, err)
	if response.ContentLength != int64(len(body)) || len(body) < 10000 {
		t.Errorf("content-length %d of a body of %d bytes", response.ContentLength, len(body))
	}
}
