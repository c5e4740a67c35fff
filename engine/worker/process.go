package worker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
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
	// exchanges are the HTTP exchanges under way for scripts, until the worker
	// has the answer; refused counts the refusals that it has not.
	exchanges map[uint64]context.CancelFunc
	refused   int
	// grown is how much the worker grew while each script ran, alone or not.
	grown   map[string]int64
	watcher watcher
	journal journal
	// known is how many scripts the worker knows.
	known atomic.Int64
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
		journal: journal{logger: opts.Logger, now: opts.Now},
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
	p.journal.end()
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
		if f := p.flights[frame.ID]; f != nil && f.place == "" {
			f.place = place.Text
			// No code of the script runs any more that could be stopped.
			time.AfterFunc(p.opts.Engine.Grace/6, func() { p.expire(f) })
		}
	case wire.KindConsole:
		var console wire.Console
		if err := wire.Decode(frame.Body, &console); err != nil {
			return err
		}
		p.mu.Lock()
		defer p.mu.Unlock()
		if f := p.flights[frame.ID]; f != nil {
			f.print(console.Lines, p.opts.Engine)
		}
	case wire.KindLog:
		var line wire.Log
		if err := wire.Decode(frame.Body, &line); err != nil {
			return err
		}
		p.journal.write(line)
	default:
		return fmt.Errorf("frame of kind %d", frame.Kind)
	}
	return nil
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

// closeTime is how long a worker with nothing to do may take to end.
const closeTime = 2 * time.Second
