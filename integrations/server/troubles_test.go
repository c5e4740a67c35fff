package server

import (
	"strings"
	"sync"
	"testing"
	"time"

	"rocketscript/integrations"
)

// A changingHealth is the health of destinations, as a test sets it.
type changingHealth struct {
	mu  sync.Mutex
	all []integrations.DestinationHealth
}

func (h *changingHealth) set(all ...integrations.DestinationHealth) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.all = all
}

func (h *changingHealth) get() []integrations.DestinationHealth {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.all
}

// TestTroubles: the page shows which destinations take no messages, and an open
// page hears when that changes.
func TestTroubles(t *testing.T) {
	s := newChatSite(t, AccessOptions{})
	health := &changingHealth{}
	s.pages.health = health.get
	failing := integrations.DestinationHealth{
		Name: "chat", State: integrations.DestinationFails, Since: time.Date(2026, 11, 22, 9, 31, 0, 0, time.UTC), Error: "connect: <refused>",
	}
	health.set(integrations.DestinationHealth{Name: "fine", State: integrations.DestinationWorks})
	if text := s.page(s.signedIn(), "/").Find("#troubles").Text(); text != "" {
		t.Errorf("troubles while all works: %q", text)
	}
	health.set(failing, integrations.DestinationHealth{Name: "gone", State: integrations.DestinationMissing})
	list := s.page(s.signedIn(), "/").Find("#troubles li")
	if got := strings.TrimSpace(list.First().Text()); got != "chat takes no messages since 09:31; they wait. connect: <refused>" {
		t.Errorf("first: %q", got)
	}
	if got := strings.TrimSpace(list.Last().Text()); got != "gone is not configured any more; they wait." {
		t.Errorf("last: %q", got)
	}

	stream := s.listen(t, "?after=0", "")
	if e, _ := stream.next(); e.name != "troubles" || !strings.Contains(e.data.HTML, "connect: &lt;refused&gt;") {
		t.Errorf("at first: %+v", e)
	}
	health.set()
	if e, _ := stream.next(); e.name != "troubles" || e.data.HTML != "" {
		t.Errorf("when it works again: %+v", e)
	}
}
