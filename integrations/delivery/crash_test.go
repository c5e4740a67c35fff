package delivery_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rocketscript/engine"
	"rocketscript/integrations"
	"rocketscript/integrations/delivery"
	"rocketscript/integrations/message"
	"rocketscript/integrations/store"
)

const crashDirVariable = "ROCKETSCRIPT_TEST_CRASH_DIR"

const (
	// crashRounds is how often the process is killed and started again.
	crashRounds = 3
	// crashAt is how many answered requests it is killed after.
	crashAt = 80
	lanes   = 8
)

// A journal is a destination that outlives the process: a file with a line for
// each message it has taken.
type journal struct {
	mu   sync.Mutex
	file *os.File
	n    int
}

func openJournal(dir string) (*journal, error) {
	f, err := os.OpenFile(filepath.Join(dir, "taken"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	return &journal{file: f}, err
}

func (j *journal) User(context.Context, string) (engine.User, error) { return engine.User{}, nil }

// Post takes a message; every seventh fails for now, every third of these
// after the message was taken.
func (j *journal) Post(_ context.Context, d *integrations.Delivery) (integrations.Receipt, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.n++
	fails := j.n%7 == 0
	if !fails || j.n%3 == 0 {
		if _, err := fmt.Fprintln(j.file, d.Lane, d.ID, d.Attempts); err != nil {
			return integrations.Receipt{}, err
		}
	}
	if fails {
		return integrations.Receipt{}, errDown
	}
	return integrations.Receipt{}, nil
}

// A watchedQueue tells when an attempt has ended.
type watchedQueue struct {
	*store.Store
	journal *journal
	ended   chan struct{}
}

func (q *watchedQueue) Close() error {
	return errors.Join(q.Store.Close(), q.journal.file.Close())
}

func (q *watchedQueue) Finish(ctx context.Context, d *integrations.Delivery, due time.Time) (*integrations.Delivery, error) {
	next, err := q.Store.Finish(ctx, d, due)
	select {
	case q.ended <- struct{}{}:
	default:
	}
	return next, err
}

// openCrash opens the store and a dispatcher that posts to the journal.
func openCrash(dir string) (*watchedQueue, *delivery.Dispatcher, error) {
	s, err := store.Open(context.Background(), filepath.Join(dir, "crash.db"), store.Options{})
	if err != nil {
		return nil, nil, err
	}
	j, err := openJournal(dir)
	if err != nil {
		return nil, nil, err
	}
	q := &watchedQueue{s, j, make(chan struct{}, 1)}
	find := func(string) (integrations.Poster, bool) { return j, true }
	return q, delivery.New(q, find, delivery.Options{Random: func() float64 { return 0 }}), nil
}

// postUntilKilled is the child: it records and posts from many goroutines and
// prints each delivery that a sender would have been answered 200 for.
func postUntilKilled(dir string) {
	s, d, err := openCrash(dir)
	if err != nil {
		fmt.Println("error:", err)
		os.Exit(1)
	}
	ctx := context.Background()
	go d.Run(ctx)
	var out sync.Mutex
	var wg sync.WaitGroup
	for worker := range 16 {
		wg.Go(func() {
			for i := 0; ; i++ {
				x := &integrations.Execution{ID: fmt.Sprint(os.Getpid(), "-", worker, "-", i), IntegrationID: "i", Deliveries: []*integrations.Delivery{{
					Destination: "journal", Lane: fmt.Sprint("lane", (worker+i)%lanes), Message: message.Message{Msg: "hi"},
				}}}
				if err := s.Record(ctx, x, nil); err != nil {
					fmt.Println("error:", err)
					os.Exit(1)
				}
				attempt, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
				d.Attempt(attempt, x.Deliveries)
				cancel()
				out.Lock()
				fmt.Println(x.Deliveries[0].Lane, x.Deliveries[0].ID)
				out.Unlock()
			}
		})
	}
	wg.Wait()
}

// TestCrash kills the process again and again while it posts. Whatever was
// answered is posted in the end, in order within its lane, and the only
// messages that were taken twice are those whose attempt was interrupted or
// whose destination failed after taking them.
func TestCrash(t *testing.T) {
	dir := t.TempDir()
	answered := make(map[string]bool)
	for range crashRounds {
		runChild(t, dir, answered)
	}

	s, d, err := openCrash(dir)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() { d.Run(ctx) })
	for {
		heads, err := s.Heads(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if len(heads) == 0 {
			break
		}
		<-s.ended
	}
	cancel()
	wg.Wait()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	checkJournal(t, dir, answered)
}

// runChild runs the child until it has answered enough, and kills it.
func runChild(t *testing.T, dir string, answered map[string]bool) {
	t.Helper()
	command := exec.CommandContext(t.Context(), os.Args[0])
	command.Env = append(os.Environ(), crashDirVariable+"="+dir)
	command.Stderr = os.Stderr
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	n := 0
	for lines := bufio.NewScanner(out); lines.Scan(); n++ {
		if strings.HasPrefix(lines.Text(), "error:") {
			t.Error(lines.Text())
		}
		// The last line may be cut off; that one was not answered.
		if n < crashAt {
			answered[lines.Text()] = true
		}
		if n == crashAt {
			if err := command.Process.Kill(); err != nil {
				t.Error(err)
			}
		}
	}
	if err := command.Wait(); err == nil || n < crashAt {
		t.Fatalf("the child ended with %v after %d answers", err, n)
	}
}

func checkJournal(t *testing.T, dir string, answered map[string]bool) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "taken"))
	if err != nil {
		t.Fatal(err)
	}
	order := make(map[string][]int64)
	repeats := 0
	for line := range strings.Lines(string(text)) {
		var lane string
		var id, attempts int64
		if _, err := fmt.Sscan(line, &lane, &id, &attempts); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		ids := order[lane]
		switch {
		case len(ids) > 0 && ids[len(ids)-1] == id:
			repeats++
			if attempts < 2 {
				t.Errorf("%s was taken twice, but its attempts were not counted: %s", lane, line)
			}
		default:
			order[lane] = append(ids, id)
		}
		delete(answered, fmt.Sprint(lane, " ", id))
	}
	for lost := range answered {
		t.Errorf("answered, but never posted: %s", lost)
	}
	for lane, ids := range order {
		if !slices.IsSorted(ids) {
			t.Errorf("%s was posted in this order: %v", lane, ids)
		}
	}
	t.Logf("%d messages in %d lanes, %d taken twice", strings.Count(string(text), "\n"), len(order), repeats)
}
