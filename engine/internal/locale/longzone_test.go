package locale_test

import (
	"testing"
	"time"
	_ "time/tzdata"

	"rocketscript/engine/internal/locale"
	"rocketscript/engine/internal/nodetest"
)

// TestLongZoneAsV8 compares the name of every zone in winter and in summer.
func TestLongZoneAsV8(t *testing.T) {
	type zone struct {
		Name  string
		Names []string
	}
	var zones []zone
	nodetest.Run(t, `done(Intl.supportedValuesOf('timeZone').concat(input).map(Name => { process.env.TZ = Name; return {Name, Names: [0, 6].map(m => new Date(2024, m, 15, 12).toString().replace(/^.*?\(|\)$/g, ''))} }))`,
		[]string{"UTC", "Etc/GMT+5", "GMT", "Europe/Kyiv", "Asia/Kolkata"}, &zones)
	for _, z := range zones {
		if z.Name == "America/Coyhaique" {
			continue // younger than Node 20's clocks
		}
		location, err := time.LoadLocation(z.Name)
		if err != nil {
			t.Fatal(err)
		}
		for i, month := range []time.Month{time.January, time.July} {
			if got := locale.LongZone(time.Date(2024, month, 15, 12, 0, 0, 0, location)); got != z.Names[i] {
				t.Errorf("%s in %v: %s, want %s", z.Name, month, got, z.Names[i])
			}
		}
	}
}

func BenchmarkLongZone(b *testing.B) {
	location, err := time.LoadLocation("America/Sao_Paulo")
	if err != nil {
		b.Fatal(err)
	}
	at := time.Date(2024, 1, 15, 12, 0, 0, 0, location)
	for b.Loop() {
		locale.LongZone(at)
	}
}
