package message

import (
	"bytes"
	"encoding/json"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// The texts are what String(JSON.parse(…)) gives in Node.
func TestText(t *testing.T) {
	for json, want := range map[string]string{
		`0`: "0", `-0`: "0", `-0.0`: "0", `5`: "5", `-5.50`: "-5.5", `1E2`: "100",
		`0.1`: "0.1", `0.000001`: "0.000001", `0.0000001`: "1e-7", `1.5e-10`: "1.5e-10", `-1e-7`: "-1e-7",
		`100000000000000000000`: "100000000000000000000", `1e21`: "1e+21", `1.2345e25`: "1.2345e+25", `-1e21`: "-1e+21",
		`9007199254740993`: "9007199254740992", `12345678901234567890`: "12345678901234567000",
		`123456789.125`: "123456789.125", `5e-324`: "5e-324", `1.7976931348623157e308`: "1.7976931348623157e+308",
		`1e400`: "Infinity", `-1e400`: "-Infinity", `1e-400`: "0",
		`true`: "true", `false`: "false", `null`: "null",
		`""`: "", `"a\u00e9\n"`: "aé\n", `"\ud83d\ude00"`: "😀", `"\ud83d"`: "\ufffd",
		`{}`: "[object Object]", `[]`: "", `[null]`: "", `[1,[2,[3]],"x"]`: "1,2,3,x", `[{},true]`: "[object Object],true",
	} {
		if got, ok := value(json).text(); got != want || !ok {
			t.Errorf("%s: got %q, %v; want %q", json, got, ok, want)
		}
	}
	for _, json := range []string{`{"toString":null}`, `[{"a":1},{"toString":"x"}]`} {
		if got, ok := value(json).text(); ok {
			t.Errorf("%s: got %q, JavaScript throws", json, got)
		}
	}
}

func TestTruthy(t *testing.T) {
	for json, want := range map[string]bool{
		``: false, `null`: false, `false`: false, `true`: true, `0`: false, `-0`: false, `0.0e7`: false, `1e-400`: false,
		`1`: true, `-1`: true, `5e-324`: true, `1e400`: true, `""`: false, `" "`: true, `"0"`: true, `"\u0000"`: true, `[]`: true, `{}`: true,
	} {
		if got := value(json).truthy(); got != want {
			t.Errorf("%s: got %v", json, got)
		}
	}
}

func TestMembersAndElements(t *testing.T) {
	v := value(" { \"a\" : [ 1 , \"]\\\"\\\\\" , { } ,[ ] ] ,\t\"\\u0062\"\n:{\"}\":\"{\"},\"a\":-1.5e+3}")[1:]
	var got []string
	for name, val := range v.members() {
		got = append(got, string(name)+" "+string(val))
		for e := range val.elements() {
			got = append(got, string(e))
		}
	}
	want := []string{`"a" [ 1 , "]\"\\" , { } ,[ ] ]`, `1`, `"]\"\\"`, `{ }`, `[ ]`, `"b" {"}":"{"}`, `"a" -1.5e+3`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// FuzzValue compares our reading of objects with encoding/json's.
func FuzzValue(f *testing.F) {
	f.Add([]byte(`{"a":[1,"\\\"",{"b":null}],"c":"\ud800","":{}}`))
	f.Add([]byte(" {\"x\" : -0.5e+7 , \"\\u0078\":[ ] }"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var want map[string]json.RawMessage
		if !utf8.Valid(data) || json.Unmarshal(data, &want) != nil || want == nil {
			t.Skip("not an object")
		}
		ms, _ := membersOf(value(bytes.TrimSpace(data))).unique()
		got := map[string]json.RawMessage{}
		for _, m := range ms {
			got[m.name.str()] = json.RawMessage(m.val)
		}
		if diff := cmp.Diff(want, got); diff != "" || len(ms) != len(want) {
			t.Fatalf("%d members (-want +got):\n%s", len(ms), diff)
		}
		var again, first any
		text := ms.object().compact()
		if err := json.Unmarshal([]byte(text), &again); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		_ = json.Unmarshal(data, &first)
		if diff := cmp.Diff(first, again); diff != "" {
			t.Fatalf("compact (-want +got):\n%s", diff)
		}
	})
}
