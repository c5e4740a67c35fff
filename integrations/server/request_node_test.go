package server_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// showRequest answers with what scripts print of their request.
const showRequest = `class Script { process_incoming_request({ request }) {
	request.user._id = 'u'
	return { error: JSON.stringify(request) }
} }`

// TestRequestAgreesWithNode sends the same bytes to this server and to one made
// of what Rocket.Chat is made of (testdata/request.js), and compares the whole
// request object that a script gets.
func TestRequestAgreesWithNode(t *testing.T) {
	requests := rawRequests()
	theirs := requestsInNode(t, requests)
	echo := testIntegration("echo")
	echo.ScriptEnabled, echo.Script = true, showRequest
	s := startServer(t, echo)
	refused := 0
	for i, raw := range requests {
		ours := requestHere(t, s.base, raw)
		if theirs[i] == nil {
			refused++
			continue
		}
		if ours != *theirs[i] {
			t.Errorf("%.600q\n%s", raw, difference(*theirs[i], ours))
		}
	}
	if len(requests) < 300 || refused > 0 {
		t.Errorf("%d requests, of which node refused %d; want 300 or more, and none refused", len(requests), refused)
	}
	t.Logf("%d requests", len(requests))
}

func requestsInNode(t *testing.T, requests [][]byte) (answers []*string) {
	t.Helper()
	modules, err := filepath.Abs("../../.ci/node/node_modules")
	must(t, err)
	if _, err := os.Stat(filepath.Join(modules, "qs")); err != nil {
		withoutNode(t, "the npm package qs is not installed; run: npm install --prefix .ci/node")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		withoutNode(t, "node is not installed")
	}
	given, err := json.Marshal(requests)
	must(t, err)
	cmd := exec.CommandContext(t.Context(), node, "testdata/request.js")
	cmd.Env = append(os.Environ(), "NODE_PATH="+modules)
	cmd.Stdin, cmd.Stderr = bytes.NewReader(given), os.Stderr
	out, err := cmd.Output()
	must(t, err)
	must(t, json.Unmarshal(out, &answers))
	return answers
}

// difference shows where two texts part, and what follows.
func difference(theirs, ours string) string {
	from := 0
	for from < min(len(theirs), len(ours)) && theirs[from] == ours[from] {
		from++
	}
	from = max(0, from-60)
	return fmt.Sprintf("node …%.200s\nours …%.200s", theirs[from:], ours[min(from, len(ours)):])
}

// withoutNode skips a test, or fails it where the environment says that node
// must be there.
func withoutNode(t *testing.T, why string) {
	t.Helper()
	if slices.Contains(strings.Split(os.Getenv("ROCKETSCRIPT_REQUIRE"), ","), "node") {
		t.Fatal(why)
	}
	t.Skip("skipped: " + why)
}

// requestHere returns what the script showed, or the answer that came instead.
func requestHere(t *testing.T, base string, raw []byte) string {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(base, "http://"))
	must(t, err)
	defer conn.Close()
	must(t, conn.SetDeadline(time.Now().Add(time.Minute)))
	_, err = conn.Write(raw)
	must(t, err)
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	must(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	must(t, err)
	var reply struct{ Error string }
	if err := json.Unmarshal(body, &reply); err != nil || !strings.HasPrefix(reply.Error, "{") {
		return response.Status + " " + string(body)
	}
	return reply.Error
}

// rawRequest writes a request as it goes over the wire.
func rawRequest(method, target, body string, headers ...string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: hooks.example\r\n", method, target)
	for _, h := range headers {
		b.WriteString(h + "\r\n")
	}
	if method == http.MethodPost {
		fmt.Fprintf(&b, "Content-Length: %d\r\n", len(body))
	}
	b.WriteString("Connection: close\r\n\r\n" + body)
	return b.Bytes()
}

func rawRequests() (all [][]byte) {
	const hook = "/hooks/echo/TOKEN"
	for _, target := range targets {
		all = append(all, rawRequest("GET", target, ""), rawRequest("POST", target, `{"a":1}`, "Content-Type: application/json"))
	}
	for _, query := range queries {
		all = append(all, rawRequest("GET", hook+"?"+query, ""))
	}
	for _, headers := range headerSets {
		all = append(all, rawRequest("POST", hook, `{"a":1}`, headers...))
	}
	for _, contentType := range contentTypes {
		for _, body := range []string{`{"a":{"b":[1]}}`, `[1,{"a":2}]`, `a=1&b=%20`, "payload=%7B%22a%22%3A1%7D", "<a>é</a>", ""} {
			all = append(all, rawRequest("POST", hook, body, "Content-Type: "+contentType))
		}
	}
	for _, body := range jsonBodies() {
		all = append(all, rawRequest("POST", hook, body, "Content-Type: application/json"))
	}
	for _, body := range formBodies {
		all = append(all, rawRequest("POST", hook, body, "Content-Type: application/x-www-form-urlencoded"))
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		all = append(all, rawRequest("POST", hook+"?"+randomPairs(random), randomPairs(random), "Content-Type: application/x-www-form-urlencoded"))
	}
	return all
}

// randomPairs makes a query of pieces that mean something to its parsers.
func randomPairs(random *rand.Rand) string {
	pieces := []string{"a", "b", "0", "1", "10", "[", "]", "[]", "[a]", "[0]", "[2]", "=", "=", "=", "&", "&", "&", "+", "%20", "%5B", "%5d", "%zz", "%", "%C3%A9", "%C3", "%26", "%3D", "x", "."}
	var b strings.Builder
	for range 2 + random.IntN(18) {
		b.WriteString(pieces[random.IntN(len(pieces))])
	}
	return b.String()
}

var targets = []string{
	"/hooks/echo/TOKEN", "/hooks/echo/TOKEN?", "/hooks/echo/TOKEN?a=1", "/hooks/echo/TOKEN?a?b=1?", "/hooks/echo/TOKEN?a=/b/../c",
	"/hooks/echo/USER/TOKEN", "/hooks/echo/USER/TOKEN?x=y", "/hooks/ech%6F/TOKEN", "/hooks/echo/TOKE%4E", "/hooks/echo/%55SER/TOKEN",
	"/hooks/echo/U%20S%2FR/TOKEN?%2F", "/hooks/echo/%C3%A9/TOKEN", "/hooks/echo/a+b/TOKEN", "/hooks/echo/TOKEN?a=1#frag", "/hooks/echo/.../TOKEN",
}

var queries = []string{
	"a", "a=", "=", "=x", "&", "&&a=1&&", "a=1&a=2&a=3", "a[]=1", "a[]=1&a[]=2", "a[]=", "a[]", "a=1&a[]=2", "a[]=1&a=2", "c[d]=2", "c[d][e]=1&c[d][f]=2",
	"a[0]=x", "a[1]=x&a[0]=y", "a[5]=x", "a[500]=x", "a[501]=x", "a[-1]=x", "a[01]=x", "a[0][b]=1&a[1][b]=2", "a[b]=1&a=2", "a=1&a[b]=2", "a[b][c][d][e][f][g][h]=1",
	"a%5Bb%5D=1", "a%5bb%5d=1", "a+b=c+d", "a%20b=c%20d", "a=%zz", "a=%", "a=%E0%A4", "a=%C3%A9", "%C3%A9=1", "a=%F0%9F%98%80", "a=%00", "a=1;b=2", "a==b", "a=b=c", "a[=1", "a]=1", "[]=1", "[a]=1", "[a][b]=1", "a[[b]]=1", "a[b=c]=1",
	"toString=1", "__proto__=1", "__proto__[x]=1", "constructor=1", "constructor[prototype]=1", "hasOwnProperty=1", "length=5", "a[length]=5", "a[toString]=1", "a[]=1&a[length]=0", "valueOf[x]=1",
	"2=b&1=a&x=c&0=d", "a[2]=x&a[b]=y", "a.b=1", "a.b[c.d]=1", "a[b].c=1", "%26=1", "a=%26b%3D1", "a&b&c", "a=null&b=true&c=1e5&d=undefined", "a%3D1", "a[%5D=1", "a[]b=1", "a[][]=1", "a[][]=1&a[][]=2", "a[][b]=1&a[][c]=2", "a=1,2,3", "a[]=1,2",
	"utf8=%E2%9C%93&a=%26%2310003%3B", "a=%u0041", "a='\"<>`", "a={}|\\^", "~a!*()=_-.", "a=%ff", "a=%C3%28", "%5B%5D=1", "%zz=%zz", "a=+%2B+",
}

var headerSets = [][]string{
	{}, {"X-A: 1"}, {"x-a: 1", "X-A: 2"}, {"X-B: 1", "X-A: 2", "X-C: 3"}, {"x-B:no space"}, {"X-A:   spaces \t "}, {"X-Empty:"}, {"X-Empty:", "X-Empty: 2"},
	{"Cookie: a=1", "Cookie: b=2"}, {"Set-Cookie: a=1"}, {"Set-Cookie: a=1", "X-A: 1", "set-cookie: b=2"}, {"Content-Type: application/json", "Content-Type: text/plain"},
	{"Content-Type: text/plain", "X-A: 1", "content-type: application/json"}, {"User-Agent: a", "User-Agent: b"}, {"Authorization: Basic YTpi", "Authorization: Bearer x"},
	{"Referer: a", "Referer: b"}, {"From: a", "From: b"}, {"Age: 1", "Age: 2"}, {"ETag: a", "ETag: b"}, {"Expires: a", "Expires: b"}, {"If-Modified-Since: a", "If-Modified-Since: b"},
	{"If-Unmodified-Since: a", "If-Unmodified-Since: b"}, {"Last-Modified: a", "Last-Modified: b"}, {"Location: a", "Location: b"}, {"Max-Forwards: 1", "Max-Forwards: 2"},
	{"Proxy-Authorization: a", "Proxy-Authorization: b"}, {"Retry-After: 1", "Retry-After: 2"}, {"Server: a", "Server: b"}, {"Accept: a", "Accept: b"}, {"X-Forwarded-For: 1.1.1.1", "x-forwarded-for: 2.2.2.2"},
	{"X-Unicode: é€😀"}, {"X-Latin: caf\xe9"}, {"X-Tab: a\tb"}, {"X-Quote: \"a, b\", c"}, {"__proto__: x"}, {"toString: x"}, {"constructor: x"}, {"hasOwnProperty: x"}, {"length: 5"},
	{"10: b", "9: a", "X-A: c"}, {"X_under-score.dot: 1"}, {"X-!#$%&'*+^`|~: 1"}, {"X-GitHub-Event: push", "X-Hub-Signature-256: sha256=00"}, {"Accept-Encoding: gzip, deflate"}, {"Content-Encoding: identity"},
	{"X-Long: " + strings.Repeat("x", 4000)}, {"Date: Mon, 01 Jan 2024 00:00:00 GMT", "Date: x"}, {"Via: a", "Via: b"}, {"Trailer: X"}, {"Upgrade-Insecure-Requests: 1"},
}

var contentTypes = []string{
	"application/json", "application/json; charset=utf-8", "Application/JSON;charset=UTF-8", "application/json;charset=iso-8859-1", "application/vnd.api+json", "application/cloudevents+json; charset=utf-8",
	"text/json", "text/plain", "text/plain; charset=utf-8", "application/xml", "text/xml", "multipart/form-data; boundary=x", "application/octet-stream",
	"application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=UTF-8", "APPLICATION/X-WWW-FORM-URLENCODED", "", "nonsense", "application/x-ndjson", "application/javascript",
}

func jsonBodies() []string {
	nested := func(open, close string, depth int) string {
		return strings.Repeat(open, depth) + "1" + strings.Repeat(close, depth)
	}
	return []string{
		`{}`, `[]`, ` {"a":1} `, "\r\n\t{\"a\":1}\n", "\ufeff{\"a\":1}", "\ufeff", `null`, `true`, `5`, `"text"`, `""`, ` `, `{"a":}`, `{a:1}`, `{"a":1,}`, `[1,]`, `{"a":1}{"b":2}`, `{"a":1} x`, `{'a':1}`, `{"a":01}`, `{"a":.5}`, `{"a":5.}`, `{"a":+1}`,
		`{"a":1e400}`, `{"a":-1e400}`, `{"a":1e-400}`, `{"a":12345678901234567890}`, `{"a":0.1e1,"b":1E+2,"c":-0,"d":-0.0,"e":0e0}`, `{"a":9007199254740993}`, `{"a":1.7976931348623157e308}`, `{"a":5e-324}`, `{"a":123456789012345678901234567890.123456789}`,
		`{"a":0.30000000000000004,"b":1e21,"c":1e20,"d":1e-7,"e":0.000001}`, `{"b":1,"a":2,"b":3}`, `{"a":{"x":1},"a":{"y":2}}`, `{"10":1,"9":2,"a":3,"1":4,"-1":5,"01":6,"4294967294":7,"4294967295":8,"4294967296":9,"1.5":10}`,
		`{"toString":1,"__proto__":2,"constructor":3,"length":4,"hasOwnProperty":5,"valueOf":6,"__defineGetter__":7}`, `{"__proto__":{"x":1}}`, `[{"__proto__":null}]`, `{"":1," ":2}`, `{"a":"","b":[],"c":{},"d":null}`,
		`{"a":"\ud800"}`, `{"a":"\udc00\ud800"}`, `{"\ud800":1,"\ud801":2}`, `{"a":"\ud83d\ude00"}`, `{"a":"😀é\u0000\u001f\u007f\u2028\u2029"}`, `{"a":"\"\\\/\b\f\n\r\t"}`, `{"a":"\x"}`, `{"a":"\u12"}`, "{\"a\":\"x\ny\"}", "{\"a\":\"x\ty\"}", "{\"a\":\"\x7f\"}", "{\"a\":\"\xff\xc3\"}", "{\"\xff\":1}", "{\"a\":1}\x00", "{\"a\":\"\xed\xa0\x80\"}",
		`{"é":1,"É":2,"e\u0301":3}`, nested(`[`, `]`, 500), nested(`{"a":`, `}`, 500), nested(`[`, `]`, 1000), `[[[]]]`, `{"a":[1,[2,[3,{"b":[]}]]]}`, `{"a":tru}`, `{"a":nul`, `{"a":"`, `[`, `]`, `{"a" 1}`, `{"a":1 "b":2}`, `[1 2]`, `//c
{"a":1}`, `{"a":NaN}`, `{"a":Infinity}`, `{"a":undefined}`, `{"a":0x10}`, `{"payload":"{\"a\":1}"}`, "{\"a\":1}\u00a0", "\u00a0{\"a\":1}", "\v{}", `{"a":` + strings.Repeat("9", 400) + `}`, `{"a":0.` + strings.Repeat("3", 400) + `}`,
		`{"` + strings.Repeat("k", 3000) + `":"` + strings.Repeat("é", 3000) + `"}`,
	}
}

var formBodies = []string{
	"a=1", "a=1&b=2", "a", "a=", "=", "=x", "&", "&&", "a=1&a=2", "b=1&a=2&b=3", "a[]=1&a[]=2", "c[d]=1", "a+b=c+d", "a=%20", "a=%zz%20b", "a=%", "a=%E0%A4x", "a=%ff", "%ff=1", "a=%C3%A9", "a=é", "a=\xff", "a=%00",
	"payload=%7B%22a%22%3A1%7D", `payload={"a":1}`, `payload={"a":"x+y"}`, `payload={"a":"x%2By"}`, "payload=", "payload", "payload=x", "payload={", `payload={"a":1}&b=2`, `b=2&payload={"a":1}`, `payload={"a":1}&payload={"a":2}`, `Payload={"a":1}`,
	`payload={"__proto__":1,"2":1,"1":2}`, "payload=%7B%22a%22%3A%22%F0%9F%98%80%22%7D", `payload=%EF%BB%BF{"a":1}`, `payload= {"a":1} `, `{"a":1}`, ` {"a":1}`, `{"a":"b=c&d"}`, `{"a":1`, `{"a":1}=x`, "{}", "[1]", `"x"`, "toString=1&__proto__=2&constructor=3&length=4",
	"10=a&9=b&x=c", "a=1;b=2", "a=b=c", "a%3D1", "a%26b=1", " a = 1 ", "a=1\r\n", "\ufeffa=1", "<xml/>", "text only",
}
