package destination

import (
	"strconv"
	"testing"
)

// TestRoomIDsAreBounded: scripts that name ever new channels fill no memory.
func TestRoomIDsAreBounded(t *testing.T) {
	var r roomIDs
	for i := range 5 * maxRoomIDs {
		channel := "#" + strconv.Itoa(i)
		r.put("bob", channel, "id"+channel)
		if id, ok := r.get("bob", channel); !ok || id != "id"+channel {
			t.Fatalf("%s: %q, %v", channel, id, ok)
		}
		if len(r.ids) > maxRoomIDs {
			t.Fatalf("%d ids are kept", len(r.ids))
		}
	}
	if id, ok := r.get("alice", "#4999"); ok {
		t.Errorf("another account's id %q", id)
	}
}
