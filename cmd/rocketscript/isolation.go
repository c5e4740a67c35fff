package main

import (
	"log/slog"
	"runtime"

	"rocketscript/engine"
	"rocketscript/engine/worker"
	"rocketscript/integrations"
)

// An isolation says how scripts are kept from the server and each other.
type isolation string

const (
	// isolationProcess runs them in worker processes, which can be killed.
	isolationProcess isolation = "process"
	// isolationNone runs them in the server's own process.
	isolationNone isolation = "none"
)

// A scriptEngine runs the scripts of `serve`: an engine.Host, or a worker.Pool.
type scriptEngine interface {
	integrations.ReplayRunner
	// Retain forgets the scripts that are not named.
	Retain(ids ...string)
	// Paused says why a script is not run for now; empty when it is.
	Paused(id string) string
	// Close lets the calls under way finish.
	Close()
}

// newScriptEngine makes the engine that the configuration asks for, as far as
// the machine can do it.
func newScriptEngine(c *config, http engine.HTTPDoer, log *slog.Logger) scriptEngine {
	options := engine.Options{HTTP: http, Logger: log}
	if c.isolation == isolationProcess && runtime.GOOS != "windows" {
		return worker.NewPool(worker.Options{Engine: options, Workers: c.workers, Memory: c.memory})
	}
	if c.isolation == isolationProcess {
		log.Warn("scripts run in the server's process: worker processes are for Linux and macOS", "key", "engine.isolation")
	}
	return inProcess{engine.NewHost(options)}
}

// inProcess is an engine whose scripts run wild at everybody's cost.
type inProcess struct{ *engine.Host }

// Paused is always empty: nothing can be killed here.
func (inProcess) Paused(string) string { return "" }
