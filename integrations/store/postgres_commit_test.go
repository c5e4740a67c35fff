package store_test

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/url"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"rocketscript/integrations"
	"rocketscript/integrations/store"
	"rocketscript/integrations/store/storetest"
)

// What a proxy does when it sees a COMMIT.
type onCommit int

const (
	passOn    onCommit = iota
	cutBefore          // the server never hears of it
	cutAfter           // the server commits, and nobody hears of that
)

// A proxy is the way to a PostgreSQL.
type proxy struct {
	storage       string
	network, addr string
	listener      net.Listener
	done          sync.WaitGroup

	mu    sync.Mutex
	conns map[net.Conn]bool
	// next is for the next COMMIT; deaf, for after it, closes every connection.
	next   onCommit
	closed bool
	deaf   bool
}

func newProxy(t *testing.T) *proxy {
	t.Helper()
	u := must(url.Parse(storetest.Database(t)))(t)
	p := &proxy{network: "tcp", addr: u.Host, conns: make(map[net.Conn]bool)}
	if host := u.Query().Get("host"); filepath.IsAbs(host) {
		p.network, p.addr = "unix", filepath.Join(host, ".s.PGSQL.5432")
		u.RawQuery = ""
	}
	p.listener = must(net.Listen("tcp", "127.0.0.1:0"))(t)
	u.Host = p.listener.Addr().String()
	p.storage = with(t, u.String(), "sslmode", "disable")
	p.done.Go(p.accept)
	t.Cleanup(p.close)
	return p
}

func (p *proxy) close() {
	_ = p.listener.Close()
	p.mu.Lock()
	p.closed = true
	for c := range p.conns {
		_ = c.Close()
	}
	p.mu.Unlock()
	p.done.Wait()
}

// set says what becomes of the next COMMIT, and whether the server can be
// reached after it.
func (p *proxy) set(next onCommit, deaf bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.next, p.deaf = next, deaf
}

func (p *proxy) accept() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial(p.network, p.addr)
		if err != nil || !p.keep(client, server) {
			_ = client.Close()
			continue
		}
		p.done.Go(func() { p.forward(client, server) })
		p.done.Go(func() { p.back(client, server) })
	}
}

// keep notes a pair of connections, unless the proxy is deaf by now.
func (p *proxy) keep(client, server net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed || (p.deaf && p.next == passOn) {
		_ = server.Close()
		return false
	}
	p.conns[client], p.conns[server] = true, true
	return true
}

// forward passes on what the client says, up to a COMMIT that is to be cut.
func (p *proxy) forward(client, server net.Conn) {
	buffer := make([]byte, 1<<16)
	for {
		n, err := client.Read(buffer)
		if err != nil {
			_ = server.Close()
			return
		}
		switch p.onCommit(buffer[:n]) {
		case cutBefore:
			_, _ = client.Close(), server.Close()
			return
		case cutAfter:
			// The client is gone before the answer can come.
			_ = client.Close()
			_, _ = server.Write(buffer[:n])
			return // the server closes when it has found out
		}
		if _, err := server.Write(buffer[:n]); err != nil {
			_ = client.Close()
			return
		}
	}
}

func (p *proxy) onCommit(said []byte) (what onCommit) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if bytes.Contains(said, []byte("COMMIT\x00")) {
		what, p.next = p.next, passOn
	}
	return what
}

func (p *proxy) back(client, server net.Conn) {
	_, _ = io.Copy(client, server)
	_, _ = client.Close(), server.Close()
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.conns, client)
	delete(p.conns, server)
}

// TestCommitCutOff: a caller whose commit was cut off learns whether it was
// kept.
func TestCommitCutOff(t *testing.T) {
	p := newProxy(t)
	s := openStore(t, p.storage, fixed)
	setup(t, s)

	p.set(cutAfter, false)
	x := record(t, s, execution("kept", "l"))
	equal(t, "kept", statesOf(x.Deliveries), []integrations.DeliveryState{"started"})
	equal(t, "in the database", must(s.Deliveries(t.Context(), []int64{x.Deliveries[0].ID}))(t), x.Deliveries)

	p.set(cutBefore, false)
	unavailable(t, s.Record(t.Context(), execution("not kept", "m"), nil), "PostgreSQL cannot be reached")
	if _, err := s.Execution(t.Context(), "not kept"); !errors.Is(err, integrations.ErrNotFound) {
		t.Errorf("an execution whose commit did not arrive: %v", err)
	}
	equal(t, "again", statesOf(record(t, s, execution("not kept", "m")).Deliveries), []integrations.DeliveryState{"started"})
}

// TestCommitInDoubt: when the server stays away, the caller is told that nobody
// knows, and what may have been started waits again as soon as it is back.
func TestCommitInDoubt(t *testing.T) {
	for what, cutting := range map[string]onCommit{"kept": cutAfter, "not kept": cutBefore} {
		t.Run(what, func(t *testing.T) {
			p := newProxy(t)
			s := must(store.OpenWith(t.Context(), p.storage, store.Options{Now: fixed}, 200*time.Millisecond, store.MigrationFiles()))(t)
			t.Cleanup(func() { ok(t, s.Close()) })
			before := record(t, s, execution("before", "l", "l")).Deliveries

			p.set(cutting, true)
			posted := *before[0]
			posted.State, posted.FinishedAt = integrations.DeliveryPosted, start
			_, err := s.Finish(t.Context(), &posted, start)
			unavailable(t, err, "it is not known whether")

			p.set(passOn, false)
			kept := must(s.Deliveries(t.Context(), []int64{before[0].ID}))(t)[0].State == integrations.DeliveryPosted
			equal(t, "kept", kept, what == "kept")
			record(t, s, execution("after", "other"))
			next := must(s.Start(t.Context(), "l", start))(t)
			switch {
			case kept && (next == nil || next.ID != before[1].ID || next.Attempts != 2):
				t.Errorf("the head that nobody knew to be started: %+v", next)
			case !kept && next != nil:
				t.Errorf("the head is under way as before, and was started again: %+v", next)
			}
		})
	}
}
