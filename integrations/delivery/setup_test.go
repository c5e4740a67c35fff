package delivery_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rocketscript/engine"
	"rocketscript/integrations"
	"rocketscript/integrations/delivery"
	"rocketscript/integrations/message"
	"rocketscript/integrations/store"
)

// A post is one call of a destination.
type post struct {
	Text string
	At   time.Duration // since the test began
}

// A chat is a destination that does what the test says.
type chat struct {
	began time.Time
	// answer makes the call's result; nil posts everything at once.
	answer func(ctx context.Context, d *integrations.Delivery) error

	mu    sync.Mutex
	posts []post
	// now is how many calls are under way, most how many ever were.
	now, most int
}

// User implements integrations.Destination; everybody is somebody.
func (c *chat) User(context.Context, string) (engine.User, error) { return engine.User{}, nil }

// Post implements integrations.Poster.
func (c *chat) Post(ctx context.Context, d *integrations.Delivery) (integrations.Receipt, error) {
	c.mu.Lock()
	c.posts = append(c.posts, post{d.Message.Msg, time.Since(c.began)})
	c.now++
	c.most = max(c.most, c.now)
	c.mu.Unlock()
	defer func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.now--
	}()
	if c.answer != nil {
		if err := c.answer(ctx, d); err != nil {
			return integrations.Receipt{}, err
		}
	}
	return integrations.Receipt{MessageID: "id of " + d.Message.Msg, RoomID: d.Lane}, nil
}

func (c *chat) mostAtOnce() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.most
}

func (c *chat) posted() []post {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]post(nil), c.posts...)
}

// A bench is a dispatcher over a real store, with destinations that the test
// scripts. In a synctest bubble its clock is the bubble's.
type bench struct {
	t            *testing.T
	path         string
	store        *store.Store
	queue        func(*store.Store) delivery.Queue
	options      delivery.Options
	log          *lockedBuffer
	dispatcher   *delivery.Dispatcher
	mu           sync.Mutex
	destinations map[string]integrations.Poster
	stopRun      func()
	executions   atomic.Int64
}

// A lockedBuffer collects log lines.
type lockedBuffer struct {
	mu sync.Mutex
	bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.Write(p)
}

// count is how many lines contain text.
func (b *lockedBuffer) count(text string) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return bytes.Count(b.Bytes(), []byte(text))
}

// newBench opens a store and a dispatcher; Run is not called yet.
func newBench(t *testing.T, options delivery.Options) *bench {
	b := &bench{
		t: t, path: filepath.Join(t.TempDir(), "x.db"), options: options,
		log: new(lockedBuffer), destinations: make(map[string]integrations.Poster),
		queue: func(s *store.Store) delivery.Queue { return s },
	}
	b.options.Logger = slog.New(slog.NewTextHandler(b.log, nil))
	if b.options.Random == nil {
		b.options.Random = func() float64 { return 1 } // the longest wait
	}
	b.open()
	return b
}

func (b *bench) open() {
	b.t.Helper()
	var err error
	if b.store, err = store.Open(b.t.Context(), b.path, store.Options{}); err != nil {
		b.t.Fatal(err)
	}
	b.dispatcher = delivery.New(b.queue(b.store), b.destination, b.options)
	b.t.Cleanup(b.close)
}

// close stops the dispatcher, in the order the program does it.
func (b *bench) close() {
	b.t.Helper()
	if b.stopRun != nil {
		b.stopRun()
	}
	if err := b.store.Close(); err != nil {
		b.t.Error(err)
	}
}

// run runs the dispatcher's loop until close or stopRun.
func (b *bench) run() {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	dispatcher := b.dispatcher
	go func() {
		defer close(done)
		dispatcher.Run(ctx)
	}()
	b.stopRun = func() {
		cancel()
		<-done
		b.stopRun = nil
	}
}

func (b *bench) destination(name string) (integrations.Poster, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	p, ok := b.destinations[name]
	return p, ok
}

// chat adds a destination.
func (b *bench) chat(name string, answer func(ctx context.Context, d *integrations.Delivery) error) *chat {
	c := &chat{began: time.Now(), answer: answer}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.destinations[name] = c
	return c
}

func (b *bench) remove(name string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.destinations, name)
}

// record records one execution with a delivery a lane, each "destination/room".
func (b *bench) record(text string, lanes ...string) []*integrations.Delivery {
	b.t.Helper()
	x := &integrations.Execution{ID: fmt.Sprint("x", b.executions.Add(1)), IntegrationID: "i"}
	for _, lane := range lanes {
		x.Deliveries = append(x.Deliveries, &integrations.Delivery{
			Destination: filepath.Dir(lane), Lane: lane, Message: message.Message{Channel: filepath.Base(lane), Msg: text},
		})
	}
	if err := b.store.Record(context.Background(), x, nil); err != nil {
		b.t.Error(err)
	}
	return x.Deliveries
}

// attempt calls Attempt with a time limit.
func (b *bench) attempt(limit time.Duration, deliveries []*integrations.Delivery) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	b.dispatcher.Attempt(ctx, deliveries)
}

// stored reads deliveries back.
func (b *bench) stored(deliveries []*integrations.Delivery) []*integrations.Delivery {
	b.t.Helper()
	var ids []int64
	for _, d := range deliveries {
		ids = append(ids, d.ID)
	}
	found, err := b.store.Deliveries(context.Background(), ids)
	if err != nil {
		b.t.Fatal(err)
	}
	return found
}

// states is "state attempts error" of each delivery as it is stored.
func (b *bench) states(deliveries []*integrations.Delivery) []string {
	b.t.Helper()
	return describe(b.stored(deliveries))
}

func describe(deliveries []*integrations.Delivery) []string {
	var all []string
	for _, d := range deliveries {
		text := fmt.Sprint(d.State, " ", d.Attempts)
		if d.Error != "" {
			text += " " + d.Error
		}
		all = append(all, text)
	}
	return all
}

func equal[T any](t *testing.T, what string, got, want T, options ...cmp.Option) {
	t.Helper()
	if diff := cmp.Diff(want, got, options...); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}
