// Package storetest gives tests a PostgreSQL of their own.
//
// [Database] returns an empty database of a server that all tests of a binary
// share. It is started at the first call, from the binaries found in PATH or
// /usr/lib/postgresql, in a directory for temporary files, and reached through
// a socket there; it ends with the test binary, however that ends.
// ROCKETSCRIPT_TEST_POSTGRES names another server instead, by the URL of a
// database from which others may be created.
//
// Where there is no PostgreSQL the test is skipped, and fails instead when
// ROCKETSCRIPT_REQUIRE lists postgres.
package storetest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
)

const (
	serverVariable  = "ROCKETSCRIPT_TEST_POSTGRES"
	requireVariable = "ROCKETSCRIPT_REQUIRE"
)

// errMissing says that there is no PostgreSQL on this machine.
var errMissing = errors.New("no PostgreSQL here: neither PATH nor /usr/lib/postgresql has initdb and postgres, and " + serverVariable + " is not set")

// shared is the server of this test binary.
var shared = sync.OnceValues(func() (*Server, error) {
	if text := os.Getenv(serverVariable); text != "" {
		base, err := url.Parse(text)
		return &Server{base: base}, err
	}
	return newServer()
})

// Database returns the URL of an empty database, which is dropped at the end of
// the test. It skips the test where there is no PostgreSQL.
func Database(t testing.TB) string {
	t.Helper()
	s, err := shared()
	check(t, err)
	return s.Database(t)
}

// check ends the test when there is no server.
func check(t testing.TB, err error) {
	t.Helper()
	switch {
	case err == nil:
	case errors.Is(err, errMissing) && !slices.Contains(strings.Split(os.Getenv(requireVariable), ","), "postgres"):
		t.Skip(err)
	default:
		t.Fatal(err)
	}
}

// Database returns the URL of a new database of the server, which is dropped at
// the end of the test.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	name := "test_" + strings.ToLower(rand.Text())
	if err := s.execute(t.Context(), "CREATE DATABASE "+name+" TEMPLATE template0 ENCODING 'UTF8'"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.execute(context.Background(), "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)"); err != nil {
			t.Log(err)
		}
	})
	u := *s.base
	u.Path = "/" + name
	return u.String()
}

// execute runs a statement on the server's own database.
func (s *Server) execute(ctx context.Context, text string) error {
	conn, err := pgx.Connect(ctx, s.base.String())
	if err != nil {
		return fmt.Errorf("connecting to the PostgreSQL of the tests: %w", err)
	}
	_, err = conn.Exec(ctx, text)
	return errors.Join(err, conn.Close(ctx))
}
