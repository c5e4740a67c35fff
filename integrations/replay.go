package integrations

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"rocketscript/integrations/message"
)

// ReplayOptions say how an execution is run again.
type ReplayOptions struct {
	// Script is the text of the script to run instead of the integration's; its
	// name is ScriptName. Empty means the integration's as it is now.
	Script, ScriptName string
	// Post records what comes of it as a new execution and posts its messages.
	// False only tells what would be posted.
	Post bool
}

// A Replay is what came of running an execution again.
type Replay struct {
	// Original is the execution as it is kept.
	Original *Execution
	// Execution is the new one. It is kept, under its ID, when it was posted.
	Execution *Execution
	// Difference is what changed in the messages, in lines that begin with "-"
	// for what was and "+" for what is now; empty when nothing did.
	Difference string
}

// ErrNotHosted is returned for an execution whose integration is not hosted.
var ErrNotHosted = errors.New("the integration is not hosted any more")

// replayID is the id of the instance that replays of an integration run in.
func replayID(integrationID string) string { return "replay of " + integrationID }

// Replay runs the request of an execution again: through an instance of its
// own, at the time it was received, with the answers its HTTP calls had. The
// live instance, its variables and Store, notices nothing, and so do counts of
// repeated deliveries.
//
// Errors: ErrNotHosted; an *UnreadyError; an *engine.Exception never, what a
// script does wrong is in the Replay; with Post, those of the store.
func (p *Processor) Replay(ctx context.Context, x *Execution, options ReplayOptions) (*Replay, error) {
	catalog := p.catalog()
	hosted, ok := catalog.Get(x.IntegrationID)
	if !ok {
		return nil, fmt.Errorf("replay execution %s of integration %s: %w", x.ID, x.IntegrationID, ErrNotHosted)
	}
	if hosted.Unready != nil {
		return nil, fmt.Errorf("replay execution %s: %w", x.ID, &UnreadyError{hosted.ID, hosted.Unready})
	}
	defer p.replays.lock(x.IntegrationID)()
	destination, _ := catalog.Destination(hosted.Destination)
	hook := &Hook{replayed(hosted, options), destination}
	evaluation, err := p.evaluateAgain(ctx, hook, x)
	if err != nil {
		return nil, fmt.Errorf("replay execution %s: %w", x.ID, err)
	}
	replay := &Replay{Original: x, Execution: evaluation.Execution}
	replay.Difference, err = message.Difference(messagesOf(x), messagesOf(evaluation.Execution))
	if err != nil || !options.Post {
		return replay, err
	}
	return replay, p.postAgain(ctx, evaluation, destination)
}

// replayed is an integration whose scripts run in instances for replays.
func replayed(hosted *Hosted, options ReplayOptions) *Hosted {
	again := *hosted
	if options.Script != "" {
		again.Code.Source, again.Code.Name, again.Fault = options.Script, options.ScriptName, nil
		again.ScriptEnabled = true
	}
	again.Code.ID = replayID(hosted.ID)
	again.Code.Adapter.ID = AdapterID(replayID(hosted.ID))
	again.Enabled = true
	return &again
}

func (p *Processor) evaluateAgain(ctx context.Context, hook *Hook, x *Execution) (*Evaluation, error) {
	in := x.Request
	in.Params.Token = hook.hosted.Token
	in.Target = unmaskToken(in.Target, in.Params)
	ids := []string{hook.hosted.Code.ID, hook.hosted.Code.Adapter.ID}
	stop := p.options.Recorded.play(x.HTTP, ids...)
	evaluation, err := p.evaluate(ctx, hook, in, x.Request.ReceivedAt)
	cut := stop()
	for _, id := range ids {
		p.runner.Forget(id)
	}
	if err != nil {
		return nil, err
	}
	again := evaluation.Execution
	again.ReplayOf, again.Deduplicate, again.SenderDeliveryID = x.ID, false, x.SenderDeliveryID
	if cut {
		again.Warnings = append(again.Warnings, message.Warning{Code: "replay-cut",
			Text: "an HTTP answer was longer than what is kept of it; the script got the beginning only"})
	}
	return evaluation, nil
}

// postAgain keeps and posts what came of a replay.
func (p *Processor) postAgain(ctx context.Context, e *Evaluation, destination Destination) error {
	started := p.options.Now()
	e.Execution.Request.ReceivedAt = started
	if err := p.keep(ctx, e, destination, started); err != nil {
		return err
	}
	p.post(ctx, e, started)
	p.log(ctx, e.Execution)
	return nil
}

// messagesOf are the messages of an execution, one a channel. One that was sent
// again counts once.
func messagesOf(x *Execution) []message.Message {
	var messages []message.Message
	for _, d := range x.Deliveries {
		if d.RedriveOf == 0 {
			messages = append(messages, d.Message)
		}
	}
	return messages
}

// replayLocks let the replays of one integration run one at a time: they share
// the id of an instance. The zero value is ready for use.
type replayLocks struct {
	mu    sync.Mutex
	locks map[string]*sync.Mutex
}

func (r *replayLocks) lock(integrationID string) (unlock func()) {
	r.mu.Lock()
	if r.locks == nil {
		r.locks = map[string]*sync.Mutex{}
	}
	lock := r.locks[integrationID]
	if lock == nil {
		lock = &sync.Mutex{}
		r.locks[integrationID] = lock
	}
	r.mu.Unlock()
	lock.Lock()
	return lock.Unlock
}
