package store_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/jackc/pgx/v5"

	"rocketscript/integrations"
	"rocketscript/integrations/store"
	"rocketscript/integrations/store/storetest"
)

func TestPostgres(t *testing.T) {
	RunConformance(t, func(t *testing.T) Place {
		storage := storetest.Database(t)
		return Place{Open: func(t *testing.T, now func() time.Time) Kept { return openStore(t, storage, now) }}
	})
}

// execute runs statements on a database, past the stores.
func execute(t *testing.T, storage string, statements ...string) {
	t.Helper()
	conn := must(pgx.Connect(t.Context(), storage))(t)
	for _, text := range statements {
		must(conn.Exec(t.Context(), text))(t)
	}
	ok(t, conn.Close(t.Context()))
}

// with returns a storage with a parameter added.
func with(t *testing.T, storage, name, text string) string {
	t.Helper()
	u := must(url.Parse(storage))(t)
	query := u.Query()
	query.Set(name, text)
	u.RawQuery = query.Encode()
	return u.String()
}

// cutConnections ends the connections whose application has this name.
func cutConnections(t *testing.T, storage, application string) {
	t.Helper()
	execute(t, storage, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
		WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE '`+application+`'`)
}

func TestNodesStartTogether(t *testing.T) {
	storage := storetest.Database(t)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			s, err := store.Open(t.Context(), storage, store.Options{})
			if err != nil {
				t.Error(err)
				return
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

// TestNodesShareLanes: two nodes that record at once take every lane once, and
// whoever reads on from what they have seen misses nothing.
func TestNodesShareLanes(t *testing.T) {
	const callers, each, lanes = 8, 15, 5
	storage := storetest.Database(t)
	nodes := []*store.Store{openStore(t, storage, time.Now), openStore(t, storage, time.Now)}
	setup(t, nodes[0])
	var wg sync.WaitGroup
	var mu sync.Mutex
	started := make(map[string]int)
	for caller := range callers {
		wg.Go(func() {
			for i := range each {
				x := execution(fmt.Sprintf("%d-%d", caller, i), fmt.Sprint("lane", (caller+i)%lanes))
				err := nodes[(caller+i)%2].Record(t.Context(), x, func(ctx context.Context, rooms integrations.Rooms) error {
					return post(ctx, rooms, "general", x.ID, nil)
				})
				if err != nil {
					t.Error(err)
					return
				}
				if d := x.Deliveries[0]; d.State == integrations.DeliveryStarted {
					mu.Lock()
					started[d.Lane]++
					mu.Unlock()
				}
			}
		})
	}
	seen, last := 0, int64(0)
	for seen < callers*each && !t.Failed() {
		for _, m := range must(nodes[seen%2].MessagesAfter(t.Context(), last, 10))(t) {
			seen, last = seen+1, m.Seq
		}
	}
	wg.Wait()
	equal(t, "messages left behind", len(must(nodes[0].MessagesAfter(t.Context(), last, 10))(t)), 0)
	for lane, n := range started {
		if n != 1 {
			t.Errorf("%s was taken %d times", lane, n)
		}
	}
	equal(t, "lanes", len(started), lanes)
}

// noTime is a lease that is over as soon as it begins, as that of a node which
// is gone.
const noTime = time.Microsecond

func TestLeases(t *testing.T) {
	storage := storetest.Database(t)
	gone := openAs(t, storage, store.Options{Now: fixed, Lease: noTime})
	alive := openAs(t, storage, store.Options{Now: fixed, Lease: time.Hour})
	node := openAs(t, storage, store.Options{Now: fixed, Lease: time.Hour})
	left := record(t, gone, execution("1", "a", "a")).Deliveries
	kept := record(t, alive, execution("2", "b")).Deliveries
	changes := node.LaneChanges(t.Context())

	equal(t, "lease", must(node.Renew(t.Context()))(t), time.Hour)
	<-changes
	equal(t, "of a living node", must(node.Deliveries(t.Context(), []int64{kept[0].ID}))(t), kept)
	if d := must(node.Start(t.Context(), "b", start))(t); d != nil {
		t.Errorf("the lane of a living node was started: %+v", d)
	}
	taken := must(node.Start(t.Context(), "a", start))(t)
	if taken == nil || taken.ID != left[0].ID || taken.Attempts != 2 {
		t.Fatalf("taken over: %+v", taken)
	}
	equal(t, "attempts", len(must(node.Attempts(t.Context(), taken.ID))(t)), 1)

	late := left[0]
	late.State, late.FinishedAt = integrations.DeliveryPosted, start
	if _, err := gone.Finish(t.Context(), late, start); !errors.Is(err, integrations.ErrNotFound) {
		t.Errorf("the end of an attempt whose lane was taken over: %v", err)
	}
	equal(t, "the attempt of the new node", must(node.Deliveries(t.Context(), []int64{taken.ID}))(t), []*integrations.Delivery{taken})
	taken.State, taken.FinishedAt = integrations.DeliveryPosted, start
	if next := must(node.Finish(t.Context(), taken, start))(t); next == nil || next.ID != left[1].ID {
		t.Errorf("next: %+v", next)
	}
}

// TestLeaving: a node that is closed leaves its lanes at once.
func TestLeaving(t *testing.T) {
	storage := storetest.Database(t)
	leaving, node := openStore(t, storage, fixed), openStore(t, storage, fixed)
	record(t, leaving, execution("1", "a"))
	changes := node.LaneChanges(t.Context())
	ok(t, leaving.Close())
	<-changes
	if d := must(node.Start(t.Context(), "a", start))(t); d == nil || d.Attempts != 2 {
		t.Errorf("the lane of a node that left: %+v", d)
	}
}

func TestNewsOfOtherNodes(t *testing.T) {
	storage := storetest.Database(t)
	there, here := openStore(t, storage, fixed), openStore(t, storage, fixed)
	setup(t, there)
	messages, lanes, definitions := here.Changes(t.Context()), here.LaneChanges(t.Context()), here.DefinitionChanges(t.Context())
	talk := func(text string) {
		within(t, there, func(ctx context.Context, rooms integrations.Rooms) { ok(t, post(ctx, rooms, "general", text, nil)) })
	}
	talk("one")
	<-messages
	must(there.Token(t.Context(), "gitlab"))(t)
	<-definitions
	must(there.CreateIntegration(t.Context(), integrations.Integration{ID: "a"}, "ann", nil))(t)
	<-definitions
	d := record(t, there, execution("1", "a")).Deliveries[0]
	d.State, d.FinishedAt = integrations.DeliveryPosted, start
	must(there.Finish(t.Context(), d, start))(t)
	<-lanes

	// A node that did not hear for a while looks everywhere.
	cutConnections(t, storage, "rocketscript listener")
	<-messages
	<-lanes
	<-definitions
	talk("two")
	<-messages
}

func TestConnectionsCut(t *testing.T) {
	storage := storetest.Database(t)
	s := openStore(t, storage, time.Now)
	record(t, s, execution("before", "l"))
	must(s.Execution(t.Context(), "before"))(t)
	for i := range 3 {
		cutConnections(t, storage, "rocketscript%")
		// Nothing had been asked when the connections went: nobody notices.
		record(t, s, execution(fmt.Sprint(i), "l"))
		must(s.Execution(t.Context(), "before"))(t)
	}
}

// TestCutInTransaction: when the connection goes in the middle, everyone in the
// transaction hears of it, and the next one is on a new connection.
func TestCutInTransaction(t *testing.T) {
	storage := storetest.Database(t)
	s := openStore(t, storage, time.Now)
	setup(t, s)
	err := s.Record(t.Context(), execution("1", "l"), func(ctx context.Context, rooms integrations.Rooms) error {
		cutConnections(t, storage, "rocketscript")
		return post(ctx, rooms, "general", "lost", nil)
	})
	unavailable(t, err, "PostgreSQL cannot be reached")
	record(t, s, execution("1", "l"))
	equal(t, "messages", len(must(s.MessagesAfter(t.Context(), 0, 9))(t)), 0)
}

// TestStuckNode: a node that stops inside a transaction is cut off, and the
// others go on.
func TestStuckNode(t *testing.T) {
	storage := storetest.Database(t)
	stuck := openStore(t, with(t, storage, "idle_in_transaction_session_timeout", "1s"), time.Now)
	node := openStore(t, storage, time.Now)
	inside, release, result := make(chan struct{}), make(chan struct{}), make(chan error)
	go func() {
		result <- stuck.Record(t.Context(), execution("stuck", "l"), func(context.Context, integrations.Rooms) error {
			close(inside)
			<-release
			return nil
		})
	}()
	<-inside
	equal(t, "of the others", statesOf(record(t, node, execution("1", "l")).Deliveries), []integrations.DeliveryState{"started"})
	close(release)
	unavailable(t, <-result, "PostgreSQL")
	equal(t, "of the node later", statesOf(record(t, stuck, execution("stuck", "l")).Deliveries), []integrations.DeliveryState{"waiting"})
}

func TestServerStops(t *testing.T) {
	server := storetest.NewServer(t)
	storage := server.Database(t)
	s := openStore(t, storage, time.Now)
	record(t, s, execution("before", "l"))
	server.Stop(t)
	unavailable(t, s.Record(t.Context(), execution("meanwhile", "l"), nil), "PostgreSQL cannot be reached")
	_, err := s.Execution(t.Context(), "before")
	unavailable(t, err, "PostgreSQL cannot be reached")
	if _, err := store.Open(t.Context(), storage, store.Options{}); !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("opening meanwhile: %v", err)
	}
	changes := s.Changes(t.Context())
	server.Start(t)
	record(t, s, execution("after", "l"))
	must(s.Execution(t.Context(), "before"))(t)
	<-changes // the listener is back as well
}

func TestPostgresSchema(t *testing.T) {
	files := fstest.MapFS{}
	for _, name := range must(fs.Glob(store.MigrationFiles(), "migrations/*.sql"))(t) {
		files[name] = &fstest.MapFile{Data: must(fs.ReadFile(store.MigrationFiles(), name))(t)}
	}
	newest := len(files)
	following := func(text string) fs.FS {
		more := maps.Clone(files)
		more[fmt.Sprintf("migrations/%04d_next.sql", newest+1)] = &fstest.MapFile{Data: []byte(text)}
		return more
	}
	storage := storetest.Database(t)
	s := openStore(t, storage, time.Now)
	record(t, s, execution("old", "l"))
	ok(t, s.Close())

	_, err := store.OpenWith(t.Context(), storage, store.Options{}, time.Second, following("CREATE TABLE a (b INTEGER); nonsense"))
	if err == nil || !strings.Contains(err.Error(), "_next.sql") {
		t.Fatalf("a migration that fails: %v", err)
	}
	s = must(store.OpenWith(t.Context(), storage, store.Options{}, time.Second, following("CREATE TABLE a (b INTEGER); INSERT INTO a SELECT count(*) FROM executions")))(t)
	must(s.Execution(t.Context(), "old"))(t)
	ok(t, s.Close())
	_, err = store.Open(t.Context(), storage, store.Options{})
	var newer *store.NewerError
	if !errors.As(err, &newer) || newer.Version != newest+1 || newer.Known != newest {
		t.Errorf("a store of a newer version: %v", err)
	}

	other := openStore(t, with(t, storage, "search_path", "other"), time.Now)
	if _, err := other.Execution(t.Context(), "old"); !errors.Is(err, integrations.ErrNotFound) {
		t.Errorf("another schema has the same executions: %v", err)
	}
}

// TestPostgresPlan: the head of a lane is found by the index of what is
// unfinished, also when nearly everything waits, or nearly nothing.
func TestPostgresPlan(t *testing.T) {
	storage := storetest.Database(t)
	s := openStore(t, storage, time.Now)
	explain := func() string {
		conn := must(pgx.Connect(t.Context(), with(t, storage, "search_path", "rocketscript")))(t)
		for _, text := range []string{"ANALYZE", "SET plan_cache_mode = force_generic_plan", "PREPARE head(text) AS SELECT " + strings.ReplaceAll(store.HeadOf, "?", "$1")} {
			must(conn.Exec(t.Context(), text))(t)
		}
		rows := must(conn.Query(t.Context(), "EXPLAIN EXECUTE head('lane7')"))(t)
		plan := must(pgx.CollectRows(rows, pgx.RowTo[string]))(t)
		ok(t, conn.Close(t.Context()))
		return strings.Join(plan, "\n")
	}
	x := execution("waiting")
	for i := range 2000 {
		x.Deliveries = append(x.Deliveries, execution("", fmt.Sprint("lane", i%20)).Deliveries...)
	}
	record(t, s, x)
	for _, statement := range []string{"SELECT", "UPDATE rocketscript.deliveries SET state = 'posted', finished_at = 1"} {
		execute(t, storage, statement)
		if plan := explain(); !strings.Contains(plan, "using deliveries_unfinished") || strings.Contains(plan, "Seq Scan") {
			t.Errorf("after %s:\n%s", statement, plan)
		}
	}
}

func TestPostgresOfSomebodyElse(t *testing.T) {
	storage := storetest.Database(t)
	execute(t, storage, `CREATE TABLE executions (theirs TEXT)`, `CREATE SCHEMA theirs`, `CREATE TABLE theirs.deliveries (theirs TEXT)`)
	openStore(t, storage, time.Now) // has a schema of its own
	_, err := store.Open(t.Context(), with(t, storage, "search_path", "theirs"), store.Options{})
	if err == nil || !strings.Contains(err.Error(), "schema theirs") || !strings.Contains(err.Error(), "another program") {
		t.Errorf("a schema with other tables: %v", err)
	}
	conn := must(pgx.Connect(t.Context(), storage))(t)
	var tables int
	ok(t, conn.QueryRow(t.Context(), `SELECT count(*) FROM pg_tables WHERE schemaname IN ('public', 'theirs')`).Scan(&tables))
	equal(t, "their tables", tables, 2)
	ok(t, conn.Close(t.Context()))
}

// TestDurable: a server that answers before its disk has is told better.
func TestDurable(t *testing.T) {
	storage := storetest.Database(t)
	u := must(url.Parse(storage))(t)
	execute(t, storage, `ALTER DATABASE `+strings.TrimPrefix(u.Path, "/")+` SET synchronous_commit = off`)
	s := openStore(t, storage, time.Now)
	ok(t, s.InWriter(t.Context(), `INSERT INTO tokens SELECT name, setting FROM pg_settings WHERE name = 'synchronous_commit'`))
	equal(t, "synchronous_commit", must(s.Token(t.Context(), "synchronous_commit"))(t), "on")
}

func TestPostgresURLs(t *testing.T) {
	for storage, want := range map[string]string{
		"postgres://user:hunter2@127.0.0.1:1/db":                   "PostgreSQL cannot be reached",
		"postgres://user:hunter2@127.0.0.1:port/db":                "storage looks like",
		"postgres://user:hunter2@127.0.0.1:1/db?sslmode=never":     "storage looks like",
		"postgres://user:hunter2@127.0.0.1:1/db?search_path=a,b":   "not one schema",
		"postgres://user:hunter2@127.0.0.1:1/db?connect_timeout=x": "storage looks like",
	} {
		_, err := store.Open(t.Context(), storage, store.Options{})
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v, want %q and no password", storage, err, want)
		}
	}
}
