package server

import (
	"context"
	"encoding/json"
	"time"
	"unicode/utf8"

	"rocketscript/engine"
	"rocketscript/integrations"
	"rocketscript/integrations/message"
)

// An apiExecution is an execution in full. What `run --json` prints of a run
// has the same names here.
type apiExecution struct {
	ID          string     `json:"_id"`
	Integration string     `json:"integration"`
	ReceivedAt  time.Time  `json:"received_at"`
	DeliveryID  string     `json:"delivery_id,omitempty"`
	ReplayOf    string     `json:"replay_of,omitempty"`
	Request     apiRequest `json:"request"`
	Script      struct {
		Name string `json:"name"`
		// Hash is the SHA-256 of its text, in hex.
		Hash string `json:"hash"`
	} `json:"script"`
	Outcome        engine.Outcome       `json:"outcome"`
	Result         json.RawMessage      `json:"result"`
	Exception      *engine.Exception    `json:"exception"`
	Console        []engine.ConsoleLine `json:"console"`
	ConsoleDropped int                  `json:"console_dropped,omitempty"`
	HTTP           []engine.HTTPCall    `json:"http"`
	Messages       []message.Message    `json:"messages"`
	Warnings       []message.Warning    `json:"warnings"`
	Reply          integrations.Reply   `json:"reply"`
	// DurationMS is how long it took until the answer, ScriptMS the script's
	// part of it.
	DurationMS float64       `json:"duration_ms"`
	ScriptMS   float64       `json:"script_ms"`
	Deliveries []apiDelivery `json:"deliveries"`
}

// An apiRequest is a request as it came, but for the URL's token.
type apiRequest struct {
	Method     string          `json:"method"`
	URL        string          `json:"url"`
	Headers    []engine.Header `json:"headers"`
	Body       string          `json:"body"`
	BodyBase64 []byte          `json:"body_base64,omitempty"` // instead, for bytes that are no text
	From       string          `json:"from"`
}

// An apiDelivery is one message on its way, or where it ended.
type apiDelivery struct {
	ID          int64                      `json:"_id"`
	Destination string                     `json:"destination"`
	Channel     string                     `json:"channel"`
	State       integrations.DeliveryState `json:"state"`
	Attempts    int                        `json:"attempts"`
	// Failed are the attempts that did not post it.
	Failed      []apiAttempt `json:"failed_attempts"`
	Error       string       `json:"error,omitempty"`
	Detail      string       `json:"detail,omitempty"`
	MessageID   string       `json:"message_id,omitempty"`
	RoomID      string       `json:"room_id,omitempty"`
	RedriveOf   int64        `json:"redrive_of,omitempty"`
	CreatedAt   time.Time    `json:"created_at,omitzero"`
	StartedAt   time.Time    `json:"started_at,omitzero"`
	NextAttempt time.Time    `json:"next_attempt,omitzero"`
	FinishedAt  time.Time    `json:"finished_at,omitzero"`
}

// An apiAttempt is an attempt that did not post its message.
type apiAttempt struct {
	Number    int       `json:"number"`
	StartedAt time.Time `json:"started_at,omitzero"`
	EndedAt   time.Time `json:"ended_at"`
	Error     string    `json:"error"`
}

func (a *executionsAPI) apiExecution(ctx context.Context, x *integrations.Execution) (*apiExecution, error) {
	shown := &apiExecution{
		ID: x.ID, Integration: x.IntegrationID, ReceivedAt: x.Request.ReceivedAt, DeliveryID: x.SenderDeliveryID, ReplayOf: x.ReplayOf,
		Request: newAPIRequest(x.Request), Outcome: x.Outcome, Result: orNull(x.Returned), Exception: x.Exception,
		Console: orEmpty(x.Console), ConsoleDropped: x.ConsoleDropped, HTTP: orEmpty(x.HTTP), Messages: []message.Message{},
		Warnings: orEmpty(x.Warnings), Reply: x.Reply, DurationMS: milliseconds(x.Duration), ScriptMS: milliseconds(x.ScriptDuration), Deliveries: []apiDelivery{},
	}
	shown.Script.Name, shown.Script.Hash = x.ScriptName, x.ScriptHash
	if shown.Reply.Body == nil {
		shown.Reply.Body = json.RawMessage("null")
	}
	for _, d := range x.Deliveries {
		if d.RedriveOf == 0 {
			shown.Messages = append(shown.Messages, d.Message)
		}
		delivery, err := a.apiDelivery(ctx, d)
		if err != nil {
			return nil, err
		}
		shown.Deliveries = append(shown.Deliveries, delivery)
	}
	return shown, nil
}

func newAPIRequest(in integrations.Incoming) apiRequest {
	shown := apiRequest{Method: in.Method, URL: in.Target, Headers: orEmpty(in.Headers), From: in.RemoteAddr}
	if utf8.Valid(in.Body) {
		shown.Body = string(in.Body)
	} else {
		shown.BodyBase64 = in.Body
	}
	return shown
}

// newAPIDelivery shows a delivery without its failed attempts.
func newAPIDelivery(d *integrations.Delivery) apiDelivery {
	return apiDelivery{
		ID: d.ID, Destination: d.Destination, Channel: d.Message.Channel, State: d.State, Attempts: d.Attempts, Failed: []apiAttempt{},
		Error: d.Error, Detail: d.Detail, MessageID: d.Receipt.MessageID, RoomID: d.Receipt.RoomID, RedriveOf: d.RedriveOf,
		CreatedAt: d.CreatedAt, StartedAt: d.StartedAt, NextAttempt: d.NextAttempt, FinishedAt: d.FinishedAt,
	}
}

func (a *executionsAPI) apiDelivery(ctx context.Context, d *integrations.Delivery) (apiDelivery, error) {
	shown := newAPIDelivery(d)
	if d.ID == 0 || d.Attempts == 0 {
		return shown, nil
	}
	failed, err := a.history.Attempts(ctx, d.ID)
	for _, attempt := range failed {
		shown.Failed = append(shown.Failed, apiAttempt(attempt))
	}
	return shown, err
}

// orEmpty makes a list that is nil print as a list.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func orNull(value json.RawMessage) json.RawMessage {
	if value == nil {
		return json.RawMessage("null")
	}
	return value
}
