package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"rocketscript/integrations"
	"rocketscript/integrations/store"
)

// The proof that nothing accepted is lost: real processes are killed again and
// again while senders post to them and their chat servers fail in every way.
// Then every message that was promised is there, in order, and none was posted
// twice without a reason. Go test runs a short form, .ci/proof the long one.

func TestNothingIsLost(t *testing.T) {
	t.Parallel()
	s := newStorm(t, 1, "sqlite:"+filepath.Join(t.TempDir(), "store.db"))
	s.kills(4, 40)
	s.settle()
}

func TestProofNothingIsLost(t *testing.T) {
	if !*proof {
		t.Skip("for .ci/proof, or -proof")
	}
	s := newStorm(t, 1, "sqlite:"+filepath.Join(t.TempDir(), "store.db"))
	s.kills(200, 120)
	s.settle()
}

const stormScript = `class Script {
  process_incoming_request({ request }) {
    return { content: { text: request.content.text } };
  }
}
`

// stormTargets cover workspace and chat servers, one channel and several,
// script and none, every history, and senders that repeat themselves.
var stormTargets = []target{
	{id: "plain", lanes: []string{"north/#red"}},
	{id: "script", lanes: []string{"north/#red", "north/#green"}},
	{id: "once", lanes: []string{"north/#blue"}, insists: true},
	{id: "failures", lanes: []string{"south/#red"}},
	{id: "none", lanes: []string{"south/#green", "south/#blue"}},
	{id: "once-none", lanes: []string{"south/#blue"}, insists: true},
	{id: "work", lanes: []string{"workspace/#alerts", "workspace/#ops"}},
	{id: "work-once", lanes: []string{"workspace/#alerts"}, insists: true},
}

const stormConfig = `
server: {answer_within: 500ms}
storage: "${STORM_STORAGE}"
engine: {workers: 2}
destinations:
  - {name: workspace, type: workspace}
  - {name: north, type: rocketchat, url: "${STORM_NORTH}", timeout: %[1]v, accounts: [{username: bot, user_id: BOT, token: bot-token}]}
  - {name: south, type: rocketchat, url: "${STORM_SOUTH}", timeout: %[1]v, accounts: [{username: bot, user_id: BOT, token: bot-token}]}
integrations:
  - {id: plain, token: t, destination: north, username: bot, channel: ["#red"]}
  - {id: script, token: t, destination: north, username: bot, channel: ["#red", "#green"], script: say.js}
  - {id: once, token: t, destination: north, username: bot, channel: ["#blue"], script: say.js, deduplicate: "header:X-Delivery"}
  - {id: failures, token: t, destination: south, username: bot, channel: ["#red"], script: say.js, history: failures}
  - {id: none, token: t, destination: south, username: bot, channel: ["#green", "#blue"], history: none}
  - {id: once-none, token: t, destination: south, username: bot, channel: ["#blue"], history: none, deduplicate: "header:X-Delivery"}
  - {id: work, token: t, channel: ["#alerts", "#ops"], script: say.js}
  - {id: work-once, token: t, channel: ["#alerts"], deduplicate: "header:X-Delivery"}
`

// A storm is some nodes that share a storage, their chat servers and senders.
type storm struct {
	t       *testing.T
	storage string
	log     *takings
	chats   []*badChat
	nodes   []*node
	senders *senders
	began   time.Time
	blows   []blow
	// restarts counts those that an operator may make.
	restarts int
}

func newStorm(t *testing.T, nodes int, storage string) *storm {
	s := &storm{t: t, storage: storage, log: &takings{more: make(chan struct{}, 1)}, began: time.Now()}
	for _, name := range []string{"north", "south"} {
		s.chats = append(s.chats, newBadChat(t, name, s.log))
	}
	for i := range nodes {
		dir := t.TempDir()
		writeFiles(t, dir, map[string]string{"config.yaml": fmt.Sprintf(stormConfig, chatTimeout), "scripts/say.js": stormScript})
		n := &node{t: t, dir: dir, said: make(map[string]int), env: append(os.Environ(), "STORM_STORAGE="+storage)}
		for _, chat := range s.chats {
			n.env = append(n.env, "STORM_"+strings.ToUpper(chat.name)+"="+chat.address(t, i))
		}
		t.Cleanup(n.kill)
		s.nodes = append(s.nodes, n)
		n.start()
	}
	s.senders = startSenders(s.nodes, stormTargets, 2)
	t.Cleanup(s.senders.stop)
	return s
}

// kills kills a node so many times, after up to so many answers or sooner. Now
// and then it stops one in order as well, which is no reason to repeat anything.
func (s *storm) kills(times, answers int) {
	for i := range times {
		s.turnWeather()
		victim := rand.IntN(len(s.nodes))
		s.awaitMoment(s.nodes[victim], answers)
		s.kill(victim)
		if i%8 == 3 {
			s.awaitServing(s.nodes[victim])
			s.senders.until(rand.IntN(answers))
			s.restart(victim)
		}
	}
}

// restart stops a node as an operator would, and starts it again.
func (s *storm) restart(victim int) {
	n := s.nodes[victim]
	n.hide()
	s.stop(n)
	n.start()
	s.restarts++
}

func (s *storm) stop(n *node) {
	if code := n.stop(); code != exitFine {
		s.t.Errorf("a node ended with exit code %d:\n%s", code, n.tail())
	}
}

// kill kills a node and starts it again.
func (s *storm) kill(victim int) {
	s.strike(victim, blow{})
	s.nodes[victim].start()
}

// strike kills a node for good.
func (s *storm) strike(victim int, b blow) {
	b.node, b.from = victim, time.Now()
	s.nodes[victim].kill()
	b.to = time.Now()
	s.blows = append(s.blows, b)
}

// turnWeather changes how the chat servers fail.
func (s *storm) turnWeather() {
	for _, chat := range s.chats {
		chat.setWeather([]weather{calm, calm, calm, calm, calm, rough, rough, outage}[rand.IntN(8)])
	}
}

func (s *storm) setWeather(w weather) {
	for _, chat := range s.chats {
		chat.setWeather(w)
	}
}

// awaitMoment waits for some time in the life of a node that was just started:
// now and then while it still starts.
func (s *storm) awaitMoment(n *node, answers int) {
	if rand.IntN(10) == 0 {
		<-time.After(rand.N(time.Second))
		return
	}
	s.awaitServing(n)
	s.senders.until(rand.IntN(answers))
	<-time.After(rand.N(5 * time.Millisecond))
}

func (s *storm) awaitServing(n *node) {
	select {
	case <-n.serving:
	case <-n.ended:
		s.t.Fatalf("a node ended by itself:\n%s", n.tail())
	case <-time.After(time.Minute):
		s.t.Fatalf("a node does not come to serve:\n%s", n.tail())
	}
}

// settle ends the storm, waits until everything is posted, and judges.
func (s *storm) settle() *verdict {
	s.setWeather(clear)
	s.senders.finish()
	cleared := time.Now()
	s.awaitPosted()
	for _, n := range s.nodes {
		s.stop(n)
	}
	drained := time.Since(cleared)
	s.inspect()
	v := judge(s.senders.promises, s.log.all, s.blows)
	s.report(v, drained)
	return v
}

// calmFor is how long nothing must have come for all to be posted.
const calmFor = 3 * time.Second

// awaitPosted waits until nothing comes any more.
func (s *storm) awaitPosted() {
	missing := s.remote()
	for seen := 0; ; {
		s.log.mu.Lock()
		for _, x := range s.log.all[seen:] {
			if !x.at.IsZero() {
				delete(missing, place{x.lane, x.key})
			}
		}
		seen = len(s.log.all)
		s.log.mu.Unlock()
		patience := calmFor
		if len(missing) > 0 {
			patience = 2 * time.Minute
		}
		select {
		case <-s.log.more:
		case <-time.After(patience):
			return
		}
	}
}

// remote are the messages that were promised and go to chat servers.
func (s *storm) remote() map[place]bool {
	promised := make(map[place]bool)
	for _, p := range s.senders.promises {
		for _, lane := range p.lanes {
			if p.status == 200 && !strings.HasPrefix(lane, "workspace/") {
				promised[place{lane, p.key}] = true
			}
		}
	}
	return promised
}

// inspect holds that nothing is left to do in the store, and takes the messages
// of the workspace from it.
func (s *storm) inspect() {
	kept, err := store.Open(s.t.Context(), strings.TrimPrefix(s.storage, "sqlite:"), store.Options{})
	if err != nil {
		s.t.Fatal(err)
	}
	defer kept.Close()
	heads, err := kept.Heads(s.t.Context())
	if err != nil || len(heads) > 0 {
		s.t.Errorf("not posted yet: %v %v", heads, err)
	}
	s.readWorkspace(kept)
	s.readHistory(kept)
}

func (s *storm) readWorkspace(kept *store.Store) {
	rooms, err := kept.ListRooms(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	names := make(map[string]string)
	for _, room := range rooms {
		names[room.ID] = room.Name
	}
	for last := int64(0); ; {
		page, err := kept.MessagesAfter(s.t.Context(), last, 1000)
		if err != nil {
			s.t.Fatal(err)
		}
		if len(page) == 0 {
			return
		}
		for _, m := range page {
			last = m.Seq
			at := time.Unix(m.Seq, 0)
			s.log.add(taking{lane: "workspace/#" + names[m.RoomID], key: m.Msg, node: -1, from: at, at: at, to: at, told: true})
		}
	}
}

// readHistory holds that the executions say that all is posted.
func (s *storm) readHistory(kept *store.Store) {
	for before := int64(0); ; {
		page, err := kept.Executions(s.t.Context(), integrations.ExecutionFilter{}, before, 1000)
		if err != nil {
			s.t.Fatal(err)
		}
		for _, x := range page.Executions {
			if x.Waiting > 0 || x.Dead > 0 {
				s.t.Errorf("the history says: %+v", x)
			}
		}
		if before = page.Next; before == 0 {
			return
		}
	}
}

func (s *storm) report(v *verdict, drained time.Duration) {
	for _, fault := range v.faults[:min(len(v.faults), 20)] {
		s.t.Errorf("(one of %d) %s", len(v.faults), fault)
	}
	took := time.Since(s.began)
	s.t.Logf("%d kills and stops, %d restarts in %v; %d requests in %d tries, %.0f tries/s, answered %v (0: no answer)", len(s.blows), s.restarts, took.Round(time.Second),
		len(s.senders.promises), s.senders.tries, float64(s.senders.tries)/took.Seconds(), s.senders.statuses)
	s.t.Logf("%d messages promised, %d lost, %d posted (%d of requests without an answer, %d of requests answered 503)", v.promised, v.lost, v.posted, v.unanswered, v.refused)
	s.t.Logf("%d posted again: %d after kills, %d after answers that were lost, %d by a node that had been stopped; %d overlaps with interrupted attempts",
		v.afterBlows+v.afterLostAnswers+v.byStopped, v.afterBlows, v.afterLostAnswers, v.byStopped, v.overlaps)
	s.t.Logf("all posted %v after the last kill", drained.Round(time.Millisecond))
	for _, chat := range s.chats {
		s.t.Logf("%s: %v", chat.name, chat.did)
	}
	said := make(map[string]int)
	for _, n := range s.nodes {
		for message, times := range n.said {
			said[message] += times
			if strings.Contains(message, "panic") {
				s.t.Errorf("a node logged: %s", message)
			}
		}
	}
	for _, message := range slices.Sorted(maps.Keys(said)) {
		s.t.Logf("logged %d times: %s", said[message], message)
	}
}

// A node is a `rocketscript serve` that is killed and started again.
type node struct {
	t   *testing.T
	dir string
	env []string

	cmd *exec.Cmd
	// serving is closed when it serves, ended when it has ended.
	serving, ended chan struct{}

	mu      sync.Mutex
	address string
	last    []string // lines of its log
	// said counts what it has logged in all its lives.
	said map[string]int
}

// base is where it serves; empty while it does not.
func (n *node) base() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.address
}

// hide has senders go elsewhere, until it is shown again.
func (n *node) hide() (base string) {
	base = n.base()
	n.show("")
	return base
}

func (n *node) show(base string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.address = base
}

func (n *node) start() {
	n.cmd = exec.Command("rocketscript", "serve", "--address", "127.0.0.1:0")
	n.cmd.Dir, n.cmd.Env = n.dir, n.env
	log, err := n.cmd.StderrPipe()
	if err != nil {
		n.t.Fatal(err)
	}
	if err := n.cmd.Start(); err != nil {
		n.t.Fatal(err)
	}
	n.serving, n.ended = make(chan struct{}), make(chan struct{})
	go n.follow(n.cmd, log, n.serving, n.ended)
}

// follow reads the log of one life.
func (n *node) follow(cmd *exec.Cmd, log io.Reader, serving, ended chan struct{}) {
	defer close(ended)
	for lines := bufio.NewScanner(log); lines.Scan(); {
		var line struct{ Level, Msg, URL string }
		_ = json.Unmarshal(lines.Bytes(), &line) // a panic is no JSON
		n.mu.Lock()
		if n.last = append(n.last, lines.Text()); len(n.last) > 50 {
			n.last = n.last[1:]
		}
		switch {
		case line.Msg == "serving":
			n.address = line.URL
			close(serving)
		case line.Msg == "" && strings.HasPrefix(lines.Text(), "panic"), line.Level == "ERROR", line.Level == "WARN" && line.Msg != "webhook":
			n.said[line.Level+" "+line.Msg]++
		}
		n.mu.Unlock()
	}
	n.hide()
	_ = cmd.Wait() // killed
}

// kill ends it as the machine's failure would.
func (n *node) kill() {
	_ = n.cmd.Process.Kill() // it may have ended
	n.hide()
	<-n.ended
}

// stop ends it as an operator would, and returns its exit code.
func (n *node) stop() int {
	if err := n.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		n.t.Fatal(err)
	}
	<-n.ended
	return n.cmd.ProcessState.ExitCode()
}

func (n *node) tail() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return strings.Join(n.last, "\n")
}
