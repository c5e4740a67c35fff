package store

import (
	"context"
	"database/sql"
	"errors"

	"rocketscript/integrations"
)

// A tx is the writer's transaction as one request sees it. It must not be used
// after the request has returned.
type tx struct {
	writer *writer
	// failed is the first error of a statement of the request. From then on
	// nothing more is run: SQLite may have dropped the transaction, and each
	// further statement would commit by itself.
	failed error
	ended  bool
	// news is what others are told once the transaction is durable.
	news news
	// claims are the attempts it started.
	claims []claim
}

var errEnded = errors.New("the transaction has ended")

func (t *tx) statement(text string) (*sql.Stmt, error) {
	if t.ended {
		return nil, errEnded
	}
	if t.failed != nil {
		return nil, t.failed
	}
	s, err := t.writer.prepared(text)
	if err != nil {
		t.failed = err
	}
	return s, err
}

// exec runs a statement that returns no rows. It takes no context: one caller
// who goes away must not interrupt a transaction that others share.
func (t *tx) exec(text string, arguments ...any) (sql.Result, error) {
	s, err := t.statement(text)
	if err != nil {
		return nil, err
	}
	result, err := s.ExecContext(context.Background(), valid(arguments)...)
	if err != nil {
		t.failed = classified(err)
		return nil, t.failed
	}
	return result, nil
}

// insert runs an INSERT … RETURNING and returns the new row's number.
func (t *tx) insert(text string, arguments ...any) (int64, error) {
	return one(context.Background(), t, value[int64], text, arguments...)
}

// query implements querier. The context is not used, for the reason above.
func (t *tx) query(_ context.Context, text string, arguments ...any) (*sql.Rows, error) {
	s, err := t.statement(text)
	if err != nil {
		return nil, err
	}
	rows, err := s.QueryContext(context.Background(), valid(arguments)...)
	if err != nil {
		t.failed = classified(err)
		return nil, t.failed
	}
	return rows, nil
}

// fail keeps an error met while rows were read.
func (t *tx) fail(err error) {
	if t.failed == nil {
		t.failed = err
	}
}

// A claim is an attempt that a transaction started.
type claim struct {
	delivery int64
	attempt  int
}

// claimed notes an attempt that the transaction starts.
func (t *tx) claimed(delivery int64, attempt int) {
	t.claims = append(t.claims, claim{delivery, attempt})
}

// A querier runs queries: the writer's transaction, or the readers.
type querier interface {
	query(ctx context.Context, text string, arguments ...any) (*sql.Rows, error)
	fail(err error)
}

// A scanner is one row of an answer.
type scanner interface {
	Scan(into ...any) error
}

// list returns all rows of a query, each made by scan.
func list[T any](ctx context.Context, q querier, scan func(scanner) (T, error), text string, arguments ...any) ([]T, error) {
	rows, err := q.query(ctx, text, arguments...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // a second time does nothing
	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			q.fail(err)
			return nil, err
		}
		all = append(all, one)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		err = classified(err)
		q.fail(err)
		return nil, err
	}
	return all, nil
}

// one returns the first row of a query, integrations.ErrNotFound without one.
func one[T any](ctx context.Context, q querier, scan func(scanner) (T, error), text string, arguments ...any) (T, error) {
	all, err := list(ctx, q, scan, text, arguments...)
	if err != nil || len(all) == 0 {
		var none T
		if err == nil {
			err = integrations.ErrNotFound
		}
		return none, err
	}
	return all[0], nil
}

// value scans a single column.
func value[T any](row scanner) (v T, err error) {
	err = row.Scan(&v)
	return v, err
}
