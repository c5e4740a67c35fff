package fetch_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"rocketscript/engine"
	"rocketscript/engine/internal/nodetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// evaluate evaluates the expressions of input one after the other; it runs
// here and in node. U is the URL of a server, R one that nobody listens on.
const evaluate = `
const show = (v) => v instanceof Error ? v.name + ': ' + v.message + (v.cause ? ' | ' + v.cause : '') : v === undefined ? 'undefined' : JSON.stringify(v);
const evaluateAll = async ({expressions, U, R}) => {
	const results = [];
	for (const expression of expressions) {
		try {
			results.push(show(await eval('(' + expression + ')')));
		} catch (error) {
			results.push('throws ' + show(error));
		}
	}
	return results;
};
`

// TestAgreesWithNode compares what the expressions of testdata/expressions.js
// give here and in node, with the same server. What differs on purpose stands
// in testdata/known-differences.txt, below the reason.
func TestAgreesWithNode(t *testing.T) {
	input := map[string]any{"expressions": nodetest.Lines(t, "testdata/expressions.js", "#"), "U": serve(t), "R": refusing(t)}
	var theirs []string
	nodetest.Run(t, evaluate+"evaluateAll(input).then(r => { done(r); process.exit(0) })", input, &theirs)
	ours := evaluateHere(t, input)
	known := map[string]bool{}
	for _, expression := range nodetest.Lines(t, "testdata/known-differences.txt", "#") {
		known[expression] = true
	}
	equal := 0
	expressions := input["expressions"].([]string)
	for i, expression := range expressions {
		switch same := ours[i] == theirs[i]; {
		case same && known[expression]:
			t.Errorf("%s\n is listed as a known difference, but gives %s", expression, ours[i])
		case same:
			equal++
		case !known[expression]:
			t.Errorf("%s\n ours %s\n node %s", expression, ours[i], theirs[i])
		}
	}
	t.Logf("%d expressions, %d equal, %d known differences", len(expressions), equal, len(known))
}

func evaluateHere(t *testing.T, input any) (results []string) {
	t.Helper()
	given, err := json.Marshal(input)
	if err != nil {
		t.Fatal(err)
	}
	doer := &doer{transport: &http.Transport{DisableCompression: true}}
	host := engine.NewHost(engine.Options{HTTP: doer, HTTPCalls: 1000})
	defer doer.transport.CloseIdleConnections()
	defer host.Close()
	source := evaluate + "class Script { async process_incoming_request({request}) { return {content: await evaluateAll(request.content)} } }"
	r, err := host.Run(t.Context(), engine.Script{ID: "test", Name: "test.js", Source: source}, engine.Call{
		Timeout: time.Minute, Request: engine.Request{Target: "/", Content: string(given)},
	})
	if err != nil || r.Exception != nil {
		t.Fatal(err, r.Exception)
	}
	if err := json.Unmarshal(r.Content, &results); err != nil {
		t.Fatal(err)
	}
	return results
}

// A doer makes exchanges as they come, for tests.
type doer struct{ transport *http.Transport }

func (d *doer) Do(ctx context.Context, request engine.HTTPRequest) (engine.HTTPResponse, error) {
	sent, err := http.NewRequestWithContext(ctx, request.Method, request.URL, bytes.NewReader(request.Body))
	if err != nil {
		return engine.HTTPResponse{}, err
	}
	sent.Header.Set("Accept", "*/*")
	for i, h := range request.Headers {
		if i == 0 || !strings.EqualFold(request.Headers[i-1].Name, h.Name) {
			sent.Header.Del(h.Name)
		}
		sent.Header.Add(h.Name, h.Value)
	}
	received, err := d.transport.RoundTrip(sent)
	if err != nil {
		return engine.HTTPResponse{}, failure(err)
	}
	defer received.Body.Close()
	var body io.Reader = received.Body
	if received.Header.Get("Content-Encoding") == "gzip" {
		if body, err = gzip.NewReader(body); err != nil {
			return engine.HTTPResponse{}, err
		}
	}
	text, err := io.ReadAll(io.LimitReader(body, request.MaxBytes+1))
	if err != nil {
		return engine.HTTPResponse{}, failure(err)
	}
	response := engine.HTTPResponse{Status: received.StatusCode, StatusText: strings.TrimPrefix(received.Status, strconv.Itoa(received.StatusCode)+" "), Body: text}
	for name, values := range received.Header {
		for _, value := range values {
			response.Headers = append(response.Headers, engine.Header{Name: name, Value: value})
		}
	}
	return response, nil
}

func failure(err error) error {
	var lookup *net.DNSError
	code := ""
	switch {
	case errors.As(err, &lookup):
		code = "ENOTFOUND"
	case errors.Is(err, syscall.ECONNREFUSED):
		code = "ECONNREFUSED"
	}
	return &engine.HTTPError{Kind: engine.HTTPFailed, Code: code, Message: err.Error()}
}

// refusing is the URL of a port that nobody listens on.
func refusing(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return "http://" + listener.Addr().String()
}

// serve serves what the expressions ask for.
func serve(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(answers())
	t.Cleanup(server.Close)
	return server.URL
}

func answers() http.Handler {
	mux := http.NewServeMux()
	text := func(path, contentType, body string, headers ...string) {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", contentType)
			for i := 0; i < len(headers); i += 2 {
				w.Header().Add(headers[i], headers[i+1])
			}
			_, _ = io.WriteString(w, body)
		})
	}
	text("/text", "text/plain", "hello\nworld")
	text("/json", "Application/JSON; Charset=UTF-8", `{"a": [1, "é"]}`)
	text("/bom", "text/plain", "\xEF\xBB\xBFabc")
	text("/bad-utf8", "text/plain", "a\xFFb\xE2\x82c")
	text("/bytes", "application/octet-stream", "\x00\x01\xFE\xFF")
	text("/empty", "application/json", "")
	text("/bad-json", "application/json", "{oops")
	text("/headers", "text/plain", "", "X-B", "2", "X-A", "1", "X-A", "again", "Set-Cookie", "a=1", "Set-Cookie", "b=2", "X-Empty", "")
	text("/latin1", "text/plain", "", "X-Latin", "caf\xe9")
	mux.HandleFunc("/echo", echo)
	mux.HandleFunc("/echo/{rest...}", echo)
	mux.HandleFunc("/status/{code}", func(w http.ResponseWriter, r *http.Request) {
		code, _ := strconv.Atoi(r.PathValue("code"))
		w.WriteHeader(code)
		_, _ = io.WriteString(w, "status")
	})
	mux.HandleFunc("/redirect/{code}", func(w http.ResponseWriter, r *http.Request) {
		code, _ := strconv.Atoi(r.PathValue("code"))
		w.Header().Set("Location", "/echo")
		w.WriteHeader(code)
	})
	leading := func(path, location string) {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			if location != "" {
				_, port, _ := net.SplitHostPort(r.Host)
				w.Header().Set("Location", strings.ReplaceAll(location, "PORT", port))
			}
			w.WriteHeader(http.StatusFound)
		})
	}
	leading("/elsewhere", "http://localhost:PORT/echo")
	leading("/loop", "/loop")
	leading("/to-file", "file:///etc/passwd")
	leading("/no-location", "")
	mux.HandleFunc("/slow", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	mux.HandleFunc("/cut", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		_, _ = io.WriteString(w, "not all")
	})
	mux.HandleFunc("/gzip", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		_, _ = io.WriteString(z, "unpacked")
		_ = z.Close()
	})
	return mux
}

// echo tells what came.
func echo(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	headers := map[string]string{}
	for name, values := range r.Header {
		headers[strings.ToLower(name)] = strings.Join(values, ", ")
	}
	w.Header().Set("Content-Type", "application/json")
	text, err := json.Marshal(map[string]any{"method": r.Method, "url": r.RequestURI, "headers": headers, "body": string(body)})
	if err != nil {
		panic(fmt.Sprint(err))
	}
	_, _ = w.Write(text)
}
