package destination_test

import (
	"bufio"
	"context"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"rocketscript/engine"
	"rocketscript/integrations"
	"rocketscript/integrations/destination"
	"rocketscript/integrations/destination/destinationtest"
)

func TestMain(m *testing.M) {
	if os.Getenv(proxyChildURL) != "" {
		os.Exit(postThroughProxy())
	}
	goleak.VerifyTestMain(m)
}

// rocketChat makes a destination for a server that is not the test's.
func rocketChat(t *testing.T, o destination.RocketChatOptions) *destination.RocketChat {
	t.Helper()
	if o.Name == "" {
		o.Name = "chat"
	}
	if o.Accounts == nil {
		o.Accounts = accounts()
	}
	r, err := destination.NewRocketChat(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	return r
}

// checkTemporary returns the error after checking its reason and texts.
func checkTemporary(t *testing.T, err error, reason string, says ...string) *integrations.TemporaryError {
	t.Helper()
	var temporary *integrations.TemporaryError
	if !errors.As(err, &temporary) {
		t.Fatalf("got %v, want a temporary error", err)
	}
	if temporary.Reason != reason {
		t.Errorf("reason %q, want %q: %v", temporary.Reason, reason, err)
	}
	for _, text := range says {
		if !strings.Contains(err.Error(), text) {
			t.Errorf("the error does not say %q: %v", text, err)
		}
	}
	for _, secret := range []string{"cat-token", "bob-token", "secret"} {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("%q is in the error: %v", secret, err)
		}
	}
	return temporary
}

// TestRocketChatBody: exactly the fields the schema has, and only when they say
// something.
func TestRocketChatBody(t *testing.T) {
	full := delivery("#alerts", "text")
	full.Message.Alias, full.Message.Avatar = "Alias", "https://a.example/a.png"
	full.Message.Attachments = []json.RawMessage{json.RawMessage(`{"text":"a"}`), json.RawMessage(` null `)}
	full.Message.Groupable = json.RawMessage(`true`)
	full.Message.ParseURLs = json.RawMessage(`"no"`)
	full.Message.CustomFields = json.RawMessage(`{"a":1}`)
	nulls := delivery("@alice", "")
	nulls.Message.Attachments = []json.RawMessage{}
	nulls.Message.ParseURLs, nulls.Message.CustomFields = json.RawMessage(`null`), json.RawMessage(`null`)
	unparsed := delivery("general", "x")
	unparsed.Message.ParseURLs = json.RawMessage(`false`)
	tests := []struct {
		name string
		d    *integrations.Delivery
		want map[string]any
	}{
		{"least", delivery("#alerts", "hi"), map[string]any{"channel": "#alerts", "text": "hi"}},
		{"most", full, map[string]any{
			"channel": "#alerts", "text": "text", "alias": "Alias", "avatar": "https://a.example/a.png",
			"attachments": []any{map[string]any{"text": "a"}}, "parseUrls": true, "customFields": map[string]any{"a": 1.0},
		}},
		{"nulls", nulls, map[string]any{"channel": "@alice", "text": "", "attachments": []any{}}},
		{"false", unparsed, map[string]any{"channel": "general", "text": "x", "parseUrls": false}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			v := newRocketChatVenue(t).(*rocketChatVenue)
			if _, err := v.Post(t.Context(), test.d); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, v.server.Messages()[0].Body); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRocketChatRequest(t *testing.T) {
	v := newRocketChatVenue(t).(*rocketChatVenue)
	var got *http.Request
	v.server.AnswerNext(func(w http.ResponseWriter, r *http.Request) { got = r; w.WriteHeader(http.StatusTeapot) })
	d := delivery("#alerts", "hi")
	d.Sender.Username = "bob"
	_, _ = v.Post(t.Context(), d)
	if got.Method != "POST" || got.URL.String() != "/chat/api/v1/chat.postMessage" {
		t.Errorf("%s %s", got.Method, got.URL)
	}
	for name, want := range map[string]string{
		"X-User-Id": "BOB-ID", "X-Auth-Token": "bob-token", "User-Agent": "rocketscript/1.2.3",
		"Content-Type": "application/json", "Accept": "application/json",
	} {
		if got.Header.Get(name) != want {
			t.Errorf("%s: %q, want %q", name, got.Header.Get(name), want)
		}
	}
}

func TestRocketChatImpersonation(t *testing.T) {
	v := newRocketChatVenue(t).(*rocketChatVenue)
	d := delivery("#alerts", "hi")
	d.Message.Alias = "PagerDuty"
	d.Sender.Username = "bob"
	_, err := v.Post(t.Context(), d)
	var permanent *integrations.PermanentError
	if !errors.As(err, &permanent) || permanent.Code != "Not enough permission" || !strings.Contains(permanent.Detail, "role bot") {
		t.Errorf("got %v", err)
	}
}

func TestRocketChatSenderWithoutAccount(t *testing.T) {
	v := newRocketChatVenue(t).(*rocketChatVenue)
	d := delivery("#alerts", "hi")
	d.Sender = engine.User{ID: "ALICE-ID", Username: "alice"}
	_, err := v.Post(t.Context(), d)
	checkTemporary(t, err, "account", "destination chat", `"alice"`, "under accounts")
	if calls := v.server.Calls(); len(calls) != 0 {
		t.Errorf("the server was asked: %v", calls)
	}
}

func TestRocketChatLongText(t *testing.T) {
	v := newRocketChatVenue(t).(*rocketChatVenue)
	d := delivery("#alerts", strings.Repeat("x", 5001))
	v.deliver(t, []*integrations.Delivery{d}, false)
	checkRefused(t, d, "error-message-size-exceeded")
}

// TestRocketChatThread: a reply goes by the room's id, which is asked for once.
func TestRocketChatThread(t *testing.T) {
	tests := []struct {
		channel string
		room    string
		calls   []string
	}{
		{"#alerts", "ALERTS-ID", []string{"GET rooms.info", "POST chat.postMessage", "POST chat.postMessage"}},
		{"alerts", "ALERTS-ID", []string{"GET rooms.info", "POST chat.postMessage", "POST chat.postMessage"}},
		{"#ops", "OPS-ID", []string{"GET rooms.info", "POST chat.postMessage", "POST chat.postMessage"}},
		{"@alice", "direct-alice-rocket.cat", []string{"POST im.create", "POST chat.postMessage", "POST chat.postMessage"}},
		// What rooms.info and im.create do not know goes as it is.
		{"ALERTS-ID", "ALERTS-ID", []string{"GET rooms.info", "POST chat.postMessage", "GET rooms.info", "POST chat.postMessage"}},
		{"@ALICE-ID", "direct-alice-rocket.cat", []string{"POST im.create", "POST chat.postMessage", "POST im.create", "POST chat.postMessage"}},
	}
	for _, test := range tests {
		t.Run(test.channel, func(t *testing.T) {
			v := newRocketChatVenue(t).(*rocketChatVenue)
			for range 2 {
				d := delivery(test.channel, "reply")
				d.Message.Tmid = "parent"
				receipt, err := v.Post(t.Context(), d)
				if err != nil || receipt.RoomID != test.room {
					t.Fatalf("in %q, %v; want %q", receipt.RoomID, err, test.room)
				}
			}
			if diff := cmp.Diff(test.calls, v.server.Calls()); diff != "" {
				t.Error(diff)
			}
			for _, m := range v.server.Messages() {
				if m.Body["tmid"] != "parent" || m.Body["roomId"] == nil {
					t.Errorf("posted %v", m.Body)
				}
			}
		})
	}
}

func TestRocketChatThreadInRoomMadeAnew(t *testing.T) {
	v := newRocketChatVenue(t).(*rocketChatVenue)
	post := func() (integrations.Receipt, error) {
		d := delivery("#alerts", "reply")
		d.Message.Tmid = "parent"
		return v.Post(t.Context(), d)
	}
	if _, err := post(); err != nil {
		t.Fatal(err)
	}
	v.server.RenameRoom("ALERTS-ID", "ALERTS-2")
	receipt, err := post()
	if err != nil || receipt.RoomID != "ALERTS-2" {
		t.Errorf("in %q, %v", receipt.RoomID, err)
	}
}

func TestRocketChatThreadInRoomThatIsGone(t *testing.T) {
	v := newRocketChatVenue(t).(*rocketChatVenue)
	var want []string
	for _, step := range []struct {
		delete  bool
		refused string
		calls   []string
	}{
		{false, "", []string{"GET rooms.info", "POST chat.postMessage"}},
		{true, "invalid-channel", []string{"POST chat.postMessage", "GET rooms.info", "POST chat.postMessage"}},
		// The id is forgotten.
		{false, "invalid-channel", []string{"GET rooms.info", "POST chat.postMessage"}},
	} {
		if step.delete {
			v.server.DeleteRoom("ALERTS-ID")
		}
		d := delivery("#alerts", "reply")
		d.Message.Tmid = "parent"
		v.deliver(t, []*integrations.Delivery{d}, false)
		if d.Error != step.refused {
			t.Errorf("%s, %q", d.State, d.Error)
		}
		want = append(want, step.calls...)
		if diff := cmp.Diff(want, v.server.Calls()); diff != "" {
			t.Error(diff)
		}
	}
}

func TestRocketChatThreadFailures(t *testing.T) {
	answers := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status); _, _ = io.WriteString(w, body) }
	}
	tests := []struct {
		name   string
		answer http.HandlerFunc
		want   string
	}{
		{"limited", answers(429, ``), "rate-limit"},
		{"down", answers(503, ``), "server"},
		// What leaves the post open: the channel goes as it is.
		{"not offered", answers(404, ``), ""},
		{"not to us", answers(403, ``), ""},
		{"not readable", answers(200, `<html>`), ""},
		{"no room", answers(200, `{"success":true}`), ""},
		{"not allowed", answers(400, `{"success":false,"error":"not-allowed","errorType":"Not Allowed"}`), ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			v := newRocketChatVenue(t).(*rocketChatVenue)
			v.server.AnswerNext(test.answer)
			d := delivery("#alerts", "reply")
			d.Message.Tmid = "parent"
			receipt, err := v.Post(t.Context(), d)
			if test.want == "" {
				if err != nil || receipt.RoomID != "ALERTS-ID" {
					t.Errorf("in %q, %v", receipt.RoomID, err)
				}
				return
			}
			checkTemporary(t, err, test.want)
		})
	}
	t.Run("unknown room", func(t *testing.T) {
		v := newRocketChatVenue(t).(*rocketChatVenue)
		d := delivery("#nowhere", "reply")
		d.Message.Tmid = "parent"
		v.deliver(t, []*integrations.Delivery{d}, false)
		checkRefused(t, d, "invalid-channel")
	})
}

// TestRocketChatSuccessWithoutMessage: success that names no message is not
// believed.
func TestRocketChatSuccessWithoutMessage(t *testing.T) {
	for _, body := range []string{`{"success":true}`, `{"success":true,"message":{}}`, `{"success":true,"message":"ok"}`, `{"success":true,"message":{"_id":7}}`} {
		v := newRocketChatVenue(t).(*rocketChatVenue)
		v.server.AnswerNext(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, body) })
		_, err := v.Post(t.Context(), delivery("#alerts", "hi"))
		checkTemporary(t, err, "unreadable", "without the message's _id")
	}
}

// TestInvalidJSON: what cannot be written as JSON will never be posted.
func TestInvalidJSON(t *testing.T) {
	for _, kind := range []string{"rocketchat", "stdout"} {
		v := venues()[kind](t)
		d := delivery("#alerts", "hi")
		d.Message.CustomFields = json.RawMessage(`{"a":`)
		v.deliver(t, []*integrations.Delivery{d}, false)
		checkRefused(t, d, "invalid-params")
	}
}

// TestRocketChatSockets are the failures below HTTP, with real sockets.
func TestRocketChatSockets(t *testing.T) {
	const head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n"
	tests := []struct {
		name   string
		script func(net.Conn)
		reason string
		says   []string
	}{
		{"closes at once", func(net.Conn) {}, "connect", []string{"broke"}},
		{"resets", func(c net.Conn) { readRequest(c); _ = c.(*net.TCPConn).SetLinger(0) }, "connect", []string{"broke", "may have been posted"}},
		{"closes without an answer", func(c net.Conn) { readRequest(c) }, "connect", []string{"may have been posted"}},
		{"closes within the headers", func(c net.Conn) { readRequest(c); send(c, head[:30]) }, "connect", []string{"may have been posted"}},
		{"closes after the headers", func(c net.Conn) { readRequest(c); send(c, head) }, "connect", []string{"may have been posted"}},
		{"closes within the body", func(c net.Conn) { readRequest(c); send(c, head+`{"success":true,"mess`) }, "connect", []string{"may have been posted"}},
		{"no HTTP", func(c net.Conn) { readRequest(c); send(c, "220 mail.example ESMTP\r\n") }, "connect", nil},
		{"endless headers", func(c net.Conn) { readRequest(c); endless(c, "HTTP/1.1 200 OK\r\n", "X-A: b\r\n") }, "connect", nil},
		{"stalls before the answer", func(c net.Conn) { readRequest(c); _, _ = io.Copy(io.Discard, c) }, "timeout", []string{"in time", "may have been posted"}},
		{"stalls within the headers", func(c net.Conn) { readRequest(c); send(c, head[:30]); _, _ = io.Copy(io.Discard, c) }, "timeout", nil},
		{"stalls within the body", func(c net.Conn) { readRequest(c); send(c, head+"{"); _, _ = io.Copy(io.Discard, c) }, "timeout", nil},
		{"endless body", func(c net.Conn) { readRequest(c); endless(c, "HTTP/1.1 200 OK\r\n\r\n", strings.Repeat("x", 1<<16)) }, "unreadable", []string{"check that url"}},
		{"endless error body", func(c net.Conn) {
			readRequest(c)
			endless(c, "HTTP/1.1 500 Oops\r\n\r\n", strings.Repeat("x", 1<<16))
		}, "server", []string{"500"}},
		{"cut error body", func(c net.Conn) {
			readRequest(c)
			send(c, "HTTP/1.1 503 Busy\r\nRetry-After: 9\r\nContent-Length: 10\r\n\r\nx")
		}, "server", []string{"503"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o := destination.RocketChatOptions{URL: "http://" + listen(t, test.script)}
			if test.reason == "timeout" {
				o.Timeout = 100 * time.Millisecond
			}
			_, err := rocketChat(t, o).Post(t.Context(), delivery("#alerts", "hi"))
			temporary := checkTemporary(t, err, test.reason, test.says...)
			if test.name == "cut error body" && temporary.RetryAfter != 9*time.Second {
				t.Errorf("RetryAfter %v", temporary.RetryAfter)
			}
		})
	}
}

// listen serves connections with a script each, until the test ends.
func listen(t *testing.T, script func(net.Conn)) (address string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			script(c)
			_ = c.Close()
		}
	}()
	t.Cleanup(func() { _ = l.Close(); <-done })
	return l.Addr().String()
}

func readRequest(c net.Conn) {
	r, err := http.ReadRequest(bufio.NewReader(c))
	if err == nil {
		_, _ = io.Copy(io.Discard, r.Body)
	}
}

func send(c net.Conn, text string) { _, _ = io.WriteString(c, text) }

// endless repeats a text until the other side has had enough.
func endless(c net.Conn, head, text string) {
	send(c, head)
	for {
		if _, err := io.WriteString(c, text); err != nil {
			return
		}
	}
}

func TestRocketChatConnectionRefused(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = l.Close()
	r := rocketChat(t, destination.RocketChatOptions{URL: "http://" + l.Addr().String()})
	_, err = r.Post(t.Context(), delivery("#alerts", "hi"))
	checkTemporary(t, err, "connect", "cannot connect", "refused")
}

func TestRocketChatUnknownHost(t *testing.T) {
	r := rocketChat(t, destination.RocketChatOptions{
		URL: "https://chat.invalid",
		Dial: func(_ context.Context, network, address string) (net.Conn, error) {
			host, _, _ := net.SplitHostPort(address)
			return nil, &net.OpError{Op: "dial", Net: network, Err: &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}}
		},
	})
	_, err := r.Post(t.Context(), delivery("#alerts", "hi"))
	checkTemporary(t, err, "dns", "chat.invalid", "check url")
}

func TestRocketChatCanceled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	address := listen(t, func(c net.Conn) { readRequest(c); cancel(); _, _ = io.Copy(io.Discard, c) })
	_, err := rocketChat(t, destination.RocketChatOptions{URL: "http://" + address}).Post(ctx, delivery("#alerts", "hi"))
	checkTemporary(t, err, "canceled", "may have been posted")
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v is not context.Canceled", err)
	}
}

// TestRocketChatDefaultTimeout waits for it on a clock that does not take time.
func TestRocketChatDefaultTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, err := destination.NewRocketChat(destination.RocketChatOptions{
			Name: "chat", URL: "http://chat.example", Accounts: accounts(),
			Dial: func(context.Context, string, string) (net.Conn, error) {
				here, there := net.Pipe()
				go func() { _, _ = io.Copy(io.Discard, there) }()
				return here, nil
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		started := time.Now()
		_, err = r.Post(t.Context(), delivery("#alerts", "hi"))
		checkTemporary(t, err, "timeout")
		if took := time.Since(started); took != destination.DefaultTimeout {
			t.Errorf("took %v", took)
		}
	})
}

func TestRocketChatTLS(t *testing.T) {
	server := destinationtest.NewTLSServer(t, world())
	caFile := writeCA(t, server)
	t.Run("unknown CA", func(t *testing.T) {
		_, err := rocketChat(t, destination.RocketChatOptions{URL: server.Address()}).Post(t.Context(), delivery("#alerts", "hi"))
		checkTemporary(t, err, "tls", "ca_file")
	})
	t.Run("known CA", func(t *testing.T) {
		r := rocketChat(t, destination.RocketChatOptions{URL: server.Address(), CAFile: caFile})
		if _, err := r.Post(t.Context(), delivery("#alerts", "hi")); err != nil {
			t.Error(err)
		}
	})
	t.Run("wrong name", func(t *testing.T) {
		address := server.Listener.Addr().String()
		r := rocketChat(t, destination.RocketChatOptions{
			URL: "https://other.test", CAFile: caFile,
			Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
				return (&net.Dialer{}).DialContext(ctx, network, address)
			},
		})
		_, err := r.Post(t.Context(), delivery("#alerts", "hi"))
		checkTemporary(t, err, "tls", "name that is in the certificate")
	})
	t.Run("https to a port of http", func(t *testing.T) {
		plain := destinationtest.NewServer(t, world())
		_, err := rocketChat(t, destination.RocketChatOptions{URL: strings.Replace(plain.Address(), "http", "https", 1)}).Post(t.Context(), delivery("#alerts", "hi"))
		checkTemporary(t, err, "tls", "meant to be http")
	})
	t.Run("http to a port of https", func(t *testing.T) {
		_, err := rocketChat(t, destination.RocketChatOptions{URL: strings.Replace(server.Address(), "https", "http", 1)}).Post(t.Context(), delivery("#alerts", "hi"))
		checkTemporary(t, err, "unreadable", "HTTPS server")
	})
}

func writeCA(t *testing.T, server *destinationtest.Server) (file string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "ca.pem")
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(file, certificate, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestRocketChatRedirects: a post is never taken elsewhere, nor its token.
func TestRocketChatRedirects(t *testing.T) {
	var elsewhere atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) }))
	defer other.Close()
	for _, status := range []int{301, 302, 303, 307, 308} {
		v := newRocketChatVenue(t).(*rocketChatVenue)
		v.server.AnswerNext(func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, other.URL+"/login?next=secret", status)
		})
		_, err := v.Post(t.Context(), delivery("#alerts", "hi"))
		checkTemporary(t, err, "url", fmt.Sprint(status), other.URL+"/login", "set url")
	}
	if n := elsewhere.Load(); n != 0 {
		t.Errorf("%d redirects were followed", n)
	}
}

func TestRocketChatHugeButWhole(t *testing.T) {
	v := newRocketChatVenue(t).(*rocketChatVenue)
	d := delivery("#alerts", "hi")
	d.Message.Attachments = []json.RawMessage{json.RawMessage(`{"text":"` + strings.Repeat("x", 5<<20) + `"}`)}
	receipt, err := v.Post(t.Context(), d)
	if err != nil || len(receipt.Stored) < 5<<20 {
		t.Errorf("%d bytes, %v", len(receipt.Stored), err)
	}
}

func TestNewRocketChatProblems(t *testing.T) {
	noPEM := filepath.Join(t.TempDir(), "no.pem")
	if err := os.WriteFile(noPEM, []byte("hello"), 0o600); err != nil {
		t.Fatal(err)
	}
	good := destination.RocketChatOptions{URL: "https://chat.example", Accounts: accounts()}
	tests := []struct {
		name   string
		change func(*destination.RocketChatOptions)
		// want has a "field: part of the problem" each.
		want []string
	}{
		{"fine", func(*destination.RocketChatOptions) {}, nil},
		{"path", func(o *destination.RocketChatOptions) { o.URL = "http://chat.example:3000/a/b//" }, nil},
		{"address", func(o *destination.RocketChatOptions) { o.URL = "http://[::1]:3000" }, nil},
		{"no URL", func(o *destination.RocketChatOptions) { o.URL = "" }, []string{"url: is missing"}},
		{"no scheme", func(o *destination.RocketChatOptions) { o.URL = "chat.example" }, []string{"url: must begin with https://"}},
		{"host and port", func(o *destination.RocketChatOptions) { o.URL = "chat.example:443" }, []string{"url: must begin with https://"}},
		{"other scheme", func(o *destination.RocketChatOptions) { o.URL = "ftp://chat.example" }, []string{"url: must begin with https://"}},
		{"no host", func(o *destination.RocketChatOptions) { o.URL = "https:///x" }, []string{"url: must begin with https://"}},
		{"password", func(o *destination.RocketChatOptions) { o.URL = "https://me:secret@chat.example" }, []string{"url: must not hold a user"}},
		{"password, bad", func(o *destination.RocketChatOptions) { o.URL = "https://me:secret@chat.example:port" }, []string{"url: is not a valid URL"}},
		{"query", func(o *destination.RocketChatOptions) { o.URL = "https://chat.example?a=secret" }, []string{"url: must not have a query"}},
		{"API path", func(o *destination.RocketChatOptions) { o.URL = "https://chat.example/api/v1/chat.postMessage" }, []string{"url: is the address of Rocket.Chat itself"}},
		{"no accounts", func(o *destination.RocketChatOptions) { o.Accounts = nil }, []string{"accounts: is empty"}},
		{"empty account", func(o *destination.RocketChatOptions) { o.Accounts = []destination.Account{{}} }, []string{"accounts[0].username: is missing", "accounts[0].user_id: is missing", "accounts[0].token: is missing"}},
		{"line break", func(o *destination.RocketChatOptions) { o.Accounts[1].Token = "secret\n" }, []string{"accounts[1].token: contains a line break"}},
		{"blank", func(o *destination.RocketChatOptions) { o.Accounts[1].UserID = " a" }, []string{"accounts[1].user_id: has white space"}},
		{"twice", func(o *destination.RocketChatOptions) { o.Accounts[1].Username = "rocket.cat" }, []string{`accounts[1].username: "rocket.cat" is listed twice`}},
		{"no CA file", func(o *destination.RocketChatOptions) { o.CAFile = "/no/such.pem" }, []string{"ca_file: open /no/such.pem"}},
		{"no CA in the file", func(o *destination.RocketChatOptions) { o.CAFile = noPEM }, []string{"ca_file: " + noPEM + " has no PEM"}},
		{"negative timeout", func(o *destination.RocketChatOptions) { o.Timeout = -1 }, []string{"timeout: must not be negative"}},
		{"all at once", func(o *destination.RocketChatOptions) { o.URL, o.Accounts, o.Timeout = "", nil, -1 }, []string{"url: ", "accounts: ", "timeout: "}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o := good
			o.Accounts = slices.Clone(good.Accounts)
			test.change(&o)
			_, err := destination.NewRocketChat(o)
			got := destination.FieldErrors(err)
			if len(got) != len(test.want) {
				t.Fatalf("got %v, want %v", err, test.want)
			}
			for i, want := range test.want {
				if !strings.Contains(got[i].Error(), want) {
					t.Errorf("got %q, want %q", got[i], want)
				}
			}
			if err != nil && strings.Contains(err.Error(), "secret") {
				t.Errorf("a secret is in %v", err)
			}
		})
	}
}

// The proxy variables are read once in a process, so a child posts through one.
const (
	proxyChildURL = "ROCKETSCRIPT_TEST_POST_TO"
	proxyChildCA  = "ROCKETSCRIPT_TEST_CA"
	proxyChildOK  = "posted"
)

func postThroughProxy() int {
	r, err := destination.NewRocketChat(destination.RocketChatOptions{
		Name: "chat", URL: os.Getenv(proxyChildURL), Accounts: accounts(),
		CAFile: os.Getenv(proxyChildCA),
	})
	if err == nil {
		_, err = r.Post(context.Background(), delivery("#alerts", "hi"))
	}
	if err != nil {
		fmt.Println(err)
		return 1
	}
	fmt.Println(proxyChildOK)
	return 0
}

func TestRocketChatProxy(t *testing.T) {
	chat, secure := destinationtest.NewServer(t, world()), destinationtest.NewTLSServer(t, world())
	var asked atomic.Value
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Store(r.Method + " " + r.Host)
		switch {
		case r.Header.Get("Proxy-Authorization") == "":
			w.WriteHeader(http.StatusProxyAuthRequired)
		case r.Method == http.MethodConnect:
			tunnel(t, w, secure.Listener.Addr().String())
		default:
			// The request goes on as it came: its path is the server's.
			chat.Config.Handler.ServeHTTP(w, r)
		}
	}))
	defer proxy.Close()
	withLogin := strings.Replace(proxy.URL, "http://", "http://me:secret@", 1)
	tests := []struct {
		name, url, proxy string
		asked, says      string
	}{
		{"http", "http://chat.test/chat", withLogin, "POST chat.test", proxyChildOK},
		{"http, no login", "http://chat.test/chat", proxy.URL, "POST chat.test", "connect: the proxy asks for a login"},
		// The name is in the certificate of httptest.
		{"https", "https://example.com/chat", withLogin, "CONNECT example.com:443", proxyChildOK},
		{"https, no login", "https://example.com/chat", proxy.URL, "CONNECT example.com:443", "connect: the proxy does not connect to https://example.com/chat (the proxy answered 407"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			asked.Store("")
			child := exec.CommandContext(t.Context(), os.Args[0])
			child.Env = append(os.Environ(), proxyChildURL+"="+test.url, proxyChildCA+"="+writeCA(t, secure),
				"HTTP_PROXY="+test.proxy, "HTTPS_PROXY="+test.proxy, "http_proxy=", "https_proxy=", "NO_PROXY=", "no_proxy=")
			out, _ := child.CombinedOutput()
			if !strings.Contains(string(out), test.says) || strings.Contains(string(out), "secret") {
				t.Errorf("the child says %s", out)
			}
			if got := asked.Load(); got != test.asked {
				t.Errorf("the proxy was asked for %q, want %q", got, test.asked)
			}
		})
	}
}

// tunnel connects a client of the proxy to an address until one of them ends.
func tunnel(t *testing.T, w http.ResponseWriter, address string) {
	server, err := net.Dial("tcp", address)
	if err != nil {
		t.Error(err)
		return
	}
	client, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		t.Error(err)
		return
	}
	send(client, "HTTP/1.1 200 OK\r\n\r\n")
	var both sync.WaitGroup
	both.Go(func() { _, _ = io.Copy(server, client); _ = server.Close() })
	both.Go(func() { _, _ = io.Copy(client, server); _ = client.Close() })
	both.Wait()
}
