package worker

import (
	"context"
	"io"
	"testing"

	"rocketscript/engine"
	"rocketscript/engine/worker/internal/wire"
)

// emptyAnswers answers every HTTP call.
type emptyAnswers struct{}

func (emptyAnswers) Do(context.Context, engine.HTTPRequest) (engine.HTTPResponse, error) {
	return engine.HTTPResponse{Status: 200}, nil
}

// TestAnswersThatAreNotRead: what a worker asks for without reading is bounded,
// and what it has read makes room.
func TestAnswersThatAreNotRead(t *testing.T) {
	unread, pipe := io.Pipe()
	p := &process{
		opts: Options{Engine: engine.Options{HTTP: emptyAnswers{}}}, http: t.Context(),
		to: wire.NewWriter(pipe), exchanges: map[uint64]context.CancelFunc{},
	}
	const bound = maxExchanges + maxRefused
	for id := uint64(1); id <= bound; id++ {
		if err := p.exchange(id, engine.HTTPRequest{}); err != nil {
			t.Fatalf("exchange %d: %v", id, err)
		}
	}
	if err := p.exchange(bound+1, engine.HTTPRequest{}); err == nil {
		t.Error("there is no end of exchanges")
	}
	reader := wire.NewReader(unread, maxFromParent)
	for range bound {
		if _, err := reader.Read(); err != nil {
			t.Fatal(err)
		}
	}
	// The last one that was read makes room by the time that a further answer
	// is written.
	for p.exchange(bound+2, engine.HTTPRequest{}) != nil {
	}
	if _, err := reader.Read(); err != nil {
		t.Fatal(err)
	}
}
