package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// postgresCode tells, for the codes of PostgreSQL that speak of the surroundings
// and not of the statement, what is the matter and what to do.
func postgresCode(code string) (text string, outside bool) {
	switch code {
	case "53100":
		return "the disk of PostgreSQL is full, free some space", true
	case "53300":
		return "PostgreSQL has no connection left, raise max_connections", true
	case "25006":
		return "PostgreSQL only reads, connect to the primary server", true
	case "25P02", "25P03", "25P04", "57014", "55P03", "40001", "40P01":
		return "PostgreSQL gave up waiting, look at what keeps it busy", true
	case "3D000":
		return "the database does not exist, create it", true
	case "42501":
		return "PostgreSQL does not allow it, check the rights of the user", true
	}
	switch code[:min(2, len(code))] {
	case "08", "57":
		return "PostgreSQL cannot be reached, or is stopping", true
	case "28":
		return "PostgreSQL does not let the user in, check name and password", true
	case "53", "58", "XX":
		return "PostgreSQL failed, look at its log", true
	}
	return "", false
}

// postgresCause is postgresCode for an error of the driver, or of the
// connection.
func postgresCause(err error) (text string, outside bool) {
	if errors.Is(err, context.Canceled) {
		return "", false // the caller went away
	}
	var fault *pgconn.PgError
	if errors.As(err, &fault) {
		return postgresCode(fault.Code)
	}
	var connect *pgconn.ConnectError
	if errors.As(err, &connect) || cut(err) || pgconn.Timeout(err) ||
		errors.Is(err, sql.ErrConnDone) || errors.Is(err, context.DeadlineExceeded) {
		return "PostgreSQL cannot be reached", true
	}
	return "", false
}

// cut tells whether a connection that was there is no more.
func cut(err error) bool {
	var fault *pgconn.PgError
	if errors.As(err, &fault) {
		return fault.Severity == "FATAL" && strings.HasPrefix(fault.Code, "57P")
	}
	var network net.Error
	if errors.As(err, &network) {
		return !network.Timeout()
	}
	return pgconn.SafeToRetry(err) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, net.ErrClosed) || errors.Is(err, driver.ErrBadConn)
}
