package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// busyTimeout is how long a statement waits for a lock that another program
// (a backup, somebody's shell) holds on the file.
const busyTimeout = 5 * time.Second

// walLimit is how large the write-ahead log may stay, in bytes, after a burst.
const walLimit = 64 << 20

// A sqliteFile is a database in one file, held by one process at a time.
type sqliteFile struct {
	file string
	// busy is how long a statement waits for a lock of another program.
	busy time.Duration
	held *os.File
}

func newSQLite(path string, busy time.Duration, options Options) (*sqliteFile, error) {
	file, err := resolve(path)
	if err != nil {
		return nil, err
	}
	held, err := lockWithin(file, options)
	if err != nil {
		return nil, err
	}
	return &sqliteFile{file: file, busy: busy, held: held}, nil
}

func (f *sqliteFile) name() string { return f.file }

func (f *sqliteFile) writers() (*sql.DB, error) { return openWriter(f.file, f.busy) }

func (f *sqliteFile) readers() (*sql.DB, error) { return openReaders(f.file, f.busy) }

// What we write is written in SQLite's words.
func (f *sqliteFile) query(text string) string  { return text }
func (f *sqliteFile) schema(text string) string { return text }

// begin takes the lock for writing at once: a transaction that began by
// reading could be refused it later.
func (f *sqliteFile) begin(w *writer) error { return w.statement("BEGIN IMMEDIATE") }

func (f *sqliteFile) commit(w *writer, _ news) error {
	err := w.statement("COMMIT")
	if err != nil {
		_ = w.statement("ROLLBACK")
	}
	return err
}

// The file is locked for one process: whatever another one has left started is
// abandoned.
func (f *sqliteFile) lease() time.Duration     { return 0 }
func (f *sqliteFile) expire(*tx) (bool, error) { return false, nil }
func (f *sqliteFile) abandoned() string        { return "TRUE" }
func (f *sqliteFile) leave(*tx) error          { return nil }

func (f *sqliteFile) listen(context.Context, string, func([topics]bool)) (stop func(), err error) {
	return func() {}, nil
}

func (f *sqliteFile) check(ctx context.Context, conn *sql.Conn) (whole bool, err error) {
	return check(ctx, conn, f.file, checkTime)
}

func (f *sqliteFile) version(ctx context.Context, tx *sql.Tx) (version int, err error) {
	err = tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version)
	return version, err
}

// mark needs no parameters, which PRAGMA does not take: both numbers are ours.
func (f *sqliteFile) mark(version int) string {
	return fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, version)
}

func (f *sqliteFile) size(ctx context.Context, r *reader) (int64, error) {
	return one(ctx, r, value[int64],
		`SELECT (p.page_count - f.freelist_count) * z.page_size FROM pragma_page_count p, pragma_freelist_count f, pragma_page_size z`)
}

// stepPages is how many free pages a step gives back to the file system.
const stepPages = 256

// giveBack returns free pages to the file system, in steps.
func (f *sqliteFile) giveBack(ctx context.Context, s *Store) error {
	free, err := one(ctx, s.reader, value[int64], `SELECT freelist_count FROM pragma_freelist_count`)
	for ; err == nil && free > stepPages && ctx.Err() == nil; free -= stepPages {
		err = s.writer.do(ctx, func(t *tx) error {
			// It gives back a page a row.
			_, err := list(context.Background(), t, func(scanner) (struct{}, error) { return struct{}{}, nil }, fmt.Sprintf(`PRAGMA incremental_vacuum(%d)`, stepPages))
			return err
		})
		pause(ctx, stepPause)
	}
	if err != nil {
		return fmt.Errorf("giving free space back: %w", err)
	}
	return nil
}

func (f *sqliteFile) release() error { return unlock(f.held) }

// applicationID marks a SQLite file as a store of ours ("rock"), so that the
// database of some other program is never taken for one.
const applicationID = 0x726f636b

// dsn names a database file to the driver. The path goes in as a URI so that
// none of its characters can be taken for a parameter. busy_timeout comes
// first because the other pragmas may have to wait for a lock already.
func dsn(path string, busy time.Duration, pragmas ...string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/… on Windows
	}
	query := url.Values{"_dqs": {"0"}, "_defensive": {"1"}}
	query.Add("_pragma", "busy_timeout("+strconv.FormatInt(busy.Milliseconds(), 10)+")")
	for _, p := range pragmas {
		query.Add("_pragma", p)
	}
	return (&url.URL{Scheme: "file", Path: path, RawQuery: query.Encode()}).String()
}

// openWriter returns a pool of the one connection that writes.
func openWriter(path string, busy time.Duration) (*sql.DB, error) {
	return openPool(1, dsn(path, busy,
		// Lets retention give space back in small steps. Only a database
		// without tables can be given it.
		"auto_vacuum(INCREMENTAL)",
		"journal_mode(WAL)",
		"synchronous(FULL)",
		"foreign_keys(1)",
		"journal_size_limit("+strconv.Itoa(walLimit)+")",
		"cache_size(-16000)", // KiB
		"temp_store(MEMORY)",
	))
}

// openReaders returns the pool of connections that read, and only that.
func openReaders(path string, busy time.Duration) (*sql.DB, error) {
	return openPool(max(4, runtime.NumCPU()), dsn(path, busy, "query_only(1)", "temp_store(MEMORY)"))
}

func openPool(size int, name string) (*sql.DB, error) {
	connector, err := sqlite.NewConnector(name)
	if err != nil {
		return nil, err
	}
	db := sql.OpenDB(connector)
	db.SetMaxOpenConns(size)
	db.SetMaxIdleConns(size)
	return db, nil
}

// resolve makes path absolute and follows symbolic links, so that two names of
// one file meet at one lock. It makes the directory (0700) and the file (0600:
// it holds what senders sent) where they are missing.
func resolve(path string) (string, error) {
	if path == "" || strings.HasPrefix(path, ":memory:") {
		return "", fmt.Errorf("storage %q is not a file: nothing would survive a restart; give a path such as sqlite:data/rocketscript.db", path)
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return "", err
	}
	if err := f.Close(); err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(path)
}

// checkTime bounds how long a start waits for the check of the file, which
// reads all of it. What it did not come to is found when it is used.
const checkTime = 2 * time.Second

// check tells whether the file is a store of ours, or empty, and sound as far
// as it was seen within limit; whole says that all of it was.
func check(ctx context.Context, conn *sql.Conn, path string, limit time.Duration) (whole bool, err error) {
	var id, tables int
	for _, q := range []struct {
		text string
		into any
	}{
		{"PRAGMA application_id", &id},
		{"SELECT count(*) FROM sqlite_schema", &tables},
	} {
		if err := conn.QueryRowContext(ctx, q.text).Scan(q.into); err != nil {
			return false, damaged(err, path)
		}
	}
	if id != applicationID && (id != 0 || tables > 0) {
		return false, &DamagedError{Path: path, Problem: "it is the database of another program"}
	}
	var found string
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	err = conn.QueryRowContext(limited, "PRAGMA quick_check(1)").Scan(&found)
	switch {
	case err != nil && limited.Err() != nil && ctx.Err() == nil:
		return false, nil
	case err != nil:
		return false, damaged(err, path)
	case found != "ok":
		return false, &DamagedError{Path: path, Problem: "it is damaged (" + found + ")"}
	}
	return true, nil
}

// damaged turns the driver's word for a broken file into a [DamagedError].
func damaged(err error, path string) error {
	var fault *sqlite.Error
	if errors.As(err, &fault) {
		switch fault.Code() & 0xff {
		case sqlite3.SQLITE_NOTADB:
			return &DamagedError{Path: path, Problem: "it is not an SQLite database"}
		case sqlite3.SQLITE_CORRUPT:
			return &DamagedError{Path: path, Problem: "it is damaged (" + err.Error() + ")"}
		}
	}
	return classified(err)
}

// sqliteCode tells, for the primary result codes that speak of the surroundings
// and not of the statement, what is the matter and what to do.
func sqliteCode(code int) (text string, outside bool) {
	switch code & 0xff {
	case sqlite3.SQLITE_FULL:
		return "the disk is full, free some space", true
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL:
		return "another program holds the file, let it finish", true
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH:
		return "the file may not be written, check its permissions and the mount", true
	case sqlite3.SQLITE_CANTOPEN:
		return "the file cannot be opened, check that its directory exists and may be written", true
	case sqlite3.SQLITE_IOERR:
		return "the disk failed, check it and the free space", true
	case sqlite3.SQLITE_NOMEM:
		return "out of memory", true
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return "the file is damaged, restore a backup", true
	}
	return "", false
}

// sqliteCause is sqliteCode for an error of the driver.
func sqliteCause(err error) (text string, outside bool) {
	var fault *sqlite.Error
	if !errors.As(err, &fault) {
		return "", false
	}
	return sqliteCode(fault.Code())
}
