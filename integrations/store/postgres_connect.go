package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"os"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// defaultSpace is the schema that holds the tables, unless the URL names
// another one as search_path.
const defaultSpace = "rocketscript"

// isPostgres tells whether a storage is the URL of a PostgreSQL.
func isPostgres(storage string) bool {
	return strings.HasPrefix(storage, "postgres://") || strings.HasPrefix(storage, "postgresql://")
}

// parseURL reads the URL of a database.
func parseURL(storage string) (config *pgx.ConnConfig, space string, err error) {
	// The driver's errors show no password.
	if config, err = pgx.ParseConfig(storage); err != nil {
		return nil, "", fmt.Errorf("%w; a storage looks like postgres://user:password@host/database", err)
	}
	if config.Database == "" {
		return nil, "", errors.New("the storage names no database; it looks like postgres://user:password@host/database")
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectTimeout
	}
	space = config.RuntimeParams["search_path"]
	if space == "" {
		space = defaultSpace
	}
	if strings.ContainsAny(space, `,"`) {
		return nil, "", fmt.Errorf("search_path %q is not one schema: rocketscript keeps its tables in one of its own", space)
	}
	return config, space, nil
}

const (
	connectTimeout = 5 * time.Second
	// patience is how long a connection waits for the server. It is longer than
	// any timeout of the server: it ends when the server, or the way there, is
	// gone without a word.
	patience = 15 * time.Second
)

// A setting is one of a connection's own.
type setting struct{ name, value string }

// settings are those of every connection, as far as the server knows them.
// Together they see to it that a node which is gone, or stuck, does not keep
// the lock for writing from the others for much longer than three seconds: their
// leases last ten.
var settings = []setting{
	{"application_name", "rocketscript"},
	// A node that stops inside a transaction is cut off.
	{"idle_in_transaction_session_timeout", "3s"},
	// Whoever waits for the lock, or for anything, gives up and reports it.
	{"lock_timeout", "6s"},
	{"statement_timeout", "10s"},
	// The server notices that a node's machine is gone. They do nothing on a
	// socket of this machine.
	{"tcp_keepalives_idle", "3"},
	{"tcp_keepalives_interval", "1"},
	{"tcp_keepalives_count", "3"},
	{"tcp_user_timeout", "6s"},
	// What a query in SQLite's words means, it means here.
	{"standard_conforming_strings", "on"},
}

// readerSettings are those of the connections that read.
var readerSettings = []setting{
	{"default_transaction_read_only", "on"},
	// A list of what is rare is planned as such: a plan for anything may walk
	// through everything.
	{"plan_cache_mode", "force_custom_plan"},
}

// writers gives its connection the right to call what was committed durable:
// a server set up otherwise is told so for this connection.
func (p *postgres) writers() (*sql.DB, error) {
	return p.pool(1, func(ctx context.Context, conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, `SELECT set_config('synchronous_commit', 'on', FALSE) WHERE current_setting('synchronous_commit') = 'off'`)
		return err
	}), nil
}

func (p *postgres) readers() (*sql.DB, error) {
	return p.pool(max(4, runtime.NumCPU()), func(ctx context.Context, conn *pgx.Conn) error {
		return p.set(ctx, conn, readerSettings)
	}), nil
}

func (p *postgres) pool(size int, prepare func(context.Context, *pgx.Conn) error) *sql.DB {
	config := p.config.Copy()
	config.DialFunc = func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dialer.DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return &patientConn{Conn: conn}, nil
	}
	db := stdlib.OpenDB(*config, stdlib.OptionAfterConnect(func(ctx context.Context, conn *pgx.Conn) error {
		if err := p.set(ctx, conn, settings); err != nil {
			return err
		}
		// A server that works for a node which is gone finds out, where it can:
		// other systems and versions before 14 refuse the setting.
		_ = p.set(ctx, conn, []setting{{"client_connection_check_interval", "1s"}})
		return prepare(ctx, conn)
	}))
	db.SetMaxOpenConns(size)
	db.SetMaxIdleConns(size)
	return db
}

// set makes the settings that the server knows and the URL leaves open, and the
// schema that of our tables.
func (p *postgres) set(ctx context.Context, conn *pgx.Conn, all []setting) error {
	names, values := []string{"search_path"}, []string{pgx.Identifier{p.space}.Sanitize()}
	for _, s := range all {
		if _, given := p.config.RuntimeParams[s.name]; !given {
			names, values = append(names, s.name), append(values, s.value)
		}
	}
	_, err := conn.Exec(ctx, `SELECT set_config(wanted.name, wanted.value, FALSE)
		FROM unnest($1::text[], $2::text[]) AS wanted (name, value) JOIN pg_settings USING (name)`, names, values)
	return err
}

// dialer notices within half a minute that the server's machine is gone.
var dialer = net.Dialer{KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: 10 * time.Second, Interval: 5 * time.Second, Count: 3}}

// A patientConn is a connection on which no single wait takes longer than
// patience. A shorter limit that the driver sets holds.
type patientConn struct {
	net.Conn
	mu    sync.Mutex
	limit time.Time
}

// Read implements net.Conn.
func (c *patientConn) Read(into []byte) (int, error) {
	if err := c.wait(c.Conn.SetReadDeadline); err != nil {
		return 0, err
	}
	return c.Conn.Read(into)
}

// Write implements net.Conn.
func (c *patientConn) Write(from []byte) (int, error) {
	if err := c.wait(c.Conn.SetWriteDeadline); err != nil {
		return 0, err
	}
	return c.Conn.Write(from)
}

// wait sets the deadline of the next wait, unless the driver has set one.
func (c *patientConn) wait(set func(time.Time) error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.limit.IsZero() {
		return nil
	}
	return set(time.Now().Add(patience))
}

// SetDeadline implements net.Conn.
func (c *patientConn) SetDeadline(limit time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.limit = limit
	return c.Conn.SetDeadline(limit)
}

// nodeName is what people know this process by.
func nodeName() string {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	return validText(fmt.Sprintf("%s:%d", host, os.Getpid()))
}
