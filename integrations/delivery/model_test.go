package delivery_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"rocketscript/integrations"
	"rocketscript/integrations/delivery"
	"rocketscript/integrations/store"
)

var (
	modelSeed = flag.Uint64("seed", 0, "run TestModel with this seed only")
	proof     = flag.Bool("proof", false, "run the long forms, for .ci/proof")
)

// A model is what must come of random operations on lanes, told by what their
// destination has seen. It plays the destination itself.
type model struct {
	t      *testing.T
	random *rand.Rand // of the operations
	bench  *bench
	desk   *delivery.Desk
	queue  *brokenQueue
	ids    []int64

	mu       sync.Mutex
	answers  *rand.Rand // of the destinations
	healed   bool
	process  int
	underWay map[string]int64
	last     map[string]int64
	taken    map[int64]int    // the process in which a message was taken
	outcome  map[int64]string // of the last attempt that the destination knows of
}

// answer is what the destination does with an attempt.
func (m *model) answer(ctx context.Context, d *integrations.Delivery) error {
	m.mu.Lock()
	if other, busy := m.underWay[d.Lane]; busy {
		m.t.Errorf("%s: %d is posted while %d is", d.Lane, d.ID, other)
	}
	if d.ID < m.last[d.Lane] {
		m.t.Errorf("%s: %d is posted after %d", d.Lane, d.ID, m.last[d.Lane])
	}
	if process, taken := m.taken[d.ID]; taken && process == m.process {
		m.t.Errorf("%s: %d is posted again although it was taken", d.Lane, d.ID)
	}
	m.underWay[d.Lane], m.last[d.Lane] = d.ID, d.ID
	pause := time.Duration(m.answers.IntN(3000)) * time.Millisecond
	choice := m.answers.IntN(20)
	if m.healed {
		pause, choice = 0, 0
	}
	m.mu.Unlock()

	err := m.choose(ctx, choice, pause)
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.underWay, d.Lane)
	var permanent *integrations.PermanentError
	switch {
	case err == nil:
		m.taken[d.ID], m.outcome[d.ID] = m.process, "posted"
	case errors.As(err, &permanent):
		m.taken[d.ID], m.outcome[d.ID] = m.process, "refused"
	default:
		m.outcome[d.ID] = "failed"
	}
	return err
}

func (m *model) choose(ctx context.Context, choice int, pause time.Duration) error {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
		return ctx.Err()
	}
	switch {
	case choice < 11:
		return nil
	case choice < 13:
		return errChannel
	case choice < 15:
		return errBusy
	case choice < 17:
		return errDown
	case choice == 17:
		return &integrations.TemporaryError{Reason: "rate-limit", Detail: "429", RetryAfter: pause}
	case choice == 18:
		<-ctx.Done()
		return ctx.Err()
	}
	return errors.New("odd")
}

// operations are what may happen, as often as they are listed.
func (m *model) operations() []func() {
	return []func(){m.record, m.record, m.record, m.record, m.pass, m.pass, m.redrive, m.drop, m.crash}
}

func (m *model) record() {
	var lanes []string
	for range 1 + m.random.IntN(3) {
		lanes = append(lanes, fmt.Sprintf("%s/#%d", []string{"chat", "mail"}[m.random.IntN(2)], m.random.IntN(2)))
	}
	ds := m.bench.record("hi", lanes...)
	for _, d := range ds {
		m.ids = append(m.ids, d.ID)
	}
	if m.random.IntN(10) > 0 { // else its caller dies before it comes to that
		m.bench.attempt(time.Duration(m.random.IntN(3000))*time.Millisecond, ds)
	}
}

func (m *model) pass() { time.Sleep(time.Duration(m.random.IntN(120)) * time.Second) }

// letters are some of the dead letters.
func (m *model) letters() []int64 {
	all, err := m.bench.store.DeadLetters(m.t.Context(), integrations.DeadLetterFilter{}, 0, 3)
	if err != nil {
		m.t.Fatal(err)
	}
	ids := []int64{}
	for _, letter := range all[:m.random.IntN(len(all)+1)] {
		ids = append(ids, letter.ID)
	}
	return ids
}

func (m *model) redrive() {
	made, err := m.desk.Redrive(m.t.Context(), integrations.DeadLetterChoice{IDs: m.letters()})
	if err != nil {
		m.t.Error(err)
	}
	for _, d := range made {
		m.ids = append(m.ids, d.ID)
	}
}

func (m *model) drop() {
	ids := m.letters()
	if dropped, err := m.desk.Drop(m.t.Context(), integrations.DeadLetterChoice{IDs: ids}); err != nil || len(dropped) != len(ids) {
		m.t.Error(dropped, err)
	}
}

// crash ends the process without a chance to write, half of the time, and
// starts another.
func (m *model) crash() {
	broken := m.random.IntN(2) == 0
	m.queue.set(func(q *brokenQueue) { q.writes = broken })
	m.bench.close()
	m.mu.Lock()
	m.process++
	m.mu.Unlock()
	m.open()
}

func (m *model) open() {
	m.queue = &brokenQueue{}
	m.bench.queue = func(s *store.Store) delivery.Queue { m.queue.Store = s; return m.queue }
	m.bench.open()
	m.bench.run()
	m.desk = delivery.NewDesk(m.bench.store, m.bench.dispatcher, func(string) (integrations.Destination, bool) { return nil, false })
}

// check compares the end of everything with what the destination has seen.
func (m *model) check() {
	found, err := m.bench.store.Deliveries(m.t.Context(), m.ids)
	if err != nil || len(found) != len(m.ids) {
		m.t.Fatalf("%d deliveries of %d, %v", len(found), len(m.ids), err)
	}
	again := make(map[int64]int)
	for _, d := range found {
		again[d.RedriveOf]++
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, d := range found {
		seen := m.outcome[d.ID]
		ok := true
		switch d.State {
		case integrations.DeliveryPosted, integrations.DeliveryRefused:
			ok = seen == string(d.State)
		case integrations.DeliveryGivenUp:
			ok = seen == "failed"
		case integrations.DeliveryRedriven:
			ok = again[d.ID] == 1 && seen != "posted"
		case integrations.DeliveryDropped:
			ok = again[d.ID] == 0 && seen != "posted"
		default:
			ok = false
		}
		if !ok {
			m.t.Errorf("%s: %d is %s (%s), its destination says %q, sent again %d times", d.Lane, d.ID, d.State, d.Error, seen, again[d.ID])
		}
	}
}

// TestModel does random things to lanes and compares what comes of them with a
// model: order within each lane, one at a time, nothing lost, nothing posted
// again but by another process, and every message ends.
func TestModel(t *testing.T) {
	seeds, steps := 8, 40
	if *proof {
		seeds, steps = 200, 100
	}
	for range seeds {
		seed := rand.Uint64()
		if *modelSeed != 0 {
			seed = *modelSeed
		}
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { runModel(t, seed, steps) })
		})
	}
}

func runModel(t *testing.T, seed uint64, steps int) {
	m := &model{
		t: t, random: rand.New(rand.NewPCG(seed, 1)), answers: rand.New(rand.NewPCG(seed, 2)),
		underWay: make(map[string]int64), last: make(map[string]int64), taken: make(map[int64]int), outcome: make(map[int64]string),
	}
	m.bench = newBench(t, delivery.Options{AttemptTimeout: 15 * time.Second, Random: func() float64 { return 0.5 }})
	m.bench.close()
	m.bench.chat("chat", m.answer)
	m.bench.chat("mail", m.answer)
	m.open()
	operations := m.operations()
	for range steps {
		operations[m.random.IntN(len(operations))]()
	}
	m.mu.Lock()
	m.healed = true
	m.mu.Unlock()
	time.Sleep(time.Hour)
	heads, err := m.bench.store.Heads(t.Context())
	if err != nil || len(heads) > 0 {
		t.Errorf("left over: %v, %v", heads, err)
	}
	slices.Sort(m.ids)
	m.ids = slices.Compact(m.ids)
	m.check()
	m.bench.close()
}
