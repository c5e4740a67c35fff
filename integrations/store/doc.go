// Package store keeps everything: executions, deliveries, the embedded
// workspace and the generated tokens, in one SQLite file.
//
// [Store] is what other packages ask for through interfaces of their own:
// integrations.Store and integrations.Rooms, the queue of package delivery,
// the users of package destination, the chat of package server.
//
// # Writing
//
// One goroutine writes (writer.go). It takes all requests that have come up
// while it committed the last ones, runs them one after another, each under a
// savepoint, commits them together and only then answers them: any number of
// callers share one fsync, and nobody is told of something that is not on the
// disk.
//
//	Record ─┐                 BEGIN
//	Record ─┤   one batch       SAVEPOINT  first  RELEASE
//	Finish ─┼──────────────►    SAVEPOINT  second ROLLBACK TO: only it fails
//	Record ─┘                   SAVEPOINT  third  RELEASE
//	                          COMMIT: fsync, then everyone is answered
//
// A request that fails is undone alone. When the transaction itself fails (the
// disk is full, another process holds the file) every caller of the batch gets
// the error, which is an [ErrUnavailable], and the next batch starts afresh on
// a new connection; nothing has to be restarted once the cause is gone.
//
// # Reading
//
// Readers have connections of their own, which cannot write, see the last
// commit, and neither wait for the writer nor hold it up (WAL).
//
// # Opening
//
// [Open] takes a lock beside the file, so that one process at a time has the
// store: deliveries found started are therefore interrupted ones, and are put
// back to wait. It checks the file and brings its schema up to date from the
// numbered files in migrations/.
package store
