package engine

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/jsvalue"
)

// conclude turns what the method returned into the outcome of the call, by the
// table of reference §4. The error is one of the interpreter, or says what
// cannot be serialized. The result is complete also when the interpreter gave
// up afterwards, in code that ran on.
//
// The promise is set instead of all else when the value is a thenable, which
// Rocket.Chat awaited before 6.4.
func (s *sandbox) conclude(v goja.Value) (Result, promise, error) {
	var doc jsvalue.Document
	var awaited promise
	refused := errUnread
	err := s.enter(func() {
		if awaited = s.awaited(v); awaited == nil {
			doc, refused = s.document(v)
		}
	})
	switch {
	case awaited != nil:
		return Result{}, awaited, err
	case refused == nil:
		return outcome(v, doc), nil, err
	case err != nil:
		return Result{}, nil, err
	}
	return Result{}, nil, refused
}

// awaited is a promise for what a thenable gives; nil for any other value.
func (s *sandbox) awaited(v goja.Value) promise {
	o, ok := v.(*goja.Object)
	if !ok {
		return nil
	}
	if _, ok := goja.AssertFunction(o.Get("then")); !ok {
		return nil
	}
	p, resolve, _ := s.rt.NewPromise()
	if err := resolve(o); err != nil {
		panic(err) // stopped: the caller learns it
	}
	return p
}

// errUnread stands until the result was read.
var errUnread = errors.New("the result was not read")

func (s *sandbox) document(v goja.Value) (jsvalue.Document, error) {
	if goja.IsBigInt(v) && !v.ToBoolean() {
		v = goja.Null() // 0n is falsy, and so asks for nothing
	}
	return s.realm.Write(v, resultName, jsvalue.Limits{
		Bytes:   s.instance.opts.ResultBytes,
		Depth:   resultDepth,
		Stopped: s.instance.isInterrupted,
	})
}

func outcome(v goja.Value, doc jsvalue.Document) Result {
	r := Result{Returned: doc.JSON}
	content, fault := doc.Member("content"), doc.Member("error")
	switch {
	case !v.ToBoolean():
		r.Outcome = OutcomeNothing
	case truthy(fault):
		r.Outcome, r.Error = OutcomeError, fault
	case len(content) > 0 && (content[0] == '{' || content[0] == '['):
		// Rocket.Chat tests content with the in operator, which an array
		// passes as well (reference §1, row 9f).
		r.Outcome, r.Content, r.Objects = OutcomeContent, content, objects(doc)
		r.Response, r.User = doc.Member("response"), doc.Member("user")
	default:
		r.Outcome = OutcomeNoContent
	}
	return r
}

// objects are those in the content of a result.
func objects(doc jsvalue.Document) []Object {
	var objects []Object
	for _, o := range doc.Objects {
		if path, ok := strings.CutPrefix(o.Path, resultName+".content."); ok {
			objects = append(objects, Object{path, o.Text})
		}
	}
	return objects
}

// resultName is what messages call the result.
const resultName = "result"

// truthy is JavaScript's notion of a JSON value; nil is undefined.
func truthy(value json.RawMessage) bool {
	switch string(value) {
	case "", "null", "false", "0", `""`:
		return false
	}
	return true
}

func failed(x *Exception) Result { return Result{Outcome: OutcomeScriptError, Exception: x.clipped()} }

func unevaluated(x *Exception) Result {
	return Result{Outcome: OutcomeEvaluationError, Exception: x.clipped()}
}

// timedOut is the exception of a call that ran out of time; during says what
// it was doing, and may be empty.
func (p *Program) timedOut(limit time.Duration, during string) *Exception {
	return &Exception{
		Name:    "TimeoutError",
		Message: strings.TrimSpace("timed out after " + seconds(limit) + " " + during),
		File:    p.name,
	}
}

// stopped is the exception of a call whose code was stopped, for its time or
// its memory; during is as in timedOut. It is called with the mutex of the
// call's instance held.
func (p *Program) stopped(c *call, during string) *Exception {
	if c.over == 0 {
		return p.timedOut(c.Timeout, during)
	}
	return &Exception{
		Name:    MemoryError,
		Message: strings.TrimSpace(fmt.Sprintf("over %d MB %s", c.over/1_000_000, during)),
		File:    p.name,
	}
}

// MemoryError is the name of the exception of a call that [Host.Curb] stopped.
const MemoryError = "MemoryError"

// seconds shows a limit as people write it: "3 s", "1.5 s", "250 ms".
func seconds(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%g ms", float64(d)/float64(time.Millisecond))
	}
	return fmt.Sprintf("%g s", d.Seconds())
}
