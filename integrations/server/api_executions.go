package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"rocketscript/engine"
	"rocketscript/integrations"
	"rocketscript/integrations/cases"
)

// History is what the API reads of the requests that came in.
type History interface {
	// Execution returns integrations.ErrNotFound when there is none.
	Execution(ctx context.Context, id string) (*integrations.Execution, error)
	// Executions returns up to limit executions, newest first, of those with a
	// Seq below before; before 0 starts at the newest.
	Executions(ctx context.Context, f integrations.ExecutionFilter, before int64, limit int) (integrations.ExecutionPage, error)
	// ExecutionsAfter returns up to limit executions with a Seq above after,
	// oldest first.
	ExecutionsAfter(ctx context.Context, f integrations.ExecutionFilter, after int64, limit int) ([]integrations.ExecutionSummary, error)
	// ScriptSource returns the text of a script that ran, by its hash, and
	// integrations.ErrNotFound when it is not kept.
	ScriptSource(ctx context.Context, hash string) (string, error)
	// Attempts returns the attempts of a delivery that failed for now.
	Attempts(ctx context.Context, deliveryID int64) ([]integrations.Attempt, error)
}

// Replayer runs executions again; integrations.Processor does.
type Replayer interface {
	Replay(ctx context.Context, x *integrations.Execution, options integrations.ReplayOptions) (*integrations.Replay, error)
}

// executionsAPI serves the history.
type executionsAPI struct {
	*Server
	history History
	replay  Replayer
}

// list serves GET /api/v1/rocketscript.executions.list: executions, newest
// first, that pass all of integration, outcome, failed=true, delivery (the
// sender's id), text, since and until; count of them (50 unless said, at most
// 1000) before the cursor before. next is the cursor of the following part,
// absent at the end; a part may be empty and not the last.
func (a *executionsAPI) list(w http.ResponseWriter, r *http.Request) {
	filter, fault := a.filter(r.URL.Query())
	before, beforeFault := wholeNumber(r, "before", 0)
	count, countFault := wholeNumber(r, "count", defaultCount)
	for _, f := range []*apiFault{fault, beforeFault, countFault} {
		if f != nil {
			f.write(w)
			return
		}
	}
	page, err := a.history.Executions(r.Context(), filter, int64(before), min(max(count, 1), maxCount))
	if err != nil {
		a.fail(w, r, err)
		return
	}
	answer := struct {
		Executions []apiSummary `json:"executions"`
		Next       int64        `json:"next,omitempty"`
		Success    bool         `json:"success"`
	}{[]apiSummary{}, page.Next, true}
	for _, x := range page.Executions {
		answer.Executions = append(answer.Executions, newAPISummary(x))
	}
	writeJSON(w, http.StatusOK, answer)
}

func (a *executionsAPI) filter(q url.Values) (f integrations.ExecutionFilter, fault *apiFault) {
	f = integrations.ExecutionFilter{
		IntegrationID: q.Get("integration"), Outcome: engine.Outcome(q.Get("outcome")),
		Failed: q.Get("failed") == "true", SenderDeliveryID: q.Get("delivery"), Text: q.Get("text"),
	}
	for name, into := range map[string]*time.Time{"since": &f.Since, "until": &f.Until} {
		moment, err := readMoment(q.Get(name), a.options.Now())
		if err != nil {
			return f, newAPIFault("invalid-params", name+": "+err.Error())
		}
		*into = moment
	}
	return f, nil
}

// readMoment reads a time as RFC 3339 or a date, or how long ago it was, such
// as 90m; the zero time for "".
func readMoment(text string, now time.Time) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if ago, err := time.ParseDuration(text); err == nil {
		return now.Add(-ago), nil
	}
	moment, err := cases.ParseNow(text)
	if err != nil {
		return moment, fmt.Errorf("%w, nor a time ago such as 90m", err)
	}
	return moment, nil
}

// An apiSummary is one line of a list of executions.
type apiSummary struct {
	ID          string         `json:"_id"`
	Seq         int64          `json:"seq"`
	Integration string         `json:"integration"`
	ReceivedAt  time.Time      `json:"received_at"`
	RecordedAt  time.Time      `json:"recorded_at"`
	Outcome     engine.Outcome `json:"outcome"`
	DurationMS  float64        `json:"duration_ms"`
	// Status is what the sender was answered; 0 while it was not.
	Status     int    `json:"status"`
	DeliveryID string `json:"delivery_id,omitempty"`
	ReplayOf   string `json:"replay_of,omitempty"`
	Exception  string `json:"exception,omitempty"`
	Posted     int    `json:"posted"`
	Waiting    int    `json:"waiting"`
	Dead       int    `json:"dead"`
}

func newAPISummary(x integrations.ExecutionSummary) apiSummary {
	return apiSummary{
		ID: x.ID, Seq: x.Seq, Integration: x.IntegrationID, ReceivedAt: x.ReceivedAt, RecordedAt: x.RecordedAt,
		Outcome: x.Outcome, DurationMS: milliseconds(x.Duration), Status: x.ReplyStatus,
		DeliveryID: x.SenderDeliveryID, ReplayOf: x.ReplayOf, Exception: x.Exception,
		Posted: x.Posted, Waiting: x.Waiting, Dead: x.Dead,
	}
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// info serves GET /api/v1/rocketscript.executions.info?executionId=…: all that
// is kept of one. Headers that may hold secrets are masked unless secrets=true.
func (a *executionsAPI) info(w http.ResponseWriter, r *http.Request) {
	x, ok := a.find(w, r, r.URL.Query().Get("executionId"))
	if !ok {
		return
	}
	if r.URL.Query().Get("secrets") != "true" {
		x = x.Masked()
	}
	shown, err := a.apiExecution(r.Context(), x)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{"execution": shown, "success": true})
}

// find reads the execution a request names, or answers why it cannot.
func (a *executionsAPI) find(w http.ResponseWriter, r *http.Request, id string) (*integrations.Execution, bool) {
	if id == "" {
		newAPIFault("error-executionid-param-not-provided", `The parameter "executionId" is required`).write(w)
		return nil, false
	}
	x, err := a.history.Execution(r.Context(), id)
	switch {
	case errors.Is(err, integrations.ErrNotFound):
		newAPIFault("error-execution-not-found", fmt.Sprintf("There is no execution %q; it may have been removed by retention", id)).write(w)
		return nil, false
	case err != nil:
		a.fail(w, r, err)
		return nil, false
	}
	return x, true
}

func (a *executionsAPI) fail(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() == nil {
		a.log.Error("the history could not be read", "error", err)
	}
	writeFailure(w, http.StatusInternalServerError, "Internal Server Error")
}

// export serves GET /api/v1/rocketscript.executions.export?executionId=…: the
// request as a case file for `rocketscript run` and `test`. Headers that may
// hold secrets are masked unless secrets=true.
func (a *executionsAPI) export(w http.ResponseWriter, r *http.Request) {
	x, ok := a.find(w, r, r.URL.Query().Get("executionId"))
	if !ok {
		return
	}
	hosted, ok := a.options.Catalog().Get(x.IntegrationID)
	if !ok {
		newAPIFault("error-integration-not-found", fmt.Sprintf("Integration %q is not hosted any more", x.IntegrationID)).write(w)
		return
	}
	if r.URL.Query().Get("secrets") != "true" {
		x = x.Masked()
	}
	text, err := cases.FromExecution(x, hosted).YAML()
	if err != nil {
		a.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/yaml; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(text) // who went away does not want it
}

// script serves GET /api/v1/rocketscript.executions.script?executionId=…: the
// text of the script that ran, as it was then.
func (a *executionsAPI) script(w http.ResponseWriter, r *http.Request) {
	x, ok := a.find(w, r, r.URL.Query().Get("executionId"))
	if !ok {
		return
	}
	source, err := a.history.ScriptSource(r.Context(), x.ScriptHash)
	switch {
	case errors.Is(err, integrations.ErrNotFound):
		newAPIFault("error-no-script", fmt.Sprintf("No script ran in execution %q, or its text is not kept", x.ID)).write(w)
	case err != nil:
		a.fail(w, r, err)
	default:
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		_, _ = io.WriteString(w, source) // who went away does not want it
	}
}

// maxReplayBody bounds the script that a replay may come with.
const maxReplayBody = 4 << 20

func unready(err error) bool {
	_, found := errors.AsType[*integrations.UnreadyError](err)
	return found
}

// replayOne serves POST /api/v1/rocketscript.executions.replay with
// {"executionId", "script"?, "scriptName"?, "post"?}: it runs an execution
// again and answers what that came to, and how the messages differ.
func (a *executionsAPI) replayOne(w http.ResponseWriter, r *http.Request) {
	var asked struct {
		ExecutionID string `json:"executionId"`
		Script      string `json:"script"`
		ScriptName  string `json:"scriptName"`
		Post        bool   `json:"post"`
	}
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxReplayBody))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&asked); err != nil {
		newAPIFault("invalid-params", "The body is not the JSON of a replay: "+err.Error()).write(w)
		return
	}
	x, ok := a.find(w, r, asked.ExecutionID)
	if !ok {
		return
	}
	replay, err := a.replay.Replay(r.Context(), x, integrations.ReplayOptions{Script: asked.Script, ScriptName: asked.ScriptName, Post: asked.Post})
	switch {
	case errors.Is(err, integrations.ErrNotHosted):
		newAPIFault("error-integration-not-found", err.Error()).write(w)
		return
	case unready(err):
		newAPIFault("error-integration-not-ready", err.Error()).write(w)
		return
	case err != nil:
		a.fail(w, r, err)
		return
	}
	again, err := a.apiExecution(r.Context(), replay.Execution.Masked())
	if err != nil {
		a.fail(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{"execution": again, "difference": replay.Difference, "success": true})
}
