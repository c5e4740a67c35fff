package server

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"net/textproto"
	"slices"
	"sort"
	"strings"
	"sync"
	"unicode/utf8"

	"rocketscript/engine"
)

// net/http keeps headers in a map, but scripts see them in the sender's order
// (DESIGN §7). So each connection keeps the bytes it read lately, and the
// handler finds its own header block in them. A block is used only when it
// says exactly what net/http understood; otherwise the order is by name.

// keptBytes is how much of a connection's input is kept: one header block of
// the largest size accepted, and what net/http reads ahead.
const keptBytes = maxHeaderBytes + 16<<10

type orderConnKey struct{}

// orderListener hands out connections that remember what they read.
type orderListener struct{ net.Listener }

func (l orderListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &orderConn{Conn: conn}, nil
}

type orderConn struct {
	net.Conn
	mu   sync.Mutex
	kept []byte
}

func (c *orderConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.mu.Lock()
	c.kept = append(c.kept, p[:n]...)
	if len(c.kept) > 2*keptBytes {
		c.kept = append(c.kept[:0], c.kept[len(c.kept)-keptBytes:]...)
	}
	c.mu.Unlock()
	return n, err
}

// take returns the header lines of r and forgets everything up to their end.
func (c *orderConn) take(r *http.Request) ([]engine.Header, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	requestLine := []byte(r.Method + " " + r.RequestURI + " " + r.Proto + "\r\n")
	for from := 0; ; {
		start := bytes.Index(c.kept[from:], requestLine)
		if start < 0 {
			return nil, false
		}
		start += from + len(requestLine)
		end := bytes.Index(c.kept[start:], []byte("\r\n\r\n"))
		if end < 0 {
			return nil, false
		}
		if headers, ok := matchingHeaders(string(c.kept[start:start+end]), r); ok {
			c.kept = append(c.kept[:0], c.kept[start+end:]...)
			return headers, true
		}
		from = start
	}
}

// matchingHeaders reads a header block, when it is the one of r.
func matchingHeaders(block string, r *http.Request) ([]engine.Header, bool) {
	var headers []engine.Header
	values := http.Header{}
	for line := range strings.SplitSeq(block, "\r\n") {
		name, value, found := strings.Cut(line, ":")
		if !found {
			return nil, false
		}
		value = textproto.TrimString(value)
		headers = append(headers, engine.Header{Name: name, Value: latin1(value)})
		values.Add(name, value)
	}
	for name, want := range r.Header {
		if !slices.Equal(values[name], want) {
			return nil, false
		}
	}
	return headers, true
}

// rememberConn makes the connection known to its requests' handlers.
func rememberConn(ctx context.Context, conn net.Conn) context.Context {
	return context.WithValue(ctx, orderConnKey{}, conn)
}

// orderedHeaders returns the headers of r in the sender's order and spelling;
// where that is not known, host first and the rest by name.
func orderedHeaders(r *http.Request) []engine.Header {
	if conn, ok := r.Context().Value(orderConnKey{}).(*orderConn); ok {
		if headers, ok := conn.take(r); ok {
			return headers
		}
	}
	headers := []engine.Header{{Name: "Host", Value: r.Host}}
	names := make([]string, 0, len(r.Header))
	for name := range r.Header {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		for _, value := range r.Header[name] {
			headers = append(headers, engine.Header{Name: name, Value: latin1(value)})
		}
	}
	return headers
}

// latin1 reads the bytes of a header as Rocket.Chat does, one character each.
// Scripts that expect UTF-8 know how to undo that.
func latin1(raw string) string {
	if strings.IndexFunc(raw, func(c rune) bool { return c >= utf8.RuneSelf }) < 0 {
		return raw
	}
	characters := make([]rune, len(raw))
	for i := range len(raw) {
		characters[i] = rune(raw[i])
	}
	return string(characters)
}
