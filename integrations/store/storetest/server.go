package storetest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"
)

// A Server is a PostgreSQL of the tests' own.
type Server struct {
	base *url.URL

	// The rest is zero for a server that ROCKETSCRIPT_TEST_POSTGRES names.
	dir, bin string
	as       *account
	// life is a pipe to the process that minds the server: when its other end
	// closes, for whatever reason, the server is stopped.
	life io.WriteCloser
	mind *exec.Cmd
}

// An account is whom the server runs as: PostgreSQL refuses to run as root.
type account struct{ uid, gid uint32 }

// NewServer returns a server that only this test uses, and may stop. It skips
// the test where there are no binaries of PostgreSQL.
func NewServer(t testing.TB) *Server {
	t.Helper()
	s, err := newServer()
	check(t, err)
	t.Cleanup(func() {
		s.Stop(t)
		_ = os.RemoveAll(s.dir)
	})
	return s
}

func newServer() (*Server, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	s := &Server{bin: bin}
	if s.as, err = whom(); err != nil {
		return nil, err
	}
	if s.dir, err = os.MkdirTemp("", "rocketscript-postgres-"); err != nil {
		return nil, err
	}
	if s.as != nil {
		if err := os.Chown(s.dir, int(s.as.uid), int(s.as.gid)); err != nil {
			return nil, err
		}
	}
	s.base = &url.URL{Scheme: "postgres", User: url.User("postgres"), Path: "/postgres", RawQuery: url.Values{"host": {s.dir}}.Encode()}
	initdb := s.command("initdb", "--pgdata="+s.data(), "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w\n%s", err, out)
	}
	return s, s.start()
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

// command is one of PostgreSQL's programs, run as whom it accepts.
func (s *Server) command(name string, arguments ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(s.bin, name), arguments...)
	cmd.Dir = s.dir
	runAs(cmd, s.as)
	return cmd
}

// minder runs the server given as its arguments until its standard input ends,
// and the directory once the test binary is gone is nobody's: then it removes it.
const minder = `"$@" </dev/null & server=$!
read -r word
[ "$word" = kill ] && kill -QUIT $server || kill -INT $server
wait $server
[ -n "$word" ] || rm -rf "$PWD"`

// start starts the server and waits until it answers.
func (s *Server) start() error {
	shell, err := exec.LookPath("sh")
	if err != nil {
		return err
	}
	s.mind = exec.Command(shell, "-c", minder, "minder", filepath.Join(s.bin, "postgres"), "-D", s.data(), "-k", s.dir,
		// Speed over what only a crash of the machine would show.
		"-c", "listen_addresses=", "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=200", "-c", "shared_buffers=32MB")
	s.mind.Dir = s.dir
	runAs(s.mind, s.as)
	log, err := os.OpenFile(filepath.Join(s.dir, "log"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }()
	s.mind.Stdout, s.mind.Stderr = log, log
	if s.life, err = s.mind.StdinPipe(); err != nil {
		return err
	}
	if err := s.mind.Start(); err != nil {
		return err
	}
	return s.answering()
}

// patience is how long a server may take to start.
const patience = time.Minute

func (s *Server) answering() error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		err := s.execute(ctx, "SELECT")
		if err == nil {
			return nil
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			log, _ := os.ReadFile(filepath.Join(s.dir, "log"))
			return fmt.Errorf("PostgreSQL does not answer: %w\n%s", err, log)
		}
	}
}

// Start starts a server that was stopped.
func (s *Server) Start(t testing.TB) {
	t.Helper()
	if err := s.start(); err != nil {
		t.Fatal(err)
	}
}

// Stop stops the server at once, as if it had crashed. Its data stay.
func (s *Server) Stop(t testing.TB) {
	t.Helper()
	if s.mind == nil {
		return
	}
	_, err := io.WriteString(s.life, "kill\n")
	// What the minder ends with is what the server ended with: a crash.
	var ended *exec.ExitError
	if waited := s.mind.Wait(); !errors.As(waited, &ended) {
		err = errors.Join(err, waited)
	}
	if s.mind = nil; err != nil {
		t.Errorf("stopping PostgreSQL: %v", err)
	}
}

// binaries is the directory of PostgreSQL's programs, of the newest version.
func binaries() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		if path, err = filepath.EvalSymlinks(path); err == nil && has(filepath.Dir(path), "postgres") {
			return filepath.Dir(path), nil
		}
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil {
		return "", err
	}
	version := func(dir string) int {
		n, _ := strconv.Atoi(filepath.Base(filepath.Dir(dir)))
		return n
	}
	slices.SortFunc(found, func(a, b string) int { return version(b) - version(a) })
	for _, dir := range found {
		if has(dir, "initdb") && has(dir, "postgres") {
			return dir, nil
		}
	}
	return "", errMissing
}

func has(dir, program string) bool {
	_, err := exec.LookPath(filepath.Join(dir, program))
	return err == nil
}

// whom is who runs the server; nil for who runs the tests.
func whom() (*account, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, errUID := strconv.ParseUint(u.Uid, 10, 32)
		gid, errGID := strconv.ParseUint(u.Gid, 10, 32)
		if err := errors.Join(errUID, errGID); err != nil {
			return nil, err
		}
		return &account{uint32(uid), uint32(gid)}, nil
	}
	return nil, errors.New("PostgreSQL does not run as root, and there is neither a user postgres nor nobody")
}
