package engine_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"rocketscript/engine"
)

// cardScript is about as long and as busy as the scripts people write for
// PagerDuty.
const cardScript = `
const colors = { 'incident.triggered': '#d00000', 'incident.acknowledged': '#e0a000', 'incident.resolved': '#00a000' };
class Script {
	title(incident) {
		return '#' + incident.number + ' ' + incident.title;
	}
	people(assignees) {
		return assignees.map(a => '[' + a.summary + '](' + a.html_url + ')').join(', ') || 'nobody';
	}
	process_incoming_request({ request }) {
		const event = request.content.event;
		if (!event || !event.data) {
			return { error: { success: false, message: 'no event' } };
		}
		const incident = event.data;
		const fields = [
			{ title: 'Service', value: incident.service.summary, short: true },
			{ title: 'Status', value: incident.status, short: true },
			{ title: 'Urgency', value: incident.urgency, short: true },
			{ title: 'Assigned to', value: this.people(incident.assignees || []), short: false },
		];
		return { content: {
			username: 'PagerDuty',
			text: event.event_type.replace(/^incident\./, '').toUpperCase(),
			attachments: [{ color: colors[event.event_type] || '#808080', title: this.title(incident), title_link: incident.html_url, fields }],
		} };
	}
}`

func pagerDutyCall(b testing.TB) engine.Call {
	body, err := os.ReadFile("testdata/pagerduty-v3.json")
	if err != nil {
		b.Fatal(err)
	}
	return engine.Call{Request: engine.Request{
		Target: "/hooks/pagerduty/0123456789abcdef",
		Params: engine.Params{IntegrationID: "pagerduty", Token: "0123456789abcdef"},
		Headers: []engine.Header{
			{Name: "Host", Value: "hooks.example.com"}, {Name: "User-Agent", Value: "PagerDuty-Webhook/V3.0"}, {Name: "Content-Length", Value: fmt.Sprint(len(body))},
			{Name: "Accept", Value: "*/*"}, {Name: "Content-Type", Value: "application/json"}, {Name: "X-PagerDuty-Signature", Value: "v1=9b3a1e5b0f1c4d2e8f7a6b5c4d3e2f1a"},
			{Name: "X-Webhook-Id", Value: "00000000-0000-0000-0000-000000000000"},
		},
		Body:    string(body),
		Content: string(body),
		User:    engine.User{ID: "rocket.cat", Name: "Rocket.Cat", Username: "rocket.cat"},
	}}
}

func BenchmarkCompile(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := engine.Compile(engine.Script{Source: cardScript}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkColdCall is the first call of a compiled script: runtime, globals,
// evaluation and call.
func BenchmarkColdCall(b *testing.B) {
	program, err := engine.Compile(engine.Script{Source: cardScript})
	if err != nil {
		b.Fatal(err)
	}
	call := pagerDutyCall(b)
	b.ReportAllocs()
	for b.Loop() {
		in := engine.NewInstance(program, engine.Options{})
		if r, err := in.Run(context.Background(), call); err != nil || r.Outcome != engine.OutcomeContent {
			b.Fatal(r.Outcome, r.Exception, err)
		}
		in.Close()
	}
}

// BenchmarkWarmCall is a call from request to result as JSON.
func BenchmarkWarmCall(b *testing.B) {
	h := newHost(b)
	script := engine.Script{ID: "pagerduty", Name: "pagerduty.js", Source: cardScript}
	call := pagerDutyCall(b)
	b.ReportAllocs()
	for b.Loop() {
		runCard(b, h, script, call)
	}
}

// BenchmarkWarmCallRatio reports how much longer a warm call takes than the
// yardstick, encoding/json: with garbage collected as Go does unless told
// otherwise, and as rarely as workers do.
func BenchmarkWarmCallRatio(b *testing.B) {
	for _, percent := range []int{100, 400} {
		b.Run(fmt.Sprintf("GOGC=%d", percent), func(b *testing.B) {
			defer debug.SetGCPercent(debug.SetGCPercent(percent))
			warmCallRatio(b)
		})
	}
}

// warmCallRatio lets calls and the yardstick take turns, so that both meet the
// same state of the machine, and the median of each counts.
func warmCallRatio(b *testing.B) {
	const calls = 20
	h := newHost(b)
	script := engine.Script{ID: "pagerduty", Name: "pagerduty.js", Source: cardScript}
	call := pagerDutyCall(b)
	body := []byte(call.Request.Content)
	var warm, yardstick []time.Duration
	for b.Loop() {
		start := time.Now()
		for range calls {
			runCard(b, h, script, call)
		}
		middle := time.Now()
		for range calls {
			decodeAndEncode(b, body)
		}
		warm, yardstick = append(warm, middle.Sub(start)), append(yardstick, time.Since(middle))
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(median(warm))/calls, "ns/call")
	b.ReportMetric(float64(median(warm))/float64(median(yardstick)), "times-JSON")
}

func median(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}

func runCard(b *testing.B, h *engine.Host, script engine.Script, call engine.Call) {
	if r, err := h.Run(context.Background(), script, call); err != nil || r.Outcome != engine.OutcomeContent {
		b.Fatal(r.Outcome, r.Exception, err)
	}
}

func decodeAndEncode(b *testing.B, body []byte) {
	var v any
	if err := json.Unmarshal(body, &v); err != nil {
		b.Fatal(err)
	}
	if _, err := json.Marshal(v); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkHost runs integrations in turn, from all processors. A call must
// not cost more because there are others.
func BenchmarkHost(b *testing.B) {
	for _, integrations := range []int{1, 100, 1000} {
		b.Run(fmt.Sprintf("%d integrations", integrations), func(b *testing.B) {
			h := newHost(b)
			call := pagerDutyCall(b)
			scripts := make([]engine.Script, integrations)
			for i := range scripts {
				scripts[i] = engine.Script{ID: fmt.Sprint(i), Name: "pagerduty.js", Source: cardScript}
				runCard(b, h, scripts[i], call)
			}
			var next atomic.Int64
			b.ReportAllocs()
			b.ResetTimer()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					runCard(b, h, scripts[next.Add(1)%int64(integrations)], call)
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "calls/s")
		})
	}
}

// BenchmarkIdle reports the memory that an integration holds between calls.
func BenchmarkIdle(b *testing.B) {
	for _, integrations := range []int{1, 100, 1000} {
		b.Run(fmt.Sprintf("%d integrations", integrations), func(b *testing.B) {
			call := pagerDutyCall(b)
			for b.Loop() {
				h := engine.NewHost(engine.Options{})
				before := memoryInUse()
				for i := range integrations {
					runCard(b, h, engine.Script{ID: fmt.Sprint(i), Name: "pagerduty.js", Source: cardScript}, call)
				}
				b.ReportMetric(float64(memoryInUse()-before)/float64(integrations), "B/integration")
				h.Close()
			}
			b.ReportMetric(0, "ns/op")
		})
	}
}

func memoryInUse() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc + m.StackInuse
}

// BenchmarkEncodingJSON is the yardstick for a warm call: the same body through
// encoding/json and back, with no script at all.
func BenchmarkEncodingJSON(b *testing.B) {
	body := []byte(pagerDutyCall(b).Request.Content)
	b.ReportAllocs()
	for b.Loop() {
		decodeAndEncode(b, body)
	}
}
