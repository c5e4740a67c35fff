package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rocketscript/engine"
	"rocketscript/integrations"
	"rocketscript/integrations/message"
	"rocketscript/integrations/store"
)

// A Kept is a store as the rest of the program uses it: what any database
// behind the program must do.
type Kept interface {
	integrations.Store
	deadLetters
	definitions
	Execution(ctx context.Context, id string) (*integrations.Execution, error)
	Executions(ctx context.Context, f integrations.ExecutionFilter, before int64, limit int) (integrations.ExecutionPage, error)
	ExecutionsAfter(ctx context.Context, f integrations.ExecutionFilter, after int64, limit int) ([]integrations.ExecutionSummary, error)

	ScriptSource(ctx context.Context, hash string) (string, error)
	Seen(ctx context.Context, integrationID, senderDeliveryID string) (integrations.SeenDelivery, bool, error)
	Retain(ctx context.Context, r store.Retention)

	Heads(ctx context.Context) ([]integrations.LaneHead, error)
	Start(ctx context.Context, lane string, due time.Time) (*integrations.Delivery, error)
	Finish(ctx context.Context, d *integrations.Delivery, due time.Time) (*integrations.Delivery, error)
	Deliveries(ctx context.Context, ids []int64) ([]*integrations.Delivery, error)
	Attempts(ctx context.Context, deliveryID int64) ([]integrations.Attempt, error)

	SetupWorkspace(ctx context.Context, setup integrations.WorkspaceSetup) error
	UserByUsername(ctx context.Context, username string) (integrations.WorkspaceUser, error)
	UserByID(ctx context.Context, id string) (integrations.WorkspaceUser, error)
	ListRooms(ctx context.Context) ([]integrations.Room, error)
	RoomByNameOrID(ctx context.Context, key string) (integrations.Room, error)
	ListMessages(ctx context.Context, roomID string, before int64, limit int) ([]integrations.PostedMessage, error)
	MessagesPage(ctx context.Context, roomID string, offset, limit int) ([]integrations.PostedMessage, int, error)
	MessageByID(ctx context.Context, id string) (integrations.PostedMessage, error)
	MessagesAfter(ctx context.Context, after int64, limit int) ([]integrations.PostedMessage, error)
	LastSeq(ctx context.Context) (int64, error)
	Changes(ctx context.Context) <-chan struct{}

	Token(ctx context.Context, integrationID string) (string, error)
	Close() error
}

// A Place is where a store under test keeps its data: Open may be called again
// after the store it returned was closed, and finds what was there.
type Place struct {
	Open func(t *testing.T, now func() time.Time) Kept
}

// RunConformance puts a store through everything that callers rely on. place
// returns an empty one.
func RunConformance(t *testing.T, place func(t *testing.T) Place) {
	for name, test := range map[string]func(*testing.T, Place){
		"an execution comes back as it was":          testRoundTrip,
		"an execution with nothing in it":            testEmptyExecution,
		"complete":                                   testComplete,
		"executions are listed newest first":         testListExecutions,
		"executions are found":                       testFilters,
		"lanes are taken in the transaction":         testLanes,
		"concurrent records keep order and lanes":    testConcurrentRecords,
		"a failing request is undone alone":          testIsolation,
		"a panic in a post is contained":             testPanic,
		"a request withdrawn in time leaves nothing": testWithdrawn,
		"a swallowed failure is a failure":           testSwallowedFailure,
		"start and finish":                           testStartFinish,
		"heads":                                      testHeads,
		"interrupted deliveries wait again":          testInterrupted,
		"rooms":                                      testRooms,
		"direct rooms":                               testDirectRooms,
		"setup of the workspace":                     testSetup,
		"setup refuses what cannot be":               testSetupRefusals,
		"messages":                                   testMessages,
		"threads":                                    testThreads,
		"changes":                                    testChanges,
		"tokens":                                     testTokens,
		"integrations are kept":                      testIntegrations,
		"integrations are changed in one step":       testIntegrationChanges,
		"ids and tokens of integrations":             testIntegrationIDs,
		"news of integrations":                       testIntegrationNews,
		"seen deliveries":                            testSeen,
		"a failure takes a seen delivery back":       testSeenFailure,
		"history modes":                              testHistoryModes,
		"retention":                                  testRetention,
		"dead letters are listed":                    testDeadLetters,
		"dead letters are sent again":                testRedrive,
		"dead letters are sent again on a workspace": testRedriveWorkspace,
		"dead letters are dropped":                   testDrop,
		"backlog":                                    testBacklog,
		"texts that databases do not take":           testBadTexts,
		"nothing after close":                        testClosed,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, place(t))
		})
	}
}

// start is when the tests' clock begins.
var start = time.Date(2026, 11, 22, 12, 0, 0, 123456789, time.UTC)

func fixed() time.Time { return start }

func execution(id string, lanes ...string) *integrations.Execution {
	x := &integrations.Execution{ID: id, IntegrationID: "pagerduty", Outcome: engine.OutcomeContent}
	for _, lane := range lanes {
		x.Deliveries = append(x.Deliveries, &integrations.Delivery{
			Destination: "chat", Lane: lane, Message: message.Message{Channel: lane, Msg: id},
		})
	}
	return x
}

func record(t *testing.T, s Kept, x *integrations.Execution) *integrations.Execution {
	t.Helper()
	if err := s.Record(t.Context(), x, nil); err != nil {
		t.Fatalf("Record(%s): %v", x.ID, err)
	}
	return x
}

func equal[T any](t *testing.T, what string, got, want T, options ...cmp.Option) {
	t.Helper()
	if diff := cmp.Diff(want, got, options...); diff != "" {
		t.Fatalf("%s (-want +got):\n%s", what, diff)
	}
}

// must returns a value that came without an error.
func must[T any](v T, err error) func(t *testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func testRoundTrip(t *testing.T, p Place) {
	s := p.Open(t, fixed)
	x := &integrations.Execution{
		ID: "019ab000-0000-7000-8000-000000000001", IntegrationID: "pagerduty",
		Request: integrations.Incoming{
			Method: "POST", Target: "/hooks/pagerduty/***?a=%20b&c=\xff",
			Params: engine.Params{IntegrationID: "pagerduty", UserID: "older"},
			Headers: []engine.Header{
				{Name: "Host", Value: "hooks.example"}, {Name: "X-Empty", Value: ""}, {Name: "x-Twice", Value: "1"},
				{Name: "X-Twice", Value: "two: three"}, {Name: "X-Latin", Value: "caf\xe9"},
			},
			Body: []byte("{\"a\": \"<b> \u2028 \x00 \xff\"}\n"), RemoteAddr: "[2001:db8::1]:4711", ReceivedAt: start.Add(-time.Millisecond),
		},
		ScriptName: "pagerduty.js", ScriptHash: strings.Repeat("ab", 32), ScriptSource: "class Script {} // ☃", ScriptDuration: 12345,
		Outcome:  engine.OutcomeScriptError,
		Returned: json.RawMessage(`{"content": {"text":"<&> \u0000"},  "n":1.0}`),
		Exception: &engine.Exception{
			Name: "TypeError", Message: "x is not a function", File: "pagerduty.js", Line: 3, Column: 14, Stack: "at process_incoming_request (pagerduty.js:3:14)",
		},
		Console:        []engine.ConsoleLine{{Level: "log", Text: "<b>"}, {Level: "error", Text: "two\nlines"}},
		ConsoleDropped: 7,
		HTTP:           []engine.HTTPCall{{Method: "GET", URL: "https://a.example/?q=<1>", Status: 200, ResponseHeaders: []engine.Header{{Name: "a", Value: "b"}}, DurationMS: 1.5}},
		Warnings:       []message.Warning{{Code: "color-name", Path: "attachments[0].color", Text: "“good” became #35AC19"}},
		Deliveries: []*integrations.Delivery{
			{
				Destination: "workspace", Lane: "workspace/#alerts", State: integrations.DeliveryPosted, Attempts: 1, FinishedAt: start.Add(time.Second),
				Sender:  engine.User{ID: "rocket.cat", Name: "Rocket.Cat", Username: "rocket.cat"},
				Message: fullMessage("#alerts"),
				Receipt: integrations.Receipt{MessageID: "m1", RoomID: "r1", Stored: json.RawMessage(`{"_id":"m1", "z":1,"a":"<>"}`)},
			},
			{
				Destination: "workspace", Lane: "workspace/#none", State: integrations.DeliveryRefused, Attempts: 1,
				Message: message.Message{Channel: "#none", Attachments: []json.RawMessage{}}, Error: "invalid-channel", Detail: "there is no channel #none",
			},
			{Destination: "chat", Lane: "chat/@ann", Message: message.Message{Channel: "@ann", Msg: "hi", ParseURLs: json.RawMessage("null")}},
			{Destination: "chat", Lane: "chat/@ann", Message: message.Message{Channel: "@ann", Msg: "again"}},
		},
		Reply:            integrations.Reply{Status: 400, Body: json.RawMessage(`{"success": false, "error":"<x>"}`)},
		Duration:         1234567 * time.Nanosecond,
		SenderDeliveryID: "0b989ba4-242f-11e5-81e1-c7b6966d2516", ReplayOf: "before", History: integrations.HistoryFailures,
	}
	record(t, s, x)
	x.Request.Target = "/hooks/pagerduty/***?a=%20b&c=%FF" // the same URL, in letters that every database takes

	var last int64
	for i, d := range x.Deliveries {
		if d.ID <= last || d.ExecutionID != x.ID || !d.CreatedAt.Equal(start) {
			t.Errorf("delivery %d: id %d after %d, execution %q, created %v", i, d.ID, last, d.ExecutionID, d.CreatedAt)
		}
		last = d.ID
	}
	states := []integrations.DeliveryState{x.Deliveries[0].State, x.Deliveries[1].State, x.Deliveries[2].State, x.Deliveries[3].State}
	equal(t, "states", states, []integrations.DeliveryState{"posted", "refused", "started", "waiting"})
	equal(t, "finished", x.Deliveries[1].FinishedAt, start)
	equal(t, "attempts", x.Deliveries[2].Attempts, 1)
	equal(t, "script", must(s.ScriptSource(t.Context(), x.ScriptHash))(t), "class Script {} // ☃")
	x.ScriptSource = ""
	equal(t, "execution", must(s.Execution(t.Context(), x.ID))(t), x)

	ok(t, s.Close())
	equal(t, "execution after reopening, but for the interrupted delivery",
		must(p.Open(t, fixed).Execution(t.Context(), x.ID))(t), x,
		cmp.FilterPath(func(path cmp.Path) bool { return strings.HasPrefix(path.String(), "Deliveries") }, cmp.Ignore()))
}

func fullMessage(channel string) message.Message {
	return message.Message{
		Channel: channel, Msg: "*<b>* \u2028 ☃ 𝒳", Alias: "PagerDuty", Avatar: "https://example.com/a.png", Emoji: "",
		Attachments: []json.RawMessage{json.RawMessage(`{"z":1,"a":"<script>","nested":{"y":[],"x":null}}`)},
		Groupable:   json.RawMessage(`false`), ParseURLs: json.RawMessage(`true`), Tmid: "", CustomFields: json.RawMessage(`{"k":"v"}`),
		Bot: message.Bot{Integration: "pagerduty"},
	}
}

func testEmptyExecution(t *testing.T, p Place) {
	s := p.Open(t, fixed)
	x := record(t, s, &integrations.Execution{ID: "empty", IntegrationID: "i"})
	want := *x
	want.Request.Params.IntegrationID = "i"
	equal(t, "execution", must(s.Execution(t.Context(), "empty"))(t), &want)
	if _, err := s.Execution(t.Context(), "other"); !errors.Is(err, integrations.ErrNotFound) {
		t.Errorf("an unknown execution: %v", err)
	}
	if err := s.Record(t.Context(), &integrations.Execution{ID: "empty", IntegrationID: "i"}, nil); err == nil {
		t.Error("a second execution with the same id was accepted")
	}
}

func testComplete(t *testing.T, p Place) {
	s := p.Open(t, fixed)
	x := record(t, s, execution("x", "l"))
	x.Outcome, x.Duration = engine.OutcomeError, time.Second
	x.Reply = integrations.Reply{Status: 200, Body: json.RawMessage(`{"success":true}`)}
	x.IntegrationID = "changed" // not Complete's to write
	ok(t, s.Complete(t.Context(), x))
	x.IntegrationID, x.Request.Params.IntegrationID = "pagerduty", "pagerduty"
	equal(t, "execution", must(s.Execution(t.Context(), "x"))(t), x)
	if err := s.Complete(t.Context(), execution("never")); !errors.Is(err, integrations.ErrNotFound) {
		t.Errorf("Complete of an unknown execution: %v", err)
	}
}

func testListExecutions(t *testing.T, p Place) {
	s := p.Open(t, fixed)
	for i := range 5 {
		x := execution(fmt.Sprint("x", i))
		x.Request.ReceivedAt, x.Reply.Status, x.Duration = start.Add(-time.Hour), 200+i, time.Duration(i)
		if i == 2 {
			x.IntegrationID = "other"
		}
		record(t, s, x)
	}
	summary := func(i int) integrations.ExecutionSummary {
		return integrations.ExecutionSummary{
			Seq: int64(i + 1), ID: fmt.Sprint("x", i), IntegrationID: "pagerduty", ReceivedAt: start.Add(-time.Hour), RecordedAt: start,
			Outcome: engine.OutcomeContent, Duration: time.Duration(i), ReplyStatus: 200 + i,
		}
	}
	list := func(f integrations.ExecutionFilter, before int64, limit int) integrations.ExecutionPage {
		t.Helper()
		return must(s.Executions(t.Context(), f, before, limit))(t)
	}
	mine := integrations.ExecutionFilter{IntegrationID: "pagerduty"}
	equal(t, "list", list(mine, 0, 3), integrations.ExecutionPage{Executions: []integrations.ExecutionSummary{summary(4), summary(3), summary(1)}, Next: 2})
	equal(t, "the rest", list(mine, 2, 3), integrations.ExecutionPage{Executions: []integrations.ExecutionSummary{summary(0)}})
	equal(t, "list of none", list(integrations.ExecutionFilter{IntegrationID: "nobody"}, 0, 3), integrations.ExecutionPage{})
	equal(t, "newer", must(s.ExecutionsAfter(t.Context(), mine, 1, 2))(t), []integrations.ExecutionSummary{summary(1), summary(3)})
}

// testFilters finds executions by each field of a filter.
func testFilters(t *testing.T, p Place) {
	now := start
	s := p.Open(t, func() time.Time { return now })
	for i, change := range []func(*integrations.Execution){
		func(x *integrations.Execution) { x.Request.Body = []byte(`{"title":"Größe \xff"}` + "\xff") },
		func(x *integrations.Execution) {
			x.Outcome, x.Exception = engine.OutcomeScriptError, &engine.Exception{Name: "TypeError", Message: "At is not a function", File: "a.js", Line: 3, Column: 4}
		},
		func(x *integrations.Execution) { x.Reply.Status = 400 },
		func(x *integrations.Execution) {
			x.Deliveries = execution("", "chat/#a", "chat/#b").Deliveries
			x.Deliveries[0].Message.Msg, x.Deliveries[1].Message.Msg = "Database is on fire", "Still on fire"
		},
		func(x *integrations.Execution) { x.SenderDeliveryID, x.Request.Target = "d-1", "/hooks/i/***?shard=7" },
		func(x *integrations.Execution) { x.Console = []engine.ConsoleLine{{Level: "log", Text: "seen 100%_"}} },
	} {
		x := execution(fmt.Sprint(i))
		x.Reply.Status = 200
		change(x)
		record(t, s, x)
		now = now.Add(time.Minute)
	}
	for _, test := range []struct {
		name   string
		filter integrations.ExecutionFilter
		want   string
	}{
		{"all", integrations.ExecutionFilter{}, "5 4 3 2 1 0"},
		{"failed", integrations.ExecutionFilter{Failed: true}, "3 2 1"},
		{"outcome", integrations.ExecutionFilter{Outcome: engine.OutcomeScriptError}, "1"},
		{"the sender's id", integrations.ExecutionFilter{SenderDeliveryID: "d-1"}, "4"},
		{"since", integrations.ExecutionFilter{Since: start.Add(4 * time.Minute)}, "5 4"},
		{"until", integrations.ExecutionFilter{Until: start.Add(time.Minute)}, "0"},
		{"until before all", integrations.ExecutionFilter{Until: start}, ""},
		{"since the future", integrations.ExecutionFilter{Since: start.Add(time.Hour)}, ""},
		{"text of the body, in any case", integrations.ExecutionFilter{Text: "grÖSSe"}, ""},
		{"text of the body", integrations.ExecutionFilter{Text: "GRÖ"}, "0"},
		{"text of the exception", integrations.ExecutionFilter{Text: "not a function"}, "1"},
		{"text of a message", integrations.ExecutionFilter{Text: "on fire"}, "3"},
		{"text of the query", integrations.ExecutionFilter{Text: "shard=7"}, "4"},
		{"text of the console, no pattern", integrations.ExecutionFilter{Text: "0%_"}, "5"},
		{"no pattern", integrations.ExecutionFilter{Text: "s%n"}, ""},
		{"several fields", integrations.ExecutionFilter{Failed: true, Since: start.Add(3 * time.Minute)}, "3"},
	} {
		var ids []string
		for _, x := range must(s.Executions(t.Context(), test.filter, 0, 10))(t).Executions {
			ids = append(ids, x.ID)
		}
		if got := strings.Join(ids, " "); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
		after := must(s.ExecutionsAfter(t.Context(), test.filter, 0, 10))(t)
		if slices.Reverse(ids); len(after) != len(ids) || (len(ids) > 0 && after[0].ID != ids[0]) {
			t.Errorf("%s, oldest first: %v", test.name, after)
		}
	}
	broken := must(s.Executions(t.Context(), integrations.ExecutionFilter{Outcome: engine.OutcomeScriptError}, 0, 1))(t).Executions[0]
	equal(t, "exception", broken.Exception, "a.js:3:4: TypeError: At is not a function")
	waits := must(s.Executions(t.Context(), integrations.ExecutionFilter{Text: "on fire"}, 0, 1))(t).Executions[0]
	equal(t, "messages", []int{waits.Posted, waits.Waiting, waits.Dead}, []int{0, 2, 0})
}

// all returns what is kept of an integration's requests, newest first.
func all(t *testing.T, s Kept, integrationID string) []integrations.ExecutionSummary {
	t.Helper()
	return must(s.Executions(t.Context(), integrations.ExecutionFilter{IntegrationID: integrationID}, 0, 1000))(t).Executions
}

func testLanes(t *testing.T, p Place) {
	s := p.Open(t, fixed)
	first := record(t, s, execution("1", "a", "b", "a")).Deliveries
	equal(t, "first", statesOf(first), []integrations.DeliveryState{"started", "started", "waiting"})
	second := record(t, s, execution("2", "a", "c")).Deliveries
	equal(t, "second", statesOf(second), []integrations.DeliveryState{"waiting", "started"})

	// A head that failed for now holds the lane for new ones too.
	first[1].State, first[1].NextAttempt = integrations.DeliveryWaiting, start.Add(time.Minute)
	must(s.Finish(t.Context(), first[1], start))(t)
	equal(t, "behind a failed head", statesOf(record(t, s, execution("3", "b")).Deliveries), []integrations.DeliveryState{"waiting"})

	// A finished lane is free again.
	second[1].State, second[1].FinishedAt = integrations.DeliveryPosted, start
	must(s.Finish(t.Context(), second[1], start))(t)
	equal(t, "after the lane was emptied", statesOf(record(t, s, execution("4", "c")).Deliveries), []integrations.DeliveryState{"started"})

	// What a post has left posted or refused takes no lane.
	done := execution("5", "d", "d", "d")
	err := s.Record(t.Context(), done, func(context.Context, integrations.Rooms) error {
		done.Deliveries[0].State, done.Deliveries[1].State = integrations.DeliveryPosted, integrations.DeliveryRefused
		return nil
	})
	ok(t, err)
	equal(t, "posted by the post", statesOf(done.Deliveries), []integrations.DeliveryState{"posted", "refused", "started"})
}

func statesOf(deliveries []*integrations.Delivery) []integrations.DeliveryState {
	var states []integrations.DeliveryState
	for _, d := range deliveries {
		states = append(states, d.State)
	}
	return states
}

func testConcurrentRecords(t *testing.T, p Place) {
	s := p.Open(t, fixed)
	const callers, each, lanes = 64, 10, 7
	var mu sync.Mutex
	ids := make(map[string][]int64) // by lane
	started := make(map[string]int)
	var wg sync.WaitGroup
	for caller := range callers {
		wg.Go(func() {
			var last int64
			for i := range each {
				lane := fmt.Sprint("lane", (caller+i)%lanes)
				x := execution(fmt.Sprintf("%d-%d", caller, i), lane)
				if err := s.Record(t.Context(), x, nil); err != nil {
					t.Error(err)
					return
				}
				d := x.Deliveries[0]
				if d.ID <= last {
					t.Errorf("a later Record of one caller got id %d after %d", d.ID, last)
				}
				last = d.ID
				mu.Lock()
				ids[lane] = append(ids[lane], d.ID)
				if d.State == integrations.DeliveryStarted {
					started[lane]++
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	for lane, all := range ids {
		slices.Sort(all)
		if len(slices.Compact(slices.Clone(all))) != len(all) {
			t.Errorf("%s: an id was given twice", lane)
		}
		if started[lane] != 1 {
			t.Errorf("%s: %d deliveries began started, want 1", lane, started[lane])
		}
	}
	heads := must(s.Heads(t.Context()))(t)
	if len(heads) != lanes {
		t.Fatalf("%d lanes have heads, want %d", len(heads), lanes)
	}
	for _, h := range heads {
		if h.ID != ids[h.Lane][0] || h.State != integrations.DeliveryStarted {
			t.Errorf("head of %s is %d, %s; the first committed is %d", h.Lane, h.ID, h.State, ids[h.Lane][0])
		}
		drain(t, s, h.Lane, ids[h.Lane])
	}
}

// drain finishes a lane and checks that it comes in this order.
func drain(t *testing.T, s Kept, lane string, want []int64) {
	t.Helper()
	d := must(s.Deliveries(t.Context(), want[:1]))(t)[0]
	var got []int64
	for d != nil {
		got = append(got, d.ID)
		d.State, d.FinishedAt = integrations.DeliveryPosted, start
		d = must(s.Finish(t.Context(), d, start))(t)
	}
	equal(t, "order of "+lane, got, want)
}

var errPost = errors.New("the post failed")

func testIsolation(t *testing.T, p Place) {
	s := p.Open(t, fixed)
	setup(t, s)
	const n = 60
	errs := make([]error, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			x := execution(fmt.Sprint(i), "lane")
			errs[i] = s.Record(t.Context(), x, func(ctx context.Context, rooms integrations.Rooms) error {
				if err := post(ctx, rooms, "general", fmt.Sprint(i), nil); err != nil {
					return err
				}
				if i%3 == 0 {
					return errPost
				}
				return nil
			})
			if i%3 == 0 && (x.Deliveries[0].ID != 0 || x.Deliveries[0].State != "") {
				t.Errorf("a Record that failed left its delivery with id %d, %q", x.Deliveries[0].ID, x.Deliveries[0].State)
			}
		})
	}
	wg.Wait()
	texts := make(map[string]bool)
	for _, m := range must(s.MessagesAfter(t.Context(), 0, 1000))(t) {
		texts[m.Msg] = true
	}
	for i := range n {
		_, err := s.Execution(t.Context(), fmt.Sprint(i))
		wantErr := i%3 == 0
		if (errs[i] == errPost) != wantErr || (err != nil) != wantErr || texts[fmt.Sprint(i)] == wantErr { //nolint:errorlint // returned as it is
			t.Errorf("%d: Record %v, Execution %v, message there: %v", i, errs[i], err, texts[fmt.Sprint(i)])
		}
	}
}

func testPanic(t *testing.T, p Place) {
	s := p.Open(t, fixed)
	setup(t, s)
	err := s.Record(t.Context(), execution("bad", "l"), func(ctx context.Context, rooms integrations.Rooms) error {
		ok(t, post(ctx, rooms, "general", "half done", nil))
		panic("boom")
	})
	if err == nil || !strings.Contains(err.Error(), "boom") {
		t.Fatalf("Record with a panicking post: %v", err)
	}
	record(t, s, execution("good", "l"))
	equal(t, "messages", len(must(s.MessagesAfter(t.Context(), 0, 9))(t)), 0)
	if _, err := s.Execution(t.Context(), "bad"); !errors.Is(err, integrations.ErrNotFound) {
		t.Errorf("the execution of the panicking post: %v", err)
	}
}

func testWithdrawn(t *testing.T, p Place) {
	s := p.Open(t, fixed)
	ctx, cancel := context.WithCancel(t.Context())
	inside, release := make(chan struct{}), make(chan struct{})
	held := make(chan error, 1)
	go func() {
		// While this request is under way the writer takes no other.
		held <- s.Record(ctx, execution("held"), func(context.Context, integrations.Rooms) error {
			close(inside)
			<-release
			return nil
		})
	}()
	<-inside
	withdrawn := make(chan error, 1)
	go func() { withdrawn <- s.Record(ctx, execution("withdrawn"), nil) }()
	cancel()
	if err := <-withdrawn; !errors.Is(err, context.Canceled) {
		t.Errorf("Record of a caller who left: %v", err)
	}
	close(release)
	if err := <-held; err != nil {
		t.Errorf("a request that had begun is seen through, but Record: %v", err)
	}
	must(s.Execution(t.Context(), "held"))(t)
	record(t, s, execution("after"))
	if _, err := s.Execution(t.Context(), "withdrawn"); !errors.Is(err, integrations.ErrNotFound) {
		t.Errorf("the withdrawn execution: %v", err)
	}
}

func testSwallowedFailure(t *testing.T, p Place) {
	s := p.Open(t, fixed)
	setup(t, s)
	err := s.Record(t.Context(), execution("x"), func(ctx context.Context, rooms integrations.Rooms) error {
		_ = rooms.Join(ctx, "no such room", "no such user")
		return post(ctx, rooms, "general", "after a failure", nil)
	})
	if err == nil {
		t.Fatal("a post that hid the failure of a statement was committed")
	}
	equal(t, "messages", len(must(s.MessagesAfter(t.Context(), 0, 9))(t)), 0)
	var kept integrations.Rooms
	ok(t, s.Record(t.Context(), execution("y"), func(_ context.Context, rooms integrations.Rooms) error { kept = rooms; return nil }))
	if _, err := kept.UserByID(t.Context(), "rocket.cat"); err == nil || errors.Is(err, integrations.ErrNotFound) {
		t.Errorf("rooms used after the transaction: %v", err)
	}
}

func testStartFinish(t *testing.T, p Place) {
	s := p.Open(t, fixed)
	ctx := t.Context()
	all := record(t, s, execution("x", "a", "a", "a")).Deliveries
	head := all[0]
	if d := must(s.Start(ctx, "a", start))(t); d != nil {
		t.Fatalf("a lane whose head is started was started again: %v", d)
	}
	if d := must(s.Start(ctx, "nothing here", start))(t); d != nil {
		t.Fatalf("an empty lane was started: %v", d)
	}

	head.State, head.NextAttempt, head.Error = integrations.DeliveryWaiting, start.Add(5*time.Second), "timeout: no answer"
	if next := must(s.Finish(ctx, head, start.Add(4*time.Second)))(t); next != nil {
		t.Fatalf("the lane moved past a head that is not due: %v", next)
	}
	equal(t, "after a failure", must(s.Deliveries(ctx, []int64{head.ID, 999}))(t), []*integrations.Delivery{head})
	equal(t, "attempts", must(s.Attempts(ctx, head.ID))(t), []integrations.Attempt{{Number: 1, StartedAt: start, EndedAt: start, Error: "timeout: no answer"}})
	if d := must(s.Start(ctx, "a", start.Add(5*time.Second-1)))(t); d != nil {
		t.Fatalf("started before it is due: %v", d)
	}
	started := must(s.Start(ctx, "a", start.Add(5*time.Second)))(t)
	head.State, head.NextAttempt, head.Attempts, head.Node = integrations.DeliveryStarted, time.Time{}, 2, started.Node
	equal(t, "started", started, head)

	head.State, head.Error, head.FinishedAt = integrations.DeliveryPosted, "", start.Add(6*time.Second)
	head.Receipt = integrations.Receipt{MessageID: "m", RoomID: "r", Stored: json.RawMessage(`{"a":1}`)}
	next := must(s.Finish(ctx, head, start))(t)
	all[1].State, all[1].Attempts, all[1].StartedAt, all[1].Node = integrations.DeliveryStarted, 1, start, started.Node
	equal(t, "next", next, all[1])
	equal(t, "finished", must(s.Deliveries(ctx, []int64{head.ID}))(t), []*integrations.Delivery{head})
	if _, err := s.Finish(ctx, head, start); !errors.Is(err, integrations.ErrNotFound) {
		t.Errorf("finishing twice: %v", err)
	}

	next.State, next.Error, next.Detail, next.FinishedAt = integrations.DeliveryRefused, "invalid-channel", "no such channel", start
	if more := must(s.Finish(ctx, next, time.Time{}))(t); more != nil {
		t.Fatalf("a next one was started although none was asked for: %v", more)
	}
	equal(t, "refused", must(s.Deliveries(ctx, []int64{next.ID}))(t), []*integrations.Delivery{next})
	equal(t, "left", statesOf(must(s.Deliveries(ctx, []int64{all[2].ID}))(t)), []integrations.DeliveryState{"waiting"})

	bad := must(s.Start(ctx, "a", start))(t)
	bad.State = integrations.DeliveryPosted // without a time
	if _, err := s.Finish(ctx, bad, start); err == nil {
		t.Error("a posted delivery without FinishedAt was accepted")
	}
}

func testHeads(t *testing.T, p Place) {
	s := p.Open(t, fixed)
	equal(t, "heads of nothing", len(must(s.Heads(t.Context()))(t)), 0)
	x := record(t, s, execution("1", "b", "a", "b", ""))
	later := x.Deliveries[0]
	later.State, later.NextAttempt = integrations.DeliveryWaiting, start.Add(time.Second)
	must(s.Finish(t.Context(), later, time.Time{}))(t)
	done := x.Deliveries[1]
	done.State, done.FinishedAt = integrations.DeliveryPosted, start
	must(s.Finish(t.Context(), done, time.Time{}))(t)
	equal(t, "heads", must(s.Heads(t.Context()))(t), []integrations.LaneHead{
		{ID: x.Deliveries[3].ID, Destination: "chat", Lane: "", State: integrations.DeliveryStarted, CreatedAt: start},
		{ID: later.ID, Destination: "chat", Lane: "b", State: integrations.DeliveryWaiting, NextAttempt: start.Add(time.Second), CreatedAt: start},
	})
}

func testInterrupted(t *testing.T, p Place) {
	s := p.Open(t, fixed)
	x := record(t, s, execution("1", "a", "a", "b"))
	held := x.Deliveries[2]
	held.State, held.NextAttempt, held.Error = integrations.DeliveryWaiting, start.Add(time.Hour), "connect: refused"
	must(s.Finish(t.Context(), held, start))(t)
	ok(t, s.Close())

	s = p.Open(t, fixed)
	first := must(s.Deliveries(t.Context(), []int64{x.Deliveries[0].ID}))(t)[0]
	if first.State != integrations.DeliveryWaiting || first.Attempts != 1 || first.Error == "" || !first.NextAttempt.IsZero() {
		t.Errorf("an interrupted delivery: %s, %d attempts, error %q, next %v", first.State, first.Attempts, first.Error, first.NextAttempt)
	}
	equal(t, "one that waits", must(s.Deliveries(t.Context(), []int64{held.ID}))(t)[0], held)
	again := must(s.Start(t.Context(), "a", start))(t)
	if again == nil || again.ID != first.ID || again.Attempts != 2 {
		t.Errorf("the repeat: %+v", again)
	}

	// Those who made the attempt that was cut off have nothing to say any more.
	late := x.Deliveries[0]
	late.State, late.FinishedAt = integrations.DeliveryPosted, start
	if _, err := s.Finish(t.Context(), late, start); !errors.Is(err, integrations.ErrNotFound) {
		t.Errorf("the end of an attempt of an earlier process: %v", err)
	}
	equal(t, "the attempt under way", must(s.Deliveries(t.Context(), []int64{again.ID}))(t)[0], again)
}

func setup(t *testing.T, s Kept) {
	t.Helper()
	err := s.SetupWorkspace(t.Context(), integrations.WorkspaceSetup{
		Users: []integrations.WorkspaceUser{
			{Username: "rocket.cat", Name: "Rocket.Cat"},
			{Username: "ann", Name: "Ann", Avatar: "https://example.com/ann.png"},
			{Username: "Bob", Name: ""},
		},
		Rooms: []integrations.RoomSetup{
			{Name: "general", Topic: "All of it"},
			{Name: "secret", Private: true, Members: []string{"ann", "Bob"}},
			{Name: "announcements", ReadOnly: true},
		},
	})
	ok(t, err)
}

// within runs a function on the workspace inside a Record.
func within(t *testing.T, s Kept, f func(ctx context.Context, rooms integrations.Rooms)) {
	t.Helper()
	x := execution("within-" + strings.ReplaceAll(t.Name(), "/", "-") + fmt.Sprint(time.Now().UnixNano()))
	ok(t, s.Record(t.Context(), x, func(ctx context.Context, rooms integrations.Rooms) error {
		f(ctx, rooms)
		return nil
	}))
}

// post posts a text as rocket.cat. edit, when not nil, changes the message.
func post(ctx context.Context, rooms integrations.Rooms, room, text string, edit func(*integrations.PostedMessage)) error {
	r, err := rooms.RoomByNameOrID(ctx, room)
	if err != nil {
		return err
	}
	m := integrations.PostedMessage{
		RoomID: r.ID, TS: start, Sender: integrations.WorkspaceUser{ID: "rocket.cat"},
		Message: message.Message{Channel: "#" + room, Msg: text},
	}
	if edit != nil {
		edit(&m)
	}
	return rooms.InsertMessage(ctx, &m)
}

var idPattern = regexp.MustCompile(`^[A-Za-z0-9]{17}$`)

func testRooms(t *testing.T, p Place) {
	s := p.Open(t, fixed)
	setup(t, s)
	general := must(s.RoomByNameOrID(t.Context(), "general"))(t)
	secret := must(s.RoomByNameOrID(t.Context(), "secret"))(t)
	ann := must(s.UserByUsername(t.Context(), "ann"))(t)
	if !idPattern.MatchString(general.ID) || !idPattern.MatchString(ann.ID) {
		t.Errorf("ids %q and %q are not 17 letters and digits", general.ID, ann.ID)
	}
	equal(t, "room", general, integrations.Room{ID: general.ID, Name: "general", Type: integrations.PublicRoom, Topic: "All of it"})
	equal(t, "user", ann, integrations.WorkspaceUser{ID: ann.ID, Username: "ann", Name: "Ann", Avatar: "https://example.com/ann.png"})
	for _, missing := range []string{"General", "#general", "", "general ", strings.ToLower(general.ID) + "x", "gener%"} {
		if _, err := s.RoomByNameOrID(t.Context(), missing); !errors.Is(err, integrations.ErrNotFound) {
			t.Errorf("RoomByNameOrID(%q): %v", missing, err)
		}
	}
	for _, missing := range []string{"Ann", "bob", "", "@ann", ann.ID} {
		if _, err := s.UserByUsername(t.Context(), missing); !errors.Is(err, integrations.ErrNotFound) {
			t.Errorf("UserByUsername(%q): %v", missing, err)
		}
	}
	if _, err := s.UserByID(t.Context(), "ann"); !errors.Is(err, integrations.ErrNotFound) {
		t.Errorf("UserByID of a username: %v", err)
	}
	within(t, s, func(ctx context.Context, rooms integrations.Rooms) {
		equal(t, "room by id", must(rooms.RoomByNameOrID(ctx, secret.ID))(t), secret)
		equal(t, "room by name", must(rooms.RoomByNameOrID(ctx, "secret"))(t), secret)
		equal(t, "user by id", must(rooms.UserByID(ctx, ann.ID))(t), ann)
		equal(t, "user by name", must(rooms.UserByUsername(ctx, "ann"))(t), ann)
		if _, err := rooms.RoomByNameOrID(ctx, "Secret"); !errors.Is(err, integrations.ErrNotFound) {
			t.Errorf("RoomByNameOrID in other letters: %v", err)
		}
		equal(t, "member", must(rooms.IsMember(ctx, secret.ID, ann.ID))(t), true)
		equal(t, "not a member", must(rooms.IsMember(ctx, secret.ID, "rocket.cat"))(t), false)
		ok(t, rooms.Join(ctx, secret.ID, "rocket.cat"))
		ok(t, rooms.Join(ctx, secret.ID, "rocket.cat"))
		equal(t, "member after joining", must(rooms.IsMember(ctx, secret.ID, "rocket.cat"))(t), true)
	})
}

func testDirectRooms(t *testing.T, p Place) {
	s := p.Open(t, fixed)
	setup(t, s)
	ann, bob := must(s.UserByUsername(t.Context(), "ann"))(t), must(s.UserByUsername(t.Context(), "Bob"))(t)
	people := []string{ann.ID, bob.ID}
	slices.Sort(people)
	want := integrations.Room{ID: people[0] + people[1], Type: integrations.DirectRoom, Usernames: []string{"Bob", "ann"}}
	self := integrations.Room{ID: ann.ID, Type: integrations.DirectRoom, Usernames: []string{"ann"}}
	within(t, s, func(ctx context.Context, rooms integrations.Rooms) {
		equal(t, "made", must(rooms.DirectRoom(ctx, ann, bob))(t), want)
		equal(t, "found", must(rooms.DirectRoom(ctx, bob, ann))(t), want)
		equal(t, "to oneself", must(rooms.DirectRoom(ctx, ann, ann))(t), self)
		equal(t, "by id", must(rooms.RoomByNameOrID(ctx, want.ID))(t), want)
		equal(t, "member", must(rooms.IsMember(ctx, want.ID, bob.ID))(t), true)
	})
	var names []string
	for _, r := range must(s.ListRooms(t.Context()))(t) {
		names = append(names, r.Name+strings.Join(r.Usernames, "+"))
	}
	equal(t, "rooms", names, []string{"announcements", "general", "secret", "Bob+ann", "ann"})
}

func testSetup(t *testing.T, p Place) {
	s := p.Open(t, fixed)
	setup(t, s)
	roomsBefore, annBefore := must(s.ListRooms(t.Context()))(t), must(s.UserByUsername(t.Context(), "ann"))(t)
	equal(t, "rocket.cat", must(s.UserByUsername(t.Context(), "rocket.cat"))(t).ID, "rocket.cat")
	setup(t, s)
	equal(t, "rooms after the same again", must(s.ListRooms(t.Context()))(t), roomsBefore)

	err := s.SetupWorkspace(t.Context(), integrations.WorkspaceSetup{
		Users: []integrations.WorkspaceUser{{Username: "ann", Name: "Ann B."}, {Username: "carl", ID: "carls-own-id"}},
		Rooms: []integrations.RoomSetup{{Name: "general", Private: true, ReadOnly: true, Topic: "New", Members: []string{"carl"}}},
	})
	ok(t, err)
	general := must(s.RoomByNameOrID(t.Context(), "general"))(t)
	equal(t, "changed room", general, integrations.Room{ID: roomsBefore[1].ID, Name: "general", Type: integrations.PrivateRoom, Topic: "New", ReadOnly: true})
	equal(t, "changed user", must(s.UserByUsername(t.Context(), "ann"))(t), integrations.WorkspaceUser{ID: annBefore.ID, Username: "ann", Name: "Ann B."})
	equal(t, "others stay", len(must(s.ListRooms(t.Context()))(t)), 3)
	ok(t, s.SetupWorkspace(t.Context(), integrations.WorkspaceSetup{Rooms: []integrations.RoomSetup{{Name: general.ID}}}))
	equal(t, "a room named as another's id", must(s.RoomByNameOrID(t.Context(), general.ID))(t), general)
	within(t, s, func(ctx context.Context, rooms integrations.Rooms) {
		equal(t, "new member", must(rooms.IsMember(ctx, general.ID, "carls-own-id"))(t), true)
		equal(t, "old member", must(rooms.IsMember(ctx, must(rooms.RoomByNameOrID(ctx, "secret"))(t).ID, annBefore.ID))(t), true)
	})
}

func testSetupRefusals(t *testing.T, p Place) {
	s := p.Open(t, fixed)
	setup(t, s)
	for want, bad := range map[string]integrations.WorkspaceSetup{
		`channel "ops": member "nobody" is no user`: {Rooms: []integrations.RoomSetup{{Name: "ops", Members: []string{"nobody"}}}},
		`a channel needs a name`:                    {Rooms: []integrations.RoomSetup{{}}},
		`a user needs a username`:                   {Users: []integrations.WorkspaceUser{{Name: "x"}}},
		`a username cannot have a line break`:       {Users: []integrations.WorkspaceUser{{Username: "x\ny"}}},
		`is that of user "rocket.cat" already`:      {Users: []integrations.WorkspaceUser{{Username: "dan", ID: "rocket.cat"}}},
	} {
		bad.Users = append([]integrations.WorkspaceUser{{Username: "eve"}}, bad.Users...)
		err := s.SetupWorkspace(t.Context(), bad)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
		if _, err := s.UserByUsername(t.Context(), "eve"); !errors.Is(err, integrations.ErrNotFound) {
			t.Errorf("%s: half of the setup was kept: %v", want, err)
		}
	}
}

func testMessages(t *testing.T, p Place) {
	s := p.Open(t, fixed)
	setup(t, s)
	general, secret := must(s.RoomByNameOrID(t.Context(), "general"))(t), must(s.RoomByNameOrID(t.Context(), "secret"))(t)
	ann := must(s.UserByUsername(t.Context(), "ann"))(t)
	equal(t, "last seq of nothing", must(s.LastSeq(t.Context()))(t), 0)
	var want []integrations.PostedMessage
	for i := range 6 {
		room := general
		if i == 2 {
			room = secret
		}
		m := integrations.PostedMessage{RoomID: room.ID, TS: start.Add(time.Duration(i)), Sender: ann, Message: fullMessage("#" + room.Name)}
		if i == 3 {
			m.ID, m.Message = "ownID", message.Message{Channel: "x", Attachments: []json.RawMessage{}}
		}
		within(t, s, func(ctx context.Context, rooms integrations.Rooms) { ok(t, rooms.InsertMessage(ctx, &m)) })
		want = append(want, m)
	}
	if !idPattern.MatchString(want[0].ID) || want[0].ID == want[1].ID || want[3].ID != "ownID" {
		t.Errorf("message ids %q, %q, %q", want[0].ID, want[1].ID, want[3].ID)
	}
	equal(t, "all", must(s.MessagesAfter(t.Context(), 0, 100))(t), want)
	equal(t, "after", must(s.MessagesAfter(t.Context(), want[1].Seq, 2))(t), want[2:4])
	equal(t, "last seq", must(s.LastSeq(t.Context()))(t), want[5].Seq)
	inGeneral := slices.Concat(want[:2], want[3:])
	slices.Reverse(inGeneral)
	equal(t, "newest", must(s.ListMessages(t.Context(), general.ID, 0, 3))(t), inGeneral[:3])
	equal(t, "older", must(s.ListMessages(t.Context(), general.ID, inGeneral[2].Seq, 3))(t), inGeneral[3:])
	page, total, err := s.MessagesPage(t.Context(), general.ID, 1, 2)
	ok(t, err)
	equal(t, "page", page, inGeneral[1:3])
	equal(t, "total", total, 5)
	equal(t, "by id", must(s.MessageByID(t.Context(), "ownID"))(t), want[3])
	if _, err := s.MessageByID(t.Context(), "OwnID"); !errors.Is(err, integrations.ErrNotFound) {
		t.Errorf("an unknown message: %v", err)
	}
	for what, m := range map[string]integrations.PostedMessage{
		"room":   {RoomID: "nowhere", Sender: ann, TS: start},
		"sender": {RoomID: general.ID, Sender: integrations.WorkspaceUser{ID: "nobody"}, TS: start},
	} {
		err := s.Record(t.Context(), execution("bad-"+what), func(ctx context.Context, rooms integrations.Rooms) error { return rooms.InsertMessage(ctx, &m) })
		if err == nil {
			t.Errorf("a message without a %s was stored", what)
		}
	}
}

func testThreads(t *testing.T, p Place) {
	s := p.Open(t, fixed)
	setup(t, s)
	within(t, s, func(ctx context.Context, rooms integrations.Rooms) {
		ok(t, post(ctx, rooms, "general", "root", func(m *integrations.PostedMessage) { m.ID = "root" }))
		ok(t, post(ctx, rooms, "general", "reply", func(m *integrations.PostedMessage) { m.Tmid = "root" }))
		ok(t, post(ctx, rooms, "general", "reply", func(m *integrations.PostedMessage) { m.Tmid = "root" }))
		ok(t, post(ctx, rooms, "secret", "elsewhere", func(m *integrations.PostedMessage) { m.Tmid = "root" }))
	})
	root := must(s.MessageByID(t.Context(), "root"))(t)
	equal(t, "replies", root.ReplyCount, 2)
	reply := must(s.ListMessages(t.Context(), root.RoomID, 0, 1))(t)[0]
	equal(t, "reply", []any{reply.Tmid, reply.ReplyCount}, []any{"root", 0})
}

func testChanges(t *testing.T, p Place) {
	s := p.Open(t, fixed)
	setup(t, s)
	ctx, cancel := context.WithCancel(t.Context())
	woken, slow := s.Changes(ctx), s.Changes(ctx)
	for i := range 3 {
		within(t, s, func(ctx context.Context, rooms integrations.Rooms) {
			ok(t, post(ctx, rooms, "general", fmt.Sprint(i), nil))
		})
		<-woken // the slow one does not keep it waiting
	}
	record(t, s, execution("no message"))
	if err := s.Record(t.Context(), execution("undone"), func(ctx context.Context, rooms integrations.Rooms) error {
		return errors.Join(post(ctx, rooms, "general", "undone", nil), errPost)
	}); err == nil {
		t.Error("the post's error was lost")
	}
	select {
	case <-woken:
		t.Error("woken although no message was added")
	default:
	}
	if _, ok := <-slow; !ok {
		t.Error("the slow one was not woken")
	}
	cancel()
	for range woken {
		t.Error("woken although no message was added")
	}
	for range slow {
		t.Error("woken twice for what one reading shows")
	}
}

func testTokens(t *testing.T, p Place) {
	s := p.Open(t, fixed)
	var mu sync.Mutex
	got := make(map[string]bool)
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			token, err := s.Token(t.Context(), "pagerduty")
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			got[token] = true
		})
	}
	wg.Wait()
	tokens := slices.Collect(maps.Keys(got))
	if len(tokens) != 1 || !regexp.MustCompile(`^[A-Za-z0-9]{48}$`).MatchString(tokens[0]) {
		t.Fatalf("tokens %q", tokens)
	}
	if other := must(s.Token(t.Context(), "gitlab"))(t); other == tokens[0] {
		t.Error("two integrations have one token")
	}
	ok(t, s.Close())
	equal(t, "token after reopening", must(p.Open(t, fixed).Token(t.Context(), "pagerduty"))(t), tokens[0])
}

func testBadTexts(t *testing.T, p Place) {
	s := p.Open(t, fixed)
	setup(t, s)
	const bad, good = "a\x00b\xffc", "a\uFFFDb\uFFFDc"
	x := execution("x"+bad, "lane"+bad)
	x.IntegrationID, x.ScriptName, x.SenderDeliveryID = bad, bad, bad
	x.Returned, x.Reply.Body = json.RawMessage(`"`+bad+`"`), json.RawMessage(`"`+bad+`"`)
	x.Exception = &engine.Exception{Name: bad, Message: bad}
	x.Console = []engine.ConsoleLine{{Level: "log", Text: "a\x00b"}} // JSON has a way to write NUL
	x.Deliveries[0].Message.Msg, x.Deliveries[0].Error, x.Deliveries[0].Sender.Name = "\xff", bad, bad
	within(t, s, func(ctx context.Context, rooms integrations.Rooms) {
		if _, err := rooms.RoomByNameOrID(ctx, bad); !errors.Is(err, integrations.ErrNotFound) {
			t.Errorf("a room of that name: %v", err)
		}
		ok(t, post(ctx, rooms, "general", bad, func(m *integrations.PostedMessage) { m.ID, m.Tmid = bad, bad }))
	})
	record(t, s, x)
	kept := must(s.Execution(t.Context(), "x"+bad))(t)
	equal(t, "execution", []any{kept.ID, kept.IntegrationID, kept.ScriptName, kept.SenderDeliveryID, string(kept.Returned), string(kept.Reply.Body), kept.Console[0].Text},
		[]any{"x" + good, good, good, good, `"` + good + `"`, `"` + good + `"`, "a\x00b"})
	d := kept.Deliveries[0]
	equal(t, "delivery", []any{d.Lane, d.Message.Msg, d.Error, d.Sender.Name}, []any{"lane" + good, "\uFFFD", good, good})
	equal(t, "message", must(s.MessageByID(t.Context(), bad))(t).ID, good)
	kept.Deliveries[0].State, kept.Deliveries[0].FinishedAt = integrations.DeliveryPosted, start
	must(s.Finish(t.Context(), kept.Deliveries[0], start))(t)
	equal(t, "the lane is free", statesOf(record(t, s, execution("y", "lane"+bad)).Deliveries), []integrations.DeliveryState{"started"})
}

func testClosed(t *testing.T, p Place) {
	s := p.Open(t, fixed)
	record(t, s, execution("x", "l"))
	ok(t, s.Close())
	ok(t, s.Close())
	if err := s.Record(t.Context(), execution("y"), nil); !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("Record after Close: %v", err)
	}
	if _, err := s.Execution(t.Context(), "x"); !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("Execution after Close: %v", err)
	}
}
