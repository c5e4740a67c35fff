package integrations

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"rocketscript/engine"
	"rocketscript/integrations/message"
)

// A Processor takes webhook requests all the way: script, message, store,
// destination, answer. It is safe for concurrent use.
type Processor struct {
	catalog    func() *Catalog
	runner     ReplayRunner
	store      Store
	dispatcher Dispatcher
	options    ProcessorOptions
	unknown    atomic.Int64
	admission  admission
	once       once
	replays    replayLocks
}

// ProcessorOptions are the settings of a Processor; zero values are usable.
type ProcessorOptions struct {
	// Timeout bounds a script's call; zero means engine.DefaultTimeout.
	Timeout time.Duration
	Message message.Options
	// AnswerWithin is how long the sender of a message waits for the first
	// try, counted from the commit; zero means DefaultAnswerWithin.
	AnswerWithin time.Duration
	// Recorded answers the HTTP calls of replays; the engine behind the Runner
	// makes its calls through it. Nil: replays get no answers.
	Recorded *RecordedAnswers
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// Logger gets one line a request; nil discards them.
	Logger *slog.Logger
}

// DefaultAnswerWithin is how long a sender waits for the first try.
const DefaultAnswerWithin = 2 * time.Second

// NewProcessor returns a Processor that looks integrations up in whatever
// catalog returns at the time of a request.
func NewProcessor(catalog func() *Catalog, runner ReplayRunner, store Store, dispatcher Dispatcher, options ProcessorOptions) *Processor {
	if options.AnswerWithin <= 0 {
		options.AnswerWithin = DefaultAnswerWithin
	}
	if options.Recorded == nil {
		options.Recorded = NewRecordedAnswers(nil)
	}
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.Logger == nil {
		options.Logger = slog.New(slog.DiscardHandler)
	}
	return &Processor{catalog: catalog, runner: runner, store: store, dispatcher: dispatcher, options: options}
}

// A Hook is a webhook that a request named with its token, as it was then.
type Hook struct {
	hosted      *Hosted
	destination Destination
}

// Find returns the hook that these parameters name with its token. If there is
// none it returns nil and what Rocket.Chat replies to that, and counts it.
func (p *Processor) Find(params engine.Params) (*Hook, Reply) {
	catalog := p.catalog()
	hosted, ok := catalog.Find(params.IntegrationID, params.Token)
	if !ok {
		p.unknown.Add(1)
		return nil, replyUnknown
	}
	destination, _ := catalog.Destination(hosted.Destination)
	return &Hook{hosted, destination}, Reply{}
}

// UnknownRequests is how many requests named no integration or a wrong token,
// since the start.
func (p *Processor) UnknownRequests() int64 { return p.unknown.Load() }

// Process answers one request to a hook as Rocket.Chat would (DESIGN §2). When
// it returns a reply, the request is kept, and so is every message it has
// caused; only a reply of 503 with RetryAfter says that nothing was kept and
// the sender should try again.
//
// The sender going away does not stop the request: ctx should outlive it.
func (p *Processor) Process(ctx context.Context, hook *Hook, in Incoming) Reply {
	id := hook.hosted.ID
	if hook.hosted.Enabled && hook.hosted.Unready != nil {
		return p.notKept(id, &UnreadyError{id, hook.hosted.Unready})
	}
	if !p.admission.enter(id) {
		return p.notKept(id, errOverload)
	}
	if in.ReceivedAt.IsZero() {
		in.ReceivedAt = p.options.Now()
	}
	reply, err := p.processOnce(ctx, hook, in)
	if err != nil {
		return p.notKept(id, err)
	}
	return reply
}

// processOnce takes a request all the way, unless it is a delivery that was
// taken before: that one's answer is given again. The error says that nothing
// was kept.
func (p *Processor) processOnce(ctx context.Context, hook *Hook, in Incoming) (Reply, error) {
	hosted := hook.hosted
	leave := sync.OnceFunc(func() { p.admission.leave(hosted.ID) })
	defer leave()
	if !hosted.deduplicates(in) {
		return p.evaluateAndPost(ctx, hook, in, leave)
	}
	key := deliveryKey{hosted.ID, hosted.senderDeliveryID(in)}
	if key.id == "" {
		return p.evaluateAndPost(ctx, hook, in, leave)
	}
	end, err := p.once.begin(ctx, key)
	if err != nil {
		return Reply{}, err
	}
	defer end()
	if reply, found, err := p.repeated(ctx, key); err != nil || found {
		return reply, err
	}
	reply, err := p.evaluateAndPost(ctx, hook, in, leave)
	if duplicate, ok := errors.AsType[*DuplicateError](err); ok {
		// Another process was quicker.
		reply, found, err := p.repeated(ctx, key)
		if err == nil && !found {
			err = duplicate
		}
		return reply, err
	}
	return reply, err
}

// repeated answers a delivery that was taken before.
func (p *Processor) repeated(ctx context.Context, key deliveryKey) (Reply, bool, error) {
	reply, found, err := p.earlier(ctx, key)
	if found {
		p.options.Logger.Info("delivery repeated by its sender, answered as before", "integration", key.integrationID, "sender_delivery", key.id, "status", reply.Status)
	}
	return reply, found, err
}

// evaluateAndPost evaluates, keeps and posts. kept is called when the request
// does not wait for script or store any more.
func (p *Processor) evaluateAndPost(ctx context.Context, hook *Hook, in Incoming, kept func()) (Reply, error) {
	started := p.options.Now()
	evaluation, err := p.evaluateAndKeep(ctx, hook, in, started)
	kept()
	if err != nil {
		return Reply{}, err
	}
	p.post(ctx, evaluation, started)
	p.log(ctx, evaluation.Execution)
	return evaluation.Execution.Reply, nil
}

// errOverload is why a request is not even looked at.
var errOverload = errors.New("too many requests wait")

func (p *Processor) evaluateAndKeep(ctx context.Context, hook *Hook, in Incoming, started time.Time) (*Evaluation, error) {
	evaluation, err := p.evaluate(ctx, hook, in, time.Time{})
	if err != nil {
		return nil, err
	}
	return evaluation, p.keep(ctx, evaluation, hook.destination, started)
}

// evaluate evaluates a request; now, when not zero, is what its script's clocks
// read.
func (p *Processor) evaluate(ctx context.Context, hook *Hook, in Incoming, now time.Time) (*Evaluation, error) {
	options := EvaluateOptions{Timeout: p.options.Timeout, Message: p.options.Message, Now: now}
	if hook.destination != nil {
		options.FindUser = hook.destination.User
	}
	evaluation, err := Evaluate(ctx, p.runner, hook.hosted, in, options)
	if err != nil {
		return nil, err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return nil, fmt.Errorf("make an execution id: %w", err)
	}
	evaluation.Execution.ID = id.String()
	for _, d := range evaluation.Execution.Deliveries {
		d.ExecutionID = evaluation.Execution.ID
	}
	return evaluation, nil
}

// keep records the execution; on the workspace that posts its messages too.
// From the moment Record returns, nothing is lost.
func (p *Processor) keep(ctx context.Context, e *Evaluation, destination Destination, started time.Time) error {
	x := e.Execution
	if e.Answered {
		x.Duration = p.options.Now().Sub(started)
		return p.store.Record(ctx, x, nil)
	}
	workspace, ok := destination.(Workspace)
	if !ok {
		return p.store.Record(ctx, x, nil)
	}
	return p.store.Record(ctx, x, func(ctx context.Context, rooms Rooms) error {
		if err := workspace.PostAll(ctx, rooms, x.Deliveries, e.Separate, p.options.Now()); err != nil {
			return err
		}
		x.Reply, e.Answered = e.Posted(), true
		x.Duration = p.options.Now().Sub(started)
		return nil
	})
}

// post makes the first try of what was recorded and is not answered yet.
func (p *Processor) post(ctx context.Context, e *Evaluation, started time.Time) {
	if e.Answered {
		return
	}
	x := e.Execution
	attempt, cancel := context.WithTimeout(ctx, p.options.AnswerWithin)
	p.dispatcher.Attempt(attempt, x.Deliveries)
	cancel()
	x.Reply = e.Posted()
	x.Duration = p.options.Now().Sub(started)
	if err := p.store.Complete(ctx, x); err != nil {
		// The messages are safe; only the history misses what was answered.
		p.options.Logger.Error("the answer could not be recorded", "execution", x.ID, "error", err)
	}
}

// unreadyAgain is when the sender to an integration that is not ready should
// try again: somebody has to do something first.
const unreadyAgain = 30 * time.Second

// An UnreadyError says that an integration is kept and cannot be hosted.
type UnreadyError struct {
	IntegrationID string
	// Err is why.
	Err error
}

// Error names the integration and the reason.
func (e *UnreadyError) Error() string {
	return fmt.Sprintf("integration %s is not ready: %v", e.IntegrationID, e.Err)
}

// Unwrap returns the reason.
func (e *UnreadyError) Unwrap() error { return e.Err }

// notKept answers for a request that could not be run or recorded: the sender
// is asked to come again, which is the only way not to lose it.
func (p *Processor) notKept(integrationID string, err error) Reply {
	p.options.Logger.Error("request not kept, sender asked to try again", "integration", integrationID, "error", err)
	text, again := "The request could not be stored, please try again later", time.Second
	_, unready := errors.AsType[*UnreadyError](err)
	switch {
	case unready:
		text, again = "This integration cannot take requests until its settings are mended, please try again later", unreadyAgain
	case errors.Is(err, context.Canceled), errors.Is(err, engine.ErrClosed):
		text = "The server is stopping, please try again"
	case errors.Is(err, errOverload):
		text = "Too many requests of this integration wait, please try again later"
	}
	reply := failure(http.StatusServiceUnavailable, text)
	reply.RetryAfter = again
	return reply
}

func (p *Processor) log(ctx context.Context, x *Execution) {
	level := slog.LevelInfo
	attributes := []slog.Attr{
		slog.String("integration", x.IntegrationID),
		slog.String("execution", x.ID),
		slog.String("outcome", string(x.Outcome)),
		slog.Int("status", x.Reply.Status),
		slog.Float64("took_ms", float64(x.Duration)/float64(time.Millisecond)),
	}
	if x.Exception != nil {
		level = slog.LevelWarn
		attributes = append(attributes, slog.String("exception", x.Exception.Error()))
	}
	for _, d := range x.Deliveries {
		if d.State != DeliveryPosted {
			level = slog.LevelWarn
			attributes = append(attributes, slog.Group(d.Message.Channel, "state", string(d.State), "error", d.Error))
		}
	}
	p.options.Logger.LogAttrs(ctx, level, "webhook", attributes...)
}
