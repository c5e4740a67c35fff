package engine_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rocketscript/engine"
)

// The whole object, as a script prints it: keys and their order are those of
// DESIGN §7.
func TestRequestObject(t *testing.T) {
	call := engine.Call{Request: engine.Request{
		Target: "/hooks/ID/USER/TO%20KEN?a=1&b[]=2&b[]=3&c[d]=4",
		Params: engine.Params{IntegrationID: "ID", UserID: "USER", Token: "TO KEN"},
		Headers: []engine.Header{
			{Name: "Host", Value: "example.com"}, {Name: "X-Forwarded-For", Value: "1.1.1.1"},
			{Name: "Content-Type", Value: "application/json"}, {Name: "x-forwarded-for", Value: "2.2.2.2"},
		},
		Body:    ` {"text": "hello"}`,
		Content: ` {"text": "hello"}`,
		User:    engine.User{ID: "u1", Name: "Rocket Cat", Username: "rocket.cat"},
	}}
	r := run(t, method("return {content: {json: JSON.stringify(request)}}"), call)
	want := `{"url":{"hash":null,"search":"?a=1&b[]=2&b[]=3&c[d]=4","query":{"a":"1","b":["2","3"],"c":{"d":"4"}},` +
		`"pathname":"/hooks/ID/USER/TO%20KEN","path":"/hooks/ID/USER/TO%20KEN?a=1&b[]=2&b[]=3&c[d]=4"},` +
		`"url_raw":"/hooks/ID/USER/TO%20KEN?a=1&b[]=2&b[]=3&c[d]=4",` +
		`"url_params":{"integrationId":"ID","userId":"USER","token":"TO KEN"},` +
		`"content":{"text":"hello"},"content_raw":" {\"text\": \"hello\"}",` +
		`"headers":{"host":"example.com","x-forwarded-for":"1.1.1.1, 2.2.2.2","content-type":"application/json"},` +
		`"body":{"text":"hello"},"user":{"_id":"u1","name":"Rocket Cat","username":"rocket.cat"}}`
	if diff := cmp.Diff(want, members(t, r.Content)["json"]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestRequestDetails(t *testing.T) {
	req := func(target, content, body string) engine.Call {
		return engine.Call{Request: engine.Request{Target: target, Content: content, Body: body}}
	}
	tests := []struct {
		name       string
		call       engine.Call
		expression string
		want       any
	}{
		{"no query", req("/hooks/a/b", "", ""), `[request.url.search, request.url.query, request.url.path, request.url_raw]`, []any{nil, map[string]any{}, "/hooks/a/b", "/hooks/a/b"}},
		{"empty query", req("/hooks/a/b?", "", ""), `[request.url.search, request.url.query]`, []any{"?", map[string]any{}}},
		{
			"repeated headers", engine.Call{Request: engine.Request{Target: "/", Headers: []engine.Header{
				{Name: "Set-Cookie", Value: "a=1"}, {Name: "Cookie", Value: "a=1"}, {Name: "Content-Type", Value: "text/plain"}, {Name: "X-A", Value: "1"}, {Name: "__proto__", Value: "x"},
				{Name: "x-a", Value: "2"}, {Name: "content-type", Value: "application/json"}, {Name: "COOKIE", Value: "b=2"}, {Name: "set-cookie", Value: "b=2"},
			}}},
			`JSON.stringify(request.headers)`, `{"set-cookie":["a=1","b=2"],"cookie":"a=1; b=2","content-type":"text/plain","x-a":"1, 2"}`,
		},
		{"no user segment", req("/", "", ""), `Object.keys(request.url_params)`, []any{"integrationId", "token"}},
		{"one object", req("/", `{"a":1}`, ""), `request.body === request.content`, true},
		{"no body", req("/", "", ""), `[request.content, request.content_raw]`, []any{map[string]any{}, ""}},
		{"array", req("/", "[1,2]", ""), `[Array.isArray(request.content), request.content]`, []any{true, []any{1.0, 2.0}}},
		{"scalar", req("/", "5", ""), `request.content`, map[string]any{}},
		{"text", req("/", `"x"`, ""), `request.content`, map[string]any{}},
		{"null", req("/", `null`, ""), `request.content`, map[string]any{}},
		{"invalid", req("/", `{"a":`, "raw"), `[request.content, request.content_raw]`, []any{map[string]any{}, "raw"}},
		{"raw bytes", req("/", "", "a\xffb"), `request.content_raw`, "a\uFFFDb"},
		{"raw Unicode", req("/", "", "é😀"), `[request.content_raw, request.content_raw.length]`, []any{"é😀", 3.0}},
		{"key order", req("/", `{"z":1,"10":2,"a":3,"9":4}`, ""), `Object.keys(request.content)`, []any{"9", "10", "z", "a"}},
		{
			"names everything has", req("/", `{"toString":1,"constructor":2,"__proto__":3,"length":4,"hasOwnProperty":5}`, ""),
			`[Object.keys(request.content), request.content.toString, request.content.__proto__, Object.getPrototypeOf(request.content) === Object.prototype]`,
			[]any{[]any{"toString", "constructor", "__proto__", "length", "hasOwnProperty"}, 1.0, 3.0, true},
		},
		{"plain objects", req("/?q=1", `{}`, ""), `[request, request.url, request.url.query, request.headers, request.user, request.url_params].every(o => Object.getPrototypeOf(o) === Object.prototype)`, true},
		{"query names everything has", req("/?toString=1&__proto__[x]=2&b=3", "", ""), `[request.url.query, ({}).x]`, []any{map[string]any{"b": "3"}, nil}},
		{"query without value", req("/?a&b=", "", ""), `request.url.query`, map[string]any{"a": "", "b": ""}},
		{"query that met an object", req("/?a[b]=1&a=c", "", ""), `request.url.query`, map[string]any{"a": map[string]any{"b": "1", "c": true}}},
		{"changes stay inside", req("/", `{"a":1}`, ""), `(request.content.a = 2, request.headers.x = 'y', request.body.a)`, 2.0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := run(t, method("return {content: {v: "+tt.expression+"}}"), tt.call)
			if r.Exception != nil {
				t.Fatal(r.Exception)
			}
			want := map[string]any{"v": tt.want}
			if diff := cmp.Diff(want, members(t, r.Content)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestContentTooDeep(t *testing.T) {
	r := run(t, method("return {content: request.content}"), content(strings.Repeat("[", 1e6)))
	if got, want := consoleText(r), "warn: request.content is {}: JSON nested deeper than 10000 levels"; got != want || string(r.Content) != "{}" {
		t.Errorf("content %s, console %q, want {} and %q", r.Content, got, want)
	}
}
