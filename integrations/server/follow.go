package server

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"rocketscript/integrations"
)

const (
	// followEvery is how often a stream looks for what is new.
	followEvery = 300 * time.Millisecond
	// followBatch is how many executions it reads at a time.
	followBatch = 100
	// followAnswer is how long it waits for the answer of an execution that is
	// recorded; one whose process ended has none.
	followAnswer = 5 * time.Second
	// followAlive is how long it may say nothing.
	followAlive = 15 * time.Second
)

// follow serves GET /api/v1/rocketscript.executions.follow: executions that
// pass the filter (as in the list) as they come, one JSON line each, for as
// long as the reader stays. An empty line now and then says that the stream
// lives. after=SEQ goes on where another stream ended.
func (a *executionsAPI) follow(w http.ResponseWriter, r *http.Request) {
	filter, fault := a.filter(r.URL.Query())
	after, afterFault := wholeNumber(r, "after", 0)
	for _, f := range []*apiFault{fault, afterFault} {
		if f != nil {
			f.write(w)
			return
		}
	}
	if after == 0 {
		newest, err := a.newest(r.Context())
		if err != nil {
			a.fail(w, r, err)
			return
		}
		after = int(newest)
	}
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	defer context.AfterFunc(a.stopping, cancel)()
	stream := &executionStream{api: a, filter: filter, after: int64(after), w: w, rc: http.NewResponseController(w)}
	if err := stream.run(ctx); err != nil && ctx.Err() == nil {
		a.log.Debug("a stream of executions ended", "remote", r.RemoteAddr, "error", err)
	}
}

// newest is the Seq of the newest execution; zero when there is none.
func (a *executionsAPI) newest(ctx context.Context) (int64, error) {
	page, err := a.history.Executions(ctx, integrations.ExecutionFilter{}, 0, 1)
	if err != nil || len(page.Executions) == 0 {
		return 0, err
	}
	return page.Executions[0].Seq, nil
}

// An executionStream is the stream to one reader.
type executionStream struct {
	api    *executionsAPI
	filter integrations.ExecutionFilter
	after  int64
	w      http.ResponseWriter
	rc     *http.ResponseController
	spoke  time.Time
}

func (s *executionStream) run(ctx context.Context) error {
	s.w.Header().Set("Content-Type", "application/x-ndjson")
	s.w.Header().Set("X-Accel-Buffering", "no")
	_ = s.rc.SetReadDeadline(time.Time{}) // the limit for reading the request would end the stream
	if err := s.write("\n"); err != nil {
		return err
	}
	ticker := time.NewTicker(followEvery)
	defer ticker.Stop()
	for {
		if err := s.catchUp(ctx); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

// catchUp sends what is new, up to the first that is not answered yet.
func (s *executionStream) catchUp(ctx context.Context) error {
	for {
		newest, err := s.api.newest(ctx)
		if err != nil {
			return err
		}
		found, err := s.api.history.ExecutionsAfter(ctx, s.filter, s.after, followBatch)
		if err != nil {
			return err
		}
		for _, x := range found {
			if x.ReplyStatus == 0 && time.Since(x.RecordedAt) < followAnswer {
				return nil
			}
			line, err := json.Marshal(newAPISummary(x))
			if err != nil {
				return err
			}
			if err := s.write(string(line) + "\n"); err != nil {
				return err
			}
			s.after = x.Seq
		}
		if len(found) < followBatch {
			// What came before and was not found does not pass the filter.
			s.after = max(s.after, newest)
			break
		}
	}
	if time.Since(s.spoke) > followAlive {
		return s.write("\n")
	}
	return nil
}

func (s *executionStream) write(text string) error {
	s.spoke = time.Now()
	_ = s.rc.SetWriteDeadline(s.spoke.Add(liveWrite))
	if _, err := s.w.Write([]byte(text)); err != nil {
		return err
	}
	return s.rc.Flush()
}
