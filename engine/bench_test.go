package engine_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"testing"

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
		if r, err := h.Run(context.Background(), script, call); err != nil || r.Outcome != engine.OutcomeContent {
			b.Fatal(r.Outcome, r.Exception, err)
		}
	}
}

// BenchmarkIdleInstance reports the memory an instance holds between calls.
func BenchmarkIdleInstance(b *testing.B) {
	const instances = 200
	call := pagerDutyCall(b)
	for b.Loop() {
		h := engine.NewHost(engine.Options{})
		before := memoryInUse()
		for i := range instances {
			if _, err := h.Run(context.Background(), engine.Script{ID: fmt.Sprint(i), Source: cardScript}, call); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(memoryInUse()-before)/instances, "B/instance")
		h.Close()
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
		var v any
		if err := json.Unmarshal(body, &v); err != nil {
			b.Fatal(err)
		}
		if _, err := json.Marshal(v); err != nil {
			b.Fatal(err)
		}
	}
}
