package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"rocketscript/integrations/destination/destinationtest"
)

// Rooms of each chat server, and how long a node waits for its answers.
const chatTimeout = 2 * time.Second

var chatRooms = []string{"red", "green", "blue"}

// A weather is how often a chat server fails, in thousandths.
type weather struct {
	name     string
	failures int
}

var (
	clear  = weather{"clear", 0}
	calm   = weather{"calm", 10}
	rough  = weather{"rough", 300}
	outage = weather{"outage", 1000}
	// silent: nothing is answered.
	silent = weather{"silent", 0}
)

// A badChat is a Rocket.Chat server that fails in every way, and remembers what
// it took. Each node has an address of its own there.
type badChat struct {
	name string
	chat *destinationtest.Server
	log  *takings

	mu      sync.Mutex
	weather weather
	did     map[string]int
}

func newBadChat(t *testing.T, name string, log *takings) *badChat {
	world := destinationtest.World{Users: []destinationtest.User{{ID: "BOT", Username: "bot", Token: "bot-token", Impersonates: true}}}
	for _, room := range chatRooms {
		world.Rooms = append(world.Rooms, destinationtest.Room{ID: "id-" + room, Name: room, Type: "c"})
	}
	return &badChat{name: name, chat: destinationtest.NewServer(t, world), log: log, did: make(map[string]int)}
}

// address is where a node reaches it.
func (c *badChat) address(t *testing.T, node int) string {
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { c.serve(node, w, r) }))
	t.Cleanup(front.Close)
	return front.URL
}

func (c *badChat) setWeather(w weather) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.weather = w
}

// mishap is what happens to the next request.
func (c *badChat) mishap() mishap {
	c.mu.Lock()
	defer c.mu.Unlock()
	m := mishap{"took it", (*exchange).succeed}
	if c.weather == silent {
		m = mishap{"was silent", (*exchange).hang}
	}
	if rand.IntN(1000) < c.weather.failures {
		m = mishaps[rand.IntN(len(mishaps))]
	}
	c.did[m.name]++
	return m
}

func (c *badChat) serve(node int, w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the node was killed while it spoke
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	var message struct{ Channel, Text string }
	if json.Unmarshal(body, &message) != nil || message.Text == "" {
		c.serveOther(w, r)
		return
	}
	m := c.mishap()
	x := &exchange{w: w, r: r, chat: c.chat, taking: taking{lane: c.name + "/" + message.Channel, key: message.Text, node: node, from: time.Now(), did: m.name}}
	m.do(x)
	x.to = time.Now()
	c.log.add(x.taking)
}

// serveOther answers what is no message: the question whether it works.
func (c *badChat) serveOther(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	out := c.weather == outage
	c.mu.Unlock()
	if out {
		http.Error(w, "Bad Gateway", http.StatusBadGateway)
		return
	}
	c.chat.Config.Handler.ServeHTTP(w, r)
}

// takings are all requests to post that all chat servers saw.
type takings struct {
	mu  sync.Mutex
	all []taking
	// more has a value after something was added.
	more chan struct{}
}

func (l *takings) add(x taking) {
	l.mu.Lock()
	l.all = append(l.all, x)
	l.mu.Unlock()
	select {
	case l.more <- struct{}{}:
	default:
	}
}

// An exchange is one request to post a message, and what becomes of it.
type exchange struct {
	taking
	w    http.ResponseWriter
	r    *http.Request
	chat *destinationtest.Server
}

// keep takes the message, and returns what is to be answered.
func (x *exchange) keep() *httptest.ResponseRecorder {
	answer := httptest.NewRecorder()
	x.chat.Config.Handler.ServeHTTP(answer, x.r)
	if answer.Code == http.StatusOK {
		x.at = time.Now()
	}
	return answer
}

// succeed takes the message and says so.
func (x *exchange) succeed() {
	answer := x.keep()
	x.answer(answer.Code, "application/json", answer.Body.String())
	x.told = x.r.Context().Err() == nil
}

func (x *exchange) answer(status int, contentType, body string) {
	x.w.Header().Set("Content-Type", contentType)
	x.w.WriteHeader(status)
	_, _ = io.WriteString(x.w, body) // whoever asked may be dead
}

// hang waits until the node gives up, or is killed.
func (x *exchange) hang() { <-x.r.Context().Done() }

// cut ends the connection after some bytes of an answer.
func (x *exchange) cut(answer string) {
	conn, _, err := http.NewResponseController(x.w).Hijack()
	if err != nil {
		return
	}
	_, _ = io.WriteString(conn, answer)
	_ = conn.Close()
}

const loginPage = "<html><body>Please sign in</body></html>"

// A mishap is one way in which a chat server fails, or nearly.
type mishap struct {
	name string
	do   func(x *exchange)
}

var mishaps = []mishap{
	{"answered late", func(x *exchange) {
		select {
		case <-time.After(rand.N(200 * time.Millisecond)):
		case <-x.r.Context().Done():
		}
		x.succeed()
	}},
	{"hung before it took it", (*exchange).hang},
	{"hung after it took it", func(x *exchange) { x.keep(); x.hang() }},
	{"answered 429", func(x *exchange) {
		x.w.Header().Set("Retry-After", "1")
		x.answer(http.StatusTooManyRequests, "text/plain", "slow down")
	}},
	{"answered 500", func(x *exchange) { x.answer(http.StatusInternalServerError, "text/plain", "oops") }},
	{"answered 502", func(x *exchange) { x.answer(http.StatusBadGateway, "text/html", "<html>Bad Gateway</html>") }},
	{"took it and answered 502", func(x *exchange) { x.keep(); x.answer(http.StatusBadGateway, "text/html", "<html>Bad Gateway</html>") }},
	{"cut before it took it", func(x *exchange) { x.cut("") }},
	{"cut after it took it", func(x *exchange) { x.keep(); x.cut("") }},
	{"took it and cut its answer", func(x *exchange) {
		answer := x.keep().Body.String()
		x.cut(fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(answer), answer[:len(answer)/2]))
	}},
	{"answered a login page", func(x *exchange) { x.answer(http.StatusOK, "text/html", loginPage) }},
	{"took it and answered a login page", func(x *exchange) { x.keep(); x.answer(http.StatusOK, "text/html", loginPage) }},
}
