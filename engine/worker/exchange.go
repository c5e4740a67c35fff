package worker

import (
	"context"
	"errors"

	"rocketscript/engine"
	"rocketscript/engine/worker/internal/wire"
)

const (
	// maxExchanges bounds the HTTP exchanges one worker may have under way.
	maxExchanges = 256
	// maxRefused bounds the refusals of further ones that it has not read: a
	// worker that reads has some at the most.
	maxRefused = 16 * maxExchanges
)

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
	case p.refused >= maxRefused:
		return errors.New("HTTP exchanges without reading the answers")
	case len(p.exchanges) >= maxExchanges:
		p.refused++
		go p.refuse(id)
		return nil
	}
	ctx, cancel := context.WithCancel(p.http)
	p.exchanges[id] = cancel
	go func() {
		defer cancel()
		response, err := p.opts.Engine.HTTP.Do(ctx, request)
		p.answer(id, answerOf(response, err))
		// Only now: a worker that reads no answers must not fill this process.
		p.mu.Lock()
		defer p.mu.Unlock()
		delete(p.exchanges, id)
	}()
	return nil
}

// refuse answers an exchange that is one too many.
func (p *process) refuse(id uint64) {
	p.answer(id, wire.Answer{Fault: &engine.HTTPError{Kind: engine.HTTPFailed, Message: "too many HTTP calls at the same time"}})
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refused--
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
