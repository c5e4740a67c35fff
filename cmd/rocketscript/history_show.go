package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"rocketscript/engine"
	"rocketscript/integrations/cases"
)

// A shownExecution is an execution as the API tells of it: what a run reports,
// and where it came from and went.
type shownExecution struct {
	cases.Report
	ID          string    `json:"_id"`
	Integration string    `json:"integration"`
	ReceivedAt  time.Time `json:"received_at"`
	DeliveryID  string    `json:"delivery_id"`
	ReplayOf    string    `json:"replay_of"`
	ScriptMS    float64   `json:"script_ms"`
	Request     struct {
		Method     string          `json:"method"`
		URL        string          `json:"url"`
		Headers    []engine.Header `json:"headers"`
		Body       string          `json:"body"`
		BodyBase64 []byte          `json:"body_base64"`
		From       string          `json:"from"`
	} `json:"request"`
	Script struct {
		Name string `json:"name"`
		Hash string `json:"hash"`
	} `json:"script"`
	Deliveries []shownDelivery `json:"deliveries"`
}

type shownDelivery struct {
	ID          int64     `json:"_id"`
	Destination string    `json:"destination"`
	Channel     string    `json:"channel"`
	State       string    `json:"state"`
	Attempts    int       `json:"attempts"`
	Error       string    `json:"error"`
	Detail      string    `json:"detail"`
	MessageID   string    `json:"message_id"`
	RedriveOf   int64     `json:"redrive_of"`
	NextAttempt time.Time `json:"next_attempt"`
	FinishedAt  time.Time `json:"finished_at"`
	Failed      []struct {
		Number  int       `json:"number"`
		EndedAt time.Time `json:"ended_at"`
		Error   string    `json:"error"`
	} `json:"failed_attempts"`
}

// UnmarshalJSON reads an execution, and gives its exception the file that the
// API names once, as the script.
func (x *shownExecution) UnmarshalJSON(text []byte) error {
	type plain shownExecution
	if err := json.Unmarshal(text, (*plain)(x)); err != nil {
		return err
	}
	if x.Exception != nil {
		x.Exception.File = x.Script.Name
	}
	return nil
}

// story says what became of a delivery.
func (d shownDelivery) story() string {
	var parts []string
	if d.MessageID != "" {
		parts = append(parts, "message "+d.MessageID)
	}
	if d.RedriveOf != 0 {
		parts = append(parts, fmt.Sprintf("sends %d again", d.RedriveOf))
	}
	if !d.FinishedAt.IsZero() {
		parts = append(parts, "at "+clock(d.FinishedAt))
	}
	if !d.NextAttempt.IsZero() {
		parts = append(parts, "next attempt "+clock(d.NextAttempt))
	}
	for _, text := range []string{d.Error, d.Detail} {
		if text != "" {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, ", ")
}

// shownBody is how much of a body is shown; --json and export have all of it.
const shownBody = 4000

// showExecution prints an execution in full, for a person.
func showExecution(std streams, x shownExecution) error {
	p := &painter{color: useColor(std.out), width: textWidth(std.out)}
	p.line("%s %s", p.paint(bold, x.ID), visible(x.Integration))
	p.line("received %s from %s, answered after %.1f ms, of which the script took %.1f ms",
		x.ReceivedAt.Local().Format("2006-01-02 15:04:05.000"), visible(x.Request.From), x.DurationMS, x.ScriptMS)
	if x.DeliveryID != "" {
		p.line("the sender calls it %s", visible(x.DeliveryID))
	}
	if x.ReplayOf != "" {
		p.line("replays %s", x.ReplayOf)
	}
	if x.Script.Name != "" {
		p.line("script %s, SHA-256 %.12s", visible(x.Script.Name), x.Script.Hash)
	}
	p.line("")
	p.request(x)
	p.httpCalls(x.HTTP)
	if _, err := io.WriteString(std.out, p.text.String()); err != nil {
		return err
	}
	if err := preview(std, cases.Script{}, &x.Report); err != nil {
		return err
	}
	if len(x.Deliveries) == 0 {
		return nil
	}
	fmt.Fprintln(std.out, "deliveries")
	return deliveryTable(std.out, x.Deliveries)
}

func (p *painter) request(x shownExecution) {
	p.line("%s %s", p.paint(bold, x.Request.Method), visible(x.Request.URL))
	for _, h := range x.Request.Headers {
		p.line("%s: %s", p.paint(dim, visible(h.Name)), visible(h.Value))
	}
	body := indentedJSON(x.Request.Body)
	switch {
	case len(x.Request.BodyBase64) > 0:
		body = fmt.Sprintf("(%d bytes that are no text; --json has them)", len(x.Request.BodyBase64))
	case len(body) > shownBody:
		body = strings.ToValidUTF8(body[:shownBody], "") + fmt.Sprintf("\n(%d bytes more; --json has them)", len(body)-shownBody)
	}
	if body != "" {
		p.line("\n%s", visible(body))
	}
	p.line("")
}

// indentedJSON makes JSON readable, and leaves other text as it is.
func indentedJSON(text string) string {
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if !json.Valid([]byte(text)) || encoder.Encode(json.RawMessage(text)) != nil {
		return text
	}
	return strings.TrimSuffix(out.String(), "\n")
}

func (p *painter) httpCalls(calls []engine.HTTPCall) {
	for _, call := range calls {
		how := fmt.Sprint(call.Status)
		if call.Error != "" {
			how = call.Error
		}
		p.line("%s %s %s: %s (%.0f ms)", p.paint(dim, "HTTP"), call.Method, visible(call.URL), visible(how), call.DurationMS)
	}
}
