package worker

import (
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"rocketscript/engine"
)

// inZone is the environment variable by which this test binary is told that it
// was started anew, with a zone.
const inZone = "ROCKETSCRIPT_TEST_IN_ZONE"

// TestZone holds that scripts have the clocks of this process, whatever TZ
// says. Go reads it once, so each value has a process of its own.
func TestZone(t *testing.T) {
	if os.Getenv(inZone) != "" {
		compareZones(t)
		return
	}
	file := filepath.Join(t.TempDir(), "zone")
	if err := os.WriteFile(file, zoneData(), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tz := range []string{"", "UTC", "Asia/Tokyo", ":Asia/Tokyo", "/etc/localtime", ":/etc/localtime", file, "no/such"} {
		t.Run(tz, func(t *testing.T) {
			t.Parallel()
			again := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestZone$")
			again.Env = append(os.Environ(), "TZ="+tz, inZone+"=1")
			if out, err := again.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
}

func compareZones(t *testing.T) {
	pool := NewPool(Options{Workers: 1})
	defer pool.Close()
	script := engine.Script{ID: "zone", Source: "class Script { process_incoming_request() { return { content: [-60 * new Date().getTimezoneOffset()] }; } }"}
	result, err := pool.Run(t.Context(), script, engine.Call{})
	_, offset := time.Now().Zone()
	if want := fmt.Sprintf("[%d]", offset); err != nil || string(result.Content) != want {
		t.Errorf("%s, %v; want %s", result.Content, err, want)
	}
}

// zoneData is a zone file (RFC 9636) of one kind of time, an hour and a half
// behind UTC.
func zoneData() []byte {
	header := append([]byte("TZif"), make([]byte, 16)...)
	counts := []byte{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 4}
	kind := binary.BigEndian.AppendUint32(nil, 1<<32-5400)
	return slices.Concat(header, counts, kind, []byte{0, 0}, []byte("HBN\x00"))
}
