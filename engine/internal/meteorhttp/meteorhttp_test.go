package meteorhttp_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/fetch"
	"rocketscript/engine/internal/meteorhttp"
	"rocketscript/engine/internal/native/nativetest"
)

// perform answers by the URL, and with the request as JSON where the URL says
// nothing else.
func perform(r fetch.Request) fetch.Response {
	answers := map[string]fetch.Response{
		"/404":       {Status: 404, Body: []byte("not\nhere " + strings.Repeat("x", 600))},
		"/text":      {Status: 200, Headers: [][2]string{{"content-type", "text/plain"}, {"x-a", "1"}}, Body: []byte("plain {}")},
		"/bad":       {Status: 200, Headers: [][2]string{{"content-type", "application/json"}}, Body: []byte("{oops")},
		"/bare":      {Status: 200, Body: []byte("{}")},
		"/timeout":   {Kind: "timeout"},
		"/refused":   {Kind: "refused", Message: "not allowed: ask the operator"},
		"/redirects": {Kind: "redirects"},
		"/large":     {Kind: "too-large"},
		"/down":      {Kind: "failed", Code: "ECONNREFUSED", Message: "connect ECONNREFUSED"},
	}
	path := "/" + strings.SplitN(strings.TrimPrefix(r.URL, "http://h/"), "?", 2)[0]
	if answer, ok := answers[path]; ok {
		return answer
	}
	seen, err := json.Marshal(map[string]any{"method": r.Method, "url": r.URL, "headers": r.Headers, "body": string(r.Body), "redirect": r.Redirect, "timeout": r.Timeout.Milliseconds()})
	if err != nil {
		return fetch.Response{Kind: "failed", Message: err.Error()}
	}
	return fetch.Response{Status: 200, Headers: [][2]string{{"content-type", "Application/JSON; charset=utf-8"}}, Body: seen}
}

// load makes HTTP on a host that answers at once.
func load(rt *goja.Runtime, errors *goja.Object) *goja.Object {
	host := fetch.Host{
		Perform: perform,
		Start: func(r fetch.Request, deliver func(fetch.Response) error) func() {
			_ = deliver(perform(r)) // what a callback throws is no matter here
			return func() {}
		},
		Timeout: func(_ time.Duration, fire func() error) error { return fire() },
		Text:    func(text []byte) goja.Value { return rt.ToValue(string(text)) },
	}
	return meteorhttp.Load(rt, host, errors)
}

// Reference §5.2.
func TestHTTP(t *testing.T) {
	seen := func(call, members string) string { return "(({result: {data}}) => " + members + ")(" + call + ")" }
	nativetest.Run(t, load, []nativetest.Case{
		{Expression: seen("HTTP('get', 'http://h/x')", "data"), Want: `{"body":"","headers":null,"method":"GET","redirect":"follow","timeout":-1,"url":"http://h/x"}`},
		{Expression: seen("HTTP('POST', 'http://h/x', {data: {a: 1}})", "[data.body, data.headers]"), Want: `["{\"a\":1}",[["Content-Type","application/json"]]]`},
		{Expression: seen("HTTP('POST', 'http://h/x', {content: 'é'})", "[data.body, data.headers]"), Want: `["é",[["Content-Type","text/plain;charset=UTF-8"]]]`},
		{Expression: seen("HTTP('POST', 'http://h/x', {params: {a: 'b c', d: 'é'}})", "[data.body, data.headers, data.url]"), Want: `["a=b+c&d=%C3%A9",[["Content-Type","application/x-www-form-urlencoded"]],"http://h/x"]`},
		{Expression: seen("HTTP('POST', 'http://h/x?q=1', {content: 'x', params: {a: 'b c', n: {m: 1}, u: undefined}})", "data.url"), Want: "http://h/x?q=1&a=b+c&n%5Bm%5D=1"},
		{Expression: seen("HTTP('GET', 'http://h/x?q=1#f', {query: 'r=2', params: {a: \"'\"}})", "data.url"), Want: "http://h/x?r=2&a=%27"},
		{Expression: seen("HTTP('GET', 'http://h/x', {auth: 'user:pass'})", "data.headers"), Want: `[["Authorization","Basic dXNlcjpwYXNz"]]`},
		{Expression: seen("HTTP('POST', 'http://h/x', {data: {}, headers: {'content-type': 'x/y', A: 1}})", "data.headers"), Want: `[["content-type","x/y"],["A","1"]]`},
		{Expression: seen("HTTP('GET', 'http://h/x', {timeout: 1.5, followRedirects: false, referrer: 'http://r/'})", "[data.timeout, data.redirect, data.headers]"), Want: `[2,"manual",[["Referer","http://r/"]]]`},

		{Expression: "HTTP('GET', 'http://h/text')", Want: `{"result":{"statusCode":200,"content":"plain {}","headers":{"content-type":"text/plain","x-a":"1"},"data":null,"ok":true,"redirected":false}}`},
		{Expression: "[HTTP('GET', 'http://h/bad').result.data, HTTP('GET', 'http://h/bare').result.data]", Want: "[null,null]"},
		{Expression: "(({error, result}) => [error.message.slice(0, 25), error.message.length, error.response.statusCode, error.response.ok, result])(HTTP('GET', 'http://h/404'))", Want: `["failed [404]not here xxxx",512,404,false,null]`},

		{Expression: "HTTP('GET', '/x').error", Want: "Error: url must be absolute and start with http:// or https://"},
		{Expression: "HTTP('GET', 'ftp://h/x').error", Want: "Error: url must be absolute and start with http:// or https://"},
		{Expression: "HTTP('GET', 'http://').error", Want: "TypeError: Only absolute URLs are supported"},
		{Expression: "HTTP('GET', 'http://h/x', {auth: 'user'}).error", Want: `Error: auth option should be of the form "username:password"`},
		{Expression: "HTTP('GET', 'http://h/x', {content: 'x'}).error", Want: "TypeError: Request with GET/HEAD method cannot have body"},
		{Expression: "HTTP('G T', 'http://h/x').error", Want: `TypeError: "G T" is not a valid HTTP method`},
		{Expression: "HTTP('GET', 'http://h/x', {headers: {'a b': 1}}).error", Want: "TypeError: a b is not a legal HTTP header name"},
		{Expression: "HTTP('GET', 'http://h/x', {headers: {a: '\\n'}}).error", Want: "TypeError: \n is not a legal HTTP header value"},
		{Expression: "((e) => [e.message, e.type])(HTTP('GET', 'http://h/timeout').error)", Want: `["network timeout at: http://h/timeout","request-timeout"]`},
		{Expression: "HTTP('GET', 'http://h/refused').error", Want: "Error: not allowed: ask the operator"},
		{Expression: "HTTP('GET', 'http://h/redirects').error", Want: "FetchError: maximum redirect reached at: http://h/redirects"},
		{Expression: "HTTP('GET', 'http://h/large').error", Want: "FetchError: content size at http://h/large over limit"},
		{Expression: "((e) => [e.message, e.code])(HTTP('GET', 'http://h/down').error)", Want: `["request to http://h/down failed, reason: connect ECONNREFUSED","ECONNREFUSED"]`},

		{Expression: "['get', 'head', 'post', 'put', 'patch', 'del', 'delete'].map((name) => HTTP[name]('http://h/x').result.data.method)", Want: `["GET","HEAD","POST","PUT","PATCH","DELETE","DELETE"]`},
		{Expression: "((answer) => [answer.statusCode, answer.data.method, Object.keys(answer)])(HTTP.call('put', 'http://h/x'))", Want: `[200,"PUT",["result"]]`},
		{Expression: "new Promise((resolve) => HTTP.get('http://h/text', (error, result) => resolve([error === undefined, result.content])))", Want: `[true,"plain {}"]`},
		{Expression: "new Promise((resolve) => HTTP.get('http://h/404', {}, (error, result) => resolve([error.message.slice(0, 12), result.statusCode])))", Want: `["failed [404]",404]`},
		{Expression: "new Promise((resolve) => HTTP.get('nonsense', {}, (error, result) => resolve([error.message, result])))", Want: `["url must be absolute and start with http:// or https://",null]`},
	})
}
