package server_test

import (
	"net/http"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
)

// BenchmarkWebhook is a PagerDuty event all the way: HTTP in, script, message
// on the workspace, durable, answered.
func BenchmarkWebhook(b *testing.B) {
	source, err := os.ReadFile("../../scripts/rocketchat_pagerduty_incoming.js")
	must(b, err)
	body, err := os.ReadFile("../../scripts/rocketchat_pagerduty_incoming/v3-incident.triggered.json")
	must(b, err)
	for _, senders := range []int{1, 16, 64} {
		b.Run("senders="+strconv.Itoa(senders), func(b *testing.B) {
			hook := testIntegration("hook")
			hook.ScriptEnabled, hook.Script = true, string(source)
			s := startServer(b, hook)
			var left atomic.Int64
			left.Store(int64(b.N))
			var group sync.WaitGroup
			b.ResetTimer()
			for range senders {
				group.Go(func() {
					for left.Add(-1) >= 0 {
						if status, reply := s.request(b, http.MethodPost, "/hooks/hook/TOKEN", map[string]string{"Content-Type": "application/json"}, string(body)); status != http.StatusOK {
							b.Errorf("%d %s", status, reply)
							return
						}
					}
				})
			}
			group.Wait()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
		})
	}
}
