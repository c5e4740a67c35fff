package integrations

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"rocketscript/engine"
	"rocketscript/integrations/message"
)

// EvaluateOptions are the settings of an evaluation that are not the
// integration's own.
type EvaluateOptions struct {
	// Timeout bounds the script; zero means engine.DefaultTimeout.
	Timeout time.Duration
	Message message.Options
	// Now and Random, when set, are what the script's clocks and Math.random
	// give; see engine.Call.
	Now    time.Time
	Random *float64
	// FindUser finds the user a script named as sender. Nil knows nobody.
	FindUser func(ctx context.Context, nameOrID string) (engine.User, error)
}

// An Evaluation is what a request comes to before anything is kept or posted.
type Evaluation struct {
	Execution *Execution
	// Answered says that Execution.Reply is final: nothing is to be posted.
	Answered bool
	// Response is what the script wants the sender to be answered once the
	// messages are posted; nil means Rocket.Chat's own answer.
	Response json.RawMessage
	// Separate answers for each channel on its own (reference §6.4).
	Separate bool
}

// Evaluate takes a request through the integration's script and the message
// builder, and decides what is to be posted or answered. It neither stores nor
// posts. The error is of the runner, never of the script.
func Evaluate(ctx context.Context, runner Runner, h *Hosted, in Incoming, options EvaluateOptions) (*Evaluation, error) {
	v := evaluator{hosted: h, in: in, options: options, out: &Evaluation{Execution: newExecution(h, in)}}
	if !h.Enabled {
		v.end(OutcomeDisabled, replyDisabled)
		return v.out, nil
	}
	v.payload = readPayload(headerValue(in.Headers, "content-type"), in.Body)
	v.received = v.payload
	if v.payload.refusal != "" && (v.payload.always || !h.ScriptEnabled) {
		v.end(OutcomeRefused, failure(http.StatusBadRequest, v.payload.refusal))
		return v.out, nil
	}
	if !h.ScriptEnabled {
		v.takePayload()
		return v.out, nil
	}
	return v.out, v.runScript(ctx, runner)
}

// Posted returns the reply to an evaluation whose deliveries have their state.
func (e *Evaluation) Posted() Reply { return answer(e) }

type evaluator struct {
	hosted  *Hosted
	in      Incoming
	options EvaluateOptions
	payload payload
	// received is the payload as it came; an adapter changes the other.
	received payload
	out      *Evaluation
}

func newExecution(h *Hosted, in Incoming) *Execution {
	x := &Execution{IntegrationID: h.ID, Request: in, History: h.History}
	x.SenderDeliveryID = h.senderDeliveryID(in)
	x.Deduplicate = x.SenderDeliveryID != "" && h.deduplicates(in)
	x.Request.Target = MaskToken(in.Target, in.Params)
	x.Request.Params.Token = ""
	if h.ScriptEnabled {
		sum := sha256.Sum256([]byte(h.Code.Source))
		x.ScriptName, x.ScriptHash, x.ScriptSource = h.Code.Name, hex.EncodeToString(sum[:]), h.Code.Source
	}
	return x
}

// end answers at once: nothing is posted.
func (v *evaluator) end(outcome engine.Outcome, reply Reply) {
	v.out.Execution.Outcome, v.out.Execution.Reply, v.out.Answered = outcome, reply, true
}

// takePayload makes the payload itself the message, when it says anything.
func (v *evaluator) takePayload() {
	content := v.payload.content
	if content == "" || strings.TrimSpace(content) == "{}" || emptyObject(content) {
		v.end(OutcomePayload, replySuccess)
		return
	}
	v.out.Execution.Outcome = OutcomePayload
	v.build(json.RawMessage(content), v.hosted.Sender)
}

func emptyObject(content string) bool {
	var members map[string]json.RawMessage
	return json.Unmarshal([]byte(content), &members) == nil && len(members) == 0
}

func (v *evaluator) runScript(ctx context.Context, runner Runner) error {
	if v.hosted.Fault != nil {
		v.fault()
		return nil
	}
	if adapted, err := v.adapt(ctx, runner); err != nil || !adapted {
		return err
	}
	result, err := v.run(ctx, runner, v.hosted.Code.Script)
	if err != nil {
		return err
	}
	switch result.Outcome {
	case engine.OutcomeContent:
		v.out.Response = result.Response
		v.build(v.spelled(result), v.sender(ctx, result.User))
	case engine.OutcomeNothing:
		v.end(result.Outcome, replySuccess)
	default:
		v.failed(result)
	}
	return nil
}

// spelled is the content of a result with what Rocket.Chat makes text of as
// text: JSON does not tell an Error, or a Date, from other values.
func (v *evaluator) spelled(result engine.Result) json.RawMessage {
	objects := make([]message.Object, len(result.Objects))
	for i, o := range result.Objects {
		objects[i] = message.Object(o)
	}
	return message.Spell(result.Content, objects, v.options.Message.Exact)
}

// adapt runs the adapter, which gives the script the content it expects; an
// adapter that returns nothing leaves the content as it is. It reports whether
// the script is to run.
func (v *evaluator) adapt(ctx context.Context, runner Runner) (bool, error) {
	if v.hosted.Code.Adapter.Source == "" {
		return true, nil
	}
	result, err := v.run(ctx, runner, v.hosted.Code.Adapter)
	if err != nil {
		return false, err
	}
	switch result.Outcome {
	case engine.OutcomeContent:
		v.payload.content = string(result.Content)
	case engine.OutcomeNothing:
	default:
		v.failed(result)
		return false, nil
	}
	return true, nil
}

// run runs one script and notes what it did in the execution.
func (v *evaluator) run(ctx context.Context, runner Runner, script engine.Script) (engine.Result, error) {
	result, err := runner.Run(ctx, script, v.call())
	if err != nil {
		return result, fmt.Errorf("run script of integration %s: %w", v.hosted.ID, err)
	}
	x := v.out.Execution
	x.Outcome, x.Returned, x.Exception = result.Outcome, result.Returned, result.Exception
	x.Console = append(x.Console, result.Console...)
	x.ConsoleDropped += result.ConsoleDropped
	x.HTTP = append(x.HTTP, result.HTTP...)
	x.ScriptDuration += result.Duration
	x.Duration = x.ScriptDuration
	if result.StateLost != "" {
		v.warn("state-lost", "", fmt.Sprintf("state lost: %s; what the script kept in variables and Store begins anew", result.StateLost))
	}
	return result, nil
}

// failed answers for a script, or an adapter, that gave no content.
func (v *evaluator) failed(result engine.Result) {
	switch result.Outcome {
	case engine.OutcomeError:
		v.end(result.Outcome, failureOf(result.Error))
	case engine.OutcomeEvaluationError:
		v.noMessage(scriptFailure(result), replyNotEvaluated)
	default:
		v.noMessage(scriptFailure(result), replyNotRun)
	}
}

// fault answers for a script that could not be loaded.
func (v *evaluator) fault() {
	exception, ok := errors.AsType[*engine.Exception](v.hosted.Fault)
	if !ok {
		exception = &engine.Exception{Name: "Error", Message: v.hosted.Fault.Error(), File: v.hosted.Code.Name}
	}
	v.out.Execution.Outcome, v.out.Execution.Exception = engine.OutcomeEvaluationError, exception
	v.noMessage(exception.Error(), replyNotEvaluated)
}

func (v *evaluator) call() engine.Call {
	return engine.Call{
		Request: engine.Request{
			Target:  v.in.Target,
			Params:  v.in.Params,
			Headers: v.in.Headers,
			Body:    string(v.in.Body),
			Content: v.payload.content,
			User:    v.hosted.Sender,
		},
		Timeout: cmp.Or(v.hosted.Timeout, v.options.Timeout),
		Now:     v.options.Now,
		Random:  v.options.Random,
	}
}

// sender is who posts: the user the script named, when there is one of that
// name or id, else the post-as user. Rocket.Chat takes any object (reference
// §4 `user`), which lets a script post as somebody who does not exist.
func (v *evaluator) sender(ctx context.Context, named json.RawMessage) engine.User {
	if !truthy(named) {
		return v.hosted.Sender
	}
	var user engine.User
	if json.Unmarshal(named, &user) == nil && v.options.FindUser != nil {
		for _, key := range []string{user.ID, user.Username} {
			if key == "" {
				continue
			}
			if found, err := v.options.FindUser(ctx, key); err == nil {
				return found
			}
		}
	}
	v.warn("unknown-user", "user", fmt.Sprintf(
		"the script named a sender that does not exist (%s); posted as %s", named, v.hosted.Sender.Username))
	return v.hosted.Sender
}

// maxChannels is how many channels one request can post to. Rocket.Chat has no
// bound; a payload that lists thousands is a mistake or an attack.
const maxChannels = 100

// build makes the messages, one delivery a channel.
func (v *evaluator) build(content json.RawMessage, sender engine.User) {
	defaults := v.defaults()
	defaults.SeparateResponse = requestedSeparate(v.payload.content)
	built, err := message.Build(content, defaults, v.options.Message)
	x := v.out.Execution
	x.Warnings = append(x.Warnings, built.Warnings...)
	if err != nil {
		v.refuse(built, err)
		return
	}
	if len(built.Messages) > maxChannels {
		text := fmt.Sprintf("One message can go to at most %d channels, not %d", maxChannels, len(built.Messages))
		v.refuse(message.Built{}, &message.Error{Message: text})
		return
	}
	v.out.Separate = built.Separate
	v.deliver(built.Messages, sender)
}

// defaults are what the integration says of its messages.
func (v *evaluator) defaults() message.Defaults {
	h := v.hosted
	return message.Defaults{
		IntegrationID:              h.ID,
		Channel:                    h.Channel,
		Alias:                      h.Alias,
		Avatar:                     h.Avatar,
		Emoji:                      h.Emoji,
		OverrideDestinationChannel: h.OverrideDestinationChannelEnabled,
	}
}

func (v *evaluator) deliver(messages []message.Message, sender engine.User) {
	for _, m := range messages {
		v.out.Execution.Deliveries = append(v.out.Execution.Deliveries, &Delivery{
			Destination: v.hosted.Destination,
			Lane:        v.hosted.Destination + "/" + m.Channel,
			Message:     m,
			Sender:      sender,
			State:       DeliveryWaiting,
		})
	}
}

// refuse answers for a content that cannot become a message; separately for
// each channel where that was asked for.
func (v *evaluator) refuse(built message.Built, err error) {
	if fault, ok := errors.AsType[*message.Error](err); ok && fault.Path != "" {
		v.warn("refused", fault.Path, fault.Message)
	}
	if v.postFallback("its message was refused: " + err.Error()) {
		return
	}
	if !built.Separate || len(built.Messages) == 0 {
		v.end(v.out.Execution.Outcome, failure(http.StatusBadRequest, err.Error()))
		return
	}
	refused := make([]*Delivery, len(built.Messages))
	for i, m := range built.Messages {
		refused[i] = &Delivery{Message: m, State: DeliveryRefused, Error: err.Error()}
	}
	v.end(v.out.Execution.Outcome, separateAnswer(refused))
}

func (v *evaluator) warn(code, path, text string) {
	x := v.out.Execution
	x.Warnings = append(x.Warnings, message.Warning{Code: code, Path: path, Text: text})
}

// requestedSeparate reads the request's own separateResponse, which has to be
// the boolean true (reference §6.4).
func requestedSeparate(content string) bool {
	if !strings.Contains(content, "separateResponse") {
		return false
	}
	var flag struct {
		Value json.RawMessage `json:"separateResponse"`
	}
	return json.Unmarshal([]byte(content), &flag) == nil && string(flag.Value) == "true"
}

// headerValue returns the first header of that name, in any case.
func headerValue(headers []engine.Header, name string) string {
	for _, h := range headers {
		if strings.EqualFold(h.Name, name) {
			return h.Value
		}
	}
	return ""
}

// MaskToken returns a webhook's request target without its token:
// /hooks/ID/*** and whatever query follows.
func MaskToken(target string, params engine.Params) string {
	path, query, hasQuery := strings.Cut(target, "?")
	if i := strings.LastIndexByte(strings.TrimRight(path, "/"), '/'); i >= 0 && params.Token != "" {
		path = path[:i+1] + masked
	}
	if hasQuery {
		return path + "?" + query
	}
	return path
}

// unmaskToken puts the token back where MaskToken took it out.
func unmaskToken(target string, params engine.Params) string {
	path, query, hasQuery := strings.Cut(target, "?")
	path = strings.TrimSuffix(path, masked) + url.PathEscape(params.Token)
	if hasQuery {
		return path + "?" + query
	}
	return path
}
