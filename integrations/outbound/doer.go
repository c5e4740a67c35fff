package outbound

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"

	"rocketscript/engine"
)

// Options configure a Doer. The zero value reaches public addresses only.
type Options struct {
	// Allow names what scripts may reach although it is private: hosts
	// (wherever their names lead), host:port, addresses, address:port, and
	// networks such as 10.0.0.0/8.
	Allow []string
	// Lookup finds the addresses of a host. Nil asks the system.
	Lookup func(ctx context.Context, host string) ([]netip.Addr, error)
	// Timeout bounds one exchange, whatever the script says. Zero means 30 s.
	Timeout time.Duration
	// MaxBytes bounds the body of an answer, after decompression, when the
	// request does not. Zero means 5 MB.
	MaxBytes int64
	// Concurrent bounds how many exchanges run at once; more wait for their
	// turn. Zero means 256.
	Concurrent int
	// PerScript bounds how many of them are of one script, so that one with slow
	// calls leaves the others room. Zero means 32: with calls of a second the 64
	// requests that may wait for one integration are still answered in time.
	PerScript int
	// TLS is for hosts whose certificate the system does not know. Nil trusts
	// what the system trusts.
	TLS *tls.Config
	// UserAgent is sent when the script gives none. Empty means
	// "rocketscript".
	UserAgent string
}

// A Doer makes HTTP calls for scripts; it implements [engine.HTTPDoer]. It is
// safe for concurrent use.
type Doer struct {
	options           Options
	allow             []allowance
	turns             *turns
	careful, insecure *http.Transport
}

// New makes a Doer. The error names the entry of Allow that is no host,
// address or network.
func New(options Options) (*Doer, error) {
	options.Timeout = cmp.Or(options.Timeout, 30*time.Second)
	options.MaxBytes = cmp.Or(options.MaxBytes, 5<<20)
	options.UserAgent = cmp.Or(options.UserAgent, "rocketscript")
	d := &Doer{options: options, turns: newTurns(cmp.Or(options.Concurrent, 256), cmp.Or(options.PerScript, 32))}
	var err error
	if d.allow, err = parseAllow(options.Allow); err != nil {
		return nil, err
	}
	d.careful = d.transport(options.TLS.Clone())
	// A script that accepts any certificate asked for it, call by call.
	lax := options.TLS.Clone()
	if lax == nil {
		lax = &tls.Config{}
	}
	lax.InsecureSkipVerify = true
	d.insecure = d.transport(lax)
	return d, nil
}

func (d *Doer) transport(config *tls.Config) *http.Transport {
	return &http.Transport{
		Proxy:                  nil, // a proxy would dial instead of us
		DialContext:            d.dial,
		TLSClientConfig:        config,
		TLSHandshakeTimeout:    10 * time.Second,
		ForceAttemptHTTP2:      true,
		DisableCompression:     true, // decoded here, so that the script sees the headers as sent
		MaxIdleConns:           100,
		IdleConnTimeout:        30 * time.Second,
		MaxResponseHeaderBytes: 256 << 10,
	}
}

// Close closes the connections that are kept for later calls.
func (d *Doer) Close() {
	d.careful.CloseIdleConnections()
	d.insecure.CloseIdleConnections()
}

// Do makes one exchange. It is part of [engine.HTTPDoer].
func (d *Doer) Do(ctx context.Context, request engine.HTTPRequest) (engine.HTTPResponse, error) {
	ctx, cancel := context.WithTimeout(ctx, d.options.Timeout)
	defer cancel()
	release, err := d.turns.take(ctx, request.ScriptID)
	if err != nil {
		return engine.HTTPResponse{}, d.unturned(err, request.URL)
	}
	defer release()
	sent, err := d.build(ctx, request)
	if err != nil {
		return engine.HTTPResponse{}, err
	}
	transport := d.careful
	if request.Insecure {
		transport = d.insecure
	}
	received, err := transport.RoundTrip(sent)
	if err != nil {
		return engine.HTTPResponse{}, d.describe(err, request.URL)
	}
	defer received.Body.Close()
	limit := cmp.Or(request.MaxBytes, d.options.MaxBytes)
	body, err := readBody(received, limit, !request.Plain)
	if err != nil {
		return engine.HTTPResponse{}, d.describe(err, request.URL)
	}
	return engine.HTTPResponse{
		Status: received.StatusCode, StatusText: strings.TrimPrefix(received.Status, strconv.Itoa(received.StatusCode)+" "),
		Headers: headersOf(received), Body: body,
	}, nil
}

// ofTheConnection are headers that describe how the body travels. Those are
// ours to write.
var ofTheConnection = map[string]bool{
	"Connection": true, "Content-Length": true, "Expect": true, "Keep-Alive": true, "Proxy-Authorization": true,
	"Proxy-Connection": true, "Te": true, "Trailer": true, "Transfer-Encoding": true, "Upgrade": true,
}

// build makes the request as it is sent.
func (d *Doer) build(ctx context.Context, request engine.HTTPRequest) (*http.Request, error) {
	u, err := url.Parse(request.URL)
	if err != nil || u.Host == "" {
		return nil, refuse("%q is not a URL such as https://api.example.com/", request.URL)
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return nil, refuse("scripts may call http and https URLs only, not %s", u.Scheme)
	}
	sent, err := http.NewRequestWithContext(ctx, request.Method, u.String(), bytes.NewReader(request.Body))
	if err != nil {
		return nil, refuse("%v", err)
	}
	if len(request.Body) == 0 {
		sent.Body, sent.GetBody = http.NoBody, nil
	}
	sent.Header = http.Header{"Accept": {"*/*"}, "User-Agent": {d.options.UserAgent}}
	if !request.Plain {
		sent.Header.Set("Accept-Encoding", "gzip, deflate")
	}
	if user := u.User; user != nil {
		password, _ := user.Password()
		sent.SetBasicAuth(user.Username(), password)
		sent.URL.User = nil
	}
	seen := map[string]bool{}
	for _, h := range request.Headers {
		name := http.CanonicalHeaderKey(h.Name)
		switch {
		case ofTheConnection[name]:
		case name == "Host":
			sent.Host = h.Value
		case seen[name]:
			sent.Header.Add(name, h.Value)
		default:
			sent.Header.Set(name, h.Value)
			seen[name] = true
		}
	}
	return sent, nil
}

func headersOf(received *http.Response) []engine.Header {
	var headers []engine.Header
	for name, values := range received.Header {
		for _, value := range values {
			headers = append(headers, engine.Header{Name: strings.ToLower(name), Value: value})
		}
	}
	return headers
}

func refuse(format string, values ...any) error {
	return &engine.HTTPError{Kind: engine.HTTPRefused, Message: fmt.Sprintf(format, values...)}
}

// dial connects to a host, if the address its name leads to may be reached.
func (d *Doer) dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, portText, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	port, err := strconv.ParseUint(portText, 10, 16)
	if err != nil {
		return nil, err
	}
	dialer := net.Dialer{Timeout: 10 * time.Second, ControlContext: d.control(host, uint16(port))}
	if d.options.Lookup == nil {
		return dialer.DialContext(ctx, network, address)
	}
	addresses, err := d.options.Lookup(ctx, host)
	if err == nil && len(addresses) == 0 {
		err = &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
	for _, ip := range addresses {
		var connection net.Conn
		if connection, err = dialer.DialContext(ctx, network, netip.AddrPortFrom(ip, uint16(port)).String()); err == nil {
			return connection, nil
		}
	}
	return nil, err
}

// control is asked with the very address that is about to be dialled, after
// all names were looked up.
func (d *Doer) control(host string, port uint16) func(ctx context.Context, network, address string, c syscall.RawConn) error {
	named := d.allowsName(host, port)
	return func(_ context.Context, _, address string, _ syscall.RawConn) error {
		dialled, err := netip.ParseAddrPort(address)
		if err != nil {
			return refuse("%s cannot be checked: %v", address, err)
		}
		if named || d.allowsAddress(dialled) {
			return nil
		}
		ip := dialled.Addr().Unmap().String()
		if host != ip && host != dialled.Addr().String() {
			return refuse("%s leads to %s, a private address; name it in http.allow if scripts may reach it", host, ip)
		}
		return refuse("%s is a private address; name it in http.allow if scripts may reach it", ip)
	}
}

// errTooLarge is returned for a body over its limit.
var errTooLarge = errors.New("too large")
