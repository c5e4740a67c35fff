package integrations

import (
	"slices"
	"strings"
	"time"

	"rocketscript/engine"
)

// An ExecutionFilter says which executions a list has. Fields that are zero do
// not limit it.
type ExecutionFilter struct {
	IntegrationID string
	Outcome       engine.Outcome
	// Failed leaves only what Execution.Failed is true of.
	Failed bool
	// SenderDeliveryID is the sender's own id of the request.
	SenderDeliveryID string
	// Text stands in the request, in what the script returned, printed or
	// threw, or in a message; letter case does not matter.
	Text string
	// Since and Until bound when the request was recorded; Until is exclusive.
	Since, Until time.Time
}

// An ExecutionSummary is what a list shows of an execution.
type ExecutionSummary struct {
	// Seq grows in the order of commit; it is where a list goes on.
	Seq           int64
	ID            string
	IntegrationID string
	// ReceivedAt is when the request arrived, RecordedAt when it was durable.
	ReceivedAt, RecordedAt time.Time
	Outcome                engine.Outcome
	Duration               time.Duration
	// ReplyStatus is 0 while the sender was not answered yet.
	ReplyStatus      int
	SenderDeliveryID string
	ReplayOf         string
	// Exception is what the script threw, on one line; empty when it did not.
	Exception string
	// Posted, Waiting and Dead count its messages.
	Posted, Waiting, Dead int
}

// An ExecutionPage is one part of a list, newest first.
type ExecutionPage struct {
	Executions []ExecutionSummary
	// Next is what to give as before for the part that follows; zero when this
	// was the last. A part may be empty and still not the last: looking through
	// a long history is done in pieces.
	Next int64
}

// masked stands for a secret wherever something is shown.
const masked = "***"

// secretHeaders are the headers whose value opens something, and the ends of
// the names of others (DESIGN §6).
var (
	secretHeaders  = []string{"authorization", "proxy-authorization", "cookie", "set-cookie"}
	secretSuffixes = []string{"-token", "-secret", "-signature", "-signature-256", "-key", "-password"}
	// harmlessKeys end like secrets and are none.
	harmlessKeys = []string{"idempotency-key", "x-event-key"}
)

// secretHeader tells whether the value of a header is to be masked.
func secretHeader(name string) bool {
	name = strings.ToLower(name)
	if slices.Contains(harmlessKeys, name) {
		return false
	}
	return slices.Contains(secretHeaders, name) || name == "token" || name == "apikey" || name == "secret" ||
		slices.ContainsFunc(secretSuffixes, func(suffix string) bool { return strings.HasSuffix(name, suffix) })
}

// MaskHeaders returns headers with the values of those masked that may be
// secrets: authorization, cookies, tokens, keys, secrets and signatures.
func MaskHeaders(headers []engine.Header) []engine.Header {
	shown := slices.Clone(headers)
	for i, h := range shown {
		if secretHeader(h.Name) {
			shown[i].Value = masked
		}
	}
	return shown
}

// Masked returns an execution as it may be shown: the secrets in its headers,
// and in those of the script's HTTP calls, are masked. What is returned shares
// the rest with x.
func (x *Execution) Masked() *Execution {
	shown := *x
	shown.Request.Headers = MaskHeaders(x.Request.Headers)
	shown.HTTP = slices.Clone(x.HTTP)
	for i := range shown.HTTP {
		call := &shown.HTTP[i]
		call.RequestHeaders = MaskHeaders(call.RequestHeaders)
		call.ResponseHeaders = MaskHeaders(call.ResponseHeaders)
	}
	return &shown
}
