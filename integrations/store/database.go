package store

import (
	"context"
	"database/sql"
)

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
	// begin begins a transaction of the writer.
	begin(w *writer) error

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

	// release gives the database up, after all connections are closed.
	release() error
}
