package zonename_test

import (
	"testing"
	"time"

	_ "time/tzdata"

	"rocketscript/engine/internal/nodetest"
	"rocketscript/engine/internal/zonename"
)

// TestLongAsV8 compares the name in winter and in summer.
func TestLongAsV8(t *testing.T) {
	zones := []string{
		"UTC", "Europe/London", "Europe/Berlin", "Europe/Paris", "Europe/Madrid", "Europe/Lisbon", "Europe/Athens", "Europe/Kiev", "Europe/Moscow",
		"America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles", "America/Anchorage", "Pacific/Honolulu",
		"America/Halifax", "America/St_Johns", "Asia/Kolkata", "Asia/Tokyo", "Asia/Seoul", "Asia/Shanghai", "Asia/Hong_Kong", "Asia/Jerusalem",
		"Asia/Karachi", "Asia/Jakarta", "Asia/Manila", "Australia/Sydney", "Australia/Brisbane", "Australia/Adelaide", "Australia/Perth",
		"Pacific/Auckland", "Africa/Johannesburg", "Africa/Lagos", "Africa/Nairobi", "Africa/Maputo", "Etc/GMT+5",
	}
	var want [][]string
	nodetest.Run(t, `done(input.map(zone => { process.env.TZ = zone; return [1, 7].map(m => new Date(2024, m - 1, 15, 12).toString().replace(/^.*\(|\)$/g, '')) }))`, zones, &want)
	for i, zone := range zones {
		location, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		for n, month := range []time.Month{time.January, time.July} {
			if got := zonename.Long(time.Date(2024, month, 15, 12, 0, 0, 0, location)); got != want[i][n] {
				t.Errorf("%s in %v: %s, want %s", zone, month, got, want[i][n])
			}
		}
	}
}
