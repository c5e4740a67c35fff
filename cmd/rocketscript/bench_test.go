package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const benchConfig = `
engine: {isolation: %s}
destinations:
  - {name: workspace, type: workspace, channels: [{name: room-0}]}
  - {name: chat, type: rocketchat, url: "%s", accounts: [{username: rocket.cat, user_id: BOT, token: bot-token}]}
integrations:
  - {id: workspace, token: t, channel: ["#room-0"], script: rocketchat_pagerduty_incoming.js}
  - {id: chat, token: t, channel: ["#room-0"], script: rocketchat_pagerduty_incoming.js, destination: chat}
`

// BenchmarkServe is a PagerDuty event all the way through a server in a process
// of its own: HTTP in, script, message, durable, posted, answered.
func BenchmarkServe(b *testing.B) {
	body, err := os.ReadFile("../../scripts/rocketchat_pagerduty_incoming/v3-incident.triggered.json")
	if err != nil {
		b.Fatal(err)
	}
	for _, destination := range []string{"workspace", "chat"} {
		for _, isolation := range []isolation{isolationProcess, isolationNone} {
			for _, connections := range []int{1, 16, 64} {
				b.Run(fmt.Sprintf("%s/isolation=%s/connections=%d", destination, isolation, connections), func(b *testing.B) {
					dir := b.TempDir()
					writeFiles(b, dir, map[string]string{"config.yaml": fmt.Sprintf(benchConfig, isolation, instantChat(b))})
					c := startChild(b, dir)
					go func() { // a log that nobody reads would stop it
						for range c.lines {
							continue
						}
					}()
					benchHook(b, c.base+"/hooks/"+destination+"/t", string(body), connections)
				})
			}
		}
	}
}

// instantChat takes every message at once.
func instantChat(b *testing.B) string {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		drain(r.Body)
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"success":true,"channel":"room-0","message":{"_id":"m","rid":"r","msg":"hi"}}`)
	}))
	b.Cleanup(server.Close)
	return server.URL
}

// benchHook posts over so many connections, and reports the rate and how long
// answers took.
func benchHook(b *testing.B, url, body string, connections int) {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: connections}}
	b.Cleanup(client.CloseIdleConnections)
	post := func() time.Duration {
		began := time.Now()
		response, err := client.Post(url, "application/json", strings.NewReader(body))
		if err != nil {
			b.Error(err)
			return 0
		}
		drain(response.Body)
		if response.StatusCode != http.StatusOK {
			b.Errorf("answered %d", response.StatusCode)
		}
		return time.Since(began)
	}
	post() // compiles the script
	took := make([]time.Duration, b.N)
	var next atomic.Int64
	var busy sync.WaitGroup
	b.ResetTimer()
	for range connections {
		busy.Go(func() {
			for i := next.Add(1) - 1; i < int64(b.N); i = next.Add(1) - 1 {
				took[i] = post()
			}
		})
	}
	busy.Wait()
	b.StopTimer()
	slices.Sort(took)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "webhooks/s")
	b.ReportMetric(float64(quantile(took, .5))/1e6, "p50-ms")
	b.ReportMetric(float64(quantile(took, .99))/1e6, "p99-ms")
}
