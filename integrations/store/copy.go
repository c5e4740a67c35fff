package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"os"
	"slices"
	"strings"
)

// Progress is how far a copy has come.
type Progress struct {
	// Table is the one at hand.
	Table string
	// Rows is how many rows of it were copied so far, Of how many it has.
	Rows, Of int64
}

// progressEvery is how many rows are copied between two words of progress.
const progressEvery = 5000

// Migrate copies everything that one storage keeps into another one, which
// must be empty: all or, with an error, nothing. The source stays as it is.
// Storages are named as for [Open]; no process may have either of them open.
// Afterwards both are read, and what they hold is compared by its hash.
//
// progress, when not nil, is called now and then, and at the end of each table.
// It returns how many rows were copied.
//
// Errors: those of [Open]; [*LockedError] or [*InUseError] when a process has
// one of them open; [ErrNotEmpty] when the target keeps something already.
func Migrate(ctx context.Context, from, to string, progress func(Progress)) (rows int64, err error) {
	source, err := existing(from)
	if err != nil {
		return 0, fmt.Errorf("opening the source: %w", err)
	}
	defer func() { err = errors.Join(err, source.release()) }()
	target, err := databaseOf(to, Options{})
	if err != nil {
		return 0, fmt.Errorf("opening the target: %w", err)
	}
	defer func() { err = errors.Join(err, target.release()) }()
	return copyAll(ctx, source, target, true, progress)
}

// ErrNotEmpty says that the target of a migration keeps something already.
var ErrNotEmpty = errors.New("the target is not empty")

// An InUseError says that processes have a database open that must be still.
type InUseError struct {
	// Storage is the database; Node is one of the processes, by host and
	// process id.
	Storage, Node string
}

// Error says what to do.
func (e *InUseError) Error() string {
	return fmt.Sprintf("%s is in use by %s: stop it; one that was killed is forgotten after ten seconds", e.Storage, e.Node)
}

// existing is databaseOf, without making a file.
func existing(storage string) (database, error) {
	if !isPostgres(storage) {
		if _, err := os.Stat(storage); err != nil {
			return nil, err
		}
	}
	return databaseOf(storage, Options{})
}

// copyAll copies all tables in one transaction on each side. still demands
// that nobody has either database open.
func copyAll(ctx context.Context, source, target database, still bool, progress func(Progress)) (rows int64, err error) {
	tables, err := listTables(ctx)
	if err != nil {
		return 0, err
	}
	from, err := snapshot(ctx, source, still)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, from.close()) }()
	to, err := fill(ctx, target, still, tables)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, to.close()) }()
	if progress == nil {
		progress = func(Progress) {}
	}
	for _, t := range tables {
		n, err := copyTable(ctx, from, to, t, progress)
		if err != nil {
			return 0, fmt.Errorf("copying table %s: %w", t.name, classified(err))
		}
		rows += n
	}
	return rows, classified(to.commit())
}

// A side is one database of a copy, and the transaction on it.
type side struct {
	database database
	pool     *sql.DB
	tx       *sql.Tx
	done     bool
}

func (s *side) commit() error {
	s.done = true
	return s.tx.Commit()
}

func (s *side) close() error {
	var err error
	if !s.done {
		err = s.tx.Rollback()
	}
	return errors.Join(err, s.pool.Close())
}

// snapshot begins to read one moment of a database.
func snapshot(ctx context.Context, db database, still bool) (s *side, err error) {
	pool, err := db.readers()
	if err != nil {
		return nil, err
	}
	s = &side{database: db, pool: pool}
	if s.tx, err = pool.BeginTx(ctx, db.snapshot()); err != nil {
		return nil, errors.Join(damaged(err, db.name()), pool.Close())
	}
	if err := s.current(ctx, still); err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

// current makes sure that a source has the schema of this program.
func (s *side) current(ctx context.Context, still bool) error {
	if err := s.database.unhurried(ctx, s.tx, still); err != nil {
		return classified(err)
	}
	steps, err := migrations(migrationFiles)
	if err != nil {
		return err
	}
	version, err := s.database.found(ctx, s.tx)
	switch {
	case err != nil:
		return classified(err)
	case version > len(steps):
		return &NewerError{Path: s.database.name(), Version: version, Known: len(steps)}
	case version < len(steps):
		return fmt.Errorf("%s is no store, or one of an older rocketscript (schema %d, this one has %d): start this version's serve on it once", s.database.name(), version, len(steps))
	}
	return nil
}

// fill begins to write into an empty database, of which it makes a store.
func fill(ctx context.Context, db database, still bool, tables []table) (s *side, err error) {
	pool, err := db.writers()
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, pool.Close())
		}
	}()
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, damaged(err, db.name())
	}
	if _, err := db.check(ctx, conn); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	_, _, err = migrate(ctx, conn, db, migrationFiles)
	if err := errors.Join(err, conn.Close()); err != nil {
		return nil, classified(err)
	}
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return nil, classified(err)
	}
	if err := errors.Join(db.unhurried(ctx, tx, still), empty(ctx, tx, tables)); err != nil {
		return nil, errors.Join(classified(err), tx.Rollback())
	}
	return &side{database: db, pool: pool, tx: tx}, nil
}

// empty makes sure that no table has a row.
func empty(ctx context.Context, tx *sql.Tx, tables []table) error {
	for _, t := range tables {
		var some bool
		if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM `+t.name+`)`).Scan(&some); err != nil {
			return err
		}
		if some {
			return fmt.Errorf("%w: its table %s has rows", ErrNotEmpty, t.name)
		}
	}
	return nil
}

// A table is one of the schema.
type table struct {
	name         string
	columns, key []string
	// counter is the column that the database numbers; empty when there is none.
	counter string
}

// listTables returns the tables of the schema, those that others refer to
// before those: the order in which migrations make them.
func listTables(ctx context.Context) (tables []table, err error) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1) // each connection would have a memory of its own
	steps, err := migrations(migrationFiles)
	if err != nil {
		return nil, err
	}
	for _, step := range steps {
		if _, err := db.ExecContext(ctx, step.text); err != nil {
			return nil, err
		}
	}
	rows, err := db.QueryContext(ctx, `SELECT s.name, c.name, c.pk, c.type = 'INTEGER' AND s.sql NOT LIKE '%INTEGER PRIMARY KEY REFERENCES%'
		FROM sqlite_schema s, pragma_table_info(s.name) c WHERE s.type = 'table' AND s.name NOT LIKE 'sqlite%' ORDER BY s.rowid, c.cid`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var name, column string
		var key int
		var number bool
		if err := rows.Scan(&name, &column, &key, &number); err != nil {
			return nil, err
		}
		tables = withColumn(tables, name, column, key, number)
	}
	return tables, rows.Err()
}

// withColumn adds a column to the last table, or to a new one of another name.
func withColumn(tables []table, name, column string, key int, number bool) []table {
	if len(tables) == 0 || tables[len(tables)-1].name != name {
		tables = append(tables, table{name: name})
	}
	t := &tables[len(tables)-1]
	t.columns = append(t.columns, column)
	if key == 0 {
		return tables
	}
	t.key = append(t.key, column)
	t.counter = ""
	if number && len(t.key) == 1 {
		t.counter = column
	}
	return tables
}

// rowsAtOnce is how many rows one statement writes.
const rowsAtOnce = 50

// copyTable copies a table with its counter, and compares what came of it.
func copyTable(ctx context.Context, from, to *side, t table, progress func(Progress)) (n int64, err error) {
	p := Progress{Table: t.name}
	if err := from.tx.QueryRowContext(ctx, `SELECT count(*) FROM `+t.name).Scan(&p.Of); err != nil {
		return 0, err
	}
	var batch []any
	hashed, err := from.each(ctx, t, func(row []any) error {
		batch = append(batch, row...)
		if p.Rows++; p.Rows%progressEvery == 0 {
			progress(p)
		}
		if len(batch) < rowsAtOnce*len(t.columns) {
			return nil
		}
		defer func() { batch = batch[:0] }()
		return to.insert(ctx, t, batch)
	})
	if err != nil {
		return p.Rows, err
	}
	if err := to.insert(ctx, t, batch); err != nil {
		return p.Rows, err
	}
	count, err := from.database.counter(ctx, from.tx, t)
	if err != nil {
		return p.Rows, err
	}
	if err := to.database.setCounter(ctx, to.tx, t, count); err != nil {
		return p.Rows, err
	}
	written, err := to.each(ctx, t, func([]any) error { return nil })
	if err == nil && !slices.Equal(written, hashed) {
		err = errors.New("what was written is not what was read; nothing was kept")
	}
	progress(p)
	return p.Rows, err
}

// each passes on the rows of a table, by its key, and returns their hash.
func (s *side) each(ctx context.Context, t table, do func(row []any) error) (hashed []byte, err error) {
	rows, err := s.tx.QueryContext(ctx, `SELECT `+strings.Join(t.columns, ", ")+` FROM `+t.name+` ORDER BY `+strings.Join(t.key, ", "))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	sum := sha256.New()
	for rows.Next() {
		row, into := make([]any, len(t.columns)), make([]any, len(t.columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		for i, v := range row {
			if bytes, ok := v.([]byte); ok && bytes == nil {
				row[i] = []byte{} // an empty value, as SQLite's driver gives it
			}
		}
		if err := addTo(sum, valid(row)); err != nil {
			return nil, err
		}
		if err := do(row); err != nil {
			return nil, err
		}
	}
	return sum.Sum(nil), rows.Err()
}

// addTo adds a row to a hash: of each value its kind, its length, and itself.
func addTo(sum hash.Hash, row []any) error {
	for _, v := range row {
		var kind byte
		var text []byte
		switch v := v.(type) {
		case nil:
			kind = 'n'
		case int64:
			kind, text = 'i', binary.BigEndian.AppendUint64(nil, uint64(v))
		case string:
			kind, text = 't', []byte(v)
		case []byte:
			kind, text = 'b', v
		default:
			return fmt.Errorf("a column holds a %T", v)
		}
		_, _ = sum.Write(binary.BigEndian.AppendUint64([]byte{kind}, uint64(len(text)))) // never fails
		_, _ = sum.Write(text)
	}
	return nil
}

// insert writes whole rows.
func (s *side) insert(ctx context.Context, t table, values []any) error {
	if len(values) == 0 {
		return nil
	}
	row := "(?" + strings.Repeat(", ?", len(t.columns)-1) + ")"
	text := `INSERT INTO ` + t.name + ` (` + strings.Join(t.columns, ", ") + `) VALUES ` + row + strings.Repeat(", "+row, len(values)/len(t.columns)-1)
	_, err := s.tx.ExecContext(ctx, s.database.query(text), values...)
	return err
}
