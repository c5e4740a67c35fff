package server

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// An event is one server-sent event as a browser reads it.
type event struct {
	id, name string
	data     struct {
		Room  string
		HTML  string
		Count int
		Link  string
	}
}

// A liveReader reads the stream of one browser.
type liveReader struct {
	t      *testing.T
	lines  *bufio.Scanner
	cancel context.CancelFunc
}

// listen opens the stream; lastID is the Last-Event-ID of a browser that comes
// back, or empty.
func (s *chatSite) listen(t *testing.T, query, lastID string) *liveReader {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+"/live"+query, nil)
	if err != nil {
		t.Fatal(err)
	}
	if lastID != "" {
		request.Header.Set("Last-Event-ID", lastID)
	}
	answer, err := s.signedIn().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { answer.Body.Close() })
	if answer.StatusCode != http.StatusOK || answer.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("%s %v", answer.Status, answer.Header)
	}
	r := &liveReader{t: t, lines: bufio.NewScanner(answer.Body), cancel: cancel}
	r.lines.Buffer(nil, 1<<20)
	return r
}

// next returns the next event; more is false when the stream has ended.
func (r *liveReader) next() (e event, more bool) {
	r.t.Helper()
	for r.lines.Scan() {
		field, value, _ := strings.Cut(r.lines.Text(), ": ")
		switch field {
		case "id":
			e.id = value
		case "event":
			e.name = value
		case "data":
			if err := json.Unmarshal([]byte(value), &e.data); err != nil {
				r.t.Fatalf("event data %q: %v", value, err)
			}
			return e, true
		}
	}
	return e, false
}

func (r *liveReader) must() event {
	r.t.Helper()
	e, more := r.next()
	if !more {
		r.t.Fatal("the stream ended")
	}
	return e
}

func (s *chatSite) roomID(name string) string {
	s.t.Helper()
	room, err := s.store.RoomByNameOrID(context.Background(), name)
	if err != nil {
		s.t.Fatal(err)
	}
	return room.ID
}

func TestLiveArrival(t *testing.T) {
	s := newChatSite(t, AccessOptions{})
	s.post("alerts", textMessage("before"))
	r := s.listen(t, "?room="+s.roomID("alerts")+"&after=1", "")
	m := s.post("alerts", textMessage("*now*"))
	e := r.must()
	if e.name != "message" || e.id != "2" || e.data.Room != m.RoomID {
		t.Errorf("event %+v", e)
	}
	if !strings.Contains(e.data.HTML, "<strong>now</strong>") || !strings.Contains(e.data.HTML, `class="message grouped"`) {
		t.Errorf("the message is %s", e.data.HTML)
	}
	s.post("security", textMessage("elsewhere"))
	e = r.must()
	if e.name != "unread" || e.id != "3" || e.data.Count != 1 || e.data.HTML != "" || !strings.Contains(e.data.Link, `href="/group/security"`) {
		t.Errorf("event %+v", e)
	}
}

func TestLiveComesBackWhereItWas(t *testing.T) {
	s := newChatSite(t, AccessOptions{})
	room := s.roomID("alerts")
	for i := range 2*liveBatch + 5 { // more than one batch
		s.post("alerts", textMessage(fmt.Sprint(i)))
	}
	r := s.listen(t, "?room="+room+"&after=0", "7")
	for seq := 8; seq <= 2*liveBatch+5; seq++ {
		if e := r.must(); e.id != strconv.Itoa(seq) || !strings.Contains(e.data.HTML, fmt.Sprintf("<p>%d</p>", seq-1)) {
			t.Fatalf("after %d came %+v", seq-1, e)
		}
	}
}

func TestLiveCountsWhatWasMissed(t *testing.T) {
	s := newChatSite(t, AccessOptions{})
	for _, room := range []string{"deploys", "alerts", "deploys", "security", "deploys", "alerts"} {
		s.post(room, textMessage("x"))
	}
	r := s.listen(t, "?room="+s.roomID("alerts")+"&after=5&seen=1", "")
	var got []string
	for range 3 {
		e := r.must()
		got = append(got, fmt.Sprint(e.id, " ", e.name, " ", e.data.Count, " ", e.data.Room == s.roomID("deploys")))
	}
	want := []string{"5 unread 2 true", "5 unread 1 false", "6 message 0 false"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestLiveTooFarBehind(t *testing.T) {
	s := newChatSite(t, AccessOptions{})
	for range liveBehind + 1 {
		s.post("alerts", textMessage("x"))
	}
	r := s.listen(t, "?room="+s.roomID("alerts"), "")
	if e := r.must(); e.name != "reload" {
		t.Errorf("event %+v", e)
	}
	s.post("alerts", textMessage("new"))
	if e := r.must(); e.name != "message" || e.id != strconv.Itoa(liveBehind+2) {
		t.Errorf("event %+v", e)
	}
}

func TestLiveEndsWithTheServer(t *testing.T) {
	s := newChatSite(t, AccessOptions{})
	r := s.listen(t, "?room="+s.roomID("alerts"), "")
	s.stop()
	if e, more := r.next(); more {
		t.Errorf("event %+v after the stop", e)
	}
}

func TestLiveHeartbeat(t *testing.T) {
	s := newChatSite(t, AccessOptions{})
	s.pages.heartbeat = time.Millisecond
	r := s.listen(t, "?room="+s.roomID("alerts"), "")
	for r.lines.Scan() {
		if r.lines.Text() == ": still here" {
			return
		}
	}
	t.Error("the stream ended without a heartbeat")
}

// A reader that takes nothing must not keep others waiting.
func TestLiveSlowReader(t *testing.T) {
	s := newChatSite(t, AccessOptions{})
	query := "?room=" + s.roomID("alerts")
	s.listen(t, query, "") // and never reads
	quick := s.listen(t, query, "")
	large := textMessage(strings.Repeat("x", 100_000))
	for i := range 100 { // 10 MB: more than any socket buffers
		s.post("alerts", large)
		if e := quick.must(); e.id != strconv.Itoa(i+1) {
			t.Fatalf("event %s", e.id)
		}
	}
}

func TestLiveReaderGoes(t *testing.T) {
	s := newChatSite(t, AccessOptions{})
	ended := make(chan struct{})
	handler := s.pages.live
	ctx, cancel := context.WithCancel(t.Context())
	w := &streamRecorder{flushed: make(chan struct{}, 10)}
	go func() {
		defer close(ended)
		request, _ := http.NewRequestWithContext(ctx, http.MethodGet, "/live", nil)
		handler(w, request)
	}()
	<-w.flushed
	cancel()
	<-ended
}

// A streamRecorder tells of each flush.
type streamRecorder struct{ flushed chan struct{} }

func (*streamRecorder) Header() http.Header         { return http.Header{} }
func (*streamRecorder) Write(p []byte) (int, error) { return len(p), nil }
func (*streamRecorder) WriteHeader(int)             {}
func (w *streamRecorder) Flush()                    { w.flushed <- struct{}{} }
