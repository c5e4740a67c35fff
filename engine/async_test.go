package engine_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"rocketscript/engine"
)

// doerFunc answers HTTP calls.
type doerFunc func(ctx context.Context, r engine.HTTPRequest) (engine.HTTPResponse, error)

func (f doerFunc) Do(ctx context.Context, r engine.HTTPRequest) (engine.HTTPResponse, error) {
	return f(ctx, r)
}

// silent never answers.
var silent = doerFunc(func(ctx context.Context, _ engine.HTTPRequest) (engine.HTTPResponse, error) {
	<-ctx.Done()
	return engine.HTTPResponse{}, ctx.Err()
})

// after answers with the path of the URL, that many milliseconds later.
var after = doerFunc(func(ctx context.Context, r engine.HTTPRequest) (engine.HTTPResponse, error) {
	path := r.URL[strings.LastIndex(r.URL, "/")+1:]
	wait, err := time.ParseDuration(path + "ms")
	if err != nil {
		return engine.HTTPResponse{}, err
	}
	select {
	case <-time.After(wait):
		return engine.HTTPResponse{Status: 200, StatusText: "OK", Body: []byte(path)}, nil
	case <-ctx.Done():
		return engine.HTTPResponse{}, ctx.Err()
	}
})

func async(body string) string {
	return "class Script {\n  async process_incoming_request({ request }) {\n" + body + "\n  }\n}\n"
}

const sleep = "const sleep = (ms) => new Promise(resolve => setTimeout(resolve, ms));\n"

func TestTimersTakeTheirTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in := newInstance(t, sleep+async(`
			const log = [], begun = Date.now(), note = (what) => log.push(what + '@' + (Date.now() - begun));
			setTimeout(note, 300, 'c'); setTimeout(note, 100, 'a'); setTimeout(note, 200, 'b');
			const every = setInterval(note, 110, 'every');
			await sleep(400); clearInterval(every); await sleep(500);
			return {content: {log}};`), engine.Options{})
		r := call(t, in, engine.Call{})
		want := `{"log":["a@100","every@110","b@200","every@220","c@300","every@330"]}`
		if diff := cmp.Diff(want, string(r.Content)); diff != "" || r.Duration != 900*time.Millisecond {
			t.Errorf("after %v, %v (-want +got):\n%s", r.Duration, r.Exception, diff)
		}
	})
}

// Calls that wait do not hold each other up, and each has its own console.
func TestManyCallsSleepTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in := newInstance(t, sleep+async("await sleep(1000); console.log(request.content.n); return {content: {n: request.content.n}}"), engine.Options{})
		start := time.Now()
		var wg sync.WaitGroup
		for n := range 100 {
			wg.Go(func() {
				r := call(t, in, content(fmt.Sprintf(`{"n":%d}`, n)))
				if got, want := string(r.Content)+consoleText(r), fmt.Sprintf(`{"n":%d}log: %[1]d`, n); got != want {
					t.Errorf("got %s, want %s", got, want)
				}
			})
		}
		wg.Wait()
		if took := time.Since(start); took != time.Second {
			t.Errorf("a hundred calls took %v", took)
		}
	})
}

func TestTimersEndWithTheirCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in := newInstance(t, `let fired = 0;`+method("setInterval(() => fired++, 10); setTimeout(() => fired++, 10); fetch('http://a.example/10').then(() => fired++); return {content: {fired}}"), engine.Options{HTTP: after})
		for range 2 {
			if r := call(t, in, engine.Call{}); string(r.Content) != `{"fired":0}` || r.HTTP[0].Error != "the call ended before the answer came" {
				t.Errorf("content %s, calls %+v", r.Content, r.HTTP)
			}
			time.Sleep(time.Second)
		}
	})
}

func TestClockThatStandsStill(t *testing.T) {
	in := newInstance(t, sleep+async(`
		const log = [];
		const order = ['x', 'y'].map((name, i) => fetch('http://a.example/' + (20 - 10 * i)).then(() => log.push(name)));
		setTimeout(() => { log.push('day'); setTimeout(() => log.push('day+1'), 1) }, 86400000);
		setTimeout(() => log.push('hour'), 3600000);
		await sleep(86400002);
		return {content: {log, now: Date.now()}};`), engine.Options{HTTP: after})
	start := time.Now()
	r := call(t, in, engine.Call{Now: time.UnixMilli(1e12), Timeout: time.Minute})
	if diff := cmp.Diff(`{"log":["x","y","hour","day","day+1"],"now":1000000000000}`, string(r.Content)); diff != "" {
		t.Errorf("%v (-want +got):\n%s", r.Exception, diff)
	}
	if took := time.Since(start); took > 30*time.Second {
		t.Errorf("took %v", took)
	}
}

func TestUncaught(t *testing.T) {
	for name, body := range map[string]string{
		"timer":     "await new Promise(() => setTimeout(() => {\nthrow new Error('thrown') }, 1))",
		"immediate": "await new Promise(() => setImmediate(() => {\nthrow new Error('thrown') }))",
		"microtask": "await new Promise(() => queueMicrotask(() => {\nthrow new Error('thrown') }))",
		"returned":  "queueMicrotask(() => {\nthrow new Error('thrown') }); return {content: {}}",
		"listener":  "const c = new AbortController(); c.signal.onabort = () => {\nthrow new Error('thrown') }; c.abort(); return {content: {}}",
		"callback":  "await new Promise(() => HTTP.get('http://a.example/1', () => {\nthrow new Error('thrown') }))",
	} {
		t.Run(name, func(t *testing.T) {
			h := engine.NewHost(engine.Options{HTTP: after})
			defer h.Close()
			r := runIn(t, h, async(body), engine.Call{})
			if r.Outcome != engine.OutcomeScriptError || r.Exception.Message != "thrown" || r.Exception.Line != 4 {
				t.Errorf("%s %s %v", r.Outcome, r.Content, r.Exception)
			}
			if r := runIn(t, h, async(body), engine.Call{}); r.Exception == nil || r.Exception.Message != "thrown" {
				t.Errorf("the next call: %v", r.Exception)
			}
		})
	}
}

func TestDeadlineEndsHTTPCalls(t *testing.T) {
	for name, tt := range map[string]struct{ body, want string }{
		"synchronous": {"try { HTTP('GET', 'http://a.example/') } catch { for (;;); } return {content: {}}", "timed out after 100 ms"},
		"awaited":     {"await fetch('http://a.example/').catch(() => 0); return {content: {}}", "timed out after 100 ms waiting for a promise"},
	} {
		t.Run(name, func(t *testing.T) {
			h := engine.NewHost(engine.Options{HTTP: silent, Grace: time.Minute})
			defer h.Close()
			r := runIn(t, h, async(tt.body), engine.Call{Timeout: 100 * time.Millisecond})
			if r.Exception == nil || r.Exception.Message != tt.want {
				t.Fatalf("%s, %v", r.Content, r.Exception)
			}
			if len(r.HTTP) != 1 || r.HTTP[0].Error != "the call ended before the answer came" || r.HTTP[0].Status != 0 {
				t.Errorf("calls %+v", r.HTTP)
			}
		})
	}
}

func TestHTTPLimits(t *testing.T) {
	h := engine.NewHost(engine.Options{HTTPCalls: 2, HTTPBytes: 3, HTTP: doerFunc(func(context.Context, engine.HTTPRequest) (engine.HTTPResponse, error) {
		return engine.HTTPResponse{Status: 200, Body: []byte("four")}, nil
	})})
	defer h.Close()
	r := runIn(t, h, async(`
		const tell = (p) => p.then(r => r.status, e => e.name + ': ' + e.message);
		const got = [await tell(fetch('http://a.example/')), String(HTTP.get('http://a.example/').error)];
		for (let i = 0; i < 3; i++) got.push(await tell(fetch('http://a.example/')));
		return {content: {got}};`), engine.Call{})
	many := `"TypeError: fetch failed: too many HTTP calls: one run of a script may make 2"`
	want := `{"got":["FetchError: content size at http://a.example/ over limit: 3","FetchError: content size at http://a.example/ over limit",` + many + "," + many + "," + many + "]}"
	if diff := cmp.Diff(want, string(r.Content)); diff != "" || len(r.HTTP) != 3 {
		t.Errorf("%d calls, %v (-want +got):\n%s", len(r.HTTP), r.Exception, diff)
	}
}

// What is kept of an HTTP call is bounded, whatever a script sends.
func TestHTTPCallsAreKeptInPart(t *testing.T) {
	h := engine.NewHost(engine.Options{HTTP: doerFunc(func(context.Context, engine.HTTPRequest) (engine.HTTPResponse, error) {
		return engine.HTTPResponse{Status: 200, Headers: []engine.Header{{Name: "x", Value: "1"}, {Name: "y", Value: strings.Repeat("y", 1e6)}}}, nil
	})})
	defer h.Close()
	r := runIn(t, h, async(`
		const headers = {};
		for (let i = 0; i < 3000; i++) headers['x-' + String(i).padStart(6, '0')] = '12345678';
		return {content: {status: (await fetch('http://a.example/' + 'x'.repeat(1e6), {headers})).status}};`), engine.Call{Timeout: time.Minute})
	if string(r.Content) != `{"status":200}` || len(r.HTTP) != 1 {
		t.Fatalf("%s %v", r.Content, r.Exception)
	}
	x := r.HTTP[0]
	if last := x.RequestHeaders[len(x.RequestHeaders)-1]; len(x.URL) > 9<<10 || len(x.RequestHeaders) > 2050 || last.Name != "…" || !strings.HasSuffix(last.Value, " more headers") {
		t.Errorf("%d bytes of URL, %d headers, the last %v", len(x.URL), len(x.RequestHeaders), last)
	}
	if diff := cmp.Diff([]engine.Header{{Name: "x", Value: "1"}, {Name: "…", Value: "1 more headers"}}, x.ResponseHeaders); diff != "" {
		t.Errorf("headers of the answer (-want +got):\n%s", diff)
	}
}

// What node-fetch words its own way, fetch words so too.
func TestNodeFetchOptions(t *testing.T) {
	h := engine.NewHost(engine.Options{HTTP: doerFunc(func(ctx context.Context, r engine.HTTPRequest) (engine.HTTPResponse, error) {
		switch {
		case strings.Contains(r.URL, "slow"):
			return silent(ctx, r)
		case strings.Contains(r.URL, "loop"):
			return engine.HTTPResponse{Status: 302, Headers: []engine.Header{{Name: "Location", Value: r.URL}}}, nil
		}
		return engine.HTTPResponse{Status: 200, Headers: []engine.Header{{Name: "X-B", Value: "2"}, {Name: "X-A", Value: "1"}}, Body: []byte(fmt.Sprint(r.URL, " ", r.Insecure, r.Plain))}, nil
	})})
	defer h.Close()
	r := runIn(t, h, async(`
		const tell = (...args) => fetch(...args).then(r => r.text(), e => [e.name, e.type, e.message].join(' '));
		const u = 'http://a.example/';
		const {headers} = await fetch(u);
		return {content: {texts: [
			await tell(u + '?x=1', {params: {a: '1 2', b: 'é'}}, true), await tell(u, {compress: false}), await tell(u + 'slow', {timeout: 5}),
			await tell(u + 'loop', {follow: 3}), await tell(u, {size: 5}), String(HTTP('GET', u + 'slow', {timeout: 5}).error)],
			headers: [headers[0], headers.length, headers.map(([n]) => n), headers.find(([n]) => n === 'x-b')[1], headers.get('X-A'), [...headers]]}};`), engine.Call{})
	want := `{"texts":["http://a.example/?x=1\u0026a=1+2\u0026b=%C3%A9 true false","http://a.example/ false true","FetchError request-timeout network timeout at: http://a.example/slow",` +
		`"FetchError max-redirect maximum redirect reached at: http://a.example/loop","FetchError max-size content size at http://a.example/ over limit: 5","FetchError: network timeout at: http://a.example/slow"],` +
		`"headers":[["x-a","1"],2,["x-a","x-b"],"2","1",[["x-a","1"],["x-b","2"]]]}`
	if diff := cmp.Diff(strings.ReplaceAll(want, `\u0026`, "&"), string(r.Content)); diff != "" {
		t.Errorf("%v (-want +got):\n%s", r.Exception, diff)
	}
}

// TestHTTP holds reference §5.2.
func TestHTTP(t *testing.T) {
	h := engine.NewHost(engine.Options{HTTP: doerFunc(func(_ context.Context, r engine.HTTPRequest) (engine.HTTPResponse, error) {
		status := 200
		if strings.Contains(r.URL, "missing") {
			status = 404
		}
		headers := make([]string, len(r.Headers))
		for i, h := range r.Headers {
			headers[i] = h.Name + "=" + h.Value
		}
		return engine.HTTPResponse{Status: status, Headers: []engine.Header{{Name: "Content-Type", Value: "application/json; charset=utf-8"}},
			Body: []byte(fmt.Sprintf("[%q,\n%q,%q,%q]", r.Method, r.URL, r.Body, strings.Join(headers, ",")))}, nil
	})})
	defer h.Close()
	tests := []struct{ call, want string }{
		{`HTTP('GET', 'http://a.example/')`, `{"result":{"statusCode":200,"content":"[\"GET\",\n\"http://a.example/\",\"\",\"\"]","headers":{"content-type":"application/json; charset=utf-8"},"data":["GET","http://a.example/","",""],"ok":true,"redirected":false}}`},
		{`HTTP('get', 'http://a.example/?x=1', {params: {a: 'b c', d: 1}}).result.data`, `["GET","http://a.example/?x=1&a=b+c&d=1","",""]`},
		{`HTTP('GET', 'http://a.example/?x=1', {query: 'y=2'}).result.data[1]`, `"http://a.example/?y=2"`},
		{`HTTP('POST', 'http://a.example/', {data: {a: 1}, headers: {'X-A': 'b'}}).result.data`, `["POST","http://a.example/","{\"a\":1}","Content-Type=application/json,X-A=b"]`},
		{`HTTP('POST', 'http://a.example/', {params: {a: 'b c'}}).result.data`, `["POST","http://a.example/","a=b+c","Content-Type=application/x-www-form-urlencoded"]`},
		{`HTTP('POST', 'http://a.example/', {content: 'x', params: {a: 1}, headers: {'content-type': 't/x'}}).result.data`, `["POST","http://a.example/?a=1","x","content-type=t/x"]`},
		{`HTTP('GET', 'http://a.example/', {auth: 'user:pass'}).result.data[3]`, `"Authorization=Basic dXNlcjpwYXNz"`},
		{`HTTP('GET', 'http://a.example/', {auth: 'user'}).error.message`, `"auth option should be of the form \"username:password\""`},
		{`HTTP('GET', 'a.example').error.message`, `"url must be absolute and start with http:// or https://"`},
		{`Object.keys(HTTP('GET', 'http://a.example/missing'))`, `["error"]`},
		{`HTTP('GET', 'http://a.example/missing').error.message`, `"failed [404][\"GET\", \"http://a.example/missing\",\"\",\"\"]"`},
		{`HTTP('GET', 'http://a.example/missing').error.response.statusCode`, `404`},
		{`[HTTP.get, HTTP.post, HTTP.put, HTTP.patch, HTTP.del].map(f => f('http://a.example/').result.data[0])`, `["GET","POST","PUT","PATCH","DELETE"]`},
		{`HTTP.call('GET', 'http://a.example/').statusCode`, `200`},
		{`await new Promise(r => HTTP.call('GET', 'http://a.example/missing', (e, x) => r([e.message.slice(0, 12), x.statusCode])))`, `["failed [404]",404]`},
		{`await new Promise(r => HTTP.post('http://a.example/', {data: [1]}, (e, x) => r([e === undefined, x.data[2]])))`, `[true,"[1]"]`},
		{`await new Promise(r => HTTP.get('nowhere', (e, x) => r([e.message, x === undefined])))`, `["url must be absolute and start with http:// or https://",true]`},
	}
	for _, tt := range tests {
		r := runIn(t, h, async("return {content: {got: "+tt.call+"}}"), engine.Call{})
		if diff := cmp.Diff(`{"got":`+tt.want+`}`, string(r.Content)); diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", tt.call, r.Exception, diff)
		}
	}
}

func TestNoHTTPClient(t *testing.T) {
	r := run(t, async("return {content: {sync: HTTP('GET', 'http://a.example/').error.message, async: await fetch('http://a.example/').catch(e => e.message)}}"), engine.Call{})
	why := "scripts cannot make HTTP calls here: the engine was given no HTTP client"
	if got, want := string(r.Content), fmt.Sprintf(`{"sync":%q,"async":"fetch failed: %s"}`, why, why); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// An error of fetch tells where the script called it.
func TestFetchErrorsHaveAPlace(t *testing.T) {
	r := run(t, async("await null;\nawait fetch('http://a.example/')"), engine.Call{})
	if r.Exception == nil || r.Exception.Line != 4 {
		t.Errorf("%v, want line 4", r.Exception)
	}
}

func TestTooManyTimers(t *testing.T) {
	r := run(t, method("for (;;) setTimeout(() => 0, 1e6)"), engine.Call{Timeout: time.Minute})
	if r.Exception == nil || !strings.Contains(r.Exception.Message, "too many timers") {
		t.Error(r.Exception)
	}
}
