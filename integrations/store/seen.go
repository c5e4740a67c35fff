package store

import (
	"context"
	"errors"
	"fmt"

	"rocketscript/integrations"
)

// A delivery of a sender is kept as seen from the transaction that records its
// execution. The reply follows when it is known; one that asks the sender to
// come again takes the delivery back.

// Seen implements integrations.Store.
func (s *Store) Seen(ctx context.Context, integrationID, senderDeliveryID string) (seen integrations.SeenDelivery, found bool, err error) {
	seen, err = one(ctx, s.reader, scanSeen, `SELECT execution_id, coalesce(reply_status, 0), reply_body FROM seen_deliveries
		WHERE integration_id = ? AND sender_delivery_id = ?`, integrationID, senderDeliveryID)
	if errors.Is(err, integrations.ErrNotFound) {
		return seen, false, nil
	}
	if err != nil {
		return seen, false, fmt.Errorf("looking up delivery %q of integration %s: %w", senderDeliveryID, integrationID, err)
	}
	return seen, true, nil
}

func scanSeen(row scanner) (seen integrations.SeenDelivery, err error) {
	err = row.Scan(&seen.ExecutionID, &seen.Reply.Status, rawColumn{&seen.Reply.Body})
	return seen, err
}

// see keeps the sender's delivery of an execution as seen, with its reply when
// that is known and accepted it. It returns an *integrations.DuplicateError
// when it was seen before.
func (e *entry) see(t *tx) error {
	x := e.execution
	if !x.Deduplicate || x.SenderDeliveryID == "" || (x.Reply.Status != 0 && !x.Reply.Accepted()) {
		return nil
	}
	var status, body any
	if x.Reply.Status != 0 {
		status, body = x.Reply.Status, rawText(x.Reply.Body)
	}
	result, err := t.exec(`INSERT INTO seen_deliveries (integration_id, sender_delivery_id, execution_id, seen_at, reply_status, reply_body)
		VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		x.IntegrationID, x.SenderDeliveryID, x.ID, e.recordedAt.UnixNano(), status, body)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n > 0 {
		return err
	}
	earlier, err := one(context.Background(), t, value[string], `SELECT execution_id FROM seen_deliveries
		WHERE integration_id = ? AND sender_delivery_id = ?`, x.IntegrationID, x.SenderDeliveryID)
	if err != nil {
		return err
	}
	return &integrations.DuplicateError{ExecutionID: earlier}
}

// answerSeen writes the reply to a delivery that was recorded without one.
func answerSeen(t *tx, x *integrations.Execution) error {
	if !x.Deduplicate || x.SenderDeliveryID == "" {
		return nil
	}
	if !x.Reply.Accepted() {
		_, err := t.exec(`DELETE FROM seen_deliveries WHERE integration_id = ? AND sender_delivery_id = ? AND execution_id = ?`,
			x.IntegrationID, x.SenderDeliveryID, x.ID)
		return err
	}
	_, err := t.exec(`UPDATE seen_deliveries SET reply_status = ?, reply_body = ? WHERE integration_id = ? AND sender_delivery_id = ? AND execution_id = ?`,
		x.Reply.Status, rawText(x.Reply.Body), x.IntegrationID, x.SenderDeliveryID, x.ID)
	return err
}
