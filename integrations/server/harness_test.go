package server_test

import (
	"cmp"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"rocketscript/engine"
	"rocketscript/integrations"
	"rocketscript/integrations/delivery"
	"rocketscript/integrations/destination"
	"rocketscript/integrations/server"
	"rocketscript/integrations/store"
)

const (
	testAdminToken = "an-admin-token-for-tests"
	testMaxBody    = 100_000
)

// testServer is a server made of the real parts, on a port of its own.
type testServer struct {
	base       string
	store      *store.Store
	hosting    *testHosting
	dispatcher *delivery.Dispatcher
}

// testHosting puts definitions in force as the program does.
type testHosting struct {
	*store.Store
	assembler    integrations.Assembler
	destinations map[string]integrations.Destination
	configured   []integrations.Integration
	catalog      atomic.Pointer[integrations.Catalog]
}

func (*testHosting) DefaultDestination() string { return "workspace" }

// assemble makes the catalog anew, of the definitions that are not kept and
// those that are.
func (h *testHosting) assemble(ctx context.Context, err error) error {
	if err != nil {
		return err
	}
	kept, err := h.Store.Integrations(ctx)
	if err != nil {
		return err
	}
	definitions := slices.Clone(h.configured)
	for _, k := range kept {
		definition := k.Definition
		definition.Kept = k
		definition.Destination = cmp.Or(definition.Destination, "workspace")
		definition.ScriptEnabled = definition.ScriptEnabled && definition.Script != ""
		definitions = append(definitions, definition)
	}
	catalog, _, err := h.assembler.Assemble(ctx, definitions, h.destinations, h.catalog.Load())
	if err == nil {
		h.catalog.Store(catalog)
	}
	return err
}

func (h *testHosting) CreateIntegration(ctx context.Context, d integrations.Integration, by string, check integrations.ChangeFunc) (*integrations.Kept, error) {
	kept, err := h.Store.CreateIntegration(ctx, d, by, check)
	return kept, h.assemble(ctx, err)
}

func (h *testHosting) UpdateIntegration(ctx context.Context, id, by string, change integrations.ChangeFunc) (*integrations.Kept, error) {
	kept, err := h.Store.UpdateIntegration(ctx, id, by, change)
	return kept, h.assemble(ctx, err)
}

func (h *testHosting) RemoveIntegration(ctx context.Context, id string) (*integrations.Kept, error) {
	kept, err := h.Store.RemoveIntegration(ctx, id)
	return kept, h.assemble(ctx, err)
}

// testIntegration is enabled, posts to #alerts on the workspace as rocket.cat,
// and has the token TOKEN and no script.
func testIntegration(id string) integrations.Integration {
	return integrations.Integration{
		ID: id, Token: "TOKEN", Enabled: true, Channel: []string{"#alerts"}, Username: "rocket.cat", Destination: "workspace",
	}
}

// inlineScripts takes an integration's script for its text.
type inlineScripts struct{}

func (inlineScripts) ReadScript(script string) (name, source string, err error) {
	return "script.js", script, nil
}

func (s inlineScripts) ReadGlobal(value string) (name, source string, err error) {
	return s.ReadScript(value)
}

func (s inlineScripts) ReadAdapter(adapter string) (name, source string, err error) {
	return s.ReadScript(adapter)
}

func startServer(t testing.TB, definitions ...integrations.Integration) *testServer {
	t.Helper()
	return startServerWith(t, integrations.ProcessorOptions{}, engine.Options{}, definitions...)
}

func startServerWith(t testing.TB, processing integrations.ProcessorOptions, scripting engine.Options, definitions ...integrations.Integration) *testServer {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	ctx := t.Context()
	kept, err := store.Open(ctx, filepath.Join(t.TempDir(), "test.db"), store.Options{Logger: log})
	must(t, err)
	must(t, kept.SetupWorkspace(ctx, integrations.WorkspaceSetup{
		Rooms: []integrations.RoomSetup{{Name: "alerts"}, {Name: "ops"}, {Name: "secret", Private: true}, {Name: "news", ReadOnly: true}},
		Users: []integrations.WorkspaceUser{{Username: "rocket.cat", Name: "Rocket.Cat"}, {Username: "noor", Name: "Noor Bakker"}},
	}))
	workspace, err := destination.New(destination.Config{Name: "workspace", Type: "workspace"}, destination.Deps{Users: kept})
	must(t, err)
	chat, err := destination.New(destination.Config{
		Name: "chat", Type: "rocketchat", URL: "http://127.0.0.1:1", Accounts: []destination.Account{{Username: "bot", UserID: "BOT", Token: "t"}},
	}, destination.Deps{})
	must(t, err)
	processing.Recorded = integrations.NewRecordedAnswers(scripting.HTTP)
	scripting.HTTP = processing.Recorded
	host := engine.NewHost(scripting)
	hosting := &testHosting{
		Store: kept, assembler: integrations.Assembler{Scripts: inlineScripts{}, Runner: host}, configured: definitions,
		destinations: map[string]integrations.Destination{"workspace": workspace, "chat": chat},
	}
	must(t, hosting.assemble(ctx, nil))
	dispatcher := delivery.New(kept, func(string) (integrations.Poster, bool) { return nil, false }, delivery.Options{Logger: log})

	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	base := "http://" + listener.Addr().String()
	processing.Logger = log
	processor := integrations.NewProcessor(hosting.catalog.Load, host, kept, dispatcher, processing)
	s := server.New(server.Options{
		Hooks: processor, Replayer: processor, History: kept, Catalog: hosting.catalog.Load, Chat: kept, Deliveries: delivery.NewDesk(kept, dispatcher, hosting.catalog.Load().Destination),
		Definitions: hosting, MaxBody: testMaxBody, Logger: log, BaseURL: base,
		Access: server.AccessOptions{Token: testAdminToken, Address: listener.Addr().String(), Logger: log},
	})
	serving, stop := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- s.Serve(serving, listener) }()
	t.Cleanup(func() {
		http.DefaultClient.CloseIdleConnections()
		stop()
		if err := <-served; err != nil {
			t.Errorf("serve: %v", err)
		}
		host.Close()
		if err := kept.Close(); err != nil {
			t.Errorf("close the store: %v", err)
		}
	})
	return &testServer{base: base, store: kept, hosting: hosting, dispatcher: dispatcher}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// request sends a request and returns status and body.
func (s *testServer) request(t testing.TB, method, path string, header map[string]string, body string) (int, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, s.base+path, strings.NewReader(body))
	must(t, err)
	for name, value := range header {
		request.Header.Set(name, value)
	}
	response, err := http.DefaultClient.Do(request)
	must(t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	must(t, err)
	return response.StatusCode, string(text)
}

// texts returns the texts in a channel, oldest first, read through the API.
func (s *testServer) texts(t testing.TB, room string) []string {
	t.Helper()
	status, body := s.request(t, http.MethodGet, "/api/v1/channels.messages?count=1000&roomName="+room, map[string]string{"X-Auth-Token": testAdminToken, "X-User-Id": "any"}, "")
	var answer struct {
		Messages []struct {
			Msg string `json:"msg"`
		} `json:"messages"`
	}
	if err := json.Unmarshal([]byte(body), &answer); err != nil || status != http.StatusOK {
		t.Fatalf("channels.messages: %d %s (%v)", status, body, err)
	}
	var texts []string
	for i := len(answer.Messages) - 1; i >= 0; i-- {
		texts = append(texts, answer.Messages[i].Msg)
	}
	return texts
}

// executions returns what is kept of an integration's requests, newest first.
func (s *testServer) executions(t testing.TB, integrationID string) []*integrations.Execution {
	t.Helper()
	page, err := s.store.Executions(t.Context(), integrations.ExecutionFilter{IntegrationID: integrationID}, 0, 100)
	must(t, err)
	var all []*integrations.Execution
	for _, summary := range page.Executions {
		x, err := s.store.Execution(t.Context(), summary.ID)
		must(t, err)
		all = append(all, x)
	}
	return all
}
