package outbound_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"rocketscript/engine"
	"rocketscript/integrations/outbound"
)

// newDoer makes a doer that is closed with the test.
func newDoer(t testing.TB, options outbound.Options) *outbound.Doer {
	t.Helper()
	d, err := outbound.New(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return d
}

// local may reach this machine.
var local = outbound.Options{Allow: []string{"127.0.0.1"}}

func serve(t testing.TB, handler http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

func get(t testing.TB, d engine.HTTPDoer, request engine.HTTPRequest) (engine.HTTPResponse, *engine.HTTPError) {
	t.Helper()
	if request.Method == "" {
		request.Method = "GET"
	}
	response, err := d.Do(t.Context(), request)
	if err == nil {
		return response, nil
	}
	var known *engine.HTTPError
	if !errors.As(err, &known) {
		t.Fatalf("an error of type %T: %v", err, err)
	}
	return response, known
}

func TestExchange(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Add("X-Twice", "1")
		w.Header().Add("X-Twice", "2")
		w.WriteHeader(http.StatusTeapot)
		fmt.Fprintf(w, "%s %s %s %s %q %q %q %d %s", r.Method, r.RequestURI, r.Host, r.UserAgent(), r.Header["X-A"], r.Header.Get("Accept"), r.Header.Get("Connection"), r.ContentLength, body)
	})
	response, err := get(t, newDoer(t, local), engine.HTTPRequest{
		Method: "PROPFIND", URL: url + "/a%2Fb?c=%20", Body: []byte("hello"),
		Headers: []engine.Header{{Name: "x-a", Value: "1"}, {Name: "X-A", Value: "2"}, {Name: "host", Value: "other.example"}, {Name: "content-length", Value: "99"}, {Name: "connection", Value: "close, X-A"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := `PROPFIND /a%2Fb?c=%20 other.example rocketscript ["1" "2"] "*/*" "" 5 hello`
	if got := string(response.Body); got != want || response.Status != 418 || response.StatusText != "I'm a teapot" {
		t.Errorf("%d %q\n got %s\nwant %s", response.Status, response.StatusText, got, want)
	}
	twice := 0
	for _, h := range response.Headers {
		if h.Name == "x-twice" {
			twice++
		}
	}
	if twice != 2 {
		t.Errorf("headers %v", response.Headers)
	}
}

func TestCredentialsInTheURL(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, r.Header.Get("Authorization")) })
	response, err := get(t, newDoer(t, local), engine.HTTPRequest{URL: strings.Replace(url, "://", "://user:p%40ss@", 1)})
	if err != nil || string(response.Body) != "Basic dXNlcjpwQHNz" {
		t.Errorf("%s, %v", response.Body, err)
	}
}

func TestProxyVariablesAreIgnored(t *testing.T) {
	proxy := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("the proxy was asked") })
	for _, name := range []string{"HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"} {
		t.Setenv(name, proxy)
	}
	d := newDoer(t, outbound.Options{Allow: []string{"127.0.0.1"}, Lookup: leadsTo("127.0.0.1")})
	url := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "direct") })
	_, port, _ := strings.Cut(strings.TrimPrefix(url, "http://"), ":")
	if response, err := get(t, d, engine.HTTPRequest{URL: "http://public.example:" + port}); err != nil || string(response.Body) != "direct" {
		t.Errorf("%s, %v", response.Body, err)
	}
}

func leadsTo(addresses ...string) func(context.Context, string) ([]netip.Addr, error) {
	return func(context.Context, string) (list []netip.Addr, err error) {
		for _, a := range addresses {
			list = append(list, netip.MustParseAddr(a))
		}
		return list, nil
	}
}

func TestPrivateAddressesAreRefused(t *testing.T) {
	var asked atomic.Int32
	url := serve(t, func(http.ResponseWriter, *http.Request) { asked.Add(1) })
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(url, "http://"))
	for _, host := range []string{"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "0.0.0.0", "[::]", "169.254.169.254", "10.0.0.1", "[64:ff9b::7f00:1]", "[2002:7f00:1::]"} {
		_, err := get(t, newDoer(t, outbound.Options{}), engine.HTTPRequest{URL: "http://" + host + ":" + port + "/"})
		if err == nil || err.Kind != engine.HTTPRefused || !strings.Contains(err.Message, "a private address; name it in http.allow if scripts may reach it") {
			t.Errorf("%s: %v", host, err)
		}
	}
	if n := asked.Load(); n > 0 {
		t.Errorf("the server was asked %d times", n)
	}
}

func TestAllowedByEachForm(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "here") })
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(url, "http://"))
	for _, tt := range []struct {
		allow string
		want  bool
	}{
		{"intra.example", true}, {"INTRA.example:" + port, true}, {"intra.example:1", false}, {"127.0.0.1", true}, {"127.0.0.1:" + port, true},
		{"127.0.0.1:1", false}, {"127.0.0.0/8", true}, {"10.0.0.0/8", false}, {"other.example", false},
	} {
		d := newDoer(t, outbound.Options{Allow: []string{tt.allow}, Lookup: leadsTo("127.0.0.1")})
		response, err := get(t, d, engine.HTTPRequest{URL: "http://intra.example:" + port})
		if got := err == nil && string(response.Body) == "here"; got != tt.want {
			t.Errorf("%s: reached %v, want %v (%v)", tt.allow, got, tt.want, err)
		}
		if err != nil && !strings.Contains(err.Message, "intra.example leads to 127.0.0.1, a private address") {
			t.Errorf("%s: %v", tt.allow, err)
		}
	}
}

// A name that leads elsewhere every time it is looked up is judged by the
// address that is dialled.
func TestRebinding(t *testing.T) {
	url := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("the private server was asked") })
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(url, "http://"))
	lookups := 0
	d := newDoer(t, outbound.Options{Timeout: 200 * time.Millisecond, Lookup: func(context.Context, string) ([]netip.Addr, error) {
		if lookups++; lookups == 1 {
			return []netip.Addr{netip.MustParseAddr("192.0.2.1")}, nil // for documentation: nobody answers
		}
		return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
	}})
	for range 2 {
		if _, err := get(t, d, engine.HTTPRequest{URL: "http://rebinding.example:" + port}); err == nil {
			t.Error("answered")
		} else if lookups == 2 && err.Kind != engine.HTTPRefused {
			t.Errorf("the second time: %v", err)
		}
	}
	several := newDoer(t, outbound.Options{Lookup: leadsTo("10.0.0.1", "127.0.0.1", "::1")})
	if _, err := get(t, several, engine.HTTPRequest{URL: "http://several.example:" + port}); err == nil || err.Kind != engine.HTTPRefused {
		t.Errorf("a name with several addresses: %v", err)
	}
}

func TestOnlyHTTP(t *testing.T) {
	for _, url := range []string{"ftp://a.example/", "file:///etc/passwd", "gopher://a.example", "/relative", "", "http://", "http://a b/", "unix:///var/run/docker.sock"} {
		if _, err := get(t, newDoer(t, outbound.Options{}), engine.HTTPRequest{URL: url}); err == nil || err.Kind != engine.HTTPRefused {
			t.Errorf("%s: %v", url, err)
		}
	}
}

func compressed(t testing.TB, encoding string, text []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	var w io.WriteCloser
	switch encoding {
	case "gzip", "x-gzip":
		w = gzip.NewWriter(&out)
	case "deflate":
		w = zlib.NewWriter(&out)
	case "raw":
		w, _ = flate.NewWriter(&out, 5)
	default:
		return text
	}
	if _, err := w.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestCompression(t *testing.T) {
	text := []byte(strings.Repeat("text ", 1000))
	for _, tt := range []struct{ made, said string }{{"gzip", "gzip"}, {"x-gzip", "X-GZIP"}, {"deflate", "deflate"}, {"raw", "deflate"}, {"", "identity"}, {"", "br"}} {
		url := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", tt.said)
			_, _ = w.Write(compressed(t, tt.made, text))
		})
		response, err := get(t, newDoer(t, local), engine.HTTPRequest{URL: url})
		if err != nil || !bytes.Equal(response.Body, text) {
			t.Errorf("%s: %d bytes, %v", tt.said, len(response.Body), err)
		}
	}
	twice := compressed(t, "gzip", compressed(t, "deflate", text))
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "deflate, gzip")
		if r.Method != "HEAD" && r.Header.Get("Accept-Encoding") != "" {
			_, _ = w.Write(twice)
		} else {
			_, _ = io.WriteString(w, "as it is")
		}
	})
	if response, err := get(t, newDoer(t, local), engine.HTTPRequest{URL: url}); err != nil || !bytes.Equal(response.Body, text) {
		t.Errorf("twice: %d bytes, %v", len(response.Body), err)
	}
	if response, err := get(t, newDoer(t, local), engine.HTTPRequest{URL: url, Method: "HEAD"}); err != nil || len(response.Body) > 0 {
		t.Errorf("HEAD: %d bytes, %v", len(response.Body), err)
	}
	if response, err := get(t, newDoer(t, local), engine.HTTPRequest{URL: url, Plain: true}); err != nil || string(response.Body) != "as it is" {
		t.Errorf("plain: %q, %v", response.Body, err)
	}
}

func TestBodiesAreBounded(t *testing.T) {
	bomb := compressed(t, "gzip", make([]byte, 50<<20))
	stopped := make(chan struct{})
	endless := func(w http.ResponseWriter, r *http.Request) {
		defer close(stopped)
		for r.Context().Err() == nil {
			if _, err := w.Write(make([]byte, 64<<10)); err != nil {
				return
			}
		}
	}
	for name, handler := range map[string]http.HandlerFunc{
		"big":     func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 1<<20+1)) },
		"endless": endless,
		"bomb": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(bomb)
		},
	} {
		if _, err := get(t, newDoer(t, local), engine.HTTPRequest{URL: serve(t, handler), MaxBytes: 1 << 20}); err == nil || err.Kind != engine.HTTPTooLarge {
			t.Errorf("%s: %v", name, err)
		}
	}
	<-stopped
	exact := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 1<<20)) })
	if response, err := get(t, newDoer(t, local), engine.HTTPRequest{URL: exact, MaxBytes: 1 << 20}); err != nil || len(response.Body) != 1<<20 {
		t.Errorf("as long as allowed: %d bytes, %v", len(response.Body), err)
	}
}

func TestSlowServers(t *testing.T) {
	for name, handler := range map[string]http.HandlerFunc{
		"no answer": func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"no end": func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, "begun")
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		},
	} {
		url := serve(t, handler)
		d := newDoer(t, outbound.Options{Allow: []string{"127.0.0.1"}, Timeout: 50 * time.Millisecond})
		if _, err := get(t, d, engine.HTTPRequest{URL: url}); err == nil || err.Code != "ETIMEDOUT" {
			t.Errorf("%s: %v", name, err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		if _, err := newDoer(t, local).Do(ctx, engine.HTTPRequest{Method: "GET", URL: url}); err == nil {
			t.Errorf("%s: answered although its context ended", name)
		}
		cancel()
	}
}

// Exchanges beyond the bounds wait: of all scripts, and of one, whose bound is
// no matter of the others.
func TestWaitingForATurn(t *testing.T) {
	tests := []struct {
		name    string
		options outbound.Options
		script  string
		waits   bool
	}{
		{"all are taken", outbound.Options{Concurrent: 1}, "other", true},
		{"the script has its share", outbound.Options{PerScript: 1}, "slow", true},
		{"another script has its share", outbound.Options{PerScript: 1}, "other", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			began := make(chan struct{}, 1)
			url := serve(t, func(_ http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/slow" {
					began <- struct{}{}
					<-r.Context().Done()
				}
			})
			tt.options.Allow = []string{"127.0.0.1"}
			d := newDoer(t, tt.options)
			first, stop := context.WithCancel(t.Context())
			ended := make(chan struct{})
			go func() {
				defer close(ended)
				_, _ = d.Do(first, engine.HTTPRequest{Method: "GET", URL: url + "/slow", ScriptID: "slow"})
			}()
			<-began
			second := t.Context()
			if tt.waits {
				var cancel context.CancelFunc
				second, cancel = context.WithTimeout(second, 20*time.Millisecond)
				defer cancel()
			}
			_, err := d.Do(second, engine.HTTPRequest{Method: "GET", URL: url, ScriptID: tt.script})
			if waited := err != nil && strings.Contains(err.Error(), "too many HTTP calls"); waited != tt.waits || !tt.waits && err != nil {
				t.Error(err)
			}
			stop()
			<-ended
			if _, err := get(t, d, engine.HTTPRequest{URL: url, ScriptID: "slow"}); err != nil {
				t.Errorf("the turn was not given back: %v", err)
			}
		})
	}
}

func TestFailuresAreNamed(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	cut := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		_, _ = io.WriteString(w, "not all")
	})
	broken := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = io.WriteString(w, "this is not gzip")
	})
	nowhere := outbound.Options{Lookup: leadsTo()}
	for _, tt := range []struct {
		url, code, message string
		options            outbound.Options
	}{
		{"http://" + closed, "ECONNREFUSED", "connect ECONNREFUSED " + closed, local},
		{"http://nowhere.example/", "ENOTFOUND", "getaddrinfo ENOTFOUND nowhere.example", nowhere},
		{cut, "ECONNRESET", "closed the connection before its answer was complete", local},
		{broken, "", "the answer says it is gzip, but cannot be read so", local},
		{strings.Replace(broken, "http:", "https:", 1), "ERR_SSL_WRONG_VERSION_NUMBER", "does not speak TLS", local},
	} {
		_, failure := get(t, newDoer(t, tt.options), engine.HTTPRequest{URL: tt.url})
		if failure == nil || failure.Kind != engine.HTTPFailed || failure.Code != tt.code || !strings.Contains(failure.Message, tt.message) {
			t.Errorf("%s: %+v, want %s %s", tt.url, failure, tt.code, tt.message)
		}
	}
}

func TestCertificates(t *testing.T) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, r.Proto) }))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	_, err := get(t, newDoer(t, local), engine.HTTPRequest{URL: server.URL})
	if err == nil || !strings.Contains(err.Message, "cannot be trusted") || err.Code == "" {
		t.Errorf("an unknown certificate: %+v", err)
	}
	if response, err := get(t, newDoer(t, local), engine.HTTPRequest{URL: server.URL, Insecure: true}); err != nil || response.Status != 200 {
		t.Errorf("insecure: %d, %v", response.Status, err)
	}
	if _, err := get(t, newDoer(t, outbound.Options{}), engine.HTTPRequest{URL: server.URL, Insecure: true}); err == nil || err.Kind != engine.HTTPRefused {
		t.Errorf("insecure and private: %v", err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(server.Certificate())
	trusting := outbound.Options{Allow: []string{"127.0.0.1"}, TLS: &tls.Config{RootCAs: pool}, Lookup: leadsTo("127.0.0.1")}
	if response, err := get(t, newDoer(t, trusting), engine.HTTPRequest{URL: server.URL}); err != nil || response.Status != 200 {
		t.Errorf("a known certificate: %d, %v", response.Status, err)
	}
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(server.URL, "https://"))
	if _, err := get(t, newDoer(t, trusting), engine.HTTPRequest{URL: "https://wrong.test:" + port}); err == nil || err.Code != "ERR_TLS_CERT_ALTNAME_INVALID" {
		t.Errorf("a certificate of another name: %+v", err)
	}
}
