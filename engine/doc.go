// Package engine runs Rocket.Chat incoming-integration scripts: a class Script
// with a method process_incoming_request, which turns a webhook request into a
// message. It is a library of its own and knows nothing of webhooks, messages
// or storage; plain values go in and out.
//
// # Compile
//
// [Compile] turns the text of a [Script] into a [Program], once. A script that
// is not JavaScript gives an [*Exception] that says where: file, line and
// column, counted from 1. A Program holds no state and may be shared.
//
// # Instance
//
// An [Instance] is a script at work. As in Rocket.Chat the Script object is
// made once, and it, file-level variables and Store live on between calls;
// scripts rely on that. [Instance.Run] runs a [Call]. Calls of one instance run
// one at a time, on a goroutine of their own, and give way to each other only at
// await: while one waits for a promise the next begins, and may settle it.
//
// Every call has its own deadline, 3 seconds unless [Call.Timeout] says
// otherwise, which also covers waiting. Code that runs when its time is up is
// interrupted there, and the instance takes no more calls, since the script
// may have been stopped halfway through a change of its state. A promise that
// is never settled costs its own call alone.
//
// # Host
//
// A [Host] runs many scripts. It keeps one instance for each [Script.ID],
// compiles equal sources once, replaces instances that cannot go on, and
// starts a new one when a source changes while the old one finishes its calls.
// Scripts run in parallel. Most programs need nothing but a Host: [Host.Check]
// a script when it is configured, [Host.Run] it for every request,
// [Host.Retain] what is still configured, [Host.Close] at the end.
//
// # Request
//
// A [Request] is what came in, as plain values. The script sees it as request,
// with url, url_raw, url_params, content, content_raw, headers, body and user:
// plain objects in the sender's key order, built from the JSON text without
// detours.
//
// # Result
//
// A [Result] says what the script made of the request: an [Outcome], what it
// returned as JSON, an [Exception] with the place in the script if something
// went wrong, and what it printed on its console. Whatever a script does ends
// up there; errors returned by this package mean that the script did not run.
//
// # Timers and HTTP
//
// Timers and HTTP calls belong to the call that started them: what they bring
// runs as a job of its own, with that call's console and deadline, and ends
// with it. What a timer's function throws ends the call, as it would end a
// process of Node. HTTP calls go to the [HTTPDoer] of [Options], one exchange
// at a time; redirects, limits and the record of them in the [Result] are the
// engine's. With a clock that stands still ([Call.Now]) timers fire at once
// and answers come in order, so that a call always goes the same way.
//
// # What is a limit, and what is not a boundary
//
// Time, stack depth, console and result size are limited (see [Options]), so
// that a script with a bug gets a clear message and no other script suffers.
// This is no protection from a script that means harm. The interpreter looks
// at the clock between instructions, not inside built-in functions: a regular
// expression that backtracks or a very long String.prototype.repeat runs on.
// Its caller is answered a moment after the deadline and the next call gets a
// fresh instance, but the old goroutine works until the built-in ends, and
// nothing limits the memory it takes. Scripts from strangers belong in a process
// that can be killed: package engine/worker is this package in such processes.
package engine
