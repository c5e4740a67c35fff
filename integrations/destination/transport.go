package destination

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"
)

// DefaultTimeout bounds one attempt to post where nothing is configured.
const DefaultTimeout = 30 * time.Second

// How much of an answer is read. A posted message comes back whole, with what
// Rocket.Chat adds to it, so the limit is a multiple of what a webhook takes;
// of an error only the beginning is of use.
const (
	maxReply      = 32 << 20
	maxErrorReply = 64 << 10
)

// A DialFunc connects, as net.Dialer.DialContext does.
type DialFunc func(ctx context.Context, network, address string) (net.Conn, error)

// newClient makes an HTTP client for a destination of the operator's choice:
// it honours the proxy variables, trusts the certificates in caFile besides
// the system's, and follows no redirect. A nil dial means the network.
func newClient(caFile string, dial DialFunc) (*http.Client, error) {
	roots, err := trustedRoots(caFile)
	if err != nil {
		return nil, err
	}
	if dial == nil {
		dial = (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext
	}
	return &http.Client{
		Transport: &http.Transport{
			Proxy:                  http.ProxyFromEnvironment,
			OnProxyConnectResponse: checkProxy,
			DialContext:            dial,
			TLSClientConfig:        &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12},
			TLSHandshakeTimeout:    10 * time.Second,
			ForceAttemptHTTP2:      true,
			// Each busy room is a lane of its own.
			MaxIdleConnsPerHost:    16,
			IdleConnTimeout:        90 * time.Second,
			MaxResponseHeaderBytes: 64 << 10,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}, nil
}

// trustedRoots is nil, meaning the system's, without a file.
func trustedRoots(caFile string) (*x509.CertPool, error) {
	if caFile == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(caFile)
	if err != nil {
		return nil, err
	}
	roots, err := x509.SystemCertPool()
	if err != nil {
		// A system without a store: the file is then all there is.
		roots = x509.NewCertPool()
	}
	if !roots.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%s has no PEM certificate", caFile)
	}
	return roots, nil
}

// A proxyRefusedError is a proxy's answer to CONNECT other than yes.
type proxyRefusedError struct{ status string }

func (e *proxyRefusedError) Error() string { return "the proxy answered " + e.status }

func checkProxy(_ context.Context, _ *url.URL, _ *http.Request, response *http.Response) error {
	if response.StatusCode == http.StatusOK {
		return nil
	}
	return &proxyRefusedError{status: oneLine(response.Status, 80)}
}

// exchange makes one request and reads its answer as far as it is of use.
func exchange(client *http.Client, request *http.Request) (answer, error) {
	response, err := client.Do(request)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	limit := int64(maxErrorReply)
	if response.StatusCode == http.StatusOK {
		limit = maxReply
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, limit+1))
	if err != nil && response.StatusCode == http.StatusOK {
		return answer{}, fmt.Errorf("reading the answer: %w", err)
	}
	a := answer{status: response.StatusCode, header: response.Header, body: body, whole: err == nil && int64(len(body)) <= limit}
	a.body = a.body[:min(int64(len(body)), limit)]
	return a, nil
}

// serverURL checks the address of a server and returns it without a slash at
// its end.
func serverURL(text string) (*url.URL, error) {
	if text == "" {
		return nil, errors.New("is missing; give the address of the server, such as https://chat.example")
	}
	u, err := url.Parse(text)
	if err != nil {
		// The parser's error repeats the text, which may hold a password.
		return nil, errors.New("is not a valid URL; give the address of the server, such as https://chat.example")
	}
	switch {
	case u.User != nil:
		return nil, errors.New("must not hold a user or password; put user_id and token under accounts")
	case u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "":
		return nil, errors.New("must begin with https:// or http:// and a host, such as https://chat.example")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return nil, errors.New("must not have a query or fragment")
	}
	u = u.JoinPath()
	u.Path, u.RawPath = strings.TrimRight(u.Path, "/"), strings.TrimRight(u.RawPath, "/")
	return u, nil
}
