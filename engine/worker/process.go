package worker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"rocketscript/engine"
	"rocketscript/engine/worker/internal/wire"
)

// A process is a worker as its parent sees it.
type process struct {
	// serial tells processes apart.
	serial uint64
	opts   Options
	cmd    *exec.Cmd
	to     *wire.Writer
	// in and out are the parent's ends of the pipes.
	in, out *os.File
	stderr  *tail
	steps   []wire.Step
	// died is closed when the process has ended.
	died chan struct{}
	// http is cancelled when the process ends: nobody waits for its exchanges.
	http     context.Context
	stopHTTP context.CancelFunc

	// defining guards what the worker was told of scripts. It is held while
	// that is written, which takes as long as the worker pleases.
	defining sync.Mutex
	scripts  map[string]defined
	defined  uint64

	mu sync.Mutex
	// flights are under way; nil when the process has ended, or was killed, and
	// cause says why.
	flights map[uint64]*flight
	cause   string
	// leaving is set when the process takes no more flights, because it is
	// given up. blamed is set when its death was put on a script.
	leaving, blamed bool
	numbers         uint64
	// exchanges are the HTTP exchanges under way for scripts.
	exchanges map[uint64]context.CancelFunc
	// grown is how much the worker grew while each script ran, alone or not.
	grown   map[string]int64
	watcher watcher
	// known is how many scripts the worker knows.
	known atomic.Int64
}

// A defined script is one that the worker was given.
type defined struct {
	number uint64
	script engine.Script
}

// A flight is a call or check on its way through a worker.
type flight struct {
	id       uint64
	scriptID string
	landed   chan landing
	// expired is set when the process was killed for this flight's sake.
	expired bool
	// exchanged is set when the script made an HTTP call meanwhile.
	exchanged bool
	// place is where the call is, once that was asked and is known.
	place string
	// baseline is how big the worker was before.
	baseline int64
}

// A landing is how a flight ended: with a frame, or with the process.
type landing struct {
	frame wire.Frame
	died  bool
	// cause is why the process ended.
	cause string
	// innocent is set when the process was killed for another flight's sake.
	innocent bool
	// late is set for a flight that came when the process took none any more:
	// it did not begin.
	late bool
}

// maxFromWorker bounds the frames of a worker: a result with its console and
// HTTP calls is far below, and so is the body of an HTTP request.
const maxFromWorker = 64 << 20

// A confinement is how far a worker is locked in.
type confinement struct {
	// namespaces starts it in namespaces of its own.
	namespaces bool
	// confine has it give up what it can by itself.
	confine bool
}

// confinements are tried in this order, for a machine may not allow all.
var confinements = []confinement{{true, true}, {false, true}, {false, false}}

// launch starts a worker and waits until it is ready.
func launch(opts Options, serial uint64, spawn *spawner) (p *process, err error) {
	for _, c := range confinements {
		if p, err = start(opts, serial, spawn, command(c.namespaces), c.confine); err == nil {
			return p, nil
		}
		opts.Logger.Debug("a worker could not start", "namespaces", c.namespaces, "confined", c.confine, "error", err)
	}
	return nil, err
}

func start(opts Options, serial uint64, spawn *spawner, cmd *exec.Cmd, confine bool) (*process, error) {
	p := &process{
		serial: serial, opts: opts, cmd: cmd, stderr: &tail{}, died: make(chan struct{}),
		flights: make(map[uint64]*flight), scripts: make(map[string]defined), exchanges: make(map[uint64]context.CancelFunc), grown: make(map[string]int64),
	}
	p.http, p.stopHTTP = context.WithCancel(context.Background())
	if err := p.spawn(spawn); err != nil {
		return nil, fmt.Errorf("start a worker: %w", err)
	}
	timer := time.AfterFunc(startTime, func() { p.kill("not ready in time") })
	reader := wire.NewReader(p.out, maxFromWorker)
	err := p.greet(reader, confine)
	timer.Stop()
	if err != nil {
		p.kill("not ready")
		p.reap()
		return nil, fmt.Errorf("start a worker: %w (%s)", err, p.endedBy())
	}
	p.watcher.begin(p)
	go p.listen(reader)
	return p, nil
}

// startTime is how long a worker may take to be ready; it takes milliseconds,
// on a machine that is not overloaded.
const startTime = 10 * time.Second

// spawn starts the process with its two pipes, and nothing else.
func (p *process) spawn(spawn *spawner) error {
	childIn, in, err := os.Pipe()
	if err != nil {
		return err
	}
	out, childOut, err := os.Pipe()
	if err != nil {
		return errors.Join(err, childIn.Close(), in.Close())
	}
	p.in, p.out, p.to = in, out, wire.NewWriter(in)
	p.cmd.WaitDelay = time.Second
	p.cmd.Stdin, p.cmd.Stdout, p.cmd.Stderr = childIn, childOut, p.stderr
	err = spawn.start(p.cmd)
	err = errors.Join(err, childIn.Close(), childOut.Close())
	if err != nil {
		return errors.Join(err, in.Close(), out.Close())
	}
	return nil
}

// greet exchanges the first frames.
func (p *process) greet(reader *wire.Reader, confine bool) error {
	settings := p.opts.settings()
	settings.Confine = confine
	if err := p.to.Write(wire.KindSettings, 0, &settings); err != nil {
		return err
	}
	frame, err := reader.Read()
	if err != nil {
		return err
	}
	var ready wire.Ready
	if err := wire.Decode(frame.Body, &ready); err != nil || frame.Kind != wire.KindReady {
		return errors.New("its first frame does not say that it is ready; is worker.Main the first line of main?")
	}
	p.steps = ready.Steps
	return nil
}

// fly sends a call or check and waits for how it ends. The process is killed
// when limit has passed.
func (p *process) fly(script engine.Script, kind wire.Kind, message func(number uint64) wire.Message, limit time.Duration, verdict string) (*flight, landing) {
	f := &flight{scriptID: script.ID, landed: make(chan landing, 1)}
	id := p.board(f)
	if id == 0 {
		return f, landing{late: true}
	}
	ask := p.opts.Engine.Grace / 2
	timer := time.AfterFunc(limit-ask, func() {
		time.AfterFunc(ask, func() { p.expire(verdict, f) })
		_ = p.to.Write(wire.KindWhere, id, nil) // one that cannot be asked is killed as well
	})
	defer timer.Stop()
	number, err := p.define(script)
	if err == nil {
		err = p.to.Write(kind, id, message(number))
	}
	if errors.Is(err, wire.ErrTooLong) {
		p.disembark(id)
		return f, landing{frame: wire.Frame{Kind: wire.KindUnrun}}
	}
	// Any other error is the end of the process, which listen tells of.
	return f, <-f.landed
}

// board makes the parent know the flight; it returns 0 when there are no more
// flights.
func (p *process) board(f *flight) (id uint64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.flights == nil || p.leaving {
		return 0
	}
	p.numbers++
	f.id = p.numbers
	f.baseline = p.watcher.size.Load()
	p.flights[p.numbers] = f
	p.watcher.wake()
	return p.numbers
}

// define makes the worker know the script, and returns its number.
func (p *process) define(script engine.Script) (number uint64, err error) {
	p.defining.Lock()
	defer p.defining.Unlock()
	known, is := p.scripts[script.ID]
	if is && known.script.Equal(script) {
		return known.number, nil
	}
	p.defined++
	number = p.defined
	if err := p.to.Write(wire.KindDefine, number, (*wire.Script)(&script)); err != nil {
		return 0, err
	}
	p.scripts[script.ID] = defined{number, script}
	p.known.Store(int64(len(p.scripts)))
	if is {
		err = p.to.Write(wire.KindForget, known.number, nil)
	}
	return number, err
}

func (p *process) disembark(id uint64) *flight {
	p.mu.Lock()
	defer p.mu.Unlock()
	f := p.flights[id]
	delete(p.flights, id)
	return f
}

// retain has the worker forget the scripts that are not named.
func (p *process) retain(keep map[string]bool) {
	p.defining.Lock()
	defer p.defining.Unlock()
	for id, known := range p.scripts {
		if !keep[id] {
			delete(p.scripts, id)
			p.known.Store(int64(len(p.scripts)))
			_ = p.to.Write(wire.KindForget, known.number, nil) // a process that has ended knows nothing anyway
		}
	}
}

// forget has the worker forget one script.
func (p *process) forget(id string) {
	p.defining.Lock()
	defer p.defining.Unlock()
	if known, is := p.scripts[id]; is {
		delete(p.scripts, id)
		_ = p.to.Write(wire.KindForget, known.number, nil) // as above
	}
}

// listen takes the frames of the worker until it ends.
func (p *process) listen(reader *wire.Reader) {
	for {
		frame, err := reader.Read()
		if err == nil {
			err = p.heed(frame)
		}
		if err != nil {
			if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
				p.kill("it said what no worker says: " + err.Error())
			}
			break
		}
	}
	p.reap()
}

// heed does what a frame of the worker asks for.
func (p *process) heed(frame wire.Frame) error {
	switch frame.Kind {
	case wire.KindResult, wire.KindChecked, wire.KindUnrun:
		if f := p.disembark(frame.ID); f != nil {
			f.landed <- landing{frame: frame}
		}
	case wire.KindExchange:
		var exchange wire.Exchange
		if err := wire.Decode(frame.Body, &exchange); err != nil {
			return err
		}
		return p.exchange(frame.ID, engine.HTTPRequest(exchange))
	case wire.KindCancel:
		p.mu.Lock()
		defer p.mu.Unlock()
		if cancel := p.exchanges[frame.ID]; cancel != nil {
			cancel()
		}
	case wire.KindPlace:
		var place wire.Place
		if err := wire.Decode(frame.Body, &place); err != nil {
			return err
		}
		p.mu.Lock()
		defer p.mu.Unlock()
		if f := p.flights[frame.ID]; f != nil {
			f.place = place.Text
		}
	case wire.KindLog:
		var line wire.Log
		if err := wire.Decode(frame.Body, &line); err != nil {
			return err
		}
		p.log(line)
	default:
		return fmt.Errorf("frame of kind %d", frame.Kind)
	}
	return nil
}

func (p *process) log(line wire.Log) {
	attributes := make([]slog.Attr, len(line.Attributes))
	for i, a := range line.Attributes {
		attributes[i] = slog.String(a.Key, a.Value)
	}
	p.opts.Logger.LogAttrs(context.Background(), slog.Level(line.Level), line.Message, attributes...)
}

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

// kill ends the process at once. The verdict says why, to people.
func (p *process) kill(verdict string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.killLocked(verdict, nil)
}

func (p *process) killLocked(verdict string, culprit *flight) {
	if p.flights != nil {
		_ = p.cmd.Process.Kill() // it may have ended by itself
		p.crash(verdict, culprit)
	}
}

// expire kills the process for the sake of a flight, unless that has landed.
func (p *process) expire(verdict string, f *flight) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.flights[f.id] != f {
		return
	}
	f.expired = true
	if f.place != "" {
		verdict += ", in " + f.place
	}
	p.killLocked(verdict, f)
}

// crash lands all flights of a process that has ended, or is as good as that:
// nobody waits until the system has cleared it away. The culprit is nil where it
// is not known. It is called with the mutex held.
func (p *process) crash(cause string, culprit *flight) {
	p.cause = cause
	for _, id := range slices.Sorted(maps.Keys(p.flights)) {
		f := p.flights[id]
		f.landed <- landing{died: true, cause: cause, innocent: culprit != nil && f.scriptID != culprit.scriptID}
	}
	p.flights = nil
}

// reap waits for the end of a process whose pipe is at its end, and lands its
// flights.
func (p *process) reap() {
	p.stopHTTP()
	_ = p.in.Close()         // it may be closed already
	_ = p.cmd.Process.Kill() // it has ended, or else it must
	err := p.cmd.Wait()
	p.watcher.stop()
	p.mu.Lock()
	defer p.mu.Unlock()
	_ = p.out.Close()
	if p.flights != nil {
		p.crash(p.collapse(err), nil)
	}
	close(p.died)
}

// alive tells whether the process takes flights.
func (p *process) alive() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.flights != nil && !p.leaving
}

// released tells whether the process was given up because it was not needed.
func (p *process) released() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.leaving
}

// endedBy says why the process has ended.
func (p *process) endedBy() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.cause
}

// idle tells whether nothing is under way.
func (p *process) idle() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.flights) == 0
}

// close ends a process that has nothing to do: it ends at the end of its pipe.
func (p *process) close() {
	p.mu.Lock()
	p.leaving = true
	_ = p.in.Close() // closed is what it is to be
	p.mu.Unlock()
	timer := time.AfterFunc(closeTime, func() { p.kill("it did not end") })
	<-p.died
	timer.Stop()
}

// closeIdle closes a process, unless it has something to do.
func (p *process) closeIdle() {
	p.mu.Lock()
	p.leaving = p.leaving || len(p.flights) == 0
	leaving := p.leaving
	p.mu.Unlock()
	if leaving {
		p.close()
	}
}

// drain closes a process when its flights have landed. It takes no more.
func (p *process) drain() {
	p.mu.Lock()
	p.leaving = true
	p.mu.Unlock()
	for !p.idle() {
		select {
		case <-p.died:
			return
		case <-time.After(pollTime):
		}
	}
	p.close()
}

// blame tells whether the death of the process is yet to be put on a script:
// many calls of one may die with it.
func (p *process) blame() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	was := p.blamed
	p.blamed = true
	return !was
}

// closeTime is how long a worker with nothing to do may take to end.
const closeTime = 2 * time.Second

// A tail keeps the beginning of what a worker writes before it dies: Go's
// runtime says there what it died of.
type tail struct {
	mu   sync.Mutex
	text []byte
}

// Write keeps the first few kilobytes.
func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if room := 8<<10 - len(t.text); room > 0 {
		t.text = append(t.text, b[:min(room, len(b))]...)
	}
	return len(b), nil
}

// String returns what was kept.
func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.text)
}

// collapse says what a worker died of that was not killed by its parent.
func (p *process) collapse(err error) string {
	text := p.stderr.String()
	switch {
	case strings.Contains(text, "out of memory"), strings.Contains(text, "cannot allocate memory"):
		return p.opts.overMemory() // at once, before it was seen to grow
	case strings.Contains(text, "stack exceeds"), strings.Contains(text, "stack overflow"):
		return "killed: a built-in function recursed too deep"
	}
	first, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	switch {
	case first != "":
		return "the worker crashed: " + first
	case err != nil:
		return "the worker ended: " + err.Error()
	}
	return "the worker ended"
}
