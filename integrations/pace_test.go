package integrations

import (
	"testing"
	"time"
)

func TestParsePace(t *testing.T) {
	tests := []struct {
		text string
		want Pace
		bad  bool
	}{
		{text: ""},
		{text: "10/s", want: Pace{10, time.Second}},
		{text: "60/m", want: Pace{60, time.Minute}},
		{text: " 1 / h ", want: Pace{1, time.Hour}},
		{text: "0/s", bad: true}, {text: "-1/s", bad: true}, {text: "1.5/s", bad: true}, {text: "10", bad: true}, {text: "/s", bad: true},
		{text: "10/d", bad: true}, {text: "10/s/s", bad: true}, {text: "1000001/s", bad: true}, {text: "9999999999999999999/s", bad: true},
	}
	for _, test := range tests {
		got, err := ParsePace(test.text)
		if got != test.want || (err != nil) != test.bad {
			t.Errorf("%q: %v, %v", test.text, got, err)
		}
	}
}
