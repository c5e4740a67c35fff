package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// maxBatch is how many requests share a transaction at most; it bounds how
// long the first of them waits for the others.
const maxBatch = 256

// A request is what one caller wants written.
type request struct {
	run func(*tx) error
	// taken is set by the writer when it begins, or by a caller who withdraws.
	taken atomic.Bool
	done  chan error
}

func newRequest(run func(*tx) error) *request {
	return &request{run: run, done: make(chan error, 1)}
}

// A writer runs the requests of all callers in shared transactions.
type writer struct {
	db       *sql.DB
	database database
	log      *slog.Logger
	// node is who writes, as it stands in the deliveries it starts.
	node string
	// announce is called after a commit with what its watchers here are told.
	announce func([topics]bool)
	// unclaim puts back what was started in a batch of which nobody learned
	// whether it was kept.
	unclaim func(*tx, []claim) error

	closing  sync.RWMutex
	closed   bool
	requests chan *request
	stopped  chan struct{}

	// The rest belongs to the writer's goroutine.
	conn       *sql.Conn
	statements map[string]*sql.Stmt
	failing    bool
	// unclaimed are the attempts that lost batches may have started.
	unclaimed []claim
	// last is run when the writer ends.
	last func(*tx) error
}

// start sets the writer going; its fields down to unclaim have been set.
func (w *writer) start(conn *sql.Conn) {
	w.conn = conn
	w.requests = make(chan *request, maxBatch)
	w.stopped = make(chan struct{})
	w.statements = make(map[string]*sql.Stmt)
	go w.loop()
}

// do runs one request and returns when it is durable, or undone. A caller
// whose ctx ends before the writer comes to it withdraws and gets ctx's error;
// once begun, a request is seen through, so that the caller learns the truth.
func (w *writer) do(ctx context.Context, run func(*tx) error) error {
	r := newRequest(run)
	if err := w.enqueue(ctx, r); err != nil {
		return err
	}
	select {
	case err := <-r.done:
		return err
	case <-ctx.Done():
		if r.taken.CompareAndSwap(false, true) {
			return ctx.Err()
		}
		return <-r.done
	}
}

func (w *writer) enqueue(ctx context.Context, r *request) error {
	w.closing.RLock()
	defer w.closing.RUnlock()
	if w.closed {
		return ErrClosed
	}
	select {
	case w.requests <- r:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// close answers what was asked for so far, runs last, and ends the writer.
func (w *writer) close(last func(*tx) error) {
	w.closing.Lock()
	if !w.closed {
		w.closed, w.last = true, last
		close(w.requests)
	}
	w.closing.Unlock()
	<-w.stopped
}

func (w *writer) loop() {
	defer close(w.stopped)
	defer w.disconnect()
	for first := range w.requests {
		w.commit(w.collect(first))
	}
	w.commit([]*request{newRequest(w.last)})
}

// collect takes what is waiting, without waiting for more: while a commit
// syncs, the next batch comes together by itself.
func (w *writer) collect(first *request) []*request {
	batch := []*request{first}
	for len(batch) < maxBatch {
		select {
		case r, ok := <-w.requests:
			if !ok {
				return batch
			}
			batch = append(batch, r)
		default:
			return batch
		}
	}
	return batch
}

// commit runs a batch in one transaction and answers everyone in it.
func (w *writer) commit(batch []*request) {
	results := make([]error, len(batch))
	sum, lost := w.transaction(batch, results)
	if lost != nil {
		// Whatever state the connection is in, the next batch has another.
		w.disconnect()
	} else {
		w.announce(sum.news.here)
	}
	if errors.Is(lost, errInDoubt) {
		w.unclaimed = append(w.unclaimed, sum.claims...)
	}
	w.report(lost)
	for i, r := range batch {
		if results[i] == nil {
			results[i] = lost
		}
		r.done <- results[i]
	}
}

// A summary is what the requests of a batch have done together.
type summary struct {
	news   news
	claims []claim
}

// transaction runs the batch and commits. Failures of single requests go to
// results; an error means that nothing of the batch was kept, or, with
// errInDoubt, that it is not known.
func (w *writer) transaction(batch []*request, results []error) (sum summary, lost error) {
	if err := w.connect(); err != nil {
		return sum, err
	}
	if err := w.database.begin(w); err != nil {
		return sum, err
	}
	if lost = w.runAll(batch, results, &sum); lost != nil {
		_ = w.statement("ROLLBACK") // often done already by SQLite
		return sum, lost
	}
	if err := w.database.commit(w, sum.news); err != nil {
		return sum, err
	}
	w.unclaimed = nil
	return sum, nil
}

// runAll runs what is owed from before, and the batch.
func (w *writer) runAll(batch []*request, results []error, sum *summary) (lost error) {
	if len(w.unclaimed) > 0 {
		t := &tx{writer: w}
		if err := w.unclaim(t, w.unclaimed); err != nil {
			return err
		}
		sum.news.add(t.news)
	}
	for i, r := range batch {
		if !r.taken.CompareAndSwap(false, true) {
			continue // withdrawn
		}
		t := &tx{writer: w}
		if results[i], lost = w.runOne(t, r); lost != nil {
			return lost
		}
		if results[i] == nil {
			sum.news.add(t.news)
			sum.claims = append(sum.claims, t.claims...)
		}
	}
	return nil
}

// runOne runs a request under a savepoint. lost means that the transaction is
// gone, as SQLite drops it on some errors, and with it the whole batch.
func (w *writer) runOne(t *tx, r *request) (failed, lost error) {
	if err := w.statement("SAVEPOINT request"); err != nil {
		return nil, err
	}
	failed = w.protect(t, r)
	t.ended = true
	if failed == nil {
		// A request must not hide that one of its statements failed.
		failed = t.failed
	}
	if failed != nil {
		if err := w.statement("ROLLBACK TO request"); err != nil {
			return failed, errors.Join(t.failed, err)
		}
	}
	return failed, w.statement("RELEASE request")
}

// protect runs a request and turns a panic in it into its error.
func (w *writer) protect(t *tx, r *request) (err error) {
	defer func() {
		if p := recover(); p != nil {
			w.log.Error("panic while writing to the store, the request was undone", "panic", p, "stack", string(debug.Stack()))
			err = fmt.Errorf("panic while writing to the store: %v", p)
		}
	}()
	return r.run(t)
}

// report logs that writing fails, and that it works again, once each.
func (w *writer) report(lost error) {
	switch {
	case lost != nil && !w.failing:
		w.log.Error("the store cannot be written, requests are refused until it can", "error", lost)
	case lost == nil && w.failing:
		w.log.Info("the store can be written again")
	}
	w.failing = lost != nil
}

// connect makes sure there is a connection.
func (w *writer) connect() error {
	if w.conn != nil {
		return nil
	}
	conn, err := w.db.Conn(context.Background())
	if err != nil {
		return classified(err)
	}
	w.conn = conn
	return nil
}

// reconnect makes a new connection.
func (w *writer) reconnect() error {
	w.disconnect()
	return w.connect()
}

// disconnect closes the connection for good instead of giving it back.
func (w *writer) disconnect() {
	for text, s := range w.statements {
		_ = s.Close()
		delete(w.statements, text)
	}
	if w.conn != nil {
		_ = w.conn.Raw(func(any) error { return driver.ErrBadConn })
		_ = w.conn.Close()
		w.conn = nil
	}
}

// prepared returns the statement for a text, prepared once a connection.
func (w *writer) prepared(text string) (*sql.Stmt, error) {
	if s, ok := w.statements[text]; ok {
		return s, nil
	}
	s, err := w.conn.PrepareContext(context.Background(), w.database.query(text))
	if err != nil {
		return nil, classified(err)
	}
	w.statements[text] = s
	return s, nil
}

// statement runs a statement without arguments.
func (w *writer) statement(text string) error {
	s, err := w.prepared(text)
	if err != nil {
		return err
	}
	_, err = s.ExecContext(context.Background())
	return classified(err)
}
