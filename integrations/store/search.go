package store

import (
	"bytes"
	"context"
	"database/sql"
	"slices"
	"time"

	"rocketscript/integrations"
)

const (
	// searchTime is how long one search looks before it says where it got to.
	searchTime = time.Second
	// window is how many executions one query looks at; one that has to read
	// what is in them looks at fewer.
	window, textWindow = 50_000, 500
)

const selectSummaries = `SELECT x.seq, x.id, x.integration_id, x.received_at, x.recorded_at, x.outcome, x.duration, x.reply_status,
	coalesce(x.sender_delivery_id, ''), coalesce(x.replay_of, ''),
	(SELECT c.exception FROM execution_contents c WHERE c.execution_seq = x.seq),
	(SELECT count(*) FROM deliveries d WHERE d.execution_seq = x.seq AND d.state = 'posted'),
	(SELECT count(*) FROM deliveries d WHERE d.execution_seq = x.seq AND d.finished_at IS NULL),
	(SELECT count(*) FROM deliveries d WHERE d.execution_seq = x.seq AND d.state IN ('refused', 'given-up'))
	FROM executions x `

func scanSummary(row scanner) (x integrations.ExecutionSummary, err error) {
	var exception *exceptionRecord
	err = row.Scan(&x.Seq, &x.ID, &x.IntegrationID, timeColumn{&x.ReceivedAt}, timeColumn{&x.RecordedAt}, &x.Outcome, &x.Duration, &x.ReplyStatus,
		&x.SenderDeliveryID, &x.ReplayOf, jsonColumn{&exception}, &x.Posted, &x.Waiting, &x.Dead)
	if exception != nil && exception.Exception != nil {
		exception.Exception.File = exception.File
		x.Exception = exception.Error()
	}
	return x, err
}

// conditions are those of a filter that the database can judge by what a list
// shows.
func conditions(f integrations.ExecutionFilter) (where string, arguments []any) {
	and := func(condition string, argument ...any) {
		where, arguments = where+` AND `+condition, append(arguments, argument...)
	}
	if f.IntegrationID != "" {
		and(`x.integration_id = ?`, f.IntegrationID)
	}
	if f.Outcome != "" {
		and(`x.outcome = ?`, string(f.Outcome))
	}
	if f.SenderDeliveryID != "" {
		and(`x.sender_delivery_id = ?`, f.SenderDeliveryID)
	}
	if !f.Since.IsZero() {
		and(`x.recorded_at >= ?`, f.Since.UnixNano())
	}
	if !f.Until.IsZero() {
		and(`x.recorded_at < ?`, f.Until.UnixNano())
	}
	if f.Failed { // as Execution.Failed has it
		and(`(x.reply_status NOT BETWEEN 200 AND 299 OR x.outcome NOT IN ('content', 'nothing', 'payload')
			OR EXISTS (SELECT 1 FROM execution_contents c WHERE c.execution_seq = x.seq AND c.exception IS NOT NULL)
			OR EXISTS (SELECT 1 FROM deliveries d WHERE d.execution_seq = x.seq AND d.state <> 'posted'))`)
	}
	return where, arguments
}

// A search goes through the executions from the newest on, window by window.
type search struct {
	store  *Store
	filter integrations.ExecutionFilter
	limit  int
	until  time.Time
	// before is where it goes on, first the oldest to look at.
	before, first int64
	found         []integrations.ExecutionSummary
}

// bounds finds out which executions to look at.
func (w *search) bounds(ctx context.Context, before int64) error {
	last, err := one(ctx, w.store.reader, value[int64], `SELECT coalesce(max(seq), 0) FROM executions`)
	if err != nil {
		return err
	}
	if w.before = before; before <= 0 || before > last {
		w.before = last + 1
	}
	if !w.filter.Until.IsZero() {
		newest, err := one(ctx, w.store.reader, value[int64],
			`SELECT coalesce((SELECT seq FROM executions WHERE recorded_at < ? ORDER BY recorded_at DESC LIMIT 1), 0)`, w.filter.Until.UnixNano())
		if err != nil {
			return err
		}
		w.before = min(w.before, newest+1)
	}
	if w.filter.Since.IsZero() {
		w.first, err = one(ctx, w.store.reader, value[int64], `SELECT coalesce(min(seq), 0) FROM executions`)
		return err
	}
	w.first, err = one(ctx, w.store.reader, value[int64],
		`SELECT coalesce((SELECT seq FROM executions WHERE recorded_at >= ? ORDER BY recorded_at LIMIT 1), ?)`, w.filter.Since.UnixNano(), w.before)
	return err
}

func (w *search) done() bool {
	return len(w.found) >= w.limit || w.before <= w.first || !time.Now().Before(w.until)
}

// step looks at one window.
func (w *search) step(ctx context.Context) error {
	if w.filter.Text != "" {
		return w.textStep(ctx)
	}
	from, most := max(w.before-window, w.first), w.limit-len(w.found)
	where, arguments := conditions(w.filter)
	if where == "" {
		// The limit is bound enough, and PostgreSQL would sort a range first.
		from = w.first
	} else {
		where, arguments = where+` AND x.seq >= ?`, append(arguments, from)
	}
	rows, err := list(ctx, w.store.reader, scanSummary, selectSummaries+`WHERE x.seq < ?`+where+` ORDER BY x.seq DESC LIMIT ?`,
		append(append([]any{w.before}, arguments...), most)...)
	if err != nil {
		return err
	}
	if w.found = append(w.found, rows...); len(rows) < most {
		w.before = from
	} else {
		w.before = rows[len(rows)-1].Seq
	}
	return nil
}

// textStep reads a window through, and sums up only what has the text.
func (w *search) textStep(ctx context.Context) error {
	from := max(w.before-textWindow, w.first)
	where, arguments := conditions(w.filter)
	rows, err := list(ctx, w.store.reader, scanMatch(w.filter.Text), selectTexts+`WHERE x.seq >= ? AND x.seq < ?`+where+` ORDER BY x.seq DESC`,
		append([]any{from, w.before}, arguments...)...)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if !row.found || row.seq >= w.before { // or found already, by another of its messages
			continue
		}
		summary, err := list(ctx, w.store.reader, scanSummary, selectSummaries+`WHERE x.seq = ?`, row.seq)
		if err != nil {
			return err
		}
		w.found, w.before = append(w.found, summary...), row.seq
		if len(w.found) >= w.limit {
			return nil
		}
	}
	w.before = from
	return nil
}

func (w *search) page() integrations.ExecutionPage {
	page := integrations.ExecutionPage{Executions: w.found}
	if w.before > w.first {
		page.Next = w.before
	}
	return page
}

// selectTexts are the texts of executions, a row for each of their messages.
const selectTexts = `SELECT x.seq, c.target, c.headers, c.body, c.exception, c.console, c.returned, d.message
	FROM executions x JOIN execution_contents c ON c.execution_seq = x.seq LEFT JOIN deliveries d ON d.execution_seq = x.seq `

// A match is one row of selectTexts, and whether a text was found there.
type match struct {
	seq   int64
	found bool
}

// scanMatch looks for a text in a row, of which it keeps nothing: bodies are
// large.
func scanMatch(text string) func(scanner) (match, error) {
	wanted := bytes.ToLower([]byte(text))
	return func(row scanner) (m match, err error) {
		var texts [7]sql.RawBytes
		err = row.Scan(&m.seq, &texts[0], &texts[1], &texts[2], &texts[3], &texts[4], &texts[5], &texts[6])
		m.found = slices.ContainsFunc(texts[:], func(part sql.RawBytes) bool { return bytes.Contains(bytes.ToLower(part), wanted) })
		return m, err
	}
}

// contains tells whether a text stands in what is kept of an execution.
func (s *Store) contains(ctx context.Context, seq int64, text string) (bool, error) {
	if text == "" {
		return true, nil
	}
	rows, err := list(ctx, s.reader, scanMatch(text), selectTexts+`WHERE x.seq = ?`, seq)
	return slices.ContainsFunc(rows, func(m match) bool { return m.found }), err
}
