package worker

import (
	"sync/atomic"
	"testing"
	"testing/synctest"
)

// Whoever closes a pool can rely on it that nothing runs any more.
func TestEveryCloseWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := NewPool(Options{Workers: 1})
		p.flying.Add(1) // a call is under way
		var returned atomic.Int32
		for range 2 {
			go func() {
				p.Close()
				returned.Add(1)
			}()
		}
		synctest.Wait()
		if n := returned.Load(); n > 0 {
			t.Errorf("%d returned although a call is under way", n)
		}
		p.flying.Done()
		synctest.Wait()
		if n := returned.Load(); n != 2 {
			t.Errorf("%d of 2 returned", n)
		}
	})
}
