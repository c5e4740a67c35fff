package wire_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rocketscript/engine/worker/internal/wire"
)

// messages has one of each message.
func messages() map[wire.Kind]wire.Message {
	return map[wire.Kind]wire.Message{
		wire.KindSettings: &wire.Settings{}, wire.KindDefine: &wire.Script{}, wire.KindRun: &wire.Run{}, wire.KindCheck: &wire.Check{},
		wire.KindAnswer: &wire.Answer{}, wire.KindReady: &wire.Ready{}, wire.KindResult: &wire.Result{}, wire.KindChecked: &wire.Checked{},
		wire.KindUnrun: &wire.Unrun{}, wire.KindExchange: &wire.Exchange{}, wire.KindLog: &wire.Log{}, wire.KindPlace: &wire.Place{}, wire.KindConsole: &wire.Console{},
	}
}

// fill sets every field to something of its own, so that a field which is
// forgotten on the way shows.
func fill(v reflect.Value, n *int64) {
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString(string(rune('a'+*n%26)) + "é\x00\xff")
	case reflect.Int, reflect.Int64:
		v.SetInt(*n * 1_000_003 * (1 - 2*(*n%2)))
	case reflect.Uint64, reflect.Uint8:
		v.SetUint(uint64(*n) % 200)
	case reflect.Float64:
		v.SetFloat(float64(*n) / 3)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			fill(v.Index(i), n)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Unix(1_700_000_000+*n, 123_456_789)))
			return
		}
		for i := range v.NumField() {
			fill(v.Field(i), n)
		}
	default:
		panic(v.Kind())
	}
}

func TestMessagesArriveWhole(t *testing.T) {
	for kind, message := range messages() {
		for _, filled := range []bool{false, true} {
			if n := int64(0); filled {
				fill(reflect.ValueOf(message).Elem(), &n)
			}
			var pipe bytes.Buffer
			if err := wire.NewWriter(&pipe).Write(kind, 1<<40, message); err != nil {
				t.Fatal(err)
			}
			frame, err := wire.NewReader(&pipe, 1<<20).Read()
			if err != nil {
				t.Fatal(err)
			}
			if frame.Kind != kind || frame.ID != 1<<40 {
				t.Errorf("kind %d, id %d", frame.Kind, frame.ID)
			}
			arrived := reflect.New(reflect.TypeOf(message).Elem()).Interface().(wire.Message)
			if err := wire.Decode(frame.Body, arrived); err != nil {
				t.Errorf("%T: %v", message, err)
			}
			if diff := cmp.Diff(message, arrived); diff != "" {
				t.Errorf("%T (-sent +arrived):\n%s", message, diff)
			}
			for length := range frame.Body {
				if err := wire.Decode(frame.Body[:length], arrived); err == nil {
					t.Errorf("%T cut off at %d of %d reads as whole", message, length, len(frame.Body))
				}
			}
		}
	}
}

func TestContentThatIsNotTheBody(t *testing.T) {
	sent := wire.Run{}
	sent.Call.Request.Body, sent.Call.Request.Content = "payload=%7B%7D", "{}"
	var pipe bytes.Buffer
	if err := wire.NewWriter(&pipe).Write(wire.KindRun, 1, &sent); err != nil {
		t.Fatal(err)
	}
	frame, err := wire.NewReader(&pipe, 1<<20).Read()
	if err != nil {
		t.Fatal(err)
	}
	var arrived wire.Run
	if err := wire.Decode(frame.Body, &arrived); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(sent, arrived); diff != "" {
		t.Error(diff)
	}
}

func TestReadRefuses(t *testing.T) {
	frame := func(length uint32, rest string) string {
		return string(binary.LittleEndian.AppendUint32(nil, length)) + rest
	}
	head := "\x01" + "12345678"
	for _, c := range []struct {
		name, stream string
		want         error
	}{
		{"the end", "", io.EOF},
		{"a cut head", "\x01\x00", io.ErrUnexpectedEOF},
		{"a cut body", frame(9+4, head+"abc"), io.ErrUnexpectedEOF},
		{"a body that never comes", frame(9+1000, head), io.ErrUnexpectedEOF},
		{"too long", frame(9+1001, head), wire.ErrTooLong},
		{"far too long", frame(1<<32-1, head), wire.ErrTooLong},
		{"too short for its head", frame(8, head), nil},
	} {
		_, err := wire.NewReader(bytes.NewReader([]byte(c.stream)), 1000).Read()
		if err == nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, err, c.want)
		}
	}
}

// FuzzRead: whatever a worker sends, the parent reads it or says no, and what
// reads is written the same again.
func FuzzRead(f *testing.F) {
	for kind, message := range messages() {
		n := int64(0)
		fill(reflect.ValueOf(message).Elem(), &n)
		var pipe bytes.Buffer
		if err := wire.NewWriter(&pipe).Write(kind, 7, message); err != nil {
			f.Fatal(err)
		}
		f.Add(pipe.Bytes())
	}
	f.Fuzz(func(t *testing.T, stream []byte) {
		reader := wire.NewReader(bytes.NewReader(stream), 1<<16)
		for {
			frame, err := reader.Read()
			if err != nil {
				return
			}
			message := messages()[frame.Kind]
			if message == nil || wire.Decode(frame.Body, message) != nil {
				continue
			}
			var again bytes.Buffer
			if err := wire.NewWriter(&again).Write(frame.Kind, frame.ID, message); err != nil {
				t.Fatalf("%T was read but cannot be written: %v", message, err)
			}
			second, err := wire.NewReader(&again, 1<<17).Read()
			if err != nil {
				t.Fatal(err)
			}
			twice := messages()[frame.Kind]
			if err := wire.Decode(second.Body, twice); err != nil {
				t.Fatal(err)
			}
		}
	})
}
