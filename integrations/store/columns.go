package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// valid makes texts such that every database can hold them: PostgreSQL takes
// neither NUL nor what is no UTF-8. What is wrong becomes U+FFFD, as it does
// where JSON is written.
func valid(arguments []any) []any {
	for i, v := range arguments {
		if text, ok := v.(string); ok {
			arguments[i] = validText(text)
		}
	}
	return arguments
}

func validText(text string) string {
	if strings.IndexByte(text, 0) < 0 && utf8.ValidString(text) {
		return text
	}
	return strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "\uFFFD")
}

// Times are kept as Unix nanoseconds, which both SQLite and PostgreSQL hold
// exactly, and come back in UTC.

// nanoseconds is the column value of a time; NULL for the zero time.
func nanoseconds(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixNano()
}

// orNull is the column value of something that may be missing; NULL for its
// zero value.
func orNull[T comparable](v T) any {
	var zero T
	if v == zero {
		return nil
	}
	return v
}

// yesNo is the column value of a bool: 1 or 0.
func yesNo(v bool) int64 {
	if v {
		return 1
	}
	return 0
}

// A timeColumn reads a time.
type timeColumn struct{ into *time.Time }

// Scan implements sql.Scanner.
func (c timeColumn) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*c.into = time.Time{}
	case int64:
		*c.into = time.Unix(0, v).UTC()
	default:
		return fmt.Errorf("a time is kept as %T", v)
	}
	return nil
}

// jsonText is the column value of something kept as JSON, without the HTML
// escapes of encoding/json: what senders wrote stays searchable.
func jsonText(v any) (string, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return "", err
	}
	return string(bytes.TrimSuffix(out.Bytes(), []byte{'\n'})), nil
}

// jsonList is like jsonText, and NULL for an empty list.
func jsonList[T any](v []T) (any, error) {
	if len(v) == 0 {
		return nil, nil
	}
	return jsonText(v)
}

// rawText is the column value of JSON text; NULL for nil.
func rawText(v json.RawMessage) any {
	if v == nil {
		return nil
	}
	return string(v)
}

// A jsonColumn reads what jsonText wrote; NULL leaves the value as it is.
type jsonColumn struct{ into any }

// Scan implements sql.Scanner.
func (c jsonColumn) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		return nil
	case string:
		return json.Unmarshal([]byte(v), c.into)
	default:
		return fmt.Errorf("JSON is kept as %T", v)
	}
}

// A linesColumn reads a list of texts that have no line breaks, one a line;
// NULL is an empty list.
type linesColumn struct{ into *[]string }

// Scan implements sql.Scanner.
func (c linesColumn) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*c.into = nil
	case string:
		*c.into = strings.Split(v, "\n")
	default:
		return fmt.Errorf("a list is kept as %T", v)
	}
	return nil
}

// A rawColumn reads what rawText wrote.
type rawColumn struct{ into *json.RawMessage }

// Scan implements sql.Scanner.
func (c rawColumn) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*c.into = nil
	case string:
		*c.into = json.RawMessage(v)
	default:
		return fmt.Errorf("JSON is kept as %T", v)
	}
	return nil
}
