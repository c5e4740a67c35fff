package store_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"rocketscript/integrations"
	"rocketscript/integrations/store"
)

const crashDirVariable = "ROCKETSCRIPT_TEST_CRASH_DIR"

// crashAt is how many acknowledged records the child is killed after.
const crashAt = 500

// recordUntilKilled is the child: it records from many goroutines and prints
// the id of each execution once Record has returned.
func recordUntilKilled(dir string) {
	ctx := context.Background()
	s, err := store.Open(ctx, filepath.Join(dir, "crash.db"), store.Options{})
	if err != nil {
		fmt.Println("error:", err)
		os.Exit(1)
	}
	var out sync.Mutex
	var wg sync.WaitGroup
	for worker := range 16 {
		wg.Go(func() {
			for i := 0; ; i++ {
				x := execution(fmt.Sprintf("%d-%d", worker, i), fmt.Sprint("lane", worker))
				if err := s.Record(ctx, x, nil); err != nil {
					fmt.Println("error:", err)
					os.Exit(1)
				}
				out.Lock()
				fmt.Println(x.ID, x.Deliveries[0].ID)
				out.Unlock()
			}
		})
	}
	wg.Wait()
}

// TestCrash kills a process in the middle of writing: all that it was told is
// durable is there, the file is sound, and what was started waits again.
func TestCrash(t *testing.T) {
	dir := t.TempDir()
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), crashDirVariable+"="+dir)
	out, err := child.StdoutPipe()
	ok(t, err)
	ok(t, child.Start())
	acknowledged := make(map[string]int64)
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "error:") {
			t.Fatal(lines.Text())
		}
		var id string
		var delivery int64
		if _, err := fmt.Sscan(lines.Text(), &id, &delivery); err == nil {
			acknowledged[id] = delivery
		}
		if len(acknowledged) == crashAt {
			ok(t, child.Process.Kill())
		}
	}
	if err := child.Wait(); err == nil || len(acknowledged) < crashAt {
		t.Fatalf("the child ended with %v after %d records", err, len(acknowledged))
	}

	s := openStore(t, filepath.Join(dir, "crash.db"), time.Now) // checks the file
	for id, delivery := range acknowledged {
		x, err := s.Execution(t.Context(), id)
		if err != nil || len(x.Deliveries) != 1 || x.Deliveries[0].ID != delivery {
			t.Fatalf("acknowledged execution %s with delivery %d: %+v, %v", id, delivery, x, err)
		}
	}
	heads := must(s.Heads(t.Context()))(t)
	equal(t, "lanes", len(heads), 16)
	for _, h := range heads {
		d := must(s.Deliveries(t.Context(), []int64{h.ID}))(t)[0]
		if d.State != integrations.DeliveryWaiting || d.Attempts != 1 {
			t.Errorf("head of %s, which was started: %s, %d attempts", h.Lane, d.State, d.Attempts)
		}
	}
}
