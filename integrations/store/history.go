package store

import (
	"context"
	"slices"

	"rocketscript/integrations"
)

// Everything is recorded first, because nothing accepted may be lost. What the
// history of an integration does not keep goes when nothing is left to do: the
// answer is known, and no message waits or is a dead letter.

// finished tells whether nothing is left to do of an execution as it is
// recorded. A message that was refused is somebody's to care for only when its
// sender was told that all is well.
func finished(x *integrations.Execution) bool {
	return x.Reply.Status != 0 && !slices.ContainsFunc(x.Deliveries, func(d *integrations.Delivery) bool {
		return !d.State.Finished() || d.State == "" || (d.State.Dead() && x.Reply.Accepted())
	})
}

// unkept tells whether the history has no place for an execution that is
// finished.
func unkept(x *integrations.Execution) bool {
	switch x.History {
	case integrations.HistoryNone:
		return true
	case integrations.HistoryFailures:
		return !x.Failed()
	}
	return false
}

// The conditions of unkept and finished, for rows of executions.
const (
	whereUnkept = ` history <> 'full' AND reply_status <> 0
		AND (history = 'none' OR (reply_status BETWEEN 200 AND 299 AND outcome IN ('content', 'nothing', 'payload')
			AND NOT EXISTS (SELECT 1 FROM execution_contents c WHERE c.execution_seq = executions.seq AND c.exception IS NOT NULL))) `
	whereFinished = ` NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.execution_seq = executions.seq
		AND (d.finished_at IS NULL OR (executions.reply_status BETWEEN 200 AND 299 AND d.state IN ('refused', 'given-up')))) `
)

// forgetUnkept removes the executions that a condition names, if they are
// finished and their history has no place for them.
func forgetUnkept(t *tx, where string, argument any) error {
	seqs, err := list(context.Background(), t, value[int64], `SELECT seq FROM executions WHERE `+where+` AND`+whereUnkept+`AND`+whereFinished, argument)
	if err != nil {
		return err
	}
	for _, seq := range seqs {
		if err := forget(t, seq); err != nil {
			return err
		}
	}
	return nil
}

// forget removes an execution with all that belongs to it.
func forget(t *tx, seq int64) error {
	for _, text := range []string{
		`DELETE FROM deliveries WHERE execution_seq = ?`, // and their attempts
		`DELETE FROM executions WHERE seq = ?`,           // and its contents
	} {
		if _, err := t.exec(text, seq); err != nil {
			return err
		}
	}
	return nil
}
