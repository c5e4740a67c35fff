package worker_test

import (
	"context"
	"fmt"
	"os"
	"sync/atomic"
	"testing"

	"rocketscript/engine"
	"rocketscript/engine/worker"
)

// A runner is an engine.Host or a worker.Pool.
type runner interface {
	Run(ctx context.Context, script engine.Script, call engine.Call) (engine.Result, error)
	Close()
}

func runners() map[string]func() runner {
	return map[string]func() runner{
		"in-process": func() runner { return engine.NewHost(engine.Options{}) },
		"worker":     func() runner { return worker.NewPool(worker.Options{}) },
	}
}

func pagerDutyCall(b *testing.B) engine.Call {
	b.Helper()
	body, err := os.ReadFile("../testdata/pagerduty-v3.json")
	if err != nil {
		b.Fatal(err)
	}
	return engine.Call{Request: engine.Request{
		Target: "/hooks/a/b", Params: engine.Params{IntegrationID: "a", Token: "b"},
		Headers: []engine.Header{{Name: "Host", Value: "localhost"}, {Name: "Content-Type", Value: "application/json"}},
		Body:    string(body), Content: string(body),
	}}
}

const cardOf = `class Script {
  process_incoming_request({ request }) {
    const { event } = request.content;
    return { content: { text: event.event_type, attachments: [{ title: event.data.title, title_link: event.data.html_url }] } };
  }
}`

// BenchmarkWarmCall is one call after another of one script: the difference is
// what the other process costs.
func BenchmarkWarmCall(b *testing.B) {
	for name, make := range runners() {
		b.Run(name, func(b *testing.B) {
			r := make()
			defer r.Close()
			call := pagerDutyCall(b)
			for b.Loop() {
				if result, err := r.Run(context.Background(), engine.Script{ID: "a", Source: cardOf}, call); err != nil || result.Outcome != engine.OutcomeContent {
					b.Fatal(err, result.Exception)
				}
			}
		})
	}
}

// BenchmarkParallelCalls is many callers of many scripts.
func BenchmarkParallelCalls(b *testing.B) {
	for name, make := range runners() {
		b.Run(name, func(b *testing.B) {
			r := make()
			defer r.Close()
			call := pagerDutyCall(b)
			var callers atomic.Int64
			b.SetParallelism(16)
			b.RunParallel(func(pb *testing.PB) {
				script := engine.Script{ID: fmt.Sprint(callers.Add(1)), Source: cardOf}
				for pb.Next() {
					if result, err := r.Run(context.Background(), script, call); err != nil || result.Outcome != engine.OutcomeContent {
						b.Error(err, result.Exception)
						return
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "calls/s")
		})
	}
}
