package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"rocketscript/integrations"
)

// Execution returns all that is kept of an execution, its deliveries as they
// stand now; integrations.ErrNotFound when there is none of that id.
func (s *Store) Execution(ctx context.Context, id string) (*integrations.Execution, error) {
	x, err := one(ctx, s.reader, scanExecution, `SELECT
		x.id, x.integration_id, x.received_at, x.outcome, x.duration, x.reply_status, x.reply_body,
		c.method, c.target, c.url_user_id, c.remote_addr, c.headers, c.script_name, c.script_hash,
		c.exception, c.console, c.console_dropped, c.http, c.warnings, c.returned, c.body,
		coalesce(x.sender_delivery_id, ''), coalesce(x.replay_of, ''), x.history, c.script_duration
		FROM executions x JOIN execution_contents c ON c.execution_seq = x.seq WHERE x.id = ?`, id)
	if err != nil {
		return nil, fmt.Errorf("execution %s: %w", id, err)
	}
	x.Deliveries, err = list(ctx, s.reader, scanDelivery, selectDeliveries+`WHERE x.id = ? ORDER BY d.id`, id)
	if err != nil {
		return nil, fmt.Errorf("deliveries of execution %s: %w", id, err)
	}
	return x, nil
}

func scanExecution(row scanner) (*integrations.Execution, error) {
	x := &integrations.Execution{}
	var headers []byte
	var exception *exceptionRecord
	err := row.Scan(
		&x.ID, &x.IntegrationID, timeColumn{&x.Request.ReceivedAt}, &x.Outcome, &x.Duration, &x.Reply.Status, rawColumn{&x.Reply.Body},
		&x.Request.Method, &x.Request.Target, &x.Request.Params.UserID, &x.Request.RemoteAddr, &headers, &x.ScriptName, &x.ScriptHash,
		jsonColumn{&exception}, jsonColumn{&x.Console}, &x.ConsoleDropped, jsonColumn{&x.HTTP}, jsonColumn{&x.Warnings}, rawColumn{&x.Returned}, &x.Request.Body,
		&x.SenderDeliveryID, &x.ReplayOf, &x.History, &x.ScriptDuration)
	if err != nil {
		return nil, err
	}
	x.Request.Params.IntegrationID = x.IntegrationID
	x.Request.Headers = parseHeaders(headers)
	if exception != nil {
		x.Exception = exception.Exception
		x.Exception.File = exception.File
	}
	return x, nil
}

// Executions returns up to limit executions that pass the filter, newest first,
// of those before the given Seq (0: from the newest on). It looks for a second
// or so; Next of what it returns tells where to go on.
func (s *Store) Executions(ctx context.Context, f integrations.ExecutionFilter, before int64, limit int) (page integrations.ExecutionPage, err error) {
	search := &search{store: s, filter: f, limit: limit, until: time.Now().Add(searchTime)}
	if err := search.bounds(ctx, before); err != nil {
		return page, fmt.Errorf("listing executions: %w", err)
	}
	for !search.done() {
		if err := search.step(ctx); err != nil {
			return page, fmt.Errorf("listing executions: %w", err)
		}
	}
	return search.page(), nil
}

// ExecutionsAfter returns up to limit executions with a Seq above after, oldest
// first, that pass the filter.
func (s *Store) ExecutionsAfter(ctx context.Context, f integrations.ExecutionFilter, after int64, limit int) ([]integrations.ExecutionSummary, error) {
	where, arguments := conditions(f)
	found, err := list(ctx, s.reader, scanSummary, selectSummaries+`WHERE x.seq > ?`+where+` ORDER BY x.seq LIMIT ?`, append(append([]any{after}, arguments...), limit)...)
	if err != nil {
		return nil, fmt.Errorf("listing executions: %w", err)
	}
	return slices.DeleteFunc(found, func(x integrations.ExecutionSummary) bool {
		matches, failed := s.contains(ctx, x.Seq, f.Text)
		err = errors.Join(err, failed)
		return !matches
	}), err
}
