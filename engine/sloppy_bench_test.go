package engine_test

import (
	"context"
	"testing"

	"rocketscript/engine"
)

// classScript makes objects of classes that extend others, in every call.
const classScript = `
class Part { constructor(text) { this.text = text; this.kind = 'part'; } show() { return this.kind + ':' + this.text; } }
class Bold extends Part { constructor(text) { super(text); this.kind = 'bold'; } show() { return '*' + super.show() + '*'; } }
class Script {
	process_incoming_request({ request }) {
		const parts = [];
		for (let i = 0; i < 20; i++) parts.push(i % 2 ? new Bold('b' + i) : new Part('p' + i));
		return { content: { text: parts.map(p => p.show()).join(' ') } };
	}
}`

// BenchmarkCompat tells what lowering classes costs, and what it does not.
func BenchmarkCompat(b *testing.B) {
	for _, compat := range []engine.Compat{engine.CompatSloppy, engine.CompatStrict} {
		b.Run("compile/"+string(compat), func(b *testing.B) {
			for b.Loop() {
				if _, err := engine.Compile(engine.Script{Source: cardScript, Compat: compat}); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run("cold/"+string(compat), func(b *testing.B) { benchmarkCold(b, engine.Script{Source: cardScript, Compat: compat}) })
		b.Run("warm/"+string(compat), func(b *testing.B) {
			benchmarkWarm(b, engine.Script{ID: "card", Source: cardScript, Compat: compat}, pagerDutyCall(b))
		})
		b.Run("warm with classes/"+string(compat), func(b *testing.B) {
			benchmarkWarm(b, engine.Script{ID: "classes", Source: classScript, Compat: compat}, content(`{}`))
		})
	}
}

func benchmarkCold(b *testing.B, script engine.Script) {
	program, err := engine.Compile(script)
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

func benchmarkWarm(b *testing.B, script engine.Script, call engine.Call) {
	h := newHost(b)
	b.ReportAllocs()
	for b.Loop() {
		if r, err := h.Run(context.Background(), script, call); err != nil || r.Outcome != engine.OutcomeContent {
			b.Fatal(r.Outcome, r.Exception, err)
		}
	}
}
