package integrations

import (
	"encoding/json"
	"slices"
	"time"

	"rocketscript/engine"
	"rocketscript/integrations/message"
)

// An Incoming is one webhook request as it arrived, before anything is known
// about it but its URL.
type Incoming struct {
	Method string
	// Target is path and query as the sender wrote them, percent-encoded.
	Target string
	Params engine.Params
	// Headers in the sender's order, under the sender's spelling.
	Headers []engine.Header
	// Body as received, after gzip or deflate was undone.
	Body       []byte
	RemoteAddr string
	ReceivedAt time.Time
}

// An Execution is what is kept of one request: how it came, what the script
// made of it, what was to be posted, and what was answered.
type Execution struct {
	// ID is unique and sorts by time of creation.
	ID            string
	IntegrationID string
	// Request is the request as received, without the URL's token.
	Request Incoming
	// SenderDeliveryID is the sender's own id of the request, such as the
	// value of X-GitHub-Delivery; empty when the sender gives none.
	SenderDeliveryID string
	// Deduplicate has Store.Record keep SenderDeliveryID as seen, once for
	// each integration. Nothing is kept for an empty one.
	Deduplicate bool
	// ReplayOf is the ID of the execution that this one replays; empty for one
	// that a sender caused.
	ReplayOf string
	// History says how much is kept of the execution once all its messages are
	// out; empty means HistoryFull.
	History History
	// ScriptName and ScriptHash (SHA-256, hex) tell which script ran; both are
	// empty when none did.
	ScriptName string
	ScriptHash string
	// ScriptSource is the script's text. It is kept once for each ScriptHash,
	// and not part of an execution that is read from a store.
	ScriptSource string
	// Outcome is the script's outcome, or one of the Execution outcomes below.
	Outcome        engine.Outcome
	Returned       json.RawMessage
	Exception      *engine.Exception
	Console        []engine.ConsoleLine
	ConsoleDropped int
	// HTTP lists the HTTP calls the script made, and those of its adapter.
	HTTP     []engine.HTTPCall
	Warnings []message.Warning
	// Deliveries are the messages, one a channel, in the order of the channels.
	// Empty when nothing is posted.
	Deliveries []*Delivery
	Reply      Reply
	// Duration is how long everything took until the sender was answered,
	// ScriptDuration the script's part of it, its adapter included.
	Duration, ScriptDuration time.Duration
}

// Outcomes of executions in which no script ran.
const (
	// OutcomeDisabled: the integration is switched off.
	OutcomeDisabled engine.Outcome = "disabled"
	// OutcomeRefused: the payload itself was not acceptable.
	OutcomeRefused engine.Outcome = "refused"
	// OutcomePayload: no script; the payload was the message (or empty).
	OutcomePayload engine.Outcome = "payload"
)

// Failed tells whether something went wrong that somebody may want to look
// into: a script or payload that gave no message, a message that is not posted,
// an answer other than 2xx, or a fallback card instead of the script's message.
func (x *Execution) Failed() bool {
	if x.Exception != nil || !x.Reply.Accepted() {
		return true
	}
	switch x.Outcome {
	case engine.OutcomeContent, engine.OutcomeNothing, OutcomePayload:
	default:
		return true
	}
	return slices.ContainsFunc(x.Deliveries, func(d *Delivery) bool { return d.State != DeliveryPosted })
}

// A Reply is the answer to the sender.
type Reply struct {
	Status int `json:"status"`
	// Body is JSON.
	Body json.RawMessage `json:"body"`
	// RetryAfter asks the sender to come again after that time; zero does not.
	RetryAfter time.Duration `json:"-"`
}

// A History says how much is kept of an execution once all its messages are
// out. What is not out yet, or is a dead letter, is kept in any case.
type History string

const (
	// HistoryFull keeps everything until retention removes it.
	HistoryFull History = "full"
	// HistoryFailures keeps what did not go well: see Execution.Failed.
	HistoryFailures History = "failures"
	// HistoryNone keeps nothing.
	HistoryNone History = "none"
)

// A DeliveryState is where a delivery stands.
type DeliveryState string

// The states of a delivery. A delivery starts as waiting or started and ends
// as posted, refused or given-up. The last two are dead letters, until they are
// sent again or dropped.
const (
	// DeliveryWaiting: to be posted at NextAttempt or when its turn comes.
	DeliveryWaiting DeliveryState = "waiting"
	// DeliveryStarted: an attempt is under way, or was when the process died.
	DeliveryStarted DeliveryState = "started"
	// DeliveryPosted: the destination has the message.
	DeliveryPosted DeliveryState = "posted"
	// DeliveryRefused: the destination refused this message for good.
	DeliveryRefused DeliveryState = "refused"
	// DeliveryGivenUp: it failed for now again and again, too often while its
	// destination works, or for too long.
	DeliveryGivenUp DeliveryState = "given-up"
	// DeliveryRedriven: a dead letter that was sent again, as a delivery of its
	// own (see RedriveOf).
	DeliveryRedriven DeliveryState = "redriven"
	// DeliveryDropped: a dead letter that somebody has dropped.
	DeliveryDropped DeliveryState = "dropped"
)

// Dead tells whether a delivery in this state is a dead letter.
func (s DeliveryState) Dead() bool { return s == DeliveryRefused || s == DeliveryGivenUp }

// Finished tells whether nothing more is tried of a delivery in this state.
func (s DeliveryState) Finished() bool { return s != DeliveryWaiting && s != DeliveryStarted }

// A Delivery is one message on its way to one channel of one destination.
type Delivery struct {
	// ID grows in the order of commit; it is set by Store.Record.
	ID          int64
	ExecutionID string
	// Destination is the name of the destination in the configuration.
	Destination string
	// Lane is destination and channel: within a lane messages go out one at a
	// time, in order of ID.
	Lane    string
	Message message.Message
	// Sender is who posts: the post-as user, or who the script named.
	Sender engine.User
	State  DeliveryState
	// Attempts counts the tries so far, the one under way included.
	Attempts int
	// Failures counts the attempts that failed for now although the destination
	// was not known to fail, without those that were cut off, put off by a rate
	// limit or never begun; FailingSince is when the first of them began, zero
	// when there are none.
	Failures     int
	FailingSince time.Time
	// NextAttempt is when a waiting delivery is due; zero means at once.
	NextAttempt time.Time
	// Error is why the last attempt failed, for people; empty after success.
	// Of a refused delivery it is the destination's own word, which the sender
	// is answered.
	Error string
	// Detail says more about a refusal, for people; empty when Error says all.
	Detail string
	// Receipt is what the destination said of the posted message.
	Receipt Receipt
	// RedriveOf is the ID of the dead letter that this delivery sends again;
	// zero for any other.
	RedriveOf int64
	// Node is which process makes the attempt under way; empty when none is.
	Node string
	// CreatedAt is when it was recorded; StartedAt when its last attempt began,
	// zero when that one was put back before the destination heard of it;
	// FinishedAt when nothing more was to be tried, zero before.
	CreatedAt, StartedAt, FinishedAt time.Time
}

// An Attempt is one try of a delivery that did not post its message.
type Attempt struct {
	// Number counts from 1.
	Number int
	// StartedAt is zero when that is not known.
	StartedAt, EndedAt time.Time
	// Error is why it failed, for people.
	Error string
}

// A Receipt is what a destination says of a message it has taken.
type Receipt struct {
	// MessageID and RoomID are the destination's ids; empty when it has none.
	MessageID string `json:"message_id,omitempty"`
	RoomID    string `json:"room_id,omitempty"`
	// Stored is the message as the destination stored it, in Rocket.Chat's
	// JSON, for separateResponse; nil when it did not say.
	Stored json.RawMessage `json:"stored,omitempty"`
	// Pause is how long the destination wants to be left alone from now on,
	// because its limit is used up; zero means not at all. It is not kept.
	Pause time.Duration `json:"-"`
	// Warning says for people what of the message the destination could not
	// take, such as its thread; empty when nothing was lost. It is kept as the
	// delivery's Detail.
	Warning string `json:"-"`
}
