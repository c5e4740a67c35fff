package integrations_test

import (
	"context"
	"net/http"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"rocketscript/engine"
	"rocketscript/integrations"
	"rocketscript/integrations/store"
)

// A gate is a runner whose calls wait until it is opened.
type gate struct {
	entered chan string
	open    chan struct{}
}

func (g *gate) Check(context.Context, engine.Script) error { return nil }

func (g *gate) Forget(string) {}

func (g *gate) Run(_ context.Context, script engine.Script, _ engine.Call) (engine.Result, error) {
	g.entered <- script.ID
	<-g.open
	return engine.Result{Outcome: engine.OutcomeNothing}, nil
}

func TestTooManyRequestsWait(t *testing.T) {
	kept, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "test.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	var hosted []*integrations.Hosted
	var ids []string
	for i := range 17 {
		id := "slow-" + string(rune('a'+i))
		ids = append(ids, id)
		hosted = append(hosted, &integrations.Hosted{
			Integration: integrations.Integration{ID: id, Token: "T", Enabled: true, ScriptEnabled: true, Destination: "chat"},
			Code:        integrations.Code{Script: engine.Script{ID: id, Source: "x"}},
		})
	}
	catalog := integrations.NewCatalog(hosted, map[string]integrations.Destination{"chat": anyUser{}})
	g := &gate{entered: make(chan string, 2000), open: make(chan struct{})}
	processor := integrations.NewProcessor(func() *integrations.Catalog { return catalog }, g, kept, nil, integrations.ProcessorOptions{})
	post := func(id string) integrations.Reply {
		params := engine.Params{IntegrationID: id, Token: "T"}
		hook, unknown := processor.Find(params)
		if hook == nil {
			return unknown
		}
		return processor.Process(context.Background(), hook, integrations.Incoming{
			Method: http.MethodPost, Target: "/hooks/" + id + "/T", Params: params, Body: []byte("{}"),
		})
	}
	var group sync.WaitGroup
	replies := make(chan integrations.Reply, 2000)
	fill := func(id string, n int) {
		for range n {
			group.Go(func() { replies <- post(id) })
		}
		for range n {
			<-g.entered
		}
	}
	refused := func(id string) {
		t.Helper()
		reply := post(id)
		if reply.Status != http.StatusServiceUnavailable || reply.RetryAfter != time.Second {
			t.Errorf("%s: got %d %s, retry after %v", id, reply.Status, reply.Body, reply.RetryAfter)
		}
	}
	fill(ids[0], 65)
	refused(ids[0])
	fill(ids[1], 1) // one integration that is flooded leaves room for the others
	fill(ids[1], 64)
	for _, id := range ids[2:15] {
		fill(id, 65)
	}
	fill(ids[15], 1025-15*65)
	refused(ids[15])
	refused(ids[16])
	close(g.open)
	group.Wait()
	close(replies)
	for reply := range replies {
		if reply.Status != http.StatusOK {
			t.Errorf("an admitted request got %d %s", reply.Status, reply.Body)
		}
	}
	if reply := post(ids[0]); reply.Status != http.StatusOK {
		t.Errorf("afterwards: %d %s", reply.Status, reply.Body)
	}
}
