package main

import (
	"cmp"
	"flag"
	"fmt"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// The proof that no script can hurt the host or its neighbours: every script of
// testdata/hostile runs in a real `serve`, beside neighbours under steady load.
// Go test runs a few of the worst; .ci/proof all of them, and a thousand kills.

var (
	proof  = flag.Bool("proof", false, "run the long proofs: see .ci/proof")
	choice = flag.String("hostile", "", "the hostile scripts that TestHostileScripts runs, as a glob; empty for the worst of each kind")
)

// A hostileScript is one file of testdata/hostile. Its first lines say what it
// does, how its calls may end, and how many there are:
//
//	// WHAT.
//	// ends: stopped | TEXT
//	// calls: 3
//
// A script that is stopped runs into the limit of time or of memory, inside the
// interpreter or with its worker; which one comes first is the machine's speed.
type hostileScript struct {
	name, what string
	// ends are parts of how a call may end: its outcome and exception.
	ends   []string
	calls  int
	source string
}

func loadHostile(t testing.TB) (scripts []hostileScript) {
	t.Helper()
	files, err := filepath.Glob("testdata/hostile/*.js")
	if err != nil || len(files) == 0 {
		t.Fatalf("no hostile scripts: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		s := hostileScript{name: strings.TrimSuffix(filepath.Base(file), ".js"), source: string(text), calls: 1}
		for line := range strings.Lines(s.source) {
			line, is := strings.CutPrefix(strings.TrimSpace(line), "// ")
			if !is {
				break
			}
			s.describe(line)
		}
		if s.what == "" || len(s.ends) == 0 {
			t.Fatalf("%s does not say what it does and how it ends", file)
		}
		scripts = append(scripts, s)
	}
	return append(scripts, builtHostile()...)
}

func (s *hostileScript) describe(line string) {
	if ends, is := strings.CutPrefix(line, "ends: "); is {
		s.ends = strings.Split(ends, " | ")
	} else if _, err := fmt.Sscanf(line, "calls: %d", &s.calls); err != nil {
		s.what = cmp.Or(s.what, line)
	}
}

// mayEnd tells whether the script may end so.
func (s hostileScript) mayEnd(ended string) bool {
	return slices.ContainsFunc(s.ends, func(end string) bool {
		if end == "stopped" {
			return slices.ContainsFunc([]string{"TimeoutError: timed out after ", "MemoryError: over ", "Error: killed: "}, func(how string) bool { return strings.Contains(ended, how) })
		}
		return strings.Contains(ended, end)
	})
}

// builtHostile are scripts whose text would fill screens.
func builtHostile() []hostileScript {
	nested := func(name, opened, closed string, depth int) hostileScript {
		return hostileScript{
			name: "source-" + name, what: fmt.Sprintf("A file with %d times %q.", depth, opened), calls: 1,
			ends:   []string{"SyntaxError", "RangeError", "stopped", "content"},
			source: scriptSaying("x") + "\nvar x = " + strings.Repeat(opened, depth) + "1" + strings.Repeat(closed, depth) + ";\n",
		}
	}
	return []hostileScript{
		nested("parentheses", "(", ")", 200_000),
		nested("arrays", "[", "]", 200_000),
		nested("functions", "() => ", "", 50_000),
		nested("templates", "`${", "}`", 50_000),
		nested("signs", "- ", "", 200_000),
		nested("sum", "1 + ", "", 200_000),
		nested("calls", "f(", ")", 100_000),
		nested("objects", "{ a: ", "}", 100_000),
		nested("conditions", "1 ? 1 : ", "", 100_000),
		nested("members", "x.x", "", 100_000),
	}
}

// theWorst are what go test runs: one of each kind.
var theWorst = []string{
	"array-indexof", "buffer-many", "console-endless", "evaluation-native", "http-then-kill", "loop-while", "memory-maps",
	"poison-tojson", "promise-microtasks", "recursion-json-parse", "regexp-nested", "result-large", "string-fromcharcode", "throw-proxy",
}

// How far the machine goes in these tests.
const (
	// processesBound is what all processes together may have in memory: with 64
	// MB a call, two shared workers, and a few that stand apart.
	processesBound = 1 << 30
	// descriptorsSlack is what workers apart and connections may hold open.
	descriptorsSlack = 40
	// hung is when a call that is not answered has hung.
	hung = 10 * time.Second
	// answerSlack is how much later than its limit a call may be answered.
	answerSlack = 250 * time.Millisecond
)

func TestHostileScripts(t *testing.T) {
	var worst []hostileScript
	for _, s := range loadHostile(t) {
		chosen, err := path.Match(*choice, s.name)
		if err != nil {
			t.Fatal(err)
		}
		if chosen || *choice == "" && slices.Contains(theWorst, s.name) {
			worst = append(worst, s)
		}
	}
	if len(worst) == 0 || *choice == "" && len(worst) != len(theWorst) {
		t.Fatalf("%d scripts of %d", len(worst), len(theWorst))
	}
	s := besiege(t, worst, 500*time.Millisecond)
	s.quiet(time.Second)
	s.each(worst)
	s.lift()
}

func TestProof(t *testing.T) {
	if !*proof {
		t.Skip("for .ci/proof, or -proof")
	}
	scripts := loadHostile(t)
	s := besiege(t, scripts, time.Second)
	s.quiet(10 * time.Second)
	s.each(scripts)
	s.readPages(scripts)
	s.kills(1000)
	s.lift()
}

// A siege is a server with hostile integrations and neighbours.
type siege struct {
	*child
	limit    time.Duration
	enemy    *enemyServer
	load     *load
	watch    *processWatch
	verdicts *verdicts
	// before is how many descriptors the server had open, and quietSince and
	// attackSince when the phases began.
	before                  int
	quietSince, attackSince time.Time
	// live is the stream to a page that is open all the time.
	live *http.Response
	// mu guards what follows: how each script ended, for the table, and kills.
	mu     sync.Mutex
	ended  map[string]ending
	killed int
	late   []string
}

// An ending is how a call of a hostile script ended.
type ending struct {
	status int
	// how is its outcome, with its exception.
	how   string
	began time.Time
	took  time.Duration
	// peak is what all processes together had in memory meanwhile.
	peak int64
}

// besiege starts a server with these hostile scripts and a few neighbours.
func besiege(t *testing.T, scripts []hostileScript, limit time.Duration) *siege {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("worker processes are for Linux and macOS")
	}
	if raceDetector {
		t.Skip("workers have no limit of addresses under the race detector, and everything takes longer")
	}
	dir := t.TempDir()
	files := map[string]string{"config.yaml": siegeConfig(scripts, limit, 0), "scripts/neighbour.js": neighbourScript}
	for _, s := range scripts {
		files["scripts/"+s.name+".js"] = s.source
	}
	writeFiles(t, dir, files)
	began := time.Now()
	s := &siege{child: startChild(t, dir), limit: limit, enemy: newEnemyServer(t), ended: make(map[string]ending)}
	t.Logf("the server was ready after %v", time.Since(began).Round(time.Millisecond))
	s.verdicts = listenForVerdicts(s.lines)
	s.watch = watchProcesses(t, s.cmd.Process.Pid)
	s.load = startLoad(t, s.base)
	return s
}

// siegeConfig has the neighbours, and copies of integrations of each script
// besides its first.
func siegeConfig(scripts []hostileScript, limit time.Duration, copies int) string {
	var b strings.Builder
	b.WriteString("http: {allow: [127.0.0.1]}\nintegrations:\n")
	for i := range neighbours {
		fmt.Fprintf(&b, "  - {id: %[1]s, token: t, channel: \"#%[1]s\", script: neighbour.js}\n", neighbourID(i))
	}
	for _, s := range scripts {
		for i := range copies + 1 {
			fmt.Fprintf(&b, "  - {id: %s, token: t, channel: \"#%s\", script: %s.js, timeout: %v}\n", copyID(s, i), s.name, s.name, limit)
		}
	}
	return b.String()
}

func copyID(s hostileScript, i int) string {
	if i == 0 {
		return s.name
	}
	return fmt.Sprintf("%s.%d", s.name, i)
}

// quiet measures the neighbours alone.
func (s *siege) quiet(d time.Duration) {
	for i := range neighbours { // each has its worker, and a message in its room
		if fault := s.load.ask(neighbourID(i), 0); fault != "" {
			s.t.Fatal(fault)
		}
	}
	s.before = openDescriptors(s.cmd.Process.Pid)
	s.openPage()
	s.quietSince = time.Now()
	s.load.until(s.load.count() + int(d/loadEvery)*neighbours)
	s.attackSince = time.Now()
}

// openPage opens a room of the chat page, as a browser has it.
func (s *siege) openPage() {
	response, err := s.get("/live?room=" + s.roomID(neighbourID(0)) + "&after=0")
	if err != nil || response.StatusCode != http.StatusOK {
		s.t.Fatalf("open a page: %v %v", response, err)
	}
	s.live = response
	go drain(response.Body)
}

// each runs all scripts, one after the other.
func (s *siege) each(scripts []hostileScript) {
	for _, script := range scripts {
		for range script.calls {
			if e := s.call(script, copyID(script, 0)); s.t.Failed() && e.status == 0 {
				return
			}
		}
	}
}

// call calls a hostile integration, and judges how that ends.
func (s *siege) call(script hostileScript, id string) ending {
	s.watch.peak()
	verdict := s.verdicts.of(id)
	e := s.attack(id)
	e.peak = s.watch.peak()
	select {
	case e.how = <-verdict:
	case <-time.After(hung):
		s.t.Errorf("%s: the server logged no outcome", id)
	}
	s.judge(script, id, e)
	return e
}

func (s *siege) judge(script hostileScript, id string, e ending) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if old := s.ended[script.name]; e.took > old.took {
		e.peak = max(e.peak, old.peak)
		s.ended[script.name] = e
	}
	if strings.Contains(e.how, "killed: ") && !strings.Contains(e.how, "not run until") {
		s.killed++
	}
	switch {
	case e.status != http.StatusOK && e.status != http.StatusBadRequest:
		s.t.Errorf("%s: answered %d after %v: %s", id, e.status, e.took, e.how)
	case !script.mayEnd(e.how):
		s.t.Errorf("%s: ended so, not %q: %.300s", id, script.ends, e.how)
	}
	if e.took > s.limit+answerSlack {
		s.late = append(s.late, fmt.Sprintf("%s after %v", id, e.took.Round(time.Millisecond)))
	}
	if e.peak > processesBound {
		s.t.Errorf("%s: all processes together had %d MB in memory", id, e.peak>>20)
	}
}

// kills makes a server that has seen every script kill workers, until that many
// were killed: each script three times, when it is not run for a while, and then
// another copy of its integration.
func (s *siege) kills(wanted int) {
	killers := s.killers()
	copies := (wanted-s.killed)/(len(killers)*3) + 1
	writeFiles(s.t, s.cmd.Dir, map[string]string{"config.yaml": siegeConfig(killers, s.limit, copies)})
	s.verdicts.awaitChange(s.t)
	type target struct {
		script hostileScript
		id     string
	}
	targets := make(chan target)
	var attackers sync.WaitGroup
	for range 2 {
		attackers.Go(func() {
			for t := range targets {
				s.killAgain(t.script, t.id)
			}
		})
	}
	for i := range copies {
		for _, script := range killers {
			targets <- target{script, copyID(script, i+1)}
		}
	}
	close(targets)
	attackers.Wait()
	s.t.Logf("%d calls were killed", s.killed)
	if s.killed < wanted {
		s.t.Errorf("%d kills, not %d", s.killed, wanted)
	}
}

// killers are the scripts that killed their worker.
func (s *siege) killers() (killers []hostileScript) {
	for _, script := range loadHostile(s.t) {
		if strings.Contains(s.ended[script.name].how, ": killed: ") && !strings.HasPrefix(s.ended[script.name].how, "evaluation") && script.calls == 1 {
			killers = append(killers, script)
		}
	}
	return killers
}

// killAgain has a script kill until it is not run, which must show.
func (s *siege) killAgain(script hostileScript, id string) {
	inARow := 0
	for range 5 {
		e := s.call(hostileScript{name: id, ends: append([]string{"not run until"}, script.ends...)}, id)
		switch {
		case strings.Contains(e.how, "not run until"):
			if inARow < 2 || e.took > s.limit {
				s.t.Errorf("%s: not run after %d kills, answered after %v", id, inARow, e.took)
			}
			return
		case strings.Contains(e.how, "killed: "):
			inARow++
		}
	}
	if inARow > 3 {
		s.t.Errorf("%s: killed its worker %d times, and is still run", id, inARow)
	}
}

// readPages reads the room of each script, as people would.
func (s *siege) readPages(scripts []hostileScript) {
	for _, script := range scripts {
		began := time.Now()
		response, err := s.get("/channel/" + script.name)
		if err != nil {
			s.t.Fatal(err)
		}
		drain(response.Body)
		if took := time.Since(began); response.StatusCode >= 500 || took > time.Second {
			s.t.Errorf("the page of #%s: %d after %v", script.name, response.StatusCode, took)
		}
	}
}

// lift ends the siege: nothing may be left of it.
func (s *siege) lift() {
	lifted := time.Now()
	s.load.stop()
	s.live.Body.Close()
	http.DefaultClient.CloseIdleConnections()
	if after := s.watch.descriptors(s.before + descriptorsSlack); after > s.before+descriptorsSlack {
		s.t.Errorf("the server has %d descriptors open, it had %d", after, s.before)
	} else {
		s.t.Logf("descriptors of the server: %d before, %d after", s.before, after)
	}
	if code := s.stop(); code != exitFine {
		s.t.Errorf("the server ended with exit code %d", code)
	}
	s.watch.end()
	s.report(lifted)
	s.compareWithStore()
}
