// Package worker runs scripts in processes that can be killed. A [Pool] does
// what an [engine.Host] does, with the same methods, for scripts from strangers:
// in the interpreter's own process nothing stops a built-in function that runs
// for ever, and nothing limits memory.
//
// # One line in main
//
// A worker is the program itself, started once more. So a program that makes a
// Pool has to begin with
//
//	func main() {
//		worker.Main()
//		…
//
// which returns at once unless this process was started as a worker. A TestMain
// of tests that make a Pool begins with it too. Without it the Pool says that
// its workers do not get ready.
//
// # What a worker is
//
// It has an empty environment and no descriptors but two pipes, over which
// frames go (see internal/wire). On Linux it has no network, no files and
// hardly any system calls: what the machine allows of that is logged when the
// first one starts, and what it does not is no reason not to run. It ignores
// Ctrl-C and SIGTERM, and ends when its parent does, however that ends.
//
// A worker runs many scripts, in parallel. Each script stays in its worker, with
// its state. HTTP calls are made by the parent, for a worker could not.
//
// # When a script runs wild
//
// The limits of the interpreter work inside workers too, and come first: a loop
// in a script is interrupted at its deadline, with the line it was at, and
// nobody is killed. So is, before it has used up [Options.Memory], a script that
// piles up values. Go does not tell who keeps them: it is the call that has run
// longest without a pause, and where other scripts ran beside it, it is run
// again in a fresh worker, alone, unless it had made HTTP calls. The one that is
// stopped there too has a worker of its own from then on.
//
// What such limits do not stop, a built-in function that runs for ever or takes
// all memory at once, is killed: a call that does not end by its deadline, or
// makes its worker grow by more than Options.Memory, costs the worker its life.
// What else was under way there is run once more: where all scripts run, when
// it is known who was at fault; else the calls of each script in a fresh worker
// of their own, so that only the script that kills again is to blame. A call
// that had made HTTP calls is not repeated. The culprit's caller gets a Result
// with an exception such as "killed: over 64 MB", and with what the script had
// printed until a tenth of a second before. From then on the script has a worker
// of its own, until it has behaved for an hour, and when it goes on killing it
// is not run for growing spells. Scripts that lost their state are told so in
// [engine.Result.StateLost].
package worker
