package dates_test

import (
	"testing"
	"time"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/dates"
	"rocketscript/engine/internal/nodetest"
)

// TestZoneNamesLikeNode compares the names of all zones that node knows, in
// winter and in summer.
func TestZoneNamesLikeNode(t *testing.T) {
	var want map[string][2]string
	nodetest.Run(t, `
		const answers = {};
		for (const zone of [...Intl.supportedValuesOf('timeZone'), 'UTC', 'Etc/UTC', 'GMT', 'Etc/GMT+5', 'US/Pacific', 'Asia/Calcutta', 'Europe/Kyiv']) {
			process.env.TZ = zone;
			answers[zone] = [0, 6].map((m) => new Date(2025, m, 15, 12).toString());
		}
		done(answers);
	`, nil, &want)
	local := time.Local
	t.Cleanup(func() { time.Local = local })
	rt := goja.New()
	dates.Install(rt, dates.Needs("Date"))
	compared := 0
	for name, texts := range want {
		zone, err := time.LoadLocation(name)
		if err != nil {
			continue // newer than Go's zones
		}
		time.Local = zone
		for i, month := range []string{"0", "6"} {
			got, err := rt.RunString("String(new Date(2025, " + month + ", 15, 12))")
			if err != nil {
				t.Fatal(err)
			}
			if got.String() != texts[i] {
				t.Errorf("%s: %s, in node %s", name, got, texts[i])
			}
			compared++
		}
	}
	t.Logf("%d compared", compared)
}
