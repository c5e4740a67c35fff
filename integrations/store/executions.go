package store

import (
	"context"
	"fmt"
	"time"

	"rocketscript/engine"
	"rocketscript/integrations"
)

// An ExecutionSummary is what a list shows of an execution.
type ExecutionSummary struct {
	ID            string
	IntegrationID string
	// ReceivedAt is when the request arrived, RecordedAt when it was durable.
	ReceivedAt, RecordedAt time.Time
	Outcome                engine.Outcome
	Duration               time.Duration
	// ReplyStatus is 0 while the sender was not answered yet.
	ReplyStatus int
}

// Execution returns all that is kept of an execution, its deliveries as they
// stand now; integrations.ErrNotFound when there is none of that id.
func (s *Store) Execution(ctx context.Context, id string) (*integrations.Execution, error) {
	x, err := one(ctx, s.reader, scanExecution, `SELECT
		x.id, x.integration_id, x.received_at, x.outcome, x.duration, x.reply_status, x.reply_body,
		c.method, c.target, c.url_user_id, c.remote_addr, c.headers, c.script_name, c.script_hash,
		c.exception, c.console, c.console_dropped, c.http, c.warnings, c.returned, c.body,
		coalesce(x.sender_delivery_id, ''), coalesce(x.replay_of, ''), x.history
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
		&x.SenderDeliveryID, &x.ReplayOf, &x.History)
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

// ListExecutions returns up to limit executions of an integration, newest
// first.
func (s *Store) ListExecutions(ctx context.Context, integrationID string, limit int) ([]ExecutionSummary, error) {
	return list(ctx, s.reader, scanSummary, `SELECT id, integration_id, received_at, recorded_at, outcome, duration, reply_status
		FROM executions WHERE integration_id = ? ORDER BY seq DESC LIMIT ?`, integrationID, max(limit, 0))
}

func scanSummary(row scanner) (x ExecutionSummary, err error) {
	err = row.Scan(&x.ID, &x.IntegrationID, timeColumn{&x.ReceivedAt}, timeColumn{&x.RecordedAt}, &x.Outcome, &x.Duration, &x.ReplyStatus)
	return x, err
}
