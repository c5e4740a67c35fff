package store

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"rocketscript/engine"
	"rocketscript/integrations"
)

// Record implements integrations.Store. The order of delivery ids is the order
// of commit. When Record fails, it leaves the execution as post left it.
func (s *Store) Record(ctx context.Context, x *integrations.Execution, post integrations.PostFunc) error {
	var e *entry
	if post == nil {
		// Encoding is left to the callers' goroutines where it can be: the
		// writer has only one.
		var err error
		if e, err = newEntry(x); err != nil {
			return err
		}
	}
	err := s.writer.do(ctx, func(t *tx) (err error) {
		if post != nil {
			if err := post(context.WithoutCancel(ctx), &rooms{t}); err != nil {
				return err
			}
			if e, err = newEntry(x); err != nil {
				return err
			}
		}
		if err := s.keepScript(t, x); err != nil {
			return err
		}
		return e.insert(t, s.now())
	})
	if err != nil {
		return err
	}
	s.scripts.add(x.ScriptHash)
	e.settle()
	return nil
}

// Complete implements integrations.Store: it writes outcome, reply and
// duration. It returns integrations.ErrNotFound for an execution that was
// never recorded.
func (s *Store) Complete(ctx context.Context, x *integrations.Execution) error {
	return s.writer.do(ctx, func(t *tx) error {
		result, err := t.exec(`UPDATE executions SET outcome = ?, duration = ?, reply_status = ?, reply_body = ? WHERE id = ?`,
			string(x.Outcome), int64(x.Duration), x.Reply.Status, rawText(x.Reply.Body), x.ID)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return fmt.Errorf("execution %s: %w", x.ID, orNotFound(err))
		}
		if err := answerSeen(t, x); err != nil || x.History == integrations.HistoryFull {
			return err
		}
		return forgetUnkept(t, `id = ?`, x.ID)
	})
}

func orNotFound(err error) error {
	if err == nil {
		return integrations.ErrNotFound
	}
	return err
}

// An entry is an execution on its way into the tables.
type entry struct {
	execution                          *integrations.Execution
	headers                            []byte
	exception, console, http, warnings any
	deliveries                         []deliveryEntry
	recordedAt                         time.Time
}

// A deliveryEntry is a delivery on its way in, and what becomes of it there.
type deliveryEntry struct {
	delivery *integrations.Delivery
	message  string
	id       int64
	state    integrations.DeliveryState
	attempts int
	started  time.Time
	finished time.Time
	node     string
}

// An exceptionRecord is an exception with its file, which the JSON of
// `run --json` leaves out.
type exceptionRecord struct {
	*engine.Exception
	File string `json:"file"`
}

// newEntry encodes what is kept as JSON.
func newEntry(x *integrations.Execution) (e *entry, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("encoding execution %s: %w", x.ID, err)
		}
	}()
	e = &entry{execution: x, headers: headerLines(x.Request.Headers), deliveries: make([]deliveryEntry, len(x.Deliveries))}
	if x.Exception != nil {
		if e.exception, err = jsonText(exceptionRecord{x.Exception, x.Exception.File}); err != nil {
			return nil, err
		}
	}
	if e.console, err = jsonList(x.Console); err != nil {
		return nil, err
	}
	if e.http, err = jsonList(x.HTTP); err != nil {
		return nil, err
	}
	if e.warnings, err = jsonList(x.Warnings); err != nil {
		return nil, err
	}
	for i, d := range x.Deliveries {
		e.deliveries[i].delivery = d
		if e.deliveries[i].message, err = jsonText(d.Message); err != nil {
			return nil, err
		}
	}
	return e, nil
}

// insert writes an execution with its contents and deliveries.
func (e *entry) insert(t *tx, now time.Time) error {
	x := e.execution
	e.recordedAt = now
	if err := e.see(t); err != nil {
		return err
	}
	if finished(x) && unkept(x) {
		e.skipped()
		return nil
	}
	seq, err := t.insert(`INSERT INTO executions
		(id, integration_id, received_at, recorded_at, outcome, duration, reply_status, reply_body, sender_delivery_id, replay_of, history)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING seq`,
		x.ID, x.IntegrationID, nanoseconds(x.Request.ReceivedAt), now.UnixNano(), string(x.Outcome), int64(x.Duration), x.Reply.Status, rawText(x.Reply.Body),
		orNull(x.SenderDeliveryID), orNull(x.ReplayOf), string(cmp.Or(x.History, integrations.HistoryFull)))
	if err != nil {
		return err
	}
	_, err = t.exec(`INSERT INTO execution_contents
		(execution_seq, method, target, url_user_id, remote_addr, headers, script_name, script_hash,
		 exception, console, console_dropped, http, warnings, returned, body, script_duration) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		seq, x.Request.Method, escapeInvalid(x.Request.Target), x.Request.Params.UserID, x.Request.RemoteAddr, e.headers, x.ScriptName, x.ScriptHash,
		e.exception, e.console, x.ConsoleDropped, e.http, e.warnings, rawText(x.Returned), x.Request.Body, int64(x.ScriptDuration))
	if err != nil {
		return err
	}
	for i := range e.deliveries {
		if err := e.deliveries[i].insert(t, seq, now); err != nil {
			return err
		}
	}
	return nil
}

// skipped leaves an execution out that its history has no place for.
func (e *entry) skipped() {
	for i := range e.deliveries {
		d := &e.deliveries[i]
		d.state, d.attempts, d.finished = d.delivery.State, d.delivery.Attempts, d.delivery.FinishedAt
	}
}

// insert writes a delivery. One that is not finished yet takes its lane when
// nothing is unfinished there, and queues otherwise.
func (e *deliveryEntry) insert(t *tx, execution int64, now time.Time) (err error) {
	d := e.delivery
	e.state, e.attempts, e.finished = d.State, d.Attempts, d.FinishedAt
	if d.State.Finished() && d.State != "" {
		if e.finished.IsZero() {
			e.finished = now
		}
	} else {
		if e.state, e.attempts, err = takeLane(t, d.Lane); err != nil {
			return err
		}
		e.finished = time.Time{}
	}
	if e.state == integrations.DeliveryStarted {
		e.started, e.node = now, t.writer.node
	}
	e.id, err = t.insert(`INSERT INTO deliveries
		(execution_seq, destination, lane, state, attempts, created_at, started_at, finished_at, error, detail,
		 sender_id, sender_username, sender_name, message_id, room_id, message, stored, redrive_of, node) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		execution, d.Destination, d.Lane, string(e.state), e.attempts, now.UnixNano(), nanoseconds(e.started), nanoseconds(e.finished), d.Error, d.Detail,
		d.Sender.ID, d.Sender.Username, d.Sender.Name, d.Receipt.MessageID, d.Receipt.RoomID, e.message, rawText(d.Receipt.Stored), orNull(d.RedriveOf), orNull(e.node))
	if e.state == integrations.DeliveryStarted {
		t.claimed(e.id, e.attempts)
	}
	return err
}

// takeLane is the state a new delivery of a lane begins in.
func takeLane(t *tx, lane string) (integrations.DeliveryState, int, error) {
	taken, err := one(context.Background(), t, value[bool], `SELECT EXISTS (SELECT 1 FROM deliveries d WHERE d.id = `+headOf+` AND d.lane = ?)`, lane, lane)
	if err != nil {
		return "", 0, err
	}
	if taken {
		return integrations.DeliveryWaiting, 0, nil
	}
	return integrations.DeliveryStarted, 1, nil
}

// settle tells the deliveries what has become of them, once it is durable.
func (e *entry) settle() {
	e.execution.History = cmp.Or(e.execution.History, integrations.HistoryFull)
	for _, entered := range e.deliveries {
		entered.delivery.ExecutionID = e.execution.ID
		entered.settle(e.recordedAt)
	}
}

// settle tells a delivery what has become of it.
func (e *deliveryEntry) settle(recordedAt time.Time) {
	d := e.delivery
	d.ID, d.State, d.Attempts, d.NextAttempt = e.id, e.state, e.attempts, time.Time{}
	d.Node = e.node
	d.CreatedAt, d.StartedAt, d.FinishedAt = recordedAt, e.started, e.finished
}

// escapeInvalid writes bytes that are no UTF-8 as a URL may: the target stays
// the same one, in letters that a text column takes.
func escapeInvalid(target string) string {
	if utf8.ValidString(target) {
		return target
	}
	var out strings.Builder
	for _, r := range []byte(target) {
		if r < utf8.RuneSelf {
			out.WriteByte(r)
		} else {
			fmt.Fprintf(&out, "%%%02X", r)
		}
	}
	return out.String()
}

// lineBreaks are what a header cannot carry; net/http writes them as blanks too.
var lineBreaks = strings.NewReplacer("\r", " ", "\n", " ")

// headerLines is the column value of headers: as on the wire, because values
// may hold bytes that are no UTF-8, which JSON would lose.
func headerLines(headers []engine.Header) []byte {
	lines := []byte{}
	for _, h := range headers {
		lines = append(lines, lineBreaks.Replace(h.Name)...)
		lines = append(lines, ": "...)
		lines = append(lines, lineBreaks.Replace(h.Value)...)
		lines = append(lines, "\r\n"...)
	}
	return lines
}

// parseHeaders reads what headerLines wrote.
func parseHeaders(lines []byte) []engine.Header {
	var headers []engine.Header
	for line := range strings.SplitSeq(string(lines), "\r\n") {
		if name, text, ok := strings.Cut(line, ": "); ok {
			headers = append(headers, engine.Header{Name: name, Value: text})
		}
	}
	return headers
}
