package outbound_test

import (
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"rocketscript/engine"
	"rocketscript/integrations/outbound"
)

// run runs the body of an async method whose fetch goes through a doer.
func run(t *testing.T, options outbound.Options, body string) engine.Result {
	t.Helper()
	host := engine.NewHost(engine.Options{HTTP: newDoer(t, options)})
	defer host.Close()
	r, err := host.Run(t.Context(), engine.Script{ID: "test", Name: "test.js", Source: "class Script { async process_incoming_request() {\n" + body + "\n} }"}, engine.Call{Timeout: 20 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// A redirect is a call like any other, and takes no credentials to another host.
func TestRedirects(t *testing.T) {
	secret := serve(t, func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "%s %q %q %q", r.Method, r.Header.Get("Authorization"), r.Header.Get("Cookie"), r.Header.Get("X-Own"))
	})
	_, secretPort, _ := net.SplitHostPort(strings.TrimPrefix(secret, "http://"))
	var target string
	first := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/end" {
			fmt.Fprintf(w, "%s %q", r.Method, r.Header.Get("Authorization"))
			return
		}
		http.Redirect(w, r, target, http.StatusFound)
	})
	script := fmt.Sprintf("const r = await fetch(%q, {method: 'POST', body: 'x', headers: {authorization: 'a', cookie: 'b', 'x-own': 'c'}}); return {content: {text: await r.text(), url: r.url, redirected: r.redirected}}", first)
	for _, tt := range []struct {
		target string
		allow  []string
		want   string
	}{
		{"/end", []string{strings.TrimPrefix(first, "http://")}, `"text":"GET \"a\""`},
		{secret, []string{"127.0.0.1"}, `"text":"GET \"\" \"\" \"c\""`},
		{secret, []string{strings.TrimPrefix(first, "http://")}, "127.0.0.1 is a private address; name it in http.allow"},
		{"http://localhost:" + secretPort, []string{strings.TrimPrefix(first, "http://")}, "localhost leads to "},
		{"http://169.254.169.254/latest/meta-data/", []string{"127.0.0.1"}, "169.254.169.254 is a private address"},
		{"file:///etc/passwd", []string{"127.0.0.1"}, "fetch failed"},
		{"/loop", []string{"127.0.0.1"}, "fetch failed"},
	} {
		target = tt.target
		r := run(t, outbound.Options{Allow: tt.allow}, script)
		if got := string(r.Content) + fmt.Sprint(r.Exception); !strings.Contains(got, tt.want) {
			t.Errorf("to %s: %s, want %s", tt.target, got, tt.want)
		}
	}
}
