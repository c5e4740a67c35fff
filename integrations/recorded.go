package integrations

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"rocketscript/engine"
)

// RecordedAnswers makes the HTTP calls of scripts. Those of a replay are
// answered from what its execution recorded, all others by the doer behind it.
// It is safe for concurrent use.
type RecordedAnswers struct {
	next engine.HTTPDoer

	mu      sync.Mutex
	replays map[string]*recording
}

// NewRecordedAnswers returns one before next.
func NewRecordedAnswers(next engine.HTTPDoer) *RecordedAnswers {
	return &RecordedAnswers{next: next, replays: map[string]*recording{}}
}

// A recording is what one replay is answered.
type recording struct {
	calls []engine.HTTPCall
	used  []bool
	// cut tells that an answer was longer than what is kept of it.
	cut bool
}

// play has the calls of these scripts answered from calls, until stop is
// called; cut then tells whether an answer was not whole.
func (r *RecordedAnswers) play(calls []engine.HTTPCall, scriptIDs ...string) (stop func() (cut bool)) {
	played := &recording{calls: calls, used: make([]bool, len(calls))}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, id := range scriptIDs {
		r.replays[id] = played
	}
	return func() bool {
		r.mu.Lock()
		defer r.mu.Unlock()
		for _, id := range scriptIDs {
			delete(r.replays, id)
		}
		return played.cut
	}
}

// Do implements engine.HTTPDoer.
func (r *RecordedAnswers) Do(ctx context.Context, request engine.HTTPRequest) (engine.HTTPResponse, error) {
	if response, err, replayed := r.replayed(request); replayed {
		return response, err
	}
	return r.next.Do(ctx, request)
}

func (r *RecordedAnswers) replayed(request engine.HTTPRequest) (response engine.HTTPResponse, err error, replayed bool) { //nolint:revive // the error is part of the answer
	r.mu.Lock()
	defer r.mu.Unlock()
	played, replayed := r.replays[request.ScriptID]
	switch {
	case replayed:
		response, err = played.answer(request)
		return response, err, true
	case strings.HasPrefix(request.ScriptID, replayID("")):
		// A call that outlived its replay must not go out.
		return response, &engine.HTTPError{Kind: engine.HTTPRefused, Message: "the replay has ended"}, true
	}
	return response, nil, false
}

// answer gives each recorded answer once, in order, and the last of them again.
func (p *recording) answer(request engine.HTTPRequest) (engine.HTTPResponse, error) {
	match := -1
	for i, call := range p.calls {
		if call.Method != request.Method || call.URL != request.URL {
			continue
		}
		if match = i; !p.used[i] {
			break
		}
	}
	if match < 0 {
		return engine.HTTPResponse{}, &engine.HTTPError{
			Kind:    engine.HTTPRefused,
			Message: fmt.Sprintf("the recorded execution did not call %s %s, and a replay makes no calls", request.Method, request.URL),
		}
	}
	p.used[match] = true
	call := p.calls[match]
	if call.Error != "" {
		return engine.HTTPResponse{}, &engine.HTTPError{Kind: engine.HTTPFailed, Message: call.Error}
	}
	p.cut = p.cut || call.ResponseBytes > len(call.ResponseBody)
	return engine.HTTPResponse{Status: call.Status, Headers: call.ResponseHeaders, Body: []byte(call.ResponseBody)}, nil
}
