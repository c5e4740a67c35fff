package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

// A postgres is a database that any number of nodes share.
//
// All of them write one after another: a transaction begins with a lock that
// the whole cluster shares and that ends with it. So ids grow in the order of
// commit, lanes are taken in that order, and there are no deadlocks, as in a
// file with one writer. A node that stops inside a transaction is cut off by the
// server (see settings), which ends the lock.
type postgres struct {
	config *pgx.ConnConfig
	// space is the schema that holds the tables.
	space string
	// hold is how long a lease lasts.
	hold time.Duration
	// doubt is how long a commit that was cut off is asked after.
	doubt time.Duration
	// batch counts the transactions of this node; it is the writer's.
	batch int64
}

const (
	// leaseTime is how long a node holds what it has started.
	leaseTime = 10 * time.Second
	// doubtTime is how long callers wait at most to learn of a commit that was
	// cut off.
	doubtTime = 10 * time.Second
	// lockKey is the first half of the key of the lock for writing, and for
	// migrating ("rock"); the second one stands for the schema.
	lockKey = 0x726f636b
	// keepNodes is how long an ended node is remembered: longer than anybody
	// asks after its last commit.
	keepNodes = "1 hour"
)

func newPostgres(storage string, lease time.Duration) (*postgres, error) {
	config, space, err := parseURL(storage)
	if err != nil {
		return nil, err
	}
	if lease == 0 {
		lease = leaseTime
	}
	return &postgres{config: config, space: space, hold: lease, doubt: doubtTime}, nil
}

func (p *postgres) name() string {
	return fmt.Sprintf("postgres://%s@%s:%d/%s", p.config.User, p.config.Host, p.config.Port, p.config.Database)
}

// query numbers the arguments: each ? becomes $1, $2, …
func (p *postgres) query(text string) string {
	var out strings.Builder
	for n := 1; ; n++ {
		before, after, found := strings.Cut(text, "?")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		fmt.Fprintf(&out, "$%d", n)
		text = after
	}
}

// lock is the statement that waits for the lock for writing.
func (p *postgres) lock() string {
	return fmt.Sprintf(`SELECT pg_advisory_xact_lock(%d, hashtext(%s))`, lockKey, quoted(p.space))
}

// quoted is a text as SQL writes it.
func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// begin begins a transaction, waits for its turn in the cluster, and renews
// the lease of the node. The number of the batch tells later whether the
// transaction was kept. All of it is one round trip.
func (p *postgres) begin(w *writer) error {
	p.batch++
	text := fmt.Sprintf(`BEGIN; %s;
		INSERT INTO nodes (id, name, batch, ended, lease_until) VALUES ('%s', %s, %d, FALSE, clock_timestamp() + interval '%d microseconds')
		ON CONFLICT (id) DO UPDATE SET batch = excluded.batch, ended = FALSE, lease_until = excluded.lease_until`,
		p.lock(), w.node, quoted(nodeName()), p.batch, p.hold.Microseconds())
	_, err := p.run(w.conn, text)
	if cut(err) && w.reconnect() == nil {
		// A connection that nobody used may have been cut long ago.
		_, err = p.run(w.conn, text)
	}
	return classified(err)
}

// commit tells other nodes the news and commits. When the connection is lost
// meanwhile, it finds out what became of the transaction.
func (p *postgres) commit(w *writer, n news) error {
	results, err := p.run(w.conn, p.notify(w.node, n)+"COMMIT")
	var refused *pgconn.PgError
	switch {
	case err == nil && results[len(results)-1].CommandTag.String() != "COMMIT":
		return errors.New("PostgreSQL rolled the transaction back instead of committing it")
	case err == nil:
		return nil
	case errors.As(err, &refused) && refused.Severity == "ERROR":
		_ = w.statement("ROLLBACK")
		return classified(err)
	}
	return p.resolve(w, err)
}

// resolve finds out whether the last batch was kept, after cause has cut its
// commit off.
func (p *postgres) resolve(w *writer, cause error) error {
	const firstWait, longestWait = 50 * time.Millisecond, time.Second
	deadline := time.Now().Add(p.doubt)
	for wait := firstWait; ; wait = min(2*wait, longestWait) {
		kept, err := p.kept(w)
		switch {
		case err == nil && kept:
			w.log.Warn("the connection was lost while changes were committed; they were kept", "error", cause)
			return nil
		case err == nil:
			return classified(cause)
		case time.Now().Add(wait).After(deadline):
			return fmt.Errorf("%w: %w: %w", ErrUnavailable, errInDoubt, errors.Join(cause, err))
		}
		time.Sleep(wait)
	}
}

// kept tells whether the last batch was kept. The lock for writing is the
// transaction's own until it has ended, so whoever gets it knows.
func (p *postgres) kept(w *writer) (bool, error) {
	if err := w.reconnect(); err != nil {
		return false, err
	}
	results, err := p.run(w.conn, fmt.Sprintf(`BEGIN; %s;
		SELECT EXISTS (SELECT 1 FROM nodes WHERE id = '%s' AND batch = %d); ROLLBACK`, p.lock(), w.node, p.batch))
	if err != nil {
		return false, err
	}
	return string(results[2].Rows[0][0]) == "t", nil
}

// run runs several statements in one round trip. They are texts of our own.
func (p *postgres) run(conn *sql.Conn, text string) (results []*pgconn.Result, err error) {
	failed := conn.Raw(func(driver any) error {
		results, err = driver.(*stdlib.Conn).Conn().PgConn().Exec(context.Background(), text).ReadAll()
		return nil
	})
	return results, errors.Join(failed, err)
}

func (p *postgres) lease() time.Duration { return p.hold }

func (p *postgres) expire(t *tx) (bool, error) {
	result, err := t.exec(`UPDATE nodes SET ended = TRUE WHERE NOT ended AND lease_until <= statement_timestamp()`)
	if err != nil {
		return false, err
	}
	if _, err := t.exec(`DELETE FROM nodes WHERE ended AND lease_until <= statement_timestamp() - interval '` + keepNodes + `'`); err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n > 0, err
}

func (p *postgres) abandoned() string {
	return `coalesce(node, '') NOT IN (SELECT id FROM nodes WHERE NOT ended)`
}

func (p *postgres) leave(t *tx) error {
	_, err := t.exec(`UPDATE nodes SET ended = TRUE, lease_until = statement_timestamp() WHERE id = ?`, t.writer.node)
	return err
}

// giveBack leaves it to autovacuum.
func (p *postgres) giveBack(context.Context, *Store) error { return nil }

func (p *postgres) release() error { return nil }
