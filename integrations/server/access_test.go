package server

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// private are the paths that nobody sees without signing in.
var private = []string{"/", "/channel/alerts", "/group/security", "/direct/x", "/live", "/api/v1/channels.messages?roomName=alerts", "/nowhere"}

func TestStrangersSeeNothing(t *testing.T) {
	s := newChatSite(t, AccessOptions{})
	s.post("alerts", textMessage("a secret"))
	client := s.browser()
	for _, path := range private {
		for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodDelete} {
			request, _ := http.NewRequest(method, s.url+path, nil)
			request.Header.Set("X-User-Id", "rocket.cat")
			answer, err := client.Do(request)
			if err != nil {
				t.Fatal(err)
			}
			content := bodyOf(t, answer)
			refused := answer.StatusCode == http.StatusUnauthorized || answer.StatusCode == http.StatusMethodNotAllowed ||
				answer.StatusCode == http.StatusSeeOther && strings.HasPrefix(answer.Header.Get("Location"), "/login")
			if !refused || strings.Contains(content, "a secret") {
				t.Errorf("%s %s: %s %q", method, path, answer.Status, content)
			}
		}
	}
}

func TestAPIWithoutRights(t *testing.T) {
	s := newChatSite(t, AccessOptions{})
	for name, header := range map[string]http.Header{
		"nothing":      {},
		"wrong token":  {"X-Auth-Token": {"wrong"}, "X-User-Id": {"a"}},
		"wrong bearer": {"Authorization": {"Bearer wrong"}},
		"no scheme":    {"Authorization": {siteToken}},
		"wrong cookie": {"Cookie": {newAccess(AccessOptions{Token: siteToken}).cookie + "=zzzz.AAAA"}},
		"sign-in key":  {"X-Auth-Token": {SignInKey(siteToken, time.Now())}},
	} {
		t.Run(name, func(t *testing.T) {
			request, _ := http.NewRequest(http.MethodGet, s.url+"/api/v1/channels.messages?roomName=alerts", nil)
			request.Header = header
			answer, err := http.DefaultClient.Do(request)
			if err != nil {
				t.Fatal(err)
			}
			const want = `{"success":false,"error":"You must be logged in to do this."}`
			if got := bodyOf(t, answer); answer.StatusCode != http.StatusUnauthorized || got != want {
				t.Errorf("got %s %s, want 401 %s", answer.Status, got, want)
			}
		})
	}
	for name, header := range map[string]http.Header{
		"X-Auth-Token with any user": {"X-Auth-Token": {siteToken}, "X-User-Id": {"anyone"}},
		"X-Auth-Token alone":         {"X-Auth-Token": {siteToken}},
		"bearer":                     {"Authorization": {"Bearer " + siteToken}},
		"bearer in small letters":    {"Authorization": {"bearer " + siteToken}},
	} {
		t.Run(name, func(t *testing.T) {
			request, _ := http.NewRequest(http.MethodGet, s.url+"/api/v1/channels.messages?roomName=alerts", nil)
			request.Header = header
			answer, err := http.DefaultClient.Do(request)
			if err != nil {
				t.Fatal(err)
			}
			if got := bodyOf(t, answer); answer.StatusCode != http.StatusOK {
				t.Errorf("got %s %s", answer.Status, got)
			}
		})
	}
}

func TestNoTokenLetsNobodyIn(t *testing.T) {
	a := newAccess(AccessOptions{})
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.AddCookie(&http.Cookie{Name: a.cookie, Value: sign("", "session", time.Now().Add(time.Hour))})
	if a.hasSession(r) || a.isToken("") || signed("", "sign-in", SignInKey("", time.Now()), time.Now()) {
		t.Error("an access without a token let someone in")
	}
}

func TestSignInLink(t *testing.T) {
	now := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)
	key := SignInKey(siteToken, now)
	for _, c := range []struct {
		name, key string
		at        time.Time
		want      int
	}{
		{"at once", key, now, http.StatusSeeOther},
		{"after eleven hours", key, now.Add(11 * time.Hour), http.StatusSeeOther},
		{"after twelve hours", key, now.Add(12 * time.Hour), http.StatusUnauthorized},
		{"the token itself", siteToken, now, http.StatusSeeOther},
		{"spaces from pasting", " " + siteToken + "\n", now, http.StatusSeeOther},
		{"of another token", SignInKey("other", now), now, http.StatusUnauthorized},
		{"longer life", "zzzzzzz" + key[strings.Index(key, "."):], now, http.StatusUnauthorized},
		{"a session is no key", sign(siteToken, "session", now.Add(time.Hour)), now, http.StatusUnauthorized},
		{"cut", key[:len(key)-4], now, http.StatusUnauthorized},
		{"empty", "", now, http.StatusUnauthorized},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newChatSite(t, AccessOptions{Now: func() time.Time { return c.at }})
			answer, err := s.browser().PostForm(s.url+"/login", url.Values{"secret": {c.key}, "next": {"/channel/deploys"}})
			if err != nil {
				t.Fatal(err)
			}
			content := bodyOf(t, answer)
			if answer.StatusCode != c.want {
				t.Fatalf("got %s", answer.Status)
			}
			if c.want == http.StatusUnauthorized {
				if len(answer.Cookies()) > 0 || !strings.Contains(content, "expired") {
					t.Errorf("cookies %v, page %s", answer.Cookies(), content)
				}
				return
			}
			cookie := answer.Cookies()[0]
			if !cookie.HttpOnly || cookie.SameSite != http.SameSiteStrictMode || cookie.Path != "/" || cookie.Secure ||
				cookie.MaxAge != 30*24*3600 || answer.Header.Get("Location") != "/channel/deploys" {
				t.Errorf("cookie %v, location %s", cookie, answer.Header.Get("Location"))
			}
		})
	}
}

func TestSessionEnds(t *testing.T) {
	now := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)
	clock := now
	a := newAccess(AccessOptions{Token: siteToken, Now: func() time.Time { return clock }})
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.AddCookie(&http.Cookie{Name: a.cookie, Value: sign(siteToken, "session", now.Add(sessionValid))})
	if !a.hasSession(r) {
		t.Error("a new session is not valid")
	}
	clock = now.Add(sessionValid)
	if a.hasSession(r) {
		t.Error("an old session is valid")
	}
}

func TestSignOut(t *testing.T) {
	s := newChatSite(t, AccessOptions{})
	client := s.signedIn()
	s.page(client, "/")
	answer, err := client.PostForm(s.url+"/logout", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	answer, err = client.Get(s.url + "/")
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther || answer.Header.Get("Location") != "/login" {
		t.Errorf("after signing out: %s to %s", answer.Status, answer.Header.Get("Location"))
	}
}

func TestSecureCookie(t *testing.T) {
	for _, c := range []struct {
		publicURL, host string
		want            bool
	}{
		{"https://hooks.example", "hooks.example", true},
		{"https://hooks.example:8443", "hooks.example:8443", true},
		{"https://hooks.example", "localhost:8080", false},
		{"http://hooks.example", "hooks.example", false},
		{"", "localhost:8080", false},
	} {
		a := newAccess(AccessOptions{Token: siteToken, PublicURL: c.publicURL})
		w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, "/login", nil)
		r.Host = c.host
		a.setSession(w, r, "x", time.Hour)
		if got := w.Result().Cookies()[0].Secure; got != c.want {
			t.Errorf("public_url %q, host %q: Secure %v, want %v", c.publicURL, c.host, got, c.want)
		}
	}
}

func TestNextStaysHere(t *testing.T) {
	for next, want := range map[string]string{
		"":                         "/",
		"/channel/alerts":          "/channel/alerts",
		"/channel/alerts?msg=a#m":  "/channel/alerts?msg=a#m",
		"/channel/caf%C3%A9":       "/channel/caf%C3%A9",
		"//evil.example":           "/",
		"///evil.example":          "/",
		`/\evil.example`:           "/",
		"/\t/evil.example":         "/",
		"https://evil.example/":    "/",
		"javascript:alert(1)":      "/",
		"evil.example":             "/",
		"/login?next=/login":       "/",
		"/logout":                  "/",
		"\x00/":                    "/",
		"/channel/a b":             "/",
		"http:/x":                  "/",
		"/%09/evil.example/%5C%5C": "/%09/evil.example/%5C%5C",
	} {
		if got := localPath(next); got != want {
			t.Errorf("localPath(%q) = %q, want %q", next, got, want)
		}
	}
}

func TestForeignHost(t *testing.T) {
	for _, c := range []struct {
		name    string
		options AccessOptions
		host    string
		path    string
		want    bool
	}{
		{"loopback name", AccessOptions{}, "localhost:8080", "/", true},
		{"loopback name in capitals", AccessOptions{}, "LOCALHOST", "/", true},
		{"loopback address", AccessOptions{}, "127.0.0.1:8080", "/", true},
		{"another loopback address", AccessOptions{}, "127.9.8.7", "/", true},
		{"IPv6 loopback", AccessOptions{}, "[::1]:8080", "/", true},
		{"listening address", AccessOptions{Address: "10.1.2.3:8080"}, "10.1.2.3:8080", "/", true},
		{"listening name", AccessOptions{Address: "box.lan:8080"}, "box.lan:8080", "/", true},
		{"listening address, other port", AccessOptions{Address: "10.1.2.3:8080"}, "10.1.2.3", "/", true},
		{"public URL", AccessOptions{PublicURL: "https://hooks.example"}, "hooks.example", "/", true},
		{"public URL with a port", AccessOptions{PublicURL: "https://hooks.example:444/"}, "Hooks.Example:444", "/", true},
		{"another name", AccessOptions{PublicURL: "https://hooks.example"}, "evil.example", "/", false},
		{"name within", AccessOptions{PublicURL: "https://hooks.example"}, "hooks.example.evil", "/", false},
		{"localhost within", AccessOptions{}, "localhost.evil.example", "/", false},
		{"number that looks like loopback", AccessOptions{}, "127.1", "/", false},
		{"another address", AccessOptions{Address: "10.1.2.3:8080"}, "10.9.9.9", "/", false},
		{"address of the connection", AccessOptions{Address: ":8080"}, "192.0.2.7:8080", "/", true},
		{"address of the connection, all IPv6", AccessOptions{Address: "[::]:8080"}, "192.0.2.7", "/", true},
		{"not its address", AccessOptions{Address: "0.0.0.0:8080"}, "192.0.2.8", "/", false},
		{"not listening everywhere", AccessOptions{Address: "127.0.0.1:8080"}, "192.0.2.7", "/", false},
		{"empty", AccessOptions{}, "", "/", false},
		{"sign-in page", AccessOptions{}, "evil.example", "/login", false},
		{"API", AccessOptions{}, "evil.example", "/api/v1/channels.messages", false},
		{"hooks", AccessOptions{}, "evil.example", "/hooks/a/b", true},
		{"healthz", AccessOptions{}, "evil.example", "/healthz", true},
		{"not hooks", AccessOptions{}, "evil.example", "/hooksaw", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodGet, "http://x"+c.path, nil)
			r.Host = c.host
			local := &net.TCPAddr{IP: net.IPv4(192, 0, 2, 7), Port: 8080}
			r = r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, net.Addr(local)))
			w := httptest.NewRecorder()
			newAccess(c.options).ownHost(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(http.StatusNoContent)
			})).ServeHTTP(w, r)
			want := http.StatusMisdirectedRequest
			if c.want {
				want = http.StatusNoContent
			}
			if w.Code != want {
				t.Errorf("host %q: %d, want %d", c.host, w.Code, want)
			}
			if !c.want && !strings.Contains(w.Body.String(), "server.public_url") {
				t.Errorf("the answer does not say what to change: %s", w.Body)
			}
		})
	}
}

func TestCrossSiteRequests(t *testing.T) {
	s := newChatSite(t, AccessOptions{PublicURL: "https://hooks.example"})
	client := s.signedIn()
	for _, c := range []struct {
		name, path string
		header     map[string]string
		want       int
	}{
		{"another site", "/logout", map[string]string{"Sec-Fetch-Site": "cross-site"}, http.StatusForbidden},
		{"a sister site", "/login", map[string]string{"Sec-Fetch-Site": "same-site"}, http.StatusForbidden},
		{"an old browser", "/logout", map[string]string{"Origin": "https://evil.example"}, http.StatusForbidden},
		{"API", "/", map[string]string{"Sec-Fetch-Site": "cross-site"}, http.StatusForbidden},
		{"behind a proxy that changes Host", "/login", map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://hooks.example"}, http.StatusUnauthorized},
		{"own page", "/login", map[string]string{"Sec-Fetch-Site": "same-origin"}, http.StatusUnauthorized},
	} {
		t.Run(c.name, func(t *testing.T) {
			request, _ := http.NewRequest(http.MethodPost, s.url+c.path, strings.NewReader("secret=x"))
			request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			for name, value := range c.header {
				request.Header.Set(name, value)
			}
			answer, err := client.Do(request)
			if err != nil {
				t.Fatal(err)
			}
			if content := bodyOf(t, answer); answer.StatusCode != c.want {
				t.Errorf("got %s %s, want %d", answer.Status, content, c.want)
			}
		})
	}
}

func TestWrongTokensAreSlowedDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newAccess(AccessOptions{Token: siteToken})
		try := func(token, remote string) int {
			r := httptest.NewRequest(http.MethodGet, "/api/v1/channels.messages", nil)
			r.RemoteAddr = remote
			r.Header.Set("X-Auth-Token", token)
			w := httptest.NewRecorder()
			a.forPrograms(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {})).ServeHTTP(w, r)
			return w.Code
		}
		started := time.Now()
		for i := range failureBurst {
			if code := try("wrong", "192.0.2.1:1234"); code != http.StatusUnauthorized {
				t.Fatalf("try %d: %d", i, code)
			}
		}
		if since := time.Since(started); since != 0 {
			t.Errorf("the first tries took %v", since)
		}
		if code := try("wrong", "192.0.2.1:5678"); code != http.StatusUnauthorized || time.Since(started) < failurePace {
			t.Errorf("the next try: %d after %v", code, time.Since(started))
		}
		// The right token is let in where others fail, only later; and at once
		// from elsewhere.
		before := time.Now()
		if code := try(siteToken, "192.0.2.1:1234"); code != http.StatusOK || time.Since(before) > failureWait {
			t.Errorf("the right token: %d after %v", code, time.Since(before))
		}
		before = time.Now()
		if code := try(siteToken, "192.0.2.2:1234"); code != http.StatusOK || time.Since(before) != 0 {
			t.Errorf("the right token from elsewhere: %d after %v", code, time.Since(before))
		}
		// A flood is turned away beyond those that can have their turn in time.
		codes := make(chan int)
		const flood = 100
		for range flood {
			go func() { codes <- try("wrong", "192.0.2.1:9") }()
		}
		count := make(map[int]int)
		for range flood {
			count[<-codes]++
		}
		if count[http.StatusTooManyRequests] < flood-10 || count[http.StatusOK] > 0 {
			t.Errorf("a flood of %d: %v", flood, count)
		}
	})
}

func TestFailureLimitsAreBounded(t *testing.T) {
	var limits failureLimits
	for i := range 3 * failureAddresses {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = net.JoinHostPort(net.IPv4(10, byte(i>>16), byte(i>>8), byte(i)).String(), "1")
		limits.of(remoteNetwork(r))
	}
	if len(limits.each) > failureAddresses {
		t.Errorf("%d addresses are kept", len(limits.each))
	}
	one, other := httptest.NewRequest("GET", "/", nil), httptest.NewRequest("GET", "/", nil)
	one.RemoteAddr, other.RemoteAddr = "[2001:db8::1]:1", "[2001:db8::2%eth0]:1"
	if remoteNetwork(one) != remoteNetwork(other) {
		t.Error("addresses of one IPv6 network are counted apart")
	}
}

func TestPageHeaders(t *testing.T) {
	s := newChatSite(t, AccessOptions{})
	client := s.signedIn()
	for _, path := range []string{"/", "/login?next=/", "/nowhere"} {
		answer, err := client.Get(s.url + path)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		csp := answer.Header.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'", "frame-ancestors 'none'"} {
			if !strings.Contains(csp, want) {
				t.Errorf("%s: the policy %q lacks %q", path, csp, want)
			}
		}
		if strings.Contains(csp, "unsafe") || answer.Header.Get("Referrer-Policy") != "no-referrer" ||
			answer.Header.Get("X-Content-Type-Options") != "nosniff" || answer.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: headers %v", path, answer.Header)
		}
	}
}

func TestAssets(t *testing.T) {
	s := newChatSite(t, AccessOptions{})
	doc := s.page(s.browser(), "/login")
	var found int
	for _, selector := range []string{"link[rel=stylesheet]", "script", "link[rel=icon]"} {
		e := doc.Find(selector)
		path := e.AttrOr("href", e.AttrOr("src", ""))
		answer, err := s.browser().Get(s.url + path)
		if err != nil {
			t.Fatal(err)
		}
		content := bodyOf(t, answer)
		if answer.StatusCode != http.StatusOK || content == "" || answer.Header.Get("Cache-Control") != "public, max-age=31536000, immutable" {
			t.Errorf("%s %s: %s %v", selector, path, answer.Status, answer.Header)
		}
		found++
	}
	if found != 3 {
		t.Errorf("%d assets", found)
	}
	for _, path := range []string{"/assets/app.css", "/assets/", "/assets/../access.go"} {
		answer, err := s.browser().Get(s.url + path)
		if err != nil {
			t.Fatal(err)
		}
		if bodyOf(t, answer); answer.StatusCode == http.StatusOK {
			t.Errorf("%s: %s", path, answer.Status)
		}
	}
}
