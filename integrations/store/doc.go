// Package store keeps everything: executions, deliveries, the embedded
// workspace, integrations that are no part of the configuration, and the
// generated tokens, in one SQLite file, or in PostgreSQL when one machine is not
// enough.
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
// disk is full, another process holds the file, PostgreSQL cannot be reached)
// every caller of the batch gets the error, which is an [ErrUnavailable], and the
// next batch starts afresh on a new connection; nothing has to be restarted once
// the cause is gone.
//
// # Reading
//
// Readers have connections of their own, which cannot write, see the last
// commit, and neither wait for the writer nor hold it up (WAL).
//
// # Databases
//
// What differs between SQLite and PostgreSQL is behind one interface
// (database.go). Everything else is one code: the schema (migrations/, in
// SQLite's words, a few of which PostgreSQL spells differently), the queries
// (with ? for their arguments, and only words that both take) and the writer. On
// PostgreSQL each transaction of a writer begins with a lock that the whole
// cluster shares, so that there is one writer at a time, as on a file: ids grow in
// the order of commit and lanes are taken in that order.
//
// # Nodes
//
// Every open store is a node. A delivery that is started belongs to the node that
// started it, which alone may finish it ([Store.Finish]).
//
// A SQLite file has a lock beside it, so that one process at a time has it:
// deliveries found started at [Open] are therefore interrupted ones, and are put
// back to wait. On PostgreSQL a node holds what it has started for ten seconds
// after it was last heard of, by the clock of the database. Every write renews
// that, and [Store.Renew] does when there is nothing to write; it also puts back
// what the nodes have left whose time is over. Nodes tell each other by NOTIFY
// what has changed, and nothing depends on its arriving.
//
// # Opening
//
// [Open] checks that the database is a store, and brings its schema up to date
// from the numbered files in migrations/.
package store
