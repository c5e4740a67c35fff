package server

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

const (
	// signInValid is how long a sign-in link works.
	signInValid = 12 * time.Hour
	// sessionValid is how long a browser stays signed in.
	sessionValid = 30 * 24 * time.Hour

	// failureBurst wrong tokens are answered at once to one address, then one
	// every failurePace; an attempt waits at most failureWait for its turn.
	failureBurst = 10
	failurePace  = time.Second
	failureWait  = 5 * time.Second
	// failureAddresses bounds how many addresses are kept in mind.
	failureAddresses = 4096
)

// AccessOptions settle who may do what (DESIGN §4).
type AccessOptions struct {
	// Token is the admin token. Every node that has it accepts the sign-in
	// links and sessions of the others. Empty lets nobody in.
	Token string
	// PublicURL is where users reach the server, such as
	// "https://hooks.example"; empty when it is the listening address.
	PublicURL string
	// Address is the listening address, host and port.
	Address string
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// Logger; nil discards.
	Logger *slog.Logger
}

// access decides who may do what.
type access struct {
	token      []byte
	publicHost string // host of PublicURL, lower case, without port
	secure     bool   // PublicURL is https
	listenHost string // host of Address, lower case
	crossSite  *http.CrossOriginProtection
	cookie     string
	now        func() time.Time
	log        *slog.Logger
	failures   failureLimits
}

// newAccess makes an access.
func newAccess(o AccessOptions) *access {
	a := &access{
		token:      []byte(o.Token),
		listenHost: hostName(o.Address),
		crossSite:  http.NewCrossOriginProtection(),
		now:        o.Now,
		log:        o.Logger,
	}
	if a.now == nil {
		a.now = time.Now
	}
	if a.log == nil {
		a.log = slog.New(slog.DiscardHandler)
	}
	// Cookies do not know ports: the name tells two servers on one host apart.
	a.cookie = "rocketscript_" + hex.EncodeToString(mac(o.Token, "cookie name", "")[:4])
	if u, err := url.Parse(o.PublicURL); err == nil && u.Host != "" {
		a.publicHost, a.secure = strings.ToLower(u.Hostname()), u.Scheme == "https"
		// A proxy may pass on another Host than the browser's: the browser's
		// origin is this one all the same. The error is of malformed origins.
		_ = a.crossSite.AddTrustedOrigin(u.Scheme + "://" + u.Host)
	}
	a.crossSite.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		writeFailure(w, http.StatusForbidden, "This request came from another site and was refused.")
	}))
	return a
}

// SignInKey returns the key of a sign-in link, "/login#KEY", that works for
// twelve hours from now at every server with this admin token.
func SignInKey(adminToken string, now time.Time) string {
	return sign(adminToken, "sign-in", now.Add(signInValid))
}

// sign returns an expiring proof that its maker knew the admin token.
func sign(token, purpose string, expires time.Time) string {
	until := strconv.FormatInt(expires.Unix(), 36)
	return until + "." + base64.RawURLEncoding.EncodeToString(mac(token, purpose, until))
}

// signed tells whether proof was made by sign for this purpose and is valid.
func signed(token, purpose, proof string, now time.Time) bool {
	until, sum, found := strings.Cut(proof, ".")
	given, err := base64.RawURLEncoding.DecodeString(sum)
	if !found || err != nil || token == "" || !hmac.Equal(given, mac(token, purpose, until)) {
		return false
	}
	expires, err := strconv.ParseInt(until, 36, 64)
	return err == nil && now.Before(time.Unix(expires, 0))
}

func mac(token, purpose, text string) []byte {
	h := hmac.New(sha256.New, []byte(token))
	h.Write([]byte("rocketscript " + purpose + "\x00" + text)) // a hash never fails to write
	return h.Sum(nil)
}

// hasSession tells whether the request has the cookie of a valid session.
func (a *access) hasSession(r *http.Request) bool {
	c, err := r.Cookie(a.cookie)
	return err == nil && signed(string(a.token), "session", c.Value, a.now())
}

// isToken compares in constant time.
func (a *access) isToken(given string) bool {
	want, got := sha256.Sum256(a.token), sha256.Sum256([]byte(given))
	return len(a.token) > 0 && subtle.ConstantTimeCompare(want[:], got[:]) == 1
}

// givenToken returns the token in the headers of an API call, "" without one.
// X-User-Id does not matter: there is one admin.
func givenToken(r *http.Request) string {
	if scheme, token, found := strings.Cut(r.Header.Get("Authorization"), " "); found && strings.EqualFold(scheme, "Bearer") {
		return strings.TrimSpace(token)
	}
	return r.Header.Get("X-Auth-Token")
}

// forPrograms lets calls with the admin token or a session pass, and answers
// the others as Rocket.Chat does (reference §1 row 4).
func (a *access) forPrograms(next http.Handler) http.Handler {
	return a.crossSite.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if a.hasSession(r) {
			next.ServeHTTP(w, r)
			return
		}
		token := givenToken(r)
		if token == "" {
			writeFailure(w, http.StatusUnauthorized, "You must be logged in to do this.")
			return
		}
		ok, tooMany := a.attempt(r, func() bool { return a.isToken(token) })
		switch {
		case tooMany:
			w.Header().Set("Retry-After", "5")
			writeFailure(w, http.StatusTooManyRequests, "Too many wrong tokens from this address. Wait a few seconds and try again.")
		case !ok:
			writeFailure(w, http.StatusUnauthorized, "You must be logged in to do this.")
		default:
			next.ServeHTTP(w, r)
		}
	}))
}

// forPeople is forPrograms for pages: it sends those without a session to sign
// in, and sets the headers every page has.
func (a *access) forPeople(next http.Handler) http.Handler {
	guarded := a.forPrograms(next)
	return pageHeaders(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		safe := r.Method == http.MethodGet || r.Method == http.MethodHead
		if safe && !a.hasSession(r) && givenToken(r) == "" {
			http.Redirect(w, r, loginPath(r.URL.RequestURI()), http.StatusSeeOther)
			return
		}
		guarded.ServeHTTP(w, r)
	}))
}

// pageHeaders sets what keeps a page from loading or doing anything foreign.
func pageHeaders(next http.Handler) http.Handler {
	const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data:; " +
		"media-src https:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// ownHost refuses requests under a name that is not this server's: a page of
// another site that made its name point here (DNS rebinding) is stopped by it.
// Webhooks and health checks are not concerned: they are reached under many
// names and addresses, and show nothing.
func (a *access) ownHost(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if openPath(r.URL.Path) || a.isOwnHost(r) {
			next.ServeHTTP(w, r)
			return
		}
		pageHeaders(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			http.Error(w, "This server does not know itself as "+strconv.Quote(r.Host)+
				". If that is its name, set server.public_url in the configuration (or ROCKETSCRIPT_SERVER_PUBLIC_URL) to the URL it is reached at.",
				http.StatusMisdirectedRequest)
		})).ServeHTTP(w, r)
	})
}

func openPath(path string) bool {
	return path == "/healthz" || path == "/readyz" || strings.HasPrefix(path, "/hooks/")
}

func (a *access) isOwnHost(r *http.Request) bool {
	host := hostName(r.Host)
	if host == "" {
		return false
	}
	if host == "localhost" || host == a.publicHost || host == a.listenHost {
		return true
	}
	addr, err := netip.ParseAddr(host)
	if err != nil {
		return false
	}
	if addr = addr.Unmap(); addr.IsLoopback() {
		return true
	}
	// Listening on all addresses: the one this connection came in at is one of
	// them. An address cannot be rebound as a name can.
	return a.listensEverywhere() && addr == localAddr(r)
}

func (a *access) listensEverywhere() bool {
	addr, err := netip.ParseAddr(a.listenHost)
	return a.listenHost == "" || err == nil && addr.IsUnspecified()
}

// localAddr is the address of this server in the request's connection.
func localAddr(r *http.Request) netip.Addr {
	local, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	if !ok {
		return netip.Addr{}
	}
	addr, err := netip.ParseAddrPort(local.String())
	if err != nil {
		return netip.Addr{}
	}
	return addr.Addr().Unmap()
}

// hostName takes the port and brackets off a host and lowers its case.
func hostName(hostPort string) string {
	host := hostPort
	if h, _, err := net.SplitHostPort(hostPort); err == nil {
		host = h
	}
	return strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(host, "["), "]"))
}

// attempt runs one check of a secret. An address that has given many wrong
// ones waits for its turn first, and gets tooMany when the line is too long:
// guessing is slow, while the right secret still gets in.
func (a *access) attempt(r *http.Request, check func() bool) (ok, tooMany bool) {
	limiter := a.failures.of(remoteNetwork(r))
	waited := limiter.Tokens() < 1
	if waited && !waitTurn(r.Context(), limiter) {
		return false, true
	}
	if check() {
		return true, false
	}
	if !waited {
		limiter.Reserve()
	}
	a.log.Warn("a sign-in or token was refused", "remote", r.RemoteAddr, "path", r.URL.Path)
	return false, false
}

// waitTurn waits for the limiter, failureWait at most.
func waitTurn(ctx context.Context, limiter *rate.Limiter) bool {
	turn := limiter.Reserve()
	delay := turn.Delay()
	if delay > failureWait {
		turn.Cancel()
		return false
	}
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		turn.Cancel()
		return false
	}
}

// failureLimits has a limiter for each network that gave a wrong secret. Its
// zero value is ready.
type failureLimits struct {
	mu   sync.Mutex
	each map[netip.Prefix]*rate.Limiter
}

func (l *failureLimits) of(network netip.Prefix) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	if limiter, ok := l.each[network]; ok {
		return limiter
	}
	if l.each == nil || len(l.each) >= failureAddresses {
		l.each = make(map[netip.Prefix]*rate.Limiter) // forgets all: a bound on memory
	}
	limiter := rate.NewLimiter(rate.Every(failurePace), failureBurst)
	l.each[network] = limiter
	return limiter
}

// remoteNetwork is the address of the client, or its /64 with IPv6, where one
// client has as many addresses as it likes.
func remoteNetwork(r *http.Request) netip.Prefix {
	remote, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Prefix{}
	}
	addr, bits := remote.Addr().Unmap().WithZone(""), 32
	if addr.Is6() {
		bits = 64
	}
	prefix, err := addr.Prefix(bits)
	if err != nil {
		return netip.Prefix{}
	}
	return prefix
}
