package integrations

import (
	"context"
	"errors"
	"fmt"
	"time"

	"rocketscript/engine"
)

// A Runner runs scripts. engine.Host does it in this process.
type Runner interface {
	// Check compiles and evaluates a script and makes its Script object, in an
	// instance of its own, without running a request. The error is an
	// *engine.Exception when the script is at fault.
	Check(ctx context.Context, script engine.Script) error
	// Run runs one call in the kept instance of the script. Whatever the
	// script does is in the Result; an error means that the call could not be
	// run at all (the runner is closed, ctx ended before the call began).
	Run(ctx context.Context, script engine.Script, call engine.Call) (engine.Result, error)
}

// A ReplayRunner is a Runner whose instances need not be kept.
type ReplayRunner interface {
	Runner
	// Forget ends the kept instance of the script with this id.
	Forget(scriptID string)
}

// A Store keeps executions and deliveries.
type Store interface {
	// Record commits an execution, with its deliveries, in one transaction,
	// and returns when it is durable. Deliveries get their ID, and the state
	// started (attempt 1 counted) where nothing is under way or waiting in
	// their lane, else waiting.
	//
	// post, when not nil, is called inside the transaction before the
	// execution is written; it posts on the embedded workspace and may change
	// the execution and its deliveries (which it leaves posted or refused).
	// It may be called again if the transaction has to be repeated. An error
	// from post undoes everything and is returned as it is.
	//
	// With Deduplicate, a SenderDeliveryID that the integration has had before
	// undoes everything and gives a *DuplicateError. Only an accepted reply
	// keeps it as seen.
	Record(ctx context.Context, x *Execution, post PostFunc) error
	// Complete writes what became known after Record: the reply, and the
	// outcome. It may be batched with others.
	Complete(ctx context.Context, x *Execution) error
	// Seen returns the delivery of a sender that an integration has taken
	// before; found is false when there is none, or it was not accepted.
	Seen(ctx context.Context, integrationID, senderDeliveryID string) (seen SeenDelivery, found bool, err error)
}

// A PostFunc posts on the workspace inside the transaction of Store.Record.
type PostFunc func(ctx context.Context, rooms Rooms) error

// A Dispatcher makes deliveries leave.
type Dispatcher interface {
	// Attempt makes the first try of deliveries that Record left started, and
	// waits for the others' turn, until each is posted, refused or failed for
	// now, or ctx ends. It sets their State, Error and Receipt. What is not
	// finished goes on without the caller. The deliveries are copies as far as
	// the dispatcher is concerned: it keeps none of them.
	Attempt(ctx context.Context, deliveries []*Delivery)
}

// A Destination is where messages go.
type Destination interface {
	// User finds the user who posts, by username or id. ErrNoUser when this
	// destination has no such user (or no credentials for one).
	User(ctx context.Context, nameOrID string) (engine.User, error)
}

// A Poster is a destination outside this process's store: posting may fail,
// take long, or be cut off. Deliveries to it go through lanes.
type Poster interface {
	Destination
	// Post sends one message. A *PermanentError means that this message will
	// never be taken; any other error is temporary, and a *TemporaryError may
	// say when to try again. The Receipt's Pause counts with an error too.
	Post(ctx context.Context, d *Delivery) (Receipt, error)
}

// A Checker is a Poster that can tell whether it works without posting.
type Checker interface {
	// Check returns nil when the destination answers and takes us for who we
	// are, else an error as Post gives it.
	Check(ctx context.Context) error
}

// A Workspace is the embedded destination: it posts inside the transaction of
// Store.Record, exactly once.
type Workspace interface {
	Destination
	// PostAll posts the deliveries, or, without separate, none of them when
	// one is refused (reference §6.4): then all are refused with the error of
	// that one, and Detail tells which it was. It leaves each posted or
	// refused, with Error as Rocket.Chat answers it. The error returned is of
	// the store.
	PostAll(ctx context.Context, rooms Rooms, deliveries []*Delivery, separate bool, now time.Time) error
}

// ErrNoUser is returned by Destination.User for a user it does not have.
var ErrNoUser = errors.New("no such user")

// A PermanentError says that a destination refused this message or room for
// good: trying again cannot help.
type PermanentError struct {
	// Code is the destination's own word, such as "invalid-channel"; it is
	// what the sender is answered.
	Code string
	// Detail says for people what happened and what to do.
	Detail string
}

// Error returns the code, followed by the detail where there is one.
func (e *PermanentError) Error() string {
	if e.Detail == "" || e.Detail == e.Code {
		return e.Code
	}
	return e.Code + ": " + e.Detail
}

// A TemporaryError says that posting failed for now.
type TemporaryError struct {
	// Reason is a short stable word for counting: "timeout", "connect", "tls",
	// "dns", "account", "rate-limit", "server", "unreadable", "url" (nothing
	// that understands us lives there), "write" (printing failed), "canceled"
	// (the caller ended the attempt).
	Reason string
	// Detail says for people what happened and what to do.
	Detail string
	// RetryAfter is how long the destination asked to wait; zero when it did
	// not say.
	RetryAfter time.Duration
	// Err is the cause; nil when there is none beyond Detail.
	Err error
}

// Error returns the reason and the detail.
func (e *TemporaryError) Error() string { return fmt.Sprintf("%s: %s", e.Reason, e.Detail) }

// Unwrap returns the cause.
func (e *TemporaryError) Unwrap() error { return e.Err }
