package worker

import (
	"context"
	"errors"

	"rocketscript/engine"
	"rocketscript/engine/worker/internal/wire"
)

// maxExchanges bounds the HTTP exchanges one worker may have under way.
const maxExchanges = 256

// exchange makes an HTTP exchange for a script.
func (p *process) exchange(id uint64, request engine.HTTPRequest) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, f := range p.flights {
		if f.scriptID == request.ScriptID {
			f.exchanged = true
		}
	}
	switch {
	case p.opts.Engine.HTTP == nil:
		return errors.New("an HTTP exchange that was not offered")
	case p.exchanges[id] != nil:
		return errors.New("an HTTP exchange twice")
	case len(p.exchanges) >= maxExchanges:
		go p.answer(id, wire.Answer{Fault: &engine.HTTPError{Kind: engine.HTTPFailed, Message: "too many HTTP calls at the same time"}})
		return nil
	}
	ctx, cancel := context.WithCancel(p.http)
	p.exchanges[id] = cancel
	go func() {
		defer cancel()
		response, err := p.opts.Engine.HTTP.Do(ctx, request)
		p.mu.Lock()
		delete(p.exchanges, id)
		p.mu.Unlock()
		p.answer(id, answerOf(response, err))
	}()
	return nil
}

func answerOf(response engine.HTTPResponse, err error) wire.Answer {
	if err == nil {
		return wire.Answer{Response: response}
	}
	fault, ok := errors.AsType[*engine.HTTPError](err)
	if !ok {
		fault = &engine.HTTPError{Kind: engine.HTTPFailed, Message: err.Error()}
	}
	return wire.Answer{Fault: fault}
}

func (p *process) answer(id uint64, answer wire.Answer) {
	if err := p.to.Write(wire.KindAnswer, id, &answer); errors.Is(err, wire.ErrTooLong) {
		p.answer(id, wire.Answer{Fault: &engine.HTTPError{Kind: engine.HTTPTooLarge, Message: "the answer is too long"}})
	}
}
