package store

import (
	"context"
	"database/sql"
	"time"
)

// databaseOf is the database that a storage names.
func databaseOf(storage string, options Options) (database, error) {
	if isPostgres(storage) {
		return newPostgres(storage, options.Lease)
	}
	return newSQLite(storage, busyTimeout, options)
}

// A database is what differs between the databases a store can live in.
// Queries are written once, with ? for their arguments.
type database interface {
	// name is what people know it by, without secrets.
	name() string
	// writers returns a pool of the one connection that writes, readers that
	// of the connections that only read.
	writers() (*sql.DB, error)
	readers() (*sql.DB, error)
	// query puts a statement into the words of the database.
	query(text string) string
	// begin begins a transaction of the writer, and renews its lease. commit
	// ends it, and tells other nodes the news; after an error nothing of it was
	// kept, or, with errInDoubt, nobody knows.
	begin(w *writer) error
	commit(w *writer, n news) error

	// lease is how long a node holds what it has started, counted from its last
	// write; zero means forever, because there is no other node.
	lease() time.Duration
	// expire ends the leases that are over, and tells whether there were any.
	expire(t *tx) (bool, error)
	// abandoned is the condition for deliveries that no living node attempts,
	// apart from those of this node.
	abandoned() string
	// leave ends the lease of this node.
	leave(t *tx) error
	// listen announces the news of other nodes until the function it returns
	// is called.
	listen(ctx context.Context, node string, announce func([topics]bool)) (stop func(), err error)

	// check tells whether the database is a store of ours, or empty, and
	// sound; whole says that all of it was looked at.
	check(ctx context.Context, conn *sql.Conn) (whole bool, err error)
	// version is that of the schema, 0 when there is none yet. No other
	// process changes it before the transaction ends.
	version(ctx context.Context, tx *sql.Tx) (int, error)
	// schema puts a migration into the words of the database; mark is the
	// statements that write the version it leads to.
	schema(migration string) string
	mark(version int) string

	// size is about how many bytes the store takes, without free space.
	size(ctx context.Context, r *reader) (int64, error)
	// giveBack returns free space to the file system, in small steps.
	giveBack(ctx context.Context, s *Store) error

	// snapshot is how a transaction begins that sees one moment; unhurried lets
	// one take its time, and, with still, returns an error while other processes
	// have the database open.
	snapshot() *sql.TxOptions
	unhurried(ctx context.Context, tx *sql.Tx, still bool) error
	// found is the version of the schema, which changes nothing.
	found(ctx context.Context, tx *sql.Tx) (int, error)
	// counter is the last number given to a row of a table; setCounter makes it
	// so.
	counter(ctx context.Context, tx *sql.Tx, t table) (last int64, err error)
	setCounter(ctx context.Context, tx *sql.Tx, t table, last int64) error

	// release gives the database up, after all connections are closed.
	release() error
}
