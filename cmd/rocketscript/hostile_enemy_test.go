package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
	"time"

	"rocketscript/integrations"
	"rocketscript/integrations/store"
)

// An enemyServer answers the HTTP calls of hostile scripts as badly as they ask
// for.
type enemyServer struct{ url string }

func newEnemyServer(t *testing.T) *enemyServer {
	handler := http.NewServeMux()
	handler.HandleFunc("/ok", func(w http.ResponseWriter, r *http.Request) { drain(r.Body) })
	handler.HandleFunc("/large", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, strings.Repeat("x", 4<<20)) })
	handler.HandleFunc("/endless", func(w http.ResponseWriter, r *http.Request) {
		for piece := strings.Repeat("x", 64<<10); r.Context().Err() == nil; {
			if _, err := io.WriteString(w, piece); err != nil {
				return
			}
		}
	})
	handler.HandleFunc("/never", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	handler.HandleFunc("/drip", func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			fmt.Fprint(w, "x")
			_ = http.NewResponseController(w).Flush() // who has gone away is seen by the context
			select {
			case <-time.After(10 * time.Millisecond):
			case <-r.Context().Done():
			}
		}
	})
	handler.HandleFunc("/headers", func(w http.ResponseWriter, _ *http.Request) {
		for i := range 500 {
			w.Header().Set(fmt.Sprintf("x-%d", i), strings.Repeat("v", 2000))
		}
	})
	handler.HandleFunc("/redirect", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/redirect", http.StatusFound) })
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return &enemyServer{server.URL}
}

func drain(body io.ReadCloser) {
	_, _ = io.Copy(io.Discard, body) // nobody wants it
	_ = body.Close()
}

// attack posts to a hostile integration, and returns how it was answered.
func (s *siege) attack(id string) (e ending) {
	hook := s.base + "/hooks/" + id + "/t"
	body, err := json.Marshal(map[string]string{"self": hook, "echo": s.enemy.url})
	if err != nil {
		s.t.Error(err)
		return e
	}
	client := http.Client{Timeout: hung}
	e.began = time.Now()
	response, err := client.Post(hook, "application/json", strings.NewReader(string(body)))
	e.took = time.Since(e.began)
	if err != nil {
		s.t.Errorf("%s: no answer: %v", id, err)
		return e
	}
	drain(response.Body)
	e.status = response.StatusCode
	return e
}

// get reads a page as an admin.
func (s *siege) get(path string) (*http.Response, error) {
	request, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.base+path, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+s.token)
	return http.DefaultClient.Do(request)
}

func (s *siege) roomID(name string) string {
	response, err := s.get("/api/v1/channels.messages?count=1&roomName=" + name)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	var answer struct {
		Messages []struct {
			Rid string `json:"rid"`
		} `json:"messages"`
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil || len(answer.Messages) == 0 {
		s.t.Fatalf("the messages of %s: %v", name, err)
	}
	return answer.Messages[0].Rid
}

// verdicts are what the server's log says of its requests.
type verdicts struct {
	mu      sync.Mutex
	waiting map[string]chan string
	changed chan struct{}
}

func listenForVerdicts(lines <-chan map[string]any) *verdicts {
	v := &verdicts{waiting: make(map[string]chan string), changed: make(chan struct{}, 1)}
	go func() {
		for line := range lines {
			switch line["msg"] {
			case "webhook":
				v.tell(line)
			case "configuration changed":
				v.changed <- struct{}{}
			}
		}
	}()
	return v
}

func (v *verdicts) tell(line map[string]any) {
	id, _ := line["integration"].(string)
	v.mu.Lock()
	defer v.mu.Unlock()
	waiting := v.waiting[id]
	if waiting == nil {
		return
	}
	how, _ := line["outcome"].(string)
	if exception, thrown := line["exception"].(string); thrown {
		how += ": " + strings.TrimPrefix(exception, strings.SplitAfter(exception, ".js: ")[0])
		if !strings.Contains(exception, ".js: ") {
			how = fmt.Sprintf("%s: %s", line["outcome"], exception)
		}
	}
	delete(v.waiting, id)
	waiting <- how
}

// of returns how the next request of an integration ends.
func (v *verdicts) of(id string) <-chan string {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.waiting[id] = make(chan string, 1)
	return v.waiting[id]
}

func (v *verdicts) awaitChange(t testing.TB) {
	t.Helper()
	select {
	case <-v.changed:
	case <-time.After(time.Minute):
		t.Fatal("the configuration did not change")
	}
}

// report prints the table, and the neighbours' times quiet and under attack.
func (s *siege) report(lifted time.Time) {
	var b strings.Builder
	table := tabwriter.NewWriter(&b, 0, 0, 1, ' ', 0)
	fmt.Fprintln(table, "script\t| how it ended\t| answered after\t| peak memory of all processes\t| neighbours' slowest")
	for _, script := range loadHostile(s.t) {
		if e, ran := s.ended[script.name]; ran {
			fmt.Fprintf(table, "%s\t| %d %.90s\t| %d ms\t| %d MB\t| %d ms\n", script.name, e.status, firstLine(e.how), e.took.Milliseconds(), e.peak>>20,
				quantile(s.load.between(e.began, e.began.Add(e.took)), 1).Milliseconds())
		}
	}
	_ = table.Flush() // into a Builder
	quiet, attack := s.load.between(s.quietSince, s.attackSince), s.load.between(s.attackSince, lifted)
	fmt.Fprintf(&b, "\nneighbours quiet:        %6d requests, p50 %v, p99 %v, slowest %v\n", len(quiet), rounded(quiet, 0.5), rounded(quiet, 0.99), rounded(quiet, 1))
	fmt.Fprintf(&b, "neighbours under attack: %6d requests, p50 %v, p99 %v, slowest %v\n", len(attack), rounded(attack, 0.5), rounded(attack, 0.99), rounded(attack, 1))
	bound := max(50*time.Millisecond, 2*quantile(quiet, 0.99))
	if p99 := quantile(attack, 0.99); p99 > bound {
		fmt.Fprintf(&b, "MISSED: p99 under attack is above %v\n", bound.Round(time.Millisecond))
	}
	fmt.Fprintf(&b, "calls killed: %d; answered later than the limit and %v: %d %v\n", s.killed, answerSlack, len(s.late), s.late)
	fmt.Fprintf(&b, "most memory of all processes together: %d MB, the server alone %d MB; %d processes were seen\n", s.watch.most>>20, s.watch.mostOfServer>>20, len(s.watch.seen))
	s.t.Log("\n" + b.String())
	if file := os.Getenv("ROCKETSCRIPT_PROOF_REPORT"); file != "" {
		if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
			s.t.Error(err)
		}
	}
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

func rounded(sorted []time.Duration, q float64) time.Duration {
	return quantile(sorted, q).Round(100 * time.Microsecond)
}

// compareWithStore holds that the execution says what the log said.
func (s *siege) compareWithStore() {
	kept, err := store.Open(s.t.Context(), filepath.Join(s.cmd.Dir, "data", "rocketscript.db"), store.Options{})
	if err != nil {
		s.t.Fatal(err)
	}
	defer kept.Close()
	for name, e := range s.ended {
		page, err := kept.Executions(s.t.Context(), integrations.ExecutionFilter{IntegrationID: name}, 0, 1000)
		if err != nil || len(page.Executions) == 0 {
			s.t.Errorf("%s: no executions are kept: %v", name, err)
			continue
		}
		if strings.Contains(e.how, ": killed: ") && !slices.ContainsFunc(page.Executions, func(x integrations.ExecutionSummary) bool { return s.keptKill(kept, x.ID) }) {
			s.t.Errorf("%s: none of its executions says that it was killed, the log said %q", name, e.how)
		}
	}
}

// keptKill tells whether an execution says that its script was killed.
func (s *siege) keptKill(kept *store.Store, id string) bool {
	x, err := kept.Execution(s.t.Context(), id)
	if err != nil {
		s.t.Error(err)
		return false
	}
	return x.Exception != nil && strings.Contains(x.Exception.Message, "killed: ")
}
