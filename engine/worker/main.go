package worker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"rocketscript/engine"
	"rocketscript/engine/worker/internal/wire"
)

// hiddenCommand is how the program learns that it is a worker.
const hiddenCommand = "rocketscript-engine-worker"

// Main turns this process into a worker if that is what it was started for, and
// then never returns; otherwise it does nothing. Make it the first line of main,
// and of TestMain where tests use a [Pool].
func Main() {
	if len(os.Args) != 2 || os.Args[1] != hiddenCommand { //nolint:forbidigo // this is the process
		return
	}
	// Ctrl-C goes to everything in the terminal; workers end when their parent
	// closes the pipe.
	signal.Ignore(os.Interrupt, syscall.SIGTERM)
	if err := serve(polled(os.Stdin), polled(os.Stdout)); err != nil { //nolint:forbidigo // so are its pipes
		os.Stderr.WriteString("worker: " + err.Error() + "\n") //nolint:forbidigo,errcheck // nobody else is there to be told
		os.Exit(1)                                             //nolint:forbidigo // as promised
	}
	os.Exit(0) //nolint:forbidigo // as promised
}

// serve runs calls until the parent closes in.
func serve(in io.Reader, out io.Writer) error {
	reader, writer := wire.NewReader(in, maxFromParent), wire.NewWriter(out)
	first, err := reader.Read()
	if err != nil {
		return err
	}
	var settings wire.Settings
	if err := wire.Decode(first.Body, &settings); err != nil || first.Kind != wire.KindSettings {
		return errors.New("the first frame is not the settings: parent and worker differ")
	}
	if err := setZone(settings.Zone); err != nil {
		return err
	}
	_, _ = time.Now().Zone() // reads the machine's zone while it can be read
	limitAddressSpace(settings.Memory)
	debug.SetMaxStack(int(settings.Memory))
	runtime.GOMAXPROCS(settings.Processors)
	steps := []wire.Step{}
	if settings.Confine {
		steps = confine()
	}
	w := &worker{
		to:        writer,
		memory:    settings.Memory,
		scripts:   make(map[uint64]engine.Script),
		exchanges: make(map[uint64]chan wire.Answer),
		consoles:  make(map[uint64]*engine.Printed),
	}
	w.host = engine.NewHost(w.options(settings))
	go w.tidy()
	go w.watchSelf()
	if err := writer.Write(wire.KindReady, 0, &wire.Ready{Steps: steps}); err != nil {
		return err
	}
	for {
		frame, err := reader.Read()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		if err := w.handle(frame); err != nil {
			return err
		}
	}
}

// maxFromParent bounds the frames of the parent, which the worker trusts.
const maxFromParent = 1<<31 - 1

func setZone(name string) error {
	if name == "" {
		return nil
	}
	zone, err := loadZone(name)
	if err != nil {
		return fmt.Errorf("load the parent's time zone: %w", err)
	}
	time.Local = zone
	return nil
}

// loadZone loads what TZ can name, a zone or a file.
func loadZone(name string) (*time.Location, error) {
	if !filepath.IsAbs(name) {
		return time.LoadLocation(name)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return time.LoadLocationFromTZData(name, data)
}

// A worker is what runs in the child process.
type worker struct {
	to     *wire.Writer
	host   *engine.Host
	memory int64
	// active counts the calls under way, served all there were.
	active, served atomic.Int64
	// kept is how much may be kept while calls run, in bytes; see weigh.
	kept     atomic.Int64
	weighing atomic.Bool

	// scripts belong to the goroutine that reads.
	scripts map[uint64]engine.Script

	mu sync.Mutex
	// exchanges are the HTTP exchanges the parent makes for scripts.
	exchanges map[uint64]chan wire.Answer
	numbers   uint64
	// consoles are those of the calls under way.
	consoles map[uint64]*engine.Printed
}

func (w *worker) options(s wire.Settings) engine.Options {
	options := engine.Options{
		Logger:       slog.New(&logHandler{to: w.to}),
		ConsoleBytes: s.ConsoleBytes, ConsoleLines: s.ConsoleLines, ResultBytes: s.ResultBytes, StackDepth: s.StackDepth,
		HTTPCalls: s.HTTPCalls, HTTPBytes: s.HTTPBytes, Grace: s.Grace,
	}
	if s.HTTP {
		options.HTTP = w
	}
	return options
}

// handle does what a frame asks for. An error ends the worker.
func (w *worker) handle(f wire.Frame) error {
	switch f.Kind {
	case wire.KindDefine:
		var script wire.Script
		if err := wire.Decode(f.Body, &script); err != nil {
			return err
		}
		w.scripts[f.ID] = engine.Script(script)
	case wire.KindForget:
		delete(w.scripts, f.ID)
		w.retain()
	case wire.KindRun:
		var run wire.Run
		if err := wire.Decode(f.Body, &run); err != nil {
			return err
		}
		go w.run(f.ID, w.scripts[run.Script], run.Call)
	case wire.KindCheck:
		var check wire.Check
		if err := wire.Decode(f.Body, &check); err != nil {
			return err
		}
		go w.check(f.ID, w.scripts[check.Script])
	case wire.KindWhere:
		if place := whereabouts(); place != "" {
			w.send(wire.KindPlace, f.ID, &wire.Place{Text: place})
		}
	case wire.KindWeigh:
		w.printedAll()
		go w.weigh()
	case wire.KindPrinted:
		w.printed(f.ID)
	case wire.KindAnswer:
		var answer wire.Answer
		if err := wire.Decode(f.Body, &answer); err != nil {
			return err
		}
		w.answered(f.ID, answer)
	default:
		return errors.New("unknown frame: parent and worker differ")
	}
	return nil
}

func (w *worker) retain() {
	ids := make([]string, 0, len(w.scripts))
	for _, script := range w.scripts {
		ids = append(ids, script.ID)
	}
	w.host.Retain(ids...)
}

func (w *worker) run(id uint64, script engine.Script, call engine.Call) {
	defer w.begin()()
	var printed engine.Printed
	w.keepConsole(id, &printed)
	result, err := w.host.Run(engine.WithPrinted(context.Background(), &printed), script, call)
	w.keepConsole(id, nil)
	if err != nil {
		w.unrun(id, err)
		return
	}
	w.send(wire.KindResult, id, (*wire.Result)(&result))
}

func (w *worker) check(id uint64, script engine.Script) {
	defer w.begin()()
	err := w.host.Check(context.Background(), script)
	var checked wire.Checked
	if err != nil {
		fault, ok := errors.AsType[*engine.Exception](err)
		if !ok {
			w.unrun(id, err)
			return
		}
		checked.Fault = fault
	}
	w.send(wire.KindChecked, id, &checked)
}

// begin notes that a call runs, until end is called.
func (w *worker) begin() (end func()) {
	w.active.Add(1)
	return func() {
		w.served.Add(1)
		w.active.Add(-1)
	}
}

func (w *worker) unrun(id uint64, err error) {
	w.send(wire.KindUnrun, id, &wire.Unrun{Reason: err.Error()})
}

// send writes a frame. One that is too long to send, or to be read, is the
// parent's to miss: its deadline ends this process. A broken pipe ends it too.
func (w *worker) send(kind wire.Kind, id uint64, message wire.Message) {
	if err := w.to.Write(kind, id, message); errors.Is(err, wire.ErrTooLong) {
		w.unrun(id, err)
	}
}

// Do asks the parent to make an HTTP exchange; see engine.HTTPDoer.
func (w *worker) Do(ctx context.Context, request engine.HTTPRequest) (engine.HTTPResponse, error) {
	answer := make(chan wire.Answer, 1)
	w.mu.Lock()
	w.numbers++
	id := w.numbers
	w.exchanges[id] = answer
	w.mu.Unlock()
	defer w.drop(id)
	if err := w.to.Write(wire.KindExchange, id, (*wire.Exchange)(&request)); err != nil {
		return engine.HTTPResponse{}, err
	}
	select {
	case a := <-answer:
		if a.Fault != nil {
			return engine.HTTPResponse{}, a.Fault
		}
		return a.Response, nil
	case <-ctx.Done():
		w.send(wire.KindCancel, id, nil)
		return engine.HTTPResponse{}, ctx.Err()
	}
}

func (w *worker) drop(id uint64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.exchanges, id)
}

func (w *worker) answered(id uint64, answer wire.Answer) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if waiting, ok := w.exchanges[id]; ok {
		waiting <- answer // has room for the one answer
		delete(w.exchanges, id)
	}
}

// A logHandler sends the engine's log to the parent.
type logHandler struct {
	to         *wire.Writer
	attributes []wire.Attribute
}

// Enabled takes every line; the parent's logger decides.
func (h *logHandler) Enabled(context.Context, slog.Level) bool { return true }

// Handle sends a line.
func (h *logHandler) Handle(_ context.Context, r slog.Record) error {
	line := wire.Log{Level: int(r.Level), Message: r.Message, Attributes: append([]wire.Attribute(nil), h.attributes...)}
	r.Attrs(func(a slog.Attr) bool {
		line.Attributes = append(line.Attributes, wire.Attribute{Key: a.Key, Value: a.Value.String()})
		return true
	})
	return h.to.Write(wire.KindLog, 0, &line)
}

// WithAttrs returns a handler whose lines have these attributes too.
func (h *logHandler) WithAttrs(attributes []slog.Attr) slog.Handler {
	more := append([]wire.Attribute(nil), h.attributes...)
	for _, a := range attributes {
		more = append(more, wire.Attribute{Key: a.Key, Value: a.Value.String()})
	}
	return &logHandler{h.to, more}
}

// WithGroup leaves groups out; the engine's log has none.
func (h *logHandler) WithGroup(string) slog.Handler { return h }
