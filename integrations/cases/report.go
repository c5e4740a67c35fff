package cases

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"rocketscript/engine"
	"rocketscript/integrations"
	"rocketscript/integrations/message"
)

// A Report is what a case came to; its JSON is what `run --json` prints.
type Report struct {
	Outcome   engine.Outcome       `json:"outcome"`
	Result    json.RawMessage      `json:"result"`
	Exception *engine.Exception    `json:"exception"`
	Console   []engine.ConsoleLine `json:"console"`
	// HTTP lists the calls the script made.
	HTTP       []engine.HTTPCall  `json:"http"`
	Messages   []message.Message  `json:"messages"`
	Warnings   []message.Warning  `json:"warnings"`
	Reply      integrations.Reply `json:"reply"`
	DurationMS float64            `json:"duration_ms"`
}

func newReport(e *integrations.Evaluation) *Report {
	x := e.Execution
	r := &Report{
		Outcome: x.Outcome, Result: x.Returned, Exception: x.Exception,
		Console: x.Console, HTTP: x.HTTP, Warnings: x.Warnings, Reply: x.Reply,
		DurationMS: float64(x.Duration) / float64(time.Millisecond),
	}
	if !e.Answered {
		for _, d := range x.Deliveries {
			d.State = integrations.DeliveryPosted
			r.Messages = append(r.Messages, d.Message)
		}
		r.Reply = e.Posted()
	}
	return r.filled()
}

// filled makes lists that are empty print as lists.
func (r *Report) filled() *Report {
	if r.Result == nil {
		r.Result = json.RawMessage("null")
	}
	if r.Console == nil {
		r.Console = []engine.ConsoleLine{}
	}
	if r.HTTP == nil {
		r.HTTP = []engine.HTTPCall{}
	}
	if r.Messages == nil {
		r.Messages = []message.Message{}
	}
	if r.Warnings == nil {
		r.Warnings = []message.Warning{}
	}
	return r
}

// Failed tells whether a person testing the script has something to mend: it
// did not run, or returned nothing that could be posted.
func (r *Report) Failed() bool {
	switch r.Outcome {
	case engine.OutcomeNoContent, engine.OutcomeScriptError, engine.OutcomeEvaluationError:
		return true
	}
	return false
}

// JSON is the whole report, indented.
func (r *Report) JSON() []byte { return indented(r) }

// Golden is the part of the report that is recorded beside a case: what the
// script decides, without times.
func (r *Report) Golden() []byte {
	return indented(struct {
		Outcome  engine.Outcome     `json:"outcome"`
		Messages []message.Message  `json:"messages"`
		Warnings []message.Warning  `json:"warnings"`
		Reply    integrations.Reply `json:"reply"`
	}{r.Outcome, r.Messages, r.Warnings, r.Reply})
}

func indented(value any) []byte {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		// Every part is JSON already or a plain value.
		panic(fmt.Sprintf("cases: %v", err))
	}
	return out.Bytes()
}
