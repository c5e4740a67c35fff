package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// The parts of a copy that are PostgreSQL's own.

func (p *postgres) snapshot() *sql.TxOptions {
	return &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
}

// unhurried lets a transaction take its time. still demands that no node is
// there.
func (p *postgres) unhurried(ctx context.Context, tx *sql.Tx, still bool) error {
	if _, err := tx.ExecContext(ctx, `SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0`); err != nil || !still {
		return err
	}
	var exists bool
	if err := tx.QueryRowContext(ctx, `SELECT to_regclass($1) IS NOT NULL`, p.table("nodes")).Scan(&exists); err != nil || !exists {
		return err
	}
	e := &InUseError{Storage: p.name()}
	err := tx.QueryRowContext(ctx, `SELECT name FROM nodes WHERE lease_until > clock_timestamp() LIMIT 1`).Scan(&e.Node)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return errors.Join(err, e)
}

func (p *postgres) found(ctx context.Context, tx *sql.Tx) (version int, err error) {
	var exists bool
	if err := tx.QueryRowContext(ctx, `SELECT to_regclass($1) IS NOT NULL`, p.table("schema_version")).Scan(&exists); err != nil || !exists {
		return 0, err
	}
	err = tx.QueryRowContext(ctx, `SELECT version FROM schema_version`).Scan(&version)
	return version, err
}

// sequence is the one that numbers a table's counter.
func (p *postgres) sequence(ctx context.Context, tx *sql.Tx, t table) (name string, err error) {
	err = tx.QueryRowContext(ctx, `SELECT pg_get_serial_sequence($1, $2)`, p.table(t.name), t.counter).Scan(&name)
	return name, err
}

func (p *postgres) counter(ctx context.Context, tx *sql.Tx, t table) (last int64, err error) {
	if t.counter == "" {
		return 0, nil
	}
	sequence, err := p.sequence(ctx, tx, t)
	if err != nil {
		return 0, err
	}
	err = tx.QueryRowContext(ctx, `SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM `+sequence).Scan(&last)
	return last, err
}

func (p *postgres) setCounter(ctx context.Context, tx *sql.Tx, t table, last int64) error {
	if t.counter == "" {
		return nil
	}
	sequence, err := p.sequence(ctx, tx, t)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `SELECT setval($1::regclass, $2, FALSE)`, sequence, last+1); err != nil {
		return fmt.Errorf("setting %s: %w", sequence, err)
	}
	return nil
}
