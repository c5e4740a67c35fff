package store

import (
	"context"
	"database/sql"
	"sync"
)

// A reader runs queries on the connections that cannot write.
type reader struct {
	db       *sql.DB
	database database

	mu         sync.Mutex
	closed     bool
	statements map[string]*sql.Stmt
}

func newReader(db *sql.DB, words database) *reader {
	return &reader{db: db, database: words, statements: make(map[string]*sql.Stmt)}
}

// query implements querier with statements that are prepared once.
func (r *reader) query(ctx context.Context, text string, arguments ...any) (*sql.Rows, error) {
	arguments = valid(arguments)
	rows, err := r.try(ctx, text, arguments)
	// Connections that nobody used may have been cut, all of them; each shows
	// it only when it is used.
	for tries := r.db.Stats().MaxOpenConnections; tries > 0 && cut(err) && ctx.Err() == nil; tries-- {
		rows, err = r.try(ctx, text, arguments)
	}
	return rows, classified(err)
}

func (r *reader) try(ctx context.Context, text string, arguments []any) (*sql.Rows, error) {
	s, err := r.prepared(ctx, text)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, arguments...)
}

// fail implements querier; one failed query does not concern the next.
func (r *reader) fail(error) {}

func (r *reader) prepared(ctx context.Context, text string) (*sql.Stmt, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return nil, ErrClosed
	}
	if s, ok := r.statements[text]; ok {
		return s, nil
	}
	s, err := r.db.PrepareContext(ctx, r.database.query(text))
	if err != nil {
		return nil, err
	}
	r.statements[text] = s
	return s, nil
}

func (r *reader) close() error {
	r.mu.Lock()
	r.closed = true
	for _, s := range r.statements {
		_ = s.Close() // with the connections at the latest
	}
	r.mu.Unlock()
	return r.db.Close()
}
