package server_test

import (
	"net/http"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rocketscript/integrations"
)

var githubDelivery = map[string]string{"Content-Type": "application/json", "X-GitHub-Delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958"}

// counting posts the number of the call and answers with it.
const counting = "this.n = (this.n || 0) + 1;\nreturn { content: { text: 'call ' + this.n }, response: { call: this.n } };"

func onceEach(i *integrations.Integration) { i.Deduplicate = "github" }

func TestRepeatedDelivery(t *testing.T) {
	hook, other, off := testIntegration("hook"), testIntegration("other"), testIntegration("off")
	both(withScript(counting), onceEach)(&hook)
	both(withScript(counting), onceEach)(&other)
	withScript(counting)(&off)
	s := startServer(t, hook, other, off)
	again := map[string]string{integrations.ForceHeader: "true"}
	for name, value := range githubDelivery {
		again[name] = value
	}
	for i, step := range []struct {
		id     string
		header map[string]string
		reply  string
	}{
		{"hook", githubDelivery, `{"call":1,"success":true}`},
		{"hook", githubDelivery, `{"call":1,"success":true}`},
		{"other", githubDelivery, `{"call":1,"success":true}`},
		{"hook", map[string]string{"X-GitHub-Delivery": "another"}, `{"call":2,"success":true}`},
		{"hook", nil, `{"call":3,"success":true}`},
		{"hook", nil, `{"call":4,"success":true}`},
		{"hook", again, `{"call":5,"success":true}`},
		{"hook", githubDelivery, `{"call":1,"success":true}`},
		{"off", githubDelivery, `{"call":1,"success":true}`},
		{"off", githubDelivery, `{"call":2,"success":true}`},
	} {
		status, reply := s.request(t, http.MethodPost, "/hooks/"+step.id+"/TOKEN", step.header, `{}`)
		if status != http.StatusOK || reply != step.reply {
			t.Errorf("step %d: %d %s, want %s", i, status, reply, step.reply)
		}
	}
	want := []string{"call 1", "call 1", "call 2", "call 3", "call 4", "call 5", "call 1", "call 2"}
	if diff := cmp.Diff(want, s.texts(t, "alerts")); diff != "" {
		t.Errorf("posted (-want +got):\n%s", diff)
	}
	if got := s.executions(t, "off")[0].SenderDeliveryID; got != githubDelivery["X-GitHub-Delivery"] {
		t.Errorf("id kept for the history: %q", got)
	}
}

// A delivery that was answered with a failure was not taken: the sender comes
// again, and is served then.
func TestRepeatedAfterFailure(t *testing.T) {
	hook := testIntegration("hook")
	both(withScript("this.n = (this.n || 0) + 1;\nif (this.n < 3) throw new Error('not yet');\nreturn { content: { text: 'call ' + this.n } };"), onceEach)(&hook)
	s := startServer(t, hook)
	for i, want := range []int{http.StatusBadRequest, http.StatusBadRequest, http.StatusOK, http.StatusOK} {
		if status, reply := s.request(t, http.MethodPost, "/hooks/hook/TOKEN", githubDelivery, `{}`); status != want {
			t.Errorf("request %d: %d %s", i, status, reply)
		}
	}
	if diff := cmp.Diff([]string{"call 3"}, s.texts(t, "alerts")); diff != "" {
		t.Errorf("posted (-want +got):\n%s", diff)
	}
}

// Many at once with one id: one is served, all get its answer.
func TestRepeatedInFlight(t *testing.T) {
	hook := testIntegration("hook")
	both(withScript(counting), onceEach)(&hook)
	s := startServer(t, hook)
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			status, reply := s.request(t, http.MethodPost, "/hooks/hook/TOKEN", githubDelivery, `{}`)
			if status != http.StatusOK || reply != `{"call":1,"success":true}` {
				t.Errorf("answer %d %s", status, reply)
			}
		})
	}
	wg.Wait()
	if diff := cmp.Diff([]string{"call 1"}, s.texts(t, "alerts")); diff != "" {
		t.Errorf("posted (-want +got):\n%s", diff)
	}
}

func TestHistoryOfAnIntegration(t *testing.T) {
	answer := `if (request.content.fail) throw new Error('failed');` + "\n" + `return { content: { text: 'fine', channel: request.content.channel } };`
	for _, test := range []struct {
		history integrations.History
		want    []string // bodies kept, newest first
	}{
		{"", []string{`{"channel":"#none"}`, `{"fail":1}`, `{}`}},
		{integrations.HistoryFull, []string{`{"channel":"#none"}`, `{"fail":1}`, `{}`}},
		{integrations.HistoryFailures, []string{`{"channel":"#none"}`, `{"fail":1}`}},
		{integrations.HistoryNone, nil},
	} {
		t.Run(string(test.history), func(t *testing.T) {
			t.Parallel()
			hook := testIntegration("hook")
			both(withScript(answer), onceEach)(&hook)
			hook.History, hook.OverrideDestinationChannelEnabled = test.history, true
			s := startServer(t, hook)
			for _, body := range []string{`{}`, `{"fail":1}`, `{"channel":"#none"}`} {
				s.request(t, http.MethodPost, "/hooks/hook/TOKEN", map[string]string{"Content-Type": "application/json"}, body)
			}
			s.request(t, http.MethodPost, "/hooks/hook/TOKEN", githubDelivery, `{}`)
			s.request(t, http.MethodPost, "/hooks/hook/TOKEN", githubDelivery, `{}`)
			var kept []string
			for _, x := range s.executions(t, "hook") {
				if x.SenderDeliveryID == "" {
					kept = append(kept, string(x.Request.Body))
				}
			}
			if diff := cmp.Diff(test.want, kept); diff != "" {
				t.Errorf("kept (-want +got):\n%s", diff)
			}
			if posted := s.texts(t, "alerts"); len(posted) != 2 {
				t.Errorf("posted %q, want it once, and the repeated delivery once", posted)
			}
		})
	}
}
